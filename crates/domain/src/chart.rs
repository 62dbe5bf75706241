//! The geometry of a measure's chart, and the facts for its sentence: numbers only, no words (D2, X10).

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use crate::spc::{self, Assurance, Cause, Direction, Reliability, SpcRefusal, Variation, Xmr};

/// About so many steps on the axis of values.
const VALUE_STEPS: u32 = 5;

/// At most so many dates on the axis of time.
const MOST_DATES: usize = 6;

/// One value of a measure at its date (D2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// The end of the period it is about.
    pub date: Date,
    /// The value, in the measure's unit.
    pub value: Decimal,
}

/// The drawing's size and the room around the plot, in the units of its SVG `viewBox`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Frame {
    /// Whole width.
    pub width: f64,
    /// Whole height.
    pub height: f64,
    /// Room for the axis of values.
    pub left: f64,
    /// Room on the right.
    pub right: f64,
    /// Room at the top.
    pub top: f64,
    /// Room for the axis of time.
    pub bottom: f64,
}

impl Default for Frame {
    /// 640 × 320, with room for labels on the left and below.
    fn default() -> Self {
        Self {
            width: 640.0,
            height: 320.0,
            left: 64.0,
            right: 16.0,
            top: 16.0,
            bottom: 40.0,
        }
    }
}

/// Everything a template needs to draw a chart. Coordinates grow to the right and downwards.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Chart {
    /// The frame it was made for.
    pub frame: Frame,
    /// The readings, in order of time.
    pub points: Vec<Plotted>,
    /// The points as the `points` of an SVG `polyline`: `64,280 80,12.5`.
    pub polyline: String,
    /// Round values with their heights, from the lowest.
    pub value_ticks: Vec<ValueTick>,
    /// Some of the readings' dates, the first and the last among them.
    pub date_ticks: Vec<DateTick>,
    /// Centre line and limits, when there are enough readings.
    pub limits: Option<LimitLines>,
    /// The height of the target, if there is one.
    pub target: Option<f64>,
}

/// One reading in the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Plotted {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// Date and value, for its label.
    pub reading: Reading,
    /// Its special cause, if any.
    pub cause: Option<Cause>,
    /// What that means; `common` when there are no limits.
    pub variation: Variation,
}

/// A round value on the left axis.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ValueTick {
    /// The value, without needless zeros.
    pub value: Decimal,
    /// Its height.
    pub y: f64,
}

/// A date on the lower axis.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DateTick {
    /// The date of a reading.
    pub date: Date,
    /// Where it stands.
    pub x: f64,
}

/// Heights of the lines of an XmR chart (field.md §8.2).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LimitLines {
    /// The centre line.
    pub mean: f64,
    /// The upper limit.
    pub upper: f64,
    /// The lower limit.
    pub lower: f64,
}

/// What the sentence beside a chart says, so that nobody needs to see the chart (X10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// How many readings there are.
    pub points: usize,
    /// The earliest.
    pub first: Reading,
    /// The latest.
    pub latest: Reading,
    /// The target, if there is one.
    pub target: Option<Decimal>,
    /// Whether the latest reading meets it; `None` without target or direction.
    pub met: Option<Met>,
    /// The special cause of the latest reading, if any.
    pub cause: Option<Cause>,
    /// What that means; `common` when there are no limits.
    pub variation: Variation,
    /// Trial limits, firm limits, or too few readings for any.
    pub reliability: Option<Reliability>,
    /// Whether the target will be met if nothing changes.
    pub assurance: Option<Assurance>,
}

/// Whether the latest reading meets the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Met {
    /// It is the target or better.
    Met,
    /// It is worse.
    NotMet,
}

/// The readings of a measure in order of time, with their chart of limits where there are enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    readings: Vec<Reading>,
    rules: spc::Rules,
    xmr: Option<Xmr>,
}

impl Series {
    /// Puts readings in order of time. One reading has no limits; none is refused, as is what cannot be charted.
    pub fn new(mut readings: Vec<Reading>, rules: spc::Rules) -> Result<Self, SpcRefusal> {
        readings.sort_by_key(|reading| reading.date);
        let values: Vec<Decimal> = readings.iter().map(|reading| reading.value).collect();
        let xmr = match values.as_slice() {
            [only] => alone(*only, rules.target)?,
            all => Some(spc::xmr(all, rules)?),
        };
        Ok(Self {
            readings,
            rules,
            xmr,
        })
    }

    /// Limits and causes, unless there is only one reading.
    pub fn xmr(&self) -> Option<&Xmr> {
        self.xmr.as_ref()
    }

    /// The facts for the sentence beside the chart.
    pub fn facts(&self) -> Facts {
        let latest = self.readings.len() - 1;
        let (cause, variation) = self.shows(latest);
        Facts {
            points: self.readings.len(),
            first: self.readings[0],
            latest: self.readings[latest],
            target: self.rules.target,
            met: self.rules.target.and_then(|target| self.met(target)),
            cause,
            variation,
            reliability: self.xmr.as_ref().map(|xmr| xmr.reliability),
            assurance: self.xmr.as_ref().and_then(|xmr| xmr.assurance),
        }
    }

