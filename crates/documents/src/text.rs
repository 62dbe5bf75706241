//! Makes hostile plain text fit to print: nothing invisible, nothing that no font shows, nothing too long to break.

use typst::foundations::Str;
use typst::text::is_default_ignorable;
use unicode_segmentation::UnicodeSegmentation;

use crate::fonts;

/// Where the template may break a line inside a word. It is taken out before printing.
const BREAK: char = '\u{200B}';
/// The longest run without a space that is set whole.
const LONGEST_WORD: usize = 24;

/// Text that may have several lines, parted by `\n`.
pub(crate) fn lines(raw: &str) -> Str {
    let lines: Vec<String> = raw.replace("\r\n", "\n").split(is_line_end).map(clean).collect();
    lines.join("\n").trim_matches('\n').into()
}

/// Text on one line: each line end becomes a space.
pub(crate) fn line(raw: &str) -> Str {
    let words: Vec<String> = raw.split(is_line_end).map(clean).collect();
    words.join(" ").trim().into()
}

/// The beginning of a text on one line with no breaks inside words, for places that hold no more than `most` letters.
pub(crate) fn start(raw: &str, most: usize) -> Str {
    let whole = line(raw).as_str().replace(BREAK, "");
    match whole.grapheme_indices(true).nth(most) {
        Some((end, _)) => format!("{}…", whole[..end].trim_end()).into(),
        None => whole.into(),
    }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn clean(line: &str) -> String {
    let visible: String = line.chars().filter_map(visible).collect();
    let printable: String = visible.graphemes(true).map(printable).collect();
    printable.split_inclusive(' ').map(breakable).collect()
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
    cluster.graphemes(true).flat_map(str::chars).map(shown_or_named).collect()
}

fn shown_or_named(c: char) -> String {
    let private = matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..);
    match fonts::show(c.encode_utf8(&mut [0; 4])) && !private {
        true => c.into(),
        false => format!("[U+{:04X}]", u32::from(c)),
    }
}

fn breakable(word: &str) -> String {
    if word.len() <= LONGEST_WORD || word.chars().count() <= LONGEST_WORD {
        return word.into();
    }
    let clusters: Vec<&str> = word.graphemes(true).collect();
    clusters.join(&BREAK.to_string())
}
