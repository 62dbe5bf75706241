//! Entries for the calendars of people, as iCalendar texts that come with a letter (RFC 5545, RFC 5546).
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What a calendar is to do with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Take it, or the change of it.
    Request,
    /// Take it out.
    Cancel,
}

impl Method {
    /// As iCalendar writes it.
    pub fn word(self) -> &'static str {
        match self {
            Method::Request => "REQUEST",
            Method::Cancel => "CANCEL",
        }
    }

    /// The method of a text that [`Entry::text`] made.
    pub fn of(text: &str) -> Method {
        let cancels = text.lines().any(|line| line == "METHOD:CANCEL");
        if cancels { Method::Cancel } else { Method::Request }
    }
}

/// An entry of a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What the calendar is to do.
    pub method: Method,
    /// The same for every change of one meeting.
    pub uid: String,
    /// Counts the changes.
    pub sequence: u32,
    /// When this change was made.
    pub at: Timestamp,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// What people read in their calendar.
    pub summary: String,
    /// Where; may be empty.
    pub place: String,
    /// Web address to join; may be empty.
    pub link: String,
}

impl Entry {
    /// The text for one reader: `organizer` and `reader` are mail addresses, `page` is where more stands.
    pub fn text(&self, organizer: &str, reader: &str, page: &str) -> String {
        let status = if self.method == Method::Cancel { "CANCELLED" } else { "CONFIRMED" };
        let place = if self.place.is_empty() { &self.link } else { &self.place };
        let about = [self.link.as_str(), page].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n");
        let mut lines = vec![
            "BEGIN:VCALENDAR".into(),
            "VERSION:2.0".into(),
            "PRODID:-//Trefoil//Meetings//EN".into(),
            format!("METHOD:{}", self.method.word()),
            "BEGIN:VEVENT".into(),
            format!("UID:{}@trefoil", self.uid),
            format!("SEQUENCE:{}", self.sequence),
            format!("DTSTAMP:{}", instant(self.at)),
            format!("DTSTART:{}", instant(self.starts_at)),
            format!("DTEND:{}", instant(self.ends_at)),
            format!("SUMMARY:{}", escaped(&self.summary)),
            format!("DESCRIPTION:{}", escaped(&about)),
            format!("URL:{page}"),
            format!("STATUS:{status}"),
            format!("ORGANIZER:mailto:{organizer}"),
            format!("ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:{reader}"),
        ];
        lines.extend((!place.is_empty()).then(|| format!("LOCATION:{}", escaped(place))));
        lines.extend(["END:VEVENT".into(), "END:VCALENDAR".into()]);
        lines.iter().map(|line| folded(line)).collect()
    }
}

fn instant(at: Timestamp) -> String {
    at.0.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A text value: what has a meaning in iCalendar is escaped (3.3.11), so that no text can become a line of its own.
fn escaped(text: &str) -> String {
    let plain = text.replace("\r\n", "\n").replace('\r', "\n");
    plain.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// A line of at most 75 octets, and what goes beyond on lines that begin with a space (3.1).
fn folded(line: &str) -> String {
    let (mut text, mut rest, mut room) = (String::new(), line, 75);
    while rest.len() > room {
        let (now, later) = rest.split_at(cut(rest, room));
        text += &format!("{now}\r\n ");
        (rest, room) = (later, 74);
    }
    text + rest + "\r\n"
}

/// Where a line is cut: not beside a space of its own if possible, because some programs drop that space too.
fn cut(line: &str, room: usize) -> usize {
    let places = || line.char_indices().map(|(n, _)| n).skip(1).take_while(|n| *n <= room);
    let clear = |n: &usize| !line[..*n].ends_with(' ') && !line[*n..].starts_with(' ');
    places().filter(clear).last().or(places().last()).unwrap_or(line.len())
}
