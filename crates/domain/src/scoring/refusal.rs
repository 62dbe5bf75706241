//! Why responses cannot be ranked: one code and the facts for each reason (S1, S5, C2).

use rust_decimal::Decimal;
use serde::Serialize;

/// Why responses cannot be ranked. Displays as its stable code; serialises with the facts for the message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ScoringRefusal {
    /// The scale does not go up, from zero or more, to at most [`super::MOST_POINTS`].
    #[error("scoring.scale")]
    Scale,
    /// Two criteria with one key.
    #[error("scoring.criterion-twice")]
    CriterionTwice {
        /// The key.
        criterion: String,
    },
    /// A weight that is not above 0 and at most 100, or has more than four decimals.
    #[error("scoring.weight")]
    Weight {
        /// The criterion's key.
        criterion: String,
    },
    /// The weights do not sum to 100 (C2).
    #[error("scoring.weights-sum")]
    WeightsSum {
        /// What they sum to.
        sum: Decimal,
    },
    /// A threshold outside the scale, or with more than four decimals.
    #[error("scoring.threshold")]
    Threshold {
        /// The criterion's key.
        criterion: String,
    },
    /// The tie-break names a criterion that does not exist.
    #[error("scoring.tie-break")]
    TieBreak {
        /// The key it names.
        criterion: String,
    },
    /// A response listed twice.
    #[error("scoring.response-twice")]
    ResponseTwice {
        /// The response.
        response: String,
    },
    /// A score for a response or criterion that is not being judged.
    #[error("scoring.unknown")]
    Unknown {
        /// The response it names.
        response: String,
        /// The criterion it names.
        criterion: String,
    },
    /// A score outside the scale.
    #[error("scoring.points")]
    Points {
        /// The response.
        response: String,
        /// The criterion's key.
        criterion: String,
        /// Who gave it.
        assessor: String,
        /// The points given.
        points: u32,
    },
    /// One assessor's score twice on one response and criterion.
    #[error("scoring.scored-twice")]
    ScoredTwice {
        /// The response.
        response: String,
        /// The criterion's key.
        criterion: String,
        /// Who gave both.
        assessor: String,
    },
    /// Fewer than three scores (S1), or more than [`super::MOST_SCORES`].
    #[error("scoring.number-of-scores")]
    NumberOfScores {
        /// The response.
        response: String,
        /// The criterion's key.
        criterion: String,
        /// How many there are.
        scores: usize,
    },
}

impl ScoringRefusal {
    /// The stable code, for messages and the API.
    pub fn code(&self) -> String {
        self.to_string()
    }
}
