//! One text into one value: the rules for each kind of field.
use super::{Kind, Problem};
use domain::{
    money::{MoneyRefusal, Pounds},
    text::{Limits, Lines, parse_text},
};
use serde_json::{Value, json};

/// Reads the text of a field that is not empty.
pub fn scalar(kind: Kind, text: &str) -> Result<Value, Problem> {
    match kind {
        Kind::Line(most) => line(text, most),
        Kind::Text(most) => long(text, most),
        Kind::Email => email(text),
        Kind::Password => long(text, 200),
        Kind::Link => link(text),
        Kind::Date => day(text),
        Kind::Moment => moment(text),
        Kind::Money => money(text),
        Kind::Number(least, most) => number(text, least, most),
        Kind::Decimal => decimal(text),
        Kind::Choice(words) => word(text, words),
        Kind::Pick => line(text, 200),
        Kind::Csv(most) => table(text, most),
        Kind::Yes => Ok(json!(matches!(text, "yes" | "true" | "on"))),
        Kind::Choices(_) | Kind::Picks | Kind::Rows(_) | Kind::Each(_) => Err(Problem::new("wrong_type")),
    }
}

fn line(text: &str, most: usize) -> Result<Value, Problem> {
    prose(text, Lines::One, most)
}

fn long(text: &str, most: usize) -> Result<Value, Problem> {
    prose(text, Lines::Several, most)
}

fn prose(text: &str, lines: Lines, characters: usize) -> Result<Value, Problem> {
    let limits = Limits { lines, characters, words: None };
    let parsed = parse_text(text, limits).map_err(|refusal| Problem::new(refusal.code()).with("most", characters))?;
    Ok(json!(parsed))
}

/// A table is kept to the letter: whoever reads it says what is wrong in which line.
fn table(text: &str, most: usize) -> Result<Value, Problem> {
    match text.len() <= most {
        true => Ok(json!(text)),
        false => Err(Problem::new("csv_too_large").with("most", most / 1_000_000)),
    }
}

fn email(text: &str) -> Result<Value, Problem> {
    let bad = || Problem::new("not_an_email");
    let (name, domain) = text.split_once('@').ok_or_else(bad)?;
    let plain =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_graphic() && !"<>()[]\\,;:\"@".contains(c));
    let good =
        plain(name) && plain(domain) && domain.contains('.') && !domain.starts_with('.') && !domain.ends_with('.');
    if good && text.len() <= 254 { Ok(json!(text.to_ascii_lowercase())) } else { Err(bad()) }
}

fn link(text: &str) -> Result<Value, Problem> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let good = rest.is_some_and(|rest| {
        rest.contains('.')
            && !rest.starts_with('.')
            && rest.chars().all(|c| c.is_ascii_graphic() && !"<>\"'`{}|\\^".contains(c))
    });
    if good && text.len() <= 500 { Ok(json!(text)) } else { Err(Problem::new("not_a_link")) }
}

fn day(text: &str) -> Result<Value, Problem> {
    let day: jiff::civil::Date = text.parse().map_err(|_| Problem::new("not_a_date"))?;
    if text.len() != 10 || !(2000..=2200).contains(&day.year()) {
        return Err(Problem::new("not_a_date"));
    }
    Ok(json!(day.to_string()))
}

fn moment(text: &str) -> Result<Value, Problem> {
    let at: domain::time::Timestamp = text.parse().map_err(|_| Problem::new("not_a_moment"))?;
    if !(2000..=2200).contains(&at.day().year()) {
        return Err(Problem::new("not_a_moment"));
    }
    Ok(json!(at))
}

fn money(text: &str) -> Result<Value, Problem> {
    let pounds: Pounds = text.parse().map_err(|refusal: MoneyRefusal| Problem::new(refusal.code()))?;
    Ok(json!(pounds))
}

fn number(text: &str, least: i64, most: i64) -> Result<Value, Problem> {
    let bad = || Problem::new("not_a_number").with("least", least).with("most", most);
    let number: i64 = text.replace(',', "").parse().map_err(|_| bad())?;
    if (least..=most).contains(&number) { Ok(json!(number)) } else { Err(bad()) }
}

fn decimal(text: &str) -> Result<Value, Problem> {
    let bad = || Problem::new("not_a_decimal");
    let plain = text.trim_end_matches('%').trim().replace(',', "");
    if !plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-')) {
        return Err(bad());
    }
    let value: rust_decimal::Decimal = plain.parse().map_err(|_| bad())?;
    let most = rust_decimal::Decimal::from(1_000_000_000_000_i64);
    if value.scale() > 6 || value.abs() > most { Err(bad()) } else { Ok(json!(value.normalize().to_string())) }
}

fn word(text: &str, words: &[&str]) -> Result<Value, Problem> {
    if words.contains(&text) { Ok(json!(text)) } else { Err(Problem::new("not_an_option")) }
}
