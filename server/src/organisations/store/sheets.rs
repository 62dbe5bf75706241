//! Registers that were sent, until they are loaded and after.
use crate::error::Result;
use db::{Row, Tx, sql};
use domain::{
    ids::{PersonId, SheetId},
    time::Timestamp,
};
use serde_json::Value;

/// A register that an operator sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Its id.
    pub id: SheetId,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// Its lines; empty once it is loaded.
    pub lines: String,
    /// When it was loaded.
    pub loaded_at: Option<Timestamp>,
    /// What was loaded; null before.
    pub report: Value,
}

/// A register by its id.
pub async fn find(tx: &mut Tx, id: SheetId) -> Result<Option<Sheet>> {
    let row = sql!("SELECT id, sent_at, lines, loaded_at, report FROM register_sheet WHERE id = $1")
        .bind_text(id)
        .optional(tx)
        .await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// Keeps what somebody sent. What the same person sent before and has not loaded is forgotten.
pub async fn keep(tx: &mut Tx, person: PersonId, it: &Sheet) -> Result<()> {
    sql!("DELETE FROM register_sheet WHERE person = $1 AND loaded_at IS NULL").bind_text(person).execute(tx).await?;
    sql!("INSERT INTO register_sheet (id, person, sent_at, lines) VALUES ($1, $2, $3, $4)")
        .bind_text(it.id)
        .bind_text(person)
        .bind_text(it.sent_at)
        .bind(it.lines.as_str())
        .execute(tx)
        .await?;
    Ok(())
}

/// Notes that a register was loaded, and what was in it; tells whether it was still to be loaded.
pub async fn loaded(tx: &mut Tx, id: SheetId, at: Timestamp, report: &Value) -> Result<bool> {
    let changed =
        sql!("UPDATE register_sheet SET loaded_at = $2, report = $3, lines = '' WHERE id = $1 AND loaded_at IS NULL")
            .bind_text(id)
            .bind_text(at)
            .bind(report.to_string())
            .execute(tx)
            .await?;
    Ok(changed == 1)
}

fn read(row: &Row) -> db::Result<Sheet> {
    let report: Option<String> = row.get("report")?;
    Ok(Sheet {
        id: row.parse("id")?,
        sent_at: row.parse("sent_at")?,
        lines: row.get("lines")?,
        loaded_at: row.get::<Option<String>>("loaded_at")?.and_then(|at| at.parse().ok()),
        report: report.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default(),
    })
}
