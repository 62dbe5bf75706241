//! The geometry of a measure's chart, and the facts for its sentence: numbers only, no words (D2, X10).

mod drawing;
mod plane;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::spc::{self, Assurance, Cause, Direction, Reliability, SpcRefusal, Variation, Xmr};

pub use drawing::{Chart, DateTick, Frame, LimitLines, Plotted, ValueTick};
use plane::{Plane, date_ticks, polyline, round_values};

/// One value of a measure at its date (D2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// The end of the period it is about.
    pub date: Date,
    /// The value, in the measure's unit.
    pub value: Decimal,
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
        Ok(Self { readings, rules, xmr })
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
        let points: Vec<Plotted> = (0..self.readings.len()).map(|i| self.plotted(&plane, i)).collect();
        Chart {
            frame,
            polyline: polyline(&points),
            value_ticks: ticks.iter().map(|value| ValueTick { value: *value, y: plane.y(*value) }).collect(),
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
        point.map_or((None, Variation::Common), |point| (point.cause, point.variation))
    }

    fn plotted(&self, plane: &Plane, i: usize) -> Plotted {
        let reading = self.readings[i];
        let (cause, variation) = self.shows(i);
        Plotted { x: plane.x(reading.date), y: plane.y(reading.value), reading, cause, variation }
    }

    /// The lowest and the highest value that the drawing must hold.
    fn values_shown(&self) -> (Decimal, Decimal) {
        let limits = self.xmr.iter().flat_map(|xmr| [xmr.limits.lower, xmr.limits.upper]);
        let others = limits.chain(self.rules.target);
        let first = self.readings[0].value;
        let all = self.readings.iter().map(|reading| reading.value).chain(others);
        all.fold((first, first), |(low, high), value| (low.min(value), high.max(value)))
    }
}

/// A reading without limits, which must still fit a chart.
fn alone(value: Decimal, target: Option<Decimal>) -> Result<Option<Xmr>, SpcRefusal> {
    match [value].into_iter().chain(target).find(|value| !spc::fits(*value)) {
        Some(value) => Err(SpcRefusal::Value { value }),
        None => Ok(None),
    }
}
