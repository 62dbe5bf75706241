//! What came in, from a page or as JSON, into one shape: a JSON object that the input type is made from.
use super::{Field, Kind, Posted, Problem, Raw, scalar::scalar};
use domain::{
    calendar::{Twice, TypedDate, london_moment, parse_date, parse_time},
    time::Timestamp,
};
use serde_json::{Map, Value};

/// Reads a posted form, or says everything that is wrong with it.
pub fn read_posted(fields: &[Field], posted: &Posted) -> Result<Value, Vec<Problem>> {
    let mut problems = Vec::new();
    let value = form(fields, &posted.fields, "", &mut problems);
    if problems.is_empty() { Ok(value) } else { Err(problems) }
}

/// Reads a JSON object with the same names, or says everything that is wrong with it.
pub fn read_json(fields: &[Field], body: &Value) -> Result<Value, Vec<Problem>> {
    let mut problems = Vec::new();
    let value = object(fields, body, "", &mut problems);
    if problems.is_empty() { Ok(value) } else { Err(problems) }
}

fn form(fields: &[Field], raw: &Raw, prefix: &str, problems: &mut Vec<Problem>) -> Value {
    let mut object = Map::new();
    for field in fields {
        let name = format!("{prefix}{}", field.name);
        object.insert(field.name.into(), form_field(field, raw, &name, problems));
    }
    Value::Object(object)
}

fn form_field(field: &Field, raw: &Raw, name: &str, problems: &mut Vec<Problem>) -> Value {
    match field.kind {
        Kind::Rows(fields) => {
            let filled = (0..raw.rows(name)).map(|n| format!("{name}-{n}-")).filter(|row| has_text(raw, row));
            let rows: Vec<Value> = filled.map(|row| form(fields, raw, &row, problems)).collect();
            needed(field, rows.is_empty(), name, problems);
            Value::Array(rows)
        }
        Kind::Each(fields) => {
            Value::Array((0..raw.rows(name)).map(|n| form(fields, raw, &format!("{name}-{n}-"), problems)).collect())
        }
        Kind::Choices(_) | Kind::Picks => words(field, raw.all(name).iter().map(String::as_str), name, problems),
        Kind::Date | Kind::Moment if raw.first(name).is_none() => from_boxes(field, raw, name, problems),
        _ => one(field, &typed(field.kind, raw, name), name, problems),
    }
}

fn has_text(raw: &Raw, prefix: &str) -> bool {
    raw.pairs().any(|(name, text)| name.starts_with(prefix) && !text.trim().is_empty())
}

fn typed(kind: Kind, raw: &Raw, name: &str) -> String {
    let text = raw.first(name).unwrap_or_default();
    match kind {
        Kind::Password => text.to_string(),
        Kind::Csv(_) => raw.first(&Raw::file_of(name)).unwrap_or(text).trim().to_string(),
        _ => text.trim().to_string(),
    }
}

/// A day from its three boxes, and an instant from them and a time of day in London.
fn from_boxes(field: &Field, raw: &Raw, name: &str, problems: &mut Vec<Problem>) -> Value {
    let text = |part: &str| raw.first(&format!("{name}-{part}")).unwrap_or_default();
    let typed = TypedDate { day: text("day"), month: text("month"), year: text("year") };
    let time = text("time");
    if [typed.day, typed.month, typed.year, time].iter().all(|text| text.trim().is_empty()) {
        needed(field, true, name, problems);
        return Value::Null;
    }
    let read = match field.kind {
        Kind::Date => day(typed),
        _ => moment(typed, time),
    };
    read.unwrap_or_else(|problem| {
        problems.push(at(problem, name));
        Value::Null
    })
}

/// A day as it was typed, as JSON.
pub(super) fn day(typed: TypedDate<'_>) -> Result<Value, Problem> {
    let date = parse_date(typed).map_err(|refusal| Problem::new(refusal.code()))?;
    scalar(Kind::Date, &date.to_string())
}

