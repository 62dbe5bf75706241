//! One assessor's judgement of one response: declared, scored with reasons, locked (S1, S3). What it says stands
//! beside it; the record holds only a commitment.
mod decisions;
mod scores;

pub use decisions::Assign;
pub use scores::{Score, check, outside_scale};

use crate::{actor::Actor, call::Call, ids::*, policy, refusal::Refusal};
use serde::{Deserialize, Serialize};

words! {
    /// Where an assessment stands.
    pub enum Status {
        /// Waits for the assessor to declare.
        Assigned = "assigned",
        /// No interest, or cleared.
        DeclaredClear = "declared_clear",
        /// An interest was declared and waits for a ruling.
        UnderRuling = "conflict_under_ruling",
        /// The assessor takes no part and knows nothing of the response.
        Recused = "recused",
        /// Scores are being written.
        Scoring = "scoring",
        /// Scores stand for good.
        Locked = "locked",
    }
}
words! {
    /// What can be done to an assessment.
    pub enum Command {
        /// Declare no interest.
        DeclareNone = "declare_none",
        /// Declare an interest.
        DeclareInterest = "declare_interest",
        /// Rule that the interest does not stand in the way.
        Clear = "clear",
        /// Rule that the assessor takes no part.
        Recuse = "recuse",
        /// Write scores and reasons.
        Score = "score",
        /// Lock them.
        Lock = "lock",
    }
}

/// The whole lifecycle: in this status, this command leads to that status. Anything not listed is refused.
pub const LIFECYCLE: &[(Status, Command, Status)] = {
    use {Command::*, Status::*};
    &[
        (Assigned, DeclareNone, DeclaredClear),
        (Assigned, DeclareInterest, UnderRuling),
        (UnderRuling, Clear, DeclaredClear),
        (UnderRuling, Recuse, Recused),
        (DeclaredClear, DeclareInterest, UnderRuling),
        (DeclaredClear, Score, Scoring),
        (Scoring, DeclareInterest, UnderRuling),
        (Scoring, Score, Scoring),
        (Scoring, Lock, Locked),
    ]
};

/// One assessor's judgement of one response.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// Its id.
    pub id: AssessmentId,
    /// Its human reference.
    pub reference: String,
    /// The title of the call.
    pub title: String,
    /// The call.
    pub call: CallId,
    /// The response that is judged.
    pub response: ResponseId,
    /// Whose response it is.
    pub organisation: OrganisationId,
    /// Who judges.
    pub assessor: PersonId,
    /// Where it stands.
    pub status: Status,
    /// The salted commitment to the locked scores and reasons: 64 hex digits.
    pub commitment: Option<String>,
    /// Counts saved changes.
    pub version: u64,
}

/// What can happen to an assessment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// Its assessor was given the response to judge.
    Assigned,
    /// No interest was declared.
    DeclaredNone,
    /// An interest was declared; what it is stands beside the record.
    DeclaredInterest,
    /// The interest does not stand in the way.
    Cleared,
    /// The assessor takes no part.
    Recused,
    /// The first scores were written.
    ScoringBegun,
    /// Scores and reasons stand for good.
    Locked {
        /// The salted commitment to them.
        commitment: String,
    },
    /// An organisation took another's place.
    PlaceTaken {
        /// Whose place.
        of: OrganisationId,
        /// Who took it.
        by: OrganisationId,
    },
}

impl Assessment {
    /// Where a command leads, if this actor may give it now. Permission first, then the lifecycle.
    pub fn outcome(&self, actor: &Actor, call: &Call, command: Command) -> Result<Status, Refusal> {
        policy::may_assessment(actor, command, self, call)?;
        LIFECYCLE.iter().find(|(from, by, _)| (*from, *by) == (self.status, command)).map(|(_, _, to)| *to).ok_or(
            Refusal::WrongStatus { subject: "assessment", status: self.status.as_str(), command: command.as_str() },
        )
    }

    /// What this actor could do now: the buttons of a page, the `available` of the API.
    pub fn available(&self, actor: &Actor, call: &Call) -> Vec<Command> {
        Command::ALL.iter().copied().filter(|command| self.outcome(actor, call, *command).is_ok()).collect()
    }

    /// Whether its assessor may read the response: after declaring, and not while or after a conflict (S1).
    pub fn reads(&self) -> bool {
        matches!(self.status, Status::DeclaredClear | Status::Scoring | Status::Locked)
    }

    /// Whether nothing more is awaited of its assessor.
    pub fn is_settled(&self) -> bool {
        matches!(self.status, Status::Locked | Status::Recused)
    }

    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.title.clone())
    }
}
