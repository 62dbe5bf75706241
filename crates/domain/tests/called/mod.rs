//! A published call with two questions, two criteria and a scale, for tests of what answers it.
use domain::{
    call::{Call, Content, Criterion, Point, Question, Status},
    ids::{CallId, ChallengeId, GroupId, OrganisationId, PersonId},
    time::Timestamp,
};
use uuid::Uuid;

pub const CALL: CallId = CallId(Uuid::from_u128(2));
pub const GROUP: GroupId = GroupId(Uuid::from_u128(7));
pub const NETWORK: OrganisationId = OrganisationId(Uuid::from_u128(5));
pub const COMPANY: OrganisationId = OrganisationId(Uuid::from_u128(6));

/// An instant.
pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Open from 1 December 2026 until 18 January 2027, 12:00.
pub fn call() -> Call {
    let question = |text: &str, words| Question { text: text.into(), guidance: String::new(), words };
    let criterion =
        |name: &str, weight| Criterion { name: name.into(), description: String::new(), weight, threshold: None };
    let content = Content {
        title: "Heart failure".into(),
        condition: String::new(),
        place: String::new(),
        summary: String::new(),
        brings: String::new(),
        seeks: String::new(),
        eligibility: String::new(),
        questions: vec![question("What?", 3), question("When?", 0)],
        criteria: vec![criterion("Outcomes", 60), criterion("Delivery", 40)],
        scale: (0..=4).map(|points| Point { points, meaning: "…".into() }).collect(),
        tie_break: String::new(),
        panel_size: 3,
        one_stage_reason: String::new(),
        publishes: String::new(),
        conflicts: String::new(),
        opens_at: at("2026-12-01T09:00:00Z"),
        deadline: at("2027-01-18T12:00:00Z"),
        decision_by: "2027-03-01".parse().unwrap(),
    };
    Call {
        id: CALL,
        reference: "CL-222222".into(),
        challenge: ChallengeId(Uuid::from_u128(3)),
        group: GROUP,
        network: NETWORK,
        drafter: PersonId(Uuid::from_u128(9)),
        authors: Vec::new(),
        status: Status::Published,
        content,
        declarations: Vec::new(),
        screening: None,
        submitted: None,
        approval: None,
        reasons: String::new(),
        published_at: Some(at("2026-11-20T09:00:00Z")),
        addenda: Vec::new(),
        opening: None,
        found: None,
        version: 1,
    }
}