/// An instant as it was typed in London, as JSON.
pub(super) fn moment(typed: TypedDate<'_>, time: &str) -> Result<Value, Problem> {
    let date = parse_date(typed).map_err(|refusal| Problem::new(refusal.code()))?;
    let time = parse_time(time).map_err(|refusal| Problem::new(refusal.code()))?;
    let at = london_moment(date, time, Twice::Ask).map_err(|refusal| Problem::new(refusal.code()))?;
    scalar(Kind::Moment, &Timestamp(at).to_string())
}

fn object(fields: &[Field], body: &Value, prefix: &str, problems: &mut Vec<Problem>) -> Value {
    let Value::Object(given) = body else {
        problems.push(at(Problem::new("not_an_object"), prefix.trim_end_matches('-')));
        return Value::Null;
    };
    for name in given.keys().filter(|name| !name.starts_with('_') && !fields.iter().any(|field| field.name == *name)) {
        problems.push(at(Problem::new("unknown_field"), &format!("{prefix}{name}")));
    }
    let mut object = Map::new();
    for field in fields {
        let name = format!("{prefix}{}", field.name);
        object.insert(
            field.name.into(),
            json_field(field, given.get(field.name).unwrap_or(&Value::Null), &name, problems),
        );
    }
    Value::Object(object)
}

fn json_field(field: &Field, given: &Value, name: &str, problems: &mut Vec<Problem>) -> Value {
    match (field.kind, given) {
        (Kind::Rows(fields) | Kind::Each(fields), Value::Array(rows)) if rows.len() <= 500 => {
            needed(field, rows.is_empty(), name, problems);
            let rows = rows.iter().enumerate();
            Value::Array(rows.map(|(n, row)| object(fields, row, &format!("{name}-{n}-"), problems)).collect())
        }
        (Kind::Choices(_) | Kind::Picks, Value::Array(list)) if list.iter().all(Value::is_string) => {
            words(field, list.iter().filter_map(Value::as_str), name, problems)
        }
        (Kind::Rows(_) | Kind::Each(_) | Kind::Choices(_) | Kind::Picks, Value::Null) => {
            needed(field, true, name, problems);
            Value::Array(Vec::new())
        }
        (Kind::Rows(_) | Kind::Each(_) | Kind::Choices(_) | Kind::Picks, _)
        | (_, Value::Array(_) | Value::Object(_)) => {
            problems.push(at(Problem::new("wrong_type"), name));
            Value::Null
        }
        (_, Value::Null) => one(field, "", name, problems),
        (_, Value::String(text)) => one(field, text.trim(), name, problems),
        (_, other) => one(field, &other.to_string(), name, problems),
    }
}

fn one(field: &Field, text: &str, name: &str, problems: &mut Vec<Problem>) -> Value {
    if text.is_empty() {
        needed(field, true, name, problems);
        return empty(field.kind);
    }
    let read = scalar(field.kind, text);
    let unticked = matches!(field.kind, Kind::Yes) && read == Ok(Value::Bool(false));
    needed(field, unticked, name, problems);
    read.unwrap_or_else(|problem| {
        problems.push(at(problem, name));
        Value::Null
    })
}

fn empty(kind: Kind) -> Value {
    match kind {
        Kind::Line(_) | Kind::Text(_) | Kind::Email | Kind::Link | Kind::Password | Kind::Csv(_) => {
            Value::String(String::new())
        }
        Kind::Yes => Value::Bool(false),
        _ => Value::Null,
    }
}

fn words<'a>(field: &Field, list: impl Iterator<Item = &'a str>, name: &str, problems: &mut Vec<Problem>) -> Value {
    let mut found = Vec::new();
    for text in list.filter(|text| !text.is_empty()).take(1000) {
        match field.kind {
            Kind::Choices(known) if !known.contains(&text) => problems.push(at(Problem::new("not_an_option"), name)),
            _ => found.push(Value::String(text.into())),
        }
    }
    needed(field, found.is_empty(), name, problems);
    Value::Array(found)
}

fn needed(field: &Field, is_empty: bool, name: &str, problems: &mut Vec<Problem>) {
    if field.required && is_empty {
        problems.push(at(Problem::new("missing").with("kind", field.kind_word()), name));
    }
}

fn at(problem: Problem, name: &str) -> Problem {
    problem.at(name)
}
