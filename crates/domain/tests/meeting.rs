//! Meetings and items of business: lifecycles and policy as tables, quorum, conflicts, decisions (G4, G6, C1).
mod common;

use common::{expect, table};
use domain::{
    actor::{Actor, Role, SeatRole},
    group::{Group, Seat},
    ids::*,
    item::{
        self, Choice, Dissent, Handling, Item, Manner, Motion, Place, Proposed, Said, Stance, Tabling, Taken, Verdict,
        Votes,
    },
    meeting::{self, Attendance, Meeting, Plan, Presence},
    policy,
    refusal::Refusal,
    sitting::Sitting,
    terms::{Clauses, DecisionRule, Status as TermsStatus, Terms},
    time::Timestamp,
};
use jiff::civil::date;
use std::collections::BTreeSet;
use uuid::Uuid;

const GROUP: GroupId = GroupId(Uuid::from_u128(7));
const CHAIR: u128 = 2;
const DEPUTY: u128 = 3;
const SECRETARY: u128 = 4;
const MEMBER: u128 = 5;
const LAY: u128 = 6;
const STAND_IN: u128 = 8;

fn now() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

fn people(all: &[u128]) -> Vec<PersonId> {
    all.iter().map(|n| person(*n)).collect()
}

fn role(n: u128) -> SeatRole {
    match n {
        CHAIR => SeatRole::Chair,
        DEPUTY => SeatRole::Deputy,
        SECRETARY => SeatRole::Secretary,
        LAY => SeatRole::LayMember,
        _ => SeatRole::Member,
    }
}

fn actor(n: u128) -> Actor {
    Actor::new(person(n), vec![Role::Sits(role(n), GROUP)])
}

fn group(rule: DecisionRule) -> Group {
    let seat = |n: u128| {
        let (id, organisation, from, to) = (SeatId(Uuid::from_u128(n)), None, date(2026, 1, 1), None);
        Seat {
            id,
            person: person(n),
            role: role(n),
            organisation,
            from,
            to,
            voting: n != SECRETARY,
            stands_in_for: None,
        }
    };
    let clauses = Clauses { quorum: Some(2), decision_rule: Some(rule), ..Clauses::default() };
    let adopted = Terms { status: TermsStatus::Adopted, ..Terms::draft(1, clauses) };
    let organisation = OrganisationId(Uuid::from_u128(40));
    let (reference, name) = ("GR-222222".into(), "South".into());
    let seats = [CHAIR, DEPUTY, SECRETARY, MEMBER, LAY].map(seat).into();
    Group {
        id: GROUP,
        reference,
        name,
        systems: vec![organisation],
        network: organisation,
        seats,
        terms: vec![adopted],
        version: 1,
    }
}

fn meeting(status: meeting::Status, present: &[u128]) -> Meeting {
    let attendance = present.iter().map(|n| Attendance { person: person(*n), presence: Presence::InPerson }).collect();
    let plan = Plan { starts_at: now(), place: String::new(), link: String::new() };
    let (id, reference, title) = (MeetingId(Uuid::from_u128(50)), "MT-222222".into(), "South".into());
    Meeting {
        id,
        reference,
        group: GROUP,
        title,
        status,
        plan,
        attendance,
        minutes: None,
        cancelled_because: String::new(),
        version: 1,
    }
}

fn item(motion: Motion) -> Item {
    let tabling = Tabling {
        id: ItemId(Uuid::from_u128(60)),
        reference: "IT-222222".into(),
        group: GROUP,
        motion,
        subject: Uuid::from_u128(61),
        about: "ND-222222".into(),
        title: "Heart failure".into(),
        drafter: Some(person(30)),
        at: now(),
    };
    Item::table(tabling).into_parts().0
}

