//! One-time links as rows, by the hash of their secret.
use crate::{error::Result, people::links::Purpose};
use db::{Tx, sql};
use domain::{ids::PersonId, time::Timestamp};

/// Keeps a one-time link by its hash.
pub async fn keep_link(tx: &mut Tx, hash: &str, person: PersonId, purpose: Purpose, ends_at: Timestamp) -> Result<()> {
    sql!("INSERT INTO link (hash, person, purpose, ends_at) VALUES ($1, $2, $3, $4)")
        .bind(hash)
        .bind_text(person)
        .bind_text(purpose)
        .bind_text(ends_at)
        .execute(tx)
        .await?;
    Ok(())
}

/// Whose link this is, if it still works.
pub async fn link(tx: &mut Tx, hash: &str, purpose: Purpose, now: Timestamp) -> Result<Option<PersonId>> {
    let row = sql!("SELECT person FROM link WHERE hash = $1 AND purpose = $2 AND ends_at > $3")
        .bind(hash)
        .bind_text(purpose)
        .bind_text(now)
        .optional(tx)
        .await?;
    Ok(row.map(|row| row.parse("person")).transpose()?)
}

/// Whether a person has a link that works beyond an instant: one that was made only just.
pub async fn has_link(tx: &mut Tx, person: PersonId, purpose: Purpose, beyond: Timestamp) -> Result<bool> {
    let row = sql!("SELECT hash FROM link WHERE person = $1 AND purpose = $2 AND ends_at > $3")
        .bind_text(person)
        .bind_text(purpose)
        .bind_text(beyond)
        .optional(tx)
        .await?;
    Ok(row.is_some())
}

/// Ends the links of a person for a purpose.
pub async fn forget_links(tx: &mut Tx, person: PersonId, purpose: Purpose) -> Result<()> {
    sql!("DELETE FROM link WHERE person = $1 AND purpose = $2")
        .bind_text(person)
        .bind_text(purpose)
        .execute(tx)
        .await?;
    Ok(())
}

/// Forgets one-time links that have ended.
pub async fn sweep_links(tx: &mut Tx, now: Timestamp) -> Result<()> {
    sql!("DELETE FROM link WHERE ends_at <= $1").bind_text(now).execute(tx).await?;
    Ok(())
}
