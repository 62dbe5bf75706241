//! What somebody typed and has not sent: kept by autosave, or when a form came after the session had ended (X4).
use crate::{
    caller::Caller,
    error::{Error, Result},
    forms::{Posted, Raw},
    ids, sessions,
    web::App,
};
use axum::{
    Json, Router,
    extract::{Query, State},
    routing::post,
};
use db::{Tx, sql};
use domain::{ids::PersonId, time::Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

/// Seconds of a day.
const DAY: i64 = 24 * 3600;

/// What was typed, and when it was kept.
#[derive(Debug, Clone)]
pub struct Typed {
    /// The fields as they were typed.
    pub fields: Raw,
    /// When they were kept.
    pub saved_at: String,
}

/// The address that autosave posts to: `/typed?form=<path of the form>`.
pub fn routes() -> Router<App> {
    Router::new().route("/typed", post(autosave))
}

#[derive(Deserialize)]
struct Which {
    form: String,
}

async fn autosave(
    State(app): State<App>,
    caller: Caller,
    Query(which): Query<Which>,
    posted: Posted,
) -> Result<Json<Value>> {
    caller.signed_in()?;
    caller.check_form_token(posted.ours("_csrf"))?;
    if !crate::may_be_kept(&which.form) {
        return Err(Error::NotFound);
    }
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    keep(&mut tx, caller.actor.person, &which.form, &posted.fields, now).await?;
    tx.commit().await?;
    Ok(Json(json!({ "saved_at": now })))
}

/// Keeps what was typed into the form at this address.
pub async fn keep(tx: &mut Tx, person: PersonId, address: &str, fields: &Raw, now: Timestamp) -> Result<()> {
    sql!("INSERT INTO typed (person, address, fields, saved_at) VALUES ($1, $2, $3, $4) ON CONFLICT (person, address) DO UPDATE SET fields = excluded.fields, saved_at = excluded.saved_at")
        .bind_text(person)
        .bind(address)
        .bind(fields.encode())
        .bind_text(now)
        .execute(tx)
        .await?;
    Ok(())
}

/// What was kept for this address, if anything was.
pub async fn find(tx: &mut Tx, person: PersonId, address: &str) -> Result<Option<Typed>> {
    let row = sql!("SELECT fields, saved_at FROM typed WHERE person = $1 AND address = $2")
        .bind_text(person)
        .bind(address)
        .optional(tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let fields = Posted::parse(row.get::<String>("fields")?.as_bytes())?.fields;
    Ok(Some(Typed { fields, saved_at: row.get("saved_at")? }))
}

/// Forgets what was kept: it has been sent, or is not wanted.
pub async fn forget(tx: &mut Tx, person: PersonId, address: &str) -> Result<()> {
    sql!("DELETE FROM typed WHERE person = $1 AND address = $2").bind_text(person).bind(address).execute(tx).await?;
    Ok(())
}

/// Forgets what anybody typed at this address.
pub async fn forget_of_all(tx: &mut Tx, address: &str) -> Result<()> {
    sql!("DELETE FROM typed WHERE address = $1").bind(address).execute(tx).await?;
    Ok(())
}

/// Keeps a form that nobody is signed in for, and gives the secret under which sign-in finds it again.
pub async fn park(tx: &mut Tx, address: &str, fields: &Raw, now: Timestamp) -> Result<String> {
    let secret = ids::secret();
    sql!("INSERT INTO parked (token, address, fields, created_at) VALUES ($1, $2, $3, $4)")
        .bind(sessions::hash(&secret))
        .bind(address)
        .bind(fields.encode())
        .bind_text(now)
        .execute(tx)
        .await?;
    Ok(secret)
}

/// Forgets parked forms that nobody came back for in a day, and what has lain unsent for a year.
pub async fn sweep(tx: &mut Tx, now: Timestamp) -> Result<()> {
    sql!("DELETE FROM parked WHERE created_at <= $1").bind_text(now.plus_seconds(-DAY)).execute(tx).await?;
    sql!("DELETE FROM typed WHERE saved_at <= $1").bind_text(now.plus_seconds(-365 * DAY)).execute(tx).await?;
    Ok(())
}

/// Gives a parked form to the person who signed in, and tells its address.
pub async fn adopt(tx: &mut Tx, secret: &str, person: PersonId, now: Timestamp) -> Result<Option<String>> {
    let row = sql!("DELETE FROM parked WHERE token = $1 RETURNING address, fields")
        .bind(sessions::hash(secret))
        .optional(tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let address: String = row.get("address")?;
    let fields = Posted::parse(row.get::<String>("fields")?.as_bytes())?.fields;
    keep(tx, person, &address, &fields, now).await?;
    Ok(Some(address))
}
