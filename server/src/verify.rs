//! `trefoil verify`: the whole record from its first event to its head, and that what is stored says the same.
pub mod rows;

use crate::{error::Result, messages::Messages, record::past};
use ::record::{Fault, Verifier};
use db::{Db, Tx};
use rows::{Begun, Difference, How};

/// How many events are read at once.
const PAGE: i64 = 1000;

/// What a look through the record found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Every event is as it was recorded, and every thing is stored as its newest event left it.
    Whole {
        /// How many events there are.
        events: u64,
        /// The chain value of the last one.
        chain: String,
    },
    /// The first event that is not.
    Altered(Fault),
    /// The record is whole, and these things are stored otherwise: at most [`rows::MOST`] of them.
    Differs(Vec<Difference>),
}

/// Looks through the record and the stored things as they stand at one moment. Stops at the first fault of the record;
/// what is stored is compared only with a record that is whole.
pub async fn verify(db: &Db) -> Result<Found> {
    let mut tx = db.read().await?;
    let mut begun = Begun::default();
    let verifier = match chain(&mut tx, &mut begun).await? {
        Ok(verifier) => verifier,
        Err(fault) => return Ok(Found::Altered(fault)),
    };
    let (events, chain) = past::head(&mut tx).await?;
    if let Err(fault) = verifier.finish(events, &chain) {
        return Ok(Found::Altered(fault));
    }
    let differences = rows::differences(&mut tx, &begun).await?;
    Ok(if differences.is_empty() { Found::Whole { events, chain } } else { Found::Differs(differences) })
}

/// Follows the chain page by page to its last event, and counts the things that begin in it.
async fn chain(tx: &mut Tx, begun: &mut Begun) -> Result<std::result::Result<Verifier, Fault>> {
    let (mut verifier, mut after) = (Verifier::new(), 0);
    loop {
        let page = past::page(tx, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(Ok(verifier)) };
        after = last.seq;
        for stored in &page {
            if let Err(fault) = verifier.check(stored) {
                return Ok(Err(fault));
            }
            begun.see(stored);
        }
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
            Found::Differs(things) => things.iter().map(stored_otherwise).collect::<Vec<_>>().join("\n"),
        }
    }
}

/// One thing that is stored otherwise than the record says.
fn stored_otherwise(it: &Difference) -> String {
    let (key, event, fields) = match &it.how {
        How::Unrecorded => ("unrecorded", None, String::new()),
        How::Gone(event) => ("gone", Some(event), String::new()),
        How::Changed(event, fields) => ("changed", Some(event), fields.join(", ")),
    };
    let facts = [
        ("subject", say(&format!("command.verify.things.{}", it.subject), &[])),
        ("reference", it.reference.clone()),
        ("seq", event.map(|event| event.seq.to_string()).unwrap_or_default()),
        ("id", event.map(|event| event.id.clone()).unwrap_or_default()),
        ("fields", fields),
    ];
    say(&format!("command.verify.{key}"), &facts)
}

fn say(key: &str, facts: &[(&str, String)]) -> String {
    let facts: Vec<(&str, &str)> = facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Messages::english().text(key, &facts)
}
