//! Sessions and form tokens: who a request comes from. API tokens stand in `sessions/tokens.rs`.
pub mod tokens;

use crate::{error::Result, ids};
use db::{Tx, sql};
use domain::{ids::PersonId, time::Timestamp};
use sha2::{Digest, Sha256};

/// How long a session lasts, in seconds: a working day.
pub const SESSION_SECONDS: i64 = 12 * 3600;

/// How long a proof of who somebody is counts as fresh, in seconds.
pub const FRESH_SECONDS: i64 = 15 * 60;

/// How often it is noted that a session is in use, in seconds.
const SEEN_SECONDS: i64 = 10 * 60;

domain::words! {
    /// How somebody proved who they are when a session began. A further way to sign in has its word here.
    pub enum Method {
        /// With the password.
        Password = "password",
        /// With the password and a code.
        SecondFactor = "second_factor",
        /// With a passkey, whose device checked that it is them: both steps in one.
        Passkey = "passkey",
        /// With one click, in a demonstration.
        Demonstration = "demonstration",
    }
}

/// A session to begin.
#[derive(Debug)]
pub struct Beginning<'a> {
    /// Whose.
    pub person: PersonId,
    /// How they proved who they are, just now.
    pub method: Method,
    /// What the browser calls itself.
    pub agent: &'a str,
    /// When it begins.
    pub now: Timestamp,
}

/// A session as it is found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Session {
    /// Whose.
    pub person: PersonId,
    /// The strongest way in which they proved who they are.
    pub method: Method,
    /// When they last proved who they are.
    pub proved_at: Timestamp,
    /// When it was last noted that it is in use.
    seen_at: Timestamp,
}

impl Session {
    /// Whether its use is worth noting again.
    pub fn is_due_to_be_seen(&self, now: Timestamp) -> bool {
        now >= self.seen_at.plus_seconds(SEEN_SECONDS)
    }
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
pub async fn start(tx: &mut Tx, it: &Beginning<'_>) -> Result<String> {
    let secret = ids::secret();
    sql!("INSERT INTO session (token, person, started_at, seen_at, proved_at, ends_at, agent, method) VALUES ($1, $2, $3, $3, $3, $4, $5, $6)")
        .bind(hash(&secret))
        .bind_text(it.person)
        .bind_text(it.now)
        .bind_text(it.now.plus_seconds(SESSION_SECONDS))
        .bind(it.agent.chars().take(200).collect::<String>())
        .bind_text(it.method)
        .execute(tx)
        .await?;
    Ok(secret)
}

/// The session of a cookie, if it still runs.
pub async fn find(tx: &mut Tx, secret: &str, now: Timestamp) -> Result<Option<Session>> {
    let row = sql!("SELECT person, method, proved_at, seen_at FROM session WHERE token = $1 AND ends_at > $2")
        .bind(hash(secret))
        .bind_text(now)
        .optional(tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let (person, proved_at, seen_at) = (row.parse("person")?, row.parse("proved_at")?, row.parse("seen_at")?);
    Ok(Some(Session { person, method: row.parse("method")?, proved_at, seen_at }))
}

/// Notes that a session is in use.
pub async fn see(tx: &mut Tx, secret: &str, now: Timestamp) -> Result<()> {
    let query = sql!("UPDATE session SET seen_at = $2 WHERE token = $1");
    query.bind(hash(secret)).bind_text(now).execute(tx).await?;
    Ok(())
}

/// Notes that the person of a session has just proved who they are.
pub async fn prove(tx: &mut Tx, secret: &str, now: Timestamp) -> Result<()> {
    let query = sql!("UPDATE session SET proved_at = $2 WHERE token = $1");
    query.bind(hash(secret)).bind_text(now).execute(tx).await?;
    Ok(())
}

/// Notes that the person of a session has just proved with a passkey who they are: no less than if it had begun so.
pub async fn prove_by_passkey(tx: &mut Tx, secret: &str, now: Timestamp) -> Result<()> {
    let query = sql!("UPDATE session SET proved_at = $2, method = $3 WHERE token = $1");
    query.bind(hash(secret)).bind_text(now).bind_text(Method::Passkey).execute(tx).await?;
    Ok(())
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

/// Ends one session of a person, named by the hash of its secret; tells whether it ran.
pub async fn end_one(tx: &mut Tx, person: PersonId, id: &str) -> Result<bool> {
    let query = sql!("DELETE FROM session WHERE token = $1 AND person = $2");
    Ok(query.bind(id).bind_text(person).execute(tx).await? == 1)
}

/// Ends every session of a person but the one with this secret.
pub async fn end_others(tx: &mut Tx, person: PersonId, secret: &str) -> Result<()> {
    let query = sql!("DELETE FROM session WHERE person = $1 AND token <> $2");
    query.bind_text(person).bind(hash(secret)).execute(tx).await?;
    Ok(())
}

/// Ends every session of a person.
pub async fn end_all(tx: &mut Tx, person: PersonId) -> Result<()> {
    sql!("DELETE FROM session WHERE person = $1").bind_text(person).execute(tx).await?;
    Ok(())
}

/// A session as its person sees it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Running {
    /// The hash of its secret, which names it.
    pub id: String,
    /// When it began.
    pub started_at: String,
    /// When it was last noted that it is in use.
    pub seen_at: String,
    /// When it ends by itself.
    pub ends_at: String,
    /// What the browser calls itself.
    pub agent: String,
    /// How its person proved who they are, a word of [`Method`].
    pub method: String,
    /// Whether it is the one that asks.
    pub here: bool,
}

/// The sessions of a person that still run, newest first; `secret` is that of the one that asks.
pub async fn running(tx: &mut Tx, person: PersonId, secret: &str, now: Timestamp) -> Result<Vec<Running>> {
    let rows = sql!("SELECT token, started_at, seen_at, ends_at, agent, method FROM session WHERE person = $1 AND ends_at > $2 ORDER BY started_at DESC, token LIMIT 100")
        .bind_text(person)
        .bind_text(now)
        .all(tx)
        .await?;
    let here = hash(secret);
    let read = |row: &db::Row| {
        let id: String = row.get("token")?;
        Ok(Running {
            here: id == here,
            id,
            started_at: row.get("started_at")?,
            seen_at: row.get("seen_at")?,
            ends_at: row.get("ends_at")?,
            agent: row.get("agent")?,
            method: row.get("method")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Forgets sessions that have ended, and tokens a month after they did.
pub async fn sweep(tx: &mut Tx, now: Timestamp) -> Result<()> {
    sql!("DELETE FROM session WHERE ends_at <= $1").bind_text(now).execute(tx).await?;
    sql!("DELETE FROM token WHERE ends_at <= $1").bind_text(now.plus_seconds(-30 * 24 * 3600)).execute(tx).await?;
    Ok(())
}
