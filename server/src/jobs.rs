//! Work after the response. Every job may run twice; none runs inside the transaction that claims it.
use crate::{
    error::{Error, Result},
    ids,
    invitation::Entry,
};
use db::{Tx, sql};
use domain::{
    ids::{CallId, CollaborationId, GroupId, ItemId, JobId, MailId, OrganisationId, PersonId, ResponseId, SeatId},
    response::Reminder,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How often a job is tried before it is given up and shown to the operator.
pub const MOST_ATTEMPTS: i64 = 8;
/// How long a worker holds a job, in seconds, before another may take it.
pub const LEASE_SECONDS: i64 = 120;
/// How long the slot of a job that ran stays taken, in seconds: two years.
const SLOT_SECONDS: i64 = 2 * 365 * 24 * 3600;

/// Work to do after the response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum Job {
    /// Write a letter to everyone it concerns and put it in the outbox.
    Tell(Letter),
    /// Hand one mail of the outbox to the mail server.
    Send {
        /// Which mail.
        mail: MailId,
    },
    /// Write an invitation with a one-time link.
    Invite {
        /// To whom.
        person: PersonId,
    },
    /// Write to somebody who has forgotten a password, if anybody has this address.
    ResetPassword {
        /// The address as it was typed.
        email: String,
    },
    /// Close a call whose deadline has passed.
    CloseCall {
        /// Which call.
        call: CallId,
    },
    /// Release a decision whose day has come.
    ReleaseItem {
        /// Which item.
        item: ItemId,
    },
    /// Say that a response is NOT SUBMITTED, if it still is not.
    RemindResponse {
        /// Which response.
        response: ResponseId,
        /// How long before the deadline.
        reminder: Reminder,
    },
    /// Renew the public register's entry of a thing.
    Index {
        /// The kind of thing, a word of `domain::event::Subject`.
        subject: String,
        /// Its id.
        id: Uuid,
    },
    /// Begin the daily mails of this morning, and schedule the next morning's.
    Digests,
    /// Write somebody's daily mail about what awaits them.
    Digest {
        /// Whose.
        person: PersonId,
    },
    /// Hand over what is open of an organisation whose last day is past.
    HandOver {
        /// Which organisation.
        organisation: OrganisationId,
    },
    /// Remind the parties that their publication is due, or say that it is overdue.
    PublicationDue {
        /// Which collaboration.
        collaboration: CollaborationId,
    },
    /// Remind somebody that their declaration of interests lapses, or say that it has.
    RemindInterests {
        /// Whom.
        person: PersonId,
        /// The day on which it lapses.
        lapses: jiff::civil::Date,
        /// How many days before.
        days: i64,
    },
    /// Remind somebody and the secretary that a seat ends, or tell the secretary that it has.
    RemindSeat {
        /// Of which group.
        group: GroupId,
        /// Which seat.
        seat: SeatId,
        /// Its last day when this was scheduled.
        last: jiff::civil::Date,
        /// How many days before; negative for after.
        days: i64,
    },
}

impl Job {
    /// Whether a slot that this job ran in stays taken. A password may be forgotten again; a reminder or a closing that
    /// ran is never run once more for the same moment.
    pub fn runs_once(&self) -> bool {
        !matches!(self, Job::ResetPassword { .. })
    }
}

/// A letter that follows from an event. It carries no confidential content: a reference, a title, one link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Letter {
    /// Which text: the messages `letter.<kind>.subject` and `letter.<kind>.body`.
    pub kind: String,
    /// To whom.
    pub to: Audience,
    /// The id of the thing it is about: whoever is recused on it, or on what it came from, does not get it (G4).
    #[serde(default)]
    pub about: Uuid,
    /// The reference of the thing it is about, for the subject line.
    pub reference: String,
    /// What people call the thing.
    pub title: String,
    /// The page to open, as a path.
    pub link: String,
    /// What else its text mentions.
    #[serde(default)]
    pub facts: BTreeMap<String, String>,
    /// What it puts into the reader's calendar.
    #[serde(default)]
    pub entry: Option<Box<Entry>>,
}

