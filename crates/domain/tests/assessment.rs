//! Assessments: lifecycle and policy as tables; who reads whose scores, and what stands against locking.
mod called;
mod common;

use called::{CALL, COMPANY, GROUP, NETWORK, call};
use common::{expect, table};
use domain::{
    actor::{Actor, Duty, Role, SeatRole},
    assessment::{Assessment, Assign, Command, LIFECYCLE, Score, Status, check},
    ids::{AssessmentId, PersonId, ResponseId},
    policy,
    response::{self, Response},
};
use uuid::Uuid;

const RESPONSE: ResponseId = ResponseId(Uuid::from_u128(40));

fn person(n: u128, roles: Vec<Role>) -> Actor {
    Actor::new(PersonId(Uuid::from_u128(n)), roles)
}

fn assessor(n: u128) -> Actor {
    person(n, vec![Role::Assesses(CALL)])
}

fn assessment(n: u128, status: Status) -> Assessment {
    Assessment {
        id: AssessmentId(Uuid::from_u128(n)),
        reference: "AS-222222".into(),
        title: "Heart failure".into(),
        call: CALL,
        response: RESPONSE,
        organisation: COMPANY,
        assessor: PersonId(Uuid::from_u128(n)),
        status,
        commitment: None,
        version: 1,
    }
}

fn response(status: response::Status) -> Response {
    let (reference, title) = ("RS-222222".to_string(), "Heart failure".to_string());
    let (call, organisation) = (CALL, COMPANY);
    Response { id: RESPONSE, reference, call, title, organisation, status, submission: None, place: None, version: 1 }
}

fn actors() -> Vec<(&'static str, Actor)> {
    let mut recused = assessor(1);
    recused.recused.push(RESPONSE.0);
    vec![
        ("its assessor", assessor(1)),
        ("its assessor, recused", recused),
        ("its assessor, of the company", person(1, vec![Role::Assesses(CALL), Role::Does(Duty::Legal, COMPANY)])),
        ("its assessor, an officer", person(1, vec![Role::Assesses(CALL), Role::Does(Duty::NetworkOfficer, NETWORK)])),
        ("another assessor", assessor(2)),
        ("network officer", person(8, vec![Role::Does(Duty::NetworkOfficer, NETWORK)])),
        ("chair", person(8, vec![Role::Sits(SeatRole::Chair, GROUP)])),
        ("member", person(8, vec![Role::Sits(SeatRole::Member, GROUP)])),
        ("auditor", person(8, vec![Role::Auditor])),
        ("operator", person(8, vec![Role::Operator])),
        ("company", person(8, vec![Role::Does(Duty::PartnershipManager, COMPANY)])),
    ]
}

fn yes(allowed: bool) -> String {
    if allowed { "yes" } else { "-" }.to_string()
}

#[test]
fn the_lifecycle_is_this_table() {
    let to = |r: usize, c: usize| {
        let found = LIFECYCLE.iter().find(|(from, by, _)| (*from, *by) == (Status::ALL[r], Command::ALL[c]));
        found.map_or("-", |(_, _, to)| to.as_str()).to_string()
    };
    expect("assessment.lifecycle.out", &table(Status::ALL, Command::ALL, to));
}

#[test]
fn the_policy_is_this_table() {
    let actors = actors();
    let names: Vec<&str> = actors.iter().map(|(name, _)| *name).collect();
    let cell = |r: usize, c: usize| {
        let it = assessment(1, Status::Scoring);
        yes(policy::may_assessment(&actors[r].1, Command::ALL[c], &it, &call()).is_ok())
    };
    expect("assessment.policy.out", &table(&names, Command::ALL, cell));
}

#[test]
fn scores_are_read_by_these() {
    let actors = actors();
    let names: Vec<&str> = actors.iter().map(|(name, _)| *name).collect();
    let columns = ["mine locked", "both locked", "other recused", "other scoring"];
    let others = [Status::Scoring, Status::Locked, Status::Recused, Status::Scoring];
    let cell = |r: usize, c: usize| {
        let first = if c == 3 { Status::Scoring } else { Status::Locked };
        let panel = [assessment(1, first), assessment(2, others[c])];
        yes(policy::may_read_scores(&actors[r].1, &panel[0], &panel, &call()))
    };
    expect("assessment.scores.out", &table(&names, &columns, cell));
}

#[test]
fn a_response_is_judged_only_after_declaring_and_without_conflict() {
    let reads = |status| {
        let opened = response(response::Status::Opened);
        policy::may_read_to_judge(&assessor(1), &opened, &assessment(1, status))
    };
    let statuses: Vec<Status> = Status::ALL.iter().copied().filter(|status| reads(*status)).collect();
    assert_eq!(statuses, [Status::DeclaredClear, Status::Scoring, Status::Locked]);
    let sealed = response(response::Status::Sealed);
    assert!(!policy::may_read_to_judge(&assessor(1), &sealed, &assessment(1, Status::DeclaredClear)));
}

#[test]
fn nothing_is_assigned_before_the_opening() {
    let assign = || Assign {
        id: AssessmentId(Uuid::from_u128(1)),
        reference: "AS-222222".into(),
        assessor: PersonId(Uuid::from_u128(1)),
    };
    let refused = Assessment::assign(assign(), &response(response::Status::Sealed)).unwrap_err();
    assert_eq!(refused.codes(), ["not_opened_yet"]);
    assert!(Assessment::assign(assign(), &response(response::Status::Opened)).is_ok());
}

#[test]
fn whoever_works_for_the_respondent_cannot_declare_no_interest() {
    let actor = person(1, vec![Role::Assesses(CALL), Role::Does(Duty::Legal, COMPANY)]);
    let refused = assessment(1, Status::Assigned).declare_none(&actor, &call()).unwrap_err();
    assert_eq!(refused.codes(), ["works_for_respondent"]);
    assert!(assessment(1, Status::Assigned).declare_interest(&actor, &call()).is_ok());
}

#[test]
fn nobody_rules_on_their_own_conflict() {
    let officer = person(1, vec![Role::Assesses(CALL), Role::Does(Duty::NetworkOfficer, NETWORK)]);
    assert_eq!(assessment(1, Status::UnderRuling).clear(&officer, &call()).unwrap_err().codes(), ["denied"]);
}

#[test]
fn locking_says_everything_that_is_missing_and_nothing_changes_after() {
    let score =
        |criterion: &str, points, reasons: &str| Score { criterion: criterion.into(), points, reasons: reasons.into() };
    let codes = |scores: &[Score]| check(&call(), scores).iter().map(|reason| reason.code).collect::<Vec<_>>();
    assert_eq!(codes(&[]), ["score_missing", "score_without_reasons", "score_missing", "score_without_reasons"]);
    let wrong = [score("Outcomes", Some(5), "Good"), score("Delivery", Some(1), " ")];
    assert_eq!(codes(&wrong), ["score_outside_scale", "score_without_reasons"]);
    let whole = [score("Outcomes", Some(4), "Good"), score("Delivery", Some(0), "Late")];
    let locked = assessment(1, Status::Scoring).lock(&assessor(1), &call(), &whole, "h".into()).unwrap().into_parts().0;
    for command in Command::ALL {
        assert!(locked.outcome(&assessor(1), &call(), *command).is_err(), "{command}");
    }
}
