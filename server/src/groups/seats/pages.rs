//! The public register of a group's members, as a page and as a table.
use super::{
    super::{actions as groups, acts, path},
    may_read_offers, offers_of_own, register,
};
use crate::{acts::Address, caller::Caller, csv, error::Result, web::App};
use axum::{Router, extract::State, response::Response, routing::get};
use serde_json::{Value, json};

/// `/groups/{reference}/members`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/groups/{reference}/members", get(members))
        .route("/groups/{reference}/members.csv", get(table))
}

async fn members(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let (mut tx, at) = (app.db.read().await?, app.clock.now());
    let group = groups::get(&mut tx, &address.reference()?).await?;
    let members = register::of(&mut tx, &group, at).await?;
    let asked = match may_read_offers(&caller.actor, &group) {
        true => register::asked(&mut tx, &group).await?,
        false => Vec::new(),
    };
    let seats = |it: &Value| it["href"].as_str().is_some_and(|href| href.contains("/seats"));
    let actions = acts::offers(&group, &caller.actor).into_iter().filter(seats);
    let actions: Vec<Value> = actions.chain(offers_of_own(&group, &caller.actor)).collect();
    let below = group.is_below_quorum(at.day(), at);
    let group = json!({ "reference": group.reference, "name": group.name, "href": path(&group.reference) });
    let shown = json!({
        "group": group, "members": members, "asked": asked, "actions": actions, "below_quorum": below,
    });
    app.page(&caller, "groups/members.html", shown)
}

async fn table(State(app): State<App>, address: Address) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let group = groups::get(&mut tx, &address.reference()?).await?;
    let members = register::of(&mut tx, &group, app.clock.now()).await?;
    Ok(csv::file(&format!("{}-members.csv", group.reference), register::table(&members)))
}
