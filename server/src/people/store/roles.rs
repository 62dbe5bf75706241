//! Roles as rows: who does what, sits where, and is recused on what, from when until when.
use crate::{error::Result, follows};
use db::{Row, Tx, sql};
use domain::{
    actor::{Actor, Role},
    ids::PersonId,
    time::Timestamp,
};
use uuid::Uuid;

/// The actor that a person is now, with their name; none if they may not sign in.
pub async fn actor(tx: &mut Tx, person: PersonId, now: Timestamp) -> Result<Option<(Actor, String)>> {
    let rows = sql!("SELECT p.name, r.kind, r.word, r.thing FROM person p LEFT JOIN role r ON r.person = p.id AND r.starts_at <= $2 AND (r.ends_at IS NULL OR r.ends_at > $2) WHERE p.id = $1 AND p.active = TRUE")
        .bind_text(person)
        .bind_text(now)
        .all(tx)
        .await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let mut actor = Actor::new(person, Vec::new());
    for row in &rows {
        take(&mut actor, row)?;
    }
    actor.recused = follows::all(tx, std::mem::take(&mut actor.recused)).await?;
    Ok(Some((actor, first.get("name")?)))
}

fn take(actor: &mut Actor, row: &Row) -> Result<()> {
    let Some(kind) = row.get::<Option<String>>("kind")? else { return Ok(()) };
    let thing: Uuid = row.parse("thing")?;
    let role = match kind.as_str() {
        "operator" => Role::Operator,
        "auditor" => Role::Auditor,
        "does" => Role::Does(row.parse("word")?, domain::ids::OrganisationId(thing)),
        "sits" => Role::Sits(row.parse("word")?, domain::ids::GroupId(thing)),
        "assesses" => Role::Assesses(domain::ids::CallId(thing)),
        "formerly" => {
            actor.formerly.push(PersonId(thing));
            return Ok(());
        }
        _ => {
            actor.recused.push(thing);
            return Ok(());
        }
    };
    actor.roles.push(role);
    Ok(())
}

/// One role as a row: kind (`operator`, `auditor`, `does`, `sits`, `assesses`, `recused`,
/// `formerly`), word, and the thing it is on.
#[derive(Debug, Clone, Copy)]
pub struct Grant<'a> {
    /// Whose.
    pub person: PersonId,
    /// The kind of role.
    pub kind: &'a str,
    /// Its word: a duty or a seat's role; empty for the others.
    pub word: &'a str,
    /// The organisation, group, call or thing; nil for operator and auditor.
    pub thing: Uuid,
    /// From when.
    pub starts_at: Timestamp,
    /// Until when; none for no end.
    pub ends_at: Option<Timestamp>,
}

/// Writes a role, or its new dates.
pub async fn grant(tx: &mut Tx, it: Grant<'_>) -> Result<()> {
    sql!("INSERT INTO role (person, kind, word, thing, starts_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person, kind, word, thing) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at")
        .bind_text(it.person)
        .bind(it.kind)
        .bind(it.word)
        .bind_text(it.thing)
        .bind_text(it.starts_at)
        .bind_text_option(it.ends_at)
        .execute(tx)
        .await?;
    Ok(())
}

/// Takes a role away.
pub async fn revoke(tx: &mut Tx, person: PersonId, kind: &str, word: &str, thing: Uuid) -> Result<()> {
    sql!("DELETE FROM role WHERE person = $1 AND kind = $2 AND word = $3 AND thing = $4")
        .bind_text(person)
        .bind(kind)
        .bind(word)
        .bind_text(thing)
        .execute(tx)
        .await?;
    Ok(())
}

/// How many operators can sign in, this person left out.
pub async fn other_operators(tx: &mut Tx, person: PersonId) -> Result<i64> {
    let row = sql!("SELECT COUNT(*) AS many FROM role r JOIN person p ON p.id = r.person WHERE r.kind = 'operator' AND r.person <> $1 AND p.active = TRUE AND r.ends_at IS NULL")
        .bind_text(person)
        .one(tx)
        .await?;
    Ok(row.get("many")?)
}

/// Takes away everything a person does but their seats, panels and recusals, which belong to other rooms.
pub async fn revoke_duties(tx: &mut Tx, person: PersonId) -> Result<()> {
    sql!("DELETE FROM role WHERE person = $1 AND kind IN ('does', 'operator', 'auditor')")
        .bind_text(person)
        .execute(tx)
        .await?;
    Ok(())
}

/// How many seats and panels a person has now or later; they belong to other rooms.
pub async fn places(tx: &mut Tx, person: PersonId, now: Timestamp) -> Result<i64> {
    let row = sql!("SELECT COUNT(*) AS many FROM role WHERE person = $1 AND kind IN ('sits', 'assesses') AND (ends_at IS NULL OR ends_at > $2)")
        .bind_text(person)
        .bind_text(now)
        .one(tx)
        .await?;
    Ok(row.get("many")?)
}

/// The recusals of one account, and the accounts that became part of it, hold for another one as well.
pub async fn inherit(tx: &mut Tx, from: PersonId, to: PersonId) -> Result<()> {
    sql!("INSERT INTO role (person, kind, word, thing, starts_at, ends_at) SELECT CAST($2 AS TEXT), kind, word, thing, starts_at, ends_at FROM role WHERE person = $1 AND kind IN ('recused', 'formerly') ON CONFLICT (person, kind, word, thing) DO NOTHING")
        .bind_text(from)
        .bind_text(to)
        .execute(tx)
        .await?;
    Ok(())
}

/// The accounts that became part of this one.
pub async fn formerly(tx: &mut Tx, person: PersonId) -> Result<Vec<PersonId>> {
    let query = sql!("SELECT thing FROM role WHERE person = $1 AND kind = 'formerly' ORDER BY thing");
    let rows = query.bind_text(person).all(tx).await?;
    rows.iter().map(|row| Ok(row.parse("thing")?)).collect()
}
