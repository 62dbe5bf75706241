//! The pages of one's own passkeys: what there is, adding one, removing one. Not acts, because a browser's answer to a
//! challenge is nothing that a program could send.
use super::{
    PASSKEYS, browsers,
    form::Form,
    passkey_sign_in::ANSWER,
    passkeys::{self, Browser, MOST, Owner, Purpose},
    store::{self, passkeys::Kept},
};
use crate::{
    acts::Address,
    caller::Caller,
    error::{Error, Result},
    forms::{self, Field, Kind, Posted, Problem, Raw},
    sessions,
    unit::Unit,
    web::App,
};
use axum::{
    Json, Router,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::{person::Event, refusal::Refusal};
use serde_json::{Value, json};
use uuid::Uuid;

const NEW: &str = "/account/passkeys/new";
const CHALLENGE: &str = "/account/passkeys/challenge";
const FORM: &[Field] = &[Field::new("name", Kind::Line(80))];

/// The pages and what is done there.
pub fn routes() -> Router<App> {
    Router::new()
        .route(PASSKEYS, get(list))
        .route(NEW, get(form).post(add))
        .route(CHALLENGE, post(ask))
        .route("/account/passkeys/{passkey}/removal", get(ask_removal).post(remove))
}

/// Only somebody in a browser has passkeys.
fn inside(caller: &Caller) -> Result<()> {
    caller.signed_in()?;
    if caller.visitor.is_empty() { Err(Error::NotFound) } else { Ok(()) }
}

/// Whoever changes this has proved only just who they are: a session that was left open is not enough.
fn fresh(app: &App, caller: &Caller) -> Result<()> {
    inside(caller)?;
    caller.fresh(app.clock.now())
}

async fn list(State(app): State<App>, caller: Caller) -> Result<Response> {
    inside(&caller)?;
    let own = store::passkeys::of(&mut app.db.read().await?, caller.actor.person).await?;
    let row =
        |it: &Kept| json!({ "name": it.name, "made_at": it.made_at, "used_at": it.used_at, "removal": removal(it.id) });
    let rows: Vec<Value> = own.iter().map(row).collect();
    let new = (app.passkeys().is_some() && own.len() < MOST).then_some(NEW);
    let shown = json!({ "passkeys": rows, "new": new, "works": app.passkeys().is_some(), "most": MOST });
    app.page(&caller, "people/passkeys.html", shown)
}

fn removal(id: Uuid) -> String {
    format!("{PASSKEYS}/{id}/removal")
}

async fn form(State(app): State<App>, caller: Caller, headers: HeaderMap) -> Result<Response> {
    fresh(&app, &caller)?;
    let raw = Raw::of(FORM, &json!({ "name": browsers::words(browsers::agent(&headers)) }));
    draw(&app, &caller, &raw, &[])
}

fn draw(app: &App, caller: &Caller, raw: &Raw, problems: &[Problem]) -> Result<Response> {
    let origin = &app.passkeys().ok_or(Error::NotFound)?.origin;
    let passkey = json!({ "challenge": CHALLENGE, "origin": origin, "page": NEW });
    let more = json!({ "passkey": passkey, "hidden": { ANSWER: "" }, "cancel": { "href": PASSKEYS } });
    let (name, fields, action, template) = ("passkey.add", FORM, NEW, "people/passkey_new.html");
    Form { name, fields, action, template, raw, problems, more }.draw(app, caller)
}

fn browser(caller: &Caller) -> Browser<'_> {
    Browser { visitor: &caller.visitor, purpose: Purpose::Add }
}

async fn ask(State(app): State<App>, caller: Caller, posted: Posted) -> Result<Json<Value>> {
    fresh(&app, &caller)?;
    caller.check_form_token(posted.ours("_csrf"))?;
    let mut tx = app.db.read().await?;
    let account = store::account(&mut tx, caller.actor.person).await?.ok_or(Error::NotFound)?;
    let there = store::passkeys::of(&mut tx, account.id).await?;
    drop(tx);
    let owner = Owner { person: account.id, email: &account.email, name: &account.name };
    passkeys::offer(&app, browser(&caller), &owner, &there).await.map(Json)
}

