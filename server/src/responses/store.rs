//! Responses as rows, and their answers beside the record.
use crate::{
    error::Result,
    unit::{Saving, Stored},
};
use db::{Row, Tx, sql};
use domain::{
    ids::{CallId, OrganisationId, ResponseId},
    response::Response,
};

/// A response by its reference.
pub async fn by_reference(tx: &mut Tx, reference: &str) -> Result<Option<Response>> {
    let row = sql!("SELECT version, body FROM response WHERE reference = $1").bind(reference).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// A response by its id.
pub async fn find(tx: &mut Tx, id: ResponseId) -> Result<Option<Response>> {
    let row = sql!("SELECT version, body FROM response WHERE id = $1").bind_text(id).optional(tx).await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// The response of an organisation to a call.
pub async fn of(tx: &mut Tx, call: CallId, organisation: OrganisationId) -> Result<Option<Response>> {
    let row = sql!("SELECT version, body FROM response WHERE call_id = $1 AND organisation = $2")
        .bind_text(call)
        .bind_text(organisation)
        .optional(tx)
        .await?;
    Ok(row.as_ref().map(read).transpose()?)
}

/// Every response to a call, whatever its status: for schedules and openings, never for a page of others (R3).
pub async fn all_of_call(tx: &mut Tx, call: CallId) -> Result<Vec<Response>> {
    let rows =
        sql!("SELECT version, body FROM response WHERE call_id = $1 ORDER BY id").bind_text(call).all(tx).await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

/// The opened responses to a call; before the opening there are none (R3).
pub async fn of_call(tx: &mut Tx, call: CallId) -> Result<Vec<Response>> {
    let rows = sql!("SELECT version, body FROM response WHERE call_id = $1 AND status IN ('opened', 'selected', 'reserve', 'not_selected') ORDER BY id")
        .bind_text(call)
        .all(tx)
        .await?;
    Ok(rows.iter().map(read).collect::<db::Result<_>>()?)
}

fn read(row: &Row) -> db::Result<Response> {
    let mut response: Response = row.json("body")?;
    response.version = row.number("version")?;
    Ok(response)
}

impl Stored for Response {
    async fn insert(&self, tx: &mut Tx, _: Saving) -> Result<()> {
        sql!("INSERT INTO response (id, reference, call_id, organisation, status, body, version) VALUES ($1, $2, $3, $4, $5, $6, 1)")
            .bind_text(self.id)
            .bind(self.reference.as_str())
            .bind_text(self.call)
            .bind_text(self.organisation)
            .bind_text(self.status)
            .bind(serde_json::json!(self).to_string())
            .execute(tx)
            .await?;
        Ok(())
    }
    async fn update(&self, tx: &mut Tx, _: Saving) -> Result<u64> {
        let changed =
            sql!("UPDATE response SET status = $2, body = $3, version = version + 1 WHERE id = $1 AND version = $4")
                .bind_text(self.id)
                .bind_text(self.status)
                .bind(serde_json::json!(self).to_string())
                .bind(self.version)
                .execute(tx)
                .await?;
        Ok(changed)
    }
}
