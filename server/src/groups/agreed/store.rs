//! Actions as rows.
use crate::{
    error::Result,
    unit::{Saving, Stored},
};
use db::{Row, Tx, sql};
use domain::{
    action::Action,
    ids::{GroupId, MeetingId, PersonId},
};
use serde_json::json;
use uuid::Uuid;

/// An action by its reference.
pub async fn by_reference(tx: &mut Tx, reference: &str) -> Result<Option<Action>> {
    let row = sql!("SELECT version, body FROM action WHERE reference = $1").bind(reference).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// What is still to be done for a group, what is due first at the top.
pub async fn open_of(tx: &mut Tx, group: GroupId) -> Result<Vec<Action>> {
    let rows =
        sql!("SELECT version, body FROM action WHERE group_id = $1 AND status = 'to_do' ORDER BY due_on, id LIMIT 200")
            .bind_text(group)
            .all(tx)
            .await?;
    all(&rows)
}

/// What a meeting agreed.
pub async fn of_meeting(tx: &mut Tx, meeting: MeetingId) -> Result<Vec<Action>> {
    let rows = sql!("SELECT version, body FROM action WHERE meeting = $1 ORDER BY id LIMIT 200")
        .bind_text(meeting)
        .all(tx)
        .await?;
    all(&rows)
}

/// Whether any action of the group, done or not, is about one of these things.
pub async fn is_any_about(tx: &mut Tx, group: GroupId, things: &[Uuid]) -> Result<bool> {
    let row = sql!(
        sqlite: "SELECT COUNT(*) AS n FROM action WHERE group_id = $1 AND json_extract(body, '$.about') IN (SELECT value FROM json_each($2))",
        postgres: "SELECT COUNT(*) AS n FROM action WHERE group_id = $1 AND CAST(body AS json) ->> 'about' IN (SELECT json_array_elements_text(CAST($2 AS json)))"
    )
    .bind_text(group)
    .bind(json!(things).to_string())
    .one(tx)
    .await?;
    Ok(row.get::<i64>("n")? > 0)
}

/// What somebody has still to do, what is due first at the top.
pub async fn open_by(tx: &mut Tx, owner: PersonId) -> Result<Vec<Action>> {
    let rows =
        sql!("SELECT version, body FROM action WHERE owner = $1 AND status = 'to_do' ORDER BY due_on, id LIMIT 200")
            .bind_text(owner)
            .all(tx)
            .await?;
    all(&rows)
}

fn all(rows: &[Row]) -> Result<Vec<Action>> {
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

fn read(row: &Row) -> db::Result<Action> {
    let mut action: Action = row.json("body")?;
    action.version = row.number("version")?;
    Ok(action)
}

impl Stored for Action {
    async fn insert(&self, tx: &mut Tx, _: Saving) -> Result<()> {
        sql!("INSERT INTO action (id, reference, group_id, meeting, owner, due_on, status, body, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)")
            .bind_text(self.id)
            .bind(self.reference.as_str())
            .bind_text(self.group)
            .bind_text(self.meeting)
            .bind_text(self.charge.owner)
            .bind_text(self.charge.due_on)
            .bind_text(self.status)
            .bind(json!(self).to_string())
            .execute(tx)
            .await?;
        Ok(())
    }
    async fn update(&self, tx: &mut Tx, _: Saving) -> Result<u64> {
        let changed = sql!("UPDATE action SET owner = $2, due_on = $3, status = $4, body = $5, version = version + 1 WHERE id = $1 AND version = $6")
            .bind_text(self.id)
            .bind_text(self.charge.owner)
            .bind_text(self.charge.due_on)
            .bind_text(self.status)
            .bind(json!(self).to_string())
            .bind(self.version)
            .execute(tx)
            .await?;
        Ok(changed)
    }
}
