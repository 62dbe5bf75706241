//! What an agreement says: the ten matters of the guide and the further heads, as structured data (A2).
use crate::{ids::*, money::Pounds};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

words! {
    /// The heads of an agreement, in the order of the text: the ten matters of the guide, then the further heads.
    pub enum Head {
        /// Matter 1: the people who are meant to benefit.
        Beneficiaries = "beneficiaries",
        /// Matter 2: the parties and the named clinical lead.
        Parties = "parties",
        /// Matter 3: goals, method, interventions.
        Goals = "goals",
        /// Matter 4: measures of outcome, and by when.
        Measures = "measures",
        /// Matter 5: what stays with the NHS afterwards.
        Legacy = "legacy",
        /// Matter 6: nature of the partnership, commercial benefits, contributions, liability.
        Partnership = "partnership",
        /// Matter 7: information governance and data security.
        InformationGovernance = "information_governance",
        /// Matter 8: what is commercially confidential, and until when.
        Confidentiality = "confidentiality",
        /// Matter 9: training needs of NHS staff.
        Training = "training",
        /// Matter 10: other factors to settle before wider adoption.
        Adoption = "adoption",
        /// When it starts and how long it lasts.
        Duration = "duration",
        /// Milestones.
        Milestones = "milestones",
        /// What counts as success.
        Success = "success",
        /// How it is evaluated, and with what.
        Evaluation = "evaluation",
        /// The governing body, and how disputes are settled.
        Governance = "governance",
        /// How it ends early, and what happens to patients then.
        Exit = "exit",
        /// What happens when the money ends.
        Sustainability = "sustainability",
        /// How results are published.
        Publication = "publication",
        /// How it is amended.
        Amendment = "amendment",
    }
}
words! {
    /// What a measure measures (D2).
    pub enum MeasureKind {
        /// What changed for patients.
        Outcome = "outcome",
        /// What was done.
        Process = "process",
        /// What must not get worse.
        Balancing = "balancing",
        /// What patients report.
        PatientReported = "patient_reported",
        /// What it costs.
        Cost = "cost",
    }
}
words! {
    /// Which way is better.
    pub enum Direction {
        /// More is better.
        Increase = "increase",
        /// Less is better.
        Decrease = "decrease",
        /// Neither.
        Neutral = "neutral",
    }
}
words! {
    /// How often a measure is read.
    pub enum Frequency {
        /// Every week.
        Weekly = "weekly",
        /// Every month.
        Monthly = "monthly",
        /// Every three months.
        Quarterly = "quarterly",
        /// Every year.
        Yearly = "yearly",
    }
}
words! {
    /// Money, or something that is worth money.
    pub enum ContributionKind {
        /// Money.
        Cash = "cash",
        /// Time, goods, rooms.
        InKind = "in_kind",
    }
}
words! {
    /// What stays with the NHS.
    pub enum LegacyKind {
        /// A better way of working.
        Systems = "systems",
        /// Better data.
        DataQuality = "data_quality",
        /// Skills of staff.
        Skills = "skills",
        /// Something else.
        Other = "other",
    }
}
words! {
    /// What the data protection screening found.
    pub enum Screening {
        /// No full assessment is needed.
        NotNeeded = "not_needed",
        /// A full assessment is needed.
        Needed = "needed",
    }
}
words! {
    /// Where the data protection impact assessment stands.
    pub enum Assessment {
        /// The screening says that none is needed.
        None = "none",
        /// Not begun.
        NotStarted = "not_started",
        /// Being written.
        InProgress = "in_progress",
        /// Approved by the controllers.
        Approved = "approved",
    }
}
words! {
    /// From when on time is counted.
    pub enum Start {
        /// So many days after the last signature.
        AfterSignature = "after_signature",
        /// On a named day.
        OnDate = "on_date",
    }
}
words! {
    /// What a milestone's weeks are counted from.
    pub enum Anchor {
        /// The last signature.
        Signature = "signature",
        /// The start.
        Start = "start",
    }
}

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
