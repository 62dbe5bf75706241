//! Sessions, API tokens and form tokens: who a request comes from.
use crate::{error::Result, ids};
use db::{Tx, sql};
use domain::{ids::PersonId, time::Timestamp};
use sha2::{Digest, Sha256};

/// How long a session lasts, in seconds: a working day.
pub const SESSION_SECONDS: i64 = 12 * 3600;

/// An API token as it is found: whose, and what it may do.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// Whose rights it carries.
    pub person: PersonId,
    /// Whether it may change things (`write`), or only read.
    pub writes: Writes,
}

/// What a token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writes {
    /// Read and change.
    Yes,
    /// Only read.
    No,
}

/// How a secret is kept: never itself.
pub fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

/// The token that a visitor's forms carry.
pub fn form_token(visitor: &str) -> String {
    hash(&format!("form token\n{visitor}"))[..40].to_string()
}

/// Begins a session and gives its secret for the cookie.
pub async fn start(tx: &mut Tx, person: PersonId, now: Timestamp, agent: &str) -> Result<String> {
    let secret = ids::secret();
    sql!("INSERT INTO session (token, person, started_at, seen_at, ends_at, agent) VALUES ($1, $2, $3, $3, $4, $5)")
        .bind(hash(&secret))
        .bind_text(person)
        .bind_text(now)
        .bind_text(now.plus_seconds(SESSION_SECONDS))
        .bind(agent.chars().take(200).collect::<String>())
        .execute(tx)
        .await?;
    Ok(secret)
}

/// Whose session a cookie is, if it still runs.
pub async fn find(tx: &mut Tx, secret: &str, now: Timestamp) -> Result<Option<PersonId>> {
    let row = sql!("SELECT person FROM session WHERE token = $1 AND ends_at > $2")
        .bind(hash(secret))
        .bind_text(now)
        .optional(tx)
        .await?;
    Ok(row.map(|row| row.parse("person")).transpose()?)
}

/// Lets the sessions that run now go on from another moment: whoever moves a demonstration's clock stays signed in.
pub async fn go_on(tx: &mut Tx, now: Timestamp, from: Timestamp) -> Result<()> {
    sql!("UPDATE session SET ends_at = $1 WHERE ends_at > $2")
        .bind_text(from.plus_seconds(SESSION_SECONDS))
        .bind_text(now)
        .execute(tx)
        .await?;
    Ok(())
}

/// Ends one session.
pub async fn end(tx: &mut Tx, secret: &str) -> Result<()> {
    sql!("DELETE FROM session WHERE token = $1").bind(hash(secret)).execute(tx).await?;
    Ok(())
}

/// Ends every session of a person.
pub async fn end_all(tx: &mut Tx, person: PersonId) -> Result<()> {
    sql!("DELETE FROM session WHERE person = $1").bind_text(person).execute(tx).await?;
    Ok(())
}

/// Whose API token a secret is, if it still holds.
pub async fn token(tx: &mut Tx, secret: &str, now: Timestamp) -> Result<Option<Token>> {
    let row = sql!("SELECT person, scopes FROM token WHERE hash = $1 AND ends_at > $2")
        .bind(hash(secret))
        .bind_text(now)
        .optional(tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let scopes: String = row.get("scopes")?;
    let writes = if scopes.split(' ').any(|scope| scope == "write") { Writes::Yes } else { Writes::No };
    Ok(Some(Token { person: row.parse("person")?, writes }))
}

/// A session as its person sees it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Running {
    /// When it began.
    pub started_at: String,
    /// When it ends by itself.
    pub ends_at: String,
    /// What the browser calls itself.
    pub agent: String,
    /// Whether it is the one that asks.
    pub here: bool,
}

/// The sessions of a person that still run, newest first; `secret` is that of the one that asks.
pub async fn running(tx: &mut Tx, person: PersonId, secret: &str, now: Timestamp) -> Result<Vec<Running>> {
    let rows = sql!("SELECT token, started_at, ends_at, agent FROM session WHERE person = $1 AND ends_at > $2 ORDER BY started_at DESC, token LIMIT 100")
        .bind_text(person)
        .bind_text(now)
        .all(tx)
        .await?;
    let here = hash(secret);
    let read = |row: &db::Row| {
        let (started_at, ends_at, agent) = (row.get("started_at")?, row.get("ends_at")?, row.get("agent")?);
        Ok(Running { started_at, ends_at, agent, here: row.get::<String>("token")? == here })
    };
    rows.iter().map(read).collect()
}

/// Forgets sessions that have ended, and tokens a month after they did.
pub async fn sweep(tx: &mut Tx, now: Timestamp) -> Result<()> {
    sql!("DELETE FROM session WHERE ends_at <= $1").bind_text(now).execute(tx).await?;
    sql!("DELETE FROM token WHERE ends_at <= $1").bind_text(now.plus_seconds(-30 * 24 * 3600)).execute(tx).await?;
    Ok(())
}

/// An API token as its person sees it: never the secret.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Issued {
    /// The hash of its secret, which names it.
    pub id: String,
    /// What its person calls it.
    pub name: String,
    /// `read`, or `read write`.
    pub scopes: String,
    /// When it was made.
    pub created_at: String,
    /// When it ends.
    pub ends_at: String,
}

/// A token to make.
#[derive(Debug)]
pub struct NewToken<'a> {
    /// Whose rights it carries.
    pub person: PersonId,
    /// What its person calls it.
    pub name: &'a str,
    /// What it may do.
    pub writes: Writes,
    /// When it is made.
    pub now: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// Makes an API token and gives its secret, which is kept nowhere.
pub async fn issue(tx: &mut Tx, it: &NewToken<'_>) -> Result<String> {
    let secret = format!("trefoil_{}", ids::secret());
    sql!("INSERT INTO token (hash, person, name, scopes, created_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(hash(&secret))
        .bind_text(it.person)
        .bind(it.name)
        .bind(if it.writes == Writes::Yes { "read write" } else { "read" })
        .bind_text(it.now)
        .bind_text(it.ends_at)
        .execute(tx)
        .await?;
    Ok(secret)
}

/// The tokens of a person that still hold, newest first.
pub async fn issued(tx: &mut Tx, person: PersonId, now: Timestamp) -> Result<Vec<Issued>> {
    let rows = sql!("SELECT hash, name, scopes, created_at, ends_at FROM token WHERE person = $1 AND ends_at > $2 ORDER BY created_at DESC, hash LIMIT 100")
        .bind_text(person)
        .bind_text(now)
        .all(tx)
        .await?;
    let read = |row: &db::Row| {
        let (name, scopes) = (row.get("name")?, row.get("scopes")?);
        Ok(Issued {
            id: row.get("hash")?,
            name,
            scopes,
            created_at: row.get("created_at")?,
            ends_at: row.get("ends_at")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Takes a token back; tells whether the person had it.
pub async fn revoke(tx: &mut Tx, person: PersonId, id: &str) -> Result<bool> {
    let gone = sql!("DELETE FROM token WHERE hash = $1 AND person = $2").bind(id).bind_text(person).execute(tx).await?;
    Ok(gone == 1)
}

/// Takes all tokens of a person back.
pub async fn revoke_all(tx: &mut Tx, person: PersonId) -> Result<()> {
    sql!("DELETE FROM token WHERE person = $1").bind_text(person).execute(tx).await?;
    Ok(())
}
