//! The pages of outcome reports.
use super::{actions, acts, api, store};
use crate::{acts::Address, caller::Caller, collaborations, error::Result, forms, groups, people, record, web::App};
use axum::{Router, extract::State, response::Response, routing::get};
use db::Tx;
use domain::{
    actor::Actor,
    collaboration::Collaboration,
    outcome::{Achieved, Given, Outcome, Status},
    time::Timestamp,
};
use serde_json::{Value, json};

/// The list and the page of one report.
pub fn routes() -> Router<App> {
    Router::new().route("/outcomes", get(list)).route("/outcomes/{reference}", get(show))
}

async fn list(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let found = store::public(&mut tx, address.query("after").unwrap_or_default()).await?;
    let (next, now) = (api::next(&found), app.clock.now());
    let found: Vec<Value> = found.iter().map(|it| line(it, now)).collect();
    app.page(&caller, "outcomes/list.html", json!({ "outcomes": found, "next": next }))
}

fn line(it: &Outcome, now: Timestamp) -> Value {
    let met = it.achieved.iter().filter(|one| one.met == Some(true)).count();
    let parties: Vec<&str> = it.parties.iter().map(|party| party.name.as_str()).collect();
    let overdue: Vec<&str> = it.overdue(now).map(|party| party.name.as_str()).collect();
    json!({
        "reference": it.reference, "title": it.title, "condition": it.condition, "place": it.place, "status": it.status,
        "ended": it.ended, "parties": parties, "overdue": overdue, "met": met, "measures": it.achieved.len(),
        "next": it.content.next, "about": it.content.results,
    })
}

async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let it = actions::get(&mut tx, &caller.actor, &address.reference()?).await?;
    let shown = shown(&mut tx, &caller.actor, &it, app.clock.now()).await?;
    app.page(&caller, "outcomes/show.html", shown)
}

/// Everything the page of a report shows to this reader.
async fn shown(tx: &mut Tx, actor: &Actor, it: &Outcome, now: Timestamp) -> Result<Value> {
    let about = actions::about(tx, it).await?;
    let readings = collaborations::store::readings(tx, about.id).await?;
    let (achieved, given) = standing(it, &about, &readings)?;
    let history = record::history(tx, it.id).await?;
    let names = people::store::names(tx, &record::people(&history)).await?;
    let overdue: Vec<&str> = it.overdue(now).map(|party| party.name.as_str()).collect();
    Ok(json!({
        "it": it,
        "about": { "reference": about.reference, "started_on": about.started_on, "ends_on": about.planned()?.ends_on },
        "group": groups::actions::name(tx, it.group).await?,
        "achieved": achieved.iter().map(result).collect::<Vec<_>>(),
        "given": given.iter().map(|given| part(&about, given)).collect::<Vec<_>>(),
        "measures": collaborations::measures(about.planned()?, &readings),
        "standings": collaborations::standings(it, now),
        "overdue": overdue,
        "missing": missing(it),
        "actions": acts::offers(it, actor),
        "now": now,
        "history": record::shown(&history, &names),
    }))
}

/// Promised against achieved and given: as completed, or as it stands while the report is being written.
fn standing(
    it: &Outcome,
    about: &Collaboration,
    readings: &[domain::collaboration::readings::Reading],
) -> Result<(Vec<Achieved>, Vec<Given>)> {
    match it.status {
        Status::Draft => Ok((actions::achieved(about.planned()?, readings), actions::given(about)?)),
        _ => Ok((it.achieved.clone(), it.given.clone())),
    }
}

fn result(it: &Achieved) -> Value {
    json!({ "measure": it.measure, "unit": collaborations::readings::unit(&it.measure), "value": it.value, "readings": it.readings, "met": it.met, "shows": it.shows })
}

fn part(about: &Collaboration, it: &Given) -> Value {
    let party = about.party(it.promised.organisation).map(|party| &party.name);
    json!({ "party": party, "what": it.promised.what, "kind": it.promised.kind, "promised": it.promised.amount, "made": it.made })
}

/// What is still to be answered, by the label of the field.
fn missing(it: &Outcome) -> Vec<Value> {
    let missing = if it.status == Status::Draft { it.content.missing() } else { Vec::new() };
    let missing = forms::labelled("outcome.write", missing);
    missing.iter().map(|reason| json!({ "text": forms::sentence(reason, "") })).collect()
}
