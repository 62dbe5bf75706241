//! The demonstration's own pages: become somebody, move the clock. Elsewhere they do not exist.
use super::{
    clock,
    store::{self, Part},
};
use crate::{
    caller::{Caller, SESSION_COOKIE},
    error::{Error, Result},
    forms::Posted,
    jobs::Job,
    messages::Messages,
    page::set_cookie,
    sessions::{self, Beginning, Method},
    web::{App, Mode},
};
use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use domain::{ids::PersonId, time::Timestamp};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The pages of the demonstration.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/demonstration/people", get(people).post(become_somebody))
        .route("/demonstration/clock", get(clock_page).post(move_clock))
}

fn only_here(app: &App) -> Result<()> {
    if app.mode == Mode::Demonstration { Ok(()) } else { Err(Error::NotFound) }
}

async fn people(State(app): State<App>, caller: Caller) -> Result<Response> {
    only_here(&app)?;
    let mut tx = app.db.read().await?;
    let (parts, cast) = (store::parts(&mut tx).await?, store::cast(&mut tx).await?);
    let groups = grouped(&parts, &cast);
    app.form_page(&caller, StatusCode::OK, "demo/people.html", json!({ "groups": groups }))
}

/// Everybody once, below the organisation or group they act for, groups first.
fn grouped(parts: &[Part], cast: &Value) -> Vec<Value> {
    let mut people: BTreeMap<String, Vec<&Part>> = BTreeMap::new();
    for part in parts.iter().filter(|part| part.kind != "recused") {
        people.entry(part.person.to_string()).or_default().push(part);
    }
    let mut groups: BTreeMap<(u8, String), Vec<Value>> = BTreeMap::new();
    for (id, parts) in people {
        let first = parts.iter().min_by_key(|part| rank(part)).expect("a person here has a role");
        groups.entry((rank(first), heading(first))).or_default().push(line(&id, &parts, &cast[&id]));
    }
    groups.into_iter().map(|((_, name), people)| json!({ "name": name, "people": people })).collect()
}

fn rank(part: &Part) -> u8 {
    match (part.kind.as_str(), part.word.as_str()) {
        ("sits", _) => 0,
        ("does", "network_officer") => 1,
        ("does", "assessor") | ("assesses", _) => 3,
        ("does", _) => 2,
        _ => 4,
    }
}

fn heading(part: &Part) -> String {
    let key = match rank(part) {
        3 => "demonstration.assessors",
        4 => "demonstration.service",
        _ => return part.of.clone(),
    };
    Messages::english().text(key, &[])
}

fn line(id: &str, parts: &[&Part], cast: &Value) -> Value {
    let role = |part: &&Part| {
        let word = if part.word.is_empty() { &part.kind } else { &part.word };
        Messages::english().text(&format!("demonstration.role.{word}"), &[])
    };
    let mut roles: Vec<String> = parts.iter().map(role).collect();
    roles.dedup();
    let word = parts
        .iter()
        .min_by_key(|part| rank(part))
        .map(|part| if part.word.is_empty() { &part.kind } else { &part.word });
    let usual =
        Messages::english().text(&format!("demonstration.can.{}", word.expect("a person here has a role")), &[]);
    let now = cast["now"].as_str().filter(|text| !text.is_empty()).map_or(usual, String::from);
    json!({ "id": id, "name": parts[0].name, "roles": roles.join(", "), "now": now })
}

async fn become_somebody(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response> {
    only_here(&app)?;
    caller.check_form_token(posted.ours("_csrf"))?;
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let mut tx = app.db.write().await?;
    if caller.is_signed_in() {
        sessions::end(&mut tx, &caller.visitor).await?;
    }
    let (cookie, to) = match posted.fields.first("person") {
        Some(person) => (session(&app, &mut tx, person, agent).await?, place(&mut tx, person).await?),
        None => (app.set_cookie(SESSION_COOKIE, "", 0), "/".into()),
    };
    tx.commit().await?;
    let mut response = Redirect::to(&to).into_response();
    set_cookie(&mut response, &cookie)?;
    Ok(response)
}

/// Where a person does what they can do as the demonstration begins; whoever came later begins with their work.
async fn place(tx: &mut db::Tx, person: &str) -> Result<String> {
    let cast = store::cast(tx).await?;
    Ok(cast[person]["link"].as_str().filter(|link| !link.is_empty()).unwrap_or("/work").into())
}

async fn session(app: &App, tx: &mut db::Tx, person: &str, agent: &str) -> Result<String> {
    let (person, now): (PersonId, _) = (person.parse().map_err(|_| Error::NotFound)?, app.clock.now());
    crate::people::store::actor(tx, person, now).await?.ok_or(Error::NotFound)?;
    let secret = sessions::start(tx, &Beginning { person, method: Method::Demonstration, agent, now }).await?;
    Ok(app.set_cookie(SESSION_COOKIE, &secret, sessions::SESSION_SECONDS))
}

async fn clock_page(State(app): State<App>, caller: Caller) -> Result<Response> {
    only_here(&app)?;
    let next = deadline(&app).await?;
    let next = next.map(|(at, name)| json!({ "at": at, "name": name }));
    app.form_page(&caller, StatusCode::OK, "demo/clock.html", json!({ "next": next }))
}

/// Moves the clock and does everything that falls due on the way before it answers.
async fn move_clock(State(app): State<App>, caller: Caller, posted: Posted) -> Result<Response> {
    only_here(&app)?;
    caller.check_form_token(posted.ours("_csrf"))?;
    let now = app.clock.now();
    let to = match posted.fields.first("move") {
        Some("hour") => now.plus_seconds(3600),
        Some("day") => now.plus_seconds(24 * 3600),
        Some("week") => now.plus_seconds(7 * 24 * 3600),
        Some("month") => a_month_after(now),
        Some("deadline") => deadline(&app).await?.ok_or(Error::NotFound)?.0,
        _ => return Err(crate::forms::Problem::new("not_an_option").at("move").into()),
    };
    clock::advance_and_remember(&app, to).await?;
    Ok(Redirect::to("/demonstration/clock?done=demonstration.clock").into_response())
}

fn a_month_after(at: Timestamp) -> Timestamp {
    let local = at.0.in_tz(domain::time::ZONE).expect("the zone is compiled in");
    Timestamp(local.saturating_add(jiff::Span::new().months(1)).timestamp())
}

/// The next thing that falls due by itself, with what it is called.
async fn deadline(app: &App) -> Result<Option<(Timestamp, String)>> {
    let mut tx = app.db.read().await?;
    for (at, job) in crate::jobs::waiting(&mut tx, app.clock.now()).await? {
        if let Some(name) = named(&mut tx, &job).await? {
            return Ok(Some((at, name)));
        }
    }
    Ok(None)
}

async fn named(tx: &mut db::Tx, job: &Job) -> Result<Option<String>> {
    let say =
        |key: &str, title: &str| Messages::english().text(&format!("demonstration.due.{key}"), &[("title", title)]);
    Ok(match job {
        Job::CloseCall { call } => {
            crate::calls::store::find(tx, *call).await?.map(|call| say("call", &call.content.title))
        }
        Job::PublicationDue { collaboration } => {
            let found = crate::collaborations::store::find(tx, *collaboration).await?;
            found.map(|it| say("publication", &it.title))
        }
        _ => None,
    })
}
