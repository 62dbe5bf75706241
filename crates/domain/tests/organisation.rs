//! Organisations: what may stand in one, and who may follow whom (G8).
use domain::{
    actor::{Actor, Duty, Role},
    identifiers::{Identifier, Scheme},
    ids::{OrganisationId, PersonId},
    organisation::{
        Correction, Event, Former, Heir, Identified, Kind, Organisation, Particulars, Place, Renaming, Succession, Tie,
        TieKind,
    },
    person::Person,
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
    let (name, brand) = ("A board".into(), String::new());
    Particulars { name, brand, kinds: vec![Kind::IntegratedCareBoard], identifiers, from, to }
}

fn correction(identifiers: Vec<Identified>) -> Correction {
    let Particulars { kinds, identifiers, from, to, .. } = particulars(identifiers);
    Correction { kinds, identifiers, from, to }
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
    let edited = board().edit(&actor, correction(vec![])).unwrap_err();
    let followed = board().succeed(&actor, succession(vec![id(2)], vec![])).unwrap_err();
    assert_eq!([made, edited, followed], [Refusal::Denied, Refusal::Denied, Refusal::Denied]);
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let backwards = code("QWE", Some(date(2026, 4, 1)), Some(date(2026, 3, 31)));
    let mut it = correction(vec![code("QWE", None, None), backwards]);
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

/// 2026 in the tests: the month and day.
fn on(month: i8, day: i8) -> Option<Date> {
    Some(date(2026, month, day))
}

fn lei(code: &str) -> Identified {
    Identified { identifier: Identifier::parse(Scheme::Lei, code).unwrap(), from: None, to: None }
}

#[test]
fn one_register_gives_one_code_at_a_time() {
    for (identifiers, refused) in [
        (vec![code("QWE", None, None), code("S1Y5D", None, None)], vec!["identifiers_overlap"]),
        (vec![code("QWE", None, on(3, 31)), code("S1Y5D", on(3, 31), None)], vec!["identifiers_overlap"]),
        (vec![code("QWE", None, on(3, 31)), code("S1Y5D", on(4, 1), None)], vec![]),
        (vec![code("QWE", None, on(3, 31)), code("QWE", on(4, 1), None)], vec!["identifier_twice"]),
        (vec![code("QWE", None, None), lei("549300MLUDYVRQOOXS22")], vec![]),
    ] {
        let codes: Vec<String> = identifiers.iter().map(|one| one.identifier.code().to_string()).collect();
        let edited = board().edit(&operator(), correction(identifiers));
        assert_eq!(edited.err().map(|it| it.codes()).unwrap_or_default(), refused, "{codes:?}");
    }
}

fn renaming(name: &str, from: Option<Date>) -> Renaming {
    Renaming { name: name.into(), brand: String::new(), from, today: date(2026, 11, 23) }
}

fn renamed(it: Organisation, name: &str, from: Option<Date>) -> Organisation {
    it.rename(&operator(), renaming(name, from)).unwrap().into_parts().0
}

#[test]
fn a_new_name_keeps_the_old_one_with_its_last_day() {
    let it = renamed(renamed(board(), "The Board", on(4, 1)), "Our Board", on(10, 1));
    let names: Vec<(&str, Date)> = it.former.iter().map(|Former { name, to, .. }| (name.as_str(), *to)).collect();
    assert_eq!(names, [("A board", date(2026, 3, 31)), ("The Board", date(2026, 9, 30))]);
    assert_eq!((it.name.as_str(), it.named_since()), ("Our Board", on(10, 1)));
}

#[test]
fn a_spelling_that_was_wrong_is_no_former_name() {
    let it = renamed(board(), "A Board", None);
    assert_eq!((it.name.as_str(), it.former.len(), it.version), ("A Board", 0, 0));
}

#[test]
fn a_name_begins_after_the_one_before_and_not_in_the_future() {
    let it = renamed(board(), "The Board", on(4, 1));
    for (name, from, refused) in [
        ("The Board", on(5, 1), "name_unchanged"),
        ("", on(5, 1), "missing"),
        ("Other", on(4, 1), "name_too_early"),
        ("Other", on(3, 1), "name_too_early"),
        ("Other", on(11, 24), "name_too_late"),
    ] {
        let answer = it.clone().rename(&operator(), renaming(name, from)).unwrap_err();
        assert_eq!(answer.codes(), [refused], "{name} from {from:?}");
    }
    assert!(it.rename(&operator(), renaming("Other", on(11, 23))).is_ok());
    assert_eq!(board().rename(&Actor::public(), renaming("Other", None)).unwrap_err(), Refusal::Denied);
}

fn tie(kind: TieKind, by: u128, from: Option<Date>, to: Option<Date>) -> Tie {
    Tie { kind, organisation: id(by), from, to }
}

#[test]
fn it_is_hosted_by_one_organisation_at_a_time() {
    use TieKind::*;
    let hosts = vec![tie(HostedBy, 2, None, on(3, 31)), tie(HostedBy, 3, on(4, 1), None), tie(PartOf, 4, None, None)];
    let it = board().tie(&operator(), hosts, &[]).unwrap().into_parts().0;
    let host = |month, day| it.tied_on(HostedBy, date(2026, month, day));
    assert_eq!([host(3, 31), host(4, 1)], [Some(id(2)), Some(id(3))]);
    assert_eq!(it.tied_on(PartOf, date(2026, 1, 1)), Some(id(4)));
    for (ties, above, refused) in [
        (vec![tie(HostedBy, 2, None, on(4, 1)), tie(HostedBy, 3, on(4, 1), None)], vec![], "ties_overlap"),
        (vec![tie(HostedBy, 2, on(4, 1), on(3, 1))], vec![], "ends_before_it_begins"),
        (vec![tie(HostedBy, 1, None, None)], vec![], "tie_circle"),
        (vec![tie(PartOf, 2, None, None)], vec![id(3), id(1)], "tie_circle"),
    ] {
        assert_eq!(board().tie(&operator(), ties, &above).unwrap_err().codes(), [refused]);
    }
}

#[test]
fn who_followed_stands() {
    let after = board().succeed(&operator(), succession(vec![id(2)], vec![])).unwrap().into_parts().0;
    let other = after.clone().succeed(&operator(), succession(vec![id(3)], vec![])).unwrap_err();
    assert_eq!(other.codes(), ["successors_stand"]);
    let twice = board().succeed(&operator(), succession(vec![id(2), id(2)], vec![])).unwrap_err();
    assert_eq!(twice.codes(), ["successor_twice"]);
    assert!(after.succeed(&operator(), succession(vec![id(2), id(3)], vec![])).unwrap().state().was_split());
}

#[test]
fn people_do_for_the_heir_what_they_did_before() {
    let heir = Heir { of: id(1), by: id(2), name: "The heir".into() };
    let duties = vec![(Duty::Finance, id(1)), (Duty::Finance, id(2)), (Duty::Legal, id(1)), (Duty::Legal, id(3))];
    let person = Person::invite(PersonId(Uuid::from_u128(5)), duties).into_parts().0;
    let taken = person.clone().follow(&operator(), &heir, Place::Taken).unwrap().into_parts().0.duties;
    assert_eq!(taken, [(Duty::Finance, id(2)), (Duty::Legal, id(2)), (Duty::Legal, id(3))]);
    let shared = person.follow(&operator(), &heir, Place::Shared).unwrap().into_parts().0.duties;
    assert_eq!(shared.len(), 5);
}