/// An item on the agenda on which these people have declared no interest.
fn declared(motion: Motion, by: &[u128]) -> Item {
    let placed = item(motion).place(&actor(SECRETARY), MeetingId(Uuid::from_u128(50))).unwrap().into_parts().0;
    by.iter().fold(placed, |item, n| say(item, *n, Said::Nothing))
}

fn say(item: Item, n: u128, said: Said) -> Item {
    item.declare(&actor(n), person(n), said, now()).unwrap().into_parts().0
}

fn consensus(verdict: Verdict) -> Proposed {
    let (manner, votes, reasons) = (Manner::Consensus, Votes::default(), "It meets the need.".into());
    Proposed { verdict, manner, votes, reasons, choices: Vec::new(), review_on: None }
}

fn voted(verdict: Verdict, yes: &[u128], no: &[u128], none: &[u128]) -> Proposed {
    let why = |person| Dissent { person, reasons: "It costs too much".into() };
    let dissent = people(no).into_iter().map(why).collect();
    let votes = Votes { in_favour: people(yes), against: people(no), abstained: people(none), dissent };
    Proposed { manner: Manner::Vote, votes, ..consensus(verdict) }
}

/// A room: a group, a meeting in session and whose interests are current.
struct World {
    group: Group,
    meeting: Meeting,
    current: BTreeSet<PersonId>,
}

const ALL: [u128; 4] = [CHAIR, DEPUTY, MEMBER, LAY];

fn world(present: &[u128]) -> World {
    let current = people(&ALL).into_iter().collect();
    World { group: group(DecisionRule::Majority), meeting: meeting(meeting::Status::InSession, present), current }
}

impl World {
    fn sitting(&self) -> Sitting<'_> {
        Sitting { group: &self.group, meeting: &self.meeting, current: &self.current, at: now() }
    }
    fn refused(&self, item: Item, by: u128, proposed: Proposed) -> Vec<&'static str> {
        item.decide(&actor(by), &self.sitting(), proposed).err().map(|it| it.codes()).unwrap_or_default()
    }
    fn recuse(&self, item: Item, by: u128, n: u128) -> Item {
        let item = say(item, n, Said::Interest);
        item.rule(&actor(by), &self.sitting(), person(n), Handling::Recused, String::new()).unwrap().into_parts().0
    }
}

fn lifecycle<S: Copy + PartialEq + ToString, C: Copy + PartialEq + ToString>(
    all: &[(S, C, S)],
    statuses: &[S],
    commands: &[C],
) -> String {
    let to = |r: usize, c: usize| {
        let found = all.iter().find(|it| it.0 == statuses[r] && it.1 == commands[c]);
        found.map_or("-".into(), |it| it.2.to_string())
    };
    table(statuses, commands, to)
}

#[test]
fn the_lifecycles_are_these_tables() {
    let meetings = lifecycle(meeting::LIFECYCLE, meeting::Status::ALL, meeting::Command::ALL);
    expect("meeting.lifecycle.out", &meetings);
    let items = lifecycle(item::LIFECYCLE, item::Status::ALL, item::Command::ALL);
    expect("item.lifecycle.out", &items);
}

#[test]
fn the_policy_is_this_table() {
    let mut recused = actor(MEMBER);
    recused.recused.push(Uuid::from_u128(61));
    let actors = [
        ("chair", actor(CHAIR)),
        ("deputy", actor(DEPUTY)),
        ("secretary", actor(SECRETARY)),
        ("member", actor(MEMBER)),
        ("recused member", recused),
        ("operator", Actor::new(person(9), vec![Role::Operator])),
        ("auditor", Actor::new(person(9), vec![Role::Auditor])),
        ("public", Actor::public()),
    ];
    let names = actors.each_ref().map(|(name, _)| *name);
    let meetings = meeting::Command::ALL.iter().map(|command| format!("meeting {command}"));
    let items = item::Command::ALL.iter().map(|command| format!("item {command}"));
    let columns: Vec<String> = meetings.chain(items).chain(["read item".into(), "read decision".into()]).collect();
    let (first, second) = (meeting::Command::ALL.len(), meeting::Command::ALL.len() + item::Command::ALL.len());
    let cell = |r: usize, c: usize| {
        let (actor, item) = (&actors[r].1, declared(Motion::ApproveCall, &[]));
        let allowed = if c < first {
            policy::may_meeting(actor, meeting::Command::ALL[c], &meeting(meeting::Status::Planned, &[])).is_ok()
        } else if c < second {
            policy::may_item(actor, item::Command::ALL[c - first], &item).is_ok()
        } else {
            policy::may_read_item(actor, &Item { public: c > second, ..item })
        };
        if allowed { "yes" } else { "-" }.to_string()
    };
    expect("meeting.policy.out", &table(&columns, &names, |r, c| cell(c, r)));
}

