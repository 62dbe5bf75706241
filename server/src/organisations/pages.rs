//! The pages of organisations: the list, one each, and a register that was sent.
use super::{actions, acts, matters, register, showing, store, store::Sought, words};
use crate::{acts::Address, caller::Caller, error::Result, groups, people, present::encode, record, web::App};
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use db::Tx;
use domain::{
    actor::Actor,
    organisation::{Kind, Organisation},
    policy,
    time::Timestamp,
};
use serde_json::{Value, json};

/// The list, the page of one organisation, also by any code it has or had, and the page of a register that was sent.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/organisations", get(list))
        .route("/organisations/{reference}", get(show))
        .route("/organisations/by-code/{code}", get(by_code))
        .route("/organisations/registers/{register}", get(sent))
}

/// A code as open data names it leads to whoever has it, or had it last.
async fn by_code(State(app): State<App>, address: Address) -> Result<Response> {
    let found = actions::by_code(&mut app.db.read().await?, &address.part::<String>("code")?).await?;
    Ok(Redirect::to(&super::path(&found.reference)).into_response())
}

async fn sent(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    caller.signed_in()?;
    let mut tx = app.db.read().await?;
    let sheet = register::get(&mut tx, &caller.actor, address.part("register")?).await?;
    let report = register::report(&mut tx, &caller.actor, &sheet, app.clock.now()).await?;
    app.page(&caller, "organisations/report.html", showing::register(&sheet, &report))
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
    let shown = shown(&mut tx, &caller.actor, &organisation, app.clock.now()).await?;
    app.page(&caller, "organisations/show.html", shown)
}

/// Everything the page of an organisation shows.
async fn shown(tx: &mut Tx, actor: &Actor, it: &Organisation, at: Timestamp) -> Result<Value> {
    let history = record::history(tx, it.id).await?;
    let names = people::store::names(tx, &record::people(&history)).await?;
    let above: Vec<_> = it.ties.iter().map(|tie| tie.organisation).collect();
    let (above, below) = (store::several(tx, &above).await?, store::below(tx, it.id).await?);
    let keeps = policy::may_edit_organisation(actor).is_ok() && !it.successors.is_empty();
    let open = if keeps { matters::open(tx, it.id, at).await? } else { Vec::new() };
    Ok(json!({
        "organisation": it,
        "is_over": !it.exists_on(at.day()),
        "names": showing::names(it),
        "identifiers": it.identifiers.iter().map(showing::identifier).collect::<Vec<_>>(),
        "above": showing::above(it, &above),
        "below": showing::below(it, &below),
        "groups": groups::store::naming(tx, it.id).await?.iter().filter_map(|group| showing::group(it, group)).collect::<Vec<_>>(),
        "open": open.iter().map(showing::matter).collect::<Vec<_>>(),
        "successors": store::several(tx, &it.successors).await?,
        "predecessors": store::predecessors(tx, it.id).await?,
        "actions": acts::offers(it, actor),
        "history": record::shown(&history, &names),
    }))
}
