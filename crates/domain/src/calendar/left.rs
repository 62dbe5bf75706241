//! How long is left until a deadline, and on which side of it an instant lies, to the second (C2, R2, R4).

use jiff::Timestamp;

/// A length of time in numbers for a sentence: days of 24 hours, hours, minutes, seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Duration {
    /// Whole days of 24 hours, whatever the clocks do.
    pub days: u64,
    /// 0 to 23.
    pub hours: u64,
    /// 0 to 59.
    pub minutes: u64,
    /// 0 to 59.
    pub seconds: u64,
}

/// How long there is before a deadline, or how long ago it passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeLeft {
    /// The deadline is ahead, or this very second (all zero).
    Left(Duration),
    /// The deadline was at least one second ago.
    Passed(Duration),
}

/// Where an instant lies, compared with a deadline, to the second. `At` is still in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// In an earlier second.
    Before,
    /// In the same second: the last one that counts.
    At,
    /// In a later second: late (R4).
    After,
}

impl Position {
    /// Whether something done at this position is in time: before the deadline or in its very second (R2, R4).
    pub fn is_in_time(self) -> bool {
        self != Self::After
    }
}

/// Where an instant lies compared with a deadline; fractions of a second are cut off both (R4).
pub fn position(at: Timestamp, deadline: Timestamp) -> Position {
    match seconds(at).cmp(&seconds(deadline)) {
        std::cmp::Ordering::Less => Position::Before,
        std::cmp::Ordering::Equal => Position::At,
        std::cmp::Ordering::Greater => Position::After,
    }
}

/// How long is left from an instant until a deadline, or how long it has been past, to the second.
pub fn time_left(now: Timestamp, deadline: Timestamp) -> TimeLeft {
    let apart = duration(seconds(deadline).abs_diff(seconds(now)));
    match position(now, deadline).is_in_time() {
        true => TimeLeft::Left(apart),
        false => TimeLeft::Passed(apart),
    }
}

/// The second in which an instant falls. Rounds down, before 1970 too.
fn seconds(at: Timestamp) -> i64 {
    let below = i64::from(at.subsec_nanosecond() < 0);
    at.as_second() - below
}

fn duration(seconds: u64) -> Duration {
    Duration { days: seconds / 86_400, hours: seconds / 3_600 % 24, minutes: seconds / 60 % 60, seconds: seconds % 60 }
}
