//! Calls as rows.
use crate::{
    error::Result,
    unit::{Saving, Stored},
};
use db::{Row, Tx, sql};
use domain::{
    call::{Call, Status},
    ids::{CallId, ChallengeId, GroupId, OrganisationId},
};
use std::collections::BTreeMap;

/// How many calls a list shows at most.
pub const PAGE: i64 = 50;

/// A call by its id.
pub async fn find(tx: &mut Tx, id: CallId) -> Result<Option<Call>> {
    let row = sql!("SELECT version, body FROM call WHERE id = $1").bind_text(id).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// A call by its reference.
pub async fn by_reference(tx: &mut Tx, reference: &str) -> Result<Option<Call>> {
    let row = sql!("SELECT version, body FROM call WHERE reference = $1").bind(reference).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// These calls: one statement however many there are.
pub async fn several(tx: &mut Tx, some: &[CallId]) -> Result<Vec<Call>> {
    let rows = sql!(
        sqlite: "SELECT version, body FROM call WHERE id IN (SELECT value FROM json_each($1))",
        postgres: "SELECT version, body FROM call WHERE id IN (SELECT json_array_elements_text(CAST($1 AS json)))"
    )
    .bind(serde_json::json!(some).to_string())
    .all(tx)
    .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// References and titles of calls by id, for pages that mention some of these: one statement however many there are.
pub async fn names(tx: &mut Tx, calls: &[CallId]) -> Result<BTreeMap<CallId, (String, String)>> {
    let list = serde_json::json!(calls).to_string();
    let rows = sql!(
        sqlite: "SELECT id, reference, title FROM call WHERE id IN (SELECT value FROM json_each($1))",
        postgres: "SELECT id, reference, title FROM call WHERE id IN (SELECT json_array_elements_text(CAST($1 AS json)))"
    )
    .bind(list)
    .all(tx)
    .await?;
    rows.iter().map(|row| Ok((row.parse("id")?, (row.get("reference")?, row.get("title")?)))).collect()
}

/// The calls of a challenge, newest first.
pub async fn of_challenge(tx: &mut Tx, challenge: ChallengeId) -> Result<Vec<Call>> {
    let query = sql!("SELECT version, body FROM call WHERE challenge = $1 ORDER BY id DESC LIMIT 50");
    all(tx, query.bind_text(challenge)).await
}

/// The calls that a group approves or selects for, newest first.
pub async fn of_group(tx: &mut Tx, group: GroupId) -> Result<Vec<Call>> {
    let query = sql!("SELECT version, body FROM call WHERE group_id = $1 ORDER BY id DESC LIMIT 200");
    all(tx, query.bind_text(group)).await
}

/// The calls of a network, drafts included, newest first.
pub async fn of_network(tx: &mut Tx, network: OrganisationId) -> Result<Vec<Call>> {
    let query = sql!("SELECT version, body FROM call WHERE network = $1 ORDER BY id DESC LIMIT 200");
    all(tx, query.bind_text(network)).await
}

/// The calls of a network that are not over.
pub async fn open_of_network(tx: &mut Tx, network: OrganisationId) -> Result<Vec<Call>> {
    let query = sql!(
        "SELECT version, body FROM call WHERE network = $1 AND status NOT IN ('announced', 'cancelled', 'unsuccessful') ORDER BY id"
    );
    all(tx, query.bind_text(network)).await
}

/// Which public calls a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// `open` or `over`.
    pub phase: String,
    /// The condition; empty for any.
    pub condition: String,
    /// The place; empty for any.
    pub place: String,
    /// The place in the list to go on after: rank and id of the last call that was shown.
    pub after: Option<(i64, String)>,
}

/// One page of public calls: open ones closing soon first, past ones closed last first.
pub async fn public(tx: &mut Tx, filter: &Filter) -> Result<Vec<Call>> {
    let query = match (filter.condition.as_str(), filter.place.as_str()) {
        ("", "") => {
            sql!("SELECT version, body FROM call WHERE phase = $1 AND (rank, id) > ($2, $3) ORDER BY rank, id LIMIT $4")
        }
        ("", _) => sql!(
            "SELECT version, body FROM call WHERE phase = $1 AND (rank, id) > ($2, $3) AND place = $5 ORDER BY rank, id LIMIT $4"
        ),
        (_, "") => sql!(
            "SELECT version, body FROM call WHERE phase = $1 AND (rank, id) > ($2, $3) AND condition = $5 ORDER BY rank, id LIMIT $4"
        ),
        _ => sql!(
            "SELECT version, body FROM call WHERE phase = $1 AND (rank, id) > ($2, $3) AND condition = $5 AND place = $6 ORDER BY rank, id LIMIT $4"
        ),
    };
    let (rank, id) = filter.after.clone().unwrap_or((i64::MIN, String::new()));
    let mut query = query.bind(filter.phase.as_str()).bind(rank).bind(id).bind(PAGE);
    for text in [&filter.condition, &filter.place].into_iter().filter(|text| !text.is_empty()) {
        query = query.bind(text.as_str());
    }
    all(tx, query).await
}

/// The calls that were published last, newest first.
pub async fn newest(tx: &mut Tx) -> Result<Vec<Call>> {
    let query = sql!(
        "SELECT version, body FROM call WHERE published_at IS NOT NULL ORDER BY published_at DESC, id DESC LIMIT $1"
    );
    all(tx, query.bind(PAGE)).await
}

/// The calls of some networks, or of some groups, in one of some statuses: lists of ids and words as JSON.
pub async fn standing(
    tx: &mut Tx,
    networks: &[OrganisationId],
    groups: &[GroupId],
    statuses: &[Status],
) -> Result<Vec<Call>> {
    let list = |values: serde_json::Value| values.to_string();
    let query = sql!(
        sqlite: "SELECT version, body FROM call WHERE (network IN (SELECT value FROM json_each($1)) OR group_id IN (SELECT value FROM json_each($2))) AND status IN (SELECT value FROM json_each($3)) ORDER BY id DESC LIMIT 200",
        postgres: "SELECT version, body FROM call WHERE (network IN (SELECT json_array_elements_text(CAST($1 AS json))) OR group_id IN (SELECT json_array_elements_text(CAST($2 AS json)))) AND status IN (SELECT json_array_elements_text(CAST($3 AS json))) ORDER BY id DESC LIMIT 200"
    );
    let query = query.bind(list(serde_json::json!(networks))).bind(list(serde_json::json!(groups)));
    all(tx, query.bind(list(serde_json::json!(statuses)))).await
}

/// The calls of some networks whose selection of partners is announced and whose agreement nobody has begun.
pub async fn unagreed(tx: &mut Tx, networks: &[OrganisationId]) -> Result<Vec<Call>> {
    let query = sql!(
        sqlite: "SELECT version, body FROM call WHERE network IN (SELECT value FROM json_each($1)) AND status = 'announced' AND NOT EXISTS (SELECT 1 FROM agreement a WHERE a.call = call.id) ORDER BY id DESC LIMIT 200",
        postgres: "SELECT version, body FROM call WHERE network IN (SELECT json_array_elements_text(CAST($1 AS json))) AND status = 'announced' AND NOT EXISTS (SELECT 1 FROM agreement a WHERE a.call = call.id) ORDER BY id DESC LIMIT 200"
    );
    all(tx, query.bind(serde_json::json!(networks).to_string())).await
}

/// Every condition that public calls are about, in order: one step through the index for each.
pub async fn conditions(tx: &mut Tx, phase: &str) -> Result<Vec<String>> {
    let rows = sql!("WITH RECURSIVE found(word) AS (SELECT MIN(condition) FROM call WHERE phase = $1 UNION ALL SELECT (SELECT MIN(c.condition) FROM call c WHERE c.phase = $1 AND c.condition > found.word) FROM found WHERE found.word IS NOT NULL) SELECT word FROM found WHERE word IS NOT NULL LIMIT 200").bind(phase).all(tx).await?;
    Ok(rows.iter().map(|row| row.get("word")).collect::<db::Result<_>>()?)
}

/// Every place that public calls are for, in order.
pub async fn places(tx: &mut Tx, phase: &str) -> Result<Vec<String>> {
    let rows = sql!("WITH RECURSIVE found(word) AS (SELECT MIN(place) FROM call WHERE phase = $1 UNION ALL SELECT (SELECT MIN(c.place) FROM call c WHERE c.phase = $1 AND c.place > found.word) FROM found WHERE found.word IS NOT NULL) SELECT word FROM found WHERE word IS NOT NULL LIMIT 200").bind(phase).all(tx).await?;
    Ok(rows.iter().map(|row| row.get("word")).collect::<db::Result<_>>()?)
}

/// Where a call stands in public lists: rank within its phase.
pub fn rank(call: &Call) -> i64 {
    let seconds = call.content.deadline.0.as_second();
    if phase(call) == "over" { -seconds } else { seconds }
}

fn phase(call: &Call) -> &'static str {
    match (call.is_public(), call.status) {
        (false, _) => "hidden",
        (true, Status::Published) => "open",
        (true, _) => "over",
    }
}

async fn all(tx: &mut Tx, query: db::Query) -> Result<Vec<Call>> {
    Ok(query.all(tx).await?.iter().map(read).collect::<db::Result<_>>()?)
}

fn read(row: &Row) -> db::Result<Call> {
    let mut call: Call = row.json("body")?;
    call.version = row.number("version")?;
    Ok(call)
}

impl Stored for Call {
    async fn insert(&self, tx: &mut Tx, _: Saving) -> Result<()> {
        sql!("INSERT INTO call (id, reference, challenge, group_id, network, status, phase, rank, title, condition, place, published_at, body, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)")
            .bind_text(self.id)
            .bind(self.reference.as_str())
            .bind_text(self.challenge)
            .bind_text(self.group)
            .bind_text(self.network)
            .bind_text(self.status)
            .bind(phase(self))
            .bind(rank(self))
            .bind(self.content.title.as_str())
            .bind(self.content.condition.as_str())
            .bind(self.content.place.as_str())
            .bind_text_option(self.published_at)
            .bind(serde_json::json!(self).to_string())
            .execute(tx)
            .await?;
        Ok(())
    }
    async fn update(&self, tx: &mut Tx, _: Saving) -> Result<u64> {
        let changed = sql!("UPDATE call SET status = $2, phase = $3, rank = $4, title = $5, condition = $6, place = $7, published_at = $8, body = $9, network = $11, version = version + 1 WHERE id = $1 AND version = $10")
            .bind_text(self.id)
            .bind_text(self.status)
            .bind(phase(self))
            .bind(rank(self))
            .bind(self.content.title.as_str())
            .bind(self.content.condition.as_str())
            .bind(self.content.place.as_str())
            .bind_text_option(self.published_at)
            .bind(serde_json::json!(self).to_string())
            .bind(self.version)
            .bind_text(self.network)
            .execute(tx)
            .await?;
        Ok(changed)
    }
}
