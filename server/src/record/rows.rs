//! The stored rows of all things beside the newest states that the record holds of them.
use crate::error::Result;
use db::{Query, Row, Tx, sql};
use domain::event::Subject;
use serde_json::Value;

/// A stored row with the newest event that holds a state of its thing.
pub struct Kept {
    /// The id of the thing.
    pub id: String,
    /// The version that is stored.
    pub version: i64,
    /// The thing as it is stored; text that is no JSON stands as it is.
    pub body: Value,
    /// The columns beside the body, as text; none for NULL.
    pub columns: Vec<(String, Option<String>)>,
    /// The event; none where the record knows of no such thing.
    pub newest: Option<Newest>,
}

/// An event that holds the state of a thing.
pub struct Newest {
    /// Its place in the record.
    pub seq: u64,
    /// Its id.
    pub id: String,
    /// The version of the thing after it.
    pub version: i64,
    /// The thing after it.
    pub state: Value,
}

/// The rows of one kind of thing, in the order of their ids, each with its newest state: one statement.
macro_rules! rows { ($table:literal) => {
    sql!(concat!("SELECT it.*, e.seq AS event_seq, e.id AS event_id, e.version AS event_version, e.state AS event_state FROM ", $table, " it LEFT JOIN event e ON e.seq = (SELECT seq FROM event WHERE subject_id = it.id AND state <> 'null' ORDER BY seq DESC LIMIT 1) WHERE it.id > $1 ORDER BY it.id LIMIT $2"))
} }

/// The events that made a thing of one kind which is not stored.
macro_rules! gone { ($table:literal) => {
    sql!(concat!("SELECT seq AS event_seq, id AS event_id, subject_id, version AS event_version, state AS event_state FROM event WHERE subject = $1 AND version = 1 AND state <> 'null' AND NOT EXISTS (SELECT 1 FROM ", $table, " it WHERE it.id = event.subject_id) ORDER BY seq LIMIT $2"))
} }

/// A statement for the table of each kind of thing: a kind without a table does not compile.
macro_rules! each {
    ($subject:expr, $make:ident) => {
        match $subject {
            Subject::Person => $make!("person"),
            Subject::Organisation => $make!("organisation"),
            Subject::Group => $make!("oversight_group"),
            Subject::Interest => $make!("interest"),
            Subject::Meeting => $make!("meeting"),
            Subject::Item => $make!("item"),
            Subject::Action => $make!("action"),
            Subject::Suggestion => $make!("suggestion"),
            Subject::Challenge => $make!("challenge"),
            Subject::Call => $make!("call"),
            Subject::Response => $make!("response"),
            Subject::Panel => $make!("panel"),
            Subject::Assessment => $make!("assessment"),
            Subject::Agreement => $make!("agreement"),
            Subject::Collaboration => $make!("collaboration"),
            Subject::Outcome => $make!("outcome"),
        }
    };
}

/// The rows of a kind of thing after the one with this id, at most so many, in order.
pub async fn page(tx: &mut Tx, subject: Subject, after: &str, most: i64) -> Result<Vec<Kept>> {
    let query: Query = each!(subject, rows);
    let rows = query.bind(after).bind(most).all(tx).await?;
    rows.iter().map(kept).collect()
}

/// The events that made a thing of this kind which is not stored, at most so many, with the id of the thing.
pub async fn gone(tx: &mut Tx, subject: Subject, most: i64) -> Result<Vec<(String, Newest)>> {
    let query: Query = each!(subject, gone);
    let rows = query.bind_text(subject).bind(most).all(tx).await?;
    rows.iter().map(|row| Ok((row.get("subject_id")?, newest(row)?))).collect()
}

fn kept(row: &Row) -> Result<Kept> {
    let body: String = row.get("body")?;
    let beside = row.names().into_iter().filter(|name| *name != "body" && !name.starts_with("event_"));
    Ok(Kept {
        id: row.get("id")?,
        version: row.get("version")?,
        body: serde_json::from_str(&body).unwrap_or(Value::String(body)),
        columns: beside.map(|name| (name.to_string(), row.shown(name))).collect(),
        newest: row.get::<Option<i64>>("event_seq")?.map(|_| newest(row)).transpose()?,
    })
}

fn newest(row: &Row) -> Result<Newest> {
    Ok(Newest {
        seq: row.number("event_seq")?,
        id: row.get("event_id")?,
        version: row.get("event_version")?,
        state: row.json("event_state")?,
    })
}
