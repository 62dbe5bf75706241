//! What the demonstration keeps for itself, and who is in it.
use crate::error::Result;
use db::{Tx, sql};
use domain::ids::PersonId;
use serde_json::Value;
use std::collections::BTreeMap;

/// The setting that holds how many seconds the demonstration's clock is away from the machine's.
const OFFSET: &str = "demonstration_offset";
/// The setting that holds what each person can do as the demonstration begins.
const CAST: &str = "demonstration_cast";

/// The setting that holds the references of the story's things.
const KEPT: &str = "demonstration_things";

/// How many seconds the clock is away from the machine's; none in a database that is no demonstration.
pub async fn offset(tx: &mut Tx) -> Result<Option<i64>> {
    Ok(setting(tx, OFFSET).await?.and_then(|text| text.parse().ok()))
}

/// Remembers how many seconds the clock is away from the machine's.
pub async fn set_offset(tx: &mut Tx, seconds: i64) -> Result<()> {
    set(tx, OFFSET, &seconds.to_string()).await
}

/// What each person can do as the demonstration begins, by id: `{now, link}`.
pub async fn cast(tx: &mut Tx) -> Result<Value> {
    let text = setting(tx, CAST).await?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// Remembers what each person can do as the demonstration begins.
pub async fn set_cast(tx: &mut Tx, cast: &Value) -> Result<()> {
    set(tx, CAST, &cast.to_string()).await
}

/// The references of the story's things by the names it calls them.
pub async fn kept(tx: &mut Tx) -> Result<BTreeMap<String, String>> {
    let text = setting(tx, KEPT).await?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// Remembers the references of the story's things.
pub async fn set_kept(tx: &mut Tx, kept: &BTreeMap<String, String>) -> Result<()> {
    set(tx, KEPT, &serde_json::json!(kept).to_string()).await
}

/// How many events the record has; an empty database has none.
pub async fn events(tx: &mut Tx) -> Result<u64> {
    Ok(sql!("SELECT seq FROM event_head WHERE one = 1").one(tx).await?.number("seq")?)
}

/// A role of somebody who may sign in, with what it is on.
#[derive(Debug, Clone)]
pub struct Part {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The kind of role.
    pub kind: String,
    /// Its word.
    pub word: String,
    /// The name of the organisation or group it is on; empty for others.
    pub of: String,
}

/// Every role of everybody who may sign in, by name: one statement.
pub async fn parts(tx: &mut Tx) -> Result<Vec<Part>> {
    let rows = sql!("SELECT p.id, p.name, r.kind, r.word, COALESCE(o.name, g.name, '') AS whole FROM person p JOIN role r ON r.person = p.id LEFT JOIN organisation o ON o.id = r.thing LEFT JOIN oversight_group g ON g.id = r.thing WHERE p.active = TRUE ORDER BY p.name, p.id, r.kind DESC, r.word")
        .all(tx)
        .await?;
    let part = |row: &db::Row| {
        Ok(Part {
            person: row.parse("id")?,
            name: row.get("name")?,
            kind: row.get("kind")?,
            word: row.get("word")?,
            of: row.get("whole")?,
        })
    };
    rows.iter().map(part).collect()
}

async fn setting(tx: &mut Tx, name: &str) -> Result<Option<String>> {
    let row = sql!("SELECT value FROM setting WHERE name = $1").bind(name).optional(tx).await?;
    Ok(row.map(|row| row.get("value")).transpose()?)
}

async fn set(tx: &mut Tx, name: &str, value: &str) -> Result<()> {
    sql!("INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value")
        .bind(name)
        .bind(value)
        .execute(tx)
        .await?;
    Ok(())
}
