//! Passkeys, and the challenges that are not answered yet, as rows.
use crate::error::Result;
use db::{Row, Tx, sql};
use domain::{ids::PersonId, time::Timestamp};
use uuid::Uuid;

/// A passkey as it is kept: nothing of it is a secret, since the private key never leaves its authenticator.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its id.
    pub id: Uuid,
    /// Whose account it opens.
    pub person: PersonId,
    /// The account for which it was made: its authenticator knows it by this one.
    pub handle: PersonId,
    /// What its authenticator calls it, in base64url.
    pub credential: String,
    /// What its person calls it.
    pub name: String,
    /// The public key and what goes with it, as JSON.
    pub body: String,
    /// When it was added.
    pub made_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

fn read(row: &Row) -> Result<Kept> {
    let used_at = row.get::<Option<String>>("used_at")?.map(|_| row.parse("used_at")).transpose()?;
    Ok(Kept {
        id: row.parse("id")?,
        person: row.parse("person")?,
        handle: row.parse("handle")?,
        credential: row.get("credential")?,
        name: row.get("name")?,
        body: row.get("body")?,
        made_at: row.parse("made_at")?,
        used_at,
    })
}

/// The passkeys of a person, in the order in which they were added.
pub async fn of(tx: &mut Tx, person: PersonId) -> Result<Vec<Kept>> {
    let query = sql!(
        "SELECT id, person, handle, credential, name, body, made_at, used_at FROM passkey WHERE person = $1 ORDER BY made_at, id"
    );
    query.bind_text(person).all(tx).await?.iter().map(read).collect()
}

/// Whether a person has a passkey.
pub async fn has(tx: &mut Tx, person: PersonId) -> Result<bool> {
    let query = sql!("SELECT id FROM passkey WHERE person = $1 LIMIT 1");
    Ok(query.bind_text(person).optional(tx).await?.is_some())
}

/// The passkey that its authenticator calls this.
pub async fn called(tx: &mut Tx, credential: &str) -> Result<Option<Kept>> {
    let query =
        sql!("SELECT id, person, handle, credential, name, body, made_at, used_at FROM passkey WHERE credential = $1");
    query.bind(credential).optional(tx).await?.as_ref().map(read).transpose()
}

/// Keeps a passkey, unless there is one of the same authenticator with this credential; tells whether it was kept.
pub async fn keep(tx: &mut Tx, it: &Kept) -> Result<bool> {
    let kept = sql!("INSERT INTO passkey (id, person, handle, credential, name, body, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (credential) DO NOTHING")
        .bind_text(it.id)
        .bind_text(it.person)
        .bind_text(it.handle)
        .bind(it.credential.as_str())
        .bind(it.name.as_str())
        .bind(it.body.as_str())
        .bind_text(it.made_at)
        .execute(tx)
        .await?;
    Ok(kept == 1)
}

/// Notes that a passkey was used, with what it is now; tells whether nobody else used it meanwhile.
pub async fn note_use(tx: &mut Tx, before: &Kept, body: &str, now: Timestamp) -> Result<bool> {
    let query = sql!("UPDATE passkey SET body = $3, used_at = $4 WHERE id = $1 AND body = $2");
    let noted = query.bind_text(before.id).bind(before.body.as_str()).bind(body).bind_text(now).execute(tx).await?;
    Ok(noted == 1)
}

/// Removes one passkey of a person; tells whether it was there.
pub async fn remove(tx: &mut Tx, person: PersonId, id: Uuid) -> Result<bool> {
    let query = sql!("DELETE FROM passkey WHERE id = $1 AND person = $2");
    Ok(query.bind_text(id).bind_text(person).execute(tx).await? == 1)
}

/// Removes all passkeys of a person; tells whether there were any.
pub async fn forget(tx: &mut Tx, person: PersonId) -> Result<bool> {
    Ok(sql!("DELETE FROM passkey WHERE person = $1").bind_text(person).execute(tx).await? > 0)
}

/// The passkeys of one account open another one from now on.
pub async fn give(tx: &mut Tx, from: PersonId, to: PersonId) -> Result<()> {
    sql!("UPDATE passkey SET person = $2 WHERE person = $1").bind_text(from).bind_text(to).execute(tx).await?;
    Ok(())
}

/// Keeps a challenge until it is answered or ends; the one before it for the same browser and purpose is gone, and so
/// are those that ended.
pub async fn challenge(tx: &mut Tx, hash: &str, state: &str, now: Timestamp, ends_at: Timestamp) -> Result<()> {
    sql!("DELETE FROM passkey_challenge WHERE ends_at <= $1").bind_text(now).execute(tx).await?;
    sql!("INSERT INTO passkey_challenge (hash, state, ends_at) VALUES ($1, $2, $3) ON CONFLICT (hash) DO UPDATE SET state = excluded.state, ends_at = excluded.ends_at")
        .bind(hash)
        .bind(state)
        .bind_text(ends_at)
        .execute(tx)
        .await?;
    Ok(())
}

/// Takes a challenge that may still be answered: it is gone, whatever the answer.
pub async fn answered(tx: &mut Tx, hash: &str, now: Timestamp) -> Result<Option<String>> {
    let query = sql!("DELETE FROM passkey_challenge WHERE hash = $1 AND ends_at > $2 RETURNING state");
    let row = query.bind(hash).bind_text(now).optional(tx).await?;
    Ok(row.map(|row| row.get("state")).transpose()?)
}
