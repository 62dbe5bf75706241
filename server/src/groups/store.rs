//! Groups as rows.
use crate::{
    error::Result,
    unit::{Saving, Stored},
};
use db::{Row, Tx, sql};
use domain::{
    group::Group,
    ids::{GroupId, OrganisationId, PersonId},
    time::Timestamp,
};
use std::collections::BTreeMap;

/// How many groups a list shows at most.
pub const PAGE: i64 = 50;

/// A group by its reference.
pub async fn by_reference(tx: &mut Tx, reference: &str) -> Result<Option<Group>> {
    let row =
        sql!("SELECT version, body FROM oversight_group WHERE reference = $1").bind(reference).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// A group by its id.
pub async fn find(tx: &mut Tx, id: GroupId) -> Result<Option<Group>> {
    let row = sql!("SELECT version, body FROM oversight_group WHERE id = $1").bind_text(id).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// Some groups by name.
pub async fn some(tx: &mut Tx, ids: &[GroupId]) -> Result<Vec<Group>> {
    let rows = sql!(
        sqlite: "SELECT version, body FROM oversight_group WHERE id IN (SELECT value FROM json_each($1)) ORDER BY name, id",
        postgres: "SELECT version, body FROM oversight_group WHERE id IN (SELECT json_array_elements_text(CAST($1 AS json))) ORDER BY name, id"
    )
    .bind(serde_json::json!(ids).to_string())
    .all(tx)
    .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// The names of some groups by id.
pub async fn names(tx: &mut Tx, ids: &[GroupId]) -> Result<BTreeMap<GroupId, String>> {
    let rows = sql!(
        sqlite: "SELECT id, name FROM oversight_group WHERE id IN (SELECT value FROM json_each($1))",
        postgres: "SELECT id, name FROM oversight_group WHERE id IN (SELECT json_array_elements_text(CAST($1 AS json)))"
    )
    .bind(serde_json::json!(ids).to_string())
    .all(tx)
    .await?;
    rows.iter().map(|row| Ok((row.parse("id")?, row.get("name")?))).collect()
}

/// Groups by name, after the one whose id `after` is.
pub async fn list(tx: &mut Tx, after: Option<&str>) -> Result<Vec<Group>> {
    let rows = sql!(
        "SELECT version, body FROM oversight_group WHERE CAST($1 AS TEXT) IS NULL OR id > $1 ORDER BY id LIMIT $2"
    )
    .bind(after)
    .bind(PAGE)
    .all(tx)
    .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// The groups that name an organisation: as one of their systems, as their network, or at a seat.
pub async fn naming(tx: &mut Tx, organisation: OrganisationId) -> Result<Vec<Group>> {
    let rows = sql!(
        "SELECT version, body FROM oversight_group WHERE body LIKE '%' || CAST($1 AS TEXT) || '%' ORDER BY name, id"
    )
    .bind_text(organisation)
    .all(tx)
    .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// The groups that ask a person to take a seat.
pub async fn asking(tx: &mut Tx, person: PersonId) -> Result<Vec<Group>> {
    let rows = sql!(
        "SELECT g.version, g.body FROM seat_offer o JOIN oversight_group g ON g.id = o.group_id WHERE o.person = $1 ORDER BY g.name, g.id"
    )
    .bind_text(person)
    .all(tx)
    .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// Notes that a group asks a person to take a seat.
pub async fn ask(tx: &mut Tx, group: GroupId, person: PersonId) -> Result<()> {
    sql!("INSERT INTO seat_offer (group_id, person) VALUES ($1, $2)")
        .bind_text(group)
        .bind_text(person)
        .execute(tx)
        .await?;
    Ok(())
}

/// Notes that a group asks a person no longer: they answered, or the offer was taken back.
pub async fn ask_no_more(tx: &mut Tx, group: GroupId, person: PersonId) -> Result<()> {
    sql!("DELETE FROM seat_offer WHERE group_id = $1 AND person = $2")
        .bind_text(group)
        .bind_text(person)
        .execute(tx)
        .await?;
    Ok(())
}

/// The groups in which a person has a seat now or later.
pub async fn seating(tx: &mut Tx, person: PersonId, now: Timestamp) -> Result<Vec<Group>> {
    let rows = sql!("SELECT version, body FROM oversight_group WHERE id IN (SELECT thing FROM role WHERE person = $1 AND kind = 'sits' AND (ends_at IS NULL OR ends_at > $2)) ORDER BY id")
        .bind_text(person)
        .bind_text(now)
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// The person with this e-mail address, whether or not they have joined yet.
pub async fn person_of(tx: &mut Tx, email: &str) -> Result<Option<PersonId>> {
    let row = sql!("SELECT id FROM person WHERE email = $1").bind(email).optional(tx).await?;
    Ok(row.map(|row| row.parse("id")).transpose()?)
}

fn read(row: &Row) -> db::Result<Group> {
    let mut group: Group = row.json("body")?;
    group.version = row.number("version")?;
    Ok(group)
}

impl Stored for Group {
    async fn insert(&self, tx: &mut Tx, _: Saving) -> Result<()> {
        sql!("INSERT INTO oversight_group (id, reference, name, body, version) VALUES ($1, $2, $3, $4, 1)")
            .bind_text(self.id)
            .bind(self.reference.as_str())
            .bind(self.name.as_str())
            .bind(serde_json::json!(self).to_string())
            .execute(tx)
            .await?;
        Ok(())
    }
    async fn update(&self, tx: &mut Tx, _: Saving) -> Result<u64> {
        let changed = sql!(
            "UPDATE oversight_group SET name = $2, body = $3, version = version + 1 WHERE id = $1 AND version = $4"
        )
        .bind_text(self.id)
        .bind(self.name.as_str())
        .bind(serde_json::json!(self).to_string())
        .bind(self.version)
        .execute(tx)
        .await?;
        Ok(changed)
    }
}
