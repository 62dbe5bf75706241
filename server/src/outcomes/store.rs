//! Outcome reports as rows.
use crate::{
    error::Result,
    unit::{Saving, Stored},
};
use db::{Row, Tx, sql};
use domain::{
    ids::{CollaborationId, GroupId, OrganisationId, OutcomeId},
    outcome::Outcome,
};

/// How many reports a list shows at most.
pub const PAGE: i64 = 50;

/// A report by its reference.
pub async fn by_reference(tx: &mut Tx, reference: &str) -> Result<Option<Outcome>> {
    let row = sql!("SELECT version, body FROM outcome WHERE reference = $1").bind(reference).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// A report by its id.
pub async fn find(tx: &mut Tx, id: OutcomeId) -> Result<Option<Outcome>> {
    let row = sql!("SELECT version, body FROM outcome WHERE id = $1").bind_text(id).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// The report of a collaboration, if it has ended.
pub async fn of_collaboration(tx: &mut Tx, id: CollaborationId) -> Result<Option<Outcome>> {
    let row = sql!("SELECT version, body FROM outcome WHERE collaboration = $1").bind_text(id).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// Reports that the public may read, newest first, after the one that `after` names; from the start if it is empty.
pub async fn public(tx: &mut Tx, after: &str) -> Result<Vec<Outcome>> {
    let rows = sql!(
        "SELECT version, body FROM outcome WHERE is_public = TRUE AND ($1 = '' OR id < $1) ORDER BY id DESC LIMIT $2"
    )
    .bind(after)
    .bind(PAGE)
    .all(tx)
    .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// The reports of what a group governed, newest first.
pub async fn of_group(tx: &mut Tx, group: GroupId) -> Result<Vec<Outcome>> {
    let rows = sql!("SELECT version, body FROM outcome WHERE group_id = $1 ORDER BY id DESC LIMIT 200")
        .bind_text(group)
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// Reports of projects in which any of these organisations takes part, or that a network of them looks after, and that not
/// all have published, newest first.
pub async fn of_organisations(tx: &mut Tx, some: &[OrganisationId]) -> Result<Vec<Outcome>> {
    let rows = sql!(
        sqlite: "SELECT version, body FROM outcome WHERE status <> 'published_by_all' AND collaboration IN (SELECT collaboration FROM collaboration_party WHERE organisation IN (SELECT value FROM json_each($1)) UNION SELECT id FROM collaboration WHERE network IN (SELECT value FROM json_each($1))) ORDER BY id DESC LIMIT 200",
        postgres: "SELECT version, body FROM outcome WHERE status <> 'published_by_all' AND collaboration IN (SELECT collaboration FROM collaboration_party WHERE organisation IN (SELECT json_array_elements_text(CAST($1 AS json))) UNION SELECT id FROM collaboration WHERE network IN (SELECT json_array_elements_text(CAST($1 AS json)))) ORDER BY id DESC LIMIT 200"
    )
    .bind(serde_json::json!(some).to_string())
    .all(tx)
    .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

fn read(row: &Row) -> db::Result<Outcome> {
    let mut outcome: Outcome = row.json("body")?;
    outcome.version = row.number("version")?;
    Ok(outcome)
}

impl Stored for Outcome {
    async fn insert(&self, tx: &mut Tx, _: Saving) -> Result<()> {
        sql!("INSERT INTO outcome (id, reference, collaboration, group_id, status, is_public, title, condition, place, body, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)")
            .bind_text(self.id)
            .bind(self.reference.as_str())
            .bind_text(self.collaboration)
            .bind_text(self.group)
            .bind_text(self.status)
            .bind(self.is_public())
            .bind(self.title.as_str())
            .bind(self.condition.as_str())
            .bind(self.place.as_str())
            .bind(serde_json::json!(self).to_string())
            .execute(tx)
            .await?;
        Ok(())
    }
    async fn update(&self, tx: &mut Tx, _: Saving) -> Result<u64> {
        let changed = sql!("UPDATE outcome SET status = $2, is_public = $3, body = $4, version = version + 1 WHERE id = $1 AND version = $5")
            .bind_text(self.id)
            .bind_text(self.status)
            .bind(self.is_public())
            .bind(serde_json::json!(self).to_string())
            .bind(self.version)
            .execute(tx)
            .await?;
        Ok(changed)
    }
}
