//! API tokens: made on a page and shown there once. Not an act, because an act's answer is kept, and a secret must not be.
//! Making one asks for fresh proof of who somebody is: a token goes on when the session has ended.
use super::{PROOF, form::Form, store};
use crate::{
    caller::Caller,
    error::{Error, Result},
    forms::{self, Field, Kind, Posted, Problem, Raw},
    present::encode,
    sessions::tokens::{self, NewToken, Scope},
    typed,
    unit::Unit,
    web::App,
};
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::person::Event;
use serde::Deserialize;
use serde_json::{Value, json};

const PATH: &str = "/account/tokens";

/// The page of one's own tokens.
pub fn routes() -> Router<App> {
    Router::new().route(PATH, get(list).post(make))
}

const FORM: &[Field] = &[
    Field::new("name", Kind::Line(80)),
    Field::choice("scopes", &["read", "write", "sign"]),
    Field::new("days", Kind::Number(1, 366)),
];

#[derive(Deserialize)]
struct Wanted {
    name: String,
    scopes: Scope,
    days: i64,
}

/// What the page shows beside the tokens there are.
struct Shown<'a> {
    raw: &'a Raw,
    problems: &'a [Problem],
    secret: Option<String>,
}

async fn list(State(app): State<App>, caller: Caller) -> Result<Response> {
    caller.signed_in()?;
    let typed = typed::find(&mut app.db.read().await?, caller.actor.person, PATH).await?;
    let raw = typed.map_or_else(|| Raw::of(FORM, &json!({ "scopes": "read", "days": 90 })), |typed| typed.fields);
    draw(&app, &caller, Shown { raw: &raw, problems: &[], secret: None }).await
}

async fn make(State(app): State<App>, caller: Caller, posted: Posted) -> Result<Response> {
    caller.signed_in()?;
    caller.check_form_token(posted.ours("_csrf"))?;
    match forms::read_posted(FORM, &posted) {
        Err(problems) => {
            let shown = Shown { raw: &posted.fields, problems: &problems, secret: None };
            draw(&app, &caller, shown).await
        }
        Ok(_) if !caller.is_fresh(app.clock.now()) => prove(&app, &caller, &posted).await,
        Ok(value) => {
            let secret = issue(app.unit(caller.actor.clone()).await?, value).await?;
            let shown = Shown { raw: &Raw::default(), problems: &[], secret: Some(secret) };
            draw(&app, &caller, shown).await
        }
    }
}

/// What was typed is kept, and stands there again after the proof.
async fn prove(app: &App, caller: &Caller, posted: &Posted) -> Result<Response> {
    let mut tx = app.db.write().await?;
    typed::keep(&mut tx, caller.actor.person, PATH, &posted.fields, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("{PROOF}?next={}", encode(PATH))).into_response())
}

async fn issue(mut unit: Unit, value: Value) -> Result<String> {
    let wanted: Wanted = serde_json::from_value(value).map_err(|e| Error::Fault(e.to_string()))?;
    let person = store::find(&mut unit.tx, unit.actor.person).await?.ok_or(Error::NotFound)?;
    let ends_at = unit.at.plus_seconds(wanted.days * 24 * 3600);
    let new = NewToken { person: person.id, name: &wanted.name, scope: wanted.scopes, now: unit.at, ends_at };
    let secret = tokens::issue(&mut unit.tx, &new).await?;
    typed::forget(&mut unit.tx, person.id, PATH).await?;
    unit.witness(&person, Event::TokenMade);
    unit.commit().await?;
    Ok(secret)
}

async fn draw(app: &App, caller: &Caller, it: Shown<'_>) -> Result<Response> {
    let tokens = tokens::issued(&mut app.db.read().await?, caller.actor.person, app.clock.now()).await?;
    let more = json!({ "tokens": tokens, "secret": it.secret });
    let (name, template) = ("token.make", "people/tokens.html");
    Form { name, fields: FORM, action: PATH, template, raw: it.raw, problems: it.problems, more }.draw(app, caller)
}
