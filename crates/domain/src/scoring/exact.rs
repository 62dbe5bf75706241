//! Fractions without rounding, for means and totals (S5).

use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

/// An exact number, not below zero, in lowest terms. Prints and serialises as `22/3`, or `7` when whole.
///
/// Small by construction: at most [`super::MOST_SCORES`] scores of at most [`super::MOST_POINTS`] points and
/// weights of four decimals keep numerator and denominator below 10^30, so that no sum here can overflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    numerator: u128,
    denominator: u128,
}

impl Fraction {
    /// Nothing.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };

    /// A quotient in lowest terms; the denominator is not zero.
    pub(super) fn new(numerator: u128, denominator: u128) -> Self {
        let common = greatest_common_divisor(numerator, denominator);
        Self { numerator: numerator / common, denominator: denominator / common }
    }

    /// The exact value of a decimal, if it is not below zero.
    pub(super) fn of(decimal: Decimal) -> Option<Self> {
        let mantissa = u128::try_from(decimal.mantissa()).ok()?;
        Some(Self::new(mantissa, 10_u128.pow(decimal.scale())))
    }

    pub(super) fn plus(self, other: Self) -> Self {
        let common = greatest_common_divisor(self.denominator, other.denominator);
        let denominator = self.denominator / common * other.denominator;
        let left = self.numerator * (denominator / self.denominator);
        let right = other.numerator * (denominator / other.denominator);
        Self::new(left + right, denominator)
    }

    pub(super) fn times(self, other: Self) -> Self {
        let cross = Self::new(self.numerator, other.denominator);
        let over = Self::new(other.numerator, self.denominator);
        Self::new(cross.numerator * over.numerator, cross.denominator * over.denominator)
    }

    /// The number above the line, in lowest terms.
    pub fn numerator(self) -> u128 {
        self.numerator
    }

    /// The number below the line, in lowest terms; 1 when the fraction is whole.
    pub fn denominator(self) -> u128 {
        self.denominator
    }

    /// As people read it: two decimals, a half rounded up (S5). Never used to compare.
    pub fn shown(self) -> Decimal {
        let hundredths = (self.numerator * 200 + self.denominator) / (self.denominator * 2);
        let hundredths = i128::try_from(hundredths).expect("far below the limit, see the type");
        Decimal::from_i128_with_scale(hundredths, 2)
    }
}

impl Ord for Fraction {
    /// Compares whole parts, then what is left over, upside down: exact, and without large products.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut a, mut b) = (*self, *other);
        loop {
            let whole = (a.numerator / a.denominator).cmp(&(b.numerator / b.denominator));
            let (left_a, left_b) = (a.numerator % a.denominator, b.numerator % b.denominator);
            match (whole, left_a, left_b) {
                (Ordering::Equal, 0, _) | (Ordering::Equal, _, 0) => return left_a.cmp(&left_b),
                (Ordering::Equal, _, _) => (a, b) = (b.over(left_b), a.over(left_a)),
                (unequal, _, _) => return unequal,
            }
        }
    }
}

impl Fraction {
    /// The remaining part turned upside down.
    fn over(self, left: u128) -> Self {
        Self { numerator: self.denominator, denominator: left }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.denominator {
            1 => write!(f, "{}", self.numerator),
            denominator => write!(f, "{}/{denominator}", self.numerator),
        }
    }
}

impl Serialize for Fraction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

fn greatest_common_divisor(a: u128, b: u128) -> u128 {
    match b {
        0 => a,
        b => greatest_common_divisor(b, a % b),
    }
}
