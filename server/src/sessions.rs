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
