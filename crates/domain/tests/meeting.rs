//! Meetings and items of business: lifecycles and policy as tables, quorum, conflicts, decisions (G4, G6, C1).
mod common;

use common::{expect, table};
use domain::{
    action::{self, Action, Agreeing, Charge},
    actor::{Actor, Role, SeatRole},
    group::{Group, Seat},
    ids::*,
    item::{
        self, Choice, Dissent, Handling, Item, Manner, Motion, Place, Proposed, Said, Stance, Tabling, Taken, Verdict,
        Votes,
    },
    meeting::{self, Attendance, Meeting, Paper, Plan, Presence},
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
        offers: Vec::new(),
        not_filled: Vec::new(),
        terms: vec![adopted],
        version: 1,
    }
}

fn plan(starts_at: Timestamp) -> Plan {
    Plan { starts_at, place: String::new(), link: String::new(), lasts: None }
}

fn meeting(status: meeting::Status, present: &[u128]) -> Meeting {
    let attendance = present.iter().map(|n| Attendance { person: person(*n), presence: Presence::InPerson }).collect();
    let plan = plan(now());
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
        papers: Vec::new(),
        sequence: 0,
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
    let actions = lifecycle(action::LIFECYCLE, action::Status::ALL, action::Command::ALL);
    expect("action.lifecycle.out", &actions);
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
    let plan = plan(now().plus_seconds(-24 * 3600));
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

#[test]
fn a_withheld_decision_is_public_when_its_day_has_come() {
    let world = world(&ALL);
    let item = declared(Motion::ApproveChallenge, &ALL);
    let until = date(2026, 12, 1);
    let past = item.clone().withhold(&actor(CHAIR), "A patient could be known".into(), date(2026, 11, 23), now());
    assert_eq!(past.unwrap_err().codes(), ["withheld_until_past"]);
    let kept = item.withhold(&actor(CHAIR), "A patient could be known".into(), until, now()).unwrap().into_parts().0;
    let decided = kept.decide(&actor(CHAIR), &world.sitting(), consensus(Verdict::Agreed)).unwrap().0.into_parts().0;
    assert!(!decided.public);
    let early = decided.clone().release(&Actor::system(), now());
    assert_eq!(early.unwrap_err().codes(), ["withheld_still"]);
    let day = "2026-12-01T00:00:00Z".parse().unwrap();
    let open = decided.release(&Actor::system(), day).unwrap().into_parts().0;
    assert!(open.public && open.withheld.is_none());
    let again = open.withhold(&actor(CHAIR), "Too late".into(), date(2027, 1, 1), day);
    assert_eq!(again.unwrap_err().codes(), ["already_public"]);
}

#[test]
fn what_is_not_public_by_itself_stays_so_when_it_is_released() {
    let world = world(&ALL);
    let item = declared(Motion::ApproveCall, &ALL);
    let kept = item.withhold(&actor(CHAIR), "Prices".into(), date(2026, 12, 1), now()).unwrap().into_parts().0;
    let decided = kept.decide(&actor(CHAIR), &world.sitting(), consensus(Verdict::Agreed)).unwrap().0.into_parts().0;
    let released = decided.clone().release(&actor(DEPUTY), now()).unwrap().into_parts().0;
    assert!(!released.public && released.disclose().unwrap().state().public);
    let disclosed = decided.disclose().unwrap().into_parts().0;
    assert!(!disclosed.public && disclosed.release(&actor(CHAIR), now()).unwrap().state().public);
}

#[test]
fn everybody_says_for_themselves_whether_they_attend() {
    let held = meeting(meeting::Status::InSession, &[CHAIR]);
    let joined = held.join(&actor(LAY), Presence::Remote).unwrap().into_parts().0;
    assert!(joined.is_present(person(LAY)));
    let left = joined.join(&actor(LAY), Presence::Apologies).unwrap().into_parts().0;
    assert!(!left.is_present(person(LAY)) && left.attendance.len() == 2);
    let over = meeting(meeting::Status::MinutesDrafted, &[CHAIR]).join(&actor(LAY), Presence::InPerson);
    assert_eq!(over.unwrap_err().codes(), ["wrong_status"]);
}

#[test]
fn calendars_learn_of_each_change_by_a_higher_sequence() {
    let planned = meeting(meeting::Status::Planned, &[]);
    let moved = planned.edit(&actor(SECRETARY), plan(now().plus_seconds(3600)), now()).unwrap().into_parts().0;
    assert_eq!((moved.sequence, moved.plan.ends_at()), (1, now().plus_seconds(7200)));
    let cancelled = moved.cancel(&actor(SECRETARY), "Snow".into()).unwrap();
    assert_eq!(cancelled.state().sequence, 2);
}

fn paper(at: &str, late_because: &str) -> Paper {
    let (id, item, title) = (PaperId(Uuid::from_u128(70)), None, "Budget".into());
    let (by, at, says) = (person(SECRETARY), at.parse().unwrap(), String::new());
    Paper { id, item, title, by, at, late_because: late_because.into(), says }
}

#[test]
fn papers_are_in_time_until_the_cut_off_and_late_ones_say_why() {
    let held =
        || Meeting { plan: plan("2026-12-10T10:00:00Z".parse().unwrap()), ..meeting(meeting::Status::Planned, &[]) };
    let add = |at: &str, why: &str, cutoff| {
        let added = held().add_paper(&actor(SECRETARY), paper(at, why), cutoff);
        added.map(|it| it.into_parts().0.papers[0].late_because.clone()).map_err(|refusal| refusal.codes())
    };
    assert_eq!(add("2026-12-05T23:59:59Z", "", Some(5)), Ok(String::new()));
    assert_eq!(add("2026-12-06T00:00:00Z", " ", Some(5)), Err(vec!["paper_late"]));
    assert_eq!(add("2026-12-06T00:00:00Z", "New figures", Some(5)), Ok("New figures".into()));
    assert_eq!(add("2026-12-10T09:59:59Z", "", None), Ok(String::new()));
}

#[test]
fn papers_are_taken_back_only_before_they_are_out() {
    let planned = meeting(meeting::Status::Planned, &[]);
    let with = planned.add_paper(&actor(SECRETARY), paper("2026-11-23T09:00:00Z", ""), None).unwrap().into_parts().0;
    let id = with.papers[0].id;
    assert!(with.clone().take_paper(&actor(SECRETARY), id).unwrap().state().papers.is_empty());
    let out = with.send_papers(&actor(SECRETARY)).unwrap().into_parts().0;
    assert_eq!(out.take_paper(&actor(SECRETARY), id).unwrap_err().codes(), ["wrong_status"]);
}

fn agreed(status: meeting::Status, due_on: jiff::civil::Date) -> Result<Action, Vec<&'static str>> {
    let (id, reference, about) = (ActionId(Uuid::from_u128(80)), "AC-222222".into(), Some(Uuid::from_u128(61)));
    let charge = Charge { owner: person(MEMBER), due_on };
    let it = Agreeing { id, reference, about, what: "Ask the trust".into(), charge };
    let decided = Action::agree(&actor(SECRETARY), &meeting(status, &[CHAIR]), it, now());
    decided.map(|it| it.into_parts().0).map_err(|refusal| refusal.codes())
}

