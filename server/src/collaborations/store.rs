//! Collaborations and their readings as rows.
use crate::{
    error::Result,
    unit::{Saving, Stored},
};
use db::{Row, Tx, sql};
use domain::{
    actor::{Actor, Role},
    collaboration::{Collaboration, readings::Reading},
    ids::{ChallengeId, CollaborationId, GroupId, OrganisationId},
    organisation::Heir,
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// How many collaborations a list shows at most.
pub const PAGE: i64 = 50;

/// What a public list is narrowed to; an empty text means any.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The status.
    pub status: String,
    /// The condition.
    pub condition: String,
    /// The place.
    pub place: String,
    /// Go on after this id; empty for the first page.
    pub after: String,
}

/// A collaboration by its reference.
pub async fn by_reference(tx: &mut Tx, reference: &str) -> Result<Option<Collaboration>> {
    let row = sql!("SELECT version, body FROM collaboration WHERE reference = $1").bind(reference).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// A collaboration by its id.
pub async fn find(tx: &mut Tx, id: CollaborationId) -> Result<Option<Collaboration>> {
    let row = sql!("SELECT version, body FROM collaboration WHERE id = $1").bind_text(id).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// The collaboration that answers a need, if there is one.
pub async fn of_challenge(tx: &mut Tx, challenge: ChallengeId) -> Result<Option<Collaboration>> {
    let row = sql!("SELECT version, body FROM collaboration WHERE challenge = $1 ORDER BY id LIMIT 1")
        .bind_text(challenge)
        .optional(tx)
        .await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// Collaborations that the public may read, newest first: each filter has its index.
pub async fn public(tx: &mut Tx, filter: &Filter) -> Result<Vec<Collaboration>> {
    let rows = sql!("SELECT version, body FROM collaboration WHERE is_public = TRUE AND ($1 = '' OR id < $1) AND ($2 = '' OR status = $2) AND ($3 = '' OR condition = $3) AND ($4 = '' OR place = $4) ORDER BY id DESC LIMIT $5")
        .bind(filter.after.as_str())
        .bind(filter.status.as_str())
        .bind(filter.condition.as_str())
        .bind(filter.place.as_str())
        .bind(PAGE)
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// Every condition that public collaborations are about, in order: one step through the index for each.
pub async fn conditions(tx: &mut Tx) -> Result<Vec<String>> {
    let rows = sql!("WITH RECURSIVE found(word) AS (SELECT MIN(condition) FROM collaboration WHERE is_public = TRUE UNION ALL SELECT (SELECT MIN(c.condition) FROM collaboration c WHERE c.is_public = TRUE AND c.condition > found.word) FROM found WHERE found.word IS NOT NULL) SELECT word FROM found WHERE word IS NOT NULL LIMIT 200").all(tx).await?;
    Ok(rows.iter().map(|row| row.get("word")).collect::<db::Result<_>>()?)
}

/// Every place where public collaborations are, in order.
pub async fn places(tx: &mut Tx) -> Result<Vec<String>> {
    let rows = sql!("WITH RECURSIVE found(word) AS (SELECT MIN(place) FROM collaboration WHERE is_public = TRUE UNION ALL SELECT (SELECT MIN(c.place) FROM collaboration c WHERE c.is_public = TRUE AND c.place > found.word) FROM found WHERE found.word IS NOT NULL) SELECT word FROM found WHERE word IS NOT NULL LIMIT 200").all(tx).await?;
    Ok(rows.iter().map(|row| row.get("word")).collect::<db::Result<_>>()?)
}

/// What a group governs, newest first.
pub async fn of_group(tx: &mut Tx, group: GroupId) -> Result<Vec<Collaboration>> {
    let rows = sql!("SELECT version, body FROM collaboration WHERE group_id = $1 ORDER BY id DESC LIMIT 200")
        .bind_text(group)
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// What an organisation takes part in, newest first.
pub async fn of_organisation(tx: &mut Tx, organisation: OrganisationId) -> Result<Vec<Collaboration>> {
    let rows = sql!("SELECT c.version, c.body FROM collaboration_party p JOIN collaboration c ON c.id = p.collaboration WHERE p.organisation = $1 ORDER BY p.collaboration DESC LIMIT 200")
        .bind_text(organisation)
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// What any of these organisations takes part in, newest first.
pub async fn of_organisations(tx: &mut Tx, some: &[OrganisationId]) -> Result<Vec<Collaboration>> {
    let rows = sql!(
        sqlite: "SELECT version, body FROM collaboration WHERE id IN (SELECT collaboration FROM collaboration_party WHERE organisation IN (SELECT value FROM json_each($1))) ORDER BY id DESC LIMIT 500",
        postgres: "SELECT version, body FROM collaboration WHERE id IN (SELECT collaboration FROM collaboration_party WHERE organisation IN (SELECT json_array_elements_text(CAST($1 AS json)))) ORDER BY id DESC LIMIT 500"
    )
    .bind(serde_json::json!(some).to_string())
    .all(tx)
    .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// What an actor may have to do with: projects of their organisations, networks and groups that are not over, newest first.
pub async fn of_actor(tx: &mut Tx, actor: &Actor) -> Result<Vec<Collaboration>> {
    let groups: Vec<GroupId> =
        actor.roles.iter().filter_map(|role| if let Role::Sits(_, of) = role { Some(*of) } else { None }).collect();
    let rows = sql!(
        sqlite: "SELECT version, body FROM collaboration WHERE status <> 'closed' AND (id IN (SELECT collaboration FROM collaboration_party WHERE organisation IN (SELECT value FROM json_each($1))) OR network IN (SELECT value FROM json_each($1)) OR group_id IN (SELECT value FROM json_each($2))) ORDER BY id DESC LIMIT 200",
        postgres: "SELECT version, body FROM collaboration WHERE status <> 'closed' AND (id IN (SELECT collaboration FROM collaboration_party WHERE organisation IN (SELECT json_array_elements_text(CAST($1 AS json)))) OR network IN (SELECT json_array_elements_text(CAST($1 AS json))) OR group_id IN (SELECT json_array_elements_text(CAST($2 AS json)))) ORDER BY id DESC LIMIT 200"
    )
    .bind(serde_json::json!(actor.organisations()).to_string())
    .bind(serde_json::json!(groups).to_string())
    .all(tx)
    .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// The projects in which an organisation has a place, as a party or as the network, and that are not closed.
pub async fn open_of(tx: &mut Tx, organisation: OrganisationId) -> Result<Vec<Collaboration>> {
    let rows = sql!("SELECT version, body FROM collaboration WHERE status <> 'closed' AND (network = $1 OR id IN (SELECT collaboration FROM collaboration_party WHERE organisation = $1)) ORDER BY id")
        .bind_text(organisation)
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// Public collaborations that adapt this one, newest first.
pub async fn adapting(tx: &mut Tx, id: CollaborationId) -> Result<Vec<Collaboration>> {
    let rows = sql!(
        "SELECT version, body FROM collaboration WHERE adapts = $1 AND is_public = TRUE ORDER BY id DESC LIMIT 100"
    )
    .bind_text(id)
    .all(tx)
    .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// Every reading of a collaboration, in the order in which they were entered.
pub async fn readings(tx: &mut Tx, id: CollaborationId) -> Result<Vec<Reading>> {
    let rows = sql!("SELECT body FROM reading WHERE collaboration = $1 ORDER BY number").bind_text(id).all(tx).await?;
    Ok(rows.iter().map(|row| row.json("body")).collect::<db::Result<_>>()?)
}

/// The day of the latest reading of each measure of some collaborations: one statement however many there are.
pub async fn latest_readings(
    tx: &mut Tx,
    some: &[CollaborationId],
) -> Result<BTreeMap<(CollaborationId, usize), Date>> {
    let rows = sql!(
        sqlite: "SELECT collaboration, json_extract(body, '$.measure') AS measure, MAX(json_extract(body, '$.period')) AS period FROM reading WHERE collaboration IN (SELECT value FROM json_each($1)) GROUP BY collaboration, json_extract(body, '$.measure')",
        postgres: "SELECT collaboration, CAST(CAST(body AS json) ->> 'measure' AS BIGINT) AS measure, MAX(CAST(body AS json) ->> 'period') AS period FROM reading WHERE collaboration IN (SELECT json_array_elements_text(CAST($1 AS json))) GROUP BY collaboration, CAST(CAST(body AS json) ->> 'measure' AS BIGINT)"
    )
    .bind(serde_json::json!(some).to_string())
    .all(tx)
    .await?;
    rows.iter().map(|row| Ok(((row.parse("collaboration")?, row.number("measure")?), row.parse("period")?))).collect()
}

/// Keeps readings under the numbers that follow `before`. One that is there is never overwritten: its number is taken.
pub async fn keep(tx: &mut Tx, id: CollaborationId, before: u64, readings: &[Reading]) -> Result<()> {
    sql!(
        sqlite: "INSERT INTO reading (collaboration, number, body) SELECT $1, $2 + key + 1, value FROM json_each($3)",
        postgres: "INSERT INTO reading (collaboration, number, body) SELECT $1, CAST($2 AS BIGINT) + n, CAST(value AS TEXT) FROM json_array_elements(CAST($3 AS json)) WITH ORDINALITY AS each (value, n)"
    )
    .bind_text(id)
    .bind(before)
    .bind(serde_json::json!(readings).to_string())
    .execute(tx)
    .await?;
    Ok(())
}

fn read(row: &Row) -> db::Result<Collaboration> {
    let mut collaboration: Collaboration = row.json("body")?;
    collaboration.version = row.number("version")?;
    Ok(collaboration)
}

/// Another organisation takes the place of a party (G8).
pub async fn take_place(tx: &mut Tx, id: CollaborationId, heir: &Heir) -> Result<()> {
    sql!("UPDATE collaboration_party SET organisation = $3 WHERE collaboration = $1 AND organisation = $2")
        .bind_text(id)
        .bind_text(heir.of)
        .bind_text(heir.by)
        .execute(tx)
        .await?;
    Ok(())
}

async fn keep_party(tx: &mut Tx, id: CollaborationId, organisation: OrganisationId) -> Result<()> {
    sql!("INSERT INTO collaboration_party (organisation, collaboration) VALUES ($1, $2)")
        .bind_text(organisation)
        .bind_text(id)
        .execute(tx)
        .await?;
    Ok(())
}

impl Stored for Collaboration {
    async fn insert(&self, tx: &mut Tx, _: Saving) -> Result<()> {
        sql!("INSERT INTO collaboration (id, reference, group_id, network, challenge, status, is_public, title, condition, place, adapts, body, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)")
            .bind_text(self.id)
            .bind(self.reference.as_str())
            .bind_text(self.group)
            .bind_text(self.network)
            .bind_text(self.challenge)
            .bind_text(self.status)
            .bind(self.is_public())
            .bind(self.title.as_str())
            .bind(self.condition.as_str())
            .bind(self.place.as_str())
            .bind_text_option(self.adapts)
            .bind(serde_json::json!(self).to_string())
            .execute(tx)
            .await?;
        for organisation in self.organisations() {
            keep_party(tx, self.id, organisation).await?;
        }
        Ok(())
    }
    async fn update(&self, tx: &mut Tx, _: Saving) -> Result<u64> {
        let changed = sql!("UPDATE collaboration SET status = $2, is_public = $3, title = $4, body = $5, network = $7, version = version + 1 WHERE id = $1 AND version = $6")
            .bind_text(self.id)
            .bind_text(self.status)
            .bind(self.is_public())
            .bind(self.title.as_str())
            .bind(serde_json::json!(self).to_string())
            .bind(self.version)
            .bind_text(self.network)
            .execute(tx)
            .await?;
        Ok(changed)
    }
}
