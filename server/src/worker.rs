//! The worker: claims jobs, does them, and puts back what failed.
use crate::{
    error::{Error, Result},
    groups::{interests, seats},
    jobs::{self, Claimed, Job},
    mail,
    people::links,
    web::App,
    work,
};
use domain::ids::MailId;
use std::time::Duration;

/// Does jobs until told to stop; sleeps only when there is nothing to do.
pub async fn run(app: App, mut stop: tokio::sync::watch::Receiver<()>) {
    loop {
        let worked = step(&app).await.unwrap_or_else(|error| {
            tracing::error!(%error, "the worker failed: {error}");
            None
        });
        if stop.has_changed().unwrap_or(true) {
            return;
        }
        if worked.is_none() {
            tokio::select! { _ = stop.changed() => return, () = tokio::time::sleep(Duration::from_millis(500)) => {} }
        }
    }
}

/// Does every job that is due; for tests and for the demonstration's clock.
pub async fn run_due(app: &App) -> Result<usize> {
    let mut done = 0;
    while step(app).await?.is_some() {
        done += 1;
    }
    Ok(done)
}

/// Does one job that is due, if there is one.
async fn step(app: &App) -> Result<Option<()>> {
    let mut tx = app.db.write().await?;
    let Some(claimed) = jobs::claim(&mut tx, app.clock.now()).await? else { return Ok(None) };
    tx.commit().await?;
    if let Err(error) = perform(app, &claimed).await {
        fail(app, &claimed, &error).await?;
    }
    Ok(Some(()))
}

async fn fail(app: &App, claimed: &Claimed, error: &Error) -> Result<()> {
    tracing::warn!(job.id = %claimed.id, %error, "job {} failed at attempt {}: {error}", claimed.id, claimed.attempts);
    let mut tx = app.db.write().await?;
    jobs::fail(&mut tx, claimed, &error.to_string(), app.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// Does a job. What it writes and its own end are one transaction, so that a job that ran is never half done.
async fn perform(app: &App, claimed: &Claimed) -> Result<()> {
    match &claimed.job {
        Job::Send { mail } => send(app, *mail).await?,
        Job::Tell(_)
        | Job::Invite { .. }
        | Job::ResetPassword { .. }
        | Job::RemindInterests { .. }
        | Job::RemindSeat { .. }
        | Job::Digests
        | Job::Digest { .. } => {
            return write(app, claimed).await;
        }
        Job::CloseCall { call } => crate::calls::close(app, *call).await?,
        Job::ReleaseItem { item } => crate::groups::items::release(app, *item).await?,
        Job::RemindResponse { response, reminder } => crate::responses::remind(app, *response, *reminder).await?,
        Job::Index { subject, id } => crate::register::index(app, subject, *id).await?,
        Job::HandOver { organisation } => crate::organisations::hand_over(app, *organisation).await?,
        Job::PublicationDue { collaboration } => crate::outcomes::remind(app, *collaboration).await?,
    }
    let mut tx = app.db.write().await?;
    jobs::finish(&mut tx, claimed, app.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// Writes what belongs into the outbox.
async fn write(app: &App, claimed: &Claimed) -> Result<()> {
    let mut tx = app.db.write().await?;
    match &claimed.job {
        Job::Tell(letter) => mail::write(&mut tx, letter, app.letters(), app.clock.now()).await?,
        Job::Invite { person } => links::invite(app, &mut tx, *person).await?,
        Job::ResetPassword { email } => links::reset(app, &mut tx, email).await?,
        Job::RemindInterests { person, lapses, days } => {
            interests::remind(&mut tx, *person, *lapses, *days, app.clock.now()).await?;
        }
        Job::RemindSeat { group, seat, last, days } => {
            let reminder = seats::reminders::Reminder { group: *group, seat: *seat, last: *last, days: *days };
            seats::reminders::remind(&mut tx, reminder, app.clock.now()).await?;
        }
        Job::Digests => work::digests(&mut tx, app.clock.now()).await?,
        Job::Digest { person } => work::digest(app, &mut tx, *person).await?,
        _ => {}
    }
    jobs::finish(&mut tx, claimed, app.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// The network is waited for outside any transaction.
async fn send(app: &App, id: MailId) -> Result<()> {
    let mail = mail::find(&mut app.db.read().await?, id).await?.ok_or(Error::NotFound)?;
    if mail.status == "sent" || !app.post.delivers() {
        return Ok(());
    }
    let sent = app.post.send(&mail).await;
    let mut tx = app.db.write().await?;
    mail::note(&mut tx, &mail, &sent, app.clock.now()).await?;
    tx.commit().await?;
    sent.map_err(|untaken| Error::Fault(untaken.why().into()))
}
