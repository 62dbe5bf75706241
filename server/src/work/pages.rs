//! `/work`, and the same through the API.
use super::{
    actions,
    follows::follows,
    shown::{self, Filter, Places},
    store,
};
use crate::{acts::Address, caller::Caller, error::Result, messages::Messages, people, web::App};
use axum::{Json, Router, extract::State, response::Response, routing::get};
use domain::{
    actor::{Actor, Duty, Role},
    policy,
};
use serde_json::{Value, json};

/// How many dates of what somebody follows the page shows; the calendar has them all.
const DATES: usize = 20;

/// The page and its resource.
pub fn routes() -> Router<App> {
    Router::new().route("/work", get(page)).route("/api/v1/work", get(resource))
}

async fn page(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    caller.signed_in()?;
    let mut shown = gathered(&app, &caller.actor, &Filter::of(&address)).await?;
    let dates = shown["ahead"].as_array_mut().map(|all| all.split_off(all.len().min(DATES)).len());
    shown["more"] = json!(dates.unwrap_or(0));
    shown["doors"] = json!(doors(&caller.actor));
    shown["switched"] = json!(store::switched(&mut app.db.read().await?, caller.actor.person).await?);
    shown["follows"] = json!(follows(&mut app.db.read().await?, &caller.actor).await?);
    app.page(&caller, "work/mine.html", shown)
}

async fn resource(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    caller.signed_in()?;
    Ok(Json(gathered(&app, &caller.actor, &Filter::of(&address)).await?))
}

/// Everything in words: what awaits this actor, as far as the filter keeps it, and what comes in what they follow.
async fn gathered(app: &App, actor: &Actor, filter: &Filter) -> Result<Value> {
    let (mut tx, at) = (app.db.read().await?, app.clock.now());
    let items = actions::awaiting(&mut tx, actor, at).await?;
    let places = Places::of(&mut tx, actor, &items).await?;
    let mut shown = shown::list(&items, &places, filter, at);
    let ahead = actions::ahead(&mut tx, actor, at).await?;
    shown["ahead"] = json!(ahead.iter().map(shown::date).collect::<Vec<_>>());
    Ok(shown)
}

/// Where this person works: links to pages that only some have.
fn doors(actor: &Actor) -> Vec<Value> {
    let text = |key: &str| Messages::english().text(key, &[]);
    let acts_for_one = !actor.organisations().is_empty();
    let all = [
        (acts_for_one, "/responses", "response.list.title"),
        (acts_for_one, "/agreements", "agreement.list.title"),
        (policy::may_inspect(actor).is_ok(), "/admin", "admin.title"),
        (policy::may_invite_someone(actor).is_ok(), people::LIST, "person.list.title"),
        (sits(actor) || assesses(actor), "/interests", "interests.title"),
        (true, "/account", "work.account"),
    ];
    let mine = all.into_iter().filter(|(is_mine, ..)| *is_mine);
    mine.map(|(_, href, key)| json!({ "href": href, "text": text(key) })).collect()
}

fn sits(actor: &Actor) -> bool {
    actor.roles.iter().any(|role| matches!(role, Role::Sits(..)))
}

fn assesses(actor: &Actor) -> bool {
    actor.roles.iter().any(|role| matches!(role, Role::Assesses(_) | Role::Does(Duty::Assessor, _)))
}
