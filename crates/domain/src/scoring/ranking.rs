//! The ranking itself: exact means, weighted totals, thresholds and tie-break (S5).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::checks::refusals;
use super::standing::{Below, CriterionWorking, Ranking, ResponseStanding, Standing, Tie};
use super::{Criterion, Fraction, Judging, Score, ScoringRefusal};

/// Ranks the responses, or gives every reason why they cannot be ranked (S5).
///
/// The same whatever the order of responses and scores: tied responses stand in the order of their keys.
pub fn rank(judging: &Judging) -> Result<Ranking, Vec<ScoringRefusal>> {
    let refusals = refusals(judging);
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let mut scored: Vec<Scored> = judging.responses.iter().map(|r| scored(judging, r)).collect();
    scored.sort_by_cached_key(|s| {
        let tie_break: Vec<_> = s.tie_break.iter().copied().map(Reverse).collect();
        (!s.below.is_empty(), Reverse(s.total), tie_break, s.response.clone())
    });
    let standings = (0..scored.len()).map(|i| scored[i].standings(judging, &scored, i)).collect();
    Ok(Ranking {
        scale: judging.scale,
        criteria: judging.criteria.clone(),
        tie_break: judging.tie_break.clone(),
        standings,
    })
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
            return Standing::NotEligible { below: self.below.clone() };
        }
        let first = all.iter().position(|other| self.equals(other));
        let rank = first.expect("it equals itself") + 1;
        Standing::Ranked { rank, tie: self.tie(judging, all, place) }
    }

    fn tie(&self, judging: &Judging, all: &[Self], place: usize) -> Tie {
        let above = place.checked_sub(1).and_then(|above| all.get(above));
        let neighbours = [above, all.get(place + 1)].into_iter().flatten();
        let tied: Vec<&Self> = neighbours.filter(|other| self.shares_total(other)).collect();
        if tied.iter().any(|other| self.equals(other)) {
            return Tie::Declared;
        }
        let parted = tied.first().and_then(|other| self.parted_from(other));
        parted.map_or(Tie::None, |i| Tie::BrokenBy { criterion: judging.tie_break[i].clone() })
    }

    fn shares_total(&self, other: &Self) -> bool {
        other.below.is_empty() && self.total == other.total
    }

    fn equals(&self, other: &Self) -> bool {
        self.shares_total(other) && self.tie_break == other.tie_break
    }

    /// The place in the tie-break of the first criterion on which the two differ.
    fn parted_from(&self, other: &Self) -> Option<usize> {
        self.tie_break.iter().zip(&other.tie_break).position(|(mine, theirs)| mine != theirs)
    }
}

fn scored(judging: &Judging, response: &str) -> Scored {
    let line = |criterion| working(judging, response, criterion);
    let working: Vec<CriterionWorking> = judging.criteria.iter().map(line).collect();
    Scored {
        response: response.to_owned(),
        total: working.iter().map(|line| line.weighted).fold(Fraction::ZERO, Fraction::plus),
        tie_break: judging.tie_break.iter().map(|key| mean_on(&working, key)).collect(),
        below: judging.criteria.iter().zip(&working).filter_map(below).collect(),
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
    (line.exact_mean < limit).then(|| Below { criterion: criterion.key.clone(), mean: line.exact_mean, threshold })
}
