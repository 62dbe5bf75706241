//! What the parties agree about measures, milestones and contributions, until the agreement itself has them.
use crate::{ids::*, money::Pounds};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

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
