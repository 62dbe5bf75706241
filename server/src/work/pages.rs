//! `/work`, and the same through the API.
use super::{Item, actions, follows::follows};
use crate::{caller::Caller, error::Result, messages::Messages, people, web::App};
use axum::{Json, Router, extract::State, response::Response, routing::get};
use domain::{
    actor::{Actor, Duty, Role},
    policy,
    time::Timestamp,
};
use serde_json::{Value, json};

/// The page and its resource.
pub fn routes() -> Router<App> {
    Router::new().route("/work", get(page)).route("/api/v1/work", get(resource))
}

async fn page(State(app): State<App>, caller: Caller) -> Result<Response> {
    caller.signed_in()?;
    let items = shown(&app, &caller.actor).await?;
    let follows = follows(&mut app.db.read().await?, &caller.actor).await?;
    let shown = json!({ "items": items, "follows": follows, "places": places(&caller.actor), "now": app.clock.now() });
    app.page(&caller, "work/mine.html", shown)
}

async fn resource(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    caller.signed_in()?;
    Ok(Json(json!({ "items": shown(&app, &caller.actor).await? })))
}

/// Every item in words.
async fn shown(app: &App, actor: &Actor) -> Result<Vec<Value>> {
    let at = app.clock.now();
    let items = actions::awaiting(&mut app.db.read().await?, actor, at).await?;
    Ok(items.iter().map(|item| line(item, at)).collect())
}

fn line(item: &Item, at: Timestamp) -> Value {
    let facts = [("reference", item.reference.as_str()), ("title", item.title.as_str())];
    let text = |kind: &str, word: &str| Messages::english().text(&format!("work.{kind}.{word}"), &facts);
    json!({
        "todo": text("todo", item.todo), "why": text("why", item.why), "reference": item.reference,
        "title": item.title, "href": item.href, "by": item.by, "late": item.by.is_some_and(|by| by < at),
    })
}

/// Where this person works: links to pages that only some have.
fn places(actor: &Actor) -> Vec<Value> {
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
