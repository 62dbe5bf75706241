//! The pages of needs.
use super::{actions, store};
use crate::{acts::Address, caller::Caller, calls, collaborations, error::Result, groups, people, record, web::App};
use axum::{Router, extract::State, response::Response, routing::get};
use db::Tx;
use domain::{actor::Actor, call::Call, challenge::Challenge, policy};
use serde_json::{Value, json};

/// The list and the page of one need.
pub fn routes() -> Router<App> {
    Router::new().route("/needs", get(list)).route("/needs/{reference}", get(show))
}

async fn list(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let needs = store::public(&mut tx, address.query("after")).await?;
    let next = (needs.len() as i64 == store::PAGE).then(|| needs.last().map(|need| need.id.to_string()));
    let needs: Vec<Value> = needs.iter().map(line).collect();
    let (yours, actions) = yours(&mut tx, &caller.actor).await?;
    app.page(&caller, "needs/list.html", json!({ "needs": needs, "next": next, "yours": yours, "actions": actions }))
}

/// What is not public of this reader's groups, drafts included, and whether they may begin a need of their own.
async fn yours(tx: &mut Tx, actor: &Actor) -> Result<(Vec<Value>, Vec<Value>)> {
    let groups = groups::actions::seats(actor);
    if groups.is_empty() {
        return Ok(Default::default());
    }
    let mut needs = store::of_people(tx, &groups, actor.person).await?;
    needs.retain(|need| !need.is_public() && policy::may_read_challenge(actor, need));
    Ok((needs.iter().map(line).collect(), super::begin(actor)))
}

fn line(need: &Challenge) -> Value {
    let Challenge { reference, content, status, .. } = need;
    json!({ "reference": reference, "title": content.title, "condition": content.condition, "place": content.place, "status": status })
}

async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let need = actions::get(&mut tx, &caller.actor, &address.reference()?).await?;
    let shown = shown(&mut tx, &caller.actor, &need).await?;
    app.page(&caller, "needs/show.html", shown)
}

/// Everything the page of a need shows to this reader.
async fn shown(tx: &mut Tx, actor: &Actor, need: &Challenge) -> Result<Value> {
    let group = groups::store::find(tx, need.group).await?;
    let mut actions = super::offers(need, actor);
    actions.extend(group.iter().filter_map(|group| calls::offer_draft(need, group.network, actor)));
    let adapts = adapted(tx, need).await?;
    let calls = calls_of(tx, actor, need).await?;
    let history = record::history(tx, need.id).await?;
    let names = people::store::names(tx, &record::people(&history)).await?;
    Ok(json!({
        "need": need,
        "group": group.map(|group| json!({ "href": format!("/groups/{}", group.reference), "text": group.name })),
        "actions": actions,
        "adapts": adapts,
        "calls": calls,
        "history": record::shown(&history, &names),
    }))
}

/// The collaboration that a need adapts, as a link (E5).
async fn adapted(tx: &mut Tx, need: &Challenge) -> Result<Option<Value>> {
    let Some(id) = need.adapts else { return Ok(None) };
    let found = collaborations::store::find(tx, id).await?;
    Ok(found.map(|it| json!({ "href": format!("/collaborations/{}", it.reference), "text": it.title })))
}

/// The calls of a need that this reader may know, as links.
async fn calls_of(tx: &mut Tx, actor: &Actor, need: &Challenge) -> Result<Vec<Value>> {
    let mut calls = calls::store::of_challenge(tx, need.id).await?;
    calls.retain(|call| policy::may_read_call(actor, call));
    let link = |call: &Call| json!({ "href": calls::path(&call.reference), "text": call.content.title });
    Ok(calls.iter().map(link).collect())
}
