//! The further heads of an agreement: what its model and the codes ask for beside the ten matters.
use super::{Anchor, Start};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// When it starts and how long it lasts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Duration {
    /// What the start is counted from.
    pub starts: Option<Start>,
    /// Days after the last signature.
    pub days: Option<u32>,
    /// The named day.
    pub starts_on: Option<Date>,
    /// How many calendar months it lasts.
    pub months: Option<u32>,
}

/// A milestone with an absolute day, as a collaboration takes it over at the last signature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Milestone {
    /// What is reached.
    pub name: String,
    /// By which day.
    pub due_on: Date,
    /// Who sees to it: one or several parties, or a role.
    pub owner: String,
}

/// A milestone as agreed: by a named day, or so many weeks after signature or start (D1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AgreedMilestone {
    /// What is reached.
    pub name: String,
    /// Who sees to it: one or several parties, or a role.
    pub owner: String,
    /// The named day, if it is one.
    #[serde(default)]
    pub due_on: Option<Date>,
    /// How many weeks after the anchor, if it is not.
    #[serde(default)]
    pub weeks: Option<u32>,
    /// What the weeks are counted from.
    #[serde(default)]
    pub after: Option<Anchor>,
}

/// Milestones.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Milestones {
    /// The milestones, in order.
    pub milestones: Vec<AgreedMilestone>,
    /// Why there are none.
    pub none_because: String,
}

/// One criterion of success.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SuccessCriterion {
    /// The criterion, in words.
    pub criterion: String,
}

/// What counts as success.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Success {
    /// The criteria.
    pub criteria: Vec<SuccessCriterion>,
    /// Why there are none beyond the measures.
    pub none_because: String,
}

/// How it is evaluated, and with what.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Evaluation {
    /// How, by whom, with which methods.
    pub plan: String,
    /// What is set aside for evaluating and publishing.
    pub resources: String,
    /// Why there is none.
    pub none_because: String,
}

/// The governing body, and how disputes are settled.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Governance {
    /// Who steers it, how often they meet, under which terms.
    pub body: String,
    /// How disputes are settled.
    pub disputes: String,
    /// Why there is none.
    pub none_because: String,
}

/// One reason for ending early.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Trigger {
    /// What would end it early.
    pub trigger: String,
}

/// How it ends early, and what happens to patients then (D4).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Exit {
    /// What would end it early.
    pub triggers: Vec<Trigger>,
    /// How patients stay cared for.
    pub continuity: String,
    /// How much notice is given.
    pub notice: String,
    /// What is handed over, to whom.
    pub handover: String,
    /// Why there is none.
    pub none_because: String,
}

/// A head of one plan in words: sustainability, publication, amendment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct InWords {
    /// The plan or procedure.
    pub plan: String,
    /// Why there is none.
    pub none_because: String,
}
