//! The pages of agreements.
use super::{actions, differences, evidence, heads, paper, standing, words};
use crate::{
    acts::Address,
    caller::Caller,
    calls,
    error::{Error, Result},
    forms::Options,
    groups, people, record,
    web::App,
};
use axum::{
    Json, Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use db::Tx;
use domain::{
    actor::Actor,
    agreement::{Agreement, Command, Head},
    ids::PersonId,
    time::Timestamp,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The list, the page of one agreement, its versions, its PDF and its evidence.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/agreements", get(list))
        .route("/agreements/{reference}", get(show))
        .route("/agreements/{reference}/versions", get(versions))
        .route("/agreements/{reference}/agreement.pdf", get(pdf))
        .route("/agreements/{reference}/evidence.json", get(proof))
}

async fn list(State(app): State<App>, caller: Caller) -> Result<Response> {
    caller.signed_in()?;
    let agreements = actions::mine(&mut app.db.read().await?, &caller.actor).await?;
    let agreements: Vec<Value> = agreements.iter().map(line).collect();
    app.page(&caller, "agreements/list.html", json!({ "agreements": agreements }))
}

fn line(it: &Agreement) -> Value {
    let parties: Vec<&str> = it.parties.iter().map(|party| party.name.as_str()).collect();
    json!({ "reference": it.reference, "title": it.title, "status": it.status, "parties": parties })
}

/// An agreement with what is needed to tell it in words.
struct Reading {
    agreement: Agreement,
    options: Options,
    names: BTreeMap<PersonId, String>,
}

async fn reading(tx: &mut Tx, actor: &Actor, address: &Address, at: Timestamp) -> Result<Reading> {
    let agreement = actions::get(tx, actor, &address.reference()?).await?;
    let people = actions::people(tx, &agreement, at).await?;
    let names = standing::names(tx, &agreement).await?;
    let options = words::options(&agreement, &people);
    Ok(Reading { options: words::with_names(options, &names), agreement, names })
}

async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let (mut tx, at) = (app.db.read().await?, app.clock.now());
    let reading = reading(&mut tx, &caller.actor, &address, at).await?;
    let shown = shown(&mut tx, &caller.actor, &reading, at).await?;
    app.page(&caller, "agreements/show.html", shown)
}

/// Everything the page of an agreement shows to this reader.
async fn shown(tx: &mut Tx, actor: &Actor, reading: &Reading, at: Timestamp) -> Result<Value> {
    let it = &reading.agreement;
    let history = record::history(tx, it.id).await?;
    let names = people::store::names(tx, &record::people(&history)).await?;
    let call = calls::store::find(tx, it.call).await?.ok_or(Error::NotFound)?;
    let project = crate::collaborations::store::find(tx, it.collaboration).await?;
    Ok(json!({
        "agreement": it,
        "call": { "reference": call.reference, "title": call.content.title },
        "collaboration": project.map(|project| project.reference),
        "group": groups::actions::name(tx, it.group).await?,
        "route": words::text(&format!("route.{}", it.route), &[]),
        "turn": standing::turn(it, at.day()),
        "void": standing::void(it, &reading.names),
        "parties": standing::parties(it, &reading.names),
        "heads": told(reading, it.outcome(actor, Command::Edit).is_ok(), at),
        "actions": super::offers(it, actor),
        "history": told_history(&history, &names),
    }))
}

/// The history with what each event says: which head changed, why a text was refused or opened again.
fn told_history(history: &[record::Past], names: &BTreeMap<PersonId, String>) -> Vec<Value> {
    let detail = |past: &record::Past| {
        let head = past.facts["head"].as_str().and_then(|head| head.parse().ok()).map(words::title);
        head.or_else(|| past.facts["reason"].as_str().map(String::from))
    };
    let shown = record::shown(history, names).into_iter().zip(history.iter().rev());
    shown.map(|(event, past)| crate::acts::both(event, json!({ "detail": detail(past) }))).collect()
}

/// Each head: its name, what it says, what it lacks while it is a draft, and where to change it for whoever may.
fn told(reading: &Reading, may_edit: bool, at: Timestamp) -> Vec<Value> {
    let it = &reading.agreement;
    let is_draft = it.text_hash.is_none();
    let one = |(n, head): (usize, &Head)| {
        let lacks = if is_draft { words::lacks(it, *head, at.day()) } else { Vec::new() };
        json!({
            "id": head, "number": n + 1, "title": words::title(*head),
            "said": words::said(it, *head, &reading.options),
            "lacks": lacks,
            "edit": may_edit.then(|| heads::path(&it.reference, *head)),
        })
    };
    Head::ALL.iter().enumerate().map(one).collect()
}

async fn versions(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let (mut tx, at) = (app.db.read().await?, app.clock.now());
    let reading = reading(&mut tx, &caller.actor, &address, at).await?;
    let it = &reading.agreement;
    let number = |name: &str| address.query(name).and_then(|text| text.parse::<u64>().ok());
    let to = number("to").unwrap_or(it.version);
    let from = number("from").unwrap_or(to.saturating_sub(1).max(1));
    let (before, after) = (as_of(&mut tx, it, from).await?, as_of(&mut tx, it, to).await?);
    let history = record::history(&mut tx, it.id).await?;
    let names = people::store::names(&mut tx, &record::people(&history)).await?;
    let stages: Vec<Value> = history
        .iter()
        .map(|past| json!({ "version": past.version }))
        .zip(record::shown(&history, &names).into_iter().rev())
        .map(|(one, other)| crate::acts::both(one, other))
        .collect();
    app.page(
        &caller,
        "agreements/versions.html",
        json!({
            "agreement": it, "from": from, "to": to, "versions": stages,
            "differences": differences::between(&before, &after, &reading.options),
        }),
    )
}

/// The agreement as it was at a version.
async fn as_of(tx: &mut Tx, it: &Agreement, version: u64) -> Result<Agreement> {
    let state = record::state_at(tx, it.id, version).await?.ok_or(Error::NotFound)?;
    serde_json::from_value(state)
        .map_err(|e| Error::Fault(format!("version {version} of {} cannot be read: {e}", it.reference)))
}

async fn pdf(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let (mut tx, at) = (app.db.read().await?, app.clock.now());
    let reading = reading(&mut tx, &caller.actor, &address, at).await?;
    drop(tx);
    let Reading { agreement, options, names } = &reading;
    let bytes = paper::pdf(paper::Reading { agreement, options, names }, at).await?;
    let name = format!("inline; filename=\"{}.pdf\"", agreement.reference);
    Ok(([(header::CONTENT_TYPE, "application/pdf".to_string()), (header::CONTENT_DISPOSITION, name)], bytes)
        .into_response())
}

async fn proof(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    let (mut tx, at) = (app.db.read().await?, app.clock.now());
    let reading = reading(&mut tx, &caller.actor, &address, at).await?;
    Ok(Json(evidence::of(&mut tx, &reading.agreement, &reading.names).await?))
}
