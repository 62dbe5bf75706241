//! Human references such as `CA-7K3QX4`: short, without look-alikes, and with a check character.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The thirty characters that cannot be taken for one another: no 0 O, 1 I L, U.
pub const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Letters that only a prefix may hold; each takes the value of a digit, which no prefix holds.
const PREFIX_ONLY: &[u8; 4] = b"ILOU";

const BASE: u64 = 30;
const PAYLOAD: usize = 5;

/// A reference that people can say on the telephone: two letters for the kind of thing, a hyphen, five
/// characters, and one check character. Prints as `CA-7K3QX4`; serialises as that string.
///
/// The check character catches every single wrong character and every swap of two neighbours, prefix and
/// check character included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    characters: [u8; 8],
}

/// Why a text or number is not a reference (X11). Displays as its stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceRefusal {
    /// Not two letters and six more characters.
    #[error("reference.length")]
    Length,
    /// The prefix is not two letters A to Z.
    #[error("reference.prefix")]
    Prefix,
    /// A character that references never hold (0, O, 1, I, L, U or punctuation).
    #[error("reference.character")]
    Character,
    /// The check character disagrees: something was mistyped.
    #[error("reference.mistyped")]
    Mistyped,
    /// The number is [`Reference::NUMBERS`] or more.
    #[error("reference.number_too_big")]
    NumberTooBig,
}

impl ReferenceRefusal {
    /// The stable code, for messages and the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::Length => "reference.length",
            Self::Prefix => "reference.prefix",
            Self::Character => "reference.character",
            Self::Mistyped => "reference.mistyped",
            Self::NumberTooBig => "reference.number_too_big",
        }
    }
}

impl Reference {
    /// How many references a prefix has: numbers 0 to 24,299,999.
    pub const NUMBERS: u64 = BASE.pow(5);

    /// The reference of a number under a prefix of two letters A to Z. Different numbers never meet.
    pub fn from_number(prefix: &str, number: u64) -> Result<Self, ReferenceRefusal> {
        if number >= Self::NUMBERS {
            return Err(ReferenceRefusal::NumberTooBig);
        }
        let mut characters = [b'2'; 8];
        characters[..2].copy_from_slice(&parse_prefix(prefix.as_bytes())?);
        let mut rest = number;
        for place in characters[2..2 + PAYLOAD].iter_mut().rev() {
            *place = ALPHABET[usize::try_from(rest % BASE).expect("below thirty")];
            rest /= BASE;
        }
        characters[7] = check_character(&characters);
        Ok(Self { characters })
    }

    /// The two letters that tell the kind of thing.
    pub fn prefix(&self) -> &str {
        std::str::from_utf8(&self.characters[..2]).expect("a prefix is two letters")
    }

    /// The number that [`Reference::from_number`] was given.
    pub fn number(&self) -> u64 {
        let payload = &self.characters[2..2 + PAYLOAD];
        payload.iter().fold(0, |sum, c| sum * BASE + u64::from(value(*c)))
    }
}

impl FromStr for Reference {
    type Err = ReferenceRefusal;

    /// Reads a reference as typed: in any case, with or without hyphen, with spaces anywhere.
    fn from_str(typed: &str) -> Result<Self, ReferenceRefusal> {
        let kept: Vec<char> = typed.chars().filter(|c| !is_separator(*c)).take(9).collect();
        let characters: [char; 8] = kept.try_into().map_err(|_| ReferenceRefusal::Length)?;
        let mut bytes = [0; 8];
        for (byte, c) in bytes.iter_mut().zip(characters) {
            let ascii = u8::try_from(c).map_err(|_| ReferenceRefusal::Character)?;
            *byte = ascii.to_ascii_uppercase();
        }
        parse_prefix(&bytes[..2])?;
        checked(bytes)
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rest = std::str::from_utf8(&self.characters[2..]).expect("the alphabet is ASCII");
        write!(f, "{}-{rest}", self.prefix())
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reference({self})")
    }
}

impl Serialize for Reference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || c == '-' || ('\u{2010}'..='\u{2015}').contains(&c)
}

fn parse_prefix(letters: &[u8]) -> Result<[u8; 2], ReferenceRefusal> {
    let prefix: [u8; 2] = letters.try_into().map_err(|_| ReferenceRefusal::Prefix)?;
    match prefix.iter().all(u8::is_ascii_uppercase) {
        true => Ok(prefix),
        false => Err(ReferenceRefusal::Prefix),
    }
}

fn checked(characters: [u8; 8]) -> Result<Reference, ReferenceRefusal> {
    if characters[2..].iter().any(|c| !ALPHABET.contains(c)) {
        return Err(ReferenceRefusal::Character);
    }
    match check_character(&characters) == characters[7] {
        true => Ok(Reference { characters }),
        false => Err(ReferenceRefusal::Mistyped),
    }
}

fn value(character: u8) -> u8 {
    let place = |set: &[u8]| set.iter().position(|c| *c == character);
    let place = place(ALPHABET).or_else(|| place(PREFIX_ONLY));
    let place = place.expect("only letters and the alphabet reach here");
    u8::try_from(place).expect("below thirty")
}

/// The last character that makes the product of all eight, each turned once more than the one before it,
/// the neutral element of the dihedral group of a fifteen-sided figure (the idea of Verhoeff's check digit,
/// with the anti-symmetric mapping that exists for every odd number of sides).
fn check_character(characters: &[u8; 8]) -> u8 {
    let product = (0..7).fold(0, |product, i| combine(product, turned(value(characters[i]), i)));
    let completes = |c: &&u8| combine(product, turned(value(**c), 7)) == 0;
    *ALPHABET.iter().find(completes).expect("a group has inverses")
}

/// The product of two elements: 0–14 are rotations, 15–29 reflections.
fn combine(a: u8, b: u8) -> u8 {
    let (turn_a, turn_b) = (a % 15, b % 15);
    match (a < 15, b < 15) {
        (true, true) => (turn_a + turn_b) % 15,
        (true, false) => 15 + (turn_a + turn_b) % 15,
        (false, true) => 15 + (15 + turn_a - turn_b) % 15,
        (false, false) => (15 + turn_a - turn_b) % 15,
    }
}

/// The anti-symmetric mapping, applied `times` over: x·t(y) = y·t(x) only when x = y.
fn turned(element: u8, times: usize) -> u8 {
    (0..times).fold(element, |e, _| match e < 15 {
        true => (15 - e) % 15,
        false => 15 + (e % 15 + 1) % 15,
    })
}
