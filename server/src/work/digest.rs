//! The daily mail: at seven in London on working days, to whoever switched it on, when something is new or due (X7).
//!
//! One job a morning finds everybody and schedules the next morning in the same transaction; its slot is the day, so that
//! there is never a second. Each mail is a job of its own, and takes its day with the row it is kept in, so that neither two
//! workers, nor a restart, nor a clock that is set back writes it twice.
use super::{Item, actions, store};
use crate::{
    error::Result,
    jobs::{self, Job},
    mail::{self, Draft},
    messages::Messages,
    people, view,
    web::App,
};
use db::Tx;
use domain::{
    calendar::{Division, is_working_day, london},
    ids::PersonId,
    time::Timestamp,
};
use jiff::civil::{Date, Weekday};
use std::collections::BTreeSet;

/// The hour in London at which the mail is written.
const HOUR: i8 = 7;

/// Schedules the next morning, unless it is scheduled.
pub async fn schedule(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let Some((day, at)) = next_morning(now) else { return Ok(()) };
    jobs::enqueue_in_slot(tx, &Job::Digests, at, Some(format!("digests {day}"))).await
}

/// One morning: a job for everybody who wants the mail, and the next morning, as long as anybody does. A job that was late
/// until a day off only schedules.
pub async fn begin(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let wanting = store::wanting(tx).await?;
    for person in wanting.iter().filter(|_| works(now.day())) {
        let slot = format!("digest {} {person}", now.day());
        jobs::enqueue_in_slot(tx, &Job::Digest { person: *person }, now, Some(slot)).await?;
    }
    if wanting.is_empty() { Ok(()) } else { schedule(tx, now).await }
}

/// Writes one person's mail, if they still want it, today's is not written, and something is new or due. What they are
/// recused on is not there for this mail either.
pub async fn write(app: &App, tx: &mut Tx, person: PersonId) -> Result<()> {
    let now = app.clock.now();
    let Some(named) = store::take_digest(tx, person, now.day()).await? else { return Ok(()) };
    let Some((actor, _)) = people::store::actor(tx, person, now).await? else { return Ok(()) };
    let Some(account) = people::store::account(tx, person).await? else { return Ok(()) };
    let items = actions::awaiting(tx, &actor, now).await?;
    let keys: BTreeSet<String> = items.iter().map(key).collect();
    if items.iter().any(|item| !named.contains(&key(item)) || is_due(item, now)) {
        mail::put(tx, Some(person), &account.email, &draft(app, &items, now), now).await?;
    }
    store::keep_named(tx, person, &keys).await
}

/// What makes a task the same one on two days.
fn key(item: &Item) -> String {
    format!("{} {} {}", item.todo, item.about.reference, item.href)
}

/// Whether it is overdue, or due today or tomorrow.
fn is_due(item: &Item, now: Timestamp) -> bool {
    item.by.is_some_and(|by| by.day() <= now.day().tomorrow().unwrap_or(now.day()))
}

/// The mail: references and what to do, no title and no name.
fn draft(app: &App, items: &[Item], now: Timestamp) -> Draft {
    let say = |key: &str, facts: &[(&str, &str)]| Messages::english().text(&format!("letter.digest.{key}"), facts);
    let due = items.iter().filter(|item| is_due(item, now)).count().to_string();
    let count = items.len().to_string();
    let lines: Vec<String> = items.iter().map(|item| line(item, now)).collect();
    let day = view::day(now.day());
    let facts = [("count", count.as_str()), ("due", &due), ("day", &day), ("list", &lines.join("\n"))];
    let link = format!("{}/work", app.base_url);
    let body = Messages::english().text("letter.frame", &[("body", &say("body", &facts)), ("link", &link)]);
    Draft { subject: say("subject", &facts), body, calendar: None }
}

fn line(item: &Item, now: Timestamp) -> String {
    let say = |key: &str, facts: &[(&str, &str)]| Messages::english().text(key, facts);
    let todo = say(&format!("work.todo.{}", item.todo), &[]);
    let by = item.by.map(view::moment).unwrap_or_default();
    let key = match item.by {
        None => "work.digest.line",
        Some(due) if due < now => "work.digest.overdue",
        Some(_) => "work.digest.due",
    };
    say(key, &[("reference", &item.about.reference), ("todo", &todo), ("by", &by)])
}

/// The next seven o'clock of a working day after this moment, and its day; none at the end of time.
fn next_morning(now: Timestamp) -> Option<(Date, Timestamp)> {
    let mut day = now.day();
    loop {
        let at = Timestamp(day.at(HOUR, 0, 0, 0).to_zoned(london()).ok()?.timestamp());
        if at > now && works(day) {
            return Some((day, at));
        }
        day = day.tomorrow().ok()?;
    }
}

/// Whether people work on a day in England; where its bank holidays are not known yet, Monday to Friday.
fn works(day: Date) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    is_working_day(Division::EnglandAndWales, day).unwrap_or(!weekend)
}
