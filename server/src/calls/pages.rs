//! The list of calls, and the page of one call.
use super::{
    actions, api,
    shown::{self, is_inside},
    store,
};
use crate::{
    acts::Address, agreements, caller::Caller, error::Result, forms, messages::Messages, people, responses, selection,
    web::App,
};
use axum::{Router, extract::State, response::Response, routing::get};
use db::Tx;
use domain::{
    actor::Actor,
    call::{Call, Command, Status},
    refusal::Reason,
    time::Timestamp,
};
use serde_json::{Value, json};

/// The list and the page of one call.
pub fn routes() -> Router<App> {
    Router::new().route("/calls", get(list)).route("/calls/{reference}", get(show))
}

async fn list(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let now = app.clock.now();
    let filter = api::filter(&address);
    let mut tx = app.db.read().await?;
    let calls = store::public(&mut tx, &filter).await?;
    let next = api::next(&calls).map(|after| api::query(&filter, &filter.phase, Some(&after)));
    let lines: Vec<Value> = calls.iter().map(|call| shown::line(call, now)).collect();
    let shown = json!({
        "calls": lines,
        "next": next,
        "phase": filter.phase,
        "tabs": { "open": api::query(&filter, "open", None), "over": api::query(&filter, "over", None) },
        "condition": filter.condition,
        "place": filter.place,
        "conditions": store::conditions(&mut tx, &filter.phase).await?,
        "places": store::places(&mut tx, &filter.phase).await?,
    });
    app.page(&caller, "calls/list.html", shown)
}

async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let call = actions::get(&mut tx, &caller.actor, &address.reference()?).await?;
    let mut shown = page(&mut tx, &caller.actor, &call, now).await?;
    if caller.is_signed_in() {
        shown["own"] = json!(responses::actions::own(&mut tx, &caller.actor, call.id).await?);
        shown["panel"] = json!(selection::actions::is_known(&mut tx, &caller.actor, &call).await?);
    }
    app.page(&caller, "calls/show.html", shown)
}

/// Everything the page of a call shows to this reader.
async fn page(tx: &mut Tx, actor: &Actor, call: &Call, at: Timestamp) -> Result<Value> {
    let mut offers = super::offers(call, actor, at);
    offers.extend(agreements::offer_to_begin(tx, call, actor).await?);
    let mut shown = json!({
        "call": shown::public(call, at),
        "around": shown::around(tx, call, at).await?,
        "status": shown::status_for(call, actor, at),
        "actions": offers,
        "history": shown::history(tx, call, actor).await?,
    });
    if is_inside(call, actor) {
        shown["inside"] = inside(tx, actor, call, at).await?;
    }
    Ok(shown)
}

/// What only those inside see: declarations, who opened, and, before publication, what is to do.
async fn inside(tx: &mut Tx, actor: &Actor, call: &Call, at: Timestamp) -> Result<Value> {
    let opening = call.opening.iter().flat_map(|it| [Some(it.first), it.second]).flatten();
    let screener = call.screening.iter().map(|it| it.by);
    let mut people: Vec<_> = call.authors.iter().copied().chain(opening).chain(screener).collect();
    people.dedup();
    let names = people::store::names(tx, &people).await?;
    let name = |id| names.get(&id).cloned().unwrap_or_default();
    let declared = |it: &domain::call::Declaration| json!({ "who": name(it.by), "stake": it.stake, "at": it.at });
    Ok(json!({
        "authors": call.authors.iter().map(|id| name(*id)).collect::<Vec<_>>(),
        "declarations": call.declarations.iter().map(declared).collect::<Vec<_>>(),
        "screener": call.screening.as_ref().map(|it| name(it.by)),
        "opening": call.opening.as_ref().map(|it| json!({
            "first": name(it.first), "begun_at": it.begun_at, "second": it.second.map(name), "opened_at": it.opened_at,
        })),
        "reasons": call.reasons,
        "tasks": tasks(call, actor, at),
        "in_the_way": in_the_way(tx, call, at).await?,
    }))
}

/// The parts of the writing, each with how far it has come; links only for those who may change them.
fn tasks(call: &Call, actor: &Actor, at: Timestamp) -> Vec<Value> {
    if call.is_public() || call.status == Status::Cancelled {
        return Vec::new();
    }
    let content = &call.content;
    let may = |command| call.outcome(actor, command).is_ok();
    let declared = call.declarations.iter().any(|it| it.by == actor.person);
    let screened = call.screening.as_ref().is_some_and(|it| it.content == content.hash());
    [
        task(call, "text", may(Command::Edit), content.missing_text().is_empty()),
        task(call, "questions", may(Command::Edit), content.missing_questions().is_empty()),
        task(call, "judging", may(Command::Edit), content.missing_judging().is_empty()),
        task(call, "timetable", may(Command::Edit), content.wrong_timetable(at).is_empty()),
        task(call, "declaration", may(Command::Declare), declared),
        task(call, "screening", may(Command::Screen), screened),
    ]
    .to_vec()
}

/// One part: its last word in the address, whether this reader may change it, and whether it is done.
fn task(call: &Call, part: &str, may: bool, done: bool) -> Value {
    let text = |key: &str| Messages::english().text(&format!("call.task.{part}.{key}"), &[]);
    let href = may.then(|| format!("{}/{part}", super::path(&call.reference)));
    json!({ "title": text("title"), "hint": text("hint"), "href": href, "status": if done { "done" } else { "not_started" } })
}

/// The sentences of all that stands between a call and its publication; none once it is public.
async fn in_the_way(tx: &mut Tx, call: &Call, at: Timestamp) -> Result<Vec<Value>> {
    if call.is_public() || call.status == Status::Cancelled {
        return Ok(Vec::new());
    }
    let reasons = actions::in_the_way(tx, call, at).await?;
    Ok(reasons.iter().map(|reason| json!({ "text": sentence(reason) })).collect())
}

fn sentence(reason: &Reason) -> String {
    let label = forms::label("call.publish", reason.field.as_deref().unwrap_or_default());
    forms::sentence(reason, &label)
}