#[test]
fn a_quorate_decision_makes_a_ruling_with_what_was_decided() {
    let world = world(&ALL);
    let item = declared(Motion::ApproveChallenge, &ALL);
    let (decided, ruling) = item.decide(&actor(CHAIR), &world.sitting(), consensus(Verdict::Agreed)).unwrap();
    assert_eq!((ruling.motion, ruling.verdict, ruling.by), (Motion::ApproveChallenge, Verdict::Agreed, person(CHAIR)));
    let (item, _) = decided.into_parts();
    assert_eq!((item.status, item.public), (item::Status::Decided, true));
    assert_eq!(item.decision.unwrap().present, people(&ALL));
}

#[test]
fn with_too_few_present_nothing_is_decided() {
    let world = world(&[CHAIR, SECRETARY]);
    let refused = world.refused(declared(Motion::ApproveChallenge, &[CHAIR]), CHAIR, consensus(Verdict::Agreed));
    assert_eq!(refused, ["inquorate"]);
}

#[test]
fn whoever_is_recused_leaves_the_quorum() {
    let world = world(&[CHAIR, MEMBER]);
    let item = declared(Motion::ApproveChallenge, &[CHAIR]);
    let item = world.recuse(item, CHAIR, MEMBER);
    let quorum = world.sitting().quorum(&item);
    assert_eq!((quorum.needed, quorum.present, quorum.base), (2, 1, 3));
    assert_eq!(world.refused(item, CHAIR, consensus(Verdict::Agreed)), ["inquorate"]);
}

#[test]
fn everybody_present_declares_and_every_interest_is_ruled_first() {
    let world = world(&ALL);
    let item = say(declared(Motion::ApproveChallenge, &[CHAIR, DEPUTY]), MEMBER, Said::Interest);
    let refused = world.refused(item, CHAIR, consensus(Verdict::Agreed));
    assert_eq!(refused, ["declarations_missing", "conflicts_unruled"]);
}

#[test]
fn a_conflicted_chair_neither_rules_nor_decides_and_the_deputy_takes_the_item() {
    let world = world(&ALL);
    let item = say(declared(Motion::ApproveChallenge, &[DEPUTY, MEMBER, LAY]), CHAIR, Said::Interest);
    let own = item.clone().rule(&actor(CHAIR), &world.sitting(), person(CHAIR), Handling::NoConflict, String::new());
    assert_eq!(own.unwrap_err().codes(), ["own_conflict"]);
    let ruled = item.rule(&actor(DEPUTY), &world.sitting(), person(CHAIR), Handling::Manageable, "Leaves".into());
    let item = ruled.unwrap().into_parts().0;
    assert_eq!(world.refused(item.clone(), CHAIR, consensus(Verdict::Agreed)), ["own_conflict"]);
    assert_eq!(world.refused(item, DEPUTY, consensus(Verdict::Agreed)), [""; 0]);
}

#[test]
fn the_deputy_does_not_preside_beside_a_chair_without_conflict() {
    let refused = world(&ALL).refused(declared(Motion::ApproveChallenge, &ALL), DEPUTY, consensus(Verdict::Agreed));
    assert_eq!(refused, ["not_presiding"]);
}

