//! The pages of needs.
use super::{actions, store};
use crate::{acts::Address, caller::Caller, error::Result, groups, people, record, web::App};
use axum::{Router, extract::State, response::Response, routing::get};
use db::Tx;
use domain::{actor::Actor, challenge::Challenge};
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
    app.page(&caller, "needs/list.html", json!({ "needs": needs, "next": next }))
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
    let group = groups::actions::name(tx, need.group).await?;
    let history = record::history(tx, need.id).await?;
    let names = people::store::names(tx, &record::people(&history)).await?;
    Ok(json!({
        "need": need,
        "group": group,
        "actions": super::offers(need, actor),
        "history": record::shown(&history, &names),
    }))
}
