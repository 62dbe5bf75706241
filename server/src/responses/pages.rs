//! The pages of responses: the task list, the receipt, and what others read once it is opened.
use super::{actions, store};
use crate::{
    acts::Address,
    caller::Caller,
    error::{Error, Result},
    forms::{self, Posted},
    organisations, people, record, selection,
    web::App,
};
use axum::{
    Json, Router,
    extract::State,
    response::Response as Answered,
    routing::{get, post},
};
use db::Tx;
use domain::{
    actor::Actor,
    call::Call,
    response::{Answer, Response, Status, words},
    time::Timestamp,
};
use serde_json::{Value, json};

/// The list, the page of a response, its receipt, and where its form saves what is being typed.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/responses", get(list))
        .route("/responses/{reference}", get(show))
        .route("/responses/{reference}/receipt", get(receipt))
        .route("/responses/{reference}/draft", post(autosave))
}

/// Where those who answer for an organisation find what it has answered, submitted or not.
async fn list(State(app): State<App>, caller: Caller) -> Result<Answered> {
    caller.signed_in()?;
    let responses = store::of_organisations(&mut app.db.read().await?, &caller.actor.organisations()).await?;
    let line = |it: &Response| {
        let status = if it.status == Status::Draft { json!("not_submitted") } else { json!(it.status) };
        json!({ "reference": it.reference, "title": it.title, "status": status })
    };
    app.page(&caller, "responses/list.html", json!({ "responses": responses.iter().map(line).collect::<Vec<_>>() }))
}

async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Answered> {
    caller.signed_in()?;
    let mut tx = app.db.read().await?;
    let (response, call) = actions::get(&mut tx, &caller.actor, &address.reference()?).await?;
    if !caller.actor.belongs_to(response.organisation) {
        drop(tx);
        return read(&app, &caller, &response, &call).await;
    }
    let shown = own(&mut tx, &caller.actor, &response, &call, app.clock.now()).await?;
    app.page(&caller, "responses/show.html", shown)
}

/// What its organisation sees: every section with how far it is, who saved when, NOT SUBMITTED or the receipt.
async fn own(tx: &mut Tx, actor: &Actor, response: &Response, call: &Call, at: Timestamp) -> Result<Value> {
    let draft = store::draft(tx, response.id).await?;
    let submitted = store::submitted(tx, response.id).await?;
    let names = people::store::names(tx, &[draft.saved_by]).await?;
    let organisations = organisations::store::names(tx, &[response.organisation]).await?;
    Ok(json!({
        "response": told(response),
        "call": { "reference": call.reference, "title": call.content.title, "deadline": call.content.deadline, "open": call.is_open(at) },
        "organisation": organisations.get(&response.organisation),
        "actions": super::offers(response, call, actor, at),
        "sections": sections(call, &draft.answers, response),
        "saved": { "at": draft.saved_at, "by": names.get(&draft.saved_by) },
        "changed": response.submission.is_some() && submitted != draft.answers,
        "outcome": selection::actions::told(tx, response, call).await?,
        "answers": answers(if response.submission.is_some() { &submitted } else { &draft.answers }),
    }))
}

/// A response as its own organisation may know it: not the place, before it is announced (S7).
pub fn told(response: &Response) -> Value {
    let mut shown = json!(response);
    if let Value::Object(shown) = &mut shown {
        shown.remove("place");
    }
    shown
}

fn sections(call: &Call, answers: &[Answer], response: &Response) -> Vec<Value> {
    let section = |(n, question): (usize, &domain::call::Question)| {
        let count = answers.get(n).map_or(0, |answer| words(&answer.answer));
        let status = match count {
            0 => "not_started",
            _ if question.words > 0 && count > question.words as usize => "in_progress",
            _ => "done",
        };
        let href = format!("{}#f-answers-{n}-answer", super::answers_path(&response.reference));
        json!({ "title": question.text, "words": count, "most": question.words, "status": status, "href": href })
    };
    call.content.questions.iter().enumerate().map(section).collect()
}

/// Question and answer, as `responses/answers_list.html` draws them.
fn answers(some: &[Answer]) -> Vec<Value> {
    some.iter().map(|it| json!({ "question": it.question, "answer": it.answer })).collect()
}

/// What network, group and panel read once it is opened; each reading is an event (R3).
async fn read(app: &App, caller: &Caller, response: &Response, call: &Call) -> Result<Answered> {
    let mut unit = app.unit(caller.actor.clone()).await?;
    let said = actions::answers(&mut unit, response).await?;
    let organisations = organisations::store::names(&mut unit.tx, &[response.organisation]).await?;
    let history = record::history(&mut unit.tx, response.id).await?;
    let names = people::store::names(&mut unit.tx, &record::people(&history)).await?;
    let own = selection::store::of_judge(&mut unit.tx, response.id, caller.actor.person).await?;
    unit.commit().await?;
    let shown = json!({
        "response": told(response),
        "call": { "reference": call.reference, "title": call.content.title },
        "organisation": organisations.get(&response.organisation),
        "answers": answers(&said),
        "actions": own.map(|own| selection::offers(&own, &caller.actor, call)),
        "history": record::shown(&history, &names),
    });
    app.page(caller, "responses/opened.html", shown)
}

async fn receipt(State(app): State<App>, caller: Caller, address: Address) -> Result<Answered> {
    caller.signed_in()?;
    let mut tx = app.db.read().await?;
    let (response, call) = actions::get(&mut tx, &caller.actor, &address.reference()?).await?;
    let submission = response.submission.clone().ok_or(Error::NotFound)?;
    if !caller.actor.belongs_to(response.organisation) {
        return Err(Error::NotFound);
    }
    let names = organisations::store::names(&mut tx, &[response.organisation]).await?;
    let shown = json!({
        "response": { "reference": response.reference, "title": response.title },
        "call": { "reference": call.reference, "deadline": call.content.deadline, "open": call.is_open(app.clock.now()) },
        "organisation": names.get(&response.organisation),
        "organisation_id": response.organisation,
        "submission": submission,
        "answers": answers(&store::submitted(&mut tx, response.id).await?),
    });
    app.page(&caller, "responses/receipt.html", shown)
}

/// Saves what is being typed as the organisation's draft, not as one person's: colleagues see it, nobody overwrites it.
async fn autosave(State(app): State<App>, caller: Caller, address: Address, posted: Posted) -> Result<Json<Value>> {
    caller.signed_in()?;
    caller.check_form_token(posted.ours("_csrf"))?;
    let fields = super::acts::ANSWERS;
    let value = forms::read_posted(fields, &posted).map_err(Error::Invalid)?;
    let said = value["answers"].as_array().into_iter().flatten();
    let answers = said.map(|said| said["answer"].as_str().unwrap_or_default().to_string()).collect();
    let mut unit = app.unit(caller.actor.clone()).await?;
    unit.expect(posted.version());
    let version = actions::save(&mut unit, &address.reference()?, answers).await?;
    let at = unit.at;
    unit.commit().await?;
    Ok(Json(json!({ "version": version, "saved_at": at })))
}