/// Who gets a letter. The people are found when it is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// One person.
    Person(PersonId),
    /// Everyone who holds a role on a thing: kind and word of the `role` table, and the thing.
    Role {
        /// `does`, `sits`, `assesses`.
        kind: String,
        /// The word of the role, or several parted by commas; empty for any.
        word: String,
        /// The organisation, group or call.
        thing: Uuid,
    },
}

/// A job that a worker holds.
#[derive(Debug)]
pub struct Claimed {
    /// Its id.
    pub id: JobId,
    /// What to do.
    pub job: Job,
    /// How often it has been tried, this time included.
    pub attempts: i64,
}

/// Puts a job in the queue, to be done at once.
pub async fn enqueue(tx: &mut Tx, job: &Job, run_at: Timestamp) -> Result<()> {
    enqueue_in_slot(tx, job, run_at, None).await
}

/// Puts a job in the queue unless one with this slot waits, was given up, or ran and [`Job::runs_once`]: schedules use
/// it so that no run doubles.
pub async fn enqueue_in_slot(tx: &mut Tx, job: &Job, run_at: Timestamp, slot: Option<String>) -> Result<()> {
    sql!(
        sqlite: "INSERT INTO job (id, body, slot, run_at, attempts, given_up) SELECT $1, $2, $3, $4, 0, FALSE WHERE NOT EXISTS (SELECT 1 FROM done_slot WHERE slot = $3) ON CONFLICT (slot) DO NOTHING",
        postgres: "INSERT INTO job (id, body, slot, run_at, attempts, given_up) SELECT $1, $2, CAST($3 AS TEXT), $4, 0, FALSE WHERE NOT EXISTS (SELECT 1 FROM done_slot WHERE slot = CAST($3 AS TEXT)) ON CONFLICT (slot) DO NOTHING"
    )
        .bind_text(ids::new(JobId))
        .bind(serde_json::to_string(job).map_err(|e| Error::Fault(e.to_string()))?)
        .bind(slot)
        .bind_text(run_at)
        .execute(tx)
        .await?;
    Ok(())
}

/// When the next job that waits falls due; none when nothing waits.
pub async fn next_due(tx: &mut Tx) -> Result<Option<Timestamp>> {
    let row = sql!("SELECT run_at FROM job WHERE given_up = FALSE ORDER BY run_at LIMIT 1").optional(tx).await?;
    Ok(row.map(|row| row.parse("run_at")).transpose()?)
}

/// What waits for a later moment, the earliest first; at most fifty.
pub async fn waiting(tx: &mut Tx, now: Timestamp) -> Result<Vec<(Timestamp, Job)>> {
    let rows = sql!("SELECT run_at, body FROM job WHERE given_up = FALSE AND run_at > $1 ORDER BY run_at, id LIMIT 50")
        .bind_text(now)
        .all(tx)
        .await?;
    rows.iter().map(|row| Ok((row.parse("run_at")?, row.json("body")?))).collect()
}

/// Leases one due job; a worker that dies simply lets the lease lapse.
pub async fn claim(tx: &mut Tx, now: Timestamp) -> Result<Option<Claimed>> {
    let row = sql!(
        sqlite: "UPDATE job SET locked_until = $2, attempts = attempts + 1 WHERE id = (SELECT id FROM job WHERE given_up = FALSE AND run_at <= $1 AND (locked_until IS NULL OR locked_until < $1) ORDER BY run_at, id LIMIT 1) RETURNING id, body, attempts",
        postgres: "UPDATE job SET locked_until = $2, attempts = attempts + 1 WHERE id = (SELECT id FROM job WHERE given_up = FALSE AND run_at <= $1 AND (locked_until IS NULL OR locked_until < $1) ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id, body, attempts"
    )
    .bind_text(now)
    .bind_text(now.plus_seconds(LEASE_SECONDS))
    .optional(tx)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Claimed { id: row.parse("id")?, job: row.json("body")?, attempts: row.get("attempts")? }))
}