#[test]
fn a_meeting_agrees_an_action_and_its_owner_does_it() {
    let due = date(2026, 12, 1);
    assert_eq!(agreed(meeting::Status::Planned, due).unwrap_err(), ["not_in_session"]);
    assert_eq!(agreed(meeting::Status::InSession, date(2026, 11, 22)).unwrap_err(), ["due_in_the_past"]);
    let action = agreed(meeting::Status::InSession, due).unwrap();
    assert!(!action.is_overdue("2026-12-01T23:59:59Z".parse().unwrap()));
    assert!(action.is_overdue("2026-12-02T00:00:00Z".parse().unwrap()));
    let of = |n: u128| action.available(&actor(n));
    assert_eq!(of(MEMBER), [action::Command::Complete]);
    assert_eq!(of(SECRETARY), action::Command::ALL);
    assert!(of(LAY).is_empty());
    let done = action.clone().complete(&actor(MEMBER), "They agree".into(), now()).unwrap().into_parts().0;
    assert_eq!((done.status, done.is_overdue("2027-01-01T00:00:00Z".parse().unwrap())), (action::Status::Done, false));
    assert_eq!(done.drop(&actor(CHAIR), String::new(), now()).unwrap_err().codes(), ["wrong_status"]);
}

#[test]
fn whoever_is_recused_does_not_read_what_was_agreed_about_it() {
    let action = agreed(meeting::Status::InSession, date(2026, 12, 1)).unwrap();
    let mut recused = actor(MEMBER);
    recused.recused.push(Uuid::from_u128(61));
    assert!(policy::may_read_action(&actor(LAY), &action) && !policy::may_read_action(&recused, &action));
    assert!(recused.person == action.charge.owner && action.available(&recused).is_empty());
}
