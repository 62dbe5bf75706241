//! What an agreement still lacks before its text can be agreed: every reason at once (A2).
use super::*;
use crate::refusal::Reason;
use jiff::civil::Date;

impl Head {
    /// The code of the reasons that belong to this head.
    pub const fn code(self) -> &'static str {
        match self {
            Head::Beneficiaries => "agreement_beneficiaries",
            Head::Parties => "agreement_parties",
            Head::Goals => "agreement_goals",
            Head::Measures => "agreement_measures",
            Head::Legacy => "agreement_legacy",
            Head::Partnership => "agreement_partnership",
            Head::InformationGovernance => "agreement_information_governance",
            Head::Confidentiality => "agreement_confidentiality",
            Head::Training => "agreement_training",
            Head::Adoption => "agreement_adoption",
            Head::Duration => "agreement_duration",
            Head::Milestones => "agreement_milestones",
            Head::Success => "agreement_success",
            Head::Evaluation => "agreement_evaluation",
            Head::Governance => "agreement_governance",
            Head::Exit => "agreement_exit",
            Head::Sustainability => "agreement_sustainability",
            Head::Publication => "agreement_publication",
            Head::Amendment => "agreement_amendment",
        }
    }
}

/// The reasons of one head, one after the other.
struct Lacks {
    head: Head,
    reasons: Vec<Reason>,
}

impl Lacks {
    fn of(head: Head) -> Lacks {
        Lacks { head, reasons: Vec::new() }
    }
    /// The field must say something.
    fn text(self, field: &str, text: &str) -> Lacks {
        self.unless(field, !text.trim().is_empty())
    }
    /// The list must hold something.
    fn list<T>(self, field: &str, list: &[T]) -> Lacks {
        self.unless(field, !list.is_empty())
    }
    fn unless(mut self, field: &str, there: bool) -> Lacks {
        if !there {
            self.reasons.push(Reason::new(self.head.code()).at(field));
        }
        self
    }
    fn also(mut self, reasons: impl IntoIterator<Item = Reason>) -> Lacks {
        self.reasons.extend(reasons);
        self
    }
    /// Nothing is lacking where a reason says why there is none.
    fn or_none(self, because: &str) -> Lacks {
        if because.trim().is_empty() { self } else { Lacks::of(self.head) }
    }
}

impl Agreement {
    /// What one head still lacks on this day.
    pub fn lacks(&self, head: Head, day: Date) -> Vec<Reason> {
        let it = &self.content;
        let lacks = Lacks::of(head);
        let lacks = match head {
            Head::Beneficiaries => beneficiaries(lacks, &it.beneficiaries),
            Head::Parties => {
                lacks.also(self.parties.iter().flat_map(party)).unless("clinical_lead", it.clinical_lead.is_some())
            }
            Head::Goals => goals(lacks, &it.goals),
            Head::Measures => lacks.list("measures", &it.measures.measures).also(self.of_measures(day)),
            Head::Legacy => lacks.list("legacy", &it.legacy.legacy).or_none(&it.legacy.none_because),
            Head::Partnership => self.partnership(lacks),
            Head::InformationGovernance => self.governed(lacks),
            Head::Confidentiality => {
                lacks.list("items", &it.confidentiality.items).or_none(&it.confidentiality.none_because)
            }
            Head::Training => lacks.list("training", &it.training.training).or_none(&it.training.none_because),
            Head::Adoption => lacks.list("factors", &it.adoption.factors).or_none(&it.adoption.none_because),
            Head::Duration => self.lasting(lacks, day),
            Head::Milestones => self.of_milestones(lacks, day).or_none(&it.milestones.none_because),
            Head::Success => lacks.list("criteria", &it.success.criteria).or_none(&it.success.none_because),
            Head::Evaluation => lacks
                .text("plan", &it.evaluation.plan)
                .text("resources", &it.evaluation.resources)
                .or_none(&it.evaluation.none_because),
            Head::Governance => lacks
                .text("body", &it.governance.body)
                .text("disputes", &it.governance.disputes)
                .or_none(&it.governance.none_because),
            Head::Exit => exit(lacks, &it.exit),
            Head::Sustainability => in_words(lacks, &it.sustainability),
            Head::Publication => in_words(lacks, &it.publication),
            Head::Amendment => in_words(lacks, &it.amendment),
        };
        lacks.reasons
    }

    /// Everything that stands between this draft and an agreed text, if it were agreed on this day.
    pub fn missing(&self, day: Date) -> Vec<Reason> {
        Head::ALL.iter().flat_map(|head| self.lacks(*head, day)).collect()
    }

