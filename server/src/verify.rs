//! `trefoil verify`: the whole record from its first event to its head.
use crate::{error::Result, messages::Messages, record::past};
use ::record::{Fault, Verifier};
use db::Db;

/// How many events are read at once.
const PAGE: i64 = 1000;

/// What a look through the record found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Every event is as it was recorded.
    Whole {
        /// How many events there are.
        events: u64,
        /// The chain value of the last one.
        chain: String,
    },
    /// The first event that is not.
    Altered(Fault),
}

/// Looks through the record as it stands at one moment, and stops at the first fault.
pub async fn verify(db: &Db) -> Result<Found> {
    let mut tx = db.read().await?;
    let mut verifier = Verifier::new();
    let mut after = 0;
    loop {
        let page = past::page(&mut tx, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.seq;
        for stored in &page {
            if let Err(fault) = verifier.check(stored) {
                return Ok(Found::Altered(fault));
            }
        }
    }
    let (events, chain) = past::head(&mut tx).await?;
    match verifier.finish(events, &chain) {
        Ok(()) => Ok(Found::Whole { events, chain }),
        Err(fault) => Ok(Found::Altered(fault)),
    }
}

impl Found {
    /// What was found, for the person who asked.
    pub fn sentence(&self) -> String {
        match self {
            Found::Whole { events, chain } => {
                let facts = [("events", events.to_string()), ("chain", chain.clone())];
                say("command.verify.whole", &facts)
            }
            Found::Altered(fault) => {
                let wrong = format!("command.verify.{}", fault.wrong.code());
                let wrong = say(&wrong, &[("detail", fault.wrong.to_string())]);
                let facts = [("seq", fault.seq.to_string()), ("id", fault.id.clone()), ("wrong", wrong)];
                say("command.verify.altered", &facts)
            }
        }
    }
}

fn say(key: &str, facts: &[(&str, String)]) -> String {
    let facts: Vec<(&str, &str)> = facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Messages::english().text(key, &facts)
}
