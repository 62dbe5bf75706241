//! Pounds sterling, exact to the penny: parsed as people type them, shown as people read them (D1, D3).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount of pounds sterling, never negative, at most [`Pounds::MOST`].
///
/// Used for contributions and transfers of value (D1, D3). Serialises as a plain string without sign or
/// commas: `"58000.50"`, or `"58000"` for whole pounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pounds {
    pence: u64,
}

/// Why a text or a number is not an amount of pounds (X11). Displays as its stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyRefusal {
    /// Nothing was typed.
    #[error("money.empty")]
    Empty,
    /// It is not digits with optional `£`, thousands commas in their places, and pence.
    #[error("money.not_an_amount")]
    NotAnAmount,
    /// It is below zero.
    #[error("money.negative")]
    Negative,
    /// More than two digits of pence.
    #[error("money.too_precise")]
    TooPrecise,
    /// More than [`Pounds::MOST`].
    #[error("money.too_much")]
    TooMuch,
}

impl MoneyRefusal {
    /// The stable code, for messages and the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "money.empty",
            Self::NotAnAmount => "money.not_an_amount",
            Self::Negative => "money.negative",
            Self::TooPrecise => "money.too_precise",
            Self::TooMuch => "money.too_much",
        }
    }
}

impl Pounds {
    /// No money at all: a contribution may be worth £0.
    pub const ZERO: Self = Self { pence: 0 };

    /// The most that one amount or sum may be: £100,000,000,000 (a hundred billion).
    pub const MOST: Self = Self { pence: 10_000_000_000_000 };

    /// An amount from whole pence, as stored in a BIGINT column.
    pub fn from_pence(pence: i64) -> Result<Self, MoneyRefusal> {
        let pence = u64::try_from(pence).map_err(|_| MoneyRefusal::Negative)?;
        Self::within(pence)
    }

    /// The amount in whole pence, for storage and arithmetic.
    pub fn pence(self) -> i64 {
        i64::try_from(self.pence).expect("no amount is above MOST, which fits")
    }

    /// The sum of two amounts, refused when it passes [`Pounds::MOST`].
    pub fn plus(self, other: Self) -> Result<Self, MoneyRefusal> {
        Self::within(self.pence + other.pence)
    }

    /// The sum of many amounts, refused when it passes [`Pounds::MOST`].
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyRefusal> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    fn within(pence: u64) -> Result<Self, MoneyRefusal> {
        let amount = Self { pence };
        match amount > Self::MOST {
            true => Err(MoneyRefusal::TooMuch),
            false => Ok(amount),
        }
    }

    fn plain(self) -> String {
        with_pence(&(self.pence / 100).to_string(), self.pence % 100)
    }
}

impl FromStr for Pounds {
    type Err = MoneyRefusal;

    /// Parses `£58,000`, `58000.50`, `58000.5` (50 pence), `£ 1,000`. Commas must stand at thousands.
    fn from_str(typed: &str) -> Result<Self, MoneyRefusal> {
        let amount = unsigned(typed.trim())?;
        let (whole, pence) = amount.split_once('.').unwrap_or((amount, "00"));
        let pounds = pounds(whole)?;
        let pence = pence_of(pence)?;
        pounds
            .checked_mul(100)
            .and_then(|hundreds| hundreds.checked_add(pence))
            .ok_or(MoneyRefusal::TooMuch)
            .and_then(Self::within)
    }
}

impl fmt::Display for Pounds {
    /// `£58,000`, or `£58,000.50` when there are pence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = with_commas(&(self.pence / 100).to_string());
        write!(f, "£{}", with_pence(&whole, self.pence % 100))
    }
}

impl Serialize for Pounds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.plain())
    }
}

impl<'de> Deserialize<'de> for Pounds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

fn unsigned(typed: &str) -> Result<&str, MoneyRefusal> {
    if typed.is_empty() || typed == "£" {
        return Err(MoneyRefusal::Empty);
    }
    let minus = |c| c == '-' || c == '\u{2212}';
    let amount = typed.strip_prefix('£').unwrap_or(typed).trim_start();
    match typed.starts_with(minus) || amount.starts_with(minus) {
        true => Err(MoneyRefusal::Negative),
        false => Ok(amount),
    }
}

fn pounds(whole: &str) -> Result<u64, MoneyRefusal> {
    if !digits_in_thousands(whole) {
        return Err(MoneyRefusal::NotAnAmount);
    }
    whole.replace(',', "").parse().map_err(|_| MoneyRefusal::TooMuch)
}

fn digits_in_thousands(whole: &str) -> bool {
    let groups: Vec<&str> = whole.split(',').collect();
    let digits = |group: &&str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let (first, rest) = groups.split_first().expect("split gives at least one part");
    groups.iter().all(digits) && rest.iter().all(|group| group.len() == 3) && (rest.is_empty() || first.len() <= 3)
}

fn pence_of(typed: &str) -> Result<u64, MoneyRefusal> {
    if typed.is_empty() || !typed.bytes().all(|b| b.is_ascii_digit()) {
        return Err(MoneyRefusal::NotAnAmount);
    }
    let number = || typed.parse::<u64>().map_err(|_| MoneyRefusal::NotAnAmount);
    match typed.len() {
        1 => Ok(number()? * 10),
        2 => number(),
        _ => Err(MoneyRefusal::TooPrecise),
    }
}

fn with_pence(whole: &str, pence: u64) -> String {
    match pence {
        0 => whole.to_owned(),
        pence => format!("{whole}.{pence:02}"),
    }
}

fn with_commas(digits: &str) -> String {
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
