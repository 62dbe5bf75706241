//! What stands in the fields of a form, as texts: typed by a person, or written out from saved values.
use super::{Field, Kind};
use serde_json::Value;
use std::collections::BTreeMap;

/// Texts by field name. A row's field is `rows-0-name`; a day is `name-day`, `name-month`, `name-year`, and a moment
/// has `name-time` as well.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Raw(BTreeMap<String, Vec<String>>);

impl Raw {
    /// Adds a text to a name.
    pub fn push(&mut self, name: String, text: String) {
        self.0.entry(name).or_default().push(text);
    }
    /// The name under which the text of a field's file stands.
    pub fn file_of(name: &str) -> String {
        format!("{name}-file")
    }
    /// The first text of a name.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.first().map(String::as_str)
    }
    /// All texts of a name.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map(Vec::as_slice).unwrap_or_default()
    }
    /// Every name with each of its texts.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|(name, texts)| texts.iter().map(move |text| (name.as_str(), text.as_str())))
    }
    /// How many rows a list has: one more than the highest row that has a text.
    pub fn rows(&self, name: &str) -> usize {
        let prefix = format!("{name}-");
        let number = |key: &str| key.strip_prefix(&prefix)?.split('-').next()?.parse::<usize>().ok();
        let highest = self.0.iter().filter(|(_, texts)| texts.iter().any(|text| !text.is_empty()));
        highest.filter_map(|(key, _)| number(key)).max().map_or(0, |n| n.min(500) + 1)
    }
    /// Takes the texts of one field or row, its parts included, from another form.
    pub fn take_from(&mut self, other: &Raw, name: &str) {
        let mine = |key: &str| key.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
        self.0.retain(|key, _| !mine(key));
        self.0.extend(other.0.iter().filter(|(key, _)| mine(key)).map(|(key, texts)| (key.clone(), texts.clone())));
    }
    /// As hidden fields carry it: a name with its texts.
    pub fn to_json(&self) -> Value {
        serde_json::json!(self.0)
    }
    /// Without what is never kept: passwords, and files, which nobody typed.
    pub fn without_secrets(&self, fields: &[Field]) -> Raw {
        let hit = |field: &Field, name: &str| match field.kind {
            Kind::Password => field.name == name,
            Kind::Csv(_) => Raw::file_of(field.name) == name,
            _ => false,
        };
        let secret = |name: &str| fields.iter().any(|field| hit(field, name));
        Raw(self
            .0
            .iter()
            .filter(|(name, _)| !secret(name))
            .map(|(name, texts)| (name.clone(), texts.clone()))
            .collect())
    }
    /// As a form body, to be kept and given back.
    pub fn encode(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.pairs()).finish()
    }
    /// Writes out saved values, as they would have been typed.
    pub fn of(fields: &[Field], values: &Value) -> Raw {
        let mut raw = Raw::default();
        raw.write(fields, values, "");
        raw
    }

    fn write(&mut self, fields: &[Field], values: &Value, prefix: &str) {
        for field in fields {
            self.write_one(field, &values[field.name], format!("{prefix}{}", field.name));
        }
    }

    fn write_one(&mut self, field: &Field, value: &Value, name: String) {
        match (field.kind, value) {
            (_, Value::Null) => {}
            (Kind::Rows(fields) | Kind::Each(fields), Value::Array(rows)) => {
                for (n, row) in rows.iter().enumerate() {
                    self.write(fields, row, &format!("{name}-{n}-"));
                }
            }
            (Kind::Choices(_) | Kind::Picks, Value::Array(words)) => {
                words.iter().for_each(|word| self.push(name.clone(), plain(word)));
            }
            (Kind::Date, _) => self.write_day(&plain(value), &name),
            (Kind::Moment, _) => self.write_moment(&plain(value), &name),
            (Kind::Yes, _) if *value == Value::Bool(true) => self.push(name, "yes".into()),
            (Kind::Yes, _) => {}
            _ => self.push(name, plain(value)),
        }
    }

    fn write_day(&mut self, day: &str, name: &str) {
        let mut parts = day.splitn(3, '-');
        for part in ["year", "month", "day"] {
            let text = parts.next().unwrap_or_default().trim_start_matches('0');
            self.push(format!("{name}-{part}"), text.into());
        }
    }

    fn write_moment(&mut self, moment: &str, name: &str) {
        let Ok(at) = moment.parse::<jiff::Timestamp>() else { return };
        let local = at.in_tz(domain::time::ZONE).expect("the zone is compiled in");
        self.write_day(&local.date().to_string(), name);
        self.push(format!("{name}-time"), local.strftime("%H:%M").to_string());
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
