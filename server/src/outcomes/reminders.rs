//! Reminders for publication: 28 and 7 days before, on the day, and once it has passed (E3).
use super::{path, store};
use crate::{
    error::Result,
    jobs::{self, Audience, Job, Letter},
    web::App,
};
use db::Tx;
use domain::{ids::CollaborationId, outcome::Outcome, time::Timestamp};
use std::collections::BTreeMap;

const DAY: i64 = 24 * 3600;

/// When reminders go out, in seconds before the last second of the last day; the last one says that it has passed. Those
/// before go out in the morning.
const BEFORE: [i64; 4] = [28 * DAY + 15 * 3600, 7 * DAY + 15 * 3600, 15 * 3600, -1];

/// Schedules the reminders of a report that has begun. Those whose moment has passed are left out, but never the last one.
pub async fn schedule(tx: &mut Tx, outcome: &Outcome, now: Timestamp) -> Result<()> {
    let job = Job::PublicationDue { collaboration: outcome.collaboration };
    let ahead = |before: &i64| *before < 0 || outcome.due_at.plus_seconds(-before) > now;
    for before in BEFORE.into_iter().filter(ahead) {
        let slot = format!("publication {} {before}", outcome.collaboration);
        jobs::enqueue_in_slot(tx, &job, outcome.due_at.plus_seconds(-before), Some(slot)).await?;
    }
    Ok(())
}

/// Reminds each party that has not published; after the last day it says that it is overdue.
pub async fn remind(app: &App, collaboration: CollaborationId) -> Result<()> {
    let (mut tx, now) = (app.db.write().await?, app.clock.now());
    let Some(outcome) = store::of_collaboration(&mut tx, collaboration).await? else { return Ok(()) };
    for letter in letters(&outcome, now) {
        jobs::enqueue(&mut tx, &Job::Tell(letter), now).await?;
    }
    Ok(tx.commit().await?)
}

/// The letters that are due now.
fn letters(outcome: &Outcome, now: Timestamp) -> Vec<Letter> {
    let kind = if outcome.overdue(now).next().is_some() { "publication_overdue" } else { "publication_due" };
    let letter = |thing| Letter {
        kind: kind.into(),
        to: Audience::Role { kind: "does".into(), word: String::new(), thing },
        about: outcome.id.0,
        reference: outcome.reference.clone(),
        title: outcome.title.clone(),
        link: path(&outcome.reference),
        facts: BTreeMap::new(),
        entry: None,
    };
    outcome.unpublished().map(|party| letter(party.organisation.0)).collect()
}
