//! Finds NHS numbers in text, so that a company's text with patient-level data can be refused (R7).

use std::ops::Range;

/// How the ten digits may be grouped: all together, or 3-3-4 with one separator between groups.
const GROUP_ENDS: [usize; 2] = [3, 6];

/// The byte ranges of every NHS number in the text, in order, not overlapping (R7).
///
/// An NHS number is ten digits with a valid modulus-11 check digit, together or as 3-3-4 with one space,
/// no-break space, hyphen or dash between. Digits that touch more digits are a longer number, and not one.
pub fn nhs_numbers_in(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = next_digit_run(text, at) {
        match nhs_number_at(text, start) {
            Some(end) => {
                found.push(start..end);
                at = end;
            }
            None => at = end_of_digits(text, start),
        }
    }
    found
}

/// Whether ten digits carry the right check digit: weights 10 to 2, modulus 11, and never a remainder of ten.
pub fn has_valid_check_digit(digits: &[u8; 10]) -> bool {
    let sum: u32 = (2..=10).rev().zip(digits).map(|(weight, digit)| weight * u32::from(*digit)).sum();
    (11 - sum % 11) % 11 == u32::from(digits[9])
}

fn next_digit_run(text: &str, from: usize) -> Option<usize> {
    let digit = |b: &u8| b.is_ascii_digit();
    text.as_bytes()[from..].iter().position(digit).map(|offset| from + offset)
}

fn end_of_digits(text: &str, from: usize) -> usize {
    let rest = &text.as_bytes()[from..];
    from + rest.iter().take_while(|b| b.is_ascii_digit()).count()
}

/// The end of the NHS number that starts here, if one does.
fn nhs_number_at(text: &str, start: usize) -> Option<usize> {
    let mut digits = [0; 10];
    let mut at = start;
    let mut separated = 0;
    for (i, digit) in digits.iter_mut().enumerate() {
        if GROUP_ENDS.contains(&i) {
            let width = separator_at(text, at);
            separated += usize::from(width > 0);
            at += width;
        }
        *digit = digit_at(text, at)?;
        at += 1;
    }
    let grouped = separated == 0 || separated == GROUP_ENDS.len();
    let ends = digit_at(text, at).is_none();
    (grouped && ends && has_valid_check_digit(&digits)).then_some(at)
}

fn digit_at(text: &str, at: usize) -> Option<u8> {
    let byte = text.as_bytes().get(at)?;
    byte.is_ascii_digit().then(|| byte - b'0')
}

/// How many bytes of separator stand here: zero if none does.
fn separator_at(text: &str, at: usize) -> usize {
    let next = text[at..].chars().next();
    let separator = |c: &char| *c == '-' || *c == '\t' || is_space(*c) || ('\u{2010}'..='\u{2015}').contains(c);
    next.filter(separator).map_or(0, char::len_utf8)
}

fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\n' | '\r')
}