    /// The drawing in a frame.
    pub fn chart(&self, frame: Frame) -> Chart {
        let ticks = round_values(self.values_shown());
        let plane = Plane::new(frame, &ticks, &self.readings);
        let points: Vec<Plotted> = (0..self.readings.len())
            .map(|i| self.plotted(&plane, i))
            .collect();
        Chart {
            frame,
            polyline: polyline(&points),
            value_ticks: ticks
                .iter()
                .map(|value| ValueTick {
                    value: *value,
                    y: plane.y(*value),
                })
                .collect(),
            date_ticks: date_ticks(&points),
            limits: self.xmr.as_ref().map(|xmr| plane.lines(&xmr.limits)),
            target: self.rules.target.map(|target| plane.y(target)),
            points,
        }
    }

    fn met(&self, target: Decimal) -> Option<Met> {
        let latest = self.readings[self.readings.len() - 1].value;
        let met = match self.rules.direction {
            Direction::Increase => latest >= target,
            Direction::Decrease => latest <= target,
            Direction::Neutral => return None,
        };
        Some(if met { Met::Met } else { Met::NotMet })
    }

    fn shows(&self, i: usize) -> (Option<Cause>, Variation) {
        let point = self.xmr.as_ref().map(|xmr| xmr.points[i]);
        point.map_or((None, Variation::Common), |point| {
            (point.cause, point.variation)
        })
    }

    fn plotted(&self, plane: &Plane, i: usize) -> Plotted {
        let reading = self.readings[i];
        let (cause, variation) = self.shows(i);
        Plotted {
            x: plane.x(reading.date),
            y: plane.y(reading.value),
            reading,
            cause,
            variation,
        }
    }

    /// The lowest and the highest value that the drawing must hold.
    fn values_shown(&self) -> (Decimal, Decimal) {
        let limits = self
            .xmr
            .iter()
            .flat_map(|xmr| [xmr.limits.lower, xmr.limits.upper]);
        let others = limits.chain(self.rules.target);
        let first = self.readings[0].value;
        let all = self
            .readings
            .iter()
            .map(|reading| reading.value)
            .chain(others);
        all.fold((first, first), |(low, high), value| {
            (low.min(value), high.max(value))
        })
    }
}

/// A reading without limits, which must still fit a chart.
fn alone(value: Decimal, target: Option<Decimal>) -> Result<Option<Xmr>, SpcRefusal> {
    match [value]
        .into_iter()
        .chain(target)
        .find(|value| !spc::fits(*value))
    {
        Some(value) => Err(SpcRefusal::Value { value }),
        None => Ok(None),
    }
}

/// Turns dates and values into coordinates.
struct Plane {
    frame: Frame,
    first: Date,
    days: f64,
    low: Decimal,
    range: Decimal,
}

impl Plane {
    /// The ticks span the height, the readings the width.
    fn new(frame: Frame, ticks: &[Decimal], readings: &[Reading]) -> Self {
        let (first, last) = (readings[0].date, readings[readings.len() - 1].date);
        let (low, high) = (ticks[0], ticks[ticks.len() - 1]);
        Self {
            frame,
            first,
            days: days_between(first, last),
            low,
            range: high - low,
        }
    }

    /// Readings of one single day stand in the middle.
    fn x(&self, date: Date) -> f64 {
        let width = self.frame.width - self.frame.left - self.frame.right;
        let share = match self.days > 0.0 {
            true => days_between(self.first, date) / self.days,
            false => 0.5,
        };
        rounded(self.frame.left + width * share)
    }

    fn y(&self, value: Decimal) -> f64 {
        let height = self.frame.height - self.frame.top - self.frame.bottom;
        let share = ((value - self.low) / self.range).to_f64();
        let share = share.expect("a decimal is a finite number");
        rounded(self.frame.top + height * (1.0 - share))
    }

    fn lines(&self, limits: &spc::Limits) -> LimitLines {
        LimitLines {
            mean: self.y(limits.mean),
            upper: self.y(limits.upper),
            lower: self.y(limits.lower),
        }
    }
}

/// Ticks of 1, 2 or 5 times a power of ten, from at or below the lowest value to at or above the highest.
fn round_values((low, high): (Decimal, Decimal)) -> Vec<Decimal> {
    let (low, high) = if low == high {
        (low - Decimal::ONE, high + Decimal::ONE)
    } else {
        (low, high)
    };
    let step = round_step((high - low) / Decimal::from(VALUE_STEPS));
    let first = (low / step).floor();
    let count = (high / step).ceil() - first;
    let count = count.to_u32().expect("a handful of steps");
    (0..=count)
        .map(|i| ((first + Decimal::from(i)) * step).normalize())
        .collect()
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
    steps
        .into_iter()
        .find(|step| *step >= rough)
        .unwrap_or(power * Decimal::TEN)
}

/// Evenly chosen readings, the first and the last among them, no place twice.
fn date_ticks(points: &[Plotted]) -> Vec<DateTick> {
    let last = points.len() - 1;
    let steps = last.min(MOST_DATES - 1);
    let chosen = (0..=steps).map(|i| points[(last * i).checked_div(steps).unwrap_or(0)]);
    let mut ticks: Vec<DateTick> = chosen
        .map(|p| DateTick {
            date: p.reading.date,
            x: p.x,
        })
        .collect();
    ticks.dedup_by_key(|tick| tick.date);
    ticks
}

fn polyline(points: &[Plotted]) -> String {
    let pairs: Vec<String> = points
        .iter()
        .map(|point| format!("{},{}", point.x, point.y))
        .collect();
    pairs.join(" ")
}

fn days_between(first: Date, last: Date) -> f64 {
    f64::from((last - first).get_days())
}

/// A hundredth of a unit is finer than anybody sees.
fn rounded(coordinate: f64) -> f64 {
    (coordinate * 100.0).round() / 100.0
}
