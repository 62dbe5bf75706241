//! A posted form: read, checked, run, answered.
use super::{
    Act, Address, Door, Flow, Opened, merge,
    page::{self, Drawn, draw, reasons},
};
use crate::{
    caller::Caller,
    error::{Done, Error, Result},
    forms::{self, Posted, Problem, Raw},
    present::encode,
    typed,
    unit::Unit,
    web::App,
};
use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde_json::{Value, json};

/// `POST`: does the act, or shows the form again with everything that was typed.
pub async fn run<A: Act>(
    State(app): State<App>,
    caller: Caller,
    address: Address,
    mut posted: Posted,
) -> Result<Response> {
    if A::DOOR == Door::SignedIn && !caller.is_signed_in() {
        return park(&app, &address, &posted).await;
    }
    caller.check_form_token(posted.ours("_csrf"))?;
    if posted.ours("_merge").is_some() {
        posted = merge::merged::<A>(&app, &caller, &address, posted).await?;
    }
    if let Some(list) = posted.ours("_more") {
        let spare = format!("{list}-{}-", posted.fields.rows(list));
        return again::<A>(&app, &caller, &address, &posted, StatusCode::OK, vec![Problem::new("row_added").at(spare)])
            .await;
    }
    if posted.ours("_change").is_some() {
        return again::<A>(&app, &caller, &address, &posted, StatusCode::OK, Vec::new()).await;
    }
    match forms::read_posted(A::FORM, &posted) {
        Err(problems) => again::<A>(&app, &caller, &address, &posted, StatusCode::UNPROCESSABLE_ENTITY, problems).await,
        Ok(_) if A::FLOW == Flow::Checked && posted.ours("_confirmed").is_none() => {
            check::<A>(&app, &caller, &address, &posted).await
        }
        Ok(value) => act::<A>(&app, &caller, &address, &posted, value).await,
    }
}

/// The session ended while somebody typed: the form is kept and given back after sign-in (X4).
async fn park(app: &App, address: &Address, posted: &Posted) -> Result<Response> {
    let mut tx = app.db.write().await?;
    let secret = typed::park(&mut tx, &address.path, &posted.fields, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/sign-in?parked={secret}")).into_response())
}

async fn act<A: Act>(app: &App, caller: &Caller, address: &Address, posted: &Posted, value: Value) -> Result<Response> {
    let error = match once::<A>(app, caller, address, posted, value).await {
        Ok(done) => return Ok(onwards::<A>(&done)),
        Err(Error::Already(done)) => return Ok(onwards::<A>(&done)),
        Err(Error::Stale) if posted.version().is_some() => return merge::show::<A>(app, caller, address, posted).await,
        Err(error) => error,
    };
    let (status, problems) = reasons(error)?;
    again::<A>(app, caller, address, posted, status, problems).await
}

async fn once<A: Act>(app: &App, caller: &Caller, address: &Address, posted: &Posted, value: Value) -> Result<Done> {
    let input = input::<A>(value)?;
    let mut unit = app.unit(caller.actor.clone()).await?;
    if let Some(key) = posted.ours("_once") {
        unit.once(&key.chars().take(80).collect::<String>()).await?;
    }
    unit.expect(posted.version());
    let done = A::run(&mut unit, address, input).await?;
    forget(&mut unit, caller, address).await?;
    unit.finish(&done).await?;
    Ok(done)
}

async fn forget(unit: &mut Unit, caller: &Caller, address: &Address) -> Result<()> {
    match caller.is_signed_in() {
        true => typed::forget(&mut unit.tx, caller.actor.person, &address.path).await,
        false => Ok(()),
    }
}

/// The input type from a value that the form has read.
pub fn input<A: Act>(value: Value) -> Result<A::Input> {
    let value = if A::FORM.is_empty() { Value::Null } else { value };
    serde_json::from_value(value).map_err(|e| Error::Fault(format!("{}: the form and its input differ: {e}", A::NAME)))
}

fn onwards<A: Act>(done: &Done) -> Response {
    let mark = if done.to.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{}{mark}done={}", done.to, encode(A::NAME))).into_response()
}

/// The form again, with what was typed. If it cannot be opened any more, that is the answer.
async fn again<A: Act>(
    app: &App,
    caller: &Caller,
    address: &Address,
    posted: &Posted,
    status: StatusCode,
    problems: Vec<Problem>,
) -> Result<Response> {
    let (opened, _) = page::open::<A>(app, caller, address).await.or_else(bare)?;
    let (raw, problems) = spare_row(&posted.fields, problems);
    let version = posted.version().or(opened.version);
    draw::<A>(
        app,
        caller,
        address,
        status,
        Drawn { opened: &opened, raw: &raw, problems: &problems, kept: None, version },
    )
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

async fn check<A: Act>(app: &App, caller: &Caller, address: &Address, posted: &Posted) -> Result<Response> {
    let (opened, _) = match page::open::<A>(app, caller, address).await {
        Ok(opened) => opened,
        Err(error) => {
            let (status, problems) = reasons(error)?;
            return again::<A>(app, caller, address, posted, status, problems).await;
        }
    };
    let shown = json!({ "rows": rows::<A>(&posted.fields, &opened) });
    let mut common = page::common::<A>(address, &opened, posted.version().or(opened.version));
    common["hidden"] = page::both(common["hidden"].take(), posted.fields.to_json());
    app.form_page(caller, StatusCode::OK, "check.html", page::both(shown, common))
}

/// Each answer as the check page lists it.
fn rows<A: Act>(fields: &Raw, opened: &Opened) -> Vec<Value> {
    let row = |leaf: forms::Leaf| json!({ "key": leaf.label, "value": leaf.answer, "field": leaf.name });
    forms::leaves(A::NAME, A::FORM, fields, &opened.options).into_iter().map(row).collect()
}
