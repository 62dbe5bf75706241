//! Money, numbers and plain text as people write them.
use crate::messages::Messages;
use minijinja::{AutoEscape, Error, ErrorKind, Output, State, Value, escape_formatter};

/// Whole pence, or a decimal number of pounds as text, as "£58,000" or "£12.50"; nothing for nothing.
pub(super) fn pounds(value: &Value) -> Result<String, Error> {
    if blank(value) {
        return Ok(String::new());
    }
    let amount = match value.as_str() {
        Some(text) => text.parse().map_err(|_| not_a_number(value))?,
        None => rust_decimal::Decimal::new(i64::try_from(value.clone()).map_err(|_| not_a_number(value))?, 2),
    };
    let key = if amount.is_sign_negative() && !amount.is_zero() { "money.minus" } else { "money.pounds" };
    let whole = amount.fract().is_zero();
    let digits = format!("{:.*}", if whole { 0 } else { 2 }, amount.abs());
    Ok(Messages::english().text(key, &[("amount", &grouped(&digits))]))
}

/// A number, or a decimal number as text, with its thousands marked: "1,234.5"; nothing for nothing.
pub(super) fn number(value: &Value) -> Result<String, Error> {
    if blank(value) {
        return Ok(String::new());
    }
    let text = value.to_string();
    let unsigned = text.trim_start_matches('-');
    unsigned.parse::<rust_decimal::Decimal>().map_err(|_| not_a_number(value))?;
    let sign = if unsigned.len() < text.len() { "−" } else { "" };
    Ok(format!("{sign}{}", grouped(unsigned)))
}

/// A count with its noun: `3|plural("response", "responses")` is "3 responses".
pub(super) fn plural(count: &Value, one: &str, many: &str) -> Result<String, Error> {
    let noun = if *count == Value::from(1) { one } else { many };
    Ok(format!("{} {noun}", number(count)?))
}

/// Plain text as paragraphs: a blank line ends one, a line break breaks. Everything is escaped.
pub(super) fn paragraphs(value: &Value) -> Value {
    if blank(value) {
        return Value::from_safe_string(String::new());
    }
    let text = value.to_string().replace("\r\n", "\n");
    let paragraphs = text.split("\n\n").map(str::trim).filter(|it| !it.is_empty());
    let html = paragraphs.map(|it| format!("<p>{}</p>\n", escape(it).replace('\n', "<br>\n")));
    Value::from_safe_string(html.collect())
}

/// The first `length` letters and, where something was cut off, `end`. Words are cut as well: it serves to make ids.
pub(super) fn cut(text: &str, length: usize, _whole_words: Option<&Value>, end: Option<&str>) -> String {
    match text.char_indices().nth(length) {
        Some((at, _)) => format!("{}{}", &text[..at], end.unwrap_or("…")),
        None => text.to_owned(),
    }
}

/// Writes a value to a page. Text is escaped as the official templates' own engine does it: the slash stays, so that
/// addresses can be read in the source.
pub(super) fn write(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if !value.is_safe() && matches!(state.auto_escape(), AutoEscape::Html) => {
            out.write_str(&escape(text)).map_err(Error::from)
        }
        _ => escape_formatter(out, state, value),
    }
}

/// The filter `escape`: safe markup as it is, anything else escaped.
pub(super) fn escaped(value: &Value) -> Value {
    match value.is_safe() {
        true => value.clone(),
        false => Value::from_safe_string(escape(&value.to_string())),
    }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Commas between the thousands of unsigned digits with an optional fraction.
fn grouped(digits: &str) -> String {
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + fraction
}

fn blank(value: &Value) -> bool {
    value.is_undefined() || value.is_none() || value.as_str() == Some("")
}

fn not_a_number(value: &Value) -> Error {
    Error::new(ErrorKind::InvalidOperation, format!("{value} is not a number"))
}
