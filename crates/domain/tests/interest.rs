//! Standing interests: what must be said, how long a declaration counts, what becomes of it (G3).
use domain::{
    actor::{Actor, Role, SeatRole},
    ids::{GroupId, InterestId, PersonId},
    interest::{Cited, Content, Interest, Kind, Shown},
    refusal::Refusal,
    time::Timestamp,
};
use jiff::civil::{Date, date};
use uuid::Uuid;

const NOW: &str = "2026-11-23T09:00:00Z";

fn content(kind: Kind, description: &str, days: [Option<Date>; 2]) -> Content {
    let [from, to] = days;
    Content {
        kind,
        description: description.into(),
        organisation: String::new(),
        from,
        to,
        cited: Cited::default(),
        withhold_because: String::new(),
        says: String::new(),
    }
}

fn says(actor: &Actor, content: Content, before: &[Interest]) -> Result<Interest, Refusal> {
    let new = (InterestId(Uuid::from_u128(1)), "IN-222222".into());
    Interest::declare(actor, new, content, before, at(NOW)).map(|decided| decided.into_parts().0)
}

fn declare(actor: &Actor, kind: Kind, description: &str, days: [Option<Date>; 2]) -> Result<Interest, Refusal> {
    says(actor, content(kind, description, days), &[])
}

fn shares() -> Interest {
    declare(&somebody(), Kind::Financial, "Shares", [Some(date(2024, 1, 1)), None]).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn somebody() -> Actor {
    Actor::new(PersonId(Uuid::from_u128(9)), Vec::new())
}

fn chair(person: u128) -> Actor {
    Actor::new(PersonId(Uuid::from_u128(person)), vec![Role::Sits(SeatRole::Chair, group())])
}

fn group() -> GroupId {
    GroupId(Uuid::from_u128(5))
}

fn codes<T: std::fmt::Debug>(it: Result<T, Refusal>) -> Vec<&'static str> {
    it.unwrap_err().codes()
}

#[test]
fn a_declaration_counts_for_a_year_to_the_day_and_a_renewal_for_another() {
    let interest = declare(&somebody(), Kind::Nothing, "", [None, None]).unwrap();
    assert!(interest.is_current(at("2027-11-22T23:59:59Z")));
    assert!(!interest.is_current(at("2027-11-23T00:00:00Z")));
    let renewed = interest.renew(&somebody(), at("2027-11-01T09:00:00Z")).unwrap().into_parts().0;
    assert!(renewed.is_current(at("2028-10-31T23:59:59Z")));
    assert!(!renewed.is_current(at("2028-11-01T00:00:00Z")));
}

#[test]
fn an_interest_says_what_it_is_since_when_and_ends_after_it_begins() {
    let bare = declare(&somebody(), Kind::Financial, " ", [None, None]);
    assert_eq!(codes(bare), ["say_which_interest", "say_since_when"]);
    let days = [Some(date(2026, 5, 1)), Some(date(2026, 4, 1))];
    assert_eq!(codes(declare(&somebody(), Kind::Indirect, "A brother works there", days)), ["ends_before_it_begins"]);
    assert_eq!(codes(declare(&Actor::public(), Kind::Nothing, "", [None, None])), ["denied"]);
}

#[test]
fn an_interest_that_begins_tomorrow_is_refused_and_one_that_begins_today_is_not() {
    let from = |day| declare(&somebody(), Kind::Financial, "Shares", [Some(day), None]);
    assert_eq!(codes(from(date(2026, 11, 24))), ["interest_in_the_future"]);
    assert!(from(date(2026, 11, 23)).is_ok());
}

#[test]
fn a_nil_return_says_nothing_else_and_no_interest_runs_beside_it() {
    let more = content(Kind::Nothing, "Shares", [None, None]);
    assert_eq!(codes(says(&somebody(), more, &[])), ["nothing_says_nothing"]);
    let nil = || content(Kind::Nothing, "", [None, None]);
    assert_eq!(codes(says(&somebody(), nil(), &[shares()])), ["interests_still_run"]);
    let over = shares().end(&somebody(), date(2026, 11, 22), at(NOW)).unwrap().into_parts().0;
    assert!(says(&somebody(), nil(), &[over]).is_ok());
}

#[test]
fn a_citation_has_a_name_and_a_link() {
    let cites = |register: &str, link: &str| {
        let cited = Cited { register: register.into(), link: link.into() };
        says(&somebody(), Content { cited, ..content(Kind::Financial, "Shares", [Some(date(2024, 1, 1)), None]) }, &[])
    };
    assert_eq!(codes(cites("Disclosure UK", "")), ["cite_with_link"]);
    assert_eq!(codes(cites("", "https://example.org")), ["cite_with_name"]);
    assert!(cites("Disclosure UK", "https://example.org").is_ok());
}

#[test]
fn only_its_person_changes_ends_and_renews_an_interest_and_only_while_it_runs() {
    let other = chair(3);
    assert_eq!(codes(shares().renew(&other, at(NOW))), ["denied"]);
    assert_eq!(codes(shares().end(&other, date(2026, 1, 1), at(NOW))), ["denied"]);
    assert_eq!(codes(shares().end(&somebody(), date(2026, 11, 24), at(NOW))), ["interest_in_the_future"]);
    assert_eq!(codes(shares().end(&somebody(), date(2023, 12, 31), at(NOW))), ["ends_before_it_begins"]);
    let over = shares().end(&somebody(), date(2026, 6, 1), at(NOW)).unwrap().into_parts().0;
    let again = content(Kind::Financial, "Shares", [Some(date(2024, 1, 1)), None]);
    assert_eq!(codes(over.change(&somebody(), again, at(NOW))), ["interest_is_over"]);
    let nil = content(Kind::Nothing, "", [None, None]);
    assert_eq!(codes(shares().change(&somebody(), nil, at(NOW))), ["end_it_instead"]);
}

#[test]
fn the_register_shows_an_interest_for_six_months_after_its_end() {
    let over = shares().end(&somebody(), date(2026, 11, 20), at(NOW)).unwrap().into_parts().0;
    assert!(over.is_running(date(2026, 11, 20)) && !over.is_running(date(2026, 11, 21)));
    assert!(!over.ended_lately(date(2026, 11, 20)) && over.ended_lately(date(2027, 5, 19)));
    assert!(!over.ended_lately(date(2027, 5, 20)));
}

#[test]
fn whoever_runs_a_group_of_its_person_decides_what_is_withheld_but_never_on_their_own() {
    let asks = Content {
        withhold_because: "I was threatened".into(),
        ..content(Kind::Financial, "Shares", [Some(date(2024, 1, 1)), None])
    };
    let asked = says(&somebody(), asks, &[]).unwrap();
    assert_eq!(asked.shown, Shown::Asked);
    let rule = |it: Interest, by: &Actor, groups: &[GroupId]| {
        it.rule(by, groups, Shown::Withheld, "A risk of harm".into(), at(NOW)).map(|it| it.into_parts().0)
    };
    assert_eq!(codes(rule(asked.clone(), &chair(3), &[])), ["denied"]);
    assert_eq!(codes(rule(asked.clone(), &chair(9), &[group()])), ["denied"]);
    let withheld = rule(asked, &chair(3), &[group()]).unwrap();
    let again = content(Kind::Financial, "More shares", [Some(date(2024, 1, 1)), None]);
    let changed = withheld.change(&somebody(), again, at(NOW)).unwrap().into_parts().0;
    assert_eq!((changed.shown, changed.ruled.unwrap().by), (Shown::Withheld, chair(3).person));
}
