//! Fields with what stands in them and what is wrong with them, as the templates draw them.
use super::{Field, Kind, Problem, Raw, answer::joined};
use crate::{messages::Messages, view};
use serde::Serialize;
use std::{borrow::Cow, collections::BTreeMap};

/// One option of a choice.
#[derive(Debug, Clone, Serialize, PartialEq)]
pub struct Option {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub text: String,
    /// A line below it.
    pub hint: String,
}

/// The options of each field that picks from a list the act makes.
pub type Options = BTreeMap<&'static str, Vec<Option>>;

/// A field as the templates draw it.
#[derive(Debug, Serialize)]
pub struct Shown {
    /// Its name in the form.
    pub name: String,
    /// Its id on the page; the error summary links to it.
    pub id: String,
    /// Which component draws it.
    pub kind: &'static str,
    /// Its label.
    pub label: String,
    /// Its hint; may be empty.
    pub hint: String,
    /// Whether it must be filled.
    pub required: bool,
    /// Whether it is an extra that need never be filled.
    pub optional: bool,
    /// What browsers fill in; empty for what its kind says.
    pub autocomplete: &'static str,
    /// What stands in it.
    pub value: String,
    /// Everything that is chosen in it.
    pub values: Vec<String>,
    /// Day, month, year and time of a date or moment.
    pub parts: BTreeMap<&'static str, String>,
    /// Its options.
    pub options: Vec<Option>,
    /// What is wrong with it; empty if nothing.
    pub error: String,
    /// The rows of a list, one blank row at the end; or one row for each option.
    pub rows: Vec<Vec<Shown>>,
    /// The most characters, for texts.
    pub max: usize,
    /// The most words, for texts; 0 for no limit.
    pub words: usize,
}

/// One answer of a form in words: a field, or one row of a field that is laid out.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// Its name in the form, `title` or `answers-0`.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What stands in it.
    pub answer: String,
}

/// What surrounds a form: whose texts, which options, what is wrong.
pub struct Setting<'a> {
    act: &'a str,
    options: &'a Options,
    problems: &'a [Problem],
}

/// The fields of an act's form as the templates draw them.
pub fn show(act: &str, fields: &[Field], raw: &Raw, options: &Options, problems: &[Problem]) -> Vec<Shown> {
    let setting = Setting { act, options, problems };
    fields.iter().map(|field| setting.shown(field, raw, field.name.to_string(), 1)).collect()
}

/// Every answer, for "check your answers" and for differences between two versions.
pub fn leaves(act: &str, fields: &[Field], raw: &Raw, options: &Options) -> Vec<Leaf> {
    show(act, fields, raw, options, &[]).iter().flat_map(Shown::leaves).collect()
}

