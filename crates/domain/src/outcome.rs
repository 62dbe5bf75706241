//! What was achieved, and each party's own act of publishing it (E2, E3).
use crate::ids::*;
use serde::{Deserialize, Serialize};

/// What was achieved, and each party's own act of publishing it (E2, E3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Its id.
    pub id: OutcomeId,
    /// Its human reference.
    pub reference: String,
    /// What people call it.
    pub title: String,
    /// Counts saved changes.
    pub version: u64,
}

/// What can happen to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// It came to be.
    Created,
}

impl Outcome {
    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.title.clone())
    }
}
