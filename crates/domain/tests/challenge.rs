//! Challenges: the lifecycle and the policy as tables, and the gates of N1.
mod common;

use common::{expect, table};
use domain::{
    actor::{Actor, Role, SeatRole},
    challenge::{Challenge, Command, Content, Evidence, LIFECYCLE, Status, Wanted},
    ids::{ChallengeId, GroupId, PersonId},
    policy,
    refusal::Refusal,
};
use uuid::Uuid;

const AUTHOR: PersonId = PersonId(Uuid::from_u128(9));
const GROUP: GroupId = GroupId(Uuid::from_u128(7));

fn challenge(status: Status) -> Challenge {
    let (id, content) =
        (ChallengeId(Uuid::from_u128(1)), Content { title: "Heart failure".into(), ..Content::default() });
    let reference = "ND-222222".into();
    Challenge {
        id,
        reference,
        group: GROUP,
        author: AUTHOR,
        status,
        content,
        adapts: None,
        reasons: String::new(),
        naming_reason: String::new(),
        version: 1,
    }
}

fn actors() -> Vec<(&'static str, Actor)> {
    let other = PersonId(Uuid::from_u128(8));
    let mut recused = Actor::new(other, vec![Role::Sits(SeatRole::Member, GROUP)]);
    recused.recused.push(Uuid::from_u128(1));
    vec![
        ("author", Actor::new(AUTHOR, vec![Role::Sits(SeatRole::Member, GROUP)])),
        ("chair", Actor::new(other, vec![Role::Sits(SeatRole::Chair, GROUP)])),
        ("recused member", recused),
        ("member of another group", Actor::new(other, vec![Role::Sits(SeatRole::Member, GroupId(Uuid::from_u128(6)))])),
        ("auditor", Actor::new(other, vec![Role::Auditor])),
        ("operator", Actor::new(other, vec![Role::Operator])),
        ("public", Actor::public()),
    ]
}

#[test]
fn the_lifecycle_is_this_table() {
    let to = |r: usize, c: usize| {
        let found = LIFECYCLE.iter().find(|(from, by, _)| (*from, *by) == (Status::ALL[r], Command::ALL[c]));
        found.map_or("-", |(_, _, to)| to.as_str()).to_string()
    };
    expect("challenge.lifecycle.out", &table(Status::ALL, Command::ALL, to));
}

#[test]
fn the_policy_is_this_table() {
    let actors = actors();
    let names: Vec<&str> = actors.iter().map(|(name, _)| *name).collect();
    let columns: Vec<String> = ["read draft", "read public"]
        .map(String::from)
        .into_iter()
        .chain(Command::ALL.iter().map(ToString::to_string))
        .collect();
    let cell = |r: usize, c: usize| {
        let actor = &actors[r].1;
        let allowed = match c {
            0 => policy::may_read_challenge(actor, &challenge(Status::Draft)),
            1 => policy::may_read_challenge(actor, &challenge(Status::Approved)),
            _ => policy::may_challenge(actor, Command::ALL[c - 2], &challenge(Status::Draft)).is_ok(),
        };
        if allowed { "yes" } else { "-" }.to_string()
    };
    expect("challenge.policy.out", &table(&names, &columns, cell));
}

#[test]
fn submitting_says_everything_that_is_missing() {
    let refused = challenge(Status::Draft).submit(&actors()[0].1, &[], String::new()).unwrap_err();
    assert_eq!(refused.codes(), ["need_incomplete"; 11]);
}

fn whole(need: &str) -> Challenge {
    let text = || "Something".to_string();
    let content = Content {
        title: "Heart failure".into(),
        condition: text(),
        place: text(),
        need: need.into(),
        population: text(),
        population_source: text(),
        evidence: vec![Evidence { what: text(), link: String::new() }],
        plan_link: text(),
        outcomes: vec![Wanted { outcome: text() }],
        inequalities: text(),
        clinical_owner: text(),
        lay_view: text(),
    };
    Challenge { content, ..challenge(Status::Draft) }
}

const COMPANIES: [&str; 3] = ["Novartis Pharmaceuticals UK Limited", "Care UK Limited", "Bay Medical Group Ltd"];

fn submit(need: &str, reason: &str) -> Result<Challenge, Refusal> {
    let companies = COMPANIES.map(String::from);
    whole(need).submit(&actors()[0].1, &companies, reason.into()).map(|decided| decided.state().clone())
}

#[test]
fn a_company_named_in_a_sentence_is_a_warning_with_that_sentence() {
    let refused = submit("Few are seen. We want the tablets of NOVARTIS! Nothing else helps.", "").unwrap_err();
    let Refusal::Gate(reasons) = refused else { panic!("{refused}") };
    assert_eq!(reasons.len(), 1);
    assert_eq!((reasons[0].code, reasons[0].field.as_deref()), ("company_named", Some("naming_reason")));
    let facts = [("company", COMPANIES[0].to_string()), ("sentence", "We want the tablets of NOVARTIS!".to_string())];
    assert_eq!(reasons[0].facts, facts);
}

#[test]
fn the_author_goes_past_the_warning_with_a_reason_that_is_kept() {
    let submitted = submit("The Novartis audit showed it.", "It is the title of the audit").unwrap();
    assert_eq!(
        (submitted.status, submitted.naming_reason.as_str()),
        (Status::Submitted, "It is the title of the audit")
    );
}

#[test]
fn ordinary_words_are_no_company() {
    assert!(submit("Medical care in the UK keeps people at bay.", "").is_ok());
    assert!(submit("Novartisation is no word.", "").is_ok());
}