/// Takes a finished job out of the queue. Its slot, if it had one, stays taken when the job [`Job::runs_once`], and is
/// free again otherwise.
pub async fn finish(tx: &mut Tx, claimed: &Claimed, now: Timestamp) -> Result<()> {
    if claimed.job.runs_once() {
        sql!("INSERT INTO done_slot (slot, done_at) SELECT slot, $2 FROM job WHERE id = $1 AND slot IS NOT NULL ON CONFLICT (slot) DO NOTHING")
            .bind_text(claimed.id)
            .bind_text(now)
            .execute(tx)
            .await?;
    }
    sql!("DELETE FROM job WHERE id = $1").bind_text(claimed.id).execute(tx).await?;
    Ok(())
}

/// Forgets the slots of jobs that ran two years ago: what they were scheduled by has long passed.
pub async fn sweep(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let past = now.plus_seconds(-SLOT_SECONDS);
    sql!("DELETE FROM done_slot WHERE done_at <= $1").bind_text(past).execute(tx).await?;
    Ok(())
}

/// Puts a failed job back with a growing pause, or gives it up visibly after the last attempt.
pub async fn fail(tx: &mut Tx, claimed: &Claimed, error: &str, now: Timestamp) -> Result<()> {
    let pause = 15_i64.saturating_mul(1 << claimed.attempts.clamp(0, 12));
    sql!("UPDATE job SET locked_until = NULL, run_at = $2, given_up = $3, error = $4 WHERE id = $1")
        .bind_text(claimed.id)
        .bind_text(now.plus_seconds(pause))
        .bind(claimed.attempts >= MOST_ATTEMPTS)
        .bind(error)
        .execute(tx)
        .await?;
    Ok(())
}

/// A job that was given up.
#[derive(Debug, Clone, serde::Serialize)]
pub struct GivenUp {
    /// Its id.
    pub id: String,
    /// What it was to do.
    pub body: serde_json::Value,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it failed the last time.
    pub error: String,
}

/// The jobs that were given up, newest first.
pub async fn given_up(tx: &mut Tx) -> Result<Vec<GivenUp>> {
    let rows = sql!("SELECT id, body, attempts, error FROM job WHERE given_up = TRUE ORDER BY id DESC LIMIT 100")
        .all(tx)
        .await?;
    let read = |row: &db::Row| {
        let error = row.get::<Option<String>>("error")?.unwrap_or_default();
        Ok(GivenUp { id: row.get("id")?, body: row.json("body")?, attempts: row.get("attempts")?, error })
    };
    rows.iter().map(read).collect()
}

/// Tries a job again that was given up; tells whether there was one.
pub async fn retry(tx: &mut Tx, id: JobId, now: Timestamp) -> Result<bool> {
    let changed = sql!(
        "UPDATE job SET given_up = $2, attempts = 0, run_at = $3, locked_until = NULL WHERE id = $1 AND given_up = TRUE"
    )
    .bind_text(id)
    .bind(false)
    .bind_text(now)
    .execute(tx)
    .await?;
    Ok(changed == 1)
}

/// How many jobs wait, and how many were given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Waiting, those for later included.
    pub waiting: i64,
    /// Given up.
    pub given_up: i64,
}

/// Counts the jobs of the queue.
pub async fn counts(tx: &mut Tx) -> Result<Counts> {
    let row = sql!("SELECT (SELECT COUNT(*) FROM job WHERE given_up = FALSE) AS waiting, (SELECT COUNT(*) FROM job WHERE given_up = TRUE) AS given_up")
        .one(tx)
        .await?;
    Ok(Counts { waiting: row.get("waiting")?, given_up: row.get("given_up")? })
}
