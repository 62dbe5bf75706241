//! `/account/calendar`: the secret address of one's calendar, shown once when it is made; and the calendar itself, which anybody
//! who knows the address reads, without a change to anything.
use super::{
    Item, actions,
    ical::{self, Entry},
    store,
};
use crate::{
    acts::Address,
    caller::Caller,
    error::{Error, Result},
    forms::Posted,
    messages::Messages,
    people, sessions,
    web::App,
};
use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use domain::time::Timestamp;
use serde_json::json;
use std::collections::BTreeMap;

/// The page, and the calendar.
pub fn routes() -> Router<App> {
    Router::new().route("/account/calendar", get(show).post(make)).route("/account/calendar/{secret}", get(feed))
}

async fn show(State(app): State<App>, caller: Caller) -> Result<Response> {
    caller.signed_in()?;
    draw(&app, &caller, None).await
}

async fn make(State(app): State<App>, caller: Caller, posted: Posted) -> Result<Response> {
    caller.signed_in()?;
    caller.check_form_token(posted.ours("_csrf"))?;
    let mut unit = app.unit(caller.actor.clone()).await?;
    let secret = actions::make_calendar(&mut unit).await?;
    unit.commit().await?;
    draw(&app, &caller, Some(secret)).await
}

async fn draw(app: &App, caller: &Caller, secret: Option<String>) -> Result<Response> {
    let since = store::switched(&mut app.db.read().await?, caller.actor.person).await?.calendar;
    let text = |part: &str| Messages::english().text(&format!("work.calendar.{part}"), &[]);
    let link = secret.map(|secret| format!("{}/account/calendar/{secret}.ics", app.base_url));
    let shown = json!({
        "heading": text("title"), "button": text(if since.is_some() { "renew" } else { "make" }),
        "action": "/account/calendar", "fields": [], "errors": [], "since": since, "link": link,
    });
    app.form_page(caller, StatusCode::OK, "work/calendar.html", shown)
}

/// The calendar of whose secret this is, with what they may know at this moment. An unknown secret is not found.
async fn feed(State(app): State<App>, address: Address) -> Result<Response> {
    let file: String = address.part("secret")?;
    let secret = file.strip_suffix(".ics").ok_or(Error::NotFound)?;
    let (mut tx, now) = (app.db.read().await?, app.clock.now());
    let person = store::calendar_of(&mut tx, &sessions::hash(secret)).await?.ok_or(Error::NotFound)?;
    let (actor, _) = people::store::actor(&mut tx, person, now).await?.ok_or(Error::NotFound)?;
    let items = actions::awaiting(&mut tx, &actor, now).await?;
    let dates = actions::ahead(&mut tx, &actor, now).await?;
    let mut entries = Entries { base: &app.base_url, counted: BTreeMap::new(), all: Vec::new() };
    items.iter().for_each(|item: &Item| {
        if let Some(by) = item.by {
            entries.add(&item.about.reference, "todo", item.todo, (&item.href, by));
        }
    });
    dates.iter().for_each(|it| entries.add(&it.about.reference, "ahead", it.what, (&it.href, it.at)));
    let name = Messages::english().text("work.calendar.name", &[("service", &app.service_name)]);
    let text = ical::calendar(&name, &entries.all, now);
    Ok(([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response())
}

/// The entries of a calendar, each with a name of its own that stays the same while the thing awaits.
struct Entries<'a> {
    base: &'a str,
    counted: BTreeMap<(String, &'static str), u32>,
    all: Vec<Entry>,
}

impl Entries<'_> {
    fn add(&mut self, reference: &str, kind: &str, word: &'static str, (href, at): (&str, Timestamp)) {
        let count = self.counted.entry((reference.into(), word)).or_default();
        *count += 1;
        let host = self.base.split("://").last().unwrap_or_default();
        let what = Messages::english().text(&format!("work.{kind}.{word}"), &[]);
        self.all.push(Entry {
            uid: format!("{reference}-{kind}-{word}-{count}@{host}"),
            summary: format!("{reference}: {what}"),
            link: format!("{}{href}", self.base),
            at,
        });
    }
}
