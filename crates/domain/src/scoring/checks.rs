//! What must hold before responses are ranked; every reason is given at once (S1, S5, C2).

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::{Criterion, Judging, Score, ScoringRefusal};

/// At least so many scores per response and criterion (S1).
pub const FEWEST_SCORES: usize = 3;

/// At most so many, so that exact arithmetic stays within its numbers.
pub const MOST_SCORES: usize = 40;

/// The longest scale, for the same reason.
pub const MOST_POINTS: u32 = 1000;

/// Weights and thresholds have at most so many decimals, for the same reason.
const MOST_DECIMALS: u32 = 4;

/// Every reason against ranking, in a fixed order; empty when there is none.
pub(super) fn refusals(judging: &Judging) -> Vec<ScoringRefusal> {
    let mut refusals = BTreeSet::new();
    refusals.extend(scale(judging));
    refusals.extend(criteria(judging));
    refusals.extend(judging.criteria.iter().filter_map(weight));
    refusals.extend(weights_sum(judging));
    refusals.extend(thresholds(judging));
    refusals.extend(tie_break(judging));
    refusals.extend(responses(judging));
    refusals.extend(judging.scores.iter().filter_map(|score| points(judging, score)));
    refusals.extend(scored_twice(judging));
    refusals.extend(numbers_of_scores(judging));
    refusals.into_iter().collect()
}

fn scale(judging: &Judging) -> Option<ScoringRefusal> {
    let scale = judging.scale;
    let fits = scale.least < scale.most && scale.most <= MOST_POINTS;
    (!fits).then_some(ScoringRefusal::Scale)
}

fn criteria(judging: &Judging) -> Vec<ScoringRefusal> {
    let twice = repeated(judging.criteria.iter().map(|criterion| &criterion.key));
    let refusal = |criterion| ScoringRefusal::CriterionTwice { criterion };
    twice.into_iter().map(refusal).collect()
}

fn weight(criterion: &Criterion) -> Option<ScoringRefusal> {
    let weight = criterion.weight;
    let fits = weight > Decimal::ZERO && weight <= Decimal::ONE_HUNDRED && is_short(weight);
    (!fits).then(|| ScoringRefusal::Weight { criterion: criterion.key.clone() })
}

fn weights_sum(judging: &Judging) -> Option<ScoringRefusal> {
    let weights = judging.criteria.iter().map(|criterion| criterion.weight);
    let sum = weights.fold(Decimal::ZERO, Decimal::saturating_add).normalize();
    (sum != Decimal::ONE_HUNDRED).then_some(ScoringRefusal::WeightsSum { sum })
}

fn thresholds(judging: &Judging) -> Vec<ScoringRefusal> {
    let (least, most) = (judging.scale.least.into(), judging.scale.most.into());
    let fits = |threshold: Decimal| threshold >= least && threshold <= most && is_short(threshold);
    let wrong = |criterion: &&Criterion| criterion.threshold.is_some_and(|t| !fits(t));
    let refusal = |c: &Criterion| ScoringRefusal::Threshold { criterion: c.key.clone() };
    judging.criteria.iter().filter(wrong).map(refusal).collect()
}

fn is_short(number: Decimal) -> bool {
    number.normalize().scale() <= MOST_DECIMALS
}

fn tie_break(judging: &Judging) -> Vec<ScoringRefusal> {
    let unknown = judging.tie_break.iter().filter(|key| !has_criterion(judging, key));
    unknown.map(|key| ScoringRefusal::TieBreak { criterion: key.clone() }).collect()
}

fn responses(judging: &Judging) -> Vec<ScoringRefusal> {
    let refusal = |response| ScoringRefusal::ResponseTwice { response };
    repeated(&judging.responses).into_iter().map(refusal).collect()
}

fn points(judging: &Judging, score: &Score) -> Option<ScoringRefusal> {
    let (response, criterion) = (score.response.clone(), score.criterion.clone());
    if !judging.responses.contains(&response) || !has_criterion(judging, &criterion) {
        return Some(ScoringRefusal::Unknown { response, criterion });
    }
    let (assessor, points) = (score.assessor.clone(), score.points);
    let fits = (judging.scale.least..=judging.scale.most).contains(&points);
    (!fits).then_some(ScoringRefusal::Points { response, criterion, assessor, points })
}

fn scored_twice(judging: &Judging) -> Vec<ScoringRefusal> {
    let who = judging.scores.iter().map(|s| (&s.response, &s.criterion, &s.assessor));
    let mut seen = BTreeSet::new();
    let twice = who.filter(|key| !seen.insert(*key));
    twice
        .map(|(response, criterion, assessor)| ScoringRefusal::ScoredTwice {
            response: response.clone(),
            criterion: criterion.clone(),
            assessor: assessor.clone(),
        })
        .collect()
}

fn numbers_of_scores(judging: &Judging) -> Vec<ScoringRefusal> {
    let mut counts = BTreeMap::<(&str, &str), usize>::new();
    for score in &judging.scores {
        *counts.entry((&score.response, &score.criterion)).or_default() += 1;
    }
    let mut refusals = Vec::new();
    for (response, criterion) in pairs(judging) {
        let scores = counts.get(&(response, criterion)).copied().unwrap_or(0);
        if !(FEWEST_SCORES..=MOST_SCORES).contains(&scores) {
            let (response, criterion) = (response.to_owned(), criterion.to_owned());
            refusals.push(ScoringRefusal::NumberOfScores { response, criterion, scores });
        }
    }
    refusals
}

fn pairs(judging: &Judging) -> impl Iterator<Item = (&str, &str)> {
    let with = |response| judging.criteria.iter().map(move |c| (response, c.key.as_str()));
    judging.responses.iter().map(String::as_str).flat_map(with)
}

fn has_criterion(judging: &Judging, key: &str) -> bool {
    judging.criteria.iter().any(|criterion| criterion.key == key)
}

fn repeated<'a>(keys: impl IntoIterator<Item = &'a String>) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    keys.into_iter().filter(|key| !seen.insert(*key)).cloned().collect()
}
