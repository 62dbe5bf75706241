//! Dates and deadlines in London: due dates, working days, typed moments, and how long is left (E3, C2, R2, R4).

mod left;
mod typed;
mod working_days;

pub use left::{Duration, Position, TimeLeft, position, time_left};
pub use typed::{DateRefusal, MomentRefusal, TimeRefusal, Twice, TypedDate, london_moment, parse_date, parse_time};
pub use working_days::{Division, WorkingDaysRefusal, add_working_days, bank_holiday, is_working_day};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Three calendar months: when publication is due unless a pack says otherwise (E3).
pub const PUBLICATION_MONTHS: u32 = 3;

/// A date by which something must be done, and the last second of it in London.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DueDate {
    /// The day as people read it.
    pub date: Date,
    /// 23:59:59 of that day in London, as an instant.
    pub at: Timestamp,
}

/// A date beyond what calendars hold (the year 9999). Displays as its stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("calendar.out_of_range")]
pub struct OutOfRange;

impl OutOfRange {
    /// The stable code, for messages and the API.
    pub fn code(self) -> &'static str {
        "calendar.out_of_range"
    }
}

/// London's zone, from the data compiled in.
pub fn london() -> TimeZone {
    TimeZone::get("Europe/London").expect("time-zone data is compiled in")
}

/// The day in London on which an instant falls.
pub fn london_date(at: Timestamp) -> Date {
    at.to_zoned(london()).date()
}

/// So many calendar months after a day, clamped to the month's end, at the end of that day in London (E3).
///
/// 30 November 2026 and three months give 28 February 2027; 31 March gives 30 June.
pub fn due_date(from: Date, months: u32) -> Result<DueDate, OutOfRange> {
    let months = i32::try_from(months).map_err(|_| OutOfRange)?;
    let span = jiff::Span::new().try_months(months).map_err(|_| OutOfRange)?;
    let date = from.checked_add(span).map_err(|_| OutOfRange)?;
    end_of_day(date)
}

/// The last second of a day in London, 23:59:59, as an instant (E3).
pub fn end_of_day(date: Date) -> Result<DueDate, OutOfRange> {
    let next = date.checked_add(1.day()).map_err(|_| OutOfRange)?;
    let midnight = next.to_zoned(london()).map_err(|_| OutOfRange)?;
    let at = midnight.timestamp().checked_sub(1.second()).map_err(|_| OutOfRange)?;
    Ok(DueDate { date, at })
}
