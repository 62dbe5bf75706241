//! The page of one's own second factor: set it up, make new recovery codes, take it away. Not acts, because a secret or
//! codes are shown once, and an act's answer is kept.
use super::{
    PASSKEYS, SECOND_FACTOR,
    begin::is_local,
    factor::{self, Offer},
    form::Form,
    second_step::CODE,
    store::{self, Account, factors, passkeys},
};
use crate::{
    acts::Address,
    caller::Caller,
    error::{Error, Result},
    forms::{self, Field, Kind, Posted, Problem},
    sessions,
    unit::Unit,
    web::App,
};
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::{person::Event, refusal::Refusal};
use factors::Factor;
use serde_json::{Value, json};

const FORM: &[Field] = &[Field::new("secret", Kind::Line(64)), CODE];
const CODES: &str = "/account/second-factor/codes";
const REMOVAL: &str = "/account/second-factor/removal";

/// The page and what is done there.
pub fn routes() -> Router<App> {
    Router::new()
        .route(SECOND_FACTOR, get(show).post(set_up))
        .route(CODES, get(ask_codes).post(new_codes))
        .route(REMOVAL, get(ask_removal).post(remove))
}

/// Whoever changes this has proved only just who they are: a session that was left open is not enough.
fn inside(app: &App, caller: &Caller) -> Result<()> {
    caller.signed_in()?;
    if caller.visitor.is_empty() {
        return Err(Error::NotFound);
    }
    caller.fresh(app.clock.now())
}

/// What is there: nothing yet, and then what it takes to set it up; or since when, and how many codes are left.
async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    inside(&app, &caller)?;
    let mut tx = app.db.read().await?;
    let account = store::account(&mut tx, caller.actor.person).await?.ok_or(Error::NotFound)?;
    match factors::find(&mut tx, account.id).await? {
        Some(factor) => {
            let left = factors::codes(&mut tx, account.id).await?;
            let needed = app.second_factor.asks(&caller.actor);
            let shown =
                json!({ "since": factor.since, "left": left, "needed": needed, "codes": CODES, "removal": REMOVAL });
            app.page(&caller, "people/second_factor.html", shown)
        }
        None => {
            let next = address.query("next").filter(|path| is_local(path)).unwrap_or_default().to_string();
            drop(tx);
            draw(&app, &caller, &account, &factor::new_secret(), &next, &[]).await
        }
    }
}

/// The secret stands in the form and nowhere else until a code has proved that an app has it. Whoever needs a second step may
/// add a passkey instead, and whoever has one needs no other.
async fn draw(
    app: &App,
    caller: &Caller,
    it: &Account,
    secret: &str,
    next: &str,
    problems: &[Problem],
) -> Result<Response> {
    let offer: Option<Offer> = factor::offer(app, &it.email, secret);
    let has_passkey = passkeys::has(&mut app.db.read().await?, it.id).await?;
    let needed = app.second_factor.asks(&caller.actor) && !has_passkey;
    let instead = (needed && app.passkeys().is_some()).then_some(PASSKEYS);
    let hidden = json!({ "secret": secret, "_next": next });
    let more = json!({ "offer": offer, "needed": needed, "instead": instead, "hidden": hidden, "cancel": (!needed).then(|| json!({ "href": "/account" })) });
    let (name, fields, action, template) =
        ("second_factor.set_up", &FORM[1..], SECOND_FACTOR, "people/second_factor_set_up.html");
    Form { name, fields, action, template, raw: &Default::default(), problems, more }.draw(app, caller)
}

async fn set_up(State(app): State<App>, caller: Caller, posted: Posted) -> Result<Response> {
    inside(&app, &caller)?;
    caller.check_form_token(posted.ours("_csrf"))?;
    let account = store::account(&mut app.db.read().await?, caller.actor.person).await?.ok_or(Error::NotFound)?;
    let secret = posted.fields.first("secret").unwrap_or_default().to_string();
    if factor::offer(&app, &account.email, &secret).is_none() {
        return Ok(Redirect::to(SECOND_FACTOR).into_response());
    }
    let next = posted.ours("_next").filter(|path| is_local(path)).unwrap_or_default();
    let problems = match forms::read_posted(FORM, &posted) {
        Err(problems) => problems,
        Ok(typed) => {
            let code = typed["code"].as_str().unwrap_or_default();
            match factor::step_of(&secret, code, app.clock.carried()) {
                Some(step) => return shown_once(&app, &caller, keep(&app, &caller, secret, step).await?, next),
                None => vec![Problem::new("wrong_code").at("code")],
            }
        }
    };
    draw(&app, &caller, &account, &secret, next, &problems).await
}

