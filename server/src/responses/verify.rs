//! Anybody can check a receipt: its reference and hash are looked for in the record, and computed again (R2).
use super::{actions, store};
use crate::{acts::Address, caller::Caller, calls, error::Result, record, web::App};
use axum::{Router, extract::State, response::Response as Answered, routing::get};
use db::Tx;
use domain::response::Response;
use serde_json::{Value, json};

/// The public form.
pub fn routes() -> Router<App> {
    Router::new().route("/verify", get(show))
}

async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Answered> {
    let text = |name| address.query(name).unwrap_or_default().trim().to_string();
    let (reference, hash) = (text("reference").to_ascii_uppercase(), text("hash").to_ascii_lowercase());
    let asked = !reference.is_empty() || !hash.is_empty();
    let found = if asked { found(&mut app.db.read().await?, &reference, &hash).await? } else { None };
    app.page(
        &caller,
        "responses/verify.html",
        json!({ "reference": reference, "hash": hash, "asked": asked, "found": found }),
    )
}

/// What is known of the receipt with this reference and hash: which submission, when, and whether it is the latest.
async fn found(tx: &mut Tx, reference: &str, hash: &str) -> Result<Option<Value>> {
    let Some(response) = store::by_reference(tx, reference).await? else { return Ok(None) };
    let history = record::history(tx, response.id).await?;
    let Some(event) = history.iter().find(|past| past.facts["receipt"] == hash) else { return Ok(None) };
    let Some(state) = record::state_at(tx, response.id, event.version).await? else { return Ok(None) };
    let Ok(then) = serde_json::from_value::<Response>(state) else { return Ok(None) };
    let Some(call) = calls::store::find(tx, response.call).await? else { return Ok(None) };
    let Some(submission) = &then.submission else { return Ok(None) };
    let holds = match hash.parse() {
        Ok(hash) => actions::receipt(&call.reference, &then, submission)?.holds(&hash),
        Err(_) => false,
    };
    let latest = response.submission.as_ref() == Some(submission);
    let known = json!({ "call": call.reference, "number": submission.number, "at": submission.at, "latest": latest, "event": event.seq });
    Ok(holds.then_some(known))
}
