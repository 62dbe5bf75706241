//! The pages of organisations: the list, and one each.
use super::{actions, acts, store, store::Sought, words};
use crate::{acts::Address, caller::Caller, error::Result, people, present::encode, record, web::App};
use axum::{Router, extract::State, response::Response, routing::get};
use db::Tx;
use domain::{
    actor::Actor,
    organisation::{Identified, Kind, Organisation},
};
use serde_json::{Value, json};

/// The list and the page of one organisation.
pub fn routes() -> Router<App> {
    Router::new().route("/organisations", get(list)).route("/organisations/{reference}", get(show))
}

async fn list(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let typed = address.query("q").unwrap_or_default();
    let kind: Option<Kind> = address.query("kind").and_then(|word| word.parse().ok());
    let sought = Sought { words: words::split(typed), kind, after: address.query("after") };
    let found = store::list(&mut app.db.read().await?, &sought).await?;
    let more = found.len() as i64 == store::PAGE;
    let next = found.last().filter(|_| more).map(|last| {
        let kind = kind.map_or("", Kind::as_str);
        format!("/organisations?q={}&kind={kind}&after={}", encode(typed), last.id)
    });
    let shown = json!({
        "organisations": found,
        "typed": typed,
        "kind": kind,
        "kinds": Kind::ALL,
        "next": next,
        "actions": acts::offers_on_list(&caller.actor),
    });
    app.page(&caller, "organisations/list.html", shown)
}

async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let organisation = actions::get(&mut tx, &address.reference()?).await?;
    let shown = shown(&mut tx, &caller.actor, &organisation).await?;
    app.page(&caller, "organisations/show.html", shown)
}

/// Everything the page of an organisation shows.
async fn shown(tx: &mut Tx, actor: &Actor, it: &Organisation) -> Result<Value> {
    let history = record::history(tx, it.id).await?;
    let names = people::store::names(tx, &record::people(&history)).await?;
    Ok(json!({
        "organisation": it,
        "identifiers": it.identifiers.iter().map(identifier).collect::<Vec<_>>(),
        "successors": store::several(tx, &it.successors).await?,
        "predecessors": store::predecessors(tx, it.id).await?,
        "actions": acts::offers(it, actor),
        "history": record::shown(&history, &names),
    }))
}

fn identifier(it: &Identified) -> Value {
    json!({
        "scheme": store::word(it.identifier.scheme()), "code": it.identifier.code(), "org_id": it.identifier.org_id(),
        "from": it.from, "to": it.to,
    })
}
