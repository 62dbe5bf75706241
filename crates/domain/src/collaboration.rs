//! The project that follows a selection (A8, D1, D2, E1).
use crate::ids::*;
use serde::{Deserialize, Serialize};

/// The project that follows a selection (A8, D1, D2, E1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Collaboration {
    /// Its id.
    pub id: CollaborationId,
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

impl Collaboration {
    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.title.clone())
    }
}
