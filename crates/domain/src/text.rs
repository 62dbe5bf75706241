//! Text as people type it: cleaned without loss, measured, and refused with numbers when it cannot stand (X11).

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

/// A piece of typed text that has been through [`parse_text`]: trimmed, NFC, `\n` line ends, no control
/// characters, within its limits. Serialises as the text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct TypedText(String);

/// Whether a field takes one line or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// A title or name: no line ends.
    One,
    /// Prose: line ends and tabs are kept.
    Several,
}

/// What a field takes: lines, and the most characters and words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// One line or several.
    pub lines: Lines,
    /// The most characters, counted as [`TypedText::characters`] counts.
    pub characters: usize,
    /// The most words, if words are limited.
    pub words: Option<usize>,
}

/// Why a text cannot stand (X11). Displays as its stable code; the numbers are for the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextRefusal {
    /// Nothing but blanks was typed.
    #[error("text.empty")]
    Empty,
    /// A control character, or one that turns the direction of the text around it.
    #[error("text.control_character")]
    ControlCharacter {
        /// The character's Unicode number.
        codepoint: u32,
        /// The line it is on, from 1.
        line: usize,
    },
    /// A line end in a field of one line.
    #[error("text.several_lines")]
    SeveralLines {
        /// How many lines were typed.
        lines: usize,
    },
    /// Too many characters.
    #[error("text.too_long")]
    TooLong {
        /// How many were typed.
        characters: usize,
        /// How many there may be.
        most: usize,
    },
    /// Too many words.
    #[error("text.too_many_words")]
    TooManyWords {
        /// How many were typed.
        words: usize,
        /// How many there may be.
        most: usize,
    },
}

impl TextRefusal {
    /// The stable code, for messages and the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "text.empty",
            Self::ControlCharacter { .. } => "text.control_character",
            Self::SeveralLines { .. } => "text.several_lines",
            Self::TooLong { .. } => "text.too_long",
            Self::TooManyWords { .. } => "text.too_many_words",
        }
    }

    /// What the sentence of the refusal mentions: names and values.
    pub fn facts(self) -> Vec<(&'static str, String)> {
        match self {
            Self::Empty => vec![],
            Self::ControlCharacter { codepoint, line } => {
                vec![("codepoint", format!("U+{codepoint:04X}")), ("line", line.to_string())]
            }
            Self::SeveralLines { lines } => vec![("lines", lines.to_string())],
            Self::TooLong { characters, most } => {
                vec![("characters", characters.to_string()), ("most", most.to_string())]
            }
            Self::TooManyWords { words, most } => {
                vec![("words", words.to_string()), ("most", most.to_string())]
            }
        }
    }
}

impl Limits {
    /// One line of at most so many characters.
    pub const fn line(characters: usize) -> Self {
        Self { lines: Lines::One, characters, words: None }
    }

    /// Several lines of at most so many characters together.
    pub const fn prose(characters: usize) -> Self {
        Self { lines: Lines::Several, characters, words: None }
    }

    /// The same limits, and at most so many words.
    pub const fn of_words(self, most: usize) -> Self {
        Self { words: Some(most), ..self }
    }
}

impl TypedText {
    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text itself, given away.
    pub fn into_string(self) -> String {
        self.0
    }

    /// How many Unicode characters; a line end counts as one.
    pub fn characters(&self) -> usize {
        self.0.chars().count()
    }

    /// How many words: runs of anything but blanks, as the word count of the design system has it.
    pub fn words(&self) -> usize {
        self.0.split_whitespace().count()
    }
}

/// Text that must be there: cleaned, then held against its limits. The first refusal is given.
pub fn parse_text(typed: &str, limits: Limits) -> Result<TypedText, TextRefusal> {
    parse_optional_text(typed, limits)?.ok_or(TextRefusal::Empty)
}

/// Text that may be left out: `None` when only blanks were typed.
pub fn parse_optional_text(typed: &str, limits: Limits) -> Result<Option<TypedText>, TextRefusal> {
    let text = cleaned(typed);
    refuse_control_characters(&text)?;
    if text.is_empty() {
        return Ok(None);
    }
    let text = TypedText(text);
    within(&text, limits)?;
    Ok(Some(text))
}

/// Line ends become `\n` (browsers send `\r\n`), composed characters NFC, and blanks around go.
fn cleaned(typed: &str) -> String {
    let one_kind = typed.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
    let composed: String = one_kind.nfc().collect();
    composed.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_owned()
}

fn refuse_control_characters(text: &str) -> Result<(), TextRefusal> {
    for (i, line) in text.split('\n').enumerate() {
        if let Some(c) = line.chars().find(|c| is_refused(*c)) {
            return Err(TextRefusal::ControlCharacter { codepoint: c.into(), line: i + 1 });
        }
    }
    Ok(())
}

/// Control characters but tab, and those that show text in another order than it is stored.
fn is_refused(c: char) -> bool {
    (c.is_control() && c != '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn within(text: &TypedText, limits: Limits) -> Result<(), TextRefusal> {
    let lines = text.0.split('\n').count();
    if limits.lines == Lines::One && lines > 1 {
        return Err(TextRefusal::SeveralLines { lines });
    }
    let (characters, most) = (text.characters(), limits.characters);
    if characters > most {
        return Err(TextRefusal::TooLong { characters, most });
    }
    match limits.words {
        Some(most) if text.words() > most => Err(TextRefusal::TooManyWords { words: text.words(), most }),
        _ => Ok(()),
    }
}
