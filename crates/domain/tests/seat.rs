//! Seats: what can be done to them as they stand, offers, extension, resignation, vacancies, leaving (G1).
mod common;

use common::{expect, table};
use domain::{
    actor::{Actor, Role, SeatRole},
    group::{Afterwards, Ending, Event, Founding, Group, Seat},
    ids::{GroupId, OrganisationId, PersonId, SeatId},
    refusal::Refusal,
    seat::{Deed, POSSIBLE, Standing},
    terms::{Clauses, DecisionRule, Status, Terms},
    time::Timestamp,
};
use jiff::civil::{Date, date};
use uuid::Uuid;

const GROUP: GroupId = GroupId(Uuid::from_u128(7));
const TODAY: Date = date(2026, 11, 23);

fn now() -> Timestamp {
    "2026-11-23T09:00:00Z".parse().unwrap()
}

fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

fn secretary() -> Actor {
    Actor::new(person(4), vec![Role::Sits(SeatRole::Secretary, GROUP)])
}

fn nobody(n: u128) -> Actor {
    Actor::new(person(n), Vec::new())
}

fn seat(n: u128, role: SeatRole) -> Seat {
    let voting = !matches!(role, SeatRole::Secretary | SeatRole::Observer);
    let (id, organisation, from) = (SeatId(Uuid::from_u128(n)), None, date(2026, 1, 1));
    Seat { id, person: person(n), role, organisation, from, to: None, voting, stands_in_for: None }
}

/// Chair 2, deputy 3, secretary 4, member 5; three vote, the quorum is three.
fn group() -> Group {
    let operator = Actor::new(person(1), vec![Role::Operator]);
    let (systems, network) = (vec![OrganisationId(Uuid::from_u128(3))], OrganisationId(Uuid::from_u128(4)));
    let founding = Founding { id: GROUP, reference: "GR-222222".into(), name: "South".into(), systems, network };
    let (purpose, chairing, frequency) = ("Needs".into(), "By vote".into(), "Monthly".into());
    let (quorum, decision_rule) = (Some(3), Some(DecisionRule::Majority));
    let clauses = Clauses { purpose, chairing, frequency, quorum, decision_rule, ..Clauses::default() };
    let adopted = Terms { status: Status::Adopted, adopted_at: Some(now()), ..Terms::draft(1, clauses) };
    let roles = [(2, SeatRole::Chair), (3, SeatRole::Deputy), (4, SeatRole::Secretary), (5, SeatRole::Member)];
    let seats = roles.map(|(n, role)| seat(n, role)).to_vec();
    Group { seats, terms: vec![adopted], ..Group::create(&operator, founding).unwrap().into_parts().0 }
}

fn offered(it: Seat) -> Group {
    group().offer_seat(&secretary(), it, now()).unwrap().into_parts().0
}

fn codes<T: std::fmt::Debug>(result: Result<T, Refusal>) -> Vec<&'static str> {
    result.err().map(|refusal| refusal.codes()).unwrap_or_default()
}

#[test]
fn what_can_be_done_to_a_seat_is_this_table() {
    let cell = |r: usize, c: usize| {
        let possible = POSSIBLE.contains(&(Standing::ALL[r], Deed::ALL[c]));
        if possible { "yes" } else { "-" }.to_string()
    };
    expect("seat.lifecycle.out", &table(Standing::ALL, Deed::ALL, cell));
}

#[test]
fn an_offer_gives_nothing_until_it_is_accepted_and_then_a_seat_from_that_day() {
    let group = offered(seat(9, SeatRole::LayMember));
    assert!(group.seat_of(person(9), now()).is_none() && group.voters(now()).len() == 3);
    let accepted = group.accept_seat(&nobody(9), now()).unwrap().into_parts().0;
    let taken = accepted.seat_of(person(9), now()).unwrap();
    assert_eq!((taken.from, taken.role, accepted.offers.len()), (TODAY, SeatRole::LayMember, 0));
}

#[test]
fn only_who_was_asked_answers_and_only_once() {
    let group = offered(seat(9, SeatRole::LayMember));
    assert_eq!(codes(group.clone().accept_seat(&nobody(8), now())), ["no_offer_to_you"]);
    assert_eq!(codes(group.clone().accept_seat(&secretary(), now())), ["no_offer_to_you"]);
    let declined = group.decline_seat(&nobody(9)).unwrap().into_parts().0;
    assert!(declined.offers.is_empty() && declined.seat_of(person(9), now()).is_none());
    assert_eq!(codes(declined.accept_seat(&nobody(9), now())), ["no_offer_to_you"]);
}

#[test]
fn an_offer_that_was_taken_back_or_is_past_cannot_be_accepted() {
    let group = offered(Seat { to: Some(date(2026, 12, 31)), ..seat(9, SeatRole::LayMember) });
    let later: Timestamp = "2027-01-01T09:00:00Z".parse().unwrap();
    assert_eq!(codes(group.clone().accept_seat(&nobody(9), later)), ["offer_lapsed"]);
    assert_eq!(codes(group.clone().take_back_offer(&nobody(9), SeatId(Uuid::from_u128(9)))), ["denied"]);
    let back = group.take_back_offer(&secretary(), SeatId(Uuid::from_u128(9))).unwrap().into_parts().0;
    assert_eq!(codes(back.accept_seat(&nobody(9), now())), ["no_offer_to_you"]);
}

