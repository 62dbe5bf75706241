//! The record: an append-only, hash-chained sequence of everything that anyone did, as pure functions that an outsider
//! can use offline. No input, no output, no clock, no randomness.
//!
//! How to check it with any other tool: an entry is the JSON object of its nine fields in canonical form (RFC 8785, see
//! `canonical`), and its hash is SHA-256 over three lines, the last one without a line end:
//!
//! ```text
//! trefoil/record/1
//! <the hash before, 64 hex digits; 64 zeros before the first entry>
//! {"at":"…","by":"…","id":"…","seq":1,"state":{…},"subject":"…","subject_id":"…","version":1,"what":{…}}
//! ```
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let entry = record::Entry { seq: 1, id: "e1".into(), at: "2026-11-23T09:00:00Z".into(), by: "p1".into(),
//! #     subject: "call".into(), subject_id: "c1".into(), what: "published".into(), state: "open".into(), version: 1 };
//! let stored = record::append(&record::BEGINNING, &entry)?;
//! let mut verifier = record::Verifier::new();
//! verifier.check(&stored)?;
//! verifier.finish(1, &stored.chain)?;
//! # Ok(()) }
//! ```
//!
//! A receipt is SHA-256 over the line `trefoil/receipt/1` and the canonical object of its six fields; a commitment is
//! SHA-256 over the line `trefoil/commitment/1`, the 32 bytes of salt, and the content.

mod canonical;
mod commitment;
mod entry;
mod hash;
mod receipt;
mod verifier;

pub use canonical::{NotCanonical, Why, canonical};
pub use commitment::{commit, holds};
pub use entry::{Entry, Stored, append, chain};
pub use hash::{BEGINNING, Hash, NotAHash};
pub use receipt::Receipt;
pub use verifier::{Fault, Verifier, Wrong};
