//! Responses as rows, and their answers beside the record.
use crate::{
    error::{Error, Result},
    unit::{Saving, Stored},
};
use db::{Row, Tx, sql};
use domain::{
    ids::{CallId, OrganisationId, PersonId, ResponseId},
    refusal::Refusal,
    response::{Answer, Response},
    time::Timestamp,
};

/// A response by its reference.
pub async fn by_reference(tx: &mut Tx, reference: &str) -> Result<Option<Response>> {
    let row = sql!("SELECT version, body FROM response WHERE reference = $1").bind(reference).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// A response by its id.
pub async fn find(tx: &mut Tx, id: ResponseId) -> Result<Option<Response>> {
    let row = sql!("SELECT version, body FROM response WHERE id = $1").bind_text(id).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// The response of an organisation to a call.
pub async fn of(tx: &mut Tx, call: CallId, organisation: OrganisationId) -> Result<Option<Response>> {
    let row = sql!("SELECT version, body FROM response WHERE call_id = $1 AND organisation = $2")
        .bind_text(call)
        .bind_text(organisation)
        .optional(tx)
        .await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// Every response to a call, whatever its status: for schedules and openings, never for a page of others (R3).
pub async fn all_of_call(tx: &mut Tx, call: CallId) -> Result<Vec<Response>> {
    let rows =
        sql!("SELECT version, body FROM response WHERE call_id = $1 ORDER BY id").bind_text(call).all(tx).await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// The opened responses to a call; before the opening there are none (R3).
pub async fn of_call(tx: &mut Tx, call: CallId) -> Result<Vec<Response>> {
    let rows = sql!("SELECT version, body FROM response WHERE call_id = $1 AND status IN ('opened', 'selected', 'reserve', 'not_selected') ORDER BY id")
        .bind_text(call)
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// The opened responses to these calls.
pub async fn of_calls(tx: &mut Tx, some: &[CallId]) -> Result<Vec<Response>> {
    let rows = sql!(
        sqlite: "SELECT version, body FROM response WHERE call_id IN (SELECT value FROM json_each($1)) AND status IN ('opened', 'selected', 'reserve', 'not_selected') ORDER BY id",
        postgres: "SELECT version, body FROM response WHERE call_id IN (SELECT json_array_elements_text(CAST($1 AS json))) AND status IN ('opened', 'selected', 'reserve', 'not_selected') ORDER BY id"
    )
    .bind(serde_json::json!(some).to_string())
    .all(tx)
    .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// The responses of these organisations, newest first, at most 200.
pub async fn of_organisations(tx: &mut Tx, some: &[OrganisationId]) -> Result<Vec<Response>> {
    let rows = sql!(
        sqlite: "SELECT version, body FROM response WHERE organisation IN (SELECT value FROM json_each($1)) ORDER BY id DESC LIMIT 200",
        postgres: "SELECT version, body FROM response WHERE organisation IN (SELECT json_array_elements_text(CAST($1 AS json))) ORDER BY id DESC LIMIT 200"
    )
    .bind(serde_json::json!(some).to_string())
    .all(tx)
    .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// The responses of an organisation that are not over: nobody was told yet, or its agreement has not begun.
pub async fn open_of(tx: &mut Tx, organisation: OrganisationId) -> Result<Vec<Response>> {
    let rows = sql!("SELECT version, body FROM response WHERE organisation = $1 AND (status IN ('draft', 'submitted', 'sealed', 'opened') OR status IN ('selected', 'reserve') AND NOT EXISTS (SELECT 1 FROM agreement a WHERE a.call = call_id)) ORDER BY id")
        .bind_text(organisation)
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// What an organisation is writing.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// One per question.
    pub answers: Vec<Answer>,
    /// Counts saves, from 1.
    pub version: u64,
    /// Who saved last.
    pub saved_by: PersonId,
    /// When.
    pub saved_at: Timestamp,
}

/// The draft of a response.
pub async fn draft(tx: &mut Tx, id: ResponseId) -> Result<Draft> {
    let row = sql!("SELECT body, version, saved_by, saved_at FROM answer_draft WHERE response = $1")
        .bind_text(id)
        .one(tx)
        .await?;
    let (saved_by, saved_at) = (row.parse("saved_by")?, row.parse("saved_at")?);
    Ok(Draft { answers: row.json("body")?, version: row.number("version")?, saved_by, saved_at })
}

/// Writes the first draft of a response.
pub async fn begin_draft(tx: &mut Tx, id: ResponseId, it: &Draft) -> Result<()> {
    sql!("INSERT INTO answer_draft (response, body, version, saved_by, saved_at) VALUES ($1, $2, 1, $3, $4)")
        .bind_text(id)
        .bind(serde_json::json!(it.answers).to_string())
        .bind_text(it.saved_by)
        .bind_text(it.saved_at)
        .execute(tx)
        .await?;
    Ok(())
}

/// Writes a draft over the version it was made from.
pub async fn save_draft(tx: &mut Tx, id: ResponseId, it: &Draft) -> Result<()> {
    let saved = sql!("UPDATE answer_draft SET body = $2, version = version + 1, saved_by = $3, saved_at = $4 WHERE response = $1 AND version = $5")
        .bind_text(id)
        .bind(serde_json::json!(it.answers).to_string())
        .bind_text(it.saved_by)
        .bind_text(it.saved_at)
        .bind(it.version)
        .execute(tx)
        .await?;
    if saved == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// What was submitted, as it was committed to.
pub struct Sheet<'a> {
    /// Which submission, from 1.
    pub number: u64,
    /// The salt of its commitment.
    pub salt: &'a [u8; 32],
    /// The canonical text that the commitment covers.
    pub body: &'a str,
}

/// Files what was submitted.
pub async fn file(tx: &mut Tx, id: ResponseId, it: Sheet<'_>) -> Result<()> {
    sql!("INSERT INTO answer_sheet (response, number, salt, body) VALUES ($1, $2, $3, $4)")
        .bind_text(id)
        .bind(it.number)
        .bind(hex::encode(it.salt))
        .bind(it.body)
        .execute(tx)
        .await?;
    Ok(())
}

/// What a response said when it was submitted last, for its own organisation.
pub async fn submitted(tx: &mut Tx, id: ResponseId) -> Result<Vec<Answer>> {
    let row = sql!("SELECT body FROM answer_sheet WHERE response = $1 ORDER BY number DESC LIMIT 1")
        .bind_text(id)
        .optional(tx)
        .await?;
    Ok(row.map(|row| row.json("body")).transpose()?.unwrap_or_default())
}

/// What an opened response says, for anybody else: before the opening this statement finds nothing (R3).
pub async fn opened(tx: &mut Tx, id: ResponseId) -> Result<Option<Vec<Answer>>> {
    let row = sql!("SELECT s.body FROM answer_sheet s JOIN response r ON r.id = s.response WHERE s.response = $1 AND r.status IN ('opened', 'selected', 'reserve', 'not_selected') ORDER BY s.number DESC LIMIT 1")
        .bind_text(id)
        .optional(tx)
        .await?;
    Ok(row.map(|row| row.json("body")).transpose()?)
}

fn read(row: &Row) -> db::Result<Response> {
    let mut response: Response = row.json("body")?;
    response.version = row.number("version")?;
    Ok(response)
}

impl Stored for Response {
    async fn insert(&self, tx: &mut Tx, _: Saving) -> Result<()> {
        let written = sql!("INSERT INTO response (id, reference, call_id, organisation, status, body, version) VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT (call_id, organisation) DO NOTHING")
            .bind_text(self.id)
            .bind(self.reference.as_str())
            .bind_text(self.call)
            .bind_text(self.organisation)
            .bind_text(self.status)
            .bind(serde_json::json!(self).to_string())
            .execute(tx)
            .await?;
        if written == 1 { Ok(()) } else { Err(Refusal::because("already_responded").into()) }
    }
    async fn update(&self, tx: &mut Tx, _: Saving) -> Result<u64> {
        let changed =
            sql!("UPDATE response SET status = $2, body = $3, organisation = $5, version = version + 1 WHERE id = $1 AND version = $4")
                .bind_text(self.id)
                .bind_text(self.status)
                .bind(serde_json::json!(self).to_string())
                .bind(self.version)
                .bind_text(self.organisation)
                .execute(tx)
                .await?;
        Ok(changed)
    }
}
