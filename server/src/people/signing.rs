//! Signing in and out. Not acts, because they set and clear the session's cookie.
use super::{passwords, passwords::Verdict, store};
use crate::{
    acts::Address,
    caller::{Caller, SESSION_COOKIE},
    client::Client,
    error::Result,
    forms::{self, Field, Kind, Options, Posted, Problem},
    jobs,
    messages::Messages,
    page::set_cookie,
    sessions, typed, unit,
    web::App,
};
use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use db::Tx;
use domain::{ids::PersonId, time::Timestamp};
use serde_json::{Value, json};

/// The addresses of signing in and out.
pub fn routes() -> Router<App> {
    Router::new().route("/sign-in", get(form).post(sign_in)).route("/sign-out", post(sign_out))
}

const NAME: &str = "session.begin";
const FORM: &[Field] = &[Field::new("email", Kind::Email), Field::new("password", Kind::Password)];

/// Where somebody goes on after signing in.
struct Onwards {
    /// A page of ours.
    next: Option<String>,
    /// The secret of a form that was posted after the session had ended.
    parked: Option<String>,
}

async fn form(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let text = |name: &str| address.query(name).map(String::from);
    let onwards = Onwards { next: text("next").filter(|path| is_local(path)), parked: text("parked") };
    if caller.is_signed_in() && onwards.parked.is_none() {
        return Ok(Redirect::to(onwards.next.as_deref().unwrap_or("/work")).into_response());
    }
    draw(&app, &caller, StatusCode::OK, &Posted::default(), &onwards, &[])
}

/// Only a path of ours: a link must not lead people to another site through our sign-in.
fn is_local(path: &str) -> bool {
    let plain = path.chars().all(|c| !c.is_control() && c != '\\');
    path.starts_with('/') && !path.starts_with("//") && plain
}

fn draw(
    app: &App,
    caller: &Caller,
    status: StatusCode,
    posted: &Posted,
    onwards: &Onwards,
    problems: &[Problem],
) -> Result<Response> {
    let text = |part: &str| Messages::english().text(&format!("act.{NAME}.{part}"), &[]);
    let kept = if onwards.parked.is_some() { Some(text("kept")) } else { None };
    let shown = json!({
        "heading": text("title"), "button": text("button"), "action": "/sign-in", "inset": kept,
        "fields": forms::show(NAME, FORM, &posted.fields, &Options::new(), problems),
        "errors": problems.iter().map(summary).collect::<Vec<_>>(),
        "hidden": { "_next": onwards.next.as_deref().unwrap_or(""), "_parked": onwards.parked.as_deref().unwrap_or("") },
    });
    app.form_page(caller, status, "people/sign_in.html", shown)
}

fn summary(problem: &Problem) -> Value {
    let field = problem.field.as_deref().unwrap_or("email");
    json!({ "text": forms::sentence(problem, &forms::label(NAME, field)), "id": format!("f-{field}") })
}

async fn sign_in(
    State(app): State<App>,
    caller: Caller,
    client: Client,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response> {
    caller.check_form_token(posted.ours("_csrf"))?;
    let text = |name: &str| posted.ours(name).filter(|text| !text.is_empty()).map(String::from);
    let onwards = Onwards { next: text("_next").filter(|path| is_local(path)), parked: text("_parked") };
    let problems = match forms::read_posted(FORM, &posted) {
        Err(problems) => problems,
        Ok(typed) => match verified(&app, client, &typed).await? {
            Some(person) => return begin(&app, person, &headers, onwards).await,
            None => vec![Problem::new("wrong_sign_in").at("email")],
        },
    };
    draw(&app, &caller, StatusCode::UNPROCESSABLE_ENTITY, &posted, &onwards, &problems)
}

/// The person of this address and password. Takes as long, and says as much, for an address that nobody has.
async fn verified(app: &App, client: Client, typed: &Value) -> Result<Option<PersonId>> {
    let text = |name: &str| typed[name].as_str().unwrap_or_default().to_string();
    let (email, now) = (text("email"), app.clock.now());
    app.tries().take(client.0, &email, now)?;
    let account = store::by_email(&mut app.db.read().await?, &email).await?;
    let account = account.filter(|account| account.active);
    let hash = account.as_ref().map(|account| account.password.clone()).unwrap_or_default();
    if passwords::holds(text("password"), hash).await? == Verdict::Wrong {
        tracing::info!("a sign-in failed");
        return Ok(None);
    }
    app.tries().give_back(client.0, &email);
    Ok(account.map(|account| account.id))
}

/// Begins a session and leads on: to the form that was parked, to the page that was asked for, or to the work.
async fn begin(app: &App, person: PersonId, headers: &HeaderMap, onwards: Onwards) -> Result<Response> {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    forget_what_is_over(&mut tx, now).await?;
    let secret = sessions::start(&mut tx, person, now, agent).await?;
    let form = match &onwards.parked {
        Some(parked) => typed::adopt(&mut tx, parked, person, now).await?,
        None => None,
    };
    tx.commit().await?;
    let to = form.or(onwards.next).unwrap_or_else(|| "/work".into());
    let mut response = Redirect::to(&to).into_response();
    set_cookie(&mut response, &app.set_cookie(SESSION_COOKIE, &secret, sessions::SESSION_SECONDS))?;
    Ok(response)
}

/// Each sign-in sweeps away what nobody can use any more, so that nothing grows for ever.
async fn forget_what_is_over(tx: &mut Tx, now: Timestamp) -> Result<()> {
    sessions::sweep(tx, now).await?;
    store::sweep_links(tx, now).await?;
    typed::sweep(tx, now).await?;
    unit::sweep(tx, now).await?;
    jobs::sweep(tx, now).await
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
