//! The ranking of responses: weighted, with thresholds and tie-break, exact and reproducible (S1, S5).

mod checks;
mod exact;
mod ranking;
mod refusal;
mod standing;

pub use checks::{FEWEST_SCORES, MOST_POINTS, MOST_SCORES};
pub use exact::Fraction;
pub use ranking::rank;
pub use refusal::ScoringRefusal;
pub use standing::{Below, CriterionWorking, Ranking, ResponseStanding, Standing, Tie};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// One criterion of a call, as frozen at publication (C2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Its key within the call.
    pub key: String,
    /// Its share of 100, above zero, at most four decimals.
    pub weight: Decimal,
    /// The mean score below which a response is not eligible to be selected, in points of the scale.
    pub threshold: Option<Decimal>,
}

/// The scale of a call: whole points from `least` to `most` (C2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scale {
    /// The fewest points an assessor may give, usually zero.
    pub least: u32,
    /// The most; a mean of `most` earns the whole weight.
    pub most: u32,
}

/// What one assessor gave one response on one criterion (S3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// The response.
    pub response: String,
    /// The key of the criterion.
    pub criterion: String,
    /// Who gave it.
    pub assessor: String,
    /// Points of the scale.
    pub points: u32,
}

/// Everything a ranking is computed from; the order of responses and scores does not matter (S5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judging {
    /// The criteria in the order of the call; their weights sum to 100.
    pub criteria: Vec<Criterion>,
    /// The scale of all criteria.
    pub scale: Scale,
    /// Keys of criteria: of equal totals, the better mean on the first decides, then on the next. May be empty.
    pub tie_break: Vec<String>,
    /// The responses to rank.
    pub responses: Vec<String>,
    /// At least three per response and criterion (S1).
    pub scores: Vec<Score>,
}
