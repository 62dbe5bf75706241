//! Groups: policy as a table, seats, terms of reference and what they gate (G1, G2).
mod common;

use common::{expect, table};
use domain::{
    actor::{Actor, Role, SeatRole},
    group::{Afterwards, Command, Ending, Founding, Group, Seat},
    ids::{GroupId, OrganisationId, PersonId, SeatId},
    policy,
    refusal::Refusal,
    terms::{self, Clauses, DecisionRule, Status, Terms},
    time::Timestamp,
};
use jiff::civil::{Date, date};
use uuid::Uuid;

const GROUP: GroupId = GroupId(Uuid::from_u128(7));

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-11-23T09:00:00Z")
}

fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

fn sitting(n: u128, role: SeatRole) -> Actor {
    Actor::new(person(n), vec![Role::Sits(role, GROUP)])
}

fn operator() -> Actor {
    Actor::new(person(1), vec![Role::Operator])
}

fn seat(n: u128, role: SeatRole) -> Seat {
    let voting = !matches!(role, SeatRole::Secretary | SeatRole::Observer);
    let (id, organisation, from) = (SeatId(Uuid::from_u128(n)), None, date(2026, 1, 1));
    Seat { id, person: person(n), role, organisation, from, to: None, voting, stands_in_for: None }
}

fn ending(n: u128, last: Date, because: &str) -> Ending {
    let seat = SeatId(Uuid::from_u128(n));
    Ending { seat, last, because: because.into(), afterwards: Afterwards::FilledAgain, at: now() }
}

fn empty() -> Group {
    let (systems, network) = (vec![OrganisationId(Uuid::from_u128(3))], OrganisationId(Uuid::from_u128(4)));
    let founding = Founding { id: GROUP, reference: "GR-222222".into(), name: "South".into(), systems, network };
    Group { version: 1, ..Group::create(&operator(), founding).unwrap().into_parts().0 }
}

fn seated() -> Group {
    let seats = vec![seat(2, SeatRole::Chair), seat(3, SeatRole::Deputy), seat(4, SeatRole::Secretary)];
    Group { seats, ..empty() }
}

fn clauses() -> Clauses {
    let (purpose, chairing, frequency) = ("Needs".into(), "By vote".into(), "Monthly".into());
    let (quorum, decision_rule) = (Some(2), Some(DecisionRule::Majority));
    Clauses { purpose, chairing, frequency, quorum, decision_rule, ..Clauses::default() }
}

fn working() -> Group {
    let adopted = Terms { status: Status::Adopted, adopted_at: Some(now()), ..Terms::draft(1, clauses()) };
    Group { terms: vec![adopted], ..seated() }
}

fn codes<T: std::fmt::Debug>(result: Result<T, Refusal>) -> Vec<&'static str> {
    result.err().map(|refusal| refusal.codes()).unwrap_or_default()
}

#[test]
fn the_lifecycle_of_terms_is_this_table() {
    let to = |r: usize, c: usize| {
        let (from, by) = (terms::Status::ALL[r], terms::Command::ALL[c]);
        let found = terms::LIFECYCLE.iter().find(|it| (it.0, it.1) == (from, by));
        found.map_or("-", |it| it.2.as_str()).to_string()
    };
    expect("terms.lifecycle.out", &table(terms::Status::ALL, terms::Command::ALL, to));
}

#[test]
fn the_policy_is_this_table() {
    let elsewhere = Role::Sits(SeatRole::Chair, GroupId(Uuid::from_u128(6)));
    let mut actors: Vec<(String, Actor)> =
        SeatRole::ALL.iter().map(|role| (role.to_string(), sitting(9, *role))).collect();
    actors.push(("chair of another group".into(), Actor::new(person(9), vec![elsewhere])));
    actors.push(("operator".into(), operator()));
    actors.push(("auditor".into(), Actor::new(person(9), vec![Role::Auditor])));
    actors.push(("public".into(), Actor::public()));
    let names: Vec<&str> = actors.iter().map(|(name, _)| name.as_str()).collect();
    let mut columns: Vec<String> = Command::ALL.iter().map(ToString::to_string).collect();
    columns.push("read board".into());
    let cell = |r: usize, c: usize| {
        let actor = &actors[r].1;
        let allowed = match Command::ALL.get(c) {
            Some(command) => policy::may_group(actor, *command, &working()).is_ok(),
            None => policy::may_read_board(actor, GROUP),
        };
        if allowed { "yes" } else { "-" }.to_string()
    };
    expect("group.policy.out", &table(&names, &columns, cell));
}

#[test]
fn a_group_without_anything_says_all_that_is_missing() {
    assert_eq!(codes(empty().governing(now())), ["tor_not_in_force", "no_chair", "no_deputy"]);
    assert_eq!(codes(working().governing(now())), [""; 0]);
}

#[test]
fn terms_bind_until_the_end_of_their_last_day_in_london() {
    let mut group = working();
    group.terms[0].clauses.expires_on = Some(date(2027, 6, 30));
    assert!(group.governing(at("2027-06-30T22:59:59Z")).is_ok());
    assert_eq!(codes(group.governing(at("2027-06-30T23:00:00Z"))), ["tor_not_in_force"]);
}

