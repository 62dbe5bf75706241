//! The events of the record as they are stored, page by page, for whoever checks them.
use crate::error::Result;
use ::record::Stored;
use db::{Row, Tx, sql};

/// The events after the one with this number, at most so many, in order.
pub async fn page(tx: &mut Tx, after: u64, most: i64) -> Result<Vec<Stored>> {
    let rows = sql!("SELECT seq, id, at, by, subject, subject_id, version, what, state, chain FROM event WHERE seq > $1 ORDER BY seq LIMIT $2")
        .bind(after)
        .bind(most)
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// The number and the chain value of the last event, as the head of the record names them.
pub async fn head(tx: &mut Tx) -> Result<(u64, String)> {
    let row = sql!("SELECT seq, chain FROM event_head").one(tx).await?;
    Ok((row.number("seq")?, row.get("chain")?))
}

fn read(row: &Row) -> db::Result<Stored> {
    Ok(Stored {
        seq: row.number("seq")?,
        id: row.get("id")?,
        at: row.get("at")?,
        by: row.get("by")?,
        subject: row.get("subject")?,
        subject_id: row.get("subject_id")?,
        what: row.get("what")?,
        state: row.get("state")?,
        version: row.number("version")?,
        chain: row.get("chain")?,
    })
}
