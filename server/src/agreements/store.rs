//! Agreements as rows, and who may act for their parties.
use crate::{
    error::Result,
    unit::{Saving, Stored},
};
use db::{Row, Tx, sql};
use domain::{
    actor::Duty,
    agreement::Agreement,
    ids::{AgreementId, CallId, CollaborationId, GroupId, OrganisationId, PersonId},
    organisation::Heir,
    time::Timestamp,
};
use serde_json::json;

/// An agreement by its id.
pub async fn find(tx: &mut Tx, id: AgreementId) -> Result<Option<Agreement>> {
    let row = sql!("SELECT version, body FROM agreement WHERE id = $1").bind_text(id).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// An agreement by its reference.
pub async fn by_reference(tx: &mut Tx, reference: &str) -> Result<Option<Agreement>> {
    let row = sql!("SELECT version, body FROM agreement WHERE reference = $1").bind(reference).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// The agreement of a call, if one was begun.
pub async fn of_call(tx: &mut Tx, call: CallId) -> Result<Option<Agreement>> {
    let row = sql!("SELECT version, body FROM agreement WHERE call = $1").bind_text(call).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// The agreement of a collaboration.
pub async fn of_collaboration(tx: &mut Tx, collaboration: CollaborationId) -> Result<Option<Agreement>> {
    let row = sql!("SELECT version, body FROM agreement WHERE collaboration = $1 ORDER BY id DESC LIMIT 1")
        .bind_text(collaboration)
        .optional(tx)
        .await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// The agreements that somebody in these organisations, as party or network, or with a seat in these groups may be
/// concerned with, newest first; the policy has the last word.
pub async fn near(tx: &mut Tx, organisations: &[OrganisationId], groups: &[GroupId]) -> Result<Vec<Agreement>> {
    let rows = sql!(
        sqlite: "SELECT version, body FROM agreement WHERE id IN (SELECT agreement FROM agreement_party WHERE organisation IN (SELECT value FROM json_each($1))) OR network IN (SELECT value FROM json_each($1)) OR group_id IN (SELECT value FROM json_each($2)) ORDER BY id DESC LIMIT 200",
        postgres: "SELECT version, body FROM agreement WHERE id IN (SELECT agreement FROM agreement_party WHERE organisation IN (SELECT json_array_elements_text(CAST($1 AS json)))) OR network IN (SELECT json_array_elements_text(CAST($1 AS json))) OR group_id IN (SELECT json_array_elements_text(CAST($2 AS json))) ORDER BY id DESC LIMIT 200"
    )
    .bind(json!(organisations).to_string())
    .bind(json!(groups).to_string())
    .all(tx)
    .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// Every agreement, newest first, for the auditor.
pub async fn all(tx: &mut Tx) -> Result<Vec<Agreement>> {
    let rows = sql!("SELECT version, body FROM agreement ORDER BY id DESC LIMIT 200").all(tx).await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// Somebody who does something for an organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct Serving {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// What they do.
    pub duty: Duty,
    /// For whom.
    pub organisation: OrganisationId,
}

/// Everybody who does something for these organisations at this moment, by name: one statement.
pub async fn serving(tx: &mut Tx, organisations: &[OrganisationId], at: Timestamp) -> Result<Vec<Serving>> {
    let rows = sql!(
        sqlite: "SELECT p.id, p.name, r.word, r.thing FROM role r JOIN person p ON p.id = r.person WHERE r.kind = 'does' AND r.thing IN (SELECT value FROM json_each($1)) AND r.starts_at <= $2 AND (r.ends_at IS NULL OR r.ends_at > $2) AND p.active = TRUE ORDER BY p.name, p.id, r.word LIMIT 2000",
        postgres: "SELECT p.id, p.name, r.word, r.thing FROM role r JOIN person p ON p.id = r.person WHERE r.kind = 'does' AND r.thing IN (SELECT json_array_elements_text(CAST($1 AS json))) AND r.starts_at <= $2 AND (r.ends_at IS NULL OR r.ends_at > $2) AND p.active = TRUE ORDER BY p.name, p.id, r.word LIMIT 2000"
    )
    .bind(json!(organisations).to_string())
    .bind_text(at)
    .all(tx)
    .await?;
    let serving = |row: &Row| {
        let organisation = OrganisationId(row.parse("thing")?);
        Ok(Serving { person: row.parse("id")?, name: row.get("name")?, duty: row.parse("word")?, organisation })
    };
    rows.iter().map(serving).collect()
}

/// An entry of the record with the hash before it, so that whoever holds both can check it alone.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Proven {
    /// The hash of everything before the entry.
    pub before: String,
    /// The entry with its own hash.
    #[serde(flatten)]
    pub entry: record::Stored,
}

/// The entries of the record about an agreement, oldest first, with what proves them.
pub async fn proven(tx: &mut Tx, id: AgreementId) -> Result<Vec<Proven>> {
    let rows = sql!("SELECT e.seq, e.id, e.at, e.by, e.subject, e.subject_id, e.version, e.what, e.state, e.chain, p.chain AS before FROM event e LEFT JOIN event p ON p.seq = e.seq - 1 WHERE e.subject_id = $1 ORDER BY e.seq LIMIT 1000")
        .bind_text(id)
        .all(tx)
        .await?;
    rows.iter().map(|row| Ok(one_proven(row)?)).collect()
}

fn one_proven(row: &Row) -> db::Result<Proven> {
    let before: Option<String> = row.get("before")?;
    let entry = record::Stored {
        seq: row.number("seq")?,
        id: row.get("id")?,
        at: row.get("at")?,
        by: row.get("by")?,
        subject: row.get("subject")?,
        subject_id: row.get("subject_id")?,
        what: row.get("what")?,
        state: row.get("state")?,
        version: row.number("version")?,
        chain: row.get("chain")?,
    };
    Ok(Proven { before: before.unwrap_or_else(|| record::BEGINNING.to_string()), entry })
}

/// Another organisation takes the place of a party (G8).
pub async fn take_place(tx: &mut Tx, id: AgreementId, heir: &Heir) -> Result<()> {
    sql!("UPDATE agreement_party SET organisation = $3 WHERE agreement = $1 AND organisation = $2")
        .bind_text(id)
        .bind_text(heir.of)
        .bind_text(heir.by)
        .execute(tx)
        .await?;
    Ok(())
}

fn read(row: &Row) -> db::Result<Agreement> {
    let mut agreement: Agreement = row.json("body")?;
    agreement.version = row.number("version")?;
    Ok(agreement)
}

impl Stored for Agreement {
    async fn insert(&self, tx: &mut Tx, _: Saving) -> Result<()> {
        sql!("INSERT INTO agreement (id, reference, collaboration, call, group_id, network, status, title, body, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)")
            .bind_text(self.id)
            .bind(self.reference.as_str())
            .bind_text(self.collaboration)
            .bind_text(self.call)
            .bind_text(self.group)
            .bind_text(self.network)
            .bind_text(self.status)
            .bind(self.title.as_str())
            .bind(json!(self).to_string())
            .execute(tx)
            .await?;
        parties(tx, self).await
    }
    async fn update(&self, tx: &mut Tx, _: Saving) -> Result<u64> {
        let changed = sql!("UPDATE agreement SET status = $2, title = $3, body = $4, network = $6, version = version + 1 WHERE id = $1 AND version = $5")
            .bind_text(self.id)
            .bind_text(self.status)
            .bind(self.title.as_str())
            .bind(json!(self).to_string())
            .bind(self.version)
            .bind_text(self.network)
            .execute(tx)
            .await?;
        Ok(changed)
    }
}

/// Which organisations are parties changes only by [`take_place`], so this is written once.
async fn parties(tx: &mut Tx, it: &Agreement) -> Result<()> {
    sql!(
        sqlite: "INSERT INTO agreement_party (agreement, organisation) SELECT $1, value FROM json_each($2)",
        postgres: "INSERT INTO agreement_party (agreement, organisation) SELECT $1, value FROM json_array_elements_text(CAST($2 AS json)) AS ids (value)"
    )
    .bind_text(it.id)
    .bind(json!(it.organisations()).to_string())
    .execute(tx)
    .await?;
    Ok(())
}
