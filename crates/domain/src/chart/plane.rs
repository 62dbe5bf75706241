//! Where values and dates stand in a drawing, and which of them are written on its axes (D2).

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{DateTick, Frame, LimitLines, Plotted, Reading};
use crate::spc;

/// About so many steps on the axis of values.
const VALUE_STEPS: u32 = 5;

/// At most so many dates on the axis of time.
const MOST_DATES: usize = 6;

/// Turns dates and values into coordinates.
pub(super) struct Plane {
    frame: Frame,
    first: Date,
    days: f64,
    low: Decimal,
    range: Decimal,
}

impl Plane {
    /// The ticks span the height, the readings the width.
    pub(super) fn new(frame: Frame, ticks: &[Decimal], readings: &[Reading]) -> Self {
        let (first, last) = (readings[0].date, readings[readings.len() - 1].date);
        let (low, high) = (ticks[0], ticks[ticks.len() - 1]);
        Self { frame, first, days: days_between(first, last), low, range: high - low }
    }

    /// Readings of one single day stand in the middle.
    pub(super) fn x(&self, date: Date) -> f64 {
        let width = self.frame.width - self.frame.left - self.frame.right;
        let share = match self.days > 0.0 {
            true => days_between(self.first, date) / self.days,
            false => 0.5,
        };
        rounded(self.frame.left + width * share)
    }

    pub(super) fn y(&self, value: Decimal) -> f64 {
        let height = self.frame.height - self.frame.top - self.frame.bottom;
        let share = ((value - self.low) / self.range).to_f64();
        let share = share.expect("a decimal is a finite number");
        rounded(self.frame.top + height * (1.0 - share))
    }

    pub(super) fn lines(&self, limits: &spc::Limits) -> LimitLines {
        LimitLines { mean: self.y(limits.mean), upper: self.y(limits.upper), lower: self.y(limits.lower) }
    }
}

/// Ticks of 1, 2 or 5 times a power of ten, from at or below the lowest value to at or above the highest.
pub(super) fn round_values((low, high): (Decimal, Decimal)) -> Vec<Decimal> {
    let (low, high) = if low == high { (low - Decimal::ONE, high + Decimal::ONE) } else { (low, high) };
    let step = round_step((high - low) / Decimal::from(VALUE_STEPS));
    let first = (low / step).floor();
    let count = (high / step).ceil() - first;
    let count = count.to_u32().expect("a handful of steps");
    (0..=count).map(|i| ((first + Decimal::from(i)) * step).normalize()).collect()
}

/// The smallest round step that is not below a rough one above zero.
fn round_step(rough: Decimal) -> Decimal {
    let mut power = Decimal::ONE;
    while power > rough {
        power /= Decimal::TEN;
    }
    while power * Decimal::TEN <= rough {
        power *= Decimal::TEN;
    }
    let steps = [1, 2, 5].map(|factor| power * Decimal::from(factor));
    steps.into_iter().find(|step| *step >= rough).unwrap_or(power * Decimal::TEN)
}

/// Every so many readings and the last, so that the dates stand evenly; no place twice.
pub(super) fn date_ticks(points: &[Plotted]) -> Vec<DateTick> {
    let last = points.len() - 1;
    let step = last.div_ceil(MOST_DATES - 1).max(1);
    let before = (0..last).step_by(step).filter(|i| last - i > step / 2);
    let chosen = before.chain([last]).map(|i| points[i]);
    let mut ticks: Vec<DateTick> = chosen.map(|p| DateTick { date: p.reading.date, x: p.x }).collect();
    ticks.dedup_by_key(|tick| tick.date);
    ticks
}

pub(super) fn polyline(points: &[Plotted]) -> String {
    let pairs: Vec<String> = points.iter().map(|point| format!("{},{}", point.x, point.y)).collect();
    pairs.join(" ")
}

fn days_between(first: Date, last: Date) -> f64 {
    f64::from((last - first).get_days())
}

/// A hundredth of a unit is finer than anybody sees.
fn rounded(coordinate: f64) -> f64 {
    (coordinate * 100.0).round() / 100.0
}
