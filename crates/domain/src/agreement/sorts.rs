//! The closed sets of words that an agreement is told in: its heads, and the kinds of what stands under them.

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
