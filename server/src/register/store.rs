//! Entries of the register as rows, and the search index beside them. Only the indexing job writes here.
use super::{
    entry::{Entry, Kind, Listed, Stage},
    search::{Wanted, marked},
};
use crate::error::Result;
use db::{Row, Tx, sql};
use domain::time::Timestamp;
use std::collections::BTreeMap;
use uuid::Uuid;

/// An entry that a search found: its number, and what the order goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The number of the entry.
    pub number: i64,
    /// What the order goes by: nothing, a title, or how well it fits.
    pub key: String,
}

/// Where a page of a list begins: after this hit.
pub type After = Option<Hit>;

/// The entry of a thing, if it has one.
pub async fn find(tx: &mut Tx, subject_id: Uuid) -> Result<Option<Listed>> {
    let row = sql!("SELECT number, subject_id, reference, kind, title, summary, words, condition, place, organisations, status, stage, href, due_at, published_at, changed_at FROM entry WHERE subject_id = $1")
        .bind_text(subject_id)
        .optional(tx)
        .await?;
    row.as_ref().map(read).transpose()
}

/// These entries by number.
pub async fn some(tx: &mut Tx, numbers: &[i64]) -> Result<BTreeMap<i64, Listed>> {
    let rows = sql!(
        sqlite: "SELECT number, subject_id, reference, kind, title, summary, '' AS words, condition, place, organisations, status, stage, href, due_at, published_at, changed_at FROM entry WHERE number IN (SELECT value FROM json_each($1))",
        postgres: "SELECT number, subject_id, reference, kind, title, summary, '' AS words, condition, place, organisations, status, stage, href, due_at, published_at, changed_at FROM entry WHERE number IN (SELECT CAST(json_array_elements_text(CAST($1 AS json)) AS BIGINT))"
    )
    .bind(serde_json::json!(numbers).to_string())
    .all(tx)
    .await?;
    rows.iter().map(|row| read(row).map(|it| (it.number, it))).collect()
}

/// The newest entries of a kind and stage.
pub async fn newest(tx: &mut Tx, kind: Kind, stage: Stage, most: i64) -> Result<Vec<Listed>> {
    let rows = sql!("SELECT number, subject_id, reference, kind, title, summary, '' AS words, condition, place, organisations, status, stage, href, due_at, published_at, changed_at FROM entry WHERE kind = $1 AND stage = $2 ORDER BY number DESC LIMIT $3")
        .bind_text(kind)
        .bind_text(stage)
        .bind(most)
        .all(tx)
        .await?;
    rows.iter().map(read).collect()
}

/// The entries of a kind that are due next.
pub async fn due_next(tx: &mut Tx, kind: Kind, now: Timestamp, most: i64) -> Result<Vec<Listed>> {
    let rows = sql!("SELECT number, subject_id, reference, kind, title, summary, '' AS words, condition, place, organisations, status, stage, href, due_at, published_at, changed_at FROM entry WHERE kind = $1 AND due_at > $2 ORDER BY due_at LIMIT $3")
        .bind_text(kind)
        .bind_text(now)
        .bind(most)
        .all(tx)
        .await?;
    rows.iter().map(read).collect()
}

/// The entries that changed last, for feeds.
pub async fn latest(tx: &mut Tx, most: i64) -> Result<Vec<Listed>> {
    let rows = sql!("SELECT number, subject_id, reference, kind, title, summary, '' AS words, condition, place, organisations, status, stage, href, due_at, published_at, changed_at FROM entry ORDER BY changed_at DESC, number DESC LIMIT $1")
        .bind(most)
        .all(tx)
        .await?;
    rows.iter().map(read).collect()
}