#[test]
fn what_cannot_be_a_seat_cannot_be_offered() {
    let group = offered(seat(9, SeatRole::LayMember));
    let again = |it: Seat| codes(group.clone().offer_seat(&secretary(), it, now()));
    assert_eq!(again(seat(9, SeatRole::Member)), ["already_offered"]);
    assert_eq!(again(seat(20, SeatRole::Chair)), ["role_taken"]);
    assert_eq!(again(Seat { id: SeatId(Uuid::from_u128(21)), ..seat(5, SeatRole::Member) }), ["seats_overlap"]);
    assert_eq!(again(Seat { to: Some(date(2026, 11, 22)), ..seat(20, SeatRole::Member) }), ["seat_is_past"]);
    assert_eq!(codes(group.clone().offer_seat(&nobody(5), seat(20, SeatRole::Member), now())), ["denied"]);
}

#[test]
fn a_place_that_was_filled_meanwhile_is_not_given_twice() {
    let mut group = group();
    group.seats[0].to = Some(date(2026, 11, 22));
    let group = group.offer_seat(&secretary(), seat(9, SeatRole::Chair).later(), now()).unwrap().into_parts().0;
    let group = group.give_seat(&secretary(), seat(10, SeatRole::Chair).later()).unwrap().into_parts().0;
    assert_eq!(codes(group.accept_seat(&nobody(9), now())), ["role_taken"]);
}

trait Later {
    fn later(self) -> Self;
}

impl Later for Seat {
    fn later(self) -> Seat {
        Seat { from: TODAY, ..self }
    }
}

#[test]
fn a_seat_is_extended_to_a_later_day_only_while_it_lasts() {
    let mut group = group();
    group.seats[3].to = Some(date(2026, 12, 31));
    let id = SeatId(Uuid::from_u128(5));
    let extend = |group: &Group, last, at| group.clone().extend_seat(&secretary(), id, last, at);
    for earlier in [date(2026, 12, 30), date(2026, 12, 31)] {
        assert_eq!(codes(extend(&group, Some(earlier), now())), ["not_an_extension"]);
    }
    let longer = extend(&group, Some(date(2027, 12, 31)), now()).unwrap().into_parts().0;
    assert_eq!(longer.seats[3].to, Some(date(2027, 12, 31)));
    assert_eq!(extend(&group, None, now()).unwrap().state().seats[3].to, None);
    let over: Timestamp = "2027-01-01T09:00:00Z".parse().unwrap();
    assert_eq!(codes(extend(&group, None, over)), ["no_such_seat"]);
}

#[test]
fn nobody_resigns_for_somebody_else_in_the_past_or_after_their_last_day() {
    let mut group = group();
    group.seats[3].to = Some(date(2026, 12, 31));
    let resign = |who: u128, last| group.clone().resign_seat(&nobody(who), last, now());
    assert_eq!(codes(resign(9, TODAY)), ["no_seat_of_yours"]);
    assert_eq!(codes(resign(5, date(2026, 11, 22))), ["resign_dates"]);
    assert_eq!(codes(resign(5, date(2027, 1, 1))), ["resign_dates"]);
    assert_eq!(resign(5, TODAY).unwrap().state().seats[3].to, Some(TODAY));
}

#[test]
fn ending_a_seat_that_the_quorum_needs_asks_for_a_reason_which_is_recorded() {
    let end = |because: &str| {
        let (seat, afterwards) = (SeatId(Uuid::from_u128(5)), Afterwards::FilledAgain);
        group().end_seat(&secretary(), Ending { seat, last: TODAY, because: because.into(), afterwards, at: now() })
    };
    assert_eq!(codes(end(" ")), ["quorum_out_of_reach"]);
    let (_, event) = end("Retired").unwrap().into_parts();
    let ended = |event: &Event| matches!(event, Event::SeatEnded { because, .. } if because == "Retired");
    assert!(matches!(event, domain::event::DomainEvent::Group { event, .. } if ended(&event)));
}

#[test]
fn a_seat_that_ended_is_vacant_since_the_day_after_until_somebody_has_it_or_it_is_not_filled() {
    let mut group = group();
    assert_eq!(group.vacancies(TODAY), []);
    group.seats[3].to = Some(date(2026, 10, 31));
    group.seats[0].to = Some(date(2026, 11, 22));
    let since: Vec<_> = group.vacancies(TODAY).iter().map(|it| (it.role, it.since)).collect();
    let (chair, member) = (Some(TODAY), Some(date(2026, 11, 1)));
    assert_eq!(since, [(SeatRole::Chair, chair), (SeatRole::Member, member)]);
    assert_eq!(group.vacancies(date(2026, 10, 31)), []);
    let filled = group.clone().give_seat(&secretary(), seat(9, SeatRole::Member).later()).unwrap().into_parts().0;
    assert_eq!(filled.vacancies(TODAY).len(), 1);
    group.not_filled.push(SeatId(Uuid::from_u128(5)));
    assert_eq!(group.vacancies(TODAY).len(), 1);
}

#[test]
fn who_leaves_has_no_seat_and_no_offer_from_tomorrow_on() {
    let left = group().without(person(5), now()).unwrap().into_parts().0;
    assert_eq!(left.seats[3].to, Some(TODAY));
    assert!(group().without(person(77), now()).is_none());
}
