//! How long things stood in each status, measured from the record (X8): written in the transaction that appends the event.
use crate::error::Result;
use db::{Row, Tx, sql};
use domain::time::Timestamp;
use std::collections::BTreeMap;
use uuid::Uuid;

/// One stay of a thing in one status.
#[derive(Debug, Clone, PartialEq)]
pub struct Stay {
    /// The status.
    pub status: String,
    /// Since when.
    pub since: Timestamp,
    /// Until when; none where it stands now.
    pub until: Option<Timestamp>,
}

impl Stay {
    /// How many whole days it lasted, or has lasted at this moment.
    pub fn days(&self, now: Timestamp) -> i64 {
        let until = self.until.unwrap_or(now);
        (until.0.as_second() - self.since.0.as_second()).max(0) / (24 * 3600)
    }
}

/// Notes the status that an event led to; nothing changes where it is the one there was.
pub(super) async fn note(tx: &mut Tx, it: &record::Entry) -> Result<()> {
    let Some(status) = it.state.get("status").and_then(serde_json::Value::as_str) else { return Ok(()) };
    sql!("UPDATE stage SET until = $2 WHERE thing = $1 AND until IS NULL AND status <> $3")
        .bind(it.subject_id.as_str())
        .bind(it.at.as_str())
        .bind(status)
        .execute(tx)
        .await?;
    sql!("INSERT INTO stage (thing, seq, status, since) SELECT $1, CAST($2 AS BIGINT), $3, $4 WHERE NOT EXISTS (SELECT 1 FROM stage WHERE thing = $1 AND until IS NULL)")
        .bind(it.subject_id.as_str())
        .bind(it.seq)
        .bind(status)
        .bind(it.at.as_str())
        .execute(tx)
        .await?;
    Ok(())
}

/// Every stay of these things, oldest first: one statement however many there are.
pub async fn of(tx: &mut Tx, things: &[Uuid]) -> Result<BTreeMap<Uuid, Vec<Stay>>> {
    let ids: Vec<String> = things.iter().map(Uuid::to_string).collect();
    let rows = sql!(
        sqlite: "SELECT thing, status, since, until FROM stage WHERE thing IN (SELECT value FROM json_each($1)) ORDER BY thing, seq",
        postgres: "SELECT thing, status, since, until FROM stage WHERE thing IN (SELECT json_array_elements_text(CAST($1 AS json))) ORDER BY thing, seq"
    )
    .bind(serde_json::json!(ids).to_string())
    .all(tx)
    .await?;
    let mut stays: BTreeMap<Uuid, Vec<Stay>> = BTreeMap::new();
    for row in &rows {
        stays.entry(row.parse("thing")?).or_default().push(stay(row)?);
    }
    Ok(stays)
}

fn stay(row: &Row) -> Result<Stay> {
    Ok(Stay { status: row.get("status")?, since: row.parse("since")?, until: row.parse_option("until")? })
}