#[test]
fn a_recusal_is_never_taken_back() {
    let world = world(&ALL);
    let item = world.recuse(declared(Motion::ApproveChallenge, &[CHAIR]), CHAIR, MEMBER);
    let widened =
        item.clone().rule(&actor(CHAIR), &world.sitting(), person(MEMBER), Handling::NoConflict, String::new());
    assert_eq!(widened.unwrap_err().codes(), ["widening_refused"]);
    let again = item.declare(&actor(MEMBER), person(MEMBER), Said::Nothing, now());
    assert_eq!(again.unwrap_err().codes(), ["already_recused"]);
}

#[test]
fn the_drafter_of_a_call_neither_approves_it_nor_votes_for_it() {
    let world = world(&ALL);
    let by_chair = Item { drafter: Some(person(CHAIR)), ..declared(Motion::ApproveCall, &ALL) };
    assert_eq!(world.refused(by_chair, CHAIR, consensus(Verdict::Agreed)), ["approver_is_drafter"]);
    let by_member = Item { drafter: Some(person(MEMBER)), ..declared(Motion::ApproveCall, &ALL) };
    let refused = world.refused(by_member, CHAIR, voted(Verdict::Agreed, &[CHAIR, MEMBER], &[], &[]));
    assert_eq!(refused, ["approver_is_drafter"]);
}

#[test]
fn only_those_present_with_a_vote_vote_and_only_once() {
    let world = world(&[CHAIR, DEPUTY, SECRETARY, MEMBER]);
    let item = || declared(Motion::ApproveChallenge, &[CHAIR, DEPUTY, MEMBER]);
    let cases = [
        (voted(Verdict::Agreed, &[], &[], &[]), vec!["votes_missing"]),
        (voted(Verdict::Agreed, &[CHAIR, DEPUTY], &[CHAIR], &[]), vec!["voted_twice"]),
        (voted(Verdict::Agreed, &[CHAIR, SECRETARY], &[], &[]), vec!["may_not_vote"]),
        (voted(Verdict::Agreed, &[CHAIR, LAY], &[], &[]), vec!["may_not_vote"]),
        (voted(Verdict::Agreed, &[CHAIR], &[DEPUTY, MEMBER], &[]), vec!["votes_say_otherwise"]),
        (voted(Verdict::NotAgreed, &[CHAIR, DEPUTY], &[], &[]), vec!["votes_say_otherwise"]),
    ];
    for (proposed, codes) in cases {
        assert_eq!(world.refused(item(), CHAIR, proposed), codes);
    }
}

#[test]
fn who_has_not_declared_for_a_year_neither_votes_nor_counts() {
    let mut world = world(&[CHAIR, DEPUTY, MEMBER]);
    world.current.remove(&person(MEMBER));
    let item = declared(Motion::ApproveChallenge, &[CHAIR, DEPUTY, MEMBER]);
    assert_eq!(world.sitting().quorum(&item).present, 2);
    let refused = world.refused(item, CHAIR, voted(Verdict::Agreed, &[CHAIR, MEMBER], &[], &[]));
    assert_eq!(refused, ["interests_stale", "may_not_vote"]);
}

#[test]
fn each_decision_rule_carries_as_it_says() {
    let carries = |rule, yes: &[u128], no: &[u128], none: &[u128]| {
        let world = World { group: group(rule), ..world(&ALL) };
        let item = declared(Motion::ApproveChallenge, &ALL);
        world.refused(item, CHAIR, voted(Verdict::Agreed, yes, no, none)).is_empty()
    };
    use DecisionRule::*;
    assert!(carries(Majority, &[CHAIR, DEPUTY], &[MEMBER], &[LAY]));
    assert!(!carries(Majority, &[CHAIR, DEPUTY], &[MEMBER, LAY], &[]));
    assert!(carries(CastingVote, &[CHAIR, DEPUTY], &[MEMBER, LAY], &[]));
    assert!(!carries(CastingVote, &[MEMBER, LAY], &[CHAIR, DEPUTY], &[]));
    assert!(carries(TwoThirds, &[CHAIR, DEPUTY], &[MEMBER], &[]));
    assert!(!carries(TwoThirds, &[CHAIR, DEPUTY], &[MEMBER, LAY], &[]));
    assert!(carries(Consensus, &[CHAIR], &[], &[DEPUTY]));
    assert!(!carries(Consensus, &[CHAIR, DEPUTY, MEMBER], &[LAY], &[]));
}

