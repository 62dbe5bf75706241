//! The second half of `trefoil verify`: what is stored says the same as the record.
use crate::{
    error::Result,
    record::rows::{self, Kept, Newest},
};
use db::Tx;
use domain::event::Subject;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How many rows are read at once.
const PAGE: i64 = 200;
/// How many differences are named at most; a database with more of them is not told apart by their list.
pub const MOST: usize = 20;

/// A thing that is stored otherwise than the record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The kind of thing.
    pub subject: Subject,
    /// What people call it: its reference, or its id where it has none.
    pub reference: String,
    /// How it differs.
    pub how: How,
}

/// How a stored thing differs from the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// It is stored, and no event made it.
    Unrecorded,
    /// An event made it, and it is not stored.
    Gone(Event),
    /// These fields are not what the event left in them.
    Changed(Event, Vec<String>),
}

/// An event of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its place.
    pub seq: u64,
    /// Its id.
    pub id: String,
}

/// How many things of each kind the record has seen begin: one number a kind, whatever the length of the record.
#[derive(Debug, Default)]
pub struct Begun(BTreeMap<String, u64>);

impl Begun {
    /// Counts the event if it is the first of a thing.
    pub fn see(&mut self, event: &::record::Stored) {
        if event.version == 1 && event.state != "null" {
            *self.0.entry(event.subject.clone()).or_default() += 1;
        }
    }
    fn of(&self, subject: Subject) -> u64 {
        self.0.get(subject.as_str()).copied().unwrap_or_default()
    }
}

/// Compares every stored thing with the newest state that the record holds of it, page by page.
///
/// A row holds the state in its `body`, but for the version, which stands in a column of its own. Its other columns are
/// there for finding it: those that bear the name of a field of the state or of its content (or that name and `_id`) must
/// say the same as the field. What may legitimately differ is no part of the state: names, addresses, the words of interests and other
/// text that is erasable stand in columns that the state does not know, or in tables beside it, and are never compared.
/// For these the record holds commitments.
pub async fn differences(tx: &mut Tx, begun: &Begun) -> Result<Vec<Difference>> {
    let mut found = Vec::new();
    for subject in Subject::ALL.iter().copied() {
        let recorded = walk(tx, subject, &mut found).await?;
        if found.len() < MOST && recorded != begun.of(subject) {
            missing(tx, subject, &mut found).await?;
        }
    }
    found.truncate(MOST);
    Ok(found)
}

/// Looks at every row of one kind, and counts those that the record knows.
async fn walk(tx: &mut Tx, subject: Subject, found: &mut Vec<Difference>) -> Result<u64> {
    let (mut after, mut recorded) = (String::new(), 0);
    while found.len() < MOST {
        let page = rows::page(tx, subject, &after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.id);
        recorded += page.iter().filter(|row| row.newest.is_some()).count() as u64;
        found.extend(page.iter().filter_map(|row| difference(subject, row)));
    }
    Ok(recorded)
}

async fn missing(tx: &mut Tx, subject: Subject, found: &mut Vec<Difference>) -> Result<()> {
    for (id, made) in rows::gone(tx, subject, MOST as i64).await? {
        let how = How::Gone(event(&made));
        found.push(Difference { subject, reference: reference(&made.state, &id), how });
    }
    Ok(())
}

fn difference(subject: Subject, row: &Kept) -> Option<Difference> {
    let how = match &row.newest {
        None => How::Unrecorded,
        Some(newest) => {
            let fields = changed(row, newest);
            (!fields.is_empty()).then(|| How::Changed(event(newest), fields))?
        }
    };
    let named = row.newest.as_ref().map_or(&row.body, |newest| &newest.state);
    Some(Difference { subject, reference: reference(named, &row.id), how })
}

fn event(newest: &Newest) -> Event {
    Event { seq: newest.seq, id: newest.id.clone() }
}

fn reference(state: &Value, id: &str) -> String {
    state["reference"].as_str().unwrap_or(id).to_string()
}

/// The field of a state that a column is named after: its own, or its content's.
fn field<'a>(state: &'a Value, column: &str) -> Option<&'a Value> {
    let name = column.trim_end_matches("_id");
    let field = state.get(column).or_else(|| state.get(name)).or_else(|| state.get("content")?.get(column))?;
    (column != "version" && !field.is_object() && !field.is_array()).then_some(field)
}

/// The names of the fields and columns of a row that are not what the event left.
fn changed(row: &Kept, newest: &Newest) -> Vec<String> {
    let mut wrong = fields(&row.body, &newest.state);
    let differs = |(name, stored): &&(String, Option<String>)| {
        field(&newest.state, name).is_some_and(|field| *stored != plain(field))
    };
    wrong.extend(row.columns.iter().filter(differs).map(|(name, _)| name.clone()));
    if row.version != newest.version {
        wrong.insert("version".into());
    }
    wrong.into_iter().collect()
}

/// The fields in which the stored body and the state differ.
fn fields(body: &Value, state: &Value) -> BTreeSet<String> {
    let (Some(one), Some(other)) = (body.as_object(), state.as_object()) else { return ["body".into()].into() };
    let names = one.keys().chain(other.keys()).filter(|name| *name != "version");
    names.filter(|name| one.get(*name) != other.get(*name)).cloned().collect()
}

/// A field as the text of a column.
fn plain(field: &Value) -> Option<String> {
    match field {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
