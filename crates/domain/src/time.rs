//! A moment in UTC. Its text has a fixed width, so text order is time order on any database.
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

/// The zone in which deadlines and due dates are stated.
pub const ZONE: &str = "Europe/London";

/// An instant, to the microsecond, written `2027-03-12T12:00:00.000000Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub jiff::Timestamp);

impl Timestamp {
    /// The calendar day of this instant in London.
    pub fn day(self) -> jiff::civil::Date {
        self.0.in_tz(ZONE).expect("the zone is compiled in").date()
    }
    /// This instant moved by a span of seconds, at most to the edge of time.
    pub fn plus_seconds(self, seconds: i64) -> Timestamp {
        let span = jiff::SignedDuration::from_secs(seconds);
        Timestamp(self.0.saturating_add(span).expect("a duration has no calendar units"))
    }
}
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6}", self.0)
    }
}
impl FromStr for Timestamp {
    type Err = jiff::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Timestamp)
    }
}
impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        jiff::Timestamp::deserialize(deserializer).map(Timestamp)
    }
}