#[test]
fn nothing_is_decided_twice_or_outside_a_session() {
    let open = world(&ALL);
    let item = declared(Motion::ApproveChallenge, &ALL);
    let planned = World { meeting: meeting(meeting::Status::Planned, &ALL), ..world(&ALL) };
    assert_eq!(planned.refused(item.clone(), CHAIR, consensus(Verdict::Agreed)), ["not_in_session"]);
    let decided = item.decide(&actor(CHAIR), &open.sitting(), consensus(Verdict::Agreed)).unwrap().0.into_parts().0;
    assert_eq!(open.refused(decided.clone(), CHAIR, consensus(Verdict::NotAgreed)), ["wrong_status"]);
    assert_eq!(decided.declare(&actor(LAY), person(LAY), Said::Nothing, now()).unwrap_err().codes(), ["wrong_status"]);
}

#[test]
fn the_first_terms_are_adopted_under_their_own_draft_and_nothing_else_without_terms() {
    let mut world = world(&[CHAIR, DEPUTY]);
    world.group.terms[0].status = TermsStatus::Draft;
    let adopt = declared(Motion::AdoptTerms, &[CHAIR, DEPUTY]);
    assert_eq!(world.refused(adopt, CHAIR, consensus(Verdict::Agreed)), [""; 0]);
    let need = declared(Motion::ApproveChallenge, &[CHAIR, DEPUTY]);
    assert_eq!(world.refused(need, CHAIR, consensus(Verdict::Agreed)), ["tor_not_in_force"]);
}

#[test]
fn a_selection_names_somebody_and_each_response_once() {
    let world = world(&ALL);
    let item = || declared(Motion::Select, &ALL);
    let choice = |n: u128, place| Choice { response: ResponseId(Uuid::from_u128(n)), place };
    let with = |choices| Proposed { choices, ..consensus(Verdict::Agreed) };
    assert_eq!(world.refused(item(), CHAIR, with(vec![])), ["no_partner_chosen"]);
    let twice = with(vec![choice(1, Place::Selected), choice(1, Place::Reserve)]);
    assert_eq!(world.refused(item(), CHAIR, twice), ["chosen_twice"]);
    let none = Proposed { choices: vec![choice(1, Place::Selected)], ..consensus(Verdict::NotAgreed) };
    assert_eq!(world.refused(item(), CHAIR, none), ["no_selection_here"]);
}

#[test]
fn a_meeting_lies_ahead_and_nobody_attends_twice() {
    let plan = Plan { starts_at: now().plus_seconds(-24 * 3600), place: String::new(), link: String::new() };
    let refused = meeting(meeting::Status::Planned, &[]).edit(&actor(SECRETARY), plan, now()).unwrap_err();
    assert_eq!(refused.codes(), ["meeting_in_the_past"]);
    let start = |people: &[u128]| {
        let attendance = meeting(meeting::Status::Planned, people).attendance;
        meeting(meeting::Status::Planned, &[]).start(&actor(SECRETARY), attendance).unwrap_err().codes()
    };
    assert_eq!(start(&[CHAIR, CHAIR]), ["attends_twice"]);
    assert_eq!(start(&[]), ["nobody_attends"]);
}

