//! The pages of people: the list, one each, and one's own account with its sessions and tokens.
use super::{actions, acts, browsers, store};
use crate::{
    acts::{Address, both},
    caller::Caller,
    error::{Error, Result},
    organisations, record, sessions,
    web::App,
};
use axum::{Router, extract::State, response::Response, routing::get};
use db::Tx;
use domain::{
    actor::{Actor, Duty},
    ids::OrganisationId,
    person::Person,
    policy,
};
use serde_json::{Value, json};

/// The list, the page of one person, and one's own pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/people", get(list))
        .route("/people/{person}", get(show))
        .route("/account", get(account))
        .route("/account/sessions", get(running))
}

async fn list(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    caller.signed_in()?;
    let mut tx = app.db.read().await?;
    let all = policy::may_inspect(&caller.actor).is_ok();
    if !all {
        policy::may_invite_someone(&caller.actor)?;
    }
    let people = match all {
        true => store::accounts(&mut tx, address.query("after")).await?,
        false => store::accounts_of(&mut tx, &looked_after(&caller.actor)).await?,
    };
    let next = (all && people.len() as i64 == store::PAGE).then(|| people.last().map(|last| last.id));
    let shown = json!({ "people": people, "next": next, "actions": acts::offers_on_list(&caller.actor) });
    app.page(&caller, "people/list.html", shown)
}

/// The organisations whose people the actor looks after.
fn looked_after(actor: &Actor) -> Vec<OrganisationId> {
    let all = actor.organisations().into_iter();
    all.filter(|of| policy::may_invite(actor, &[(Duty::Assessor, *of)]).is_ok()).collect()
}

async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    caller.signed_in()?;
    let mut tx = app.db.read().await?;
    let person = actions::get(&mut tx, &caller.actor, address.part("person")?).await?;
    let mut shown = about(&mut tx, &person).await?;
    let mut offers = acts::offers(&person, &caller.actor);
    let has_factor = store::factors::find(&mut tx, person.id).await?.is_some();
    if (has_factor || store::passkeys::has(&mut tx, person.id).await?)
        && actions::may_reset_second_factor(&caller.actor, &person).is_ok()
    {
        offers.push(acts::offer_reset(person.id));
    }
    shown["actions"] = json!(offers);
    app.page(&caller, "people/show.html", shown)
}

async fn account(State(app): State<App>, caller: Caller) -> Result<Response> {
    caller.signed_in()?;
    let mut tx = app.db.read().await?;
    let person = actions::get(&mut tx, &caller.actor, caller.actor.person).await?;
    let mut shown = about(&mut tx, &person).await?;
    shown["actions"] = json!([]);
    app.page(&caller, "people/account.html", shown)
}

/// What the page of a person shows to everybody who may read it.
async fn about(tx: &mut Tx, person: &Person) -> Result<Value> {
    let account = store::account(tx, person.id).await?.ok_or(Error::NotFound)?;
    let of: Vec<OrganisationId> = person.duties.iter().map(|(_, of)| *of).collect();
    let known = organisations::store::several(tx, &of).await?;
    let duty = |(duty, of): &(Duty, OrganisationId)| {
        let of = known.iter().find(|it| it.id == *of)?;
        Some(json!({ "duty": duty, "reference": of.reference, "name": of.name }))
    };
    let duties: Vec<Value> = person.duties.iter().filter_map(duty).collect();
    let mut history = record::history(tx, person.id).await?;
    for former in store::formerly(tx, person.id).await? {
        history.extend(record::history(tx, former).await?);
    }
    history.sort_by_key(|past| past.seq);
    let names = store::names(tx, &record::people(&history)).await?;
    let history = record::shown(&history, &names);
    Ok(json!({ "person": person, "account": account, "duties": duties, "history": history }))
}

async fn running(State(app): State<App>, caller: Caller) -> Result<Response> {
    caller.signed_in()?;
    let mut tx = app.db.read().await?;
    let running = sessions::running(&mut tx, caller.actor.person, &caller.visitor, app.clock.now()).await?;
    let shown = |it: &sessions::Running| both(json!(it), json!({ "device": browsers::words(&it.agent) }));
    let running: Vec<Value> = running.iter().map(shown).collect();
    app.page(&caller, "people/sessions.html", json!({ "sessions": running }))
}
