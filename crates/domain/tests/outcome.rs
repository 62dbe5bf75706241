//! Outcome reports: lifecycle and policy as tables, what must be answered, when publication is due (E2, E3).
mod common;

use common::{expect, table};
use domain::{
    actor::{Actor, Duty::*, Role, SeatRole},
    agreement::Side,
    collaboration::{Begun, Collaboration, Ended, Heads, Party, Plan, Trigger},
    ids::*,
    outcome::*,
    policy,
    time::Timestamp,
};
use jiff::civil::{Date, date};
use uuid::Uuid;

const TRUST: OrganisationId = OrganisationId(Uuid::from_u128(1));
const COMPANY: OrganisationId = OrganisationId(Uuid::from_u128(2));
const NETWORK: OrganisationId = OrganisationId(Uuid::from_u128(3));
const GROUP: GroupId = GroupId(Uuid::from_u128(4));

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn someone(roles: Vec<Role>) -> Actor {
    Actor::new(PersonId(Uuid::from_u128(9)), roles)
}

/// The report of a project that ended on this day.
fn ended(on: Date) -> Outcome {
    let party = |organisation, name: &str, side| Party { organisation, name: name.into(), side };
    let begun = Begun {
        id: CollaborationId(Uuid::from_u128(5)),
        reference: "CO-222222".into(),
        agreement: AgreementId(Uuid::nil()),
        call: CallId(Uuid::nil()),
        challenge: ChallengeId(Uuid::nil()),
        group: GROUP,
        network: NETWORK,
        title: "Heart failure".into(),
        condition: "Heart failure".into(),
        place: "South West London".into(),
        parties: vec![party(TRUST, "Trust", Side::Public), party(COMPANY, "Company", Side::Industry)],
        adapts: None,
    };
    let heads = Heads { factors: vec!["A room".into()], ..Heads::default() };
    let plan = Plan { heads, ..Plan::default() };
    let it = Collaboration::begin(begun).into_parts().0;
    let ended = Some(Ended { on, trigger: Some(Trigger::Safety), reasons: "Why".into() });
    let it = Collaboration { plan: Some(plan), ended, ..it };
    Outcome::begin(OutcomeId(Uuid::from_u128(6)), "OC-222222".into(), &it).unwrap().into_parts().0
}

fn reported() -> Outcome {
    Outcome { status: Status::Reported, ..ended(date(2026, 11, 30)) }
}

fn publication(organisation: OrganisationId, published_at: &str) -> Publication {
    let by = PersonId(Uuid::from_u128(9));
    Publication { organisation, link: String::new(), published_at: at(published_at), by }
}

#[test]
fn the_lifecycle_is_this_table() {
    let to = |r: usize, c: usize| {
        let found = LIFECYCLE.iter().find(|(from, by, _)| (*from, *by) == (Status::ALL[r], Command::ALL[c]));
        found.map_or("-", |(_, _, to)| to.as_str()).to_string()
    };
    expect("outcome.lifecycle.out", &table(Status::ALL, Command::ALL, to));
}

#[test]
fn the_policy_is_this_table() {
    let mut recused = someone(vec![Role::Sits(SeatRole::Member, GROUP)]);
    recused.recused.push(Uuid::from_u128(5));
    let actors = [
        ("clinical lead", someone(vec![Role::Does(ClinicalLead, TRUST)])),
        ("evaluator", someone(vec![Role::Does(OutcomeEvaluator, TRUST)])),
        ("company's manager", someone(vec![Role::Does(PartnershipManager, COMPANY)])),
        ("company's certifier", someone(vec![Role::Does(Certifier, COMPANY)])),
        ("network officer", someone(vec![Role::Does(NetworkOfficer, NETWORK)])),
        ("chair", someone(vec![Role::Sits(SeatRole::Chair, GROUP)])),
        ("recused member", recused),
        ("auditor", someone(vec![Role::Auditor])),
        ("operator", someone(vec![Role::Operator])),
        ("public", Actor::public()),
    ];
    let hidden = reported();
    let public = Outcome { publications: vec![publication(TRUST, "2026-12-01T09:00:00Z")], ..reported() };
    let names: Vec<&str> = actors.iter().map(|(name, _)| *name).collect();
    let columns: Vec<String> = ["read hidden", "read public"]
        .map(String::from)
        .into_iter()
        .chain(Command::ALL.iter().map(ToString::to_string))
        .collect();
    let cell = |r: usize, c: usize| {
        let actor = &actors[r].1;
        let allowed = match c {
            0 => policy::may_read_outcome(actor, &hidden),
            1 => policy::may_read_outcome(actor, &public),
            _ => policy::may_outcome(actor, Command::ALL[c - 2], &public).is_ok(),
        };
        if allowed { "yes" } else { "-" }.to_string()
    };
    expect("outcome.policy.out", &table(&names, &columns, cell));
}

