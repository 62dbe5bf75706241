//! Answered suggestions and dry runs as rows; and what ties people to organisations and groups.
use crate::{
    error::Result,
    unit::{Saving, Stored},
};
use db::{Row, Tx, sql};
use domain::{
    actor::{Duty, Role, SeatRole},
    ids::{GroupId, OrganisationId, PersonId, SuggestionId},
    suggestion::Suggestion,
    time::Timestamp,
};
use serde_json::json;
use uuid::Uuid;

/// An answered suggestion with its words.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The suggestion.
    pub suggestion: Suggestion,
    /// Why it was answered so.
    pub reasons: String,
}

/// What was answered about some items or assessments.
pub async fn about(tx: &mut Tx, some: &[Uuid]) -> Result<Vec<Answered>> {
    let ids: Vec<String> = some.iter().map(Uuid::to_string).collect();
    let rows = sql!(
        sqlite: "SELECT version, body, reasons FROM suggestion WHERE about IN (SELECT value FROM json_each($1)) ORDER BY id",
        postgres: "SELECT version, body, reasons FROM suggestion WHERE about IN (SELECT json_array_elements_text(CAST($1 AS json))) ORDER BY id"
    )
    .bind(json!(ids).to_string())
    .all(tx)
    .await?;
    rows.iter().map(read).collect()
}

/// Keeps the evidence and the reasons of an answer, with the salt of the record's commitment to them.
pub async fn describe(tx: &mut Tx, id: SuggestionId, evidence: &str, reasons: &str, salt: &str) -> Result<()> {
    sql!("UPDATE suggestion SET evidence = $2, reasons = $3, salt = $4 WHERE id = $1")
        .bind_text(id)
        .bind(evidence)
        .bind(reasons)
        .bind(salt)
        .execute(tx)
        .await?;
    Ok(())
}

/// What some people do for organisations and where they have seats, today.
pub async fn ties(tx: &mut Tx, people: &[PersonId], at: Timestamp) -> Result<Vec<(PersonId, Role)>> {
    let rows = sql!(
        sqlite: "SELECT person, kind, word, thing FROM role WHERE person IN (SELECT value FROM json_each($1)) AND kind IN ('does', 'sits') AND starts_at <= $2 AND (ends_at IS NULL OR ends_at > $2) ORDER BY person, kind, word, thing",
        postgres: "SELECT person, kind, word, thing FROM role WHERE person IN (SELECT json_array_elements_text(CAST($1 AS json))) AND kind IN ('does', 'sits') AND starts_at <= $2 AND (ends_at IS NULL OR ends_at > $2) ORDER BY person, kind, word, thing"
    )
    .bind(json!(people).to_string())
    .bind_text(at)
    .all(tx)
    .await?;
    rows.iter().map(tie).collect()
}

fn tie(row: &Row) -> Result<(PersonId, Role)> {
    let thing: Uuid = row.parse("thing")?;
    let role = match row.get::<String>("kind")?.as_str() {
        "does" => Role::Does(row.parse::<Duty>("word")?, OrganisationId(thing)),
        _ => Role::Sits(row.parse::<SeatRole>("word")?, GroupId(thing)),
    };
    Ok((row.parse("person")?, role))
}

/// What a dry run asks: addresses of people, and organisations.
#[derive(Debug, Clone)]
pub struct DryRun {
    /// Its reference.
    pub reference: String,
    /// Who asked.
    pub person: PersonId,
    /// When.
    pub asked_at: Timestamp,
    /// The e-mail addresses of the people.
    pub people: Vec<String>,
    /// The organisations.
    pub organisations: Vec<OrganisationId>,
}

/// Keeps a dry run.
pub async fn keep(tx: &mut Tx, id: Uuid, it: &DryRun) -> Result<()> {
    sql!("INSERT INTO dry_run (id, reference, person, asked_at, people, bodies) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind_text(id)
        .bind(it.reference.as_str())
        .bind_text(it.person)
        .bind_text(it.asked_at)
        .bind(json!(it.people).to_string())
        .bind(json!(it.organisations).to_string())
        .execute(tx)
        .await?;
    Ok(())
}

/// A dry run by its reference.
pub async fn dry_run(tx: &mut Tx, reference: &str) -> Result<Option<DryRun>> {
    let row = sql!("SELECT reference, person, asked_at, people, bodies FROM dry_run WHERE reference = $1")
        .bind(reference)
        .optional(tx)
        .await?;
    row.as_ref().map(read_dry_run).transpose()
}

fn read_dry_run(row: &Row) -> Result<DryRun> {
    Ok(DryRun {
        reference: row.get("reference")?,
        person: row.parse("person")?,
        asked_at: row.parse("asked_at")?,
        people: row.json("people")?,
        organisations: row.json("bodies")?,
    })
}

fn read(row: &Row) -> Result<Answered> {
    let mut suggestion: Suggestion = row.json("body")?;
    suggestion.version = row.number("version")?;
    Ok(Answered { suggestion, reasons: row.get("reasons")? })
}

impl Stored for Suggestion {
    async fn insert(&self, tx: &mut Tx, _: Saving) -> Result<()> {
        sql!("INSERT INTO suggestion (id, reference, about, person, organisation, body, evidence, reasons, salt, version) VALUES ($1, $2, $3, $4, $5, $6, '', '', '', 1)")
            .bind_text(self.id)
            .bind(self.reference.as_str())
            .bind_text(self.about)
            .bind_text(self.person)
            .bind_text(self.organisation)
            .bind(json!(self).to_string())
            .execute(tx)
            .await?;
        Ok(())
    }
    async fn update(&self, tx: &mut Tx, _: Saving) -> Result<u64> {
        let changed = sql!("UPDATE suggestion SET body = $2, version = version + 1 WHERE id = $1 AND version = $3")
            .bind_text(self.id)
            .bind(json!(self).to_string())
            .bind(self.version)
            .execute(tx)
            .await?;
        Ok(changed)
    }
}
