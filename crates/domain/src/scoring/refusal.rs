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
    #[error("scoring.criterion_twice")]
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
    #[error("scoring.weights_sum")]
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
    #[error("scoring.tie_break")]
    TieBreak {
        /// The key it names.
        criterion: String,
    },
    /// A response listed twice.
    #[error("scoring.response_twice")]
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
    #[error("scoring.scored_twice")]
    ScoredTwice {
        /// The response.
        response: String,
        /// The criterion's key.
        criterion: String,
        /// Who gave both.
        assessor: String,
    },
    /// Fewer than three scores (S1), or more than [`super::MOST_SCORES`].
    #[error("scoring.number_of_scores")]
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
    pub fn code(&self) -> &'static str {
        match self {
            Self::Scale => "scoring.scale",
            Self::CriterionTwice { .. } => "scoring.criterion_twice",
            Self::Weight { .. } => "scoring.weight",
            Self::WeightsSum { .. } => "scoring.weights_sum",
            Self::Threshold { .. } => "scoring.threshold",
            Self::TieBreak { .. } => "scoring.tie_break",
            Self::ResponseTwice { .. } => "scoring.response_twice",
            Self::Unknown { .. } => "scoring.unknown",
            Self::Points { .. } => "scoring.points",
            Self::ScoredTwice { .. } => "scoring.scored_twice",
            Self::NumberOfScores { .. } => "scoring.number_of_scores",
        }
    }

    /// What the sentence of the refusal mentions: names and values.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Scale => vec![],
            Self::CriterionTwice { criterion }
            | Self::Weight { criterion }
            | Self::Threshold { criterion }
            | Self::TieBreak { criterion } => vec![("criterion", criterion.clone())],
            Self::WeightsSum { sum } => vec![("sum", sum.to_string())],
            Self::ResponseTwice { response } => vec![("response", response.clone())],
            Self::Unknown { response, criterion } => about(response, criterion),
            Self::Points { response, criterion, assessor, points } => {
                let given = [("assessor", assessor.clone()), ("points", points.to_string())];
                [about(response, criterion), given.into()].concat()
            }
            Self::ScoredTwice { response, criterion, assessor } => {
                [about(response, criterion), vec![("assessor", assessor.clone())]].concat()
            }
            Self::NumberOfScores { response, criterion, scores } => {
                [about(response, criterion), vec![("scores", scores.to_string())]].concat()
            }
        }
    }
}

fn about(response: &str, criterion: &str) -> Vec<(&'static str, String)> {
    vec![("response", response.to_owned()), ("criterion", criterion.to_owned())]
}
