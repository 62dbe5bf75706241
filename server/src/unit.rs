//! A unit of work: one actor, one moment, one transaction, and the events it records.
use crate::{
    error::{Done, Error, Result},
    follows, ids, jobs, reactions, record,
};
use db::{Db, Tx, sql};
use domain::{
    actor::Actor,
    event::{Decided, DomainEvent, Recorded, Thing},
    ids::EventId,
    time::Timestamp,
};
use serde_json::Value;

/// One actor, one moment, one transaction.
pub struct Unit {
    /// Who acts.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
    /// The transaction; nothing is stored unless the unit is committed.
    pub tx: Tx,
    events: Vec<record::Entry>,
    once: Option<String>,
    expected: Option<u64>,
}

/// How a kind of thing is stored. Only [`Unit::save`] can make a [`Saving`], so only it can call these.
pub trait Stored: Thing + Sized {
    /// Writes the row of a new thing, as version 1.
    fn insert(&self, tx: &mut Tx, saving: Saving) -> impl Future<Output = Result<()>> + Send;
    /// Writes a changed thing over the version it was read as, and counts the rows that were changed.
    fn update(&self, tx: &mut Tx, saving: Saving) -> impl Future<Output = Result<u64>> + Send;
}

/// The permission to write a row.
pub struct Saving(());

impl Unit {
    /// Begins a unit.
    pub async fn begin(db: &Db, actor: Actor, at: Timestamp) -> Result<Unit> {
        Ok(Unit { actor, at, tx: db.write().await?, events: Vec::new(), once: None, expected: None })
    }

    /// Makes this unit happen once for this key: a second one waits for the first and gets its answer.
    pub async fn once(&mut self, key: &str) -> Result<()> {
        let key = format!("{} {key}", self.actor.person);
        if taken(&mut self.tx, &key, &self.actor, self.at).await? == 1 {
            self.once = Some(key);
            return Ok(());
        }
        let row = sql!("SELECT location, body FROM once WHERE key = $1").bind(key).one(&mut self.tx).await?;
        Err(Error::Already(Box::new(Done { to: row.get("location")?, body: row.json("body")? })))
    }

    /// Notes which version of the thing the caller has seen.
    pub fn expect(&mut self, version: Option<u64>) {
        self.expected = version;
    }

    /// The version of the thing that the caller has seen, if they said so.
    pub fn expected(&self) -> Option<u64> {
        self.expected
    }

    /// Refuses to change a thing that is not the version the caller has seen. Every act that edits asks this.
    pub fn check(&self, thing: &impl Thing) -> Result<()> {
        self.check_version(thing.version())
    }

    /// As [`Unit::check`], of what stands beside a thing and counts its own saves.
    pub fn check_version(&self, version: u64) -> Result<()> {
        match self.expected {
            Some(expected) if expected != version => Err(Error::Stale),
            _ => Ok(()),
        }
    }

    /// Stores what the domain decided and notes its event. Gives the thing as it is now stored.
    pub async fn save<T: Stored>(&mut self, decided: Decided<T>) -> Result<T> {
        let (state, event) = decided.into_parts();
        if state.version() == 0 {
            state.insert(&mut self.tx, Saving(())).await?;
            follows::note(&mut self.tx, &state).await?;
        } else if state.update(&mut self.tx, Saving(())).await? != 1 {
            return Err(Error::Stale);
        }
        let state = state.next_version();
        let shown = serde_json::to_value(&state).map_err(|e| Error::Fault(e.to_string()))?;
        self.note(event, &state, shown);
        Ok(state)
    }

    /// Notes an event that changes nothing, such as the reading of sealed content.
    pub fn witness<T: Thing>(&mut self, thing: &T, event: T::Event) {
        self.note(thing.event(event), thing, Value::Null);
    }

    /// Writes the record and everything that follows from the events, and commits it all.
    pub async fn commit(self) -> Result<()> {
        self.finish(&Done { to: String::new(), body: Value::Null }).await
    }

    /// As [`Unit::commit`], remembering where the act led for a repeat of the same form or call.
    pub async fn finish(mut self, done: &Done) -> Result<()> {
        if !self.events.is_empty() {
            self.tx.announce();
        }
        for entry in std::mem::take(&mut self.events) {
            record::append(&mut self.tx, &entry).await?;
            for job in reactions::to(&entry.recorded) {
                jobs::enqueue(&mut self.tx, &job, self.at).await?;
            }
        }
        if let Some(key) = self.once.take() {
            remember(&mut self.tx, &key, done).await?;
        }
        Ok(self.tx.commit().await?)
    }

    fn note<T: Thing>(&mut self, event: DomainEvent, thing: &T, state: Value) {
        let recorded = Recorded {
            id: ids::new(EventId),
            by: self.actor.person,
            at: self.at,
            reference: thing.reference(),
            title: thing.title(),
            event,
        };
        self.events.push(record::Entry { recorded, version: thing.version(), state });
    }
}

/// Takes a key: 1 if it was free. Whoever holds it is waited for.
async fn taken(tx: &mut Tx, key: &str, actor: &Actor, at: Timestamp) -> Result<u64> {
    let query = sql!(
        "INSERT INTO once (key, person, location, body, created_at) VALUES ($1, $2, '', 'null', $3) ON CONFLICT (key) DO NOTHING"
    );
    Ok(query.bind(key).bind_text(actor.person).bind_text(at).execute(tx).await?)
}

/// How long the answer to a form or call that came once is kept, in seconds: 30 days.
const ONCE_SECONDS: i64 = 30 * 24 * 3600;

/// Forgets the answers to forms and calls of more than thirty days ago.
pub async fn sweep(tx: &mut Tx, now: Timestamp) -> Result<()> {
    sql!("DELETE FROM once WHERE created_at <= $1").bind_text(now.plus_seconds(-ONCE_SECONDS)).execute(tx).await?;
    Ok(())
}

async fn remember(tx: &mut Tx, key: &str, done: &Done) -> Result<()> {
    sql!("UPDATE once SET location = $2, body = $3 WHERE key = $1")
        .bind(key)
        .bind(done.to.as_str())
        .bind(done.body.to_string())
        .execute(tx)
        .await?;
    Ok(())
}
