//! A Collaboration Oversight Group: terms of reference, seats, quorum (G1, G2).
use crate::ids::*;
use serde::{Deserialize, Serialize};

/// A Collaboration Oversight Group: terms of reference, seats, quorum (G1, G2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
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

impl Group {
    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.title.clone())
    }
}
