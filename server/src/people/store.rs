//! People as rows; their names and addresses, which stand beside the record. Roles, links, second factors and passkeys have files
//! of their own in `store/`.
pub mod factors;
mod links;
pub mod passkeys;
mod roles;

pub use links::{forget_links, has_link, keep_link, link, sweep_links};
pub use roles::{Grant, actor, formerly, grant, inherit, other_operators, places, revoke, revoke_duties};

use crate::{
    error::Result,
    forms::Choice,
    unit::{Saving, Stored},
};
use db::{Row, Tx, sql};
use domain::{
    actor::Duty,
    ids::{OrganisationId, PersonId},
    person::Person,
};

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

/// Everybody who does anything for an organisation, with their names.
pub async fn serving(tx: &mut Tx, organisation: OrganisationId) -> Result<Vec<(Person, String)>> {
    let rows = sql!("SELECT version, body, name FROM person WHERE id IN (SELECT person FROM role WHERE kind = 'does' AND thing = $1) ORDER BY name, id")
        .bind_text(organisation)
        .all(tx)
        .await?;
    rows.iter().map(|row| Ok((read(row)?, row.get("name")?))).collect()
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
