//! A posted form: read, checked, run, answered.
use super::{
    Door, Flow, Opened, Proof, merge,
    page::{self, Drawn, Visit, reasons},
};
use crate::{
    error::{Done, Error, Result},
    forms::{self, Posted, Problem, Raw},
    people,
    present::encode,
    typed,
    unit::Unit,
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde_json::{Value, json};

/// `POST`: does the act, or shows the form again with everything that was typed.
pub async fn run(visit: &Visit, mut posted: Posted) -> Result<Response> {
    if visit.act.door == Door::SignedIn && !visit.caller.is_signed_in() {
        return park(visit, &posted).await;
    }
    visit.caller.check_form_token(posted.ours("_csrf"))?;
    if posted.ours("_merge").is_some() {
        posted = merge::merged(visit, posted).await?;
    }
    if let Some(list) = posted.ours("_more") {
        let spare = format!("{list}-{}-", posted.fields.rows(list));
        return again(visit, &posted, StatusCode::OK, vec![Problem::new("row_added").at(spare)]).await;
    }
    if posted.ours("_change").is_some() {
        return again(visit, &posted, StatusCode::OK, Vec::new()).await;
    }
    match forms::read_posted(visit.act.form, &posted) {
        Err(problems) => again(visit, &posted, StatusCode::UNPROCESSABLE_ENTITY, problems).await,
        Ok(_) if !is_proved(visit) => prove(visit, &posted).await,
        Ok(_) if visit.act.flow == Flow::Checked && posted.ours("_confirmed").is_none() => check(visit, &posted).await,
        Ok(value) => act(visit, &posted, value).await,
    }
}

/// The session ended while somebody typed: the form is kept, but for passwords, and given back after sign-in (X4).
async fn park(visit: &Visit, posted: &Posted) -> Result<Response> {
    let mut tx = visit.app.db.write().await?;
    let fields = posted.fields.without_secrets(visit.act.form);
    let secret = typed::park(&mut tx, &visit.address.path, &fields, visit.app.clock.now()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/sign-in?parked={secret}")).into_response())
}

fn is_proved(visit: &Visit) -> bool {
    visit.act.proof == Proof::Once || visit.caller.is_fresh(visit.app.clock.now())
}

/// The act asks for fresh proof of who somebody is: what they typed is kept, and stands in the form when they come back.
async fn prove(visit: &Visit, posted: &Posted) -> Result<Response> {
    let (person, path) = (visit.caller.actor.person, &visit.address.path);
    if visit.act.may_be_kept() {
        let mut tx = visit.app.db.write().await?;
        typed::keep(&mut tx, person, path, &posted.fields, visit.app.clock.now()).await?;
        tx.commit().await?;
    }
    Ok(Redirect::to(&format!("{}?next={}", people::PROOF, encode(path))).into_response())
}

async fn act(visit: &Visit, posted: &Posted, value: Value) -> Result<Response> {
    let error = match once(visit, posted, value).await {
        Ok(done) => return Ok(onwards(visit, &done)),
        Err(Error::Already(done)) => return Ok(onwards(visit, &done)),
        Err(Error::Stale) if posted.version().is_some() => return merge::show(visit, posted).await,
        Err(error) => error,
    };
    let (status, problems) = reasons(error)?;
    again(visit, posted, status, problems).await
}

async fn once(visit: &Visit, posted: &Posted, value: Value) -> Result<Done> {
    let mut unit = visit.app.unit(visit.caller.actor.clone()).await?;
    if let Some(key) = posted.ours("_once") {
        unit.once(&key.chars().take(80).collect::<String>()).await?;
    }
    unit.expect(posted.version());
    let done = (visit.act.run)(&mut unit, &visit.address, value).await?;
    forget(&mut unit, visit).await?;
    unit.finish(&done).await?;
    Ok(done)
}

async fn forget(unit: &mut Unit, visit: &Visit) -> Result<()> {
    match visit.caller.is_signed_in() {
        true => typed::forget(&mut unit.tx, visit.caller.actor.person, &visit.address.path).await,
        false => Ok(()),
    }
}

fn onwards(visit: &Visit, done: &Done) -> Response {
    let mark = if done.to.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{}{mark}done={}", done.to, encode(visit.act.name))).into_response()
}

/// The form again, with what was typed. If it cannot be opened any more, that is the answer.
async fn again(visit: &Visit, posted: &Posted, status: StatusCode, problems: Vec<Problem>) -> Result<Response> {
    let (opened, _) = visit.open().await.or_else(bare)?;
    let (raw, problems) = spare_row(&posted.fields, problems);
    let version = posted.version().or(opened.version);
    visit.draw(status, Drawn { opened: &opened, raw: &raw, problems: &problems, kept: None, version })
}

/// An act that is no longer possible still shows what was typed, with the reason.
fn bare(error: Error) -> Result<(Opened, Option<typed::Typed>)> {
    reasons(error).map(|_| (Opened::default(), None))
}

/// "Add another" comes as a problem of a row that does not exist yet: the row is shown, the problem is not.
fn spare_row(fields: &Raw, problems: Vec<Problem>) -> (Raw, Vec<Problem>) {
    let (added, problems): (Vec<_>, Vec<_>) = problems.into_iter().partition(|problem| problem.code == "row_added");
    let mut raw = fields.clone();
    for row in added.into_iter().filter_map(|problem| problem.field) {
        raw.push(format!("{row}new"), " ".into());
    }
    (raw, problems)
}

async fn check(visit: &Visit, posted: &Posted) -> Result<Response> {
    let (opened, _) = match visit.open().await {
        Ok(opened) => opened,
        Err(error) => {
            let (status, problems) = reasons(error)?;
            return again(visit, posted, status, problems).await;
        }
    };
    let mut common = visit.common(&opened, posted.version().or(opened.version));
    common["hidden"] = page::both(common["hidden"].take(), posted.fields.to_json());
    visit.page(StatusCode::OK, "check.html", json!({ "rows": rows(visit, &posted.fields, &opened) }), common)
}

/// Each answer as the check page lists it.
fn rows(visit: &Visit, fields: &Raw, opened: &Opened) -> Vec<Value> {
    let row = |leaf: forms::Leaf| json!({ "key": leaf.label, "value": leaf.answer, "field": leaf.name });
    forms::leaves(visit.act.name, visit.act.form, fields, &opened.options).into_iter().map(row).collect()
}
