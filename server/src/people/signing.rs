//! Signing in with a password, and signing out. Not acts, because they set and clear the session's cookie.
use super::{
    begin::{self, Onwards, is_local},
    browsers, factor,
    form::Form,
    passkey_sign_in, passwords,
    passwords::Verdict,
    second_step, store,
    tries::From,
};
use crate::{
    acts::Address,
    caller::{Caller, SESSION_COOKIE},
    client::Client,
    error::Result,
    forms::{self, Field, Kind, Posted, Problem},
    messages::Messages,
    page::set_cookie,
    sessions::{self, Method},
    web::App,
};
use axum::{
    Router,
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::ids::PersonId;
use serde_json::{Value, json};

/// The addresses of signing in and out.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/sign-in", get(form).post(sign_in))
        .route("/sign-out", post(sign_out))
        .merge(second_step::routes())
}

const FORM: &[Field] =
    &[Field::new("email", Kind::Email).autocomplete("username"), Field::new("password", Kind::Password)];

async fn form(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let text = |name: &str| address.query(name).map(String::from);
    let onwards = Onwards { next: text("next").filter(|path| is_local(path)), parked: text("parked") };
    if caller.is_signed_in() && onwards.parked.is_none() {
        return Ok(Redirect::to(onwards.next.as_deref().unwrap_or("/work")).into_response());
    }
    draw(&app, &caller, &Posted::default(), &onwards, &[])
}

/// The page of signing in.
pub fn draw(app: &App, caller: &Caller, posted: &Posted, onwards: &Onwards, problems: &[Problem]) -> Result<Response> {
    let name = "session.begin";
    let kept = onwards.parked.is_some().then(|| Messages::english().text(&format!("act.{name}.kept"), &[]));
    let (next, parked) = (onwards.next.as_deref().unwrap_or(""), onwards.parked.as_deref().unwrap_or(""));
    let hidden = json!({ "_next": next, "_parked": parked });
    let more = json!({ "inset": kept, "hidden": hidden, "passkey": passkey_sign_in::shown(app, &hidden) });
    let (action, template, raw) = ("/sign-in", "people/sign_in.html", &posted.fields);
    Form { name, fields: FORM, action, template, raw, problems, more }.draw(app, caller)
}

async fn sign_in(
    State(app): State<App>,
    caller: Caller,
    client: Client,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response> {
    caller.check_form_token(posted.ours("_csrf"))?;
    let onwards = onwards(&posted);
    let problems = match forms::read_posted(FORM, &posted) {
        Err(problems) => problems,
        Ok(typed) => match verified(&app, client, &headers, &typed).await? {
            Some(person) if factor::password_is_too_little(&app, &mut app.db.read().await?, person).await? => {
                vec![Problem::new("passkey_instead").at(passkey_sign_in::ANSWER)]
            }
            Some(person) => return on(&app, &headers, person, onwards).await,
            None => vec![Problem::new("wrong_sign_in").at("email")],
        },
    };
    draw(&app, &caller, &posted, &onwards, &problems)
}

/// Where a posted form of this page leads on to.
pub fn onwards(posted: &Posted) -> Onwards {
    let text = |name: &str| posted.ours(name).filter(|text| !text.is_empty()).map(String::from);
    Onwards { next: text("_next").filter(|path| is_local(path)), parked: text("_parked") }
}

/// Whoever has a second factor is asked for it; everybody else is in.
async fn on(app: &App, headers: &HeaderMap, person: PersonId, onwards: Onwards) -> Result<Response> {
    let factor = store::factors::find(&mut app.db.read().await?, person).await?;
    match factor {
        Some(_) => second_step::ask(app, person, onwards).await,
        None => begin::begin(app, headers, person, Method::Password, onwards).await,
    }
}

/// The person of this address and password. Takes as long, and says as much, for an address that nobody has.
async fn verified(app: &App, client: Client, headers: &HeaderMap, typed: &Value) -> Result<Option<PersonId>> {
    let text = |name: &str| typed[name].as_str().unwrap_or_default().to_string();
    let (email, now) = (text("email").to_lowercase(), app.clock.now());
    let known = browsers::known(app, headers, &email).await?;
    let from = known.map_or(From::Client(client.0), From::Browser);
    app.tries().take(&from, &email, now)?;
    let account = store::by_email(&mut app.db.read().await?, &email).await?;
    let account = account.filter(|account| account.active);
    let hash = account.as_ref().map(|account| account.password.clone()).unwrap_or_default();
    if passwords::holds(text("password"), hash).await? == Verdict::Wrong {
        tracing::info!("a sign-in failed");
        return Ok(None);
    }
    app.tries().give_back(&from, &email);
    Ok(account.map(|account| account.id))
}

async fn sign_out(State(app): State<App>, caller: Caller, posted: Posted) -> Result<Response> {
    if caller.is_signed_in() {
        caller.check_form_token(posted.ours("_csrf"))?;
        let mut tx = app.db.write().await?;
        sessions::end(&mut tx, &caller.visitor).await?;
        tx.commit().await?;
    }
    let mut response = Redirect::to("/?done=session.end").into_response();
    set_cookie(&mut response, &app.set_cookie(SESSION_COOKIE, "", 0))?;
    Ok(response)
}
