//! Organisations as rows, with what they are found by.
mod following;
pub mod sheets;
mod writing;

pub use following::*;

use super::words;
use crate::{error::Result, forms::Choice};
use db::{Row, Tx, sql};
use domain::{
    identifiers::Scheme,
    ids::OrganisationId,
    organisation::{Identified, Kind, Organisation},
};
use serde_json::json;
use std::collections::BTreeMap;

/// How many organisations a list shows at most.
pub const PAGE: i64 = 50;

/// An organisation by its id.
pub async fn find(tx: &mut Tx, id: OrganisationId) -> Result<Option<Organisation>> {
    let row = sql!("SELECT version, body FROM organisation WHERE id = $1").bind_text(id).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// An organisation by its reference.
pub async fn by_reference(tx: &mut Tx, reference: &str) -> Result<Option<Organisation>> {
    let row = sql!("SELECT version, body FROM organisation WHERE reference = $1").bind(reference).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// The organisation that has, or last had, this code of a register; the code as it stands there, in capitals.
pub async fn by_code(tx: &mut Tx, scheme: Scheme, code: &str) -> Result<Option<Organisation>> {
    let row = sql!("SELECT o.version, o.body FROM organisation_code c JOIN organisation o ON o.id = c.organisation WHERE c.scheme = $1 AND c.code = $2 ORDER BY COALESCE(c.ends_on, '9999') DESC LIMIT 1")
        .bind(word(scheme))
        .bind(code)
        .optional(tx)
        .await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// The organisation that people call exactly this.
pub async fn by_name(tx: &mut Tx, name: &str) -> Result<Option<Organisation>> {
    let row = sql!("SELECT version, body FROM organisation WHERE sort = $1 ORDER BY id LIMIT 1")
        .bind(name.to_lowercase())
        .optional(tx)
        .await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// The name of another organisation that has this identifier on any of the same days.
pub async fn holder(tx: &mut Tx, it: &Identified, other_than: OrganisationId) -> Result<Option<String>> {
    let row = sql!("SELECT o.name FROM organisation_code c JOIN organisation o ON o.id = c.organisation WHERE c.scheme = $1 AND c.code = $2 AND c.organisation <> $3 AND (c.ends_on IS NULL OR CAST($4 AS TEXT) IS NULL OR c.ends_on >= $4) AND (c.starts_on IS NULL OR CAST($5 AS TEXT) IS NULL OR c.starts_on <= $5) LIMIT 1")
        .bind(word(it.identifier.scheme()))
        .bind(it.identifier.code())
        .bind_text(other_than)
        .bind_text_option(it.from)
        .bind_text_option(it.to)
        .optional(tx)
        .await?;
    Ok(row.map(|row| row.get("name")).transpose()?)
}

/// The names of some organisations by id: one statement however many there are.
pub async fn names(tx: &mut Tx, some: &[OrganisationId]) -> Result<BTreeMap<OrganisationId, String>> {
    let rows = sql!(
        sqlite: "SELECT id, name FROM organisation WHERE id IN (SELECT value FROM json_each($1))",
        postgres: "SELECT id, name FROM organisation WHERE id IN (SELECT json_array_elements_text(CAST($1 AS json)))"
    )
    .bind(json!(some).to_string())
    .all(tx)
    .await?;
    rows.iter().map(|row| Ok((row.parse("id")?, row.get("name")?))).collect()
}

/// Some organisations by id, in the order of their names.
pub async fn several(tx: &mut Tx, some: &[OrganisationId]) -> Result<Vec<Organisation>> {
    let rows = sql!(
        sqlite: "SELECT version, body FROM organisation WHERE id IN (SELECT value FROM json_each($1)) ORDER BY sort, id",
        postgres: "SELECT version, body FROM organisation WHERE id IN (SELECT json_array_elements_text(CAST($1 AS json))) ORDER BY sort, id"
    )
    .bind(json!(some).to_string())
    .all(tx)
    .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// Organisations without an end that are of any of these kinds (of any kind, if none is named), as options of a
/// field: the value is the reference, the text the name.
pub async fn options(tx: &mut Tx, kinds: &[Kind]) -> Result<Vec<Choice>> {
    let rows = sql!(
        sqlite: "SELECT reference, name FROM organisation WHERE ends_on IS NULL AND ($1 = '[]' OR id IN (SELECT organisation FROM organisation_kind WHERE kind IN (SELECT value FROM json_each($1)))) ORDER BY sort, id LIMIT 2000",
        postgres: "SELECT reference, name FROM organisation WHERE ends_on IS NULL AND ($1 = '[]' OR id IN (SELECT organisation FROM organisation_kind WHERE kind IN (SELECT json_array_elements_text(CAST($1 AS json))))) ORDER BY sort, id LIMIT 2000"
    )
    .bind(json!(kinds).to_string())
    .all(tx)
    .await?;
    let choice = |row: &Row| Ok(Choice { value: row.get("reference")?, text: row.get("name")?, hint: String::new() });
    rows.iter().map(choice).collect()
}

/// As [`options`] of any kind, with these too: those that were picked before stay to be picked.
pub async fn options_with(tx: &mut Tx, also: &[Organisation]) -> Result<Vec<Choice>> {
    let mut all = options(tx, &[]).await?;
    let lacking = also.iter().filter(|it| !all.iter().any(|one| one.value == it.reference));
    let more: Vec<Choice> =
        lacking.map(|it| Choice { value: it.reference.clone(), text: it.name.clone(), hint: String::new() }).collect();
    all.extend(more);
    Ok(all)
}

/// What is looked for in the list of organisations.
#[derive(Debug, Default, Clone)]
pub struct Sought<'a> {
    /// Beginnings of words that must all occur; at most three are used.
    pub words: Vec<String>,
    /// A kind, if one was chosen.
    pub kind: Option<Kind>,
    /// The id of the organisation to go on after.
    pub after: Option<&'a str>,
}

/// The organisations that were looked for, by name.
pub async fn list(tx: &mut Tx, sought: &Sought<'_>) -> Result<Vec<Organisation>> {
    let word = |n: usize| sought.words.get(n).cloned().unwrap_or_default();
    let rows = sql!("SELECT version, body FROM organisation o WHERE ($1 = '' OR EXISTS (SELECT 1 FROM organisation_word w WHERE w.organisation = o.id AND w.word >= $1 AND w.word <= $1 || 'zzzzzzzz')) AND ($2 = '' OR EXISTS (SELECT 1 FROM organisation_word w WHERE w.organisation = o.id AND w.word >= $2 AND w.word <= $2 || 'zzzzzzzz')) AND ($3 = '' OR EXISTS (SELECT 1 FROM organisation_word w WHERE w.organisation = o.id AND w.word >= $3 AND w.word <= $3 || 'zzzzzzzz')) AND (CAST($4 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM organisation_kind k WHERE k.organisation = o.id AND k.kind = $4)) AND (CAST($5 AS TEXT) IS NULL OR (o.sort, o.id) > (SELECT p.sort, p.id FROM organisation p WHERE p.id = $5)) ORDER BY o.sort, o.id LIMIT $6")
        .bind(word(0))
        .bind(word(1))
        .bind(word(2))
        .bind_text_option(sought.kind)
        .bind(sought.after)
        .bind(PAGE)
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// The stable word of a register.
pub fn word(scheme: Scheme) -> String {
    json!(scheme).as_str().unwrap_or_default().to_string()
}

fn read(row: &Row) -> db::Result<Organisation> {
    let mut organisation: Organisation = row.json("body")?;
    organisation.version = row.number("version")?;
    Ok(organisation)
}
