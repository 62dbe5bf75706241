//! Organisations: what may stand in one, and who may follow whom (G8).
use domain::{
    actor::{Actor, Role},
    identifiers::{Identifier, Scheme},
    ids::{OrganisationId, PersonId},
    organisation::{Event, Identified, Kind, Organisation, Particulars, Succession},
    refusal::Refusal,
};
use jiff::civil::{Date, date};
use uuid::Uuid;

fn id(n: u128) -> OrganisationId {
    OrganisationId(Uuid::from_u128(n))
}

fn operator() -> Actor {
    Actor::new(PersonId(Uuid::from_u128(9)), vec![Role::Operator])
}

fn code(code: &str, from: Option<Date>, to: Option<Date>) -> Identified {
    Identified { identifier: Identifier::parse(Scheme::Ods, code).unwrap(), from, to }
}

fn particulars(identifiers: Vec<Identified>) -> Particulars {
    let (from, to) = (Some(date(2022, 7, 1)), None);
    Particulars { name: "A board".into(), kinds: vec![Kind::IntegratedCareBoard], identifiers, from, to }
}

fn board() -> Organisation {
    let made = Organisation::create(&operator(), id(1), "OG-222222".into(), particulars(vec![]));
    made.unwrap().into_parts().0
}

fn succession(successors: Vec<OrganisationId>, later: Vec<OrganisationId>) -> Succession {
    Succession { successors, last_day: date(2026, 3, 31), later }
}

#[test]
fn whoever_is_no_operator_changes_nothing() {
    let actor = Actor::new(PersonId(Uuid::from_u128(8)), vec![Role::Auditor]);
    let made = Organisation::create(&actor, id(1), "OG-222222".into(), particulars(vec![])).unwrap_err();
    let edited = board().edit(&actor, particulars(vec![])).unwrap_err();
    let followed = board().succeed(&actor, succession(vec![id(2)], vec![])).unwrap_err();
    assert_eq!([made, edited, followed], [Refusal::Denied, Refusal::Denied, Refusal::Denied]);
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let backwards = code("QWE", Some(date(2026, 4, 1)), Some(date(2026, 3, 31)));
    let mut it = particulars(vec![code("QWE", None, None), backwards]);
    it.to = Some(date(2020, 1, 1));
    let refused = board().edit(&operator(), it).unwrap_err();
    assert_eq!(refused.codes(), ["ends_before_it_begins", "ends_before_it_begins", "identifier_twice"]);
}

#[test]
fn it_ends_when_others_take_its_place() {
    let (after, event) = board().succeed(&operator(), succession(vec![id(2), id(3)], vec![])).unwrap().into_parts();
    assert_eq!((after.successors, after.to), (vec![id(2), id(3)], Some(date(2026, 3, 31))));
    assert_eq!(event, domain::event::DomainEvent::Organisation { id: id(1), event: Event::Succeeded });
}

#[test]
fn circles_are_refused_however_long() {
    for it in [succession(vec![id(1)], vec![]), succession(vec![id(2)], vec![id(2), id(3), id(1)])] {
        assert_eq!(board().succeed(&operator(), it).unwrap_err().codes(), ["successor_circle"]);
    }
}

#[test]
fn it_does_not_end_before_it_begins() {
    let early = Succession { last_day: date(2022, 6, 30), ..succession(vec![id(2)], vec![]) };
    assert_eq!(board().succeed(&operator(), early).unwrap_err().codes(), ["ends_before_it_begins"]);
}

#[test]
fn first_and_last_day_belong_to_it() {
    let ended = board().succeed(&operator(), succession(vec![id(2)], vec![])).unwrap().into_parts().0;
    let days = [date(2022, 6, 30), date(2022, 7, 1), date(2026, 3, 31), date(2026, 4, 1)];
    assert_eq!(days.map(|day| ended.exists_on(day)), [false, true, true, false]);
    assert!(board().exists_on(date(2099, 1, 1)));
}
