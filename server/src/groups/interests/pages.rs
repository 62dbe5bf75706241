//! The pages of a person's own standing interests, and of a group's register.
use super::{
    super::{actions as groups, path, showing::Names},
    acts,
    register::{self, Reader, Register},
    store,
};
use crate::{acts::Address, caller::Caller, csv, error::Result, people, web::App};
use axum::{Router, extract::State, response::Response, routing::get};
use domain::{ids::PersonId, policy};
use serde_json::{Value, json};

/// `/interests`, and the register of each group.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/interests", get(mine))
        .route("/groups/{reference}/interests", get(of_group))
        .route("/groups/{reference}/interests.csv", get(table))
}

async fn mine(State(app): State<App>, caller: Caller) -> Result<Response> {
    caller.signed_in()?;
    let (mut tx, at, me) = (app.db.read().await?, app.clock.now(), caller.actor.person);
    let declared = store::of(&mut tx, &[me]).await?;
    let people: Vec<PersonId> = [register::rulers(&declared), vec![me]].concat();
    let names = Names { people: people::store::names(&mut tx, &people).await?, ..Names::default() };
    let reader = Reader { actor: &caller.actor, groups: &[], names: &names, at };
    let entry = |it: &store::Worded| {
        let mut entry = reader.entry(it);
        entry["actions"] = json!(acts::offers(it, at.day()));
        entry
    };
    let entries: Vec<Value> = register::on_register(&declared, at.day()).map(entry).collect();
    let until = register::until(&declared, me);
    let renew = until.map(|_| acts::offer_renew());
    let lapsed = until.filter(|day| *day <= at.day());
    let actions: Vec<Value> = renew.into_iter().chain([acts::offer_declare()]).collect();
    let shown = json!({ "interests": entries, "until": until, "lapsed": lapsed.is_some(), "actions": actions });
    app.page(&caller, "groups/interests.html", shown)
}

async fn of_group(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let (mut tx, at) = (app.db.read().await?, app.clock.now());
    let group = groups::get(&mut tx, &address.reference()?).await?;
    let Register { entries, stale } = register::of_group(&mut tx, &caller.actor, &group, at).await?;
    let inside = policy::may_read_board(&caller.actor, group.id);
    let group = json!({ "reference": group.reference, "name": group.name, "href": path(&group.reference) });
    let shown = json!({ "group": group, "interests": entries, "stale": stale, "inside": inside });
    app.page(&caller, "groups/register.html", shown)
}

async fn table(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let (mut tx, at) = (app.db.read().await?, app.clock.now());
    let group = groups::get(&mut tx, &address.reference()?).await?;
    let Register { entries, .. } = register::of_group(&mut tx, &caller.actor, &group, at).await?;
    Ok(csv::file(&format!("{}-interests.csv", group.reference), register::table(&entries)))
}
