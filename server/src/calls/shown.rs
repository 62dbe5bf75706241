//! A call as its readers see it: what the public may know, and what only those inside do.
use crate::{error::Result, groups, needs, organisations, people, record, responses, selection};
use db::Tx;
use domain::{
    actor::{Actor, Duty, Role},
    call::{Call, Status},
    ids::OrganisationId,
    time::Timestamp,
};
use serde_json::{Value, json};

/// The events of a call that the public sees; a decision shows only with its announcement (S7).
const PUBLIC_EVENTS: &[&str] = &[
    "call.published",
    "call.extended",
    "call.closed",
    "call.opened",
    "call.announced",
    "call.cancelled",
    "call.unsuccessful",
];

/// Whether this actor writes, governs or audits the call.
pub fn is_inside(call: &Call, actor: &Actor) -> bool {
    actor.does(Duty::NetworkOfficer, call.network) || actor.sits_in(call.group) || actor.is(Role::Auditor)
}

/// The status as anybody may know it at an instant: how far the judging has come stays inside until the announcement.
pub fn status(call: &Call, at: Timestamp) -> &'static str {
    match call.status {
        Status::Published if call.is_open(at) => "open",
        Status::Published if at < call.content.opens_at => "planned",
        Status::Draft | Status::InApproval | Status::Approved => call.status.as_str(),
        Status::Announced | Status::Cancelled | Status::Unsuccessful => call.status.as_str(),
        _ => "closed_for_answers",
    }
}

/// The status as this actor may know it.
pub fn status_for(call: &Call, actor: &Actor, at: Timestamp) -> &'static str {
    let is_running = call.status == Status::Published;
    if is_inside(call, actor) && !is_running { call.status.as_str() } else { status(call, at) }
}

/// One call as a list shows it.
pub fn line(call: &Call, at: Timestamp) -> Value {
    let content = &call.content;
    json!({
        "reference": call.reference, "title": content.title, "summary": content.summary,
        "condition": content.condition, "place": content.place, "status": status(call, at),
        "opens_at": content.opens_at, "deadline": content.deadline, "published_at": call.published_at,
    })
}

/// Everything about a call that anybody who may read it may know.
pub fn public(call: &Call, at: Timestamp) -> Value {
    let mut shown = line(call, at);
    shown["content"] = json!(call.content);
    shown["addenda"] = json!(call.addenda);
    shown["open"] = json!(call.is_open(at));
    shown["screening"] = json!(
        call.screening
            .as_ref()
            .map(|it| { json!({ "verdict": it.verdict, "route": it.route, "reasons": it.reasons, "at": it.at }) })
    );
    shown["reasons"] = json!(public_reasons(call));
    shown["version"] = json!(call.version);
    shown
}

/// Why it ended, or what the group said, once that is public.
fn public_reasons(call: &Call) -> &str {
    match call.status {
        Status::Announced | Status::Cancelled | Status::Unsuccessful => &call.reasons,
        _ => "",
    }
}

/// The names of what a call belongs to, need, group and network, and of the partners that were selected.
pub async fn around(tx: &mut Tx, call: &Call, at: Timestamp) -> Result<Value> {
    let need = needs::store::find(tx, call.challenge).await?;
    let need = need.map(|need| json!({ "reference": need.reference, "title": need.content.title }));
    let networks = organisations::store::names(tx, &[call.network]).await?;
    Ok(json!({
        "need": need,
        "group": groups::actions::name(tx, call.group).await?,
        "network": networks.get(&call.network),
        "selected": selected(tx, call, at).await?,
    }))
}

/// The names of the selected partners: nobody before the standstill is over (S8).
async fn selected(tx: &mut Tx, call: &Call, at: Timestamp) -> Result<Vec<String>> {
    let panel = selection::store::panel(tx, call.id).await?;
    let is_over = panel.and_then(|panel| panel.standstill_ends).is_some_and(|last| at.day() > last);
    if call.status != Status::Announced || !is_over {
        return Ok(Vec::new());
    }
    let chosen = responses::actions::of_selected(tx, call.id).await?;
    let chosen: Vec<OrganisationId> = chosen.iter().map(|it| it.organisation).collect();
    let names = organisations::store::names(tx, &chosen).await?;
    Ok(chosen.iter().filter_map(|id| names.get(id).cloned()).collect())
}

/// What happened to a call, as this actor may know it; only those inside see who did it.
pub async fn history(tx: &mut Tx, call: &Call, actor: &Actor) -> Result<Vec<Value>> {
    let mut past = record::history(tx, call.id).await?;
    if is_inside(call, actor) {
        let names = people::store::names(tx, &record::people(&past)).await?;
        return Ok(record::shown(&past, &names));
    }
    past.retain(|event| PUBLIC_EVENTS.contains(&event.what.as_str()));
    Ok(record::shown(&past, &Default::default()))
}