async fn add(State(app): State<App>, caller: Caller, posted: Posted) -> Result<Response> {
    fresh(&app, &caller)?;
    caller.check_form_token(posted.ours("_csrf"))?;
    let problems = match forms::read_posted(FORM, &posted) {
        Err(problems) => problems,
        Ok(typed) => {
            let answer = posted.fields.first(ANSWER).unwrap_or_default();
            match added(&app, &caller, typed["name"].as_str().unwrap_or_default(), answer).await? {
                Ok(()) => return Ok(Redirect::to(&format!("{PASSKEYS}?done=passkey.add")).into_response()),
                Err(problem) => vec![problem.at(ANSWER)],
            }
        }
    };
    draw(&app, &caller, &posted.fields, &problems)
}

/// Adds what the browser made. Its person has proved with it who they are, so their session counts as begun with it.
async fn added(app: &App, caller: &Caller, name: &str, answer: &str) -> Result<passkeys::Answered<()>> {
    if answer.is_empty() {
        return Ok(Err(Problem::new("passkey_script")));
    }
    let made = match passkeys::made(app, browser(caller), caller.actor.person, name, answer).await? {
        Ok(made) => made,
        Err(problem) => return Ok(Err(problem)),
    };
    let mut unit = app.unit(caller.actor.clone()).await?;
    if store::passkeys::of(&mut unit.tx, made.person).await?.len() >= MOST {
        return Ok(Err(Problem::new("passkey_many").with("most", MOST)));
    }
    if !store::passkeys::keep(&mut unit.tx, &made).await? {
        return Ok(Err(Problem::new("passkey_there")));
    }
    sessions::prove_by_passkey(&mut unit.tx, &caller.visitor, unit.at).await?;
    witnessed(unit, Event::PasskeyAdded).await.map(Ok)
}

async fn witnessed(mut unit: Unit, event: Event) -> Result<()> {
    let person = store::find(&mut unit.tx, unit.actor.person).await?.ok_or(Error::NotFound)?;
    unit.witness(&person, event);
    unit.commit().await
}

async fn ask_removal(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    fresh(&app, &caller)?;
    let id: Uuid = address.part("passkey")?;
    let own = store::passkeys::of(&mut app.db.read().await?, caller.actor.person).await?;
    let it = own.into_iter().find(|it| it.id == id).ok_or(Error::NotFound)?;
    let more = json!({ "caption": it.name, "cancel": { "href": PASSKEYS } });
    let (action, template, raw) = (removal(id), "act.html", &Raw::default());
    Form { name: "passkey.remove", fields: &[], action: &action, template, raw, problems: &[], more }
        .draw(&app, &caller)
}

async fn remove(State(app): State<App>, caller: Caller, address: Address, posted: Posted) -> Result<Response> {
    fresh(&app, &caller)?;
    caller.check_form_token(posted.ours("_csrf"))?;
    let mut unit = app.unit(caller.actor.clone()).await?;
    if !store::passkeys::remove(&mut unit.tx, caller.actor.person, address.part("passkey")?).await? {
        return Err(Error::NotFound);
    }
    still_secure(&app, &mut unit, &caller).await?;
    witnessed(unit, Event::PasskeyRemoved).await?;
    Ok(Redirect::to(&format!("{PASSKEYS}?done=passkey.remove")).into_response())
}

/// Whoever needs a second factor keeps one: the last passkey stays until there is an app.
async fn still_secure(app: &App, unit: &mut Unit, caller: &Caller) -> Result<()> {
    let person = caller.actor.person;
    let factor = store::factors::find(&mut unit.tx, person).await?.is_some();
    if !app.second_factor.asks(&caller.actor) || factor || store::passkeys::has(&mut unit.tx, person).await? {
        return Ok(());
    }
    Err(Refusal::because("passkey_needed").into())
}
