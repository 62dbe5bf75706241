//! People as rows; their roles; their names and addresses, which stand beside the record.
pub mod factors;

use super::links::Purpose;
use crate::{
    error::Result,
    forms::Choice,
    unit::{Saving, Stored},
};
use db::{Row, Tx, sql};
use domain::{
    actor::{Actor, Duty, Role},
    ids::{OrganisationId, PersonId},
    person::Person,
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

/// What stands beside the record: a person's name, address and password.
#[derive(Debug, Clone)]
pub struct Particulars {
    /// Their name.
    pub name: String,
    /// Their e-mail address, in small letters.
    pub email: String,
    /// The argon2id hash of their password; empty until they set one.
    pub password: String,
}

/// Writes a person's particulars.
pub async fn describe(tx: &mut Tx, person: PersonId, it: &Particulars) -> Result<()> {
    sql!("UPDATE person SET name = $2, email = $3, password = $4 WHERE id = $1")
        .bind_text(person)
        .bind(it.name.as_str())
        .bind(it.email.as_str())
        .bind(it.password.as_str())
        .execute(tx)
        .await?;
    Ok(())
}

/// An account as sign-in and lists know it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Account {
    /// Whose.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Their e-mail address, in small letters.
    pub email: String,
    /// Whether they may sign in.
    pub active: bool,
    /// When mail to this address last came back; none if it arrives, as far as we know.
    pub bounced_at: Option<String>,
    /// The hash of their password; empty until they set one. Never shown.
    #[serde(skip)]
    pub password: String,
}

/// The account with this e-mail address.
pub async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<Account>> {
    let row = sql!("SELECT id, name, email, active, password, (SELECT b.at FROM bounce b WHERE b.address = email) AS bounced_at FROM person WHERE email = $1")
        .bind(email.to_lowercase())
        .optional(tx)
        .await?;
    Ok(row.as_ref().map(account_of).transpose()?)
}

/// The account of a person.
pub async fn account(tx: &mut Tx, person: PersonId) -> Result<Option<Account>> {
    let row = sql!("SELECT id, name, email, active, password, (SELECT b.at FROM bounce b WHERE b.address = email) AS bounced_at FROM person WHERE id = $1")
        .bind_text(person)
        .optional(tx)
        .await?;
    Ok(row.as_ref().map(account_of).transpose()?)
}

/// How many people a list shows at most.
pub const PAGE: i64 = 50;

/// All accounts by name, after the person that `after` names.
pub async fn accounts(tx: &mut Tx, after: Option<&str>) -> Result<Vec<Account>> {
    let rows = sql!("SELECT id, name, email, active, password, (SELECT b.at FROM bounce b WHERE b.address = email) AS bounced_at FROM person WHERE email <> id AND (CAST($1 AS TEXT) IS NULL OR (name, id) > (SELECT p.name, p.id FROM person p WHERE p.id = $1)) ORDER BY name, id LIMIT $2")
        .bind(after)
        .bind(PAGE)
        .all(tx)
        .await?;
    Ok(rows.iter().map(account_of).collect::<db::Result<_>>()?)
}

/// The accounts of the people who do anything for these organisations.
pub async fn accounts_of(tx: &mut Tx, organisations: &[OrganisationId]) -> Result<Vec<Account>> {
    let rows = sql!(
        sqlite: "SELECT DISTINCT p.id, p.name, p.email, p.active, p.password, (SELECT b.at FROM bounce b WHERE b.address = p.email) AS bounced_at FROM role r JOIN person p ON p.id = r.person WHERE r.kind = 'does' AND r.thing IN (SELECT value FROM json_each($1)) ORDER BY p.name, p.id LIMIT 500",
        postgres: "SELECT DISTINCT p.id, p.name, p.email, p.active, p.password, (SELECT b.at FROM bounce b WHERE b.address = p.email) AS bounced_at FROM role r JOIN person p ON p.id = r.person WHERE r.kind = 'does' AND r.thing IN (SELECT json_array_elements_text(CAST($1 AS json))) ORDER BY p.name, p.id LIMIT 500"
    )
    .bind(serde_json::json!(organisations).to_string())
    .all(tx)
    .await?;
    Ok(rows.iter().map(account_of).collect::<db::Result<_>>()?)
}

