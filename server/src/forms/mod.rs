//! Forms as data: what an act asks, read from a page or from JSON into one shape, and shown again with what was typed.
//!
//! A form is a list of [`Field`]s. [`read`] turns what came in into a JSON value that the act's input type is made
//! from, or into every [`Problem`] at once. [`show`] turns values and problems into what the templates draw. The
//! words for labels and hints stand in the message files, never here.
mod answer;
mod field;
mod posted;
mod raw;
mod read;
mod scalar;
mod show;

pub use field::{Field, Kind};
pub use posted::{MOST_BYTES, Posted, body};
pub use raw::Raw;
pub use read::{read_json, read_posted};
pub use show::{Leaf, Option as Choice, Options, Shown, label, labelled, leaves, sentence, show};

/// What is wrong with one field: a reason that names it.
pub type Problem = domain::refusal::Reason;
