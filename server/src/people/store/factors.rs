//! Second factors, recovery codes, half-done sign-ins and known browsers as rows.
use crate::error::Result;
use db::{Tx, sql};
use domain::{ids::PersonId, time::Timestamp};

/// The secret that a person's authenticator app shares with us, and which of its codes was taken last.
pub struct Factor {
    /// In base32, sealed with the server's key.
    pub secret: String,
    /// Since when.
    pub since: Timestamp,
}

/// The second factor of a person.
pub async fn find(tx: &mut Tx, person: PersonId) -> Result<Option<Factor>> {
    let query = sql!("SELECT secret, since FROM second_factor WHERE person = $1").bind_text(person);
    let Some(row) = query.optional(tx).await? else { return Ok(None) };
    Ok(Some(Factor { secret: row.get("secret")?, since: row.parse("since")? }))
}

/// Keeps a second factor, unless the person has one; `step` is that of the code that proved it. Tells whether it was kept.
pub async fn keep(tx: &mut Tx, person: PersonId, factor: &Factor, step: u64) -> Result<bool> {
    let kept = sql!("INSERT INTO second_factor (person, secret, since, last_step) VALUES ($1, $2, $3, $4) ON CONFLICT (person) DO NOTHING")
        .bind_text(person)
        .bind(factor.secret.as_str())
        .bind_text(factor.since)
        .bind(step)
        .execute(tx)
        .await?;
    Ok(kept == 1)
}

/// The sealed secrets of everybody's apps.
pub async fn secrets(tx: &mut Tx) -> Result<Vec<(PersonId, String)>> {
    let rows = sql!("SELECT person, secret FROM second_factor ORDER BY person").all(tx).await?;
    rows.iter().map(|row| Ok((row.parse("person")?, row.get("secret")?))).collect()
}

/// Writes a secret as it is sealed anew.
pub async fn reseal(tx: &mut Tx, person: PersonId, sealed: &str) -> Result<()> {
    let query = sql!("UPDATE second_factor SET secret = $2 WHERE person = $1");
    query.bind_text(person).bind(sealed).execute(tx).await?;
    Ok(())
}

/// Takes the code of a step, if none of this step or a later one was taken: no code works twice.
pub async fn take_step(tx: &mut Tx, person: PersonId, step: u64) -> Result<bool> {
    let query = sql!("UPDATE second_factor SET last_step = $2 WHERE person = $1 AND last_step < $2");
    Ok(query.bind_text(person).bind(step).execute(tx).await? == 1)
}

/// Forgets the second factor of a person and its recovery codes; tells whether there was one.
pub async fn forget(tx: &mut Tx, person: PersonId) -> Result<bool> {
    forget_codes(tx, person).await?;
    Ok(sql!("DELETE FROM second_factor WHERE person = $1").bind_text(person).execute(tx).await? == 1)
}

/// Keeps a recovery code by its hash.
pub async fn keep_code(tx: &mut Tx, person: PersonId, hash: &str) -> Result<()> {
    let query = sql!("INSERT INTO recovery_code (person, hash) VALUES ($1, $2)");
    query.bind_text(person).bind(hash).execute(tx).await?;
    Ok(())
}

/// Takes a recovery code; tells whether it was there.
pub async fn take_code(tx: &mut Tx, person: PersonId, hash: &str) -> Result<bool> {
    let query = sql!("DELETE FROM recovery_code WHERE person = $1 AND hash = $2");
    Ok(query.bind_text(person).bind(hash).execute(tx).await? == 1)
}

/// How many recovery codes a person has left.
pub async fn codes(tx: &mut Tx, person: PersonId) -> Result<i64> {
    let query = sql!("SELECT COUNT(*) AS many FROM recovery_code WHERE person = $1");
    Ok(query.bind_text(person).one(tx).await?.get("many")?)
}

/// Forgets all recovery codes of a person.
pub async fn forget_codes(tx: &mut Tx, person: PersonId) -> Result<()> {
    sql!("DELETE FROM recovery_code WHERE person = $1").bind_text(person).execute(tx).await?;
    Ok(())
}

/// A sign-in whose first step is done.
pub struct Half {
    /// Whose.
    pub person: PersonId,
    /// The page it leads to.
    pub next: Option<String>,
    /// The secret of the form it gives back.
    pub parked: Option<String>,
}

/// Keeps a half-done sign-in by the hash of its cookie.
pub async fn keep_half(tx: &mut Tx, hash: &str, it: &Half, ends_at: Timestamp) -> Result<()> {
    sql!("INSERT INTO half_sign_in (hash, person, next, parked, ends_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(hash)
        .bind_text(it.person)
        .bind(it.next.clone())
        .bind(it.parked.clone())
        .bind_text(ends_at)
        .execute(tx)
        .await?;
    Ok(())
}

/// The half-done sign-in of a cookie, if it may still be finished.
pub async fn half(tx: &mut Tx, hash: &str, now: Timestamp) -> Result<Option<Half>> {
    let query = sql!("SELECT person, next, parked FROM half_sign_in WHERE hash = $1 AND ends_at > $2");
    let Some(row) = query.bind(hash).bind_text(now).optional(tx).await? else { return Ok(None) };
    Ok(Some(Half { person: row.parse("person")?, next: row.get("next")?, parked: row.get("parked")? }))
}

/// Ends the half-done sign-ins of a person, and those that nobody finished in time.
pub async fn forget_halves(tx: &mut Tx, person: PersonId, now: Timestamp) -> Result<()> {
    let query = sql!("DELETE FROM half_sign_in WHERE person = $1 OR ends_at <= $2");
    query.bind_text(person).bind_text(now).execute(tx).await?;
    Ok(())
}

/// Whether the person of this address has signed in from this browser before.
pub async fn knows(tx: &mut Tx, browser: &str, email: &str) -> Result<bool> {
    let query = sql!(
        "SELECT b.person FROM browser b JOIN person p ON p.id = b.person WHERE b.hash = $1 AND p.email = $2 LIMIT 1"
    );
    Ok(query.bind(browser).bind(email.to_lowercase()).optional(tx).await?.is_some())
}

/// How many browsers a person has signed in from.
pub async fn browsers(tx: &mut Tx, person: PersonId) -> Result<i64> {
    let query = sql!("SELECT COUNT(*) AS many FROM browser WHERE person = $1");
    Ok(query.bind_text(person).one(tx).await?.get("many")?)
}

/// Notes that a person has signed in from a browser; tells whether it was for the first time.
pub async fn note_browser(tx: &mut Tx, browser: &str, person: PersonId, now: Timestamp) -> Result<bool> {
    let seen = sql!("UPDATE browser SET seen_at = $3 WHERE hash = $1 AND person = $2");
    if seen.bind(browser).bind_text(person).bind_text(now).execute(tx).await? == 1 {
        return Ok(false);
    }
    let new =
        sql!("INSERT INTO browser (hash, person, seen_at) VALUES ($1, $2, $3) ON CONFLICT (hash, person) DO NOTHING");
    new.bind(browser).bind_text(person).bind_text(now).execute(tx).await?;
    Ok(true)
}

/// Forgets every browser of a person.
pub async fn forget_browsers(tx: &mut Tx, person: PersonId) -> Result<()> {
    sql!("DELETE FROM browser WHERE person = $1").bind_text(person).execute(tx).await?;
    Ok(())
}
