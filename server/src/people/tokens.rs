//! API tokens: made on a page and shown there once. Not an act, because an act's answer is kept, and a secret must not be.
use super::store;
use crate::{
    caller::Caller,
    error::{Error, Result},
    forms::{self, Field, Kind, Options, Posted, Problem, Raw},
    messages::Messages,
    sessions::{self, NewToken, Writes},
    unit::Unit,
    web::App,
};
use axum::{Router, extract::State, http::StatusCode, response::Response, routing::get};
use domain::person::Event;
use serde::Deserialize;
use serde_json::{Value, json};

/// The page of one's own tokens.
pub fn routes() -> Router<App> {
    Router::new().route("/account/tokens", get(list).post(make))
}

const NAME: &str = "token.make";
const FORM: &[Field] = &[
    Field::new("name", Kind::Line(80)),
    Field::choice("scopes", &["read", "write"]),
    Field::new("days", Kind::Number(1, 366)),
];

#[derive(Deserialize)]
struct Wanted {
    name: String,
    scopes: String,
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
    let raw = Raw::of(FORM, &json!({ "scopes": "read", "days": 90 }));
    draw(&app, &caller, StatusCode::OK, Shown { raw: &raw, problems: &[], secret: None }).await
}

async fn make(State(app): State<App>, caller: Caller, posted: Posted) -> Result<Response> {
    caller.signed_in()?;
    caller.check_form_token(posted.ours("_csrf"))?;
    match forms::read_posted(FORM, &posted) {
        Err(problems) => {
            let shown = Shown { raw: &posted.fields, problems: &problems, secret: None };
            draw(&app, &caller, StatusCode::UNPROCESSABLE_ENTITY, shown).await
        }
        Ok(value) => {
            let secret = issue(app.unit(caller.actor.clone()).await?, value).await?;
            let shown = Shown { raw: &Raw::default(), problems: &[], secret: Some(secret) };
            draw(&app, &caller, StatusCode::OK, shown).await
        }
    }
}

async fn issue(mut unit: Unit, value: Value) -> Result<String> {
    let wanted: Wanted = serde_json::from_value(value).map_err(|e| Error::Fault(e.to_string()))?;
    let person = store::find(&mut unit.tx, unit.actor.person).await?.ok_or(Error::NotFound)?;
    let writes = if wanted.scopes == "write" { Writes::Yes } else { Writes::No };
    let ends_at = unit.at.plus_seconds(wanted.days * 24 * 3600);
    let new = NewToken { person: person.id, name: &wanted.name, writes, now: unit.at, ends_at };
    let secret = sessions::issue(&mut unit.tx, &new).await?;
    unit.witness(&person, Event::TokenMade);
    unit.commit().await?;
    Ok(secret)
}

async fn draw(app: &App, caller: &Caller, status: StatusCode, it: Shown<'_>) -> Result<Response> {
    let tokens = sessions::issued(&mut app.db.read().await?, caller.actor.person, app.clock.now()).await?;
    let text = |part: &str| Messages::english().text(&format!("act.{NAME}.{part}"), &[]);
    let error = |problem: &Problem| {
        let field = problem.field.as_deref().unwrap_or("name");
        json!({ "text": forms::sentence(problem, &forms::label(NAME, field)), "id": format!("f-{field}") })
    };
    let shown = json!({
        "heading": text("title"), "button": text("button"), "action": "/account/tokens",
        "fields": forms::show(NAME, FORM, it.raw, &Options::new(), it.problems),
        "errors": it.problems.iter().map(error).collect::<Vec<_>>(),
        "tokens": tokens, "secret": it.secret,
    });
    app.form_page(caller, status, "people/tokens.html", shown)
}
