//! iCalendar (RFC 5545): dates as a file that calendars read. References, what to do, and links; nothing confidential.
use domain::{calendar::end_of_day, time::Timestamp};

/// One entry of a calendar.
pub struct Entry {
    /// What makes it the same entry tomorrow.
    pub uid: String,
    /// What it says.
    pub summary: String,
    /// Its page, as a whole address.
    pub link: String,
    /// When. The last second of a day in London stands for the whole day.
    pub at: Timestamp,
}

/// A calendar of these entries, as it stood at this moment.
pub fn calendar(name: &str, entries: &[Entry], now: Timestamp) -> String {
    let mut text = String::new();
    let head =
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Trefoil//My work//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"];
    head.iter().for_each(|one| line(&mut text, one));
    line(&mut text, &format!("X-WR-CALNAME:{}", escaped(name)));
    line(&mut text, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    line(&mut text, "X-PUBLISHED-TTL:PT1H");
    entries.iter().for_each(|entry| event(&mut text, entry, now));
    line(&mut text, "END:VCALENDAR");
    text
}

fn event(text: &mut String, it: &Entry, now: Timestamp) {
    line(text, "BEGIN:VEVENT");
    line(text, &format!("UID:{}", escaped(&it.uid)));
    line(text, &format!("DTSTAMP:{}", instant(now)));
    line(text, &start(it.at));
    line(text, &format!("SUMMARY:{}", escaped(&it.summary)));
    line(text, &format!("DESCRIPTION:{}", escaped(&it.link)));
    line(text, &format!("URL:{}", it.link.replace(char::is_control, "")));
    line(text, "TRANSP:TRANSPARENT");
    line(text, "END:VEVENT");
}

/// The instant, or the whole day where it is the last second of one.
fn start(at: Timestamp) -> String {
    let day = at.day();
    match end_of_day(day) {
        Ok(last) if last.at.as_second() == at.0.as_second() => format!("DTSTART;VALUE=DATE:{}", day.strftime("%Y%m%d")),
        _ => format!("DTSTART:{}", instant(at)),
    }
}

fn instant(at: Timestamp) -> String {
    at.0.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A text with what has a meaning of its own in iCalendar marked (section 3.3.11).
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => safe.extend(['\\', letter]),
            '\n' => safe.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => safe.push(letter),
        }
    }
    safe
}

/// One content line, folded so that none is longer than 75 bytes (section 3.1), never within a letter.
fn line(text: &mut String, content: &str) {
    let mut length = 0;
    for letter in content.chars() {
        if length + letter.len_utf8() > 75 {
            text.push_str("\r\n ");
            length = 1;
        }
        length += letter.len_utf8();
        text.push(letter);
    }
    text.push_str("\r\n");
}
