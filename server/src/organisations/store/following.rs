//! Who follows whom, who belongs to whom, and who has which codes: whole graphs and lists, one statement each.
use super::read;
use crate::error::Result;
use db::{Row, Tx, sql};
use domain::{
    ids::OrganisationId,
    organisation::{Organisation, TieKind},
};
use serde_json::json;
use std::collections::BTreeSet;

/// The organisations whose place this one took.
pub async fn predecessors(tx: &mut Tx, id: OrganisationId) -> Result<Vec<Organisation>> {
    let rows = sql!("SELECT o.version, o.body FROM organisation_successor s JOIN organisation o ON o.id = s.predecessor WHERE s.successor = $1 ORDER BY o.sort, o.id")
        .bind_text(id)
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// Everyone who follows these organisations, however far.
pub async fn later(tx: &mut Tx, some: &[OrganisationId]) -> Result<Vec<OrganisationId>> {
    let rows = sql!(
        sqlite: "WITH RECURSIVE later (id) AS (SELECT value FROM json_each($1) UNION SELECT s.successor FROM organisation_successor s JOIN later l ON s.predecessor = l.id) SELECT id FROM later",
        postgres: "WITH RECURSIVE later (id) AS (SELECT json_array_elements_text(CAST($1 AS json)) UNION SELECT s.successor FROM organisation_successor s JOIN later l ON s.predecessor = l.id) SELECT id FROM later"
    )
    .bind(json!(some).to_string())
    .all(tx)
    .await?;
    rows.iter().map(|row| Ok(row.parse("id")?)).collect()
}

/// Everything above these organisations in this way, however far, these included.
pub async fn above(tx: &mut Tx, kind: TieKind, some: &[OrganisationId]) -> Result<Vec<OrganisationId>> {
    let rows = sql!(
        sqlite: "WITH RECURSIVE above (id) AS (SELECT value FROM json_each($1) UNION SELECT t.above FROM organisation_tie t JOIN above a ON t.organisation = a.id WHERE t.kind = $2) SELECT id FROM above",
        postgres: "WITH RECURSIVE above (id) AS (SELECT json_array_elements_text(CAST($1 AS json)) UNION SELECT t.above FROM organisation_tie t JOIN above a ON t.organisation = a.id WHERE t.kind = $2) SELECT id FROM above"
    )
    .bind(json!(some).to_string())
    .bind_text(kind)
    .all(tx)
    .await?;
    rows.iter().map(|row| Ok(row.parse("id")?)).collect()
}

/// The organisations that belong to this one, in whatever way and whenever.
pub async fn below(tx: &mut Tx, id: OrganisationId) -> Result<Vec<Organisation>> {
    let rows = sql!("SELECT version, body FROM organisation WHERE id IN (SELECT organisation FROM organisation_tie WHERE above = $1) ORDER BY sort, id LIMIT 500")
        .bind_text(id)
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// Every organisation that has or had one of these codes, of whatever register.
pub async fn with_codes(tx: &mut Tx, codes: &[&str]) -> Result<Vec<Organisation>> {
    let rows = sql!(
        sqlite: "SELECT version, body FROM organisation WHERE id IN (SELECT organisation FROM organisation_code WHERE code IN (SELECT value FROM json_each($1))) ORDER BY id",
        postgres: "SELECT version, body FROM organisation WHERE id IN (SELECT organisation FROM organisation_code WHERE code IN (SELECT json_array_elements_text(CAST($1 AS json)))) ORDER BY id"
    )
    .bind(json!(codes).to_string())
    .all(tx)
    .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// Every reference that is taken.
pub async fn references(tx: &mut Tx) -> Result<BTreeSet<String>> {
    let rows = sql!("SELECT reference FROM organisation").all(tx).await?;
    Ok(rows.iter().map(|row| row.get("reference")).collect::<db::Result<_>>()?)
}

/// One organisation and one that follows it, or that it belongs to.
pub type Edge = (OrganisationId, OrganisationId);

/// Everybody's successors.
pub async fn successions(tx: &mut Tx) -> Result<Vec<Edge>> {
    let rows = sql!(
        "SELECT predecessor AS below, successor AS above FROM organisation_successor ORDER BY predecessor, successor"
    )
    .all(tx)
    .await?;
    rows.iter().map(edge).collect()
}

/// Everybody's ties of a kind.
pub async fn ties(tx: &mut Tx, kind: TieKind) -> Result<Vec<Edge>> {
    let rows =
        sql!("SELECT organisation AS below, above FROM organisation_tie WHERE kind = $1 ORDER BY organisation, above")
            .bind_text(kind)
            .all(tx)
            .await?;
    rows.iter().map(edge).collect()
}

fn edge(row: &Row) -> Result<Edge> {
    Ok((row.parse("below")?, row.parse("above")?))
}
