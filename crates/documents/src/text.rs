//! Makes hostile plain text fit to print: nothing invisible, nothing that no font shows, nothing too long to break.

use typst::foundations::Str;
use typst::text::is_default_ignorable;
use unicode_segmentation::UnicodeSegmentation;

use crate::fonts;

/// Where a line may be broken inside a word that is too long for its place: it has no width and no ink.
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
    let lines: Vec<String> = raw.split(is_line_end).map(|line| clean(line, room)).collect();
    lines.join("\n").trim_matches('\n').into()
}

/// The most letters of a text that must stay on its page: a title, heading, caption or place to sign.
pub(crate) const MOST: usize = 600;

/// Text on one line, cut after [`MOST`] letters: each line end becomes a space.
pub(crate) fn line(raw: &str, room: Room) -> Str {
    let raw = cut(raw, MOST);
    let words: Vec<String> = raw.split(is_line_end).map(|line| clean(line, room)).collect();
    words.join(" ").trim().into()
}

/// The text, or its beginning with an ellipsis.
pub(crate) fn cut(raw: &str, most: usize) -> String {
    match raw.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &raw[..end]),
        None => raw.into(),
    }
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
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn clean(line: &str, room: Room) -> String {
    let visible: String = line.chars().filter_map(visible).collect();
    let printable: String = visible.graphemes(true).map(printable).collect();
    printable.split_inclusive(' ').map(|word| breakable(word, room)).collect()
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
    if is_printable_ascii(cluster) || cluster.starts_with(BREAK) || is_shown(cluster) {
        return cluster.into();
    }
    cluster.chars().map(shown_or_named).collect()
}

fn is_printable_ascii(cluster: &str) -> bool {
    cluster.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

fn is_shown(cluster: &str) -> bool {
    // PDF/A-2a allows no letters without a public meaning (6.2.11.7).
    let is_private = |c| matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..);
    fonts::show(cluster) && !cluster.contains(is_private)
}

fn shown_or_named(c: char) -> String {
    match is_shown(c.encode_utf8(&mut [0; 4])) {
        true => c.into(),
        false => format!("[U+{:04X}]", u32::from(c)),
    }
}

fn breakable(word: &str, Room(room): Room) -> String {
    if fonts::width(word.trim_end(), f64::MAX) <= room {
        return word.into();
    }
    let clusters: Vec<&str> = word.graphemes(true).collect();
    let lump = if room > 8.0 { 4 } else { 1 };
    let lumps: Vec<String> = clusters.chunks(lump).map(|some| some.concat()).collect();
    lumps.join(&BREAK.to_string())
}
