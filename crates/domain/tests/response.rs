//! Responses: the lifecycle and the policy as tables, the deadline to the second, and what stands against submitting.
mod called;
mod common;

use called::{COMPANY, GROUP, NETWORK, at, call};
use common::{expect, table};
use domain::{
    actor::{Actor, Duty, Role, SeatRole},
    ids::{ItemId, OrganisationId, PersonId, ResponseId},
    item::Place,
    policy,
    response::{Answer, Command, LIFECYCLE, Reminder, Response, Start, Status, Submission, check, patient_data},
};
use uuid::Uuid;

const ID: ResponseId = ResponseId(Uuid::from_u128(1));
const IN_TIME: &str = "2027-01-18T11:59:59Z";

fn response(status: Status) -> Response {
    Response {
        id: ID,
        reference: "RS-222222".into(),
        call: called::CALL,
        title: "Heart failure".into(),
        organisation: COMPANY,
        status,
        submission: None,
        place: None,
        version: 1,
    }
}

fn person(roles: Vec<Role>) -> Actor {
    Actor::new(PersonId(Uuid::from_u128(8)), roles)
}

fn manager() -> Actor {
    person(vec![Role::Does(Duty::PartnershipManager, COMPANY)])
}

fn actors() -> Vec<(&'static str, Actor)> {
    let mut recused = person(vec![Role::Does(Duty::NetworkOfficer, NETWORK)]);
    recused.recused.push(ID.0);
    vec![
        ("partnership manager", manager()),
        ("colleague", person(vec![Role::Does(Duty::Legal, COMPANY)])),
        ("rival", person(vec![Role::Does(Duty::PartnershipManager, OrganisationId(Uuid::from_u128(99)))])),
        ("network officer", person(vec![Role::Does(Duty::NetworkOfficer, NETWORK)])),
        ("recused officer", recused),
        ("chair", person(vec![Role::Sits(SeatRole::Chair, GROUP)])),
        ("observer", person(vec![Role::Sits(SeatRole::Observer, GROUP)])),
        ("auditor", person(vec![Role::Auditor])),
        ("operator", person(vec![Role::Operator])),
        ("public", Actor::public()),
    ]
}

fn answers(texts: [&str; 2]) -> Vec<Answer> {
    let of = |(question, answer): (&str, &str)| Answer { question: question.into(), answer: answer.into() };
    ["What?", "When?"].into_iter().zip(texts).map(of).collect()
}

fn submission(moment: &str) -> Submission {
    Submission { number: 1, at: at(moment), commitment: "c".into(), receipt: "r".into() }
}

#[test]
fn the_lifecycle_is_this_table() {
    let to = |r: usize, c: usize| {
        let found = LIFECYCLE.iter().find(|(from, by, _)| (*from, *by) == (Status::ALL[r], Command::ALL[c]));
        found.map_or("-", |(_, _, to)| to.as_str()).to_string()
    };
    expect("response.lifecycle.out", &table(Status::ALL, Command::ALL, to));
}

#[test]
fn the_policy_is_this_table() {
    let actors = actors();
    let names: Vec<&str> = actors.iter().map(|(name, _)| *name).collect();
    let reads = Status::ALL.iter().map(|status| format!("read {status}"));
    let columns: Vec<String> = reads.chain(Command::ALL.iter().map(ToString::to_string)).collect();
    let cell = |r: usize, c: usize| {
        let actor = &actors[r].1;
        let allowed = match Status::ALL.get(c) {
            Some(status) => policy::may_read_response(actor, &response(*status), NETWORK, GROUP),
            None => {
                let command = Command::ALL[c - Status::ALL.len()];
                policy::may_response(actor, command, &response(Status::Draft)).is_ok()
            }
        };
        if allowed { "yes" } else { "-" }.to_string()
    };
    expect("response.policy.out", &table(&names, &columns, cell));
}

