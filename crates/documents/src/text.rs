//! Makes hostile plain text fit to print: nothing invisible, nothing that no font shows, nothing too long to break.

use typst::foundations::Str;
use typst::text::is_default_ignorable;
use unicode_segmentation::UnicodeSegmentation;

use crate::fonts;

/// Where the template may break a line inside a word. It is taken out before printing.
const BREAK: char = '\u{200B}';

/// Where a text goes decides how wide a word may be set whole, in ems of that place's letters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Room(pub f64);

impl Room {
    /// The full width of the page, down to a heading of the first level.
    pub(crate) const PAGE: Self = Self(28.0);
    /// The title.
    pub(crate) const TITLE: Self = Self(18.0);
    /// The terms of facts, and a place to sign.
    pub(crate) const PART: Self = Self(11.0);
}

/// Text that may have several lines, parted by `\n`.
pub(crate) fn lines(raw: &str, room: Room) -> Str {
    let raw = raw.replace("\r\n", "\n");
    let lines: Vec<String> = raw
        .split(is_line_end)
        .map(|line| clean(line, room))
        .collect();
    lines.join("\n").trim_matches('\n').into()
}

/// Text on one line: each line end becomes a space.
pub(crate) fn line(raw: &str, room: Room) -> Str {
    let words: Vec<String> = raw
        .split(is_line_end)
        .map(|line| clean(line, room))
        .collect();
    words.join(" ").trim().into()
}

/// The beginning of a text on one line with no breaks inside words, for places that hold no more than `most` letters.
pub(crate) fn start(raw: &str, most: usize) -> Str {
    let whole = line(raw, Room::PAGE).as_str().replace(BREAK, "");
    match whole.grapheme_indices(true).nth(most) {
        Some((end, _)) => format!("{}…", whole[..end].trim_end()).into(),
        None => whole.into(),
    }
}

fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

fn clean(line: &str, room: Room) -> String {
    let visible: String = line.chars().filter_map(visible).collect();
    let printable: String = visible.graphemes(true).map(printable).collect();
    printable
        .split_inclusive(' ')
        .map(|word| breakable(word, room))
        .collect()
}

fn visible(c: char) -> Option<char> {
    match c {
        '\t' => Some(' '),
        // Joiners and marks of direction change how neighbours look, but cannot reorder a whole line.
        '\u{200C}'..='\u{200F}' | BREAK => Some(c),
        _ if c.is_control() || is_default_ignorable(c) => None,
        _ => Some(c),
    }
}

fn printable(cluster: &str) -> String {
    if cluster.starts_with(BREAK) || fonts::show(cluster) {
        return cluster.into();
    }
    cluster
        .graphemes(true)
        .flat_map(str::chars)
        .map(shown_or_named)
        .collect()
}

fn shown_or_named(c: char) -> String {
    let private = matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..);
    match fonts::show(c.encode_utf8(&mut [0; 4])) && !private {
        true => c.into(),
        false => format!("[U+{:04X}]", u32::from(c)),
    }
}

fn breakable(word: &str, Room(room): Room) -> String {
    if fonts::width(word.trim_end(), f64::MAX) <= room {
        return word.into();
    }
    let clusters: Vec<&str> = word.graphemes(true).collect();
    clusters.join(&BREAK.to_string())
}