#[test]
fn only_those_who_run_the_meeting_declare_for_others() {
    let item = declared(Motion::ApproveChallenge, &[]);
    let for_other = |by: u128| item.clone().declare(&actor(by), person(LAY), Said::Nothing, now());
    assert!(matches!(for_other(MEMBER), Err(Refusal::Denied)));
    assert_eq!(for_other(SECRETARY).unwrap().state().declarations[0].recorded_by, person(SECRETARY));
}

/// A room like any other in which somebody without a vote stands in for the member.
fn with_stand_in(present: &[u128]) -> World {
    let mut world = world(present);
    let seat = world.group.seats.iter().find(|seat| seat.person == person(MEMBER)).unwrap().clone();
    let (id, stands_in_for) = (SeatId(Uuid::from_u128(STAND_IN)), Some(person(MEMBER)));
    world.group.seats.push(Seat { id, person: person(STAND_IN), voting: false, stands_in_for, ..seat });
    world.current.insert(person(STAND_IN));
    world
}

impl World {
    fn vote(&self, item: Item, by: u128, stance: Stance, reasons: &str) -> Result<Item, Vec<&'static str>> {
        let decided = item.vote(&actor(by), &self.sitting(), stance, reasons.into());
        decided.map(|it| it.into_parts().0).map_err(|refusal| refusal.codes())
    }
    fn by_vote(&self, item: Item, verdict: Verdict) -> Result<Taken, Vec<&'static str>> {
        let decided = item.decide(&actor(CHAIR), &self.sitting(), voted(verdict, &[], &[], &[]));
        decided.map(|(it, _)| it.into_parts().0.decision.unwrap()).map_err(|refusal| refusal.codes())
    }
}

#[test]
fn members_cast_their_own_votes_and_the_decision_is_what_they_come_to() {
    let world = world(&ALL);
    let item = declared(Motion::ApproveChallenge, &ALL);
    let item = [CHAIR, DEPUTY].iter().fold(item, |it, n| world.vote(it, *n, Stance::InFavour, "").unwrap());
    assert_eq!(world.vote(item.clone(), LAY, Stance::Against, " "), Err(vec!["say_why_against"]));
    let item = world.vote(item, LAY, Stance::Against, "Too far to travel").unwrap();
    let item = world.vote(item, MEMBER, Stance::Abstained, "").unwrap();
    let count = world.sitting().count(&item, Some(person(CHAIR)));
    assert_eq!((count.in_favour, count.against, count.abstained, count.entitled), (2, 1, 1, 4));
    assert_eq!(world.by_vote(item.clone(), Verdict::NotAgreed), Err(vec!["votes_say_otherwise"]));
    assert_eq!(world.refused(item.clone(), CHAIR, consensus(Verdict::Agreed)), ["consensus_was_opposed"]);
    let taken = world.by_vote(item, Verdict::Agreed).unwrap();
    assert_eq!(taken.votes.dissent, [Dissent { person: person(LAY), reasons: "Too far to travel".into() }]);
}

#[test]
fn a_vote_can_be_changed_until_the_item_is_decided() {
    let world = world(&ALL);
    let item = world.vote(declared(Motion::ApproveChallenge, &ALL), LAY, Stance::Abstained, "").unwrap();
    let item = world.vote(item, LAY, Stance::InFavour, "").unwrap();
    assert_eq!(item.ballots.len(), 1);
    let decided = item.decide(&actor(CHAIR), &world.sitting(), voted(Verdict::Agreed, &[], &[], &[])).unwrap();
    let decided = decided.0.into_parts().0;
    assert_eq!(world.vote(decided, MEMBER, Stance::InFavour, ""), Err(vec!["voting_closed"]));
}