#[test]
fn the_deadlines_second_is_too_late_and_the_second_before_is_not() {
    let submit = |moment: &str| {
        response(Status::Draft).submit(&manager(), &call(), &answers(["A nurse", "Soon"]), submission(moment))
    };
    assert!(submit(IN_TIME).is_ok());
    assert!(submit("2027-01-18T11:59:59.999999Z").is_ok());
    for late in ["2027-01-18T12:00:00Z", "2027-01-18T12:00:01Z"] {
        assert_eq!(submit(late).unwrap_err().codes(), ["past_deadline"]);
    }
    assert_eq!(submit("2026-12-01T08:59:59Z").unwrap_err().codes(), ["call_opens_later"]);
}

#[test]
fn a_refusal_for_lateness_names_both_instants() {
    let refused = response(Status::Draft).may_edit(&manager(), &call(), at("2027-01-18T12:00:07Z")).unwrap_err();
    let domain::refusal::Refusal::Gate(reasons) = refused else { panic!("{refused:?}") };
    let facts = [("deadline", "18 January 2027, 12:00:00 GMT"), ("at", "18 January 2027, 12:00:07 GMT")];
    assert_eq!(reasons[0].facts, facts.map(|(name, value)| (name, value.to_string())));
}

#[test]
fn a_call_that_is_not_published_takes_no_answers() {
    let cancelled = domain::call::Call { status: domain::call::Status::Cancelled, ..call() };
    let start = Start { id: ID, reference: "RS-222222".into(), organisation: COMPANY };
    let refused = Response::start(&manager(), start, &cancelled, at(IN_TIME)).unwrap_err();
    assert_eq!(refused.codes(), ["call_not_open"]);
}

#[test]
fn everything_that_stands_against_submitting_is_said_at_once() {
    let codes = |texts| check(&call(), &answers(texts)).iter().map(|reason| reason.code).collect::<Vec<_>>();
    assert_eq!(codes(["one two three", "Soon"]), [] as [&str; 0]);
    assert_eq!(codes(["one two three four", " "]), ["answer_too_long", "answer_missing"]);
    assert_eq!(codes(["ask 9434765919", ""]), ["answer_missing", "nhs_number_in_answer"]);
    assert_eq!(patient_data(&answers(["943 476 5919", "9434765918"])).len(), 1);
}

#[test]
fn what_was_submitted_is_sealed_then_opened_then_told() {
    let submitted = response(Status::Draft)
        .submit(&manager(), &call(), &answers(["A nurse", "Soon"]), submission(IN_TIME))
        .unwrap()
        .into_parts()
        .0;
    let opened = submitted.seal().unwrap().into_parts().0.open().unwrap().into_parts().0;
    assert_eq!(opened.clone().announced().unwrap_err().codes(), ["not_decided_yet"]);
    for (place, status) in [
        (Place::Selected, Status::Selected),
        (Place::Reserve, Status::Reserve),
        (Place::NotSelected, Status::NotSelected),
    ] {
        let placed = opened.clone().placed(place, ItemId(Uuid::nil())).unwrap().into_parts().0;
        assert_eq!(placed.status, Status::Opened, "nobody is told before the announcement");
        assert_eq!(placed.clone().withdraw(&manager()).unwrap_err().codes(), ["decision_made"]);
        assert_eq!(placed.announced().unwrap().into_parts().0.status, status);
    }
}

#[test]
fn nothing_that_was_answered_is_part_of_the_thing() {
    let decided =
        response(Status::Draft).submit(&manager(), &call(), &answers(["Secret", "Soon"]), submission(IN_TIME));
    let (state, event) = decided.unwrap().into_parts();
    assert!(!serde_json::to_string(&(state, event)).unwrap().contains("Secret"));
}

#[test]
fn buttons_for_writing_end_with_the_deadline() {
    let available = |moment| response(Status::Submitted).available(&manager(), &call(), at(moment));
    assert_eq!(available(IN_TIME), [Command::Edit, Command::Submit, Command::Withdraw]);
    assert_eq!(available("2027-01-18T12:00:00Z"), [Command::Withdraw]);
}

#[test]
fn reminders_come_nearer() {
    let seconds: Vec<i64> = Reminder::ALL.iter().map(|reminder| reminder.seconds()).collect();
    assert_eq!(seconds, [604_800, 172_800, 14_400, 1_800]);
}
