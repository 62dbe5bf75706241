//! Declared interests as rows, with the words that the record only commits to.
use crate::{
    error::Result,
    unit::{Saving, Stored},
};
use db::{Row, Tx, sql};
use domain::{
    ids::{GroupId, InterestId, OrganisationId, PersonId},
    interest::{Cited, Interest, stale_on},
    time::Timestamp,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What an interest says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// What it is.
    pub description: String,
    /// With which organisation, by name.
    pub organisation: String,
    /// Which one it is of the list, if it is one of the list.
    pub listed: Option<OrganisationId>,
    /// Where it is declared already.
    pub cited: Cited,
    /// Why its person asked for it to be withheld from the public; empty if they did not.
    pub withhold_because: String,
}

impl Words {
    /// As the record commits to them.
    pub fn text(&self) -> String {
        let Words { description, organisation, listed, cited, withhold_because } = self;
        json!([description, organisation, listed, cited.register, cited.link, withhold_because]).to_string()
    }
}

/// An interest with its words.
#[derive(Debug, Clone)]
pub struct Worded {
    /// The interest.
    pub interest: Interest,
    /// What it says.
    pub words: Words,
}

/// An interest by its reference.
pub async fn by_reference(tx: &mut Tx, reference: &str) -> Result<Option<Worded>> {
    let row = sql!("SELECT version, body, description, organisation, organisation_id, register, link, withhold_because FROM interest WHERE reference = $1")
        .bind(reference)
        .optional(tx)
        .await?;
    row.as_ref().map(read).transpose()
}

/// When each of some people last stood by a declaration.
pub async fn latest(tx: &mut Tx, people: &[PersonId]) -> Result<BTreeMap<PersonId, Timestamp>> {
    let rows = sql!(
        sqlite: "SELECT person, MAX(confirmed_at) AS latest FROM interest WHERE person IN (SELECT value FROM json_each($1)) GROUP BY person",
        postgres: "SELECT person, MAX(confirmed_at) AS latest FROM interest WHERE person IN (SELECT json_array_elements_text(CAST($1 AS json))) GROUP BY person"
    )
    .bind(json!(people).to_string())
    .all(tx)
    .await?;
    rows.iter().map(|row| Ok((row.parse("person")?, row.parse("latest")?))).collect()
}

/// Which of some people have declared or renewed within the last year (G3).
pub async fn current(tx: &mut Tx, people: &[PersonId], at: Timestamp) -> Result<BTreeSet<PersonId>> {
    let latest = latest(tx, people).await?;
    Ok(latest.into_iter().filter(|(_, stood)| at.day() < stale_on(*stood)).map(|(person, _)| person).collect())
}

/// Whether somebody must declare: they hold a seat of a group or sit on a panel.
pub async fn must_declare(tx: &mut Tx, person: PersonId, at: Timestamp) -> Result<bool> {
    let row = sql!("SELECT COUNT(*) AS many FROM role r JOIN person p ON p.id = r.person WHERE r.person = $1 AND r.kind IN ('sits', 'assesses') AND r.starts_at <= $2 AND (r.ends_at IS NULL OR r.ends_at > $2) AND p.active = TRUE")
        .bind_text(person)
        .bind_text(at)
        .one(tx)
        .await?;
    Ok(row.get::<i64>("many")? > 0)
}

/// The groups in which a person has a seat today.
pub async fn groups_of(tx: &mut Tx, person: PersonId, at: Timestamp) -> Result<Vec<GroupId>> {
    let rows = sql!("SELECT DISTINCT thing FROM role WHERE person = $1 AND kind = 'sits' AND starts_at <= $2 AND (ends_at IS NULL OR ends_at > $2)")
        .bind_text(person)
        .bind_text(at)
        .all(tx)
        .await?;
    rows.iter().map(|row| Ok(row.parse("thing")?)).collect()
}

/// Everything some people have declared, latest first.
pub async fn of(tx: &mut Tx, people: &[PersonId]) -> Result<Vec<Worded>> {
    let rows = sql!(
        sqlite: "SELECT version, body, description, organisation, organisation_id, register, link, withhold_because FROM interest WHERE person IN (SELECT value FROM json_each($1)) ORDER BY declared_at DESC, id DESC LIMIT 1000",
        postgres: "SELECT version, body, description, organisation, organisation_id, register, link, withhold_because FROM interest WHERE person IN (SELECT json_array_elements_text(CAST($1 AS json))) ORDER BY declared_at DESC, id DESC LIMIT 1000"
    )
    .bind(json!(people).to_string())
    .all(tx)
    .await?;
    rows.iter().map(read).collect()
}

/// Keeps the words of an interest, with the salt of the record's commitment to them.
pub async fn describe(tx: &mut Tx, id: InterestId, words: &Words, salt: &str) -> Result<()> {
    sql!("UPDATE interest SET description = $2, organisation = $3, organisation_id = $4, register = $5, link = $6, withhold_because = $7, salt = $8 WHERE id = $1")
        .bind_text(id)
        .bind(words.description.as_str())
        .bind(words.organisation.as_str())
        .bind_text_option(words.listed)
        .bind(words.cited.register.as_str())
        .bind(words.cited.link.as_str())
        .bind(words.withhold_because.as_str())
        .bind(salt)
        .execute(tx)
        .await?;
    Ok(())
}

/// Keeps what an interest says before it is changed.
pub async fn keep(tx: &mut Tx, before: &Worded) -> Result<()> {
    sql!("INSERT INTO interest_before (interest, version, words, salt) SELECT id, version, $2, salt FROM interest WHERE id = $1")
        .bind_text(before.interest.id)
        .bind(before.words.text())
        .execute(tx)
        .await?;
    Ok(())
}

fn read(row: &Row) -> Result<Worded> {
    let mut interest: Interest = row.json("body")?;
    interest.version = row.number("version")?;
    let words = Words {
        description: row.get("description")?,
        organisation: row.get("organisation")?,
        listed: row.parse_option("organisation_id")?,
        cited: Cited { register: row.get("register")?, link: row.get("link")? },
        withhold_because: row.get("withhold_because")?,
    };
    Ok(Worded { interest, words })
}

impl Stored for Interest {
    async fn insert(&self, tx: &mut Tx, _: Saving) -> Result<()> {
        sql!("INSERT INTO interest (id, reference, person, declared_at, confirmed_at, body, description, organisation, salt, version) VALUES ($1, $2, $3, $4, $4, $5, '', '', '', 1)")
            .bind_text(self.id)
            .bind(self.reference.as_str())
            .bind_text(self.person)
            .bind_text(self.declared_at)
            .bind(json!(self).to_string())
            .execute(tx)
            .await?;
        Ok(())
    }
    async fn update(&self, tx: &mut Tx, _: Saving) -> Result<u64> {
        let changed = sql!(
            "UPDATE interest SET body = $2, confirmed_at = $3, version = version + 1 WHERE id = $1 AND version = $4"
        )
        .bind_text(self.id)
        .bind(json!(self).to_string())
        .bind_text(self.confirmed_at())
        .bind(self.version)
        .execute(tx)
        .await?;
        Ok(changed)
    }
}
