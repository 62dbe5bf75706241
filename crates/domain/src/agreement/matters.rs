//! What an agreement says: the ten matters of the guide as structured data (A2).
use super::{further::*, sorts::*};
use crate::{ids::*, money::Pounds};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Matter 1.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Beneficiaries {
    /// Which patients, population or users.
    pub group: String,
    /// How many, in words: an estimate and its period.
    pub size: String,
    /// Where.
    pub geography: String,
    /// Who is included, and who is not.
    pub inclusion: String,
    /// How it reaches the most deprived fifth and the groups chosen locally (Core20PLUS5).
    pub core20plus: String,
}

/// One goal.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    /// The goal, in words.
    pub goal: String,
}

/// One intervention.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Intervention {
    /// What is done.
    pub intervention: String,
}

/// Matter 3.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Goals {
    /// What is to be reached.
    pub goals: Vec<Goal>,
    /// How.
    pub method: String,
    /// What is done.
    pub interventions: Vec<Intervention>,
    /// Its place in national guidance and the local formulary; may be empty.
    pub guidance: String,
}

/// A measure of outcome or benefit (matter 4, D2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// What people call it.
    pub name: String,
    /// What it measures.
    pub kind: MeasureKind,
    /// What exactly is measured.
    pub definition: String,
    /// What is counted; may be empty.
    #[serde(default)]
    pub numerator: String,
    /// Out of what; may be empty.
    #[serde(default)]
    pub denominator: String,
    /// The unit that values are in, for example `%`; may be empty.
    #[serde(default)]
    pub unit: String,
    /// Where the numbers come from.
    pub source: String,
    /// The value before, if it is known.
    #[serde(default)]
    pub baseline: Option<Decimal>,
    /// The period of the baseline, in words; empty without a baseline.
    #[serde(default)]
    pub baseline_period: String,
    /// The day by which a baseline will be measured, if it is not known.
    #[serde(default)]
    pub baseline_by: Option<Date>,
    /// The value to reach.
    pub target: Decimal,
    /// The day by which to reach it.
    pub target_on: Date,
    /// Which way is better.
    pub direction: Direction,
    /// How often it is read.
    pub frequency: Frequency,
    /// Who measures: a role and an organisation, never a person's name.
    pub owner: String,
}

impl Measure {
    /// Whether it is a measure of outcome with a baseline, or with the day by which there will be one: A8 asks for one.
    pub fn is_promise(&self) -> bool {
        self.kind == MeasureKind::Outcome && (self.baseline.is_some() || self.baseline_by.is_some())
    }
}

/// Matter 4.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Measures {
    /// The measures, in order.
    pub measures: Vec<Measure>,
}

/// One thing that stays with the NHS.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LegacyItem {
    /// What kind of thing.
    pub kind: LegacyKind,
    /// What.
    pub what: String,
}

/// Matter 5.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Legacy {
    /// What stays.
    pub legacy: Vec<LegacyItem>,
    /// Why nothing does.
    pub none_because: String,
}

/// One commercial benefit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Benefit {
    /// What a company may gain.
    pub benefit: String,
}

/// What a party puts in (matter 6, D1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// Which party.
    pub organisation: OrganisationId,
    /// Money, or something that is worth money.
    pub kind: ContributionKind,
    /// How much it is worth.
    pub amount: Pounds,
    /// What it is.
    pub what: String,
    /// How its worth was found; needed for what is not money.
    #[serde(default)]
    pub basis: String,
}

/// Matter 6.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Partnership {
    /// The nature of the partnership, in words.
    pub nature: String,
    /// What the companies may gain.
    pub benefits: Vec<Benefit>,
    /// What each party puts in.
    pub contributions: Vec<Contribution>,
    /// Who is liable for what.
    pub liability: String,
}

/// Matter 7.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct InformationGovernance {
    /// The parties that decide about personal data.
    pub controllers: Vec<OrganisationId>,
    /// Who handles personal data for them, in words; may be empty.
    pub processors: String,
    /// Which data goes where, and how it is kept safe.
    pub data_flows: String,
    /// What the data protection screening found.
    pub screening: Option<Screening>,
    /// Where the impact assessment stands.
    pub assessment: Option<Assessment>,
    /// The data sharing agreement; may be empty.
    pub sharing_agreement: String,
    /// Companies see anonymised aggregate data only.
    pub aggregates_only: bool,
}

impl InformationGovernance {
    /// Where the full assessment stands, if the screening asks for one.
    pub fn asked(&self) -> Option<Assessment> {
        self.assessment.filter(|_| self.screening == Some(Screening::Needed))
    }
}

/// One confidential item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConfidentialItem {
    /// What is confidential, without giving it away.
    pub what: String,
    /// Why.
    pub why: String,
    /// Until when: nothing is confidential for ever.
    pub until: Date,
}

/// Matter 8.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Confidentiality {
    /// The items.
    pub items: Vec<ConfidentialItem>,
    /// Why nothing is confidential.
    pub none_because: String,
}

/// One training need.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TrainingItem {
    /// Whose.
    pub who: String,
    /// In what.
    pub what: String,
    /// When, in words.
    pub when: String,
}

/// Matter 9.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Training {
    /// The needs.
    pub training: Vec<TrainingItem>,
    /// Why nobody needs any.
    pub none_because: String,
}

/// One factor to settle before wider adoption.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// What must be settled.
    pub factor: String,
    /// Who settles it: a role or an organisation.
    pub owner: String,
}

/// Matter 10.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Adoption {
    /// The factors.
    pub factors: Vec<Factor>,
    /// Why there are none.
    pub none_because: String,
}

/// Everything an agreement says besides who the parties are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Matters {
    /// Matter 1.
    pub beneficiaries: Beneficiaries,
    /// Of matter 2: the named clinical lead.
    pub clinical_lead: Option<PersonId>,
    /// Matter 3.
    pub goals: Goals,
    /// Matter 4.
    pub measures: Measures,
    /// Matter 5.
    pub legacy: Legacy,
    /// Matter 6.
    pub partnership: Partnership,
    /// Matter 7.
    pub information_governance: InformationGovernance,
    /// Matter 8.
    pub confidentiality: Confidentiality,
    /// Matter 9.
    pub training: Training,
    /// Matter 10.
    pub adoption: Adoption,
    /// When it starts and how long it lasts.
    pub duration: Duration,
    /// Milestones.
    pub milestones: Milestones,
    /// What counts as success.
    pub success: Success,
    /// How it is evaluated, and with what.
    pub evaluation: Evaluation,
    /// The governing body, and how disputes are settled.
    pub governance: Governance,
    /// How it ends early.
    pub exit: Exit,
    /// What happens when the money ends.
    pub sustainability: InWords,
    /// How results are published.
    pub publication: InWords,
    /// How it is amended.
    pub amendment: InWords,
}
