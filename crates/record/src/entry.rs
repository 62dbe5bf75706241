//! One entry of the record, its hash, and the texts that a store keeps.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{Hash, NotCanonical, canonical};

const DOMAIN: &str = "trefoil/record/1";

/// What someone did, when, to what, and what it led to. Names and addresses of people do not stand here, only ids.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The place in the record: from 1, without gaps.
    pub seq: u64,
    /// The event's own id.
    pub id: String,
    /// When, in UTC (RFC 3339).
    pub at: String,
    /// The id of the person, or of the part of the system, that did it.
    pub by: String,
    /// The kind of thing it happened to: `challenge`, `call`, …
    pub subject: String,
    /// The id of that thing.
    pub subject_id: String,
    /// The event.
    pub what: Value,
    /// The whole thing as the event left it.
    pub state: Value,
    /// The thing's version after the event, from 1.
    pub version: u64,
}

/// An entry as a store keeps it: both documents as canonical text, and the chain value beside them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// As in `Entry`.
    pub seq: u64,
    /// As in `Entry`.
    pub id: String,
    /// As in `Entry`.
    pub at: String,
    /// As in `Entry`.
    pub by: String,
    /// As in `Entry`.
    pub subject: String,
    /// As in `Entry`.
    pub subject_id: String,
    /// The event as canonical JSON.
    pub what: String,
    /// The resulting state as canonical JSON.
    pub state: String,
    /// As in `Entry`.
    pub version: u64,
    /// The hash of this entry and all before it: 64 hex digits.
    pub chain: String,
}

/// The hash of an entry and, through the hash before it, of everything before it.
pub fn chain(previous: &Hash, entry: &Entry) -> Result<Hash, NotCanonical> {
    let text = canonical(&json!({
        "seq": entry.seq,
        "id": entry.id,
        "at": entry.at,
        "by": entry.by,
        "subject": entry.subject,
        "subject_id": entry.subject_id,
        "what": entry.what,
        "state": entry.state,
        "version": entry.version,
    }))?;
    Ok(Hash::of(DOMAIN, &[previous.to_string().as_bytes(), b"\n", text.as_bytes()]))
}

/// What to store for an entry that follows `previous` (`BEGINNING` for the first).
pub fn append(previous: &Hash, entry: &Entry) -> Result<Stored, NotCanonical> {
    Ok(Stored {
        seq: entry.seq,
        id: entry.id.clone(),
        at: entry.at.clone(),
        by: entry.by.clone(),
        subject: entry.subject.clone(),
        subject_id: entry.subject_id.clone(),
        what: canonical(&entry.what)?,
        state: canonical(&entry.state)?,
        version: entry.version,
        chain: chain(previous, entry)?.to_string(),
    })
}

impl Stored {
    /// The entry, when both documents are readable and in canonical form; otherwise why not. A document that reads the
    /// same but is spelt differently was changed, too.
    pub fn entry(&self) -> Result<Entry, String> {
        Ok(Entry {
            seq: self.seq,
            id: self.id.clone(),
            at: self.at.clone(),
            by: self.by.clone(),
            subject: self.subject.clone(),
            subject_id: self.subject_id.clone(),
            what: document("event", &self.what)?,
            state: document("state", &self.state)?,
            version: self.version,
        })
    }
}

fn document(name: &str, text: &str) -> Result<Value, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| format!("{name}: {error}"))?;
    let spelling = canonical(&value).map_err(|error| format!("{name}: {error}"))?;
    if spelling == text { Ok(value) } else { Err(format!("{name}: not in canonical form")) }
}
