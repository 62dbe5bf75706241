//! Items of business as rows, and beside them what somebody's interest in one is.
use crate::{
    error::Result,
    unit::{Saving, Stored},
};
use db::{Row, Tx, sql};
use domain::{
    ids::{GroupId, ItemId, MeetingId, PersonId},
    item::Item,
};
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;

/// How many decisions a page shows at most.
pub const PAGE: i64 = 50;

/// An item by its reference.
pub async fn by_reference(tx: &mut Tx, reference: &str) -> Result<Option<Item>> {
    let row = sql!("SELECT version, body FROM item WHERE reference = $1").bind(reference).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// An item by its id.
pub async fn find(tx: &mut Tx, id: ItemId) -> Result<Option<Item>> {
    let row = sql!("SELECT version, body FROM item WHERE id = $1").bind_text(id).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// Items about a thing that are not decided and not taken back.
pub async fn open_about(tx: &mut Tx, subject: Uuid) -> Result<Vec<Item>> {
    let rows =
        sql!("SELECT version, body FROM item WHERE subject = $1 AND status IN ('waiting', 'on_agenda') ORDER BY id")
            .bind_text(subject)
            .all(tx)
            .await?;
    all(&rows)
}

/// Decided items about a thing that not everybody may read yet.
pub async fn undisclosed(tx: &mut Tx, subject: Uuid) -> Result<Vec<Item>> {
    let rows =
        sql!("SELECT version, body FROM item WHERE subject = $1 AND status = 'decided' AND public = FALSE ORDER BY id")
            .bind_text(subject)
            .all(tx)
            .await?;
    all(&rows)
}

/// What waits for a meeting of a group or is on an agenda, oldest first.
pub async fn open_of(tx: &mut Tx, group: GroupId) -> Result<Vec<Item>> {
    let rows = sql!("SELECT version, body FROM item WHERE group_id = $1 AND status IN ('waiting', 'on_agenda') ORDER BY id LIMIT 200")
        .bind_text(group)
        .all(tx)
        .await?;
    all(&rows)
}

/// What waits or is on an agenda in several groups, oldest first.
pub async fn open_of_all(tx: &mut Tx, groups: &[GroupId]) -> Result<Vec<Item>> {
    let rows = sql!(
        sqlite: "SELECT version, body FROM item WHERE group_id IN (SELECT value FROM json_each($1)) AND status IN ('waiting', 'on_agenda') ORDER BY id LIMIT 200",
        postgres: "SELECT version, body FROM item WHERE group_id IN (SELECT json_array_elements_text(CAST($1 AS json))) AND status IN ('waiting', 'on_agenda') ORDER BY id LIMIT 200"
    )
    .bind(json!(groups).to_string())
    .all(tx)
    .await?;
    all(&rows)
}

/// What is or was on the agenda of a meeting, in the order it was put.
pub async fn of_meeting(tx: &mut Tx, meeting: MeetingId) -> Result<Vec<Item>> {
    let rows = sql!("SELECT version, body FROM item WHERE meeting = $1 ORDER BY id").bind_text(meeting).all(tx).await?;
    all(&rows)
}

/// What a group decided, newest first: page 0 is the newest.
pub async fn decided(tx: &mut Tx, group: GroupId, page: i64) -> Result<Vec<Item>> {
    let rows = sql!("SELECT version, body FROM item WHERE group_id = $1 AND decided_at IS NOT NULL ORDER BY decided_at DESC, id DESC LIMIT $2 OFFSET $3")
        .bind_text(group)
        .bind(PAGE)
        .bind(page * PAGE)
        .all(tx)
        .await?;
    all(&rows)
}

/// Notes what somebody's interest in an item is; an empty text takes it away.
pub async fn describe(tx: &mut Tx, item: ItemId, person: PersonId, words: &str) -> Result<()> {
    sql!("INSERT INTO item_interest (item, person, words) VALUES ($1, $2, $3) ON CONFLICT (item, person) DO UPDATE SET words = excluded.words")
        .bind_text(item)
        .bind_text(person)
        .bind(words)
        .execute(tx)
        .await?;
    Ok(())
}

/// What people's interests in some items are.
pub async fn described(tx: &mut Tx, items: &[ItemId]) -> Result<BTreeMap<(ItemId, PersonId), String>> {
    let rows = sql!(
        sqlite: "SELECT item, person, words FROM item_interest WHERE item IN (SELECT value FROM json_each($1))",
        postgres: "SELECT item, person, words FROM item_interest WHERE item IN (SELECT json_array_elements_text(CAST($1 AS json)))"
    )
    .bind(json!(items).to_string())
    .all(tx)
    .await?;
    rows.iter().map(|row| Ok(((row.parse("item")?, row.parse("person")?), row.get("words")?))).collect()
}

fn all(rows: &[Row]) -> Result<Vec<Item>> {
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

fn read(row: &Row) -> db::Result<Item> {
    let mut item: Item = row.json("body")?;
    item.version = row.number("version")?;
    Ok(item)
}

impl Stored for Item {
    async fn insert(&self, tx: &mut Tx, _: Saving) -> Result<()> {
        sql!("INSERT INTO item (id, reference, group_id, subject, motion, status, public, body, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)")
            .bind_text(self.id)
            .bind(self.reference.as_str())
            .bind_text(self.group)
            .bind_text(self.subject)
            .bind_text(self.motion)
            .bind_text(self.status)
            .bind(self.public)
            .bind(json!(self).to_string())
            .execute(tx)
            .await?;
        Ok(())
    }
    async fn update(&self, tx: &mut Tx, _: Saving) -> Result<u64> {
        let changed = sql!("UPDATE item SET status = $2, meeting = $3, public = $4, decided_at = $5, body = $6, version = version + 1 WHERE id = $1 AND version = $7")
            .bind_text(self.id)
            .bind_text(self.status)
            .bind_text_option(self.meeting)
            .bind(self.public)
            .bind_text_option(self.decision.as_ref().map(|decision| decision.at))
            .bind(json!(self).to_string())
            .bind(self.version)
            .execute(tx)
            .await?;
        Ok(changed)
    }
}
