//! The ranking itself: exact means, weighted totals, thresholds, tie-break, and the working (S5).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::checks::refusals;
use super::{Criterion, Fraction, Judging, Score, ScoringRefusal};

/// The responses in order, best first; those below a threshold last. Holds its whole working (S5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Ranking {
    /// One per response.
    pub standings: Vec<ResponseStanding>,
}

/// Where one response stands, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ResponseStanding {
    /// The response.
    pub response: String,
    /// Its rank, or why it has none.
    pub standing: Standing,
    /// Its weighted total out of 100, to two decimals, a half rounded up; for reading, not for comparing.
    pub total: Decimal,
    /// The total without rounding: the sum of `weighted` over the working.
    pub exact_total: Fraction,
    /// One line per criterion, in the order of the call.
    pub working: Vec<CriterionWorking>,
}

/// Whether a response is ranked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Eligible to be selected.
    Ranked {
        /// From 1; equal ranks when a tie is declared, and then the next rank is left out (1, 2, 2, 4).
        rank: usize,
        /// Whether another response has the same total.
        tie: Tie,
    },
    /// Below a threshold: not eligible to be selected.
    NotEligible {
        /// Each criterion on which it is below.
        below: Vec<Below>,
    },
}

/// Whether another eligible response has exactly the same total, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    /// No other has this total.
    None,
    /// The tie-break parted it from its neighbour above, or for the first of the tied, below.
    BrokenBy {
        /// The criterion that did.
        criterion: String,
    },
    /// The tie-break parts it not: the group must decide.
    Declared,
}

/// A criterion on which a response is below the threshold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Below {
    /// The criterion's key.
    pub criterion: String,
    /// The mean, exact.
    pub mean: Fraction,
    /// The threshold it misses.
    pub threshold: Decimal,
}

/// One line of the working: from the points given to the weighted share of the total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CriterionWorking {
    /// The criterion's key.
    pub criterion: String,
    /// Its weight.
    pub weight: Decimal,
    /// Points by assessor, in the order of the assessors' keys.
    pub scores: BTreeMap<String, u32>,
    /// The sum of the points.
    pub sum: u32,
    /// The mean to two decimals, a half rounded up; for reading, not for comparing.
    pub mean: Decimal,
    /// The agreed score: sum divided by number of scores, exact.
    pub exact_mean: Fraction,
    /// Mean ÷ most points of the scale × weight, exact.
    pub weighted: Fraction,
}

/// Ranks the responses, or gives every reason why they cannot be ranked (S5).
///
/// The same whatever the order of responses and scores: tied responses stand in the order of their keys.
pub fn rank(judging: &Judging) -> Result<Ranking, Vec<ScoringRefusal>> {
    let refusals = refusals(judging);
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let mut scored: Vec<Scored> = judging
        .responses
        .iter()
        .map(|r| scored(judging, r))
        .collect();
    scored.sort_by_cached_key(|s| {
        let tie_break: Vec<_> = s.tie_break.iter().copied().map(Reverse).collect();
        (
            !s.below.is_empty(),
            Reverse(s.total),
            tie_break,
            s.response.clone(),
        )
    });
    let standings = (0..scored.len())
        .map(|i| scored[i].standings(judging, &scored, i))
        .collect();
    Ok(Ranking { standings })
}

/// A response with its exact numbers, before it has a place.
struct Scored {
    response: String,
    working: Vec<CriterionWorking>,
    total: Fraction,
    tie_break: Vec<Fraction>,
    below: Vec<Below>,
}

impl Scored {
    fn standings(&self, judging: &Judging, all: &[Self], place: usize) -> ResponseStanding {
        ResponseStanding {
            response: self.response.clone(),
            standing: self.standing(judging, all, place),
            total: self.total.shown(),
            exact_total: self.total,
            working: self.working.clone(),
        }
    }

    fn standing(&self, judging: &Judging, all: &[Self], place: usize) -> Standing {
        if !self.below.is_empty() {
            return Standing::NotEligible {
                below: self.below.clone(),
            };
        }
        let first = all.iter().position(|other| self.equals(other));
        let rank = first.expect("it equals itself") + 1;
        Standing::Ranked {
            rank,
            tie: self.tie(judging, all, place),
        }
    }

    fn tie(&self, judging: &Judging, all: &[Self], place: usize) -> Tie {
        let above = place.checked_sub(1).and_then(|above| all.get(above));
        let neighbours = [above, all.get(place + 1)].into_iter().flatten();
        let tied: Vec<&Self> = neighbours
            .filter(|other| self.shares_total(other))
            .collect();
        if tied.iter().any(|other| self.equals(other)) {
            return Tie::Declared;
        }
        let parted = tied.first().and_then(|other| self.parted_from(other));
        parted.map_or(Tie::None, |i| Tie::BrokenBy {
            criterion: judging.tie_break[i].clone(),
        })
    }

    fn shares_total(&self, other: &Self) -> bool {
        other.below.is_empty() && self.total == other.total
    }

    fn equals(&self, other: &Self) -> bool {
        self.shares_total(other) && self.tie_break == other.tie_break
    }

    /// The place in the tie-break of the first criterion on which the two differ.
    fn parted_from(&self, other: &Self) -> Option<usize> {
        self.tie_break
            .iter()
            .zip(&other.tie_break)
            .position(|(mine, theirs)| mine != theirs)
    }
}

fn scored(judging: &Judging, response: &str) -> Scored {
    let line = |criterion| working(judging, response, criterion);
    let working: Vec<CriterionWorking> = judging.criteria.iter().map(line).collect();
    Scored {
        response: response.to_owned(),
        total: working
            .iter()
            .map(|line| line.weighted)
            .fold(Fraction::ZERO, Fraction::plus),
        tie_break: judging
            .tie_break
            .iter()
            .map(|key| mean_on(&working, key))
            .collect(),
        below: judging
            .criteria
            .iter()
            .zip(&working)
            .filter_map(below)
            .collect(),
        working,
    }
}

fn working(judging: &Judging, response: &str, criterion: &Criterion) -> CriterionWorking {
    let here = |s: &&Score| s.response == response && s.criterion == criterion.key;
    let scores = judging.scores.iter().filter(here);
    let scores: BTreeMap<String, u32> = scores.map(|s| (s.assessor.clone(), s.points)).collect();
    let sum = scores.values().sum();
    let exact_mean = Fraction::new(u128::from(sum), scores.len() as u128);
    CriterionWorking {
        criterion: criterion.key.clone(),
        weight: criterion.weight,
        sum,
        mean: exact_mean.shown(),
        exact_mean,
        weighted: exact_mean.times(share(criterion.weight, judging.scale.most)),
        scores,
    }
}

/// What one point of a mean is worth.
fn share(weight: Decimal, most: u32) -> Fraction {
    let weight = Fraction::of(weight.normalize()).expect("weights were checked");
    weight.times(Fraction::new(1, u128::from(most)))
}

fn mean_on(working: &[CriterionWorking], key: &str) -> Fraction {
    let line = working.iter().find(|line| line.criterion == key);
    line.expect("the tie-break was checked").exact_mean
}

fn below((criterion, line): (&Criterion, &CriterionWorking)) -> Option<Below> {
    let threshold = criterion.threshold?;
    let limit = Fraction::of(threshold.normalize()).expect("thresholds were checked");
    (line.exact_mean < limit).then(|| Below {
        criterion: criterion.key.clone(),
        mean: line.exact_mean,
        threshold,
    })
}