#[test]
fn whoever_is_absent_undeclared_stale_or_without_a_vote_casts_none() {
    let mut world = world(&[CHAIR, DEPUTY, SECRETARY, MEMBER]);
    let item = || declared(Motion::ApproveChallenge, &[CHAIR, DEPUTY, LAY, SECRETARY]);
    assert_eq!(world.vote(item(), LAY, Stance::InFavour, ""), Err(vec!["no_vote_here"]));
    assert_eq!(world.vote(item(), SECRETARY, Stance::InFavour, ""), Err(vec!["no_vote_here", "interests_stale"]));
    assert_eq!(world.vote(item(), MEMBER, Stance::InFavour, ""), Err(vec!["declare_before_voting"]));
    world.current.remove(&person(DEPUTY));
    assert_eq!(world.vote(item(), DEPUTY, Stance::InFavour, ""), Err(vec!["interests_stale"]));
    let planned = World { meeting: meeting(meeting::Status::Planned, &ALL), ..world };
    assert_eq!(planned.vote(item(), CHAIR, Stance::InFavour, ""), Err(vec!["not_in_session"]));
}

#[test]
fn somebody_stands_in_only_for_a_member_who_is_absent_and_has_not_voted() {
    let item = || declared(Motion::ApproveChallenge, &[CHAIR, DEPUTY, MEMBER, LAY, STAND_IN]);
    let beside = with_stand_in(&[CHAIR, MEMBER, STAND_IN]);
    assert_eq!(beside.vote(item(), STAND_IN, Stance::InFavour, ""), Err(vec!["principal_present"]));
    assert_eq!(beside.sitting().quorum(&item()).present, 2);
    let instead = with_stand_in(&[CHAIR, STAND_IN]);
    assert_eq!(instead.sitting().quorum(&item()).present, 2);
    let voted = instead.vote(item(), STAND_IN, Stance::InFavour, "").unwrap();
    assert_eq!((voted.ballots[0].of, voted.ballots[0].by), (person(MEMBER), person(STAND_IN)));
    assert_eq!(instead.by_vote(voted, Verdict::Agreed).unwrap().votes.in_favour, people(&[MEMBER]));
    let early = beside.vote(item(), MEMBER, Stance::InFavour, "").unwrap();
    assert_eq!(instead.vote(early, STAND_IN, Stance::Abstained, ""), Err(vec!["principal_voted"]));
}

#[test]
fn nobody_votes_for_a_member_who_is_recused() {
    let with_member = with_stand_in(&[CHAIR, DEPUTY, MEMBER, STAND_IN]);
    let item = with_member.recuse(declared(Motion::ApproveChallenge, &[CHAIR, DEPUTY, STAND_IN]), CHAIR, MEMBER);
    let instead = with_stand_in(&[CHAIR, DEPUTY, STAND_IN]);
    assert_eq!(instead.vote(item.clone(), STAND_IN, Stance::InFavour, ""), Err(vec!["principal_recused"]));
    assert_eq!(instead.sitting().quorum(&item).present, 2);
}

#[test]
fn a_majority_of_those_entitled_counts_the_absent_but_not_the_recused() {
    let world = World { group: group(DecisionRule::EntitledMajority), ..world(&[CHAIR, DEPUTY, MEMBER]) };
    let item = declared(Motion::ApproveChallenge, &[CHAIR, DEPUTY]);
    let two = || voted(Verdict::Agreed, &[CHAIR, DEPUTY], &[], &[]);
    let all = world.refused(say(item.clone(), MEMBER, Said::Nothing), CHAIR, two());
    assert_eq!(all, ["votes_say_otherwise"], "two of four");
    let item = world.recuse(item, CHAIR, MEMBER);
    assert_eq!(world.refused(item, CHAIR, two()), [""; 0], "two of three");
}

#[test]
fn whoever_is_against_says_why() {
    let mut silent = voted(Verdict::Agreed, &[CHAIR, DEPUTY], &[LAY], &[]);
    silent.votes.dissent.clear();
    assert_eq!(world(&ALL).refused(declared(Motion::ApproveChallenge, &ALL), CHAIR, silent), ["dissent_unexplained"]);
}
