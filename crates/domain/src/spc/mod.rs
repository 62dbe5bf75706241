//! XmR charts as users of "Making Data Count" expect them: limits, special cause, assurance (D2, field.md §8.2).

mod cause;
mod limits;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use cause::{Cause, Side, Variation};
pub use limits::Limits;
use limits::limits;

/// Below so many points limits are trial limits, and a baseline cannot be frozen (§8.2).
pub const FIRM_POINTS: usize = 12;

/// A chart has at most so many points.
pub const MOST_POINTS: usize = 10_000;

/// Values lie within ± this, with at most [`MOST_DECIMALS`] decimals, so that no sum can overflow.
pub const LARGEST_VALUE: Decimal = Decimal::from_parts(3_567_587_328, 232, 0, false, 0);

/// The most decimals of a value.
pub const MOST_DECIMALS: u32 = 8;

/// Whether large moving ranges are left out of the mean moving range (§8.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Screening {
    /// All count, as in NHS England's Excel tool.
    #[default]
    Off,
    /// Those of 3.267 mean moving ranges and more are dropped, as the R package does by default.
    On,
}

/// The points from which mean and limits are reckoned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Baseline {
    /// All of them.
    #[default]
    AllPoints,
    /// The first so many, at least [`FIRM_POINTS`]: a frozen baseline.
    FirstPoints(usize),
}

/// Which way is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    Increase,
    /// Less is better.
    Decrease,
    /// Neither: change is neither improvement nor concern.
    #[default]
    Neutral,
}

/// How a measure's readings are to be judged (D2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Off unless the measure says otherwise.
    pub screening: Screening,
    /// All points unless frozen.
    pub baseline: Baseline,
    /// Which way is better.
    pub direction: Direction,
    /// What is to be reached, in the unit of the readings.
    pub target: Option<Decimal>,
}

/// How far the limits can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reliability {
    /// Fewer than twelve points: the limits will still move.
    Trial,
    /// Twelve points or more.
    Firm,
}

/// Whether the target will be met if nothing changes (§8.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// The target lies outside the limits on the good side.
    ConsistentlyPass,
    /// The target lies outside the limits on the bad side.
    ConsistentlyFail,
    /// The target lies on or within the limits: hit or miss.
    Inconsistent,
}

/// One reading and what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Point {
    /// The reading.
    pub value: Decimal,
    /// The special cause that it shows, by precedence, if any.
    pub cause: Option<Cause>,
    /// What that means, given the direction.
    pub variation: Variation,
}

/// A series of readings with its limits and what each point shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Xmr {
    /// In the order of the readings.
    pub points: Vec<Point>,
    /// Mean and limits.
    pub limits: Limits,
    /// Trial limits or firm ones.
    pub reliability: Reliability,
    /// Only with a target and a direction.
    pub assurance: Option<Assurance>,
}

/// Why there can be no chart with limits. Displays as its stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpcRefusal {
    /// Fewer than two readings have no moving range; more than [`MOST_POINTS`] no chart.
    #[error("spc.number_of_points")]
    NumberOfPoints {
        /// How many there are.
        points: usize,
    },
    /// A frozen baseline needs twelve points, and as many readings.
    #[error("spc.baseline")]
    Baseline {
        /// How many points it would have.
        points: usize,
    },
    /// A reading or the target is beyond ± 10^12 or has more than eight decimals.
    #[error("spc.value")]
    Value {
        /// The value.
        value: Decimal,
    },
}

impl SpcRefusal {
    /// The stable code, for messages and the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::NumberOfPoints { .. } => "spc.number_of_points",
            Self::Baseline { .. } => "spc.baseline",
            Self::Value { .. } => "spc.value",
        }
    }

    /// What the sentence of the refusal mentions: names and values.
    pub fn facts(self) -> Vec<(&'static str, String)> {
        match self {
            Self::NumberOfPoints { points } | Self::Baseline { points } => {
                vec![("points", points.to_string())]
            }
            Self::Value { value } => vec![("value", value.to_string())],
        }
    }
}

/// The XmR chart of a series in the order of time. Re-basing is one call per part (§8.2).
pub fn xmr(values: &[Decimal], rules: Rules) -> Result<Xmr, SpcRefusal> {
    check(values, rules)?;
    let baseline = match rules.baseline {
        Baseline::AllPoints => values,
        Baseline::FirstPoints(points) => &values[..points],
    };
    let limits = limits(baseline, rules.screening);
    let causes = cause::causes(values, baseline, &limits);
    let point = |(value, cause)| point(value, cause, rules.direction);
    Ok(Xmr {
        points: values.iter().copied().zip(causes).map(point).collect(),
        limits,
        reliability: reliability(baseline),
        assurance: rules.target.and_then(|target| assurance(target, &limits, rules.direction)),
    })
}

fn check(values: &[Decimal], rules: Rules) -> Result<(), SpcRefusal> {
    let points = values.len();
    if !(2..=MOST_POINTS).contains(&points) {
        return Err(SpcRefusal::NumberOfPoints { points });
    }
    if let Baseline::FirstPoints(frozen) = rules.baseline
        && !(FIRM_POINTS..=points).contains(&frozen)
    {
        return Err(SpcRefusal::Baseline { points: frozen });
    }
    let wrong = |value: &&Decimal| !fits(**value);
    match values.iter().chain(&rules.target).find(wrong) {
        Some(value) => Err(SpcRefusal::Value { value: *value }),
        None => Ok(()),
    }
}

/// Whether a value is small and short enough for a chart.
pub(crate) fn fits(value: Decimal) -> bool {
    value.abs() <= LARGEST_VALUE && value.normalize().scale() <= MOST_DECIMALS
}

fn point(value: Decimal, found: Option<(Cause, Side)>, direction: Direction) -> Point {
    Point {
        value,
        cause: found.map(|(cause, _)| cause),
        variation: found.map_or(Variation::Common, |(_, side)| Variation::of(side, direction)),
    }
}

fn reliability(baseline: &[Decimal]) -> Reliability {
    match baseline.len() < FIRM_POINTS {
        true => Reliability::Trial,
        false => Reliability::Firm,
    }
}

fn assurance(target: Decimal, limits: &Limits, direction: Direction) -> Option<Assurance> {
    let (below, above) = match direction {
        Direction::Increase => (Assurance::ConsistentlyPass, Assurance::ConsistentlyFail),
        Direction::Decrease => (Assurance::ConsistentlyFail, Assurance::ConsistentlyPass),
        Direction::Neutral => return None,
    };
    Some(match target {
        target if target < limits.lower => below,
        target if target > limits.upper => above,
        _ => Assurance::Inconsistent,
    })
}
