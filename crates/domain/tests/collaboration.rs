//! Collaborations: lifecycle and policy as tables, what the start asks for, readings one by one and as lists.
mod common;

use common::{expect, table};
use domain::{
    actor::{Actor, Duty::*, Role, SeatRole},
    agreement::{Assessment, Direction, Frequency, Measure, MeasureKind, Side},
    collaboration::{
        readings::{Entry, Reading, check, current},
        *,
    },
    ids::*,
    policy,
    time::Timestamp,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use rust_decimal::Decimal;
use uuid::Uuid;

const TRUST: OrganisationId = OrganisationId(Uuid::from_u128(1));
const COMPANY: OrganisationId = OrganisationId(Uuid::from_u128(2));
const NETWORK: OrganisationId = OrganisationId(Uuid::from_u128(3));
const GROUP: GroupId = GroupId(Uuid::from_u128(4));
const ID: CollaborationId = CollaborationId(Uuid::from_u128(5));

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn someone(roles: Vec<Role>) -> Actor {
    Actor::new(PersonId(Uuid::from_u128(9)), roles)
}

fn lead() -> Actor {
    someone(vec![Role::Does(ClinicalLead, TRUST)])
}

fn measure(name: &str) -> Measure {
    let text = String::from;
    Measure {
        name: text(name),
        kind: MeasureKind::Outcome,
        definition: text("Share of patients"),
        numerator: text("seen"),
        denominator: text("all"),
        unit: text("%"),
        source: text("records"),
        baseline: Some(46.into()),
        baseline_period: text("2025"),
        baseline_by: None,
        target: 80.into(),
        target_on: date(2027, 8, 31),
        direction: Direction::Increase,
        frequency: Frequency::Monthly,
        owner: text("evaluator"),
    }
}

fn plan() -> Plan {
    let text = String::from;
    let heads = Heads {
        exit: text("x"),
        sustainability: text("x"),
        evaluation: text("x"),
        controllers: text("x"),
        ..Heads::default()
    };
    let days = Measure { denominator: String::new(), unit: text("days"), ..measure("Days, waiting") };
    let measures = vec![measure("Seen"), days];
    Plan { starts_on: date(2026, 12, 1), ends_on: date(2027, 8, 31), measures, heads, ..Plan::default() }
}

fn collaboration(status: Status) -> Collaboration {
    let party = |organisation, name: &str, side| Party { organisation, name: name.into(), side };
    let begun = Begun {
        id: ID,
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
    let it = Collaboration::begin(begun).into_parts().0;
    Collaboration { status, plan: Some(plan()), ..it }
}

/// With everything that A8 asks for; the summary public since 9 o'clock.
fn prepared() -> Collaboration {
    let now = at("2026-12-01T09:00:00Z");
    let it = collaboration(Status::Agreed).publish(&lead(), SummaryText::default(), now).unwrap().into_parts().0;
    let it = it.attest(&lead(), TRUST).unwrap().into_parts().0;
    let it = it.attest(&someone(vec![Role::Does(Legal, COMPANY)]), COMPANY).unwrap().into_parts().0;
    it.certify(&someone(vec![Role::Does(Certifier, COMPANY)]), COMPANY, now).unwrap().into_parts().0
}

#[test]
fn the_lifecycle_is_this_table() {
    let to = |r: usize, c: usize| {
        let found = LIFECYCLE.iter().find(|(from, by, _)| (*from, *by) == (Status::ALL[r], Command::ALL[c]));
        found.map_or("-", |(_, _, to)| to.as_str()).to_string()
    };
    expect("collaboration.lifecycle.out", &table(Status::ALL, Command::ALL, to));
}

#[test]
fn the_policy_is_this_table() {
    let mut recused = someone(vec![Role::Sits(SeatRole::Chair, GROUP)]);
    recused.recused.push(ID.0);
    let other = OrganisationId(Uuid::from_u128(8));
    let actors = [
        ("clinical lead", lead()),
        ("evaluator", someone(vec![Role::Does(OutcomeEvaluator, TRUST)])),
        ("finance of the trust", someone(vec![Role::Does(Finance, TRUST)])),
        ("company's manager", someone(vec![Role::Does(PartnershipManager, COMPANY)])),
        ("company's evaluator", someone(vec![Role::Does(OutcomeEvaluator, COMPANY)])),
        ("company's certifier", someone(vec![Role::Does(Certifier, COMPANY)])),
        ("network officer", someone(vec![Role::Does(NetworkOfficer, NETWORK)])),
        ("chair", someone(vec![Role::Sits(SeatRole::Chair, GROUP)])),
        ("recused chair", recused),
        ("member", someone(vec![Role::Sits(SeatRole::Member, GROUP)])),
        ("lead of another trust", someone(vec![Role::Does(ClinicalLead, other)])),
        ("auditor", someone(vec![Role::Auditor])),
        ("operator", someone(vec![Role::Operator])),
        ("public", Actor::public()),
        ("Trefoil itself", Actor::system()),
    ];
    let (hidden, public) = (collaboration(Status::Agreed), prepared());
    let names: Vec<&str> = actors.iter().map(|(name, _)| *name).collect();
    let columns: Vec<String> = ["read hidden", "read public"]
        .map(String::from)
        .into_iter()
        .chain(Command::ALL.iter().map(ToString::to_string))
        .collect();
    let cell = |r: usize, c: usize| {
        let actor = &actors[r].1;
        let allowed = match c {
            0 => policy::may_read_collaboration(actor, &hidden),
            1 => policy::may_read_collaboration(actor, &public),
            _ => policy::may_collaborate(actor, Command::ALL[c - 2], &public).is_ok(),
        };
        if allowed { "yes" } else { "-" }.to_string()
    };
    expect("collaboration.policy.out", &table(&names, &columns, cell));
}

#[test]
fn everything_that_is_missing_for_the_start_is_said_at_once() {
    let bare = Plan { measures: Vec::new(), heads: Heads::default(), ..plan() };
    let it = Collaboration { plan: Some(bare), ..collaboration(Status::Agreed) };
    let refused = it.start(&lead(), date(2026, 12, 1), at("2026-12-01T09:00:00Z")).unwrap_err();
    let expected = [
        "summary_not_public",
        "summary_not_certified",
        "policies_not_attested",
        "policies_not_attested",
        "exit_plan_missing",
        "sustainability_plan_missing",
        "evaluation_plan_missing",
        "controllers_not_named",
        "no_outcome_measure",
    ];
    assert_eq!(refused.codes(), expected);
    assert!(prepared().missing().is_empty());
}

#[test]
fn a_measure_of_outcome_needs_a_baseline_or_the_day_by_which_there_is_one() {
    let missing = |measure: Measure| {
        let plan = Plan { measures: vec![measure], ..plan() };
        Collaboration { plan: Some(plan), ..prepared() }.missing().iter().map(|it| it.code).collect::<Vec<_>>()
    };
    assert_eq!(missing(Measure { baseline: None, ..measure("Seen") }), ["no_outcome_measure"]);
    assert_eq!(missing(Measure { kind: MeasureKind::Process, ..measure("Seen") }), ["no_outcome_measure"]);
    let dated = Measure { baseline: None, baseline_by: Some(date(2027, 1, 31)), ..measure("Seen") };
    assert!(missing(dated).is_empty());
}

#[test]
fn an_assessment_that_the_screening_asked_for_must_be_approved_before_the_start() {
    let with = |assessment| Collaboration { plan: Some(Plan { assessment, ..plan() }), ..prepared() };
    let lacks = |it: &Collaboration| it.missing().iter().map(|it| it.code).collect::<Vec<_>>();
    for settled in [None, Some(Assessment::Approved)] {
        assert!(lacks(&with(settled)).is_empty());
    }
    for open in [Assessment::None, Assessment::NotStarted, Assessment::InProgress] {
        assert_eq!(lacks(&with(Some(open))), ["assessment_not_approved"]);
    }
    let approval =
        Assessed { organisation: TRUST, approved_on: date(2026, 12, 1), document: "Register, number 7".into() };
    let open = || with(Some(Assessment::InProgress));
    let early = open().assess(&lead(), approval.clone(), at("2026-11-30T09:00:00Z")).unwrap_err();
    assert_eq!(early.codes(), ["day_ahead"]);
    let it = open().assess(&lead(), approval.clone(), at("2026-12-01T09:00:00Z")).unwrap().into_parts().0;
    assert!(lacks(&it).is_empty() && it.assessed == Some(approval.clone()));
    let again = it.assess(&lead(), approval, at("2026-12-01T09:00:00Z")).unwrap_err();
    assert_eq!(again.codes(), ["assessment_not_awaited"]);
}

#[test]
fn the_summary_must_have_been_public_before_the_start() {
    for (on, now, codes) in [
        (date(2026, 12, 1), "2026-12-01T09:00:00Z", &["summary_not_before_start"][..]),
        (date(2026, 12, 1), "2026-12-01T09:00:00.000001Z", &[]),
        (date(2026, 11, 30), "2026-12-01T10:00:00Z", &["summary_not_before_start"]),
        (date(2026, 12, 1), "2026-12-02T10:00:00Z", &["summary_not_before_start"]),
        (date(2026, 12, 2), "2026-12-05T10:00:00Z", &[]),
        (date(2026, 12, 6), "2026-12-05T10:00:00Z", &["start_ahead"]),
    ] {
        let refused = prepared().start(&lead(), on, at(now)).map_err(|refusal| refusal.codes());
        assert_eq!(refused.map(|_| ()).err().unwrap_or_default(), codes, "{on} at {now}");
    }
}

#[test]
fn a_certificate_is_of_exactly_the_published_text() {
    let it = prepared();
    assert_eq!(it.certificates[0].hash, it.summary.as_ref().unwrap().hash);
    let mut changed = it.clone();
    changed.summary.as_mut().unwrap().hash = "0".repeat(64);
    assert_eq!(changed.missing().iter().map(|it| it.code).collect::<Vec<_>>(), ["summary_not_certified"]);
}

#[test]
fn a_stop_before_the_start_or_ahead_is_refused() {
    let it = Collaboration { started_on: Some(date(2026, 12, 1)), ..collaboration(Status::Started) };
    let stop = |on: Date| {
        let ended = Ended { on, trigger: Some(Trigger::Safety), reasons: "Why".into() };
        it.clone().stop(&lead(), ended, at("2026-12-05T10:00:00Z")).map_err(|refusal| refusal.codes()).map(|_| ())
    };
    assert_eq!(stop(date(2026, 11, 30)), Err(vec!["before_start"]));
    assert_eq!(stop(date(2026, 12, 6)), Err(vec!["day_ahead"]));
    assert_eq!(stop(date(2026, 12, 5)), Ok(()));
}

fn entry(numerator: Option<i64>, denominator: Option<i64>, value: Option<i64>) -> Entry {
    let number = |it: Option<i64>| it.map(Decimal::from);
    let (numerator, denominator, value) = (number(numerator), number(denominator), number(value));
    Entry { measure: 1, period: date(2027, 1, 31), numerator, denominator, value, reason: String::new() }
}

fn entered(entries: &[Entry], known: &[Reading]) -> Result<Vec<Reading>, Vec<(usize, &'static str)>> {
    let by = (PersonId(Uuid::nil()), at("2027-02-01T09:00:00Z"));
    let codes = |wrong: readings::Wrong| wrong.into_iter().map(|(n, reason)| (n, reason.code)).collect();
    check(&plan(), entries, known, by).map_err(codes)
}

#[test]
fn a_reading_is_worth_its_percentage_to_two_decimals_and_keeps_its_numbers() {
    let readings = entered(&[entry(Some(25), Some(48), None)], &[]).unwrap();
    assert_eq!((readings[0].value.to_string(), readings[0].numerator), ("52.08".into(), Some(25.into())));
    let days = Entry { measure: 2, ..entry(None, None, Some(140)) };
    assert_eq!(entered(&[days], &[]).unwrap()[0].value, 140.into());
}

#[test]
fn a_correction_is_a_new_entry_with_a_reason_and_the_latest_counts() {
    let known = entered(&[entry(None, None, Some(50))], &[]).unwrap();
    assert_eq!(entered(&[entry(None, None, Some(51))], &known), Err(vec![(0, "reading_exists")]));
    let correction = Entry { reason: "Counted twice".into(), ..entry(None, None, Some(51)) };
    let both = [known.clone(), entered(std::slice::from_ref(&correction), &known).unwrap()].concat();
    assert_eq!(current(&both, 1).iter().map(|it| it.value).collect::<Vec<_>>(), [51.into()]);
    assert_eq!(entered(&[correction], &[]), Err(vec![(0, "nothing_to_correct")]));
}

#[test]
fn of_a_list_every_wrong_entry_is_told_and_none_is_taken() {
    let ahead = Entry { period: date(2027, 2, 28), ..entry(None, None, Some(50)) };
    let list = [entry(None, None, Some(50)), ahead, entry(None, None, Some(101)), entry(Some(2), Some(1), None)];
    let wrong = vec![(1, "reading_ahead"), (2, "reading_exists"), (3, "reading_exists")];
    assert_eq!(entered(&list, &[]), Err(wrong));
}

#[test]
fn lists_are_read_with_commas_tabs_semicolons_and_quotes() {
    for text in [
        "measure,period,value\n\"Days, waiting\",2027-01,14\r\n",
        "\u{feff}Period\tMeasure\tValue\n31/01/2027\t2\t14\n\n",
        "value;measure;period\n14;days, waiting;2027-01-31",
    ] {
        let lines = csv::read(text, &plan()).unwrap();
        let expected = Entry { measure: 2, ..entry(None, None, Some(14)) };
        assert_eq!(lines, [(2, expected)], "{text}");
    }
}

#[test]
fn what_is_no_list_is_refused_with_its_line() {
    let long = format!("measure,period,value{}", "\n1,2027-01,1".repeat(csv::MOST_LINES + 1));
    for (text, line, code) in [
        ("", 1, "csv_empty"),
        ("measure,period", 1, "csv_empty"),
        ("measure,value\n1,2", 1, "csv_header"),
        ("measure,period,period\n1,2,3", 1, "csv_header"),
        ("measure,period,colour\n1,2,3", 1, "csv_header"),
        ("measure,period,value\n1,2027-01", 2, "csv_cells"),
        ("measure,period,value\n\n\"1,2027-01,1", 3, "csv_cells"),
        ("measure,period,value\n7,2027-01,1", 2, "no_such_measure"),
        ("measure,period,value\n1,2027-13,1", 2, "csv_period"),
        ("measure,period,value\n1,2027-1-1,1", 2, "csv_period"),
        ("measure,period,value\n1,2027-01,1e9", 2, "csv_number"),
        ("measure,period,value\n1,2027-01,1.1234567", 2, "csv_number"),
        ("measure,period,value\n1,2027-01,\u{fffd}", 2, "csv_characters"),
        (long.as_str(), csv::MOST_LINES + 2, "csv_too_long"),
    ] {
        let wrong = csv::read(text, &plan()).unwrap_err();
        assert_eq!((wrong[0].0, wrong[0].1.code), (line, code), "{text:.60}");
    }
}

#[test]
fn what_is_written_never_becomes_a_formula_and_is_read_back_the_same() {
    let correction = Entry { reason: "=SUM(A1), \"twice\"".into(), ..entry(None, None, Some(51)) };
    let known = entered(&[entry(Some(25), Some(48), None)], &[]).unwrap();
    let written = csv::write(&plan(), &entered(&[correction], &known).unwrap());
    assert!(written.ends_with("Seen,2027-01-31,,,51,\"'=SUM(A1), \"\"twice\"\"\"\r\n"), "{written}");
    assert_eq!(csv::read(&written, &plan()).unwrap()[0].1.reason, "'=SUM(A1), \"twice\"");
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text in "(measure,period,value\n)?\\PC{0,200}") {
        let _ = csv::read(&text, &plan());
    }

    #[test]
    fn a_share_lies_between_0_and_100(part in 0..1_000_000_i64, more in 0..1_000_000_i64) {
        let read = entered(&[entry(Some(part), Some(part + more), None)], &[]);
        prop_assert!(part + more == 0 || (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&read.unwrap()[0].value));
    }
}
