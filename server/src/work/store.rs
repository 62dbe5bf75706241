//! Who has a calendar address and who gets a daily mail, as rows.
use crate::error::Result;
use db::{Row, Tx, sql};
use domain::{ids::PersonId, time::Timestamp};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Keeps the hash of the secret of a person's calendar, in place of the one there was.
pub async fn keep_calendar(tx: &mut Tx, person: PersonId, hash: &str, now: Timestamp) -> Result<()> {
    sql!("INSERT INTO calendar (person, hash, created_at) VALUES ($1, $2, $3) ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, created_at = excluded.created_at")
        .bind_text(person)
        .bind(hash)
        .bind_text(now)
        .execute(tx)
        .await?;
    Ok(())
}

/// Forgets a person's calendar address; tells whether there was one.
pub async fn forget_calendar(tx: &mut Tx, person: PersonId) -> Result<bool> {
    Ok(sql!("DELETE FROM calendar WHERE person = $1").bind_text(person).execute(tx).await? == 1)
}

/// Whose calendar a secret opens, by its hash.
pub async fn calendar_of(tx: &mut Tx, hash: &str) -> Result<Option<PersonId>> {
    let row = sql!("SELECT person FROM calendar WHERE hash = $1").bind(hash).optional(tx).await?;
    Ok(row.map(|row| row.parse("person")).transpose()?)
}

/// What a person has switched on.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Switched {
    /// Since when there is a calendar address; none without one.
    pub calendar: Option<String>,
    /// Whether they get the daily mail.
    pub digest: bool,
}

/// What a person has switched on.
pub async fn switched(tx: &mut Tx, person: PersonId) -> Result<Switched> {
    let row = sql!("SELECT (SELECT created_at FROM calendar WHERE person = $1) AS calendar, (SELECT COUNT(*) FROM digest WHERE person = $1) AS digests")
        .bind_text(person)
        .one(tx)
        .await?;
    Ok(Switched { calendar: row.get("calendar")?, digest: row.get::<i64>("digests")? > 0 })
}

/// Switches the daily mail on; tells whether it was off.
pub async fn begin_digest(tx: &mut Tx, person: PersonId) -> Result<bool> {
    let begun =
        sql!("INSERT INTO digest (person, named, sent_on) VALUES ($1, '[]', '') ON CONFLICT (person) DO NOTHING");
    Ok(begun.bind_text(person).execute(tx).await? == 1)
}

/// Switches the daily mail off; tells whether it was on.
pub async fn end_digest(tx: &mut Tx, person: PersonId) -> Result<bool> {
    Ok(sql!("DELETE FROM digest WHERE person = $1").bind_text(person).execute(tx).await? == 1)
}

/// Everybody who wants the daily mail and may sign in.
pub async fn wanting(tx: &mut Tx) -> Result<Vec<PersonId>> {
    let rows =
        sql!("SELECT d.person FROM digest d JOIN person p ON p.id = d.person WHERE p.active = TRUE ORDER BY d.person")
            .all(tx)
            .await?;
    rows.iter().map(|row| Ok(row.parse("person")?)).collect()
}

/// What a person's last daily mail named, if today's is still to be written. Whoever asks first writes it: the day is
/// taken in the same statement, and a second asker waits and finds nothing.
pub async fn take_digest(tx: &mut Tx, person: PersonId, today: Date) -> Result<Option<BTreeSet<String>>> {
    let row = sql!("UPDATE digest SET sent_on = $2 WHERE person = $1 AND sent_on < $2 RETURNING named")
        .bind_text(person)
        .bind_text(today)
        .optional(tx)
        .await?;
    Ok(row.as_ref().map(|row: &Row| row.json("named")).transpose()?)
}

/// Keeps what a person's daily mail would name today.
pub async fn keep_named(tx: &mut Tx, person: PersonId, named: &BTreeSet<String>) -> Result<()> {
    sql!("UPDATE digest SET named = $2 WHERE person = $1")
        .bind_text(person)
        .bind(serde_json::json!(named).to_string())
        .execute(tx)
        .await?;
    Ok(())
}
