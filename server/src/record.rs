//! The record in the database: appending to it, reading it back, and checking it.
pub mod past;
pub mod rows;
pub mod stages;

use crate::{
    error::{Error, Result},
    messages::Messages,
};
use db::{Row, Tx, sql};
use domain::{event::Recorded, ids::PersonId};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// An event on its way into the record, with the state it led to.
pub struct Entry {
    /// The event: who, when, what.
    pub recorded: Recorded,
    /// The version of the thing after the event.
    pub version: u64,
    /// The state of the thing after the event; null where nothing changed.
    pub state: Value,
}

/// An event of the record as pages and the API show it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Past {
    /// Its place in the one order of everything.
    pub seq: u64,
    /// When.
    pub at: String,
    /// The id of who did it.
    pub by: String,
    /// What happened, for example `challenge.submitted`: also the key of its message.
    pub what: String,
    /// The version of the thing after it.
    pub version: u64,
    /// The event's own facts.
    pub facts: Value,
}

/// Appends an event: takes the next place in the order and chains it to all before it.
pub async fn append(tx: &mut Tx, entry: &Entry) -> Result<()> {
    let head = sql!("UPDATE event_head SET seq = seq + 1 WHERE one = 1 RETURNING seq, chain").one(tx).await?;
    let before: record::Hash = head.parse("chain")?;
    let written = written(entry, head.number("seq")?)?;
    let chain = record::chain(&before, &written).map_err(unreadable)?;
    insert(tx, &written, &chain).await?;
    stages::note(tx, &written).await?;
    sql!("UPDATE event_head SET chain = $1 WHERE one = 1").bind_text(chain).execute(tx).await?;
    Ok(())
}

fn written(entry: &Entry, seq: u64) -> Result<record::Entry> {
    let Recorded { id, by, at, event, .. } = &entry.recorded;
    let what = serde_json::to_value(event).map_err(|e| Error::Fault(e.to_string()))?;
    Ok(record::Entry {
        seq,
        id: id.to_string(),
        at: at.to_string(),
        by: by.to_string(),
        subject: event.subject().to_string(),
        subject_id: event.subject_id().to_string(),
        version: entry.version,
        what,
        state: entry.state.clone(),
    })
}

async fn insert(tx: &mut Tx, it: &record::Entry, chain: &record::Hash) -> Result<()> {
    sql!("INSERT INTO event (seq, id, at, by, subject, subject_id, version, what, state, chain) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(it.seq)
        .bind(it.id.as_str())
        .bind(it.at.as_str())
        .bind(it.by.as_str())
        .bind(it.subject.as_str())
        .bind(it.subject_id.as_str())
        .bind(it.version)
        .bind(record::canonical(&it.what).map_err(unreadable)?)
        .bind(record::canonical(&it.state).map_err(unreadable)?)
        .bind_text(chain)
        .execute(tx)
        .await?;
    Ok(())
}

/// What happened to a thing, oldest first, at most 200 events.
pub async fn history(tx: &mut Tx, thing: impl Into<Uuid>) -> Result<Vec<Past>> {
    let rows = sql!("SELECT seq, at, by, version, what FROM event WHERE subject_id = $1 ORDER BY seq LIMIT 200")
        .bind_text(thing.into())
        .all(tx)
        .await?;
    rows.iter().map(past).collect()
}

/// The state of a thing as it was recorded for a version; none where there is no such version.
pub async fn state_at(tx: &mut Tx, thing: impl Into<Uuid>, version: u64) -> Result<Option<Value>> {
    let row =
        sql!("SELECT state FROM event WHERE subject_id = $1 AND version = $2 AND state <> 'null' ORDER BY seq LIMIT 1")
            .bind_text(thing.into())
            .bind(version)
            .optional(tx)
            .await?;
    Ok(row.map(|row| row.json("state")).transpose()?)
}

fn past(row: &Row) -> Result<Past> {
    let what: Value = row.json("what")?;
    let facts = what.get("event").cloned().unwrap_or(json!({}));
    let (subject, kind) = (text(&what, "subject"), text(&facts, "kind"));
    Ok(Past {
        seq: row.number("seq")?,
        at: row.get("at")?,
        by: row.get("by")?,
        what: format!("{subject}.{kind}"),
        version: row.number("version")?,
        facts,
    })
}

fn text(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_string()
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::Fault(format!("an event cannot be recorded: {error}"))
}

/// Everyone who did something in a history.
pub fn people(history: &[Past]) -> Vec<PersonId> {
    let mut people: Vec<PersonId> = history.iter().filter_map(|past| past.by.parse().ok()).collect();
    people.sort();
    people.dedup();
    people
}

/// A history as the timeline shows it, newest first: when, what in words (`event.challenge.submitted`), and who.
pub fn shown(history: &[Past], names: &BTreeMap<PersonId, String>) -> Vec<Value> {
    let who = |past: &Past| past.by.parse().ok().and_then(|id| names.get(&id)).cloned().unwrap_or_default();
    let text = |past: &Past| Messages::english().text(&format!("event.{}", past.what), &[]);
    history.iter().rev().map(|past| json!({ "moment": past.at, "text": text(past), "who": who(past) })).collect()
}
