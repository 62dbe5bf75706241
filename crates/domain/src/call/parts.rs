//! What is recorded about a call beside its text: declarations, screening, approval, addenda, opening.
use crate::{
    ids::*,
    refusal::{Reason, Refusal},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

words! {
    /// What a procurement screening found (C1).
    pub enum Verdict {
        /// Nothing is bought: the call may go on.
        NotProcurement = "not_procurement",
        /// The Procurement Act 2023 applies, above its threshold.
        ProcurementActAbove = "procurement_act_above",
        /// The Procurement Act 2023 applies, below its threshold.
        ProcurementActBelow = "procurement_act_below",
        /// Health care services: the Provider Selection Regime applies.
        ProviderSelectionRegime = "provider_selection_regime",
    }
}
words! {
    /// The route of collaboration that a call is meant to lead to (A1).
    pub enum Route {
        /// Pooled resources for patients, the NHS and the company, under the ABPI Code.
        CollaborativeWorking = "collaborative_working",
        /// The same, for the direct benefit of patients.
        JointWorking = "joint_working",
        /// Research.
        Research = "research",
        /// A donation or grant.
        DonationOrGrant = "donation_or_grant",
        /// Sponsorship.
        Sponsorship = "sponsorship",
    }
}
words! {
    /// Whether somebody has an interest in a call.
    pub enum Interest {
        /// None.
        None = "none",
        /// An interest, which they describe.
        Interest = "interest",
    }
}
words! {
    /// What a selection found.
    pub enum Found {
        /// At least one partner.
        Partners = "partners",
        /// No partner.
        NoPartner = "no_partner",
    }
}

/// What somebody says of their own interests in a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stake {
    /// None, or an interest.
    pub interest: Interest,
    /// What it is; empty for none.
    pub about: String,
}

impl Stake {
    /// An interest says what it is.
    pub fn check(&self) -> Result<(), Refusal> {
        let is_bare = self.interest == Interest::Interest && self.about.trim().is_empty();
        if is_bare { Err(Reason::new("stake_not_described").at("stake_about").into()) } else { Ok(()) }
    }
}

/// What one author declared, and when (C1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Declaration {
    /// Who.
    pub by: PersonId,
    /// What.
    pub stake: Stake,
    /// When.
    pub at: Timestamp,
}

/// The procurement screening, by a named person, of one exact text (C1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Screening {
    /// What was found.
    pub verdict: Verdict,
    /// The route of collaboration.
    pub route: Route,
    /// Why.
    pub reasons: String,
    /// Who screened it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// The hash of the text that was screened.
    pub content: String,
}

/// The group's approval of one exact text (C1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    /// The item of business.
    pub item: ItemId,
    /// The hash of the text.
    pub content: String,
    /// When.
    pub at: Timestamp,
}

/// A numbered change of an open call (C4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Addendum {
    /// From 1.
    pub number: u32,
    /// Why.
    pub reason: String,
    /// What changed, in words.
    pub changed: String,
    /// The deadline before.
    pub deadline_before: Timestamp,
    /// The deadline since.
    pub deadline: Timestamp,
    /// When.
    pub at: Timestamp,
}

/// The two people who opened the responses, and when (R3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opening {
    /// The first.
    pub first: PersonId,
    /// When the first began.
    pub begun_at: Timestamp,
    /// The second; none while the opening waits for them.
    pub second: Option<PersonId>,
    /// When the responses were opened.
    pub opened_at: Option<Timestamp>,
}