#[test]
fn a_quorum_of_one_governs_nothing() {
    let mut group = working();
    group.terms[0].clauses.quorum = Some(1);
    assert_eq!(codes(group.governing(now())), ["quorum_too_small"]);
}

#[test]
fn a_chair_whose_seat_has_ended_is_no_chair() {
    let group = working().end_seat(&sitting(4, SeatRole::Secretary), ending(2, date(2026, 11, 22), "Nobody is left"));
    let (group, _) = group.unwrap().into_parts();
    assert_eq!(codes(group.governing(now())), ["no_chair"]);
}

#[test]
fn seats_of_one_person_never_overlap() {
    let again = Seat { id: SeatId(Uuid::from_u128(20)), role: SeatRole::Member, ..seat(2, SeatRole::Chair) };
    assert_eq!(codes(seated().give_seat(&operator(), again.clone())), ["seats_overlap"]);
    let mut ended = seated();
    ended.seats[0].to = Some(date(2025, 12, 31));
    assert!(ended.give_seat(&operator(), again).is_ok());
}

#[test]
fn seats_have_an_end_after_their_beginning_one_chair_and_no_voting_secretary() {
    let chair = Seat { to: Some(date(2025, 1, 1)), ..seat(20, SeatRole::Chair) };
    assert_eq!(codes(empty().give_seat(&operator(), chair)), ["seat_dates"]);
    assert_eq!(codes(seated().give_seat(&operator(), seat(20, SeatRole::Chair))), ["role_taken"]);
    for role in [SeatRole::Secretary, SeatRole::Observer] {
        let voting = Seat { voting: true, ..seat(20, role) };
        assert_eq!(codes(seated().give_seat(&operator(), voting)), ["role_never_votes"]);
    }
    let stands_in = |of: u128, voting| Seat { stands_in_for: Some(person(of)), voting, ..seat(20, SeatRole::Member) };
    assert!(seated().give_seat(&operator(), stands_in(2, false)).is_ok());
    assert_eq!(codes(seated().give_seat(&operator(), stands_in(2, true))), ["stand_in_has_no_vote"]);
    assert_eq!(codes(seated().give_seat(&operator(), stands_in(77, false))), ["no_such_principal"]);
    let silent = Seat { voting: false, ..seat(20, SeatRole::Deputy) };
    assert_eq!(codes(empty().give_seat(&operator(), silent)), ["role_votes"]);
}

#[test]
fn a_draft_that_misses_what_gates_says_so_field_by_field() {
    let group = seated().draft_terms(&operator(), Clauses::default()).unwrap().into_parts().0;
    let refused = group.propose_terms(&sitting(4, SeatRole::Secretary), String::new(), now()).unwrap_err();
    let Refusal::Gate(reasons) = refused else { panic!("{refused}") };
    let found: Vec<_> = reasons.iter().map(|it| (it.code, it.field.as_deref().unwrap_or_default())).collect();
    let incomplete = ["purpose", "chairing", "frequency", "decision_rule"].map(|field| ("terms_incomplete", field));
    let rest = [("quorum_too_small", "quorum"), ("say_why_missing", "missing_because")];
    assert_eq!(found, [incomplete.as_slice(), rest.as_slice()].concat());
}

#[test]
fn a_quorum_above_the_voting_seats_is_refused() {
    let group = seated().draft_terms(&operator(), Clauses { quorum: Some(3), ..clauses() }).unwrap().into_parts().0;
    let refused = group.propose_terms(&sitting(4, SeatRole::Secretary), "Small team".into(), now());
    assert_eq!(codes(refused), ["quorum_above_seats"]);
}

#[test]
fn a_draft_before_the_group_cannot_be_changed() {
    let secretary = sitting(4, SeatRole::Secretary);
    let group = seated().draft_terms(&secretary, clauses()).unwrap().into_parts().0;
    let group = group.propose_terms(&secretary, "Small team".into(), now()).unwrap().into_parts().0;
    assert_eq!(codes(group.clone().draft_terms(&secretary, clauses())), ["terms_before_group"]);
    assert!(!group.available(&secretary).contains(&Command::DraftTerms));
}

#[test]
fn the_rights_of_a_role_span_all_its_seats_that_have_not_ended() {
    let mut group = seated();
    group.seats[0].to = Some(date(2026, 12, 31));
    group.seats.push(Seat { from: date(2027, 1, 1), to: Some(date(2027, 6, 30)), ..seat(2, SeatRole::Chair) });
    let span = |on| group.span(person(2), SeatRole::Chair, on);
    assert_eq!(span(date(2026, 11, 23)), Some((date(2026, 1, 1), Some(date(2027, 6, 30)))));
    assert_eq!(span(date(2027, 2, 1)), Some((date(2027, 1, 1), Some(date(2027, 6, 30)))));
    assert_eq!(span(date(2027, 7, 1)), None);
}

#[test]
fn only_an_operator_creates_a_group_and_never_without_a_system() {
    let founding = Founding {
        id: GROUP,
        reference: "GR-222222".into(),
        name: "South".into(),
        systems: Vec::new(),
        network: OrganisationId(Uuid::from_u128(4)),
    };
    assert_eq!(codes(Group::create(&operator(), founding.clone())), ["missing"]);
    assert_eq!(codes(Group::create(&sitting(2, SeatRole::Chair), founding)), ["denied"]);
}
