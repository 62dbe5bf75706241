//! One assessor's locked scores and reasons on one response (S1–S5).
use crate::ids::*;
use serde::{Deserialize, Serialize};

/// One assessor's locked scores and reasons on one response (S1–S5).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// Its id.
    pub id: AssessmentId,
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

impl Assessment {
    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.title.clone())
    }
}
