//! The page of a person's own standing interests.
use super::{super::showing, acts, store};
use crate::{caller::Caller, error::Result, web::App};
use axum::{Router, extract::State, response::Response, routing::get};
use domain::interest::stale_on;
use serde_json::{Value, json};
use showing::Names;

/// `/interests`.
pub fn routes() -> Router<App> {
    Router::new().route("/interests", get(mine))
}

async fn mine(State(app): State<App>, caller: Caller) -> Result<Response> {
    caller.signed_in()?;
    let me = [caller.actor.person];
    let declared = store::of(&mut app.db.read().await?, &me).await?;
    let names = Names { people: [(caller.actor.person, caller.name.clone())].into(), ..Names::default() };
    let until = declared.first().map(|latest| stale_on(latest.interest.declared_at));
    let current = until.filter(|day| app.clock.now().day() < *day);
    let entries: Vec<Value> = declared.iter().map(|it| showing::interest(it, &names)).collect();
    let shown = json!({ "interests": entries, "until": current, "actions": [acts::offer_declare()] });
    app.page(&caller, "groups/interests.html", shown)
}
