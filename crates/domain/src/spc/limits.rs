//! Mean, mean moving range and limits of an XmR chart (D2, field.md §8.2).

use rust_decimal::Decimal;
use serde::Serialize;

use super::Screening;

/// Limits stand so many mean moving ranges from the mean.
const LIMIT: Decimal = Decimal::from_parts(266, 0, 0, false, 2);

/// With screening, moving ranges of so many times their mean and more are dropped once.
const SCREEN: Decimal = Decimal::from_parts(3267, 0, 0, false, 3);

/// Mean and limits, in the unit of the readings, to twelve decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Limits {
    /// The centre line.
    pub mean: Decimal,
    /// The mean moving range, after screening.
    pub mean_moving_range: Decimal,
    /// Mean + 2.66 mean moving ranges.
    pub upper: Decimal,
    /// Mean − 2.66 mean moving ranges. May be below zero where readings cannot be.
    pub lower: Decimal,
    /// Two thirds of the way to `upper`.
    pub near_upper: Decimal,
    /// Two thirds of the way to `lower`.
    pub near_lower: Decimal,
}

/// The limits that a baseline of two or more values gives.
pub(super) fn limits(baseline: &[Decimal], screening: Screening) -> Limits {
    let mean = mean(baseline);
    let range = mean_moving_range(baseline, screening);
    let reach = LIMIT * range;
    let near = reach * Decimal::TWO / Decimal::from(3);
    let line = |value: Decimal| value.round_dp(12);
    Limits {
        mean: line(mean),
        mean_moving_range: line(range),
        upper: line(mean + reach),
        lower: line(mean - reach),
        near_upper: line(mean + near),
        near_lower: line(mean - near),
    }
}

fn mean_moving_range(baseline: &[Decimal], screening: Screening) -> Decimal {
    let ranges: Vec<Decimal> = baseline.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    let all = mean(&ranges);
    match screening {
        Screening::Off => all,
        Screening::On => mean_of_those_below(SCREEN * all, &ranges),
    }
}

/// The mean of the ranges below a screen. When all are equal to it, they are all zero.
fn mean_of_those_below(screen: Decimal, ranges: &[Decimal]) -> Decimal {
    let kept: Vec<Decimal> = ranges.iter().copied().filter(|range| *range < screen).collect();
    match kept.is_empty() {
        true => Decimal::ZERO,
        false => mean(&kept),
    }
}

fn mean(values: &[Decimal]) -> Decimal {
    values.iter().sum::<Decimal>() / Decimal::from(values.len())
}
