//! Meetings as rows, and beside them the words of their minutes.
use crate::{
    error::Result,
    unit::{Saving, Stored},
};
use db::{Row, Tx, sql};
use domain::{
    ids::{GroupId, MeetingId, PaperId},
    meeting::Meeting,
};
use serde_json::json;
use std::collections::BTreeMap;

/// A meeting by its reference.
pub async fn by_reference(tx: &mut Tx, reference: &str) -> Result<Option<Meeting>> {
    let row = sql!("SELECT version, body FROM meeting WHERE reference = $1").bind(reference).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// A meeting by its id.
pub async fn find(tx: &mut Tx, id: MeetingId) -> Result<Option<Meeting>> {
    let row = sql!("SELECT version, body FROM meeting WHERE id = $1").bind_text(id).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// The meetings of a group, latest first.
pub async fn of_group(tx: &mut Tx, group: GroupId) -> Result<Vec<Meeting>> {
    let rows = sql!("SELECT version, body FROM meeting WHERE group_id = $1 ORDER BY starts_at DESC, id DESC LIMIT 50")
        .bind_text(group)
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// The meetings of several groups that are neither cancelled nor minuted to the end, earliest first.
pub async fn open_of_all(tx: &mut Tx, groups: &[GroupId]) -> Result<Vec<Meeting>> {
    let rows = sql!(
        sqlite: "SELECT version, body FROM meeting WHERE group_id IN (SELECT value FROM json_each($1)) AND status NOT IN ('cancelled', 'minutes_approved') ORDER BY starts_at, id LIMIT 100",
        postgres: "SELECT version, body FROM meeting WHERE group_id IN (SELECT json_array_elements_text(CAST($1 AS json))) AND status NOT IN ('cancelled', 'minutes_approved') ORDER BY starts_at, id LIMIT 100"
    )
    .bind(json!(groups).to_string())
    .all(tx)
    .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// Keeps the words of a meeting's minutes, with the salt of the record's commitment to them.
pub async fn minute(tx: &mut Tx, meeting: MeetingId, words: &str, salt: &str) -> Result<()> {
    sql!("INSERT INTO minutes (meeting, words, salt) VALUES ($1, $2, $3) ON CONFLICT (meeting) DO UPDATE SET words = excluded.words, salt = excluded.salt")
        .bind_text(meeting)
        .bind(words)
        .bind(salt)
        .execute(tx)
        .await?;
    Ok(())
}

/// The words of a meeting's minutes; none before they are written.
pub async fn minutes(tx: &mut Tx, meeting: MeetingId) -> Result<Option<String>> {
    let row = sql!("SELECT words FROM minutes WHERE meeting = $1").bind_text(meeting).optional(tx).await?;
    Ok(row.map(|row| row.get("words")).transpose()?)
}

/// Keeps the words of a paper, with the salt of the record's commitment to them.
pub async fn keep_paper(tx: &mut Tx, meeting: MeetingId, paper: PaperId, words: &str, salt: &str) -> Result<()> {
    sql!("INSERT INTO paper (id, meeting, words, salt) VALUES ($1, $2, $3, $4)")
        .bind_text(paper)
        .bind_text(meeting)
        .bind(words)
        .bind(salt)
        .execute(tx)
        .await?;
    Ok(())
}

/// Takes the words of a paper away.
pub async fn drop_paper(tx: &mut Tx, paper: PaperId) -> Result<()> {
    sql!("DELETE FROM paper WHERE id = $1").bind_text(paper).execute(tx).await?;
    Ok(())
}

/// The words of a meeting's papers.
pub async fn papers(tx: &mut Tx, meeting: MeetingId) -> Result<BTreeMap<PaperId, String>> {
    let rows = sql!("SELECT id, words FROM paper WHERE meeting = $1 ORDER BY id").bind_text(meeting).all(tx).await?;
    rows.iter().map(|row| Ok((row.parse("id")?, row.get("words")?))).collect()
}

fn read(row: &Row) -> db::Result<Meeting> {
    let mut meeting: Meeting = row.json("body")?;
    meeting.version = row.number("version")?;
    Ok(meeting)
}

impl Stored for Meeting {
    async fn insert(&self, tx: &mut Tx, _: Saving) -> Result<()> {
        sql!("INSERT INTO meeting (id, reference, group_id, status, starts_at, body, version) VALUES ($1, $2, $3, $4, $5, $6, 1)")
            .bind_text(self.id)
            .bind(self.reference.as_str())
            .bind_text(self.group)
            .bind_text(self.status)
            .bind_text(self.plan.starts_at)
            .bind(json!(self).to_string())
            .execute(tx)
            .await?;
        Ok(())
    }
    async fn update(&self, tx: &mut Tx, _: Saving) -> Result<u64> {
        let changed = sql!("UPDATE meeting SET status = $2, starts_at = $3, body = $4, version = version + 1 WHERE id = $1 AND version = $5")
            .bind_text(self.id)
            .bind_text(self.status)
            .bind_text(self.plan.starts_at)
            .bind(json!(self).to_string())
            .bind(self.version)
            .execute(tx)
            .await?;
        Ok(changed)
    }
}
