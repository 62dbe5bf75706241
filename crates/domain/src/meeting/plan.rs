//! When and where a meeting is, and what calendars must know of it.
use crate::{
    ids::{GroupId, MeetingId},
    refusal::{Reason, Refusal},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// When and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// When it begins.
    pub starts_at: Timestamp,
    /// Where; may be empty.
    #[serde(default)]
    pub place: String,
    /// Web address to join; may be empty.
    #[serde(default)]
    pub link: String,
    /// How many minutes it is meant to last; none for an hour.
    #[serde(default)]
    pub lasts: Option<u32>,
}

/// What a calendar must know of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// When and where.
    pub plan: Plan,
    /// Counts the changes of the plan, as calendars ask (RFC 5545, 3.8.7.4).
    pub sequence: u32,
}

impl Plan {
    /// When it is meant to end.
    pub fn ends_at(&self) -> Timestamp {
        self.starts_at.plus_seconds(i64::from(self.lasts.unwrap_or(60)) * 60)
    }
}

/// What it takes to plan a meeting.
#[derive(Debug, Clone)]
pub struct Planning {
    /// The new id.
    pub id: MeetingId,
    /// The new reference.
    pub reference: String,
    /// Whose.
    pub group: GroupId,
    /// What people call the group.
    pub title: String,
    /// When and where.
    pub plan: Plan,
}

/// Refuses a plan for a day that has passed.
pub(super) fn ahead(plan: &Plan, at: Timestamp) -> Result<(), Refusal> {
    match plan.starts_at.day() < at.day() {
        true => Err(Reason::new("meeting_in_the_past").at("starts_at").into()),
        false => Ok(()),
    }
}
