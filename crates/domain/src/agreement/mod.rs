//! A project agreement: the ten matters, approvals, signatures (A1–A5).
mod acts;
mod begin;
mod change;
mod further;
mod lifecycle;
mod matters;
mod missing;
mod sorts;
mod standing;
mod term;

pub use begin::Begin;
pub use change::{Change, Details, Named};
pub use further::*;
pub use lifecycle::{Command, LIFECYCLE, Status};
pub use matters::*;
pub use sorts::*;

use crate::{
    actor::Duty,
    ids::*,
    organisation::{Heir, replaced},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

words! {
    /// What kind of working together it is (A1).
    pub enum Route {
        /// All pool resources; the NHS benefits and care is at least maintained.
        CollaborativeWorking = "collaborative_working",
        /// All pool resources; patients are the main benefit.
        JointWorking = "joint_working",
        /// A company gives and asks nothing.
        Donation = "donation",
        /// Generalisable knowledge is sought by design.
        Research = "research",
        /// An NHS body pays, or there is a pecuniary interest.
        Procurement = "procurement",
        /// A company buys expertise.
        ContractedService = "contracted_service",
        /// The costs of an event.
        Sponsorship = "sponsorship",
    }
}
words! {
    /// On which side a party stands.
    pub enum Side {
        /// The NHS or another public body.
        Public = "public",
        /// A company.
        Industry = "industry",
        /// A third-sector body or a university.
        Third = "third",
    }
}

/// A party to an agreement: always an organisation, never a person (A5).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// Which organisation.
    pub organisation: OrganisationId,
    /// What it was called when the text was agreed.
    pub name: String,
    /// On which side it stands.
    pub side: Side,
    /// What it does here, in words.
    pub role: String,
    /// Its postal address, in one line.
    pub address: String,
    /// Who signs for it.
    pub signatory: Option<PersonId>,
    /// Whose approval it needs (A4).
    pub path: Vec<Duty>,
}

/// Somebody whose approval is asked for: whoever has this duty for that party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approver {
    /// The party.
    pub organisation: OrganisationId,
    /// The duty.
    pub duty: Duty,
}

/// An approval: of exactly the text with this hash, and of no other (A4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    /// For which party.
    pub organisation: OrganisationId,
    /// As what.
    pub duty: Duty,
    /// By whom.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// The hash of the text.
    pub hash: String,
}

/// A signature: of exactly the text with this hash (A5).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signature {
    /// For which party.
    pub organisation: OrganisationId,
    /// By whom.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// The hash of the text.
    pub hash: String,
}

/// A project agreement, from draft to force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// Its id.
    pub id: AgreementId,
    /// Its human reference.
    pub reference: String,
    /// What people call it.
    pub title: String,
    /// The project it is for.
    pub collaboration: CollaborationId,
    /// The call it came from.
    pub call: CallId,
    /// The need it meets.
    pub challenge: ChallengeId,
    /// The group that governs it.
    pub group: GroupId,
    /// The network that runs the process.
    pub network: OrganisationId,
    /// What kind of working together it is.
    pub route: Route,
    /// Why.
    pub route_reason: String,
    /// Where it stands.
    pub status: Status,
    /// Who agrees.
    pub parties: Vec<Party>,
    /// What they agree.
    pub content: Matters,
    /// The hash of the agreed text; none before.
    pub text_hash: Option<String>,
    /// When the text was agreed.
    pub agreed_at: Option<Timestamp>,
    /// Approvals, those of earlier texts included: they are void.
    pub approvals: Vec<Approval>,
    /// Signatures of the agreed text.
    pub signatures: Vec<Signature>,
    /// When the last party signed.
    pub in_force_at: Option<Timestamp>,
    /// Who took the place of a party after the text was agreed: the text keeps the old name (G8).
    #[serde(default)]
    pub heirs: Vec<Heir>,
    /// Counts saved changes.
    pub version: u64,
}

/// What can happen to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A draft was begun.
    Begun {
        /// Who is to agree.
        parties: Vec<OrganisationId>,
    },
    /// A head of the text changed.
    Edited {
        /// Which.
        head: Head,
    },
    /// The text was agreed: it cannot change without being opened again.
    TextAgreed {
        /// The hash of the text.
        hash: String,
        /// Who is to approve it.
        approvers: Vec<Approver>,
    },
    /// A party approved the text.
    Approved {
        /// Which.
        organisation: OrganisationId,
        /// The hash of the text.
        hash: String,
    },
    /// The last party approved the text.
    ApprovedByAll {
        /// Which was the last.
        organisation: OrganisationId,
        /// The hash of the text.
        hash: String,
        /// Who is to sign it.
        signatories: Vec<PersonId>,
    },
    /// A party signed.
    Signed {
        /// Which.
        organisation: OrganisationId,
        /// The hash of the text.
        hash: String,
    },
    /// The last party signed, and with that it is in force.
    InForce {
        /// Which was the last.
        organisation: OrganisationId,
        /// The hash of the text.
        hash: String,
        /// Between whom.
        parties: Vec<OrganisationId>,
    },
    /// A party refused the text.
    Refused {
        /// Which.
        organisation: OrganisationId,
        /// Why.
        reason: String,
        /// Who has to go on.
        parties: Vec<OrganisationId>,
    },
    /// The text was opened again.
    Reopened {
        /// Why.
        reason: String,
        /// Who has to go on.
        parties: Vec<OrganisationId>,
    },
    /// An organisation took another's place.
    PlaceTaken {
        /// Whose place.
        of: OrganisationId,
        /// Who took it.
        by: OrganisationId,
    },
}

impl Agreement {
    /// The text that people agree, approve and sign: who, what, on which route.
    pub fn text(&self) -> serde_json::Value {
        let Agreement { reference, title, route, route_reason, parties, content, .. } = self;
        let text = serde_json::json!({
            "reference": reference, "title": title, "route": route, "route_reason": route_reason,
            "parties": parties, "content": content,
        });
        self.heirs.iter().rev().fold(text, |text, heir| replaced(&text, heir.by, heir.of))
    }

    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.title.clone())
    }
}
