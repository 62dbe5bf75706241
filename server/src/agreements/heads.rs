//! What each head of an agreement asks, as forms; page, PDF and differences are made from the same fields.
use crate::forms::{Field, Kind};
use domain::agreement::{Agreement, Head};
use serde_json::{Value, json};

/// Why there is none; offered wherever "none" is possible (A2).
const NONE: Field = Field::text("none_because").optional();

const BENEFICIARIES: &[Field] = &[
    Field::text("group").later(),
    Field::line("size").later(),
    Field::line("geography").later(),
    Field::text("inclusion").later(),
    Field::text("core20plus").later(),
];
const PARTIES: &[Field] = &[Field::each("parties", PARTY), Field::pick("clinical_lead").later()];
const PARTY: &[Field] = &[
    Field::line("role").later(),
    Field::new("address", Kind::Line(400)).later(),
    Field::pick("signatory").later(),
    Field::new("path", Kind::Choices(APPROVERS)).later(),
];
/// The words of `policy::APPROVERS`.
const APPROVERS: &[&str] = &["legal", "finance", "information_governance", "clinical_lead", "partnership_manager"];
const GOALS: &[Field] = &[
    Field::rows("goals", &[Field::new("goal", Kind::Line(400))]).later(),
    Field::new("method", Kind::Text(20_000)).later(),
    Field::rows("interventions", &[Field::text("intervention")]).later(),
    Field::text("guidance").optional(),
];
const MEASURES: &[Field] = &[Field::rows("measures", MEASURE).later()];
const MEASURE: &[Field] = &[
    Field::line("name"),
    Field::choice("kind", &["outcome", "process", "balancing", "patient_reported", "cost"]),
    Field::text("definition"),
    Field::new("numerator", Kind::Line(400)).optional(),
    Field::new("denominator", Kind::Line(400)).optional(),
    Field::new("unit", Kind::Line(20)).optional(),
    Field::line("source"),
    Field::new("baseline", Kind::Decimal).optional(),
    Field::line("baseline_period").optional(),
    Field::new("baseline_by", Kind::Date).optional(),
    Field::new("target", Kind::Decimal),
    Field::new("target_on", Kind::Date),
    Field::choice("direction", &["increase", "decrease", "neutral"]),
    Field::choice("frequency", &["weekly", "monthly", "quarterly", "yearly"]),
    Field::line("owner"),
];
const LEGACY: &[Field] = &[
    Field::rows(
        "legacy",
        &[Field::choice("kind", &["systems", "data_quality", "skills", "other"]), Field::text("what")],
    )
    .later(),
    NONE,
];
const PARTNERSHIP: &[Field] = &[
    Field::text("nature").later(),
    Field::rows("benefits", &[Field::new("benefit", Kind::Line(400))]).later(),
    Field::rows("contributions", CONTRIBUTION).later(),
    Field::text("liability").later(),
];
const CONTRIBUTION: &[Field] = &[
    Field::pick("organisation"),
    Field::choice("kind", &["cash", "in_kind"]),
    Field::new("amount", Kind::Money),
    Field::line("what"),
    Field::line("basis").optional(),
];
const INFORMATION_GOVERNANCE: &[Field] = &[
    Field::new("controllers", Kind::Picks).later(),
    Field::text("processors").optional(),
    Field::text("data_flows").later(),
    Field::choice("screening", &["not_needed", "needed"]).later(),
    Field::choice("assessment", &["none", "not_started", "in_progress", "approved"]).later(),
    Field::line("sharing_agreement").optional(),
    Field::new("aggregates_only", Kind::Yes).later(),
];
const CONFIDENTIALITY: &[Field] = &[
    Field::rows("items", &[Field::new("what", Kind::Line(400)), Field::text("why"), Field::new("until", Kind::Date)])
        .later(),
    NONE,
];
const TRAINING: &[Field] =
    &[Field::rows("training", &[Field::line("who"), Field::line("what"), Field::line("when")]).later(), NONE];
const ADOPTION: &[Field] =
    &[Field::rows("factors", &[Field::new("factor", Kind::Line(400)), Field::line("owner")]).later(), NONE];
const DURATION: &[Field] = &[
    Field::choice("starts", &["after_signature", "on_date"]).later(),
    Field::new("days", Kind::Number(0, 3650)).optional(),
    Field::new("starts_on", Kind::Date).optional(),
    Field::new("months", Kind::Number(1, 120)).later(),
];
const MILESTONES: &[Field] = &[Field::rows("milestones", MILESTONE).later(), NONE];
const MILESTONE: &[Field] = &[
    Field::new("name", Kind::Line(400)),
    Field::line("owner"),
    Field::new("weeks", Kind::Number(0, 520)).optional(),
    Field::choice("after", &["signature", "start"]).optional(),
    Field::new("due_on", Kind::Date).optional(),
];
const SUCCESS: &[Field] = &[Field::rows("criteria", &[Field::new("criterion", Kind::Line(400))]).later(), NONE];
const EVALUATION: &[Field] = &[Field::text("plan").later(), Field::text("resources").later(), NONE];
const GOVERNANCE: &[Field] = &[Field::text("body").later(), Field::text("disputes").later(), NONE];
const EXIT: &[Field] = &[
    Field::rows("triggers", &[Field::new("trigger", Kind::Line(400))]).later(),
    Field::text("continuity").later(),
    Field::line("notice").later(),
    Field::text("handover").later(),
    NONE,
];
const IN_WORDS: &[Field] = &[Field::text("plan").later(), NONE];

/// What a head asks.
pub const fn form(head: Head) -> &'static [Field] {
    match head {
        Head::Beneficiaries => BENEFICIARIES,
        Head::Parties => PARTIES,
        Head::Goals => GOALS,
        Head::Measures => MEASURES,
        Head::Legacy => LEGACY,
        Head::Partnership => PARTNERSHIP,
        Head::InformationGovernance => INFORMATION_GOVERNANCE,
        Head::Confidentiality => CONFIDENTIALITY,
        Head::Training => TRAINING,
        Head::Adoption => ADOPTION,
        Head::Duration => DURATION,
        Head::Milestones => MILESTONES,
        Head::Success => SUCCESS,
        Head::Evaluation => EVALUATION,
        Head::Governance => GOVERNANCE,
        Head::Exit => EXIT,
        Head::Sustainability | Head::Publication | Head::Amendment => IN_WORDS,
    }
}

/// What stands in a head, in the shape of its form.
pub fn values(agreement: &Agreement, head: Head) -> Value {
    match head {
        Head::Parties => json!({ "parties": agreement.parties, "clinical_lead": agreement.content.clinical_lead }),
        _ => json!(agreement.content)[head.as_str()].take(),
    }
}

/// The name of the act that changes a head; its messages hold the labels of the fields.
pub fn act(head: Head) -> String {
    format!("agreement.{head}")
}

/// The address of the act that changes a head.
pub fn path(reference: &str, head: Head) -> String {
    format!("{}/{}", super::path(reference), head.as_str().replace('_', "-"))
}
