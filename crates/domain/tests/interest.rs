//! Standing interests: what must be said, and how long a declaration counts (G3).
use domain::{
    actor::Actor,
    ids::{InterestId, PersonId},
    interest::{Declaring, Interest, Kind},
    refusal::Refusal,
    time::Timestamp,
};
use jiff::civil::{Date, date};
use uuid::Uuid;

fn declare(actor: &Actor, kind: Kind, description: &str, days: [Option<Date>; 2]) -> Result<Interest, Refusal> {
    let (id, reference, says) = (InterestId(Uuid::from_u128(1)), "IN-222222".into(), String::new());
    let [from, to] = days;
    let declaring = Declaring { id, reference, kind, description: description.into(), from, to, says };
    Interest::declare(actor, declaring, at("2026-11-23T09:00:00Z")).map(|decided| decided.into_parts().0)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn somebody() -> Actor {
    Actor::new(PersonId(Uuid::from_u128(9)), Vec::new())
}

#[test]
fn a_declaration_counts_for_a_year_to_the_day() {
    let interest = declare(&somebody(), Kind::Nothing, "", [None, None]).unwrap();
    assert!(interest.is_current(at("2027-11-22T23:59:59Z")));
    assert!(!interest.is_current(at("2027-11-23T00:00:00Z")));
}

#[test]
fn an_interest_says_what_it_is_and_ends_after_it_begins() {
    let codes = |it: Result<Interest, Refusal>| it.unwrap_err().codes();
    assert_eq!(codes(declare(&somebody(), Kind::Financial, " ", [None, None])), ["say_which_interest"]);
    let days = [Some(date(2026, 5, 1)), Some(date(2026, 4, 1))];
    assert_eq!(codes(declare(&somebody(), Kind::Indirect, "A brother works there", days)), ["ends_before_it_begins"]);
    assert_eq!(codes(declare(&Actor::public(), Kind::Nothing, "", [None, None])), ["denied"]);
}
