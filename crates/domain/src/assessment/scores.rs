//! Points and reasons per criterion, and what stands against locking them (S3).
use crate::{call::Call, refusal::Reason};
use serde::{Deserialize, Serialize};

/// What an assessor gave on one criterion.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// The criterion's name.
    pub criterion: String,
    /// Points of the call's scale; none in a draft.
    pub points: Option<u32>,
    /// Why; may be empty in a draft.
    pub reasons: String,
}

/// Everything that stands against locking these scores.
pub fn check(call: &Call, scores: &[Score]) -> Vec<Reason> {
    let mut reasons = outside_scale(call, scores);
    for (n, criterion) in call.content.criteria.iter().enumerate() {
        let score = scores.iter().find(|score| score.criterion == criterion.name);
        if score.is_none_or(|score| score.points.is_none()) {
            reasons.push(about("score_missing", n, "points", &criterion.name));
        }
        if score.is_none_or(|score| score.reasons.trim().is_empty()) {
            reasons.push(about("score_without_reasons", n, "reasons", &criterion.name));
        }
    }
    reasons
}

/// Each score that is no point of the scale.
pub fn outside_scale(call: &Call, scores: &[Score]) -> Vec<Reason> {
    let known = |points: u32| call.content.scale.iter().any(|point| point.points == points);
    let wrong = scores.iter().enumerate().filter(|(_, score)| score.points.is_some_and(|points| !known(points)));
    wrong.map(|(n, score)| about("score_outside_scale", n, "points", &score.criterion)).collect()
}

/// A reason at a field of the n-th criterion.
fn about(code: &'static str, n: usize, field: &str, criterion: &str) -> Reason {
    Reason::new(code).at(format!("scores-{n}-{field}")).with("criterion", criterion)
}
