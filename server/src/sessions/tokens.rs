//! API tokens: a person's rights for a program, of which only the hash of the secret is kept.
use super::hash;
use crate::{error::Result, ids};
use db::{Tx, sql};
use domain::{ids::PersonId, time::Timestamp};

/// An API token as it is found: whose, and what it may do.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    /// Whose rights it carries.
    pub person: PersonId,
    /// What it may do.
    pub scope: Scope,
}

domain::words! {
    /// What a token may do; each includes what stands before it.
    pub enum Scope {
        /// Only read.
        Read = "read",
        /// Read and change.
        Write = "write",
        /// Also what asks people for fresh proof of who they are: sign, approve, open, rule.
        Sign = "sign",
    }
}

impl Scope {
    /// As a token's row lists it.
    fn listed(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Write => "read write",
            Scope::Sign => "read write sign",
        }
    }
    fn of(listed: &str) -> Scope {
        let has = |scope: &&Scope| listed.split(' ').any(|word| word == scope.as_str());
        Scope::ALL.iter().rev().find(has).copied().unwrap_or(Scope::Read)
    }
}

/// Whose API token a secret is, if it still holds.
pub async fn find(tx: &mut Tx, secret: &str, now: Timestamp) -> Result<Option<Token>> {
    let row = sql!("SELECT person, scopes FROM token WHERE hash = $1 AND ends_at > $2")
        .bind(hash(secret))
        .bind_text(now)
        .optional(tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Token { person: row.parse("person")?, scope: Scope::of(&row.get::<String>("scopes")?) }))
}

/// An API token as its person sees it: never the secret.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Issued {
    /// The hash of its secret, which names it.
    pub id: String,
    /// What its person calls it.
    pub name: String,
    /// What it may do.
    pub scope: Scope,
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
    pub scope: Scope,
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
        .bind(it.scope.listed())
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
        Ok(Issued {
            id: row.get("hash")?,
            name: row.get("name")?,
            scope: Scope::of(&row.get::<String>("scopes")?),
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
