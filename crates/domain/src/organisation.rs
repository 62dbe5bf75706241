//! A legal body with official identifiers (G8).
use crate::ids::*;
use serde::{Deserialize, Serialize};

/// A legal body with official identifiers (G8).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
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

impl Organisation {
    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.title.clone())
    }
}
