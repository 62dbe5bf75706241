//! Letters to the people who answer for an organisation: receipts, and reminders that say NOT SUBMITTED (R1, R2).
use super::store;
use crate::{
    calls,
    error::Result,
    jobs::{self, Audience, Job, Letter},
    mail, reactions,
    unit::Unit,
    web::App,
};
use domain::{
    call::Call,
    ids::ResponseId,
    response::{Reminder, Response, Status},
};
use std::collections::BTreeMap;

/// The people who answer for the organisation of a response.
pub fn writers(response: &Response) -> Audience {
    reactions::role("does", "partnership_manager", response.organisation.0)
}

/// A letter about a response to the people who answer for its organisation: no word of what it says (X6).
pub fn letter(kind: &str, response: &Response, facts: BTreeMap<String, String>) -> Letter {
    let link = super::path(&response.reference);
    let (reference, title) = (response.reference.clone(), response.title.clone());
    Letter {
        kind: kind.into(),
        to: writers(response),
        about: response.id.0,
        reference,
        title,
        link,
        facts,
        entry: None,
    }
}

/// Mails the receipt: reference, time, hash.
pub async fn receipt(unit: &mut Unit, response: &Response) -> Result<()> {
    let Some(submission) = &response.submission else { return Ok(()) };
    let time = submission.at.0.in_tz(domain::time::ZONE).map(|at| at.strftime("%Y-%m-%d %H:%M:%S %Z").to_string());
    let facts = [("time", time.unwrap_or_default()), ("hash", submission.receipt.clone())];
    let facts = facts.into_iter().map(|(name, value)| (name.to_string(), value)).collect();
    jobs::enqueue(&mut unit.tx, &Job::Tell(letter("response_receipt", response, facts)), unit.at).await
}

/// Puts the reminders that still lie ahead in the queue, each once per deadline.
pub async fn schedule(unit: &mut Unit, response: &Response, call: &Call) -> Result<()> {
    for reminder in Reminder::ALL {
        let run_at = call.content.deadline.plus_seconds(-reminder.seconds());
        if run_at > unit.at {
            let job = Job::RemindResponse { response: response.id, reminder: *reminder };
            let slot = format!("remind {} {reminder} {}", response.id, call.content.deadline);
            jobs::enqueue_in_slot(&mut unit.tx, &job, run_at, Some(slot)).await?;
        }
    }
    Ok(())
}

/// Says NOT SUBMITTED, if it is still true. If the call was given more time meanwhile, it is said later.
pub async fn remind(app: &App, id: ResponseId, reminder: Reminder) -> Result<()> {
    let mut unit = app.unit(domain::actor::Actor::system()).await?;
    let Some(response) = store::find(&mut unit.tx, id).await? else { return Ok(()) };
    let Some(call) = calls::store::find(&mut unit.tx, response.call).await? else { return Ok(()) };
    if response.status != Status::Draft || !call.is_open(unit.at) {
        return Ok(());
    }
    if unit.at < call.content.deadline.plus_seconds(-reminder.seconds()) {
        schedule(&mut unit, &response, &call).await?;
    } else {
        let letter = letter(&format!("response_not_submitted_{reminder}"), &response, BTreeMap::new());
        mail::write(&mut unit.tx, &letter, app.letters(), unit.at).await?;
    }
    unit.commit().await
}