#[test]
fn publication_is_due_three_calendar_months_after_the_end_at_the_end_of_the_day_in_london() {
    for (on, due, due_at) in [
        (date(2026, 11, 30), date(2027, 2, 28), "2027-02-28T23:59:59Z"),
        (date(2027, 11, 30), date(2028, 2, 29), "2028-02-29T23:59:59Z"),
        (date(2027, 3, 31), date(2027, 6, 30), "2027-06-30T22:59:59Z"),
        (date(2026, 12, 28), date(2027, 3, 28), "2027-03-28T22:59:59Z"),
        (date(2027, 7, 31), date(2027, 10, 31), "2027-10-31T23:59:59Z"),
        (date(2027, 8, 31), date(2027, 11, 30), "2027-11-30T23:59:59Z"),
    ] {
        let outcome = ended(on);
        assert_eq!((outcome.due, outcome.due_at), (due, at(due_at)), "{on}");
    }
}

#[test]
fn a_party_is_due_then_overdue_and_what_came_after_stays_marked_as_late() {
    let (last, next) = (at("2027-02-28T23:59:59.999Z"), at("2027-03-01T00:00:00Z"));
    let it = reported();
    assert_eq!((it.standing(TRUST, last), it.standing(TRUST, next)), (Standing::Due, Standing::Overdue));
    assert_eq!(it.overdue(next).map(|party| party.name.as_str()).collect::<Vec<_>>(), ["Trust", "Company"]);
    let publications = vec![publication(TRUST, "2027-02-28T23:59:59Z"), publication(COMPANY, "2027-03-01T00:00:00Z")];
    let it = Outcome { publications, ..it };
    assert_eq!((it.standing(TRUST, next), it.standing(COMPANY, next)), (Standing::Published, Standing::PublishedLate));
}

#[test]
fn the_report_is_published_by_all_with_the_last_party() {
    let speaks = |organisation| someone(vec![Role::Does(Signatory, organisation)]);
    let published = |it: Outcome, organisation| {
        it.publish(&speaks(organisation), publication(organisation, "2027-01-01T09:00:00Z")).unwrap().into_parts().0
    };
    let it = published(reported(), TRUST);
    assert_eq!(it.status, Status::Reported);
    let again = it.clone().publish(&speaks(TRUST), publication(TRUST, "2027-01-02T09:00:00Z")).unwrap_err();
    assert_eq!(again.codes(), ["already_published"]);
    let other = it.clone().publish(&speaks(TRUST), publication(COMPANY, "2027-01-02T09:00:00Z")).unwrap_err();
    assert_eq!(other.codes(), ["denied"]);
    let stranger = it.clone().publish(&speaks(TRUST), publication(NETWORK, "2027-01-02T09:00:00Z")).unwrap_err();
    assert_eq!(stranger.codes(), ["not_a_party"]);
    assert_eq!(published(it, COMPANY).status, Status::PublishedByAll);
}

#[test]
fn every_factor_needs_its_final_answer_and_every_author_says_who_pays() {
    let text = || "x".to_string();
    let factor = |answer: &str| Factor { factor: "A room".into(), answer: answer.into() };
    let author = |paid_by: &str| Author { role: "Evaluator".into(), paid_by: paid_by.into() };
    let whole = Content {
        done: text(),
        results: text(),
        benefits_patients: text(),
        benefits_nhs: text(),
        benefits_industry: text(),
        disbenefits: text(),
        inequalities: text(),
        next: Some(Next::Commission),
        next_steps: text(),
        limits: text(),
        funding: text(),
        factors: vec![factor("Found")],
        authors: vec![author("the trust")],
        ..Content::default()
    };
    let codes = |content: Content| content.missing().iter().map(|it| it.code).collect::<Vec<_>>();
    assert!(codes(whole.clone()).is_empty());
    assert_eq!(codes(Content { factors: vec![factor(" ")], ..whole.clone() }), ["factor_unanswered"]);
    assert_eq!(codes(Content { authors: vec![author("")], ..whole.clone() }), ["author_unpaid"]);
    assert_eq!(codes(Content { authors: Vec::new(), ..whole }), ["report_incomplete"]);
    assert_eq!(codes(Content::default()).len(), 12);
}

#[test]
fn the_report_begins_with_the_adoption_factors_of_the_agreement() {
    let outcome = ended(date(2026, 11, 30));
    assert_eq!(outcome.content.factors[0].factor, "A room");
    assert_eq!(outcome.organisations(), [TRUST, COMPANY]);
}
