//! The second step of signing in: the code of whoever has a second factor.
use super::{
    begin::{self, Onwards},
    browsers, factor,
    factor::Means,
    form::Form,
    store::{self, factors},
    tries::From,
};
use crate::{
    caller::{self, Caller, HALF_COOKIE},
    error::{Error, Result},
    forms::{self, Field, Kind, Posted, Problem},
    ids,
    page::set_cookie,
    sessions::{self, Method},
    web::App,
};
use axum::{
    Router,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::{actor::Actor, ids::PersonId, person::Event};
use factors::Half;
use serde_json::json;

const PATH: &str = "/sign-in/code";
/// How long the second step may take, in seconds.
const PATIENCE_SECONDS: i64 = 600;

/// The field for a code, of the app or a recovery code.
pub const CODE: Field = Field::new("code", Kind::Line(40)).autocomplete("one-time-code");
/// The form that asks for one.
pub const FORM: &[Field] = &[CODE];

/// The page of the second step.
pub fn routes() -> Router<App> {
    Router::new().route(PATH, get(form).post(finish))
}

/// The password was right: asks for the code. Nobody is signed in yet.
pub async fn ask(app: &App, person: PersonId, onwards: Onwards) -> Result<Response> {
    let (secret, now) = (ids::secret(), app.clock.now());
    let half = Half { person, next: onwards.next, parked: onwards.parked };
    let mut tx = app.db.write().await?;
    factors::keep_half(&mut tx, &sessions::hash(&secret), &half, now.plus_seconds(PATIENCE_SECONDS)).await?;
    tx.commit().await?;
    let mut response = Redirect::to(PATH).into_response();
    set_cookie(&mut response, &app.set_cookie(HALF_COOKIE, &secret, PATIENCE_SECONDS))?;
    Ok(response)
}

/// The sign-in whose second step this browser is at; whoever is at none begins anew.
async fn half(app: &App, headers: &HeaderMap) -> Result<Half> {
    let secret = caller::cookie(headers, &app.cookie(HALF_COOKIE)).ok_or(Error::SignInFirst)?;
    let half = factors::half(&mut app.db.read().await?, &sessions::hash(&secret), app.clock.now()).await?;
    half.ok_or(Error::SignInFirst)
}

async fn form(State(app): State<App>, caller: Caller, headers: HeaderMap) -> Result<Response> {
    match half(&app, &headers).await {
        Ok(_) => draw(&app, &caller, &Posted::default(), &[]),
        Err(Error::SignInFirst) => Ok(Redirect::to("/sign-in").into_response()),
        Err(error) => Err(error),
    }
}

fn draw(app: &App, caller: &Caller, posted: &Posted, problems: &[Problem]) -> Result<Response> {
    let (name, action, template) = ("session.code", PATH, "people/code.html");
    Form { name, fields: FORM, action, template, raw: &posted.fields, problems, more: json!({}) }.draw(app, caller)
}

async fn finish(State(app): State<App>, caller: Caller, headers: HeaderMap, posted: Posted) -> Result<Response> {
    caller.check_form_token(posted.ours("_csrf"))?;
    let half = match half(&app, &headers).await {
        Err(Error::SignInFirst) => return Ok(Redirect::to("/sign-in").into_response()),
        other => other?,
    };
    let problems = match forms::read_posted(FORM, &posted) {
        Err(problems) => problems,
        Ok(typed) => match prove(&app, &headers, half.person, typed["code"].as_str().unwrap_or_default()).await? {
            Some(_) => {
                let onwards = Onwards { next: half.next, parked: half.parked };
                return begin::begin(&app, &headers, half.person, Method::SecondFactor, onwards).await;
            }
            None => vec![Problem::new("wrong_code").at("code")],
        },
    };
    draw(&app, &caller, &posted, &problems)
}

/// Takes the code. Tries are counted for the person, whoever makes them: they know the password already. A browser that
/// the person has signed in from before is counted apart, so that who stole the password does not keep its owner out.
async fn prove(app: &App, headers: &HeaderMap, person: PersonId, code: &str) -> Result<Option<Means>> {
    let account = store::account(&mut app.db.read().await?, person).await?.filter(|it| it.active);
    let account = account.ok_or(Error::SignInFirst)?;
    let known = browsers::known(app, headers, &account.email).await?;
    let (from, what) = (known.map_or(From::Anywhere, From::Browser), format!("code of {person}"));
    app.tries().take(&from, &what, app.clock.now())?;
    let taken = take(app, person, code).await?;
    if taken.is_some() {
        app.tries().give_back(&from, &what);
    }
    Ok(taken)
}

/// Takes a code; the use of a recovery code is noted in the record, and its person is told.
pub async fn take(app: &App, person: PersonId, code: &str) -> Result<Option<Means>> {
    let mut unit = app.unit(Actor::new(person, Vec::new())).await?;
    let taken = factor::take(&mut unit.tx, &app.keys, person, code, app.clock.carried()).await?;
    if taken == Some(Means::RecoveryCode) {
        let person = store::find(&mut unit.tx, person).await?.ok_or(Error::NotFound)?;
        unit.witness(&person, Event::RecoveryCodeUsed);
    }
    unit.commit().await?;
    Ok(taken)
}