/// Keeps the second factor. Sessions that began without it end.
async fn keep(app: &App, caller: &Caller, secret: String, step: u64) -> Result<Vec<String>> {
    let person = caller.actor.person;
    let secret = factor::sealed(&app.keys, person, &secret)?;
    let mut unit = app.unit(caller.actor.clone()).await?;
    if !factors::keep(&mut unit.tx, person, &Factor { secret, since: unit.at }, step).await? {
        return Err(Refusal::because("second_factor_there").into());
    }
    sessions::end_others(&mut unit.tx, person, &caller.visitor).await?;
    let codes = factor::new_codes(&mut unit.tx, person).await?;
    witnessed(unit, Event::SecondFactorSet).await?;
    Ok(codes)
}

async fn witnessed(mut unit: Unit, event: Event) -> Result<()> {
    let person = store::find(&mut unit.tx, unit.actor.person).await?.ok_or(Error::NotFound)?;
    unit.witness(&person, event);
    unit.commit().await
}

fn shown_once(app: &App, caller: &Caller, codes: Vec<String>, next: &str) -> Result<Response> {
    let next = if next.is_empty() { "/account" } else { next };
    app.page(caller, "people/recovery_codes.html", json!({ "codes": codes, "next": next }))
}

async fn ask_codes(State(app): State<App>, caller: Caller) -> Result<Response> {
    ask(&app, &caller, "second_factor.codes", CODES).await
}

async fn ask_removal(State(app): State<App>, caller: Caller) -> Result<Response> {
    not_needed(&app, &caller)?;
    ask(&app, &caller, "second_factor.remove", REMOVAL).await
}

/// A page with a button for what cannot be undone.
async fn ask(app: &App, caller: &Caller, name: &str, action: &str) -> Result<Response> {
    inside(app, caller)?;
    factors::find(&mut app.db.read().await?, caller.actor.person).await?.ok_or(Error::NotFound)?;
    let more: Value = json!({ "cancel": { "href": SECOND_FACTOR } });
    Form { name, fields: &[], action, template: "act.html", raw: &Default::default(), problems: &[], more }
        .draw(app, caller)
}

async fn new_codes(State(app): State<App>, caller: Caller, posted: Posted) -> Result<Response> {
    inside(&app, &caller)?;
    caller.check_form_token(posted.ours("_csrf"))?;
    let mut unit = app.unit(caller.actor.clone()).await?;
    factors::find(&mut unit.tx, caller.actor.person).await?.ok_or(Error::NotFound)?;
    let codes = factor::new_codes(&mut unit.tx, caller.actor.person).await?;
    witnessed(unit, Event::RecoveryCodesMade).await?;
    shown_once(&app, &caller, codes, "")
}

async fn remove(State(app): State<App>, caller: Caller, posted: Posted) -> Result<Response> {
    inside(&app, &caller)?;
    caller.check_form_token(posted.ours("_csrf"))?;
    not_needed(&app, &caller)?;
    let mut unit = app.unit(caller.actor.clone()).await?;
    if !factors::forget(&mut unit.tx, caller.actor.person).await? {
        return Err(Error::NotFound);
    }
    witnessed(unit, Event::SecondFactorRemoved).await?;
    Ok(Redirect::to("/account?done=second_factor.remove").into_response())
}

/// What the deployment asks for cannot be taken away.
fn not_needed(app: &App, caller: &Caller) -> Result<()> {
    match app.second_factor.asks(&caller.actor) {
        true => Err(Refusal::because("second_factor_needed").into()),
        false => Ok(()),
    }
}
