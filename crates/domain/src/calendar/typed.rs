//! Dates and times as people type them, made into instants in London; hours the clocks skip or repeat (C2, X11).

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::AmbiguousOffset;

use super::london;

/// The three boxes of a date as they were typed.
#[derive(Clone, Copy, Debug)]
pub struct TypedDate<'a> {
    /// 1 to 31, with or without a leading zero.
    pub day: &'a str,
    /// 1 to 12, with or without a leading zero.
    pub month: &'a str,
    /// Four digits.
    pub year: &'a str,
}

/// Why three boxes are not a date (X11). Displays as its stable code; the boxes to mark stand in the message file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateRefusal {
    /// All boxes are empty.
    #[error("date.empty")]
    Empty,
    /// The day is missing or not a number from 1 to 31.
    #[error("date.day")]
    Day,
    /// The month is missing or not a number from 1 to 12.
    #[error("date.month")]
    Month,
    /// The year is missing or not four digits.
    #[error("date.year")]
    Year,
    /// There is no such day in that month: 30 February, 31 June.
    #[error("date.no_such_day")]
    NoSuchDay {
        /// The last day that month has.
        last: i8,
    },
}

/// Why a text is not a time of day (X11). Displays as its stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeRefusal {
    /// Nothing was typed.
    #[error("time.empty")]
    Empty,
    /// Not like `17:00`, `5pm` or `5:30pm`.
    #[error("time.not_a_time")]
    NotATime,
}

/// Which of the two to take when an hour exists twice, in the night the clocks go back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Twice {
    /// Refuse and ask.
    Ask,
    /// The first one, in summer time.
    Earlier,
    /// The second one, in winter time.
    Later,
}

/// Why a date and time in London are not one instant (X11). Displays as its stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MomentRefusal {
    /// The clocks go forward over this time: it does not exist.
    #[error("moment.does_not_exist")]
    DoesNotExist {
        /// The first moment after the gap.
        next: Timestamp,
    },
    /// The clocks go back over this time: it exists twice, and somebody must say which.
    #[error("moment.exists_twice")]
    ExistsTwice {
        /// The first one, in summer time.
        earlier: Timestamp,
        /// The second one, in winter time.
        later: Timestamp,
    },
    /// Beyond what instants can hold.
    #[error("moment.out_of_range")]
    OutOfRange,
}

impl DateRefusal {
    /// The stable code, for messages and the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "date.empty",
            Self::Day => "date.day",
            Self::Month => "date.month",
            Self::Year => "date.year",
            Self::NoSuchDay { .. } => "date.no_such_day",
        }
    }

    /// What the sentence of the refusal mentions: names and values.
    pub fn facts(self) -> Vec<(&'static str, String)> {
        match self {
            Self::NoSuchDay { last } => vec![("last", last.to_string())],
            _ => vec![],
        }
    }
}

impl TimeRefusal {
    /// The stable code, for messages and the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "time.empty",
            Self::NotATime => "time.not_a_time",
        }
    }
}

impl MomentRefusal {
    /// The stable code, for messages and the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::DoesNotExist { .. } => "moment.does_not_exist",
            Self::ExistsTwice { .. } => "moment.exists_twice",
            Self::OutOfRange => "moment.out_of_range",
        }
    }

    /// What the sentence of the refusal mentions: names and values.
    pub fn facts(self) -> Vec<(&'static str, String)> {
        match self {
            Self::DoesNotExist { next } => vec![("next", next.to_string())],
            Self::ExistsTwice { earlier, later } => {
                vec![("earlier", earlier.to_string()), ("later", later.to_string())]
            }
            Self::OutOfRange => vec![],
        }
    }
}

