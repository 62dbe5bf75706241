//! Writing an organisation with everything it is found by.
use super::{word, words};
use crate::{
    error::Result,
    unit::{Saving, Stored},
};
use db::{Tx, sql};
use domain::organisation::{Identified, Organisation};
use serde_json::json;

impl Stored for Organisation {
    async fn insert(&self, tx: &mut Tx, _: Saving) -> Result<()> {
        sql!("INSERT INTO organisation (id, reference, name, sort, ends_on, body, version) VALUES ($1, $2, $3, $4, $5, $6, 1)")
            .bind_text(self.id)
            .bind(self.reference.as_str())
            .bind(self.name.as_str())
            .bind(self.name.to_lowercase())
            .bind_text_option(self.to)
            .bind(json!(self).to_string())
            .execute(tx)
            .await?;
        found(tx, self).await
    }
    async fn update(&self, tx: &mut Tx, _: Saving) -> Result<u64> {
        let changed = sql!("UPDATE organisation SET name = $2, sort = $3, ends_on = $4, body = $5, version = version + 1 WHERE id = $1 AND version = $6")
            .bind_text(self.id)
            .bind(self.name.as_str())
            .bind(self.name.to_lowercase())
            .bind_text_option(self.to)
            .bind(json!(self).to_string())
            .bind(self.version)
            .execute(tx)
            .await?;
        forget(tx, self).await?;
        found(tx, self).await?;
        Ok(changed)
    }
}

/// Forgets everything an organisation was found by.
async fn forget(tx: &mut Tx, it: &Organisation) -> Result<()> {
    for clear in [
        sql!("DELETE FROM organisation_kind WHERE organisation = $1"),
        sql!("DELETE FROM organisation_code WHERE organisation = $1"),
        sql!("DELETE FROM organisation_successor WHERE predecessor = $1"),
        sql!("DELETE FROM organisation_word WHERE organisation = $1"),
        sql!("DELETE FROM organisation_tie WHERE organisation = $1"),
    ] {
        clear.bind_text(it.id).execute(tx).await?;
    }
    Ok(())
}

/// Writes everything an organisation is found by.
async fn found(tx: &mut Tx, it: &Organisation) -> Result<()> {
    kinds(tx, it).await?;
    codes(tx, it).await?;
    if !it.successors.is_empty() {
        successors(tx, it).await?;
    }
    if !it.ties.is_empty() {
        ties(tx, it).await?;
    }
    spelt(tx, it).await
}

async fn kinds(tx: &mut Tx, it: &Organisation) -> Result<()> {
    sql!(
        sqlite: "INSERT INTO organisation_kind (organisation, kind) SELECT DISTINCT $1, value FROM json_each($2)",
        postgres: "INSERT INTO organisation_kind (organisation, kind) SELECT DISTINCT $1, value FROM json_array_elements_text(CAST($2 AS json)) AS words (value)"
    )
    .bind_text(it.id)
    .bind(json!(it.kinds).to_string())
    .execute(tx)
    .await?;
    Ok(())
}

async fn codes(tx: &mut Tx, it: &Organisation) -> Result<()> {
    let code = |one: &Identified| {
        let id = &one.identifier;
        json!({ "scheme": word(id.scheme()), "code": id.code(), "from": one.from, "to": one.to })
    };
    let codes: Vec<_> = it.identifiers.iter().map(code).collect();
    sql!(
        sqlite: "INSERT INTO organisation_code (organisation, scheme, code, starts_on, ends_on) SELECT $1, value ->> 'scheme', value ->> 'code', value ->> 'from', value ->> 'to' FROM json_each($2)",
        postgres: "INSERT INTO organisation_code (organisation, scheme, code, starts_on, ends_on) SELECT $1, value ->> 'scheme', value ->> 'code', value ->> 'from', value ->> 'to' FROM json_array_elements(CAST($2 AS json)) AS codes (value)"
    )
    .bind_text(it.id)
    .bind(json!(codes).to_string())
    .execute(tx)
    .await?;
    Ok(())
}

async fn successors(tx: &mut Tx, it: &Organisation) -> Result<()> {
    sql!(
        sqlite: "INSERT INTO organisation_successor (predecessor, successor) SELECT DISTINCT $1, value FROM json_each($2)",
        postgres: "INSERT INTO organisation_successor (predecessor, successor) SELECT DISTINCT $1, value FROM json_array_elements_text(CAST($2 AS json)) AS ids (value)"
    )
    .bind_text(it.id)
    .bind(json!(it.successors).to_string())
    .execute(tx)
    .await?;
    Ok(())
}

async fn spelt(tx: &mut Tx, it: &Organisation) -> Result<()> {
    sql!(
        sqlite: "INSERT INTO organisation_word (organisation, word) SELECT DISTINCT $1, value FROM json_each($2)",
        postgres: "INSERT INTO organisation_word (organisation, word) SELECT DISTINCT $1, value FROM json_array_elements_text(CAST($2 AS json)) AS words (value)"
    )
    .bind_text(it.id)
    .bind(json!(words::of(it)).to_string())
    .execute(tx)
    .await?;
    Ok(())
}

async fn ties(tx: &mut Tx, it: &Organisation) -> Result<()> {
    sql!(
        sqlite: "INSERT INTO organisation_tie (organisation, kind, above, starts_on, ends_on) SELECT $1, value ->> 'kind', value ->> 'organisation', value ->> 'from', value ->> 'to' FROM json_each($2)",
        postgres: "INSERT INTO organisation_tie (organisation, kind, above, starts_on, ends_on) SELECT $1, value ->> 'kind', value ->> 'organisation', value ->> 'from', value ->> 'to' FROM json_array_elements(CAST($2 AS json)) AS ties (value)"
    )
    .bind_text(it.id)
    .bind(json!(it.ties).to_string())
    .execute(tx)
    .await?;
    Ok(())
}
