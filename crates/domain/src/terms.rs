//! Terms of reference: how a group works, item by item of the guide's model (G2).
use crate::{
    ids::ItemId,
    refusal::{Reason, Refusal},
    time::Timestamp,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

words! {
    /// Where a version of the terms stands.
    pub enum Status {
        /// Being written, or before the group.
        Draft = "draft",
        /// In force.
        Adopted = "adopted",
        /// A later version took its place.
        Superseded = "superseded",
    }
}
words! {
    /// What can be done to a version of the terms.
    pub enum Command {
        /// Change what the draft says.
        Edit = "edit",
        /// Put it before the group for adoption.
        Propose = "propose",
        /// The group adopts it.
        Adopt = "adopt",
        /// The group does not adopt it; it stays a draft.
        Return = "return",
        /// A later version is adopted.
        Supersede = "supersede",
    }
}

/// The whole lifecycle. Anything not listed is refused.
pub const LIFECYCLE: &[(Status, Command, Status)] = {
    use {Command::*, Status::*};
    &[
        (Draft, Edit, Draft),
        (Draft, Propose, Draft),
        (Draft, Adopt, Adopted),
        (Draft, Return, Draft),
        (Adopted, Supersede, Superseded),
    ]
};

words! {
    /// How many votes carry a motion.
    pub enum DecisionRule {
        /// More for than against; a tie does not carry.
        Majority = "majority",
        /// More for than against; at a tie the vote of who presides counts twice.
        CastingVote = "casting_vote",
        /// At least two thirds of those who vote for or against.
        TwoThirds = "two_thirds",
        /// Nobody against.
        Consensus = "consensus",
        /// More than half of all who are entitled to vote on the item, present or not.
        EntitledMajority = "entitled_majority",
    }
}

/// Everything the terms say. Empty means: not said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Clauses {
    /// General description of the group's purpose.
    pub purpose: String,
    /// Aims and responsibilities.
    pub aims: String,
    /// To whom the group is accountable.
    pub accountable_to: String,
    /// Which roles or functions are members.
    pub membership: String,
    /// Who may join, and how.
    pub joining: String,
    /// Length of membership; how it is extended and ended.
    pub membership_length: String,
    /// Who chairs and deputises, and how they are elected.
    pub chairing: String,
    /// How long chair and deputy serve.
    pub chair_tenure: String,
    /// Duties of each member, with the organisational interest each brings.
    pub duties: String,
    /// How often, how and by whom the group's work is reviewed.
    pub work_review: String,
    /// Who keeps the terms of reference.
    pub keeper: String,
    /// When and how often the group meets.
    pub frequency: String,
    /// How meetings are organised.
    pub organised: String,
    /// Values and principles.
    pub values: String,
    /// Whether and how people may attend from elsewhere.
    pub remote: String,
    /// Who owns agenda and papers.
    pub papers_owner: String,
    /// How many days before a meeting papers must be in.
    pub papers_cutoff: Option<u32>,
    /// How many people who may vote must attend an item.
    pub quorum: Option<u32>,
    /// How conflicts of interest are handled.
    pub conflicts: String,
    /// How many votes carry a motion.
    pub decision_rule: Option<DecisionRule>,
    /// Whether deputies of members may vote.
    pub deputies_votes: String,
    /// What is confidential.
    pub confidentiality: String,
    /// Where what cannot be settled goes.
    pub escalation: String,
    /// What the chair may do between meetings.
    pub chairs_action: String,
    /// When the terms are reviewed next.
    pub review_on: Option<Date>,
    /// The last day on which they are in force; none for no end.
    pub expires_on: Option<Date>,
}

/// One version of a group's terms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    /// Counts the group's versions from 1.
    pub number: u32,
    /// Where it stands.
    pub status: Status,
    /// What it says.
    pub clauses: Clauses,
    /// Why items are missing, if some are.
    #[serde(default)]
    pub missing_because: String,
    /// Whether the draft lies before the group and cannot be changed.
    #[serde(default)]
    pub before_group: bool,
    /// When it was adopted.
    pub adopted_at: Option<Timestamp>,
    /// The item of business on which it was adopted.
    pub item: Option<ItemId>,
    /// When a later version took its place.
    pub superseded_at: Option<Timestamp>,
}

impl Terms {
    /// A new draft.
    pub fn draft(number: u32, clauses: Clauses) -> Terms {
        Terms {
            number,
            status: Status::Draft,
            clauses,
            missing_because: String::new(),
            before_group: false,
            adopted_at: None,
            item: None,
            superseded_at: None,
        }
    }

    /// Follows a command through the lifecycle.
    pub(crate) fn follow(&mut self, command: Command) -> Result<(), Refusal> {
        let found = LIFECYCLE.iter().find(|(from, by, _)| (*from, *by) == (self.status, command));
        let (status, command) = (self.status.as_str(), command.as_str());
        self.status = found.ok_or(Refusal::WrongStatus { subject: "terms", status, command })?.2;
        Ok(())
    }

    /// Whether these terms bind the group at this moment: adopted, and not past their last day.
    pub fn is_in_force(&self, at: Timestamp) -> bool {
        let expired = self.clauses.expires_on.is_some_and(|last| last < at.day());
        self.status == Status::Adopted && !expired
    }
}

impl Clauses {
    /// What forbids adopting: purpose, chair, meeting frequency, quorum of at least two, decision rule (G1, G2).
    pub fn refused(&self) -> Vec<Reason> {
        let texts = [("purpose", &self.purpose), ("chairing", &self.chairing), ("frequency", &self.frequency)];
        let empty = texts.iter().filter(|(_, text)| text.trim().is_empty()).map(|(field, _)| *field);
        let rule = self.decision_rule.is_none().then_some("decision_rule");
        let mut reasons: Vec<Reason> = empty.chain(rule).map(|field| missing("terms_incomplete", field)).collect();
        if self.quorum.unwrap_or(0) < 2 {
            reasons.push(Reason::new("quorum_too_small").at("quorum"));
        }
        reasons
    }

    /// The other items of the model that say nothing: a person may go on with a reason (G2).
    pub fn missing(&self) -> Vec<&'static str> {
        let texts = [
            ("aims", &self.aims),
            ("accountable_to", &self.accountable_to),
            ("membership", &self.membership),
            ("joining", &self.joining),
            ("membership_length", &self.membership_length),
            ("chair_tenure", &self.chair_tenure),
            ("duties", &self.duties),
            ("work_review", &self.work_review),
            ("keeper", &self.keeper),
            ("organised", &self.organised),
            ("values", &self.values),
            ("remote", &self.remote),
            ("papers_owner", &self.papers_owner),
            ("conflicts", &self.conflicts),
            ("deputies_votes", &self.deputies_votes),
            ("confidentiality", &self.confidentiality),
            ("escalation", &self.escalation),
            ("chairs_action", &self.chairs_action),
        ];
        let empty = texts.iter().filter(|(_, text)| text.trim().is_empty()).map(|(field, _)| *field);
        let cutoff = self.papers_cutoff.is_none().then_some("papers_cutoff");
        empty.chain(cutoff).chain(self.review_on.is_none().then_some("review_on")).collect()
    }
}

fn missing(code: &'static str, field: &'static str) -> Reason {
    Reason::new(code).at(field).with("field", field)
}