/// Entries in the order in which they became public, after a number; for downloads.
pub async fn from(tx: &mut Tx, after: i64, most: i64) -> Result<Vec<Listed>> {
    let rows = sql!("SELECT number, subject_id, reference, kind, title, summary, '' AS words, condition, place, organisations, status, stage, href, due_at, published_at, changed_at FROM entry WHERE number > $1 ORDER BY number LIMIT $2")
        .bind(after)
        .bind(most)
        .all(tx)
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Listed> {
    let entry = Entry {
        subject_id: row.parse("subject_id")?,
        reference: row.get("reference")?,
        kind: row.parse("kind")?,
        title: row.get("title")?,
        summary: row.get("summary")?,
        words: row.get("words")?,
        condition: row.get("condition")?,
        place: row.get("place")?,
        organisations: row.json("organisations")?,
        status: row.get("status")?,
        stage: row.parse("stage")?,
        href: row.get("href")?,
        due_at: row.parse_option("due_at")?,
    };
    let (published_at, changed_at) = (row.parse("published_at")?, row.parse("changed_at")?);
    Ok(Listed { number: row.get("number")?, entry, published_at, changed_at })
}

/// Writes an entry, or its new state; the first time decides its number and when it became public.
pub async fn write(tx: &mut Tx, entry: &Entry, now: Timestamp) -> Result<()> {
    sql!("INSERT INTO entry (subject_id, number, reference, kind, title, title_key, summary, words, facets, condition, place, organisations, status, stage, href, due_at, published_at, changed_at) VALUES ($1, (SELECT COALESCE(max(number), 0) + 1 FROM entry), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16) ON CONFLICT (subject_id) DO UPDATE SET reference = excluded.reference, kind = excluded.kind, title = excluded.title, title_key = excluded.title_key, summary = excluded.summary, words = excluded.words, facets = excluded.facets, condition = excluded.condition, place = excluded.place, organisations = excluded.organisations, status = excluded.status, stage = excluded.stage, href = excluded.href, due_at = excluded.due_at, changed_at = excluded.changed_at")
        .bind_text(entry.subject_id)
        .bind(entry.reference.as_str())
        .bind_text(entry.kind)
        .bind(entry.title.as_str())
        .bind(entry.title_key())
        .bind(entry.summary.as_str())
        .bind(entry.words.as_str())
        .bind(entry.facets())
        .bind(entry.condition.as_str())
        .bind(entry.place.as_str())
        .bind(serde_json::json!(entry.organisations).to_string())
        .bind(entry.status.as_str())
        .bind_text(entry.stage)
        .bind(entry.href.as_str())
        .bind_text_option(entry.due_at)
        .bind_text(now)
        .execute(tx)
        .await?;
    Ok(())
}

/// Takes an entry out.
pub async fn remove(tx: &mut Tx, subject_id: Uuid) -> Result<()> {
    sql!("DELETE FROM entry WHERE subject_id = $1").bind_text(subject_id).execute(tx).await?;
    Ok(())
}

/// Puts an entry into the search index.
pub async fn learn(tx: &mut Tx, subject_id: Uuid) -> Result<()> {
    sql!(
        sqlite: "INSERT INTO entry_search (rowid, title, words, facets) SELECT number, title, words, facets FROM entry WHERE subject_id = $1",
        postgres: "INSERT INTO entry_search (number, words) SELECT number, setweight(to_tsvector('english', translate(title, '-/.:@_''’&', '         ')), 'A') || setweight(to_tsvector('english', translate(words, '-/.:@_''’&', '         ')), 'B') || to_tsvector('english', facets) FROM entry WHERE subject_id = $1"
    )
    .bind_text(subject_id)
    .execute(tx)
    .await?;
    Ok(())
}

/// Puts every entry into the search index.
pub async fn learn_all(tx: &mut Tx) -> Result<()> {
    sql!(
        sqlite: "INSERT INTO entry_search (rowid, title, words, facets) SELECT number, title, words, facets FROM entry",
        postgres: "INSERT INTO entry_search (number, words) SELECT number, setweight(to_tsvector('english', translate(title, '-/.:@_''’&', '         ')), 'A') || setweight(to_tsvector('english', translate(words, '-/.:@_''’&', '         ')), 'B') || to_tsvector('english', facets) FROM entry"
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// Takes an entry out of the search index.
pub async fn forget(tx: &mut Tx, number: i64) -> Result<()> {
    sql!(
        sqlite: "DELETE FROM entry_search WHERE rowid = $1",
        postgres: "DELETE FROM entry_search WHERE number = $1"
    )
    .bind(number)
    .execute(tx)
    .await?;
    Ok(())
}

/// Empties the search index.
pub async fn forget_all(tx: &mut Tx) -> Result<()> {
    sql!("DELETE FROM entry_search").execute(tx).await?;
    Ok(())
}

/// How many entries there are.
pub async fn count_all(tx: &mut Tx) -> Result<i64> {
    Ok(sql!("SELECT count(*) AS n FROM entry").one(tx).await?.get("n")?)
}

/// How many entries a search finds.
pub async fn count(tx: &mut Tx, wanted: &Wanted) -> Result<i64> {
    let count = sql!(
        sqlite: "SELECT count(*) AS n FROM entry_search WHERE entry_search MATCH $1",
        postgres: "SELECT count(*) AS n FROM entry_search WHERE words @@ to_tsquery('english', $1)"
    );
    Ok(count.bind(wanted.query(tx.engine())).one(tx).await?.get("n")?)
}

/// All entries, the newest first.
pub async fn all_by_age(tx: &mut Tx, after: &After, most: i64) -> Result<Vec<Hit>> {
    let rows = sql!("SELECT number, '' AS key FROM entry WHERE number < $1 ORDER BY number DESC LIMIT $2")
        .bind(number(after))
        .bind(most)
        .all(tx)
        .await?;
    rows.iter().map(hit).collect()
}

/// All entries by title.
pub async fn all_by_title(tx: &mut Tx, after: &After, most: i64) -> Result<Vec<Hit>> {
    let rows = sql!("SELECT number, title_key AS key FROM entry WHERE (title_key, number) > ($1, $2) ORDER BY title_key, number LIMIT $3")
        .bind(key(after))
        .bind(after.as_ref().map_or(0, |hit| hit.number))
        .bind(most)
        .all(tx)
        .await?;
    rows.iter().map(hit).collect()
}

/// What a search finds, the newest first.
pub async fn found_by_age(tx: &mut Tx, wanted: &Wanted, after: &After, most: i64) -> Result<Vec<Hit>> {
    let rows = sql!(
        sqlite: "SELECT rowid AS number, '' AS key FROM entry_search WHERE entry_search MATCH $1 AND rowid < $2 ORDER BY rowid DESC LIMIT $3",
        postgres: "SELECT number, '' AS key FROM entry_search WHERE words @@ to_tsquery('english', $1) AND number < $2 ORDER BY number DESC LIMIT $3"
    )
    .bind(wanted.query(tx.engine()))
    .bind(number(after))
    .bind(most)
    .all(tx)
    .await?;
    rows.iter().map(hit).collect()
}

/// What a search finds, by title.
pub async fn found_by_title(tx: &mut Tx, wanted: &Wanted, after: &After, most: i64) -> Result<Vec<Hit>> {
    let rows = sql!(
        sqlite: "SELECT e.number, e.title_key AS key FROM entry_search s JOIN entry e ON e.number = s.rowid WHERE s.entry_search MATCH $1 AND (e.title_key, e.number) > ($2, $3) ORDER BY e.title_key, e.number LIMIT $4",
        postgres: "SELECT e.number, e.title_key AS key FROM entry_search s JOIN entry e ON e.number = s.number WHERE s.words @@ to_tsquery('english', $1) AND (e.title_key, e.number) > ($2, $3) ORDER BY e.title_key, e.number LIMIT $4"
    )
    .bind(wanted.query(tx.engine()))
    .bind(key(after))
    .bind(after.as_ref().map_or(0, |hit| hit.number))
    .bind(most)
    .all(tx)
    .await?;
    rows.iter().map(hit).collect()
}

/// What a search finds, the best first: a word in the title counts for eight in the text. The score is a whole number,
/// so that a page can go on after it.
pub async fn found_by_fit(tx: &mut Tx, wanted: &Wanted, after: &After, most: i64) -> Result<Vec<Hit>> {
    let rows = sql!(
        sqlite: "WITH hit AS MATERIALIZED (SELECT rowid AS number, CAST(-1000000000 * bm25(entry_search, 8.0, 1.0, 0.0) AS INTEGER) AS score FROM entry_search WHERE entry_search MATCH $1) SELECT number, CAST(score AS TEXT) AS key FROM hit WHERE score < $2 OR (score = $2 AND number < $3) ORDER BY score DESC, number DESC LIMIT $4",
        postgres: "WITH hit AS MATERIALIZED (SELECT number, CAST(1000000 * ts_rank('{0, 0, 0.1, 0.8}', words, to_tsquery('english', $1), 1) AS BIGINT) AS score FROM entry_search WHERE words @@ to_tsquery('english', $1)) SELECT number, CAST(score AS TEXT) AS key FROM hit WHERE score < $2 OR (score = $2 AND number < $3) ORDER BY score DESC, number DESC LIMIT $4"
    )
    .bind(wanted.query(tx.engine()))
    .bind(key(after).parse().unwrap_or(i64::MAX))
    .bind(number(after))
    .bind(most)
    .all(tx)
    .await?;
    rows.iter().map(hit).collect()
}

/// The piece of each entry's text in which the search's words stand, as safe markup.
pub async fn pieces(tx: &mut Tx, wanted: &Wanted, numbers: &[i64]) -> Result<BTreeMap<i64, String>> {
    let rows = sql!(
        sqlite: "SELECT rowid AS number, snippet(entry_search, 1, char(2), char(3), '…', 30) AS piece FROM entry_search WHERE entry_search MATCH $1 AND rowid IN (SELECT value FROM json_each($2))",
        postgres: "SELECT number, ts_headline('english', words, to_tsquery('english', $1), 'MaxFragments=1, MinWords=15, MaxWords=30, FragmentDelimiter=…, StartSel=' || chr(2) || ', StopSel=' || chr(3)) AS piece FROM entry WHERE number IN (SELECT CAST(json_array_elements_text(CAST($2 AS json)) AS BIGINT))"
    )
    .bind(wanted.query(tx.engine()))
    .bind(serde_json::json!(numbers).to_string())
    .all(tx)
    .await?;
    rows.iter().map(|row| Ok((row.get("number")?, marked(&row.get::<String>("piece")?)))).collect()
}

fn hit(row: &Row) -> Result<Hit> {
    Ok(Hit { number: row.get("number")?, key: row.get("key")? })
}

fn number(after: &After) -> i64 {
    after.as_ref().map_or(i64::MAX, |hit| hit.number)
}

fn key(after: &After) -> &str {
    after.as_ref().map_or("", |hit| &hit.key)
}
