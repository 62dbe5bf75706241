//! Checks a record from its first entry to its head, and names what is wrong.

use crate::{BEGINNING, Hash, Stored, chain};

/// Something that is wrong with the record.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("entry {seq} (event {id}): {wrong}")]
pub struct Fault {
    /// The place in the record, from 1. At a gap, the place that is not filled.
    pub seq: u64,
    /// The id of the event that was found there; empty where there is none.
    pub id: String,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What can be wrong with an entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// Another entry stands where this one should.
    #[error("the next entry found is {found}")]
    Gap {
        /// The number of the entry that was found.
        found: u64,
    },
    /// The entry, or its chain value, is not what it was when it was appended.
    #[error("the entry or its chain value was changed")]
    Chain,
    /// A document of the entry is not JSON in canonical form.
    #[error("unreadable {0}")]
    Unreadable(String),
    /// The head of the record does not name the last entry.
    #[error("the head of the record names entry {seq} with chain value {chain}")]
    Head {
        /// The number that the head names.
        seq: u64,
        /// The chain value that the head names.
        chain: String,
    },
}

impl Wrong {
    /// A stable code for programs: `gap`, `chain`, `unreadable` or `head`.
    pub fn code(&self) -> &'static str {
        match self {
            Wrong::Gap { .. } => "gap",
            Wrong::Chain => "chain",
            Wrong::Unreadable(_) => "unreadable",
            Wrong::Head { .. } => "head",
        }
    }
}

/// How many hashes the next entry may follow at most: two entries changed side by side are still told apart.
const MOST_LINKS: usize = 4;

/// Takes the entries of a record one at a time, in order. One change gives one fault, at the entry that was changed.
#[derive(Debug, Clone)]
pub struct Verifier {
    /// The last entry taken.
    seq: u64,
    id: String,
    /// The hashes that the next entry may follow: one after a sound entry. After a changed one, its stored chain value
    /// and the recomputed ones, as either the entry or its chain value may have been changed. None when nothing about
    /// the last entry can be read; then the next one is taken as it is.
    links: Vec<Hash>,
}

impl Default for Verifier {
    fn default() -> Self {
        Verifier { seq: 0, id: String::new(), links: vec![BEGINNING] }
    }
}

impl Verifier {
    /// A verifier at the beginning of a record.
    pub fn new() -> Self {
        Verifier::default()
    }

    /// How many entries the record has so far; the number of the last one.
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// The next entry. After a fault, go on with the one after it to find others.
    pub fn check(&mut self, stored: &Stored) -> Result<(), Fault> {
        let expected = self.seq.saturating_add(1);
        let outcome = if stored.seq == expected { self.link(stored) } else { self.misnumbered(stored, expected) };
        outcome.map_err(|wrong| Fault { seq: expected, id: stored.id.clone(), wrong })
    }

    /// The end: what the store says is the last entry (0 and `BEGINNING` for an empty record).
    pub fn finish(self, seq: u64, chain: &str) -> Result<(), Fault> {
        let named = chain.parse().ok();
        if seq == self.seq && named.is_some_and(|named| self.links.is_empty() || self.links.contains(&named)) {
            return Ok(());
        }
        Err(Fault { seq: self.seq, id: self.id, wrong: Wrong::Head { seq, chain: chain.to_owned() } })
    }

    /// Takes the entry as the next one, sound or not.
    fn link(&mut self, entry: &Stored) -> Result<(), Wrong> {
        let (stored, previous) = self.take(entry);
        let entry = entry.entry().map_err(Wrong::Unreadable)?;
        let computed: Vec<Hash> = previous.iter().filter_map(|hash| chain(hash, &entry).ok()).collect();
        if stored.is_some_and(|stored| previous.is_empty() || computed.contains(&stored)) {
            return Ok(());
        }
        self.links.extend(computed);
        self.links.truncate(MOST_LINKS);
        Err(Wrong::Chain)
    }

    /// Stands on the entry, of which only its chain value is known as yet; returns that and what it may have followed.
    fn take(&mut self, entry: &Stored) -> (Option<Hash>, Vec<Hash>) {
        let stored = entry.chain.parse().ok();
        self.seq = entry.seq;
        self.id.clone_from(&entry.id);
        (stored, std::mem::replace(&mut self.links, stored.into_iter().collect()))
    }

    /// An entry with another number than the expected one: the right entry renumbered, a stray one from before, or one
    /// from behind a gap.
    fn misnumbered(&mut self, stored: &Stored, expected: u64) -> Result<(), Wrong> {
        let renumbered = Stored { seq: expected, ..stored.clone() };
        let mut ahead = self.clone();
        if ahead.link(&renumbered).is_ok() {
            *self = ahead;
        } else if stored.seq > expected {
            self.take(stored);
        }
        Err(Wrong::Gap { found: stored.seq })
    }
}
