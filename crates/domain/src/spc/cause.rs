//! Which points show a special cause, in the order of precedence of field.md §8.2 (D2).

use std::cmp::Ordering;

use rust_decimal::Decimal;
use serde::Serialize;

use super::{Direction, Limits};

/// Why a point is not the usual variation. The first that holds counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Beyond a limit.
    OutsideLimits,
    /// One of seven points that all rise or all fall.
    Trend,
    /// Beyond a near limit, as is another of three neighbours that all lie on this side of the mean.
    TwoOfThree,
    /// One of seven points on the same side of the mean. A point on the mean breaks the run.
    OneSide,
}

/// Above or below the mean; for a trend, rising or falling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Above, or rising.
    High,
    /// Below, or falling.
    Low,
}

/// What a point means, given which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Variation {
    /// The usual variation.
    Common,
    /// A special cause to the better.
    Improvement(Side),
    /// A special cause to the worse.
    Concern(Side),
    /// A special cause where neither way is better.
    Neutral(Side),
}

impl Variation {
    pub(super) fn of(side: Side, direction: Direction) -> Self {
        match (direction, side) {
            (Direction::Neutral, side) => Self::Neutral(side),
            (Direction::Increase, Side::High) | (Direction::Decrease, Side::Low) => Self::Improvement(side),
            (Direction::Increase, Side::Low) | (Direction::Decrease, Side::High) => Self::Concern(side),
        }
    }
}

/// The special cause of each value, and its side, if it shows one.
pub(super) fn causes(values: &[Decimal], baseline: &[Decimal], limits: &Limits) -> Vec<Option<(Cause, Side)>> {
    let sides = sides(values, baseline);
    let outside: Vec<bool> = values.iter().map(|v| *v > limits.upper || *v < limits.lower).collect();
    let trends = trends(values);
    let twos = two_of_three(&sides, &near(values, &outside, limits));
    let runs = one_side(&sides);
    let cause = |i: usize| {
        let beyond = sides[i].filter(|_| outside[i]).map(|side| (Cause::OutsideLimits, side));
        beyond
            .or(trends[i].map(|side| (Cause::Trend, side)))
            .or(twos[i].map(|side| (Cause::TwoOfThree, side)))
            .or(runs[i].map(|side| (Cause::OneSide, side)))
    };
    (0..values.len()).map(cause).collect()
}

/// The side of the mean on which each value lies, without rounding: `None` exactly on it.
fn sides(values: &[Decimal], baseline: &[Decimal]) -> Vec<Option<Side>> {
    let count = Decimal::from(baseline.len());
    let sum: Decimal = baseline.iter().sum();
    values.iter().map(|value| side((value * count).cmp(&sum))).collect()
}

fn side(ordering: Ordering) -> Option<Side> {
    match ordering {
        Ordering::Greater => Some(Side::High),
        Ordering::Less => Some(Side::Low),
        Ordering::Equal => None,
    }
}

/// Beyond a near limit, but not beyond the limit.
fn near(values: &[Decimal], outside: &[bool], limits: &Limits) -> Vec<bool> {
    let beyond = |v: Decimal| v > limits.near_upper || v < limits.near_lower;
    values.iter().zip(outside).map(|(v, outside)| beyond(*v) && !outside).collect()
}

/// Seven points with six differences of one sign. Where a trend turns, the later one counts.
fn trends(values: &[Decimal]) -> Vec<Option<Side>> {
    let mut trends = vec![None; values.len()];
    let moves: Vec<_> = values.windows(2).map(|pair| side(pair[1].cmp(&pair[0]))).collect();
    for (start, six) in moves.windows(6).enumerate() {
        if let Some(side) = all_alike(six) {
            trends[start..start + 7].fill(Some(side));
        }
    }
    trends
}

fn two_of_three(sides: &[Option<Side>], near: &[bool]) -> Vec<Option<Side>> {
    let mut found = vec![None; sides.len()];
    for (start, three) in sides.windows(3).enumerate() {
        let flagged: Vec<usize> = (start..start + 3).filter(|i| near[*i]).collect();
        if let Some(side) = all_alike(three).filter(|_| flagged.len() >= 2) {
            flagged.into_iter().for_each(|i| found[i] = Some(side));
        }
    }
    found
}

fn one_side(sides: &[Option<Side>]) -> Vec<Option<Side>> {
    let mut found = vec![None; sides.len()];
    for (start, seven) in sides.windows(7).enumerate() {
        if let Some(side) = all_alike(seven) {
            found[start..start + 7].fill(Some(side));
        }
    }
    found
}

/// The side that all have, if they have one and the same.
fn all_alike(sides: &[Option<Side>]) -> Option<Side> {
    let first = *sides.first()?;
    first.filter(|_| sides.iter().all(|side| *side == first))
}
