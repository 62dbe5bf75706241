//! Calls as resources of the JSON API, and how lists are asked for.
use super::{
    actions,
    shown::{self, is_inside},
    store::{self, Filter},
};
use crate::{acts::Address, caller::Caller, error::Result, web::App};
use axum::{Json, Router, extract::State, routing::get};
use domain::call::Call;
use serde_json::{Value, json};

/// What can be read here.
pub const RESOURCES: &[&str] = &["/calls", "/calls/{reference}"];

/// The routes of the API.
pub fn routes() -> Router<App> {
    Router::new().route("/api/v1/calls", get(list)).route("/api/v1/calls/{reference}", get(show))
}

/// `?phase=open|over&condition=…&place=…&after=…`; anything else that a reader may have typed means no filter.
pub fn filter(address: &Address) -> Filter {
    let text = |name| address.query(name).map(str::trim).unwrap_or_default().chars().take(200).collect::<String>();
    let phase = if address.query("phase") == Some("over") { "over" } else { "open" };
    let after = address.query("after").and_then(|after| after.split_once('~'));
    let after = after.and_then(|(rank, id)| Some((rank.parse().ok()?, id.parse::<uuid::Uuid>().ok()?.to_string())));
    Filter { phase: phase.into(), condition: text("condition"), place: text("place"), after }
}

/// The place in the list to go on after, if this page was full.
pub fn next(calls: &[Call]) -> Option<String> {
    let last = calls.last().filter(|_| calls.len() as i64 == store::PAGE)?;
    Some(format!("{}~{}", store::rank(last), last.id))
}

/// The address of the list with the same filter, another phase, and a place to go on after.
pub fn query(filter: &Filter, phase: &str, after: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::from("/calls?"));
    let texts = [("phase", phase), ("condition", &filter.condition), ("place", &filter.place)];
    for (name, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        query.append_pair(name, text);
    }
    after.map(|after| query.append_pair("after", after));
    query.finish()
}

async fn list(State(app): State<App>, address: Address) -> Result<Json<Value>> {
    let now = app.clock.now();
    let calls = store::public(&mut app.db.read().await?, &filter(&address)).await?;
    let lines: Vec<Value> = calls.iter().map(|call| shown::line(call, now)).collect();
    Ok(Json(json!({ "calls": lines, "next": next(&calls) })))
}

async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let call = actions::get(&mut tx, &caller.actor, &address.reference()?).await?;
    let mut resource = shown::public(&call, now);
    resource["around"] = shown::around(&mut tx, &call, now).await?;
    resource["status"] = json!(shown::status_for(&call, &caller.actor, now));
    resource["available"] = json!(call.available(&caller.actor, now));
    if is_inside(&call, &caller.actor) {
        resource["declarations"] = json!(call.declarations);
        resource["approval"] = json!(call.approval);
        resource["opening"] = json!(call.opening);
    }
    Ok(Json(resource))
}
