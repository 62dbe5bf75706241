//! Panels and assessments as rows, and what stands beside the record: declarations, scores, rankings, letters.
use crate::{
    error::{Error, Result},
    forms::Choice,
    unit::{Saving, Stored},
};
use db::{Row, Tx, sql};
use domain::{
    assessment::{Assessment, Score},
    ids::{AssessmentId, CallId, PanelId, PersonId, ResponseId},
    panel::Panel,
    scoring::Judging,
    time::Timestamp,
};
use std::collections::BTreeMap;

/// The panel of a call.
pub async fn panel(tx: &mut Tx, call: CallId) -> Result<Option<Panel>> {
    let row = sql!("SELECT version, body FROM panel WHERE call_id = $1").bind_text(call).optional(tx).await?;
    Ok(row.as_ref().map(read_panel).transpose()?)
}

/// Every panel that is not done: whose work it is, the rooms decide.
pub async fn forming(tx: &mut Tx) -> Result<Vec<Panel>> {
    let rows =
        sql!("SELECT version, body FROM panel WHERE status IN ('forming', 'recommended') ORDER BY id DESC LIMIT 500")
            .all(tx)
            .await?;
    Ok(rows.iter().map(read_panel).collect::<db::Result<_>>()?)
}

/// The assessments of these calls.
pub async fn of_calls(tx: &mut Tx, some: &[CallId]) -> Result<Vec<Assessment>> {
    let rows = sql!(
        sqlite: "SELECT version, body FROM assessment WHERE call_id IN (SELECT value FROM json_each($1)) ORDER BY id",
        postgres: "SELECT version, body FROM assessment WHERE call_id IN (SELECT json_array_elements_text(CAST($1 AS json))) ORDER BY id"
    )
    .bind(serde_json::json!(some).to_string())
    .all(tx)
    .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// Keeps why somebody said no.
pub async fn note_reply(tx: &mut Tx, panel: PanelId, person: PersonId, reasons: &str) -> Result<()> {
    sql!("INSERT INTO panel_reply (panel, person, reasons) VALUES ($1, $2, $3) ON CONFLICT (panel, person) DO UPDATE SET reasons = excluded.reasons")
        .bind_text(panel)
        .bind_text(person)
        .bind(reasons)
        .execute(tx)
        .await?;
    Ok(())
}

/// Why people said no, by person.
pub async fn replies(tx: &mut Tx, panel: PanelId) -> Result<BTreeMap<PersonId, String>> {
    let rows = sql!("SELECT person, reasons FROM panel_reply WHERE panel = $1 ORDER BY person")
        .bind_text(panel)
        .all(tx)
        .await?;
    rows.iter().map(|row| Ok((row.parse("person")?, row.get("reasons")?))).collect()
}

/// Everybody who may be asked to assess, as options: value = their id.
pub async fn assessors(tx: &mut Tx, now: Timestamp) -> Result<Vec<Choice>> {
    let rows = sql!("SELECT DISTINCT p.id, p.name FROM person p JOIN role r ON r.person = p.id WHERE r.kind = 'does' AND r.word = 'assessor' AND r.starts_at <= $1 AND (r.ends_at IS NULL OR r.ends_at > $1) AND p.active = TRUE ORDER BY p.name, p.id LIMIT 500")
        .bind_text(now)
        .all(tx)
        .await?;
    rows.iter().map(|row| Ok(Choice { value: row.get("id")?, text: row.get("name")?, hint: String::new() })).collect()
}

/// Somebody with an account, by their address.
pub async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<PersonId>> {
    let row = sql!("SELECT id FROM person WHERE email = $1 AND active = TRUE").bind(email).optional(tx).await?;
    Ok(row.map(|row| row.parse("id")).transpose()?)
}

/// An assessment by its reference.
pub async fn by_reference(tx: &mut Tx, reference: &str) -> Result<Option<Assessment>> {
    let row = sql!("SELECT version, body FROM assessment WHERE reference = $1").bind(reference).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// Every assessment of a call, in the order in which they were assigned.
pub async fn of_call(tx: &mut Tx, call: CallId) -> Result<Vec<Assessment>> {
    let rows =
        sql!("SELECT version, body FROM assessment WHERE call_id = $1 ORDER BY id").bind_text(call).all(tx).await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// Every assessment of a response.
pub async fn of_response(tx: &mut Tx, response: ResponseId) -> Result<Vec<Assessment>> {
    let rows = sql!("SELECT version, body FROM assessment WHERE response = $1 ORDER BY id")
        .bind_text(response)
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// Everything that somebody judges, newest first, at most 200.
pub async fn of_assessor(tx: &mut Tx, person: PersonId) -> Result<Vec<Assessment>> {
    let rows = sql!("SELECT version, body FROM assessment WHERE assessor = $1 ORDER BY id DESC LIMIT 200")
        .bind_text(person)
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// The judgement of one person on one response.
pub async fn of_judge(tx: &mut Tx, response: ResponseId, person: PersonId) -> Result<Option<Assessment>> {
    let row = sql!("SELECT version, body FROM assessment WHERE response = $1 AND assessor = $2")
        .bind_text(response)
        .bind_text(person)
        .optional(tx)
        .await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// Keeps the interest somebody declared; it waits for a ruling.
pub async fn declare(tx: &mut Tx, id: AssessmentId, interest: &str) -> Result<()> {
    sql!("INSERT INTO declaration (assessment, interest, ruling) VALUES ($1, $2, '') ON CONFLICT (assessment) DO UPDATE SET interest = excluded.interest, ruling = ''")
        .bind_text(id)
        .bind(interest)
        .execute(tx)
        .await?;
    Ok(())
}

/// Keeps why an interest was ruled on as it was.
pub async fn rule(tx: &mut Tx, id: AssessmentId, reasons: &str) -> Result<()> {
    sql!("UPDATE declaration SET ruling = $2 WHERE assessment = $1").bind_text(id).bind(reasons).execute(tx).await?;
    Ok(())
}

/// The interest that was declared, if one was.
pub async fn interest(tx: &mut Tx, id: AssessmentId) -> Result<Option<String>> {
    let row = sql!("SELECT interest FROM declaration WHERE assessment = $1").bind_text(id).optional(tx).await?;
    Ok(row.map(|row| row.get("interest")).transpose()?)
}

/// Scores and reasons of one assessment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// One per criterion that was scored.
    pub scores: Vec<Score>,
    /// Counts saves; 0 before the first.
    pub version: u64,
}

/// The scores of an assessment; an empty sheet before the first save.
pub async fn sheet(tx: &mut Tx, id: AssessmentId) -> Result<Sheet> {
    let row = sql!("SELECT body, version FROM score_sheet WHERE assessment = $1").bind_text(id).optional(tx).await?;
    let Some(row) = row else { return Ok(Sheet::default()) };
    Ok(Sheet { scores: row.json("body")?, version: row.number("version")? })
}

/// The scores of every locked assessment of a call.
pub async fn locked(tx: &mut Tx, call: CallId) -> Result<BTreeMap<AssessmentId, Vec<Score>>> {
    let rows = sql!("SELECT s.assessment, s.body FROM score_sheet s JOIN assessment a ON a.id = s.assessment WHERE a.call_id = $1 AND a.status = 'locked'")
        .bind_text(call)
        .all(tx)
        .await?;
    rows.iter().map(|row| Ok((row.parse("assessment")?, row.json("body")?))).collect()
}

/// Writes scores over the version they were made from. A locked sheet is never written again.
pub async fn save_sheet(tx: &mut Tx, id: AssessmentId, it: &Sheet, at: Timestamp) -> Result<()> {
    let saved = sql!("INSERT INTO score_sheet (assessment, body, version, saved_at) VALUES ($1, $2, 1, $3) ON CONFLICT (assessment) DO UPDATE SET body = excluded.body, version = score_sheet.version + 1, saved_at = excluded.saved_at WHERE score_sheet.version = $4 AND score_sheet.salt IS NULL")
        .bind_text(id)
        .bind(serde_json::json!(it.scores).to_string())
        .bind_text(at)
        .bind(it.version)
        .execute(tx)
        .await?;
    if saved == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Locks a sheet: from now on its salt says that it is committed to.
pub async fn lock_sheet(tx: &mut Tx, id: AssessmentId, salt: &[u8; 32]) -> Result<()> {
    sql!("UPDATE score_sheet SET salt = $2 WHERE assessment = $1 AND salt IS NULL")
        .bind_text(id)
        .bind(hex::encode(salt))
        .execute(tx)
        .await?;
    Ok(())
}

/// Keeps what the ranking was computed from.
pub async fn keep_ranking(tx: &mut Tx, call: CallId, salt: &[u8; 32], body: &str) -> Result<()> {
    sql!("INSERT INTO ranking (call_id, salt, body) VALUES ($1, $2, $3)")
        .bind_text(call)
        .bind(hex::encode(salt))
        .bind(body)
        .execute(tx)
        .await?;
    Ok(())
}

/// What the ranking was computed from, once the group was advised.
pub async fn judging(tx: &mut Tx, call: CallId) -> Result<Option<Judging>> {
    let row = sql!("SELECT body FROM ranking WHERE call_id = $1").bind_text(call).optional(tx).await?;
    Ok(row.map(|row| row.json("body")).transpose()?)
}

/// Releases the letter to a respondent.
pub async fn release(tx: &mut Tx, response: ResponseId, body: &str, at: Timestamp) -> Result<()> {
    sql!("INSERT INTO outcome_letter (response, body, released_at) VALUES ($1, $2, $3)")
        .bind_text(response)
        .bind(body)
        .bind_text(at)
        .execute(tx)
        .await?;
    Ok(())
}

/// The letter to a respondent, once it was released.
pub async fn letter(tx: &mut Tx, response: ResponseId) -> Result<Option<String>> {
    let row = sql!("SELECT body FROM outcome_letter WHERE response = $1").bind_text(response).optional(tx).await?;
    Ok(row.map(|row| row.get("body")).transpose()?)
}

fn read_panel(row: &Row) -> db::Result<Panel> {
    let mut panel: Panel = row.json("body")?;
    panel.version = row.number("version")?;
    Ok(panel)
}

fn read(row: &Row) -> db::Result<Assessment> {
    let mut assessment: Assessment = row.json("body")?;
    assessment.version = row.number("version")?;
    Ok(assessment)
}

impl Stored for Panel {
    async fn insert(&self, tx: &mut Tx, _: Saving) -> Result<()> {
        let written = sql!("INSERT INTO panel (id, call_id, status, body, version) VALUES ($1, $2, $3, $4, 1) ON CONFLICT (call_id) DO NOTHING")
            .bind_text(self.id)
            .bind_text(self.call)
            .bind_text(self.status)
            .bind(serde_json::json!(self).to_string())
            .execute(tx)
            .await?;
        if written == 1 { Ok(()) } else { Err(Error::Stale) }
    }
    async fn update(&self, tx: &mut Tx, _: Saving) -> Result<u64> {
        let changed =
            sql!("UPDATE panel SET status = $2, body = $3, version = version + 1 WHERE id = $1 AND version = $4")
                .bind_text(self.id)
                .bind_text(self.status)
                .bind(serde_json::json!(self).to_string())
                .bind(self.version)
                .execute(tx)
                .await?;
        Ok(changed)
    }
}

impl Stored for Assessment {
    async fn insert(&self, tx: &mut Tx, _: Saving) -> Result<()> {
        sql!("INSERT INTO assessment (id, reference, call_id, response, assessor, status, body, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)")
            .bind_text(self.id)
            .bind(self.reference.as_str())
            .bind_text(self.call)
            .bind_text(self.response)
            .bind_text(self.assessor)
            .bind_text(self.status)
            .bind(serde_json::json!(self).to_string())
            .execute(tx)
            .await?;
        Ok(())
    }
    async fn update(&self, tx: &mut Tx, _: Saving) -> Result<u64> {
        let changed =
            sql!("UPDATE assessment SET status = $2, body = $3, version = version + 1 WHERE id = $1 AND version = $4")
                .bind_text(self.id)
                .bind_text(self.status)
                .bind(serde_json::json!(self).to_string())
                .bind(self.version)
                .execute(tx)
                .await?;
        Ok(changed)
    }
}
