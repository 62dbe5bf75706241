//! Reminders before a declaration lapses: 28 and 7 days before, and on the day (G3).
use super::{super::actions::start_of, store};
use crate::{
    error::Result,
    jobs::{self, Audience, Job, Letter},
    view,
};
use db::Tx;
use domain::{ids::PersonId, interest::stale_on, time::Timestamp};
use jiff::{ToSpan, civil::Date};

/// How many days before a declaration lapses its person is reminded; with 0 it has lapsed that morning.
const DAYS_BEFORE: [i64; 3] = [28, 7, 0];
/// When in the morning, in seconds after midnight in London.
const MORNING: i64 = 9 * 3600;

/// Schedules the reminders of what a person declared or renewed now. The slot holds the day on which it lapses, so that
/// declaring twice in a day reminds once.
pub async fn schedule(tx: &mut Tx, person: PersonId, now: Timestamp) -> Result<()> {
    let lapses = stale_on(now);
    for days in DAYS_BEFORE {
        let at = start_of(lapses.saturating_sub(days.days())).plus_seconds(MORNING);
        let slot = format!("interests {person} {lapses} {days}");
        jobs::enqueue_in_slot(tx, &Job::RemindInterests { person, lapses, days }, at, Some(slot)).await?;
    }
    Ok(())
}

/// Reminds a person whose declaration still lapses on this day; whoever has renewed, or need not declare any more, gets
/// no letter. The caller finishes the job in the same transaction, so that none doubles.
pub async fn remind(tx: &mut Tx, person: PersonId, lapses: Date, days: i64, now: Timestamp) -> Result<()> {
    let stood = store::latest(tx, &[person]).await?.remove(&person);
    let still = stood.is_some_and(|stood| stale_on(stood) == lapses);
    if !still || !store::must_declare(tx, person, now).await? {
        return Ok(());
    }
    jobs::enqueue(tx, &Job::Tell(letter(person, lapses, days)), now).await
}

fn letter(person: PersonId, lapses: Date, days: i64) -> Letter {
    let kind = if days > 0 { "interests_due" } else { "interests_lapsed" };
    Letter {
        kind: kind.into(),
        to: Audience::Person(person),
        about: person.0,
        reference: String::new(),
        title: String::new(),
        link: "/interests".into(),
        facts: [("day".to_string(), view::day_in_words(lapses))].into(),
        entry: None,
    }
}