impl Setting<'_> {
    fn shown(&self, field: &Field, raw: &Raw, name: String, spare: usize) -> Shown {
        let rows = match field.kind {
            Kind::Rows(fields) => {
                let many = (raw.rows(&name) + spare).max(1);
                (0..many).map(|n| self.row(fields, raw, &format!("{name}-{n}-"))).collect()
            }
            Kind::Each(fields) => {
                let laid = self.options.get(field.name).map(Vec::as_slice).unwrap_or_default();
                let many = laid.len().max(raw.rows(&name));
                (0..many).map(|n| self.laid(fields, raw, &format!("{name}-{n}-"), laid.get(n))).collect()
            }
            _ => Vec::new(),
        };
        Shown {
            id: format!("f-{name}"),
            kind: field.kind_word(),
            label: self.text(field, "label").unwrap_or_else(|| field.name.replace('_', " ")),
            hint: self.text(field, "hint").unwrap_or_default(),
            required: field.required,
            optional: !field.required && !field.later,
            autocomplete: field.autocomplete,
            value: raw.first(&name).unwrap_or_default().to_string(),
            values: raw.all(&name).to_vec(),
            parts: parts(raw, &name),
            options: self.options_of(field),
            error: self.error(field, &name),
            rows,
            max: most(field.kind),
            words: 0,
            name,
        }
    }

    fn row(&self, fields: &[Field], raw: &Raw, prefix: &str) -> Vec<Shown> {
        fields.iter().map(|field| self.shown(field, raw, format!("{prefix}{}", field.name), 0)).collect()
    }

    /// The small form of one thing that is laid out. None of it is an extra, even where a draft may leave it for
    /// later, so nothing is called optional. A single field takes the thing's own words for its label.
    fn laid(&self, fields: &[Field], raw: &Raw, prefix: &str, thing: std::option::Option<&Option>) -> Vec<Shown> {
        let mut row = self.row(fields, raw, prefix);
        row.iter_mut().for_each(|shown| (shown.required, shown.optional) = (true, false));
        let Some(thing) = thing else { return row };
        for shown in row.iter_mut().filter(|shown| shown.kind == "text") {
            shown.words = thing.value.parse().unwrap_or(0);
        }
        if let [only] = row.as_mut_slice() {
            (only.label, only.hint) = (thing.text.clone(), thing.hint.clone());
        }
        row
    }

    fn text(&self, field: &Field, part: &str) -> std::option::Option<String> {
        let messages = Messages::english();
        let own = messages.find(&format!("act.{}.field.{}.{part}", self.act, field.name));
        own.or_else(|| messages.find(&format!("field.{}.{part}", field.name))).map(String::from)
    }

    fn options_of(&self, field: &Field) -> Vec<Option> {
        match field.kind {
            Kind::Choice(words) | Kind::Choices(words) => {
                words.iter().map(|word| word_option(field.name, word)).collect()
            }
            Kind::Pick | Kind::Picks | Kind::Each(_) => self.options.get(field.name).cloned().unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    fn error(&self, field: &Field, name: &str) -> String {
        let label = self.text(field, "label").unwrap_or_else(|| field.name.replace('_', " "));
        let own = self.problems.iter().find(|problem| problem.field.as_deref() == Some(name));
        own.map(|problem| sentence(problem, &label)).unwrap_or_default()
    }
}

impl Shown {
    fn leaves(&self) -> Vec<Leaf> {
        if self.kind != "each" {
            return vec![Leaf { name: self.name.clone(), label: self.label.clone(), answer: self.answer() }];
        }
        let row = |(n, row): (usize, &Vec<Shown>)| {
            let label = self.options.get(n).map_or(&self.label, |thing| &thing.text).clone();
            Leaf { name: format!("{}-{n}", self.name), label, answer: joined(row, "\n") }
        };
        self.rows.iter().enumerate().map(row).collect()
    }
}

/// The label of a field by its name in the form, `evidence-0-what` included.
pub fn label(act: &str, name: &str) -> String {
    let own = name.rsplit('-').next().unwrap_or(name);
    let messages = Messages::english();
    let found =
        messages.find(&format!("act.{act}.field.{own}.label")).or_else(|| messages.find(&format!("field.{own}.label")));
    found.map_or_else(|| own.replace('_', " "), String::from)
}

/// Reasons that concern the form of another act: each takes the label of its field along.
pub fn labelled(act: &str, reasons: Vec<Problem>) -> Vec<Problem> {
    let named = |reason: Problem| match reason.field.as_deref().map(|field| label(act, field)) {
        Some(label) => reason.with("label", label),
        None => reason,
    };
    reasons.into_iter().map(named).collect()
}

/// The sentence of a reason, for a field with this label unless it brings its own.
pub fn sentence(reason: &Problem, label: &str) -> String {
    let said: Vec<_> = reason.facts.iter().map(|(name, value)| (*name, in_words(name, value))).collect();
    let mut facts: Vec<(&str, &str)> = said.iter().map(|(name, value)| (*name, value.as_ref())).collect();
    if facts.iter().all(|(name, _)| *name != "label") {
        facts.push(("label", label));
    }
    let kind = facts.iter().find(|(name, _)| *name == "kind").map(|(_, kind)| format!("missing.{kind}"));
    let own = kind.filter(|key| Messages::english().find(key).is_some());
    Messages::english().text(&own.unwrap_or_else(|| format!("refusal.{}", reason.code)), &facts)
}

/// A status, the kind of a thing or a day as people say it; any other fact as it is.
fn in_words<'a>(name: &str, value: &'a str) -> Cow<'a, str> {
    let table = matches!(name, "status" | "subject").then(|| format!("{name}.{value}"));
    if let Some(said) = table.and_then(|key| Messages::english().find(&key)) {
        return said.into();
    }
    let day = (value.len() == 10).then(|| value.parse().ok()).flatten();
    day.map_or(value.into(), |day| view::day(day).into())
}

fn word_option(field: &str, word: &str) -> Option {
    let messages = Messages::english();
    let own = messages.find(&format!("word.{field}.{word}"));
    let text =
        own.or_else(|| messages.find(&format!("word.{word}"))).map_or_else(|| word.replace('_', " "), String::from);
    let hint = messages.find(&format!("word.{field}.{word}_hint")).unwrap_or_default().to_string();
    Option { value: word.into(), text, hint }
}

fn parts(raw: &Raw, name: &str) -> BTreeMap<&'static str, String> {
    let text = |part| raw.first(&format!("{name}-{part}")).unwrap_or_default().to_string();
    ["day", "month", "year", "time"].into_iter().map(|part| (part, text(part))).collect()
}

fn most(kind: Kind) -> usize {
    match kind {
        Kind::Line(most) | Kind::Text(most) | Kind::Csv(most) => most,
        _ => 0,
    }
}