    fn of_measures(&self, day: Date) -> Vec<Reason> {
        let starts = self.content.duration.starts_on(day);
        let measures = self.content.measures.measures.iter();
        let early = |measure: &&Measure| starts.is_some_and(|starts| measure.target_on < starts);
        let unplanned = |measure: &&Measure| measure.baseline.is_none() && measure.baseline_by.is_none();
        let undated = |measure: &&Measure| measure.baseline.is_some() && measure.baseline_period.trim().is_empty();
        let kinds: Vec<MeasureKind> = measures.clone().map(|measure| measure.kind).collect();
        let outcome = kinds.is_empty() || kinds.contains(&MeasureKind::Outcome);
        [
            named("target_before_start", "target_on", measures.clone().filter(early)),
            named("no_baseline_and_no_plan", "baseline", measures.clone().filter(unplanned)),
            named("baseline_without_period", "baseline_period", measures.filter(undated)),
            if outcome { Vec::new() } else { vec![Reason::new("no_outcome_measure").at("measures")] },
        ]
        .concat()
    }

    fn partnership(&self, lacks: Lacks) -> Lacks {
        let it = &self.content.partnership;
        let silent =
            self.parties.iter().filter(|party| !it.contributions.iter().any(|c| c.organisation == party.organisation));
        let silent: Vec<Reason> = silent
            .map(|party| Reason::new("party_contributes_nothing").at("contributions").with("party", &party.name))
            .collect();
        let unvalued =
            it.contributions.iter().filter(|c| c.kind == ContributionKind::InKind && c.basis.trim().is_empty());
        let unvalued = unvalued.map(|c| Reason::new("in_kind_without_basis").at("basis").with("what", &c.what));
        lacks
            .text("nature", &it.nature)
            .list("benefits", &it.benefits)
            .text("liability", &it.liability)
            .also(if self.route == Route::Donation { Vec::new() } else { silent })
            .also(unvalued)
    }

    fn governed(&self, lacks: Lacks) -> Lacks {
        let it = &self.content.information_governance;
        let settled = matches!((it.screening, it.assessment), (Some(Screening::Needed), Some(Assessment::None)));
        let contradiction = settled.then(|| Reason::new("assessment_needed").at("assessment"));
        let raw = (!it.aggregates_only).then(|| Reason::new("company_sees_more_than_aggregates").at("aggregates_only"));
        lacks
            .list("controllers", &it.controllers)
            .text("data_flows", &it.data_flows)
            .unless("screening", it.screening.is_some())
            .unless("assessment", it.assessment.is_some())
            .also(contradiction)
            .also(raw)
    }

    fn lasting(&self, lacks: Lacks, day: Date) -> Lacks {
        let it = &self.content.duration;
        let past = it.starts_on(day).is_some_and(|starts| starts < day);
        lacks
            .unless("starts", it.starts_on(day).is_some())
            .unless("months", it.months.is_some_and(|months| months > 0))
            .also(past.then(|| Reason::new("starts_in_the_past").at("starts_on")))
    }

    fn of_milestones(&self, lacks: Lacks, day: Date) -> Lacks {
        let it = &self.content.milestones.milestones;
        let Some(starts) = self.content.duration.starts_on(day) else { return lacks.list("milestones", it) };
        let undated = it.iter().filter(|milestone| milestone.on_calendar(day, starts).is_none());
        let undated: Vec<Reason> = undated
            .map(|milestone| Reason::new("milestone_without_day").at("milestones").with("milestone", &milestone.name))
            .collect();
        lacks.list("milestones", it).also(undated)
    }
}

fn party(party: &Party) -> Vec<Reason> {
    let name = &party.name;
    let reason = |code, field: &str| Reason::new(code).at(field).with("party", name);
    let checks = [
        ("party_without_role", "role", party.role.trim().is_empty()),
        ("party_without_address", "address", party.address.trim().is_empty()),
        ("party_without_signatory", "signatory", party.signatory.is_none()),
        ("party_without_approvers", "path", party.path.is_empty()),
    ];
    checks.iter().filter(|(.., lacking)| *lacking).map(|(code, field, _)| reason(*code, field)).collect()
}

fn beneficiaries(lacks: Lacks, it: &Beneficiaries) -> Lacks {
    lacks
        .text("group", &it.group)
        .text("size", &it.size)
        .text("geography", &it.geography)
        .text("inclusion", &it.inclusion)
        .text("core20plus", &it.core20plus)
}

fn goals(lacks: Lacks, it: &Goals) -> Lacks {
    lacks.list("goals", &it.goals).text("method", &it.method).list("interventions", &it.interventions)
}

fn exit(lacks: Lacks, it: &Exit) -> Lacks {
    lacks
        .list("triggers", &it.triggers)
        .text("continuity", &it.continuity)
        .text("notice", &it.notice)
        .text("handover", &it.handover)
        .or_none(&it.none_because)
}

fn in_words(lacks: Lacks, it: &InWords) -> Lacks {
    lacks.text("plan", &it.plan).or_none(&it.none_because)
}

fn named<'a>(code: &'static str, field: &str, measures: impl Iterator<Item = &'a Measure>) -> Vec<Reason> {
    measures.map(|measure| Reason::new(code).at(field).with("measure", &measure.name)).collect()
}
