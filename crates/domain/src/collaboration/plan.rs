//! What the parties agreed, and the public summary made from it (A2, A7, A8).
use crate::{
    agreement::{Agreement, Assessment, Contribution, Measure, Milestone, Side},
    ids::*,
    time::Timestamp,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

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
    /// Where the full data protection impact assessment stood at signature; none where the screening asked for none (A8).
    #[serde(default)]
    pub assessment: Option<Assessment>,
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

/// The approval of the full data protection impact assessment (A8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessed {
    /// The controller that approved it.
    pub organisation: OrganisationId,
    /// The day of the approval.
    pub approved_on: Date,
    /// Where it is kept: a reference or an address.
    pub document: String,
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

impl Heads {
    /// The heads of an agreement in words, so that nobody types a fact twice (A2). Whom to ask is not in it.
    pub fn of(agreement: &Agreement) -> Heads {
        let content = &agreement.content;
        let (who, goals, exit) = (&content.beneficiaries, &content.goals, &content.exit);
        let triggers = exit.triggers.iter().map(|it| it.trigger.as_str());
        Heads {
            rationale: joined("\n", [&who.group, &who.size, &who.geography].into_iter().map(String::as_str)),
            objectives: joined("\n", goals.goals.iter().map(|it| it.goal.as_str())),
            roles: roles(agreement),
            exit: joined("\n", triggers.chain([&exit.continuity, &exit.notice, &exit.handover].map(String::as_str))),
            sustainability: content.sustainability.plan.clone(),
            evaluation: content.evaluation.plan.clone(),
            controllers: controllers(agreement),
            publication: content.publication.plan.clone(),
            contacts: String::new(),
            factors: content.adoption.factors.iter().map(|it| it.factor.clone()).collect(),
        }
    }
}

fn joined<'a>(mark: &str, texts: impl Iterator<Item = &'a str>) -> String {
    texts.map(str::trim).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(mark)
}

fn roles(agreement: &Agreement) -> String {
    let with_role = agreement.parties.iter().filter(|party| !party.role.trim().is_empty());
    with_role.map(|party| format!("{}: {}", party.name, party.role)).collect::<Vec<_>>().join("\n")
}

fn controllers(agreement: &Agreement) -> String {
    let named = agreement.content.information_governance.controllers.iter();
    joined(", ", named.filter_map(|id| agreement.party(*id)).map(|party| party.name.as_str()))
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
