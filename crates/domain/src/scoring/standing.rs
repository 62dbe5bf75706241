//! The outcome of a ranking, with everything that recomputing it takes (S5).

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::{Criterion, Fraction, Scale};

/// The responses in order, best first; those below a threshold last. Holds its whole working (S5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ranking {
    /// The scale that the points are of.
    pub scale: Scale,
    /// The criteria, in the order of the call.
    pub criteria: Vec<Criterion>,
    /// The criteria that part equal totals, in order.
    pub tie_break: Vec<String>,
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
