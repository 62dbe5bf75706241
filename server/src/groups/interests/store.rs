//! Declared interests as rows, with the words that the record only commits to.
use crate::{
    error::Result,
    unit::{Saving, Stored},
};
use db::{Row, Tx, sql};
use domain::{
    ids::{InterestId, PersonId},
    interest::{Interest, stale_on},
    time::Timestamp,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// An interest with its words.
#[derive(Debug, Clone)]
pub struct Worded {
    /// The interest.
    pub interest: Interest,
    /// What it is.
    pub description: String,
    /// With which organisation.
    pub organisation: String,
}

/// When each of some people last declared.
pub async fn latest(tx: &mut Tx, people: &[PersonId]) -> Result<BTreeMap<PersonId, Timestamp>> {
    let rows = sql!(
        sqlite: "SELECT person, MAX(declared_at) AS latest FROM interest WHERE person IN (SELECT value FROM json_each($1)) GROUP BY person",
        postgres: "SELECT person, MAX(declared_at) AS latest FROM interest WHERE person IN (SELECT json_array_elements_text(CAST($1 AS json))) GROUP BY person"
    )
    .bind(json!(people).to_string())
    .all(tx)
    .await?;
    rows.iter().map(|row| Ok((row.parse("person")?, row.parse("latest")?))).collect()
}

/// Which of some people have declared within the last year (G3).
pub async fn current(tx: &mut Tx, people: &[PersonId], at: Timestamp) -> Result<BTreeSet<PersonId>> {
    let latest = latest(tx, people).await?;
    Ok(latest.into_iter().filter(|(_, declared)| at.day() < stale_on(*declared)).map(|(person, _)| person).collect())
}

/// Everything some people have declared, latest first.
pub async fn of(tx: &mut Tx, people: &[PersonId]) -> Result<Vec<Worded>> {
    let rows = sql!(
        sqlite: "SELECT version, body, description, organisation FROM interest WHERE person IN (SELECT value FROM json_each($1)) ORDER BY declared_at DESC, id DESC LIMIT 500",
        postgres: "SELECT version, body, description, organisation FROM interest WHERE person IN (SELECT json_array_elements_text(CAST($1 AS json))) ORDER BY declared_at DESC, id DESC LIMIT 500"
    )
    .bind(json!(people).to_string())
    .all(tx)
    .await?;
    rows.iter().map(read).collect()
}

/// Keeps the words of an interest, with the salt of the record's commitment to them.
pub async fn describe(tx: &mut Tx, id: InterestId, description: &str, organisation: &str, salt: &str) -> Result<()> {
    sql!("UPDATE interest SET description = $2, organisation = $3, salt = $4 WHERE id = $1")
        .bind_text(id)
        .bind(description)
        .bind(organisation)
        .bind(salt)
        .execute(tx)
        .await?;
    Ok(())
}

fn read(row: &Row) -> Result<Worded> {
    let mut interest: Interest = row.json("body")?;
    interest.version = row.number("version")?;
    Ok(Worded { interest, description: row.get("description")?, organisation: row.get("organisation")? })
}

impl Stored for Interest {
    async fn insert(&self, tx: &mut Tx, _: Saving) -> Result<()> {
        sql!("INSERT INTO interest (id, reference, person, declared_at, body, description, organisation, salt, version) VALUES ($1, $2, $3, $4, $5, '', '', '', 1)")
            .bind_text(self.id)
            .bind(self.reference.as_str())
            .bind_text(self.person)
            .bind_text(self.declared_at)
            .bind(json!(self).to_string())
            .execute(tx)
            .await?;
        Ok(())
    }
    async fn update(&self, tx: &mut Tx, _: Saving) -> Result<u64> {
        let changed = sql!("UPDATE interest SET body = $2, version = version + 1 WHERE id = $1 AND version = $3")
            .bind_text(self.id)
            .bind(json!(self).to_string())
            .bind(self.version)
            .execute(tx)
            .await?;
        Ok(changed)
    }
}
