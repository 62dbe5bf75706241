//! What a template needs to draw a chart, in the units of its SVG (D2, X10).

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use super::Reading;
use crate::spc::{Cause, Variation};

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
        Self { width: 640.0, height: 320.0, left: 64.0, right: 16.0, top: 16.0, bottom: 40.0 }
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