/// A date from its three boxes. The first box that is wrong is named.
pub fn parse_date(typed: TypedDate<'_>) -> Result<Date, DateRefusal> {
    let boxes = [typed.day, typed.month, typed.year].map(str::trim);
    if boxes.iter().all(|text| text.is_empty()) {
        return Err(DateRefusal::Empty);
    }
    let day = number(boxes[0], 1..=2, 1..=31).ok_or(DateRefusal::Day)?;
    let month = number(boxes[1], 1..=2, 1..=12).ok_or(DateRefusal::Month)?;
    let year = number(boxes[2], 4..=4, 1000..=9999).ok_or(DateRefusal::Year)?;
    let first = Date::new(year, narrow(month), 1).map_err(|_| DateRefusal::Year)?;
    let last = first.days_in_month();
    Date::new(year, narrow(month), narrow(day)).map_err(|_| DateRefusal::NoSuchDay { last })
}

/// A time of day to the minute: `17:00`, `9:05`, `5pm`, `5:30 pm`, `5.30pm`. Midnight is 0:00 or 12am.
pub fn parse_time(typed: &str) -> Result<Time, TimeRefusal> {
    let text: String = typed.to_lowercase().split_whitespace().collect();
    if text.is_empty() {
        return Err(TimeRefusal::Empty);
    }
    let half = |ending: &str, add| text.strip_suffix(ending).map(|clock| half_day_time(clock, add));
    let time = half("am", 0).or_else(|| half("pm", 12)).unwrap_or_else(|| full_day_time(&text));
    time.ok_or(TimeRefusal::NotATime)
}

/// The instant of a date and time in London. Says so when the hour does not exist, and asks when it exists twice.
pub fn london_moment(date: Date, time: Time, twice: Twice) -> Result<Timestamp, MomentRefusal> {
    let moment = date.to_datetime(time);
    match london().to_ambiguous_timestamp(moment).offset() {
        AmbiguousOffset::Unambiguous { offset } => instant(moment, offset),
        AmbiguousOffset::Gap { before, .. } => {
            let next = end_of_gap(instant(moment, before)?);
            Err(MomentRefusal::DoesNotExist { next })
        }
        AmbiguousOffset::Fold { before, after } => chosen(instant(moment, before)?, instant(moment, after)?, twice),
    }
}

fn instant(moment: DateTime, offset: jiff::tz::Offset) -> Result<Timestamp, MomentRefusal> {
    offset.to_timestamp(moment).map_err(|_| MomentRefusal::OutOfRange)
}

/// The change of the clocks that comes last before, or at, an instant just after the gap.
fn end_of_gap(after: Timestamp) -> Timestamp {
    let just_after = after.checked_add(jiff::Span::new().seconds(1)).unwrap_or(after);
    let change = london().preceding(just_after).next().map(|transition| transition.timestamp());
    change.unwrap_or(after)
}

fn chosen(earlier: Timestamp, later: Timestamp, twice: Twice) -> Result<Timestamp, MomentRefusal> {
    match twice {
        Twice::Ask => Err(MomentRefusal::ExistsTwice { earlier, later }),
        Twice::Earlier => Ok(earlier),
        Twice::Later => Ok(later),
    }
}

/// Digits of a fitting count, whose value is in range.
fn number(text: &str, lengths: std::ops::RangeInclusive<usize>, values: std::ops::RangeInclusive<i16>) -> Option<i16> {
    let digits = text.bytes().all(|b| b.is_ascii_digit()) && lengths.contains(&text.len());
    let value = text.parse().ok().filter(|value| values.contains(value));
    value.filter(|_| digits)
}

fn narrow(number: i16) -> i8 {
    i8::try_from(number).expect("days and months are below 32")
}

fn full_day_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once([':', '.'])?;
    let hour = number(hour, 1..=2, 0..=23)?;
    time(hour, minute)
}

fn half_day_time(text: &str, add: i16) -> Option<Time> {
    let (hour, minute) = text.split_once([':', '.']).unwrap_or((text, "00"));
    let hour = number(hour, 1..=2, 1..=12)? % 12 + add;
    time(hour, minute)
}

fn time(hour: i16, minute: &str) -> Option<Time> {
    let minute = number(minute, 2..=2, 0..=59)?;
    Time::new(narrow(hour), narrow(minute), 0, 0).ok()
}
