//! What the parties agreed, and the public summary made from it (A2, A7, A8).
use crate::{
    collaboration::agreed::{Contribution, Measure, Milestone},
    ids::*,
    time::Timestamp,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

words! {
    /// The side a party stands on.
    pub enum Side {
        /// A body of the NHS or another public or charitable body.
        Nhs = "nhs",
        /// A company: it needs a certificate of the summary (A7).
        Industry = "industry",
        /// A university, a charity, or another partner.
        Other = "other",
    }
}

/// An organisation that takes part, under the name it had when it began to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Which organisation.
    pub organisation: OrganisationId,
    /// Its name then.
    pub name: String,
    /// On which side.
    pub side: Side,
}

/// What every party signed, as far as delivery needs it. Measures, milestones and contributions keep their places: they are
/// referred to by number, counted from 1.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The day on which it is to start.
    pub starts_on: Date,
    /// The last day (E1).
    pub ends_on: Date,
    /// What is measured.
    pub measures: Vec<Measure>,
    /// What is to be reached, and by when.
    pub milestones: Vec<Milestone>,
    /// What each party puts in.
    pub contributions: Vec<Contribution>,
    /// The agreement's other heads, in words.
    #[serde(default)]
    pub heads: Heads,
}

/// The heads of the agreement that summary, start and outcome report need, in the parties' words; empty where there are none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Heads {
    /// Why: need and beneficiaries.
    pub rationale: String,
    /// What is to be achieved.
    pub objectives: String,
    /// Who does what.
    pub roles: String,
    /// How it ends, and how care goes on (A8).
    pub exit: String,
    /// What follows for the service afterwards (A8).
    pub sustainability: String,
    /// How it will be judged (A8).
    pub evaluation: String,
    /// Who controls which data (A8).
    pub controllers: String,
    /// What will be published, where and when.
    pub publication: String,
    /// Whom to ask: roles and shared addresses, no names.
    pub contacts: String,
    /// Adoption factors that the outcome report must answer (E2).
    pub factors: Vec<String>,
}

/// What the public summary says beside the facts of the plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SummaryText {
    /// What people call the project.
    pub title: String,
    /// Why it is done.
    pub rationale: String,
    /// What is to be achieved.
    pub objectives: String,
    /// Financial arrangements in words.
    pub financial: String,
    /// Who does what.
    pub roles: String,
    /// What will be published, where and when.
    pub publication: String,
    /// Whom to ask: roles and shared addresses, no names.
    pub contacts: String,
}

/// The public summary: dated and never changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// What it says.
    pub text: SummaryText,
    /// The day on which the project is to start.
    pub starts_on: Date,
    /// Its last day.
    pub ends_on: Date,
    /// What each party puts in.
    pub contributions: Vec<Contribution>,
    /// SHA-256 over the above as JSON, in hexadecimal.
    pub hash: String,
    /// When it became public.
    pub published_at: Timestamp,
}

/// A certifier's word that a company stands behind exactly this text (A7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Which company.
    pub organisation: OrganisationId,
    /// The hash of the text.
    pub hash: String,
    /// Who certified.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}

impl Summary {
    /// The summary of a plan in these words, from this moment on.
    pub(super) fn new(text: SummaryText, plan: &Plan, published_at: Timestamp) -> Summary {
        let contributions = plan.contributions.clone();
        let facts = serde_json::json!([text, plan.starts_on, plan.ends_on, contributions]);
        let hash = hex::encode(Sha256::digest(facts.to_string()));
        Summary { text, starts_on: plan.starts_on, ends_on: plan.ends_on, contributions, hash, published_at }
    }
}

impl Plan {
    /// The words a summary begins with, from the agreement: nobody types a fact twice (A2). The title is the project's.
    pub fn summary(&self, title: &str) -> SummaryText {
        let heads = self.heads.clone();
        SummaryText {
            title: title.into(),
            rationale: heads.rationale,
            objectives: heads.objectives,
            financial: String::new(),
            roles: heads.roles,
            publication: heads.publication,
            contacts: heads.contacts,
        }
    }

    /// A measure by its number, counted from 1.
    pub fn measure(&self, number: usize) -> Option<&Measure> {
        self.measures.get(number.checked_sub(1)?)
    }
}
