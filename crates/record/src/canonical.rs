//! Canonical JSON: one text for one value, so that it can be hashed.

use serde_json::{Map, Number, Value};

/// The largest whole number that every JSON reader keeps exactly: 2^53 − 1 (RFC 8785, RFC 7493).
const LARGEST: u64 = (1 << 53) - 1;

/// How deep objects and lists may stand in each other; less than what a JSON reader refuses to follow.
const DEEPEST: usize = 100;

/// A value that has no canonical form here, and where in the document it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {why}")]
pub struct NotCanonical {
    /// The way to the value, with `/` before each key or place: `/state/amount`; empty for the document itself.
    pub path: String,
    /// What is in the way.
    pub why: Why,
}

/// Why a value has no canonical form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// A number that some readers would round.
    #[error("{0} is no whole number up to 9007199254740991 either way; write it as text")]
    Number(String),
    /// Objects and lists that stand too deep in each other.
    #[error("more than 100 levels deep")]
    TooDeep,
}

/// The canonical text of a value by RFC 8785: keys in the order of their UTF-16 units, no white space, the shortest
/// escapes. Numbers are whole; money, scores and readings are decimal texts.
pub fn canonical(value: &Value) -> Result<String, NotCanonical> {
    let mut out = String::new();
    write(value, 0, &mut out)?;
    Ok(out)
}

fn write(value: &Value, depth: usize, out: &mut String) -> Result<(), NotCanonical> {
    if depth > DEEPEST {
        return Err(NotCanonical { path: String::new(), why: Why::TooDeep });
    }
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => write_number(number, out)?,
        Value::String(text) => write_text(text, out),
        Value::Array(items) => write_items(items, depth, out)?,
        Value::Object(fields) => write_fields(fields, depth, out)?,
    }
    Ok(())
}

fn write_number(number: &Number, out: &mut String) -> Result<(), NotCanonical> {
    let size = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
    if size.is_none_or(|size| size > LARGEST) {
        return Err(NotCanonical { path: String::new(), why: Why::Number(number.to_string()) });
    }
    out.push_str(&number.to_string());
    Ok(())
}

fn write_items(items: &[Value], depth: usize, out: &mut String) -> Result<(), NotCanonical> {
    out.push('[');
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        write(item, depth + 1, out).map_err(|error| error.below(&place.to_string()))?;
    }
    out.push(']');
    Ok(())
}

fn write_fields(fields: &Map<String, Value>, depth: usize, out: &mut String) -> Result<(), NotCanonical> {
    let mut sorted: Vec<_> = fields.iter().collect();
    sorted.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    out.push('{');
    for (place, (key, value)) in sorted.into_iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        write_text(key, out);
        out.push(':');
        write(value, depth + 1, out).map_err(|error| error.below(key))?;
    }
    out.push('}');
    Ok(())
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

impl NotCanonical {
    fn below(mut self, key: &str) -> Self {
        self.path = format!("/{key}{}", self.path);
        self
    }
}