fn account_of(row: &Row) -> db::Result<Account> {
    Ok(Account {
        id: row.parse("id")?,
        name: row.get("name")?,
        email: row.get("email")?,
        active: row.get("active")?,
        bounced_at: row.get("bounced_at")?,
        password: row.get("password")?,
    })
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

/// The names of all people by id, for pages that mention some of these: one statement however many there are.
pub async fn names(tx: &mut Tx, people: &[PersonId]) -> Result<std::collections::BTreeMap<PersonId, String>> {
    let list = serde_json::json!(people).to_string();
    let rows = sql!(
        sqlite: "SELECT id, name FROM person WHERE id IN (SELECT value FROM json_each($1))",
        postgres: "SELECT id, name FROM person WHERE id IN (SELECT json_array_elements_text(CAST($1 AS json)))"
    )
    .bind(list)
    .all(tx)
    .await?;
    rows.iter().map(|row| Ok((row.parse("id")?, row.get("name")?))).collect()
}

/// Those of some people whose mail comes back.
pub async fn bounced(tx: &mut Tx, people: &[PersonId]) -> Result<Vec<PersonId>> {
    let list = serde_json::json!(people).to_string();
    let rows = sql!(
        sqlite: "SELECT p.id FROM person p JOIN bounce b ON b.address = p.email WHERE p.id IN (SELECT value FROM json_each($1))",
        postgres: "SELECT p.id FROM person p JOIN bounce b ON b.address = p.email WHERE p.id IN (SELECT json_array_elements_text(CAST($1 AS json)))"
    )
    .bind(list)
    .all(tx)
    .await?;
    rows.iter().map(|row| Ok(row.parse("id")?)).collect()
}

/// The people who have this duty for an organisation now and may sign in, as options of a field: the value is the
/// person's id, the text their name.
pub async fn options_of(tx: &mut Tx, organisation: OrganisationId, duty: Duty) -> Result<Vec<Choice>> {
    let rows = sql!("SELECT p.id, p.name FROM role r JOIN person p ON p.id = r.person WHERE r.thing = $1 AND r.kind = 'does' AND r.word = $2 AND r.ends_at IS NULL AND p.active = TRUE ORDER BY p.name, p.id LIMIT 500")
        .bind_text(organisation)
        .bind_text(duty)
        .all(tx)
        .await?;
    let choice = |row: &Row| Ok(Choice { value: row.get("id")?, text: row.get("name")?, hint: String::new() });
    rows.iter().map(choice).collect()
}

/// A person by id.
pub async fn find(tx: &mut Tx, id: PersonId) -> Result<Option<Person>> {
    let row = sql!("SELECT version, body FROM person WHERE id = $1").bind_text(id).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

fn read(row: &Row) -> db::Result<Person> {
    let mut person: Person = row.json("body")?;
    person.version = row.number("version")?;
    Ok(person)
}

impl Stored for Person {
    async fn insert(&self, tx: &mut Tx, _: Saving) -> Result<()> {
        sql!(
            "INSERT INTO person (id, name, email, password, active, body, version) VALUES ($1, '', $1, '', $2, $3, 1)"
        )
        .bind_text(self.id)
        .bind(self.active)
        .bind(serde_json::json!(self).to_string())
        .execute(tx)
        .await?;
        Ok(())
    }
    async fn update(&self, tx: &mut Tx, _: Saving) -> Result<u64> {
        let changed =
            sql!("UPDATE person SET active = $2, body = $3, version = version + 1 WHERE id = $1 AND version = $4")
                .bind_text(self.id)
                .bind(self.active)
                .bind(serde_json::json!(self).to_string())
                .bind(self.version)
                .execute(tx)
                .await?;
        Ok(changed)
    }
}
