//! Instants and days in words, in London time. The words themselves stand in the message file.
use crate::messages::Messages;
use jiff::{Timestamp, Zoned, civil::Date};
use minijinja::{Error, ErrorKind, Value};

/// The zone of every date and time that a person reads.
const ZONE: &str = "Europe/London";

/// An RFC 3339 instant as "Friday 12 March 2027 at 12:00 noon"; nothing for nothing.
pub(super) fn moment(value: &Value) -> Result<String, Error> {
    given(value, |text| {
        let at = london(text)?;
        let weekday = word("weekdays", at.weekday().to_monday_one_offset());
        let (day, year) = (at.day().to_string(), at.year().to_string());
        let values = [
            ("weekday", weekday.as_str()),
            ("day", &day),
            ("month", &word("months", at.month())),
            ("year", &year),
            ("clock", &clock_of(&at)),
        ];
        Ok(say("moment", &values))
    })
}

/// A date or an RFC 3339 instant as "12 March 2027"; nothing for nothing.
pub(super) fn day(value: &Value) -> Result<String, Error> {
    given(value, |text| {
        let date: Date = match text.parse() {
            Ok(date) if !text.contains('T') => date,
            _ => london(text)?.date(),
        };
        let (day, year) = (date.day().to_string(), date.year().to_string());
        Ok(say("day", &[("day", &day), ("month", &word("months", date.month())), ("year", &year)]))
    })
}

/// The time of day of an RFC 3339 instant as "3:45pm", "12:00 noon" or "12:00 midnight"; nothing for nothing.
pub(super) fn clock(value: &Value) -> Result<String, Error> {
    given(value, |text| Ok(clock_of(&london(text)?)))
}

/// The time of day of an RFC 3339 instant to the second, "15:45:07", for receipts and refusals; nothing for nothing.
pub(super) fn exact_clock(value: &Value) -> Result<String, Error> {
    given(value, |text| Ok(london(text)?.strftime("%H:%M:%S").to_string()))
}

/// What the clocks in London say they are at that instant, "GMT" or "BST"; nothing for nothing.
pub(super) fn zone(value: &Value) -> Result<String, Error> {
    given(value, |text| Ok(london(text)?.strftime("%Z").to_string()))
}

/// How long from `now` until an instant ("in 3 days, 4 hours") or since ("2 hours ago"); nothing for nothing.
pub(super) fn left(value: &Value, now: &Value) -> Result<String, Error> {
    given(value, |text| {
        given(now, |now| {
            let seconds = instant(text)?.as_second() - instant(now)?.as_second();
            Ok(if seconds >= 0 { until(seconds / 60) } else { since(-seconds / 60) })
        })
    })
}

fn until(minutes: i64) -> String {
    match minutes {
        0 => say("left.now", &[]),
        _ => say("left.within", &[("span", &span(minutes))]),
    }
}

fn since(minutes: i64) -> String {
    match minutes {
        0 => say("left.just_now", &[]),
        _ => say("left.ago", &[("span", &span(minutes))]),
    }
}

/// The two largest units that are not nothing: days and hours, hours and minutes, or minutes.
fn span(minutes: i64) -> String {
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    match (days, hours) {
        (0, 0) => units("minute", rest),
        (0, _) => pair(units("hour", hours), ("minute", rest)),
        _ => pair(units("day", days), ("hour", hours)),
    }
}

fn pair(first: String, (unit, n): (&str, i64)) -> String {
    match n {
        0 => first,
        _ => say("left.two", &[("first", &first), ("second", &units(unit, n))]),
    }
}

fn units(unit: &str, n: i64) -> String {
    let key = if n == 1 { format!("left.{unit}") } else { format!("left.{unit}s") };
    say(&key, &[("n", &n.to_string())])
}

fn clock_of(at: &Zoned) -> String {
    match (at.hour(), at.minute()) {
        (0, 0) => say("midnight", &[]),
        (12, 0) => say("noon", &[]),
        (hour, _) => say_clock(if hour < 12 { "am" } else { "pm" }, at),
    }
}

fn say_clock(key: &str, at: &Zoned) -> String {
    let hour = (at.hour() + 11) % 12 + 1;
    let values = [("hour", hour.to_string()), ("minute", format!("{:02}", at.minute()))];
    say(key, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

fn say(key: &str, values: &[(&str, &str)]) -> String {
    Messages::english().text(&format!("time.{key}"), values)
}

fn word(list: &str, place: i8) -> String {
    say(&format!("{list}.{place}"), &[])
}

fn london(text: &str) -> Result<Zoned, Error> {
    instant(text)?.in_tz(ZONE).map_err(not_a_time)
}

fn instant(text: &str) -> Result<Timestamp, Error> {
    text.parse().map_err(not_a_time)
}

fn not_a_time(error: jiff::Error) -> Error {
    Error::new(ErrorKind::InvalidOperation, "not a date or an RFC 3339 instant").with_source(error)
}

/// Applies `show` to a text; what is undefined or none shows as nothing.
fn given(value: &Value, show: impl FnOnce(&str) -> Result<String, Error>) -> Result<String, Error> {
    match value.as_str() {
        Some(text) => show(text),
        None if value.is_undefined() || value.is_none() => Ok(String::new()),
        None => Err(Error::new(ErrorKind::InvalidOperation, format!("{} is not a date or time", value.kind()))),
    }
}
