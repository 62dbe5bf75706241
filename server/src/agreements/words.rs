//! The text of an agreement as people read it: made from the forms of its heads, for page, PDF and differences alike.
use super::{heads, store::Serving};
use crate::{
    forms::{self, Choice, Options, Problem, Raw, Shown},
    messages::Messages,
    view,
};
use domain::{
    actor::Duty,
    agreement::{Agreement, Head},
    money::Pounds,
    refusal::Reason,
};
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};

/// The most columns that stand side by side; wider lists are told one after the other.
const WIDEST: usize = 5;

/// One thing that a head says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "shape", rename_all = "snake_case")]
pub enum Said {
    /// A text.
    Text {
        /// What about.
        label: String,
        /// The text.
        text: String,
    },
    /// Several texts.
    List {
        /// What about.
        label: String,
        /// The texts.
        items: Vec<String>,
    },
    /// Several things with a few facts each.
    Table {
        /// What about.
        label: String,
        /// What each column says.
        headers: Vec<String>,
        /// One row for each thing.
        rows: Vec<Vec<String>>,
        /// Which columns hold money.
        numeric: Vec<usize>,
    },
    /// Several things with many facts each.
    Cards {
        /// What about.
        label: String,
        /// One card for each thing.
        cards: Vec<Card>,
    },
}

/// One thing with many facts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Card {
    /// What people call it.
    pub title: String,
    /// What is said of it, as label and text.
    pub facts: Vec<(String, String)>,
}

/// A text of this room.
pub fn text(key: &str, values: &[(&str, &str)]) -> String {
    Messages::english().text(&format!("agreement.{key}"), values)
}

/// What people call a head.
pub fn title(head: Head) -> String {
    text(&format!("head.{head}"), &[])
}

/// What the fields that pick can mean: parties, and the people who do something for them.
pub fn options(agreement: &Agreement, people: &[Serving]) -> Options {
    let parties = agreement.parties.iter().map(|party| choice(party.organisation, party.name.clone()));
    let parties: Vec<Choice> = parties.collect();
    let who = |duty: Duty| {
        let of = people.iter().filter(|it| it.duty == duty);
        of.map(|it| choice(it.person, named(agreement, it))).collect::<Vec<_>>()
    };
    [
        ("parties", agreement.parties.iter().map(|party| choice("", party.name.clone())).collect()),
        ("organisation", parties.clone()),
        ("controllers", parties),
        ("signatory", who(Duty::Signatory)),
        ("clinical_lead", who(Duty::ClinicalLead)),
    ]
    .into()
}

fn named(agreement: &Agreement, it: &Serving) -> String {
    let party = agreement.party(it.organisation).map(|party| party.name.as_str()).unwrap_or_default();
    format!("{}, {party}", it.name)
}

fn choice(value: impl ToString, text: String) -> Choice {
    Choice { value: value.to_string(), text, hint: String::new() }
}

/// What a head says.
pub fn said(agreement: &Agreement, head: Head, options: &Options) -> Vec<Said> {
    let form = heads::form(head);
    let raw = Raw::of(form, &heads::values(agreement, head));
    let shown = forms::show(&heads::act(head), form, &raw, options, &[]);
    shown.iter().filter_map(one).collect()
}

fn one(field: &Shown) -> Option<Said> {
    let label = field.label.clone();
    if field.kind == "each" {
        let titled = field.rows.iter().zip(&field.options);
        return Some(Said::Cards { label, cards: titled.map(|(row, thing)| facts(thing.text.clone(), row)).collect() });
    }
    if field.kind != "rows" {
        let text = answer(field);
        return (!text.is_empty()).then_some(Said::Text { label, text });
    }
    let rows: Vec<&Vec<Shown>> =
        field.rows.iter().filter(|row| row.iter().any(|cell| !answer(cell).is_empty())).collect();
    match rows.first()?.len() {
        1 => Some(Said::List { label, items: rows.iter().map(|row| answer(&row[0])).collect() }),
        columns if columns <= WIDEST => Some(table(label, &rows)),
        _ => Some(Said::Cards { label, cards: rows.iter().map(|row| card(row)).collect() }),
    }
}

fn table(label: String, rows: &[&Vec<Shown>]) -> Said {
    let first = rows.first().map(|row| row.as_slice()).unwrap_or_default();
    let headers = first.iter().map(|cell| cell.label.clone()).collect();
    let numeric = (0..first.len()).filter(|n| first[*n].kind == "money").collect();
    let rows = rows.iter().map(|row| row.iter().map(answer).collect()).collect();
    Said::Table { label, headers, rows, numeric }
}

fn card(row: &[Shown]) -> Card {
    facts(row.first().map(answer).unwrap_or_default(), row.get(1..).unwrap_or_default())
}

fn facts(title: String, cells: &[Shown]) -> Card {
    let fact = |cell: &Shown| (cell.label.clone(), answer(cell));
    Card { title, facts: cells.iter().map(fact).filter(|(_, text)| !text.is_empty()).collect() }
}

/// An answer in words: days and money as people write them.
fn answer(field: &Shown) -> String {
    match field.kind {
        "date" => day(field),
        "money" => field.value.parse::<Pounds>().map_or_else(|_| field.value.clone(), |amount| amount.to_string()),
        "yes" if field.value.is_empty() => String::new(),
        "yes" => text("yes", &[]),
        _ => field.answer(),
    }
}

fn day(field: &Shown) -> String {
    let number = |part: &str| field.parts.get(part).and_then(|text| text.parse::<i16>().ok());
    let date = || {
        let (year, month, day) = (number("year")?, number("month")?, number("day")?);
        Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
    };
    date().map(view::day).unwrap_or_default()
}

/// What a head still lacks, in words.
pub fn lacks(agreement: &Agreement, head: Head, day: Date) -> Vec<String> {
    agreement.lacks(head, day).into_iter().map(|reason| forms::sentence(&explained(reason), "")).collect()
}

/// Everything that stands between the draft and an agreed text, each with where to mend it.
pub fn missing(agreement: &Agreement, day: Date) -> Vec<Value> {
    let of = |head: &Head| {
        let (href, link) = (heads::path(&agreement.reference, *head), text("mend", &[]));
        let lacks = lacks(agreement, *head, day).into_iter();
        lacks.map(move |text| json!({ "text": text, "href": href, "link": link })).collect::<Vec<_>>()
    };
    Head::ALL.iter().flat_map(of).collect()
}

/// A reason with the label of the field it is about, as its head's form names it.
pub fn explained(reason: Reason) -> Problem {
    let Some(head) = Head::ALL.iter().find(|head| head.code() == reason.code) else { return reason };
    let label = forms::label(&heads::act(*head), reason.field.as_deref().unwrap_or_default());
    reason.with("what", label)
}

/// The same options with everybody else whom the agreement names, so that who has left is still named.
pub fn with_names(mut options: Options, names: &std::collections::BTreeMap<domain::ids::PersonId, String>) -> Options {
    for field in ["signatory", "clinical_lead"] {
        let known = options.entry(field).or_default();
        let left = names.iter().filter(|(id, _)| !known.iter().any(|one| one.value == id.to_string()));
        let left: Vec<Choice> = left.map(|(id, name)| choice(id, name.clone())).collect();
        known.extend(left);
    }
    options
}
