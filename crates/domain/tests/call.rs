//! Calls: the lifecycle and the policy as tables, and the gates of C1 to C4.
mod common;

use common::{expect, table};
use domain::{
    actor::{Actor, Duty, Role, SeatRole},
    call::*,
    challenge::{self, Challenge},
    ids::*,
    policy,
    refusal::{Reason, Refusal},
    time::Timestamp,
};
use uuid::Uuid;

const DRAFTER: PersonId = PersonId(Uuid::from_u128(9));
const SECOND: PersonId = PersonId(Uuid::from_u128(8));
const GROUP: GroupId = GroupId(Uuid::from_u128(7));
const NETWORK: OrganisationId = OrganisationId(Uuid::from_u128(6));
const CALL: CallId = CallId(Uuid::from_u128(1));

fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    moment("2026-11-23T09:00:00Z")
}

fn officer() -> Actor {
    Actor::new(DRAFTER, vec![Role::Does(Duty::NetworkOfficer, NETWORK)])
}

fn second() -> Actor {
    Actor::new(SECOND, vec![Role::Does(Duty::NetworkOfficer, NETWORK)])
}

/// A call that says everything, open from now until noon on 12 January 2027.
fn content() -> Content {
    let text = || "Something".to_string();
    let criterion = |name: &str, weight| Criterion { name: name.into(), description: text(), weight, threshold: None };
    let point = |points, meaning: &str| Point { points, meaning: meaning.into() };
    Content {
        title: "Heart failure in hospital".into(),
        condition: "Heart failure".into(),
        place: "South West London".into(),
        summary: text(),
        brings: text(),
        seeks: text(),
        eligibility: text(),
        questions: vec![Question { text: text(), guidance: String::new(), words: 500 }],
        criteria: vec![criterion("Benefit", 60), criterion("Delivery", 40)],
        scale: vec![point(0, "No evidence"), point(3, "Some"), point(5, "Strong")],
        tie_break: "Benefit, Delivery".into(),
        panel_size: 3,
        one_stage_reason: text(),
        publishes: text(),
        conflicts: text(),
        opens_at: now(),
        deadline: moment("2027-01-12T12:00:00Z"),
        decision_by: "2027-03-01".parse().unwrap(),
    }
}

fn with(status: Status, content: Content) -> Call {
    let stake = Stake { interest: Interest::None, about: String::new() };
    let is_public = !matches!(status, Status::Draft | Status::InApproval | Status::Approved);
    Call {
        id: CALL,
        reference: "CL-222222".into(),
        challenge: ChallengeId(Uuid::from_u128(2)),
        group: GROUP,
        network: NETWORK,
        drafter: DRAFTER,
        authors: vec![DRAFTER],
        status,
        declarations: vec![Declaration { by: DRAFTER, stake, at: now() }],
        screening: Some(screening(&content)),
        submitted: None,
        approval: Some(Approval { item: ItemId(Uuid::from_u128(3)), content: content.hash(), at: now() }),
        content,
        reasons: String::new(),
        published_at: is_public.then(now),
        addenda: Vec::new(),
        opening: None,
        found: None,
        version: 1,
    }
}

fn call(status: Status) -> Call {
    with(status, content())
}

fn screening(content: &Content) -> Screening {
    let (verdict, route) = (Verdict::NotProcurement, Route::CollaborativeWorking);
    Screening { verdict, route, reasons: "Nothing is bought".into(), by: SECOND, at: now(), content: content.hash() }
}

fn codes<T: std::fmt::Debug>(refused: Result<T, Refusal>) -> Vec<&'static str> {
    refused.unwrap_err().codes()
}

fn actors() -> Vec<(&'static str, Actor)> {
    let mut recused = second();
    recused.recused.push(CALL.0);
    let seat = |role| Actor::new(SECOND, vec![Role::Sits(role, GROUP)]);
    let elsewhere = OrganisationId(Uuid::from_u128(5));
    vec![
        ("drafter", officer()),
        ("second officer", second()),
        ("recused officer", recused),
        ("officer of another network", Actor::new(SECOND, vec![Role::Does(Duty::NetworkOfficer, elsewhere)])),
        ("chair", seat(SeatRole::Chair)),
        ("secretary", seat(SeatRole::Secretary)),
        ("auditor", Actor::new(SECOND, vec![Role::Auditor])),
        ("operator", Actor::new(SECOND, vec![Role::Operator])),
        ("company", Actor::new(SECOND, vec![Role::Does(Duty::PartnershipManager, elsewhere)])),
        ("public", Actor::public()),
        ("trefoil", Actor::system()),
    ]
}

#[test]
fn the_lifecycle_is_this_table() {
    let to = |r: usize, c: usize| {
        let found = LIFECYCLE.iter().find(|(from, by, _)| (*from, *by) == (Status::ALL[r], Command::ALL[c]));
        found.map_or("-", |(_, _, to)| to.as_str()).to_string()
    };
    expect("call.lifecycle.out", &table(Status::ALL, Command::ALL, to));
}

#[test]
fn the_policy_is_this_table() {
    let actors = actors();
    let names: Vec<&str> = actors.iter().map(|(name, _)| *name).collect();
    let first = ["begin", "read draft", "read public"].map(String::from).into_iter();
    let columns: Vec<String> = first.chain(Command::ALL.iter().map(ToString::to_string)).collect();
    let opening = Opening { first: DRAFTER, begun_at: now(), second: None, opened_at: None };
    let begun = Call { opening: Some(opening), ..call(Status::Closed) };
    let cell = |r: usize, c: usize| {
        let actor = &actors[r].1;
        let allowed = match c {
            0 => policy::may_draft_call(actor, NETWORK).is_ok(),
            1 => policy::may_read_call(actor, &call(Status::Draft)),
            2 => policy::may_read_call(actor, &call(Status::Published)),
            _ => policy::may_call(actor, Command::ALL[c - 3], &begun).is_ok(),
        };
        if allowed { "yes" } else { "-" }.to_string()
    };
    expect("call.policy.out", &table(&names, &columns, cell));
}

fn need(status: challenge::Status) -> Challenge {
    let outcomes = ["Seen by a specialist", "Home sooner"].map(|text| challenge::Wanted { outcome: text.into() });
    let content = challenge::Content {
        title: "Heart failure".into(),
        condition: "Heart failure".into(),
        place: "South West London".into(),
        need: "People wait too long".into(),
        outcomes: outcomes.to_vec(),
        ..challenge::Content::default()
    };
    let (id, reference, author) = (ChallengeId(Uuid::from_u128(2)), "ND-222222".to_string(), SECOND);
    let (adapts, reasons, naming_reason) = (None, String::new(), String::new());
    Challenge { id, reference, group: GROUP, author, status, content, adapts, reasons, naming_reason, version: 3 }
}

fn draft(status: challenge::Status, interest: Interest) -> Result<Call, Refusal> {
    let content = proposed(&need(status), now());
    let stake = Stake { interest, about: String::new() };
    let draft = Draft { id: CALL, reference: "CL-222222".into(), network: NETWORK, content, stake };
    Call::draft(&officer(), &need(status), draft, now()).map(|decided| decided.state().clone())
}

#[test]
fn a_draft_says_what_its_need_already_says() {
    let content = draft(challenge::Status::Approved, Interest::None).unwrap().content;
    assert_eq!((content.title.as_str(), content.summary.as_str()), ("Heart failure", "People wait too long"));
    assert_eq!((content.condition.as_str(), content.place.as_str()), ("Heart failure", "South West London"));
    assert_eq!(content.seeks, "• Seen by a specialist\n• Home sooner");
    assert_eq!(content.opens_at, moment("2026-12-07T09:00:00Z"));
    assert_eq!(content.deadline, moment("2027-01-18T12:00:00Z"));
    assert_eq!(content.wrong_timetable(now()), []);
}

#[test]
fn only_an_approved_need_becomes_a_call() {
    for status in [challenge::Status::Draft, challenge::Status::Submitted, challenge::Status::Called] {
        assert_eq!(codes(draft(status, Interest::None)), ["need_not_approved"]);
    }
}

#[test]
fn an_interest_says_what_it_is() {
    assert_eq!(codes(draft(challenge::Status::Approved, Interest::Interest)), ["stake_not_described"]);
}

#[test]
fn what_a_call_still_lacks_is_said_all_at_once() {
    let bare = with(Status::Draft, proposed(&need(challenge::Status::Approved), now()));
    let refused = codes(bare.submit(&officer(), now()));
    let texts = ["call_incomplete"; 5];
    assert_eq!(refused, [&texts[..], &["no_questions", "no_criteria", "scale_too_short"]].concat());
}

#[test]
fn criteria_scale_and_panel_are_checked_when_they_are_written() {
    let Content { mut criteria, mut scale, .. } = content();
    (criteria[0].weight, criteria[1].threshold) = (61, Some(6));
    criteria[1].name = "Delivery, later".into();
    scale[1].meaning = " ".into();
    let judging = Judging { criteria, scale, tie_break: "Benefit, Price".into(), panel_size: 2 };
    let refused = codes(call(Status::Draft).edit(&officer(), Change::Judging(judging), now()));
    let all =
        ["weights_not_100", "point_without_meaning", "threshold_beyond_scale", "criterion_name", "tie_break_unknown"];
    assert_eq!(refused, [&all[..], &["panel_too_small"]].concat());
}

#[test]
fn a_timetable_is_in_order_and_ahead() {
    let edit = |opens_at: &str, deadline: &str, decision_by: &str| {
        let decision_by = decision_by.parse().unwrap();
        let timetable = Timetable { opens_at: moment(opens_at), deadline: moment(deadline), decision_by };
        call(Status::Draft).edit(&officer(), Change::Timetable(timetable), now()).map(drop)
    };
    assert_eq!(codes(edit("2026-01-01T09:00:00Z", "2026-11-23T09:00:00Z", "2027-01-01")), ["deadline_past"]);
    assert_eq!(codes(edit("2027-01-02T09:00:00Z", "2027-01-02T09:00:00Z", "2027-02-01")), ["deadline_before_opening"]);
    assert_eq!(codes(edit("2026-12-01T09:00:00Z", "2027-01-02T09:00:00Z", "2027-01-01")), ["decision_before_deadline"]);
    assert_eq!(edit("2026-12-01T09:00:00Z", "2027-01-02T09:00:00Z", "2027-01-02"), Ok(()));
}

#[test]
fn an_edit_voids_the_approval_and_makes_its_author_one_of_the_authors() {
    let questions = vec![Question { text: "Another".into(), guidance: String::new(), words: 10 }];
    let decided = call(Status::Approved).edit(&second(), Change::Questions(questions), now()).unwrap();
    let edited = decided.state();
    assert_eq!((edited.status, &edited.approval), (Status::Draft, &None));
    assert_eq!(edited.authors, [DRAFTER, SECOND]);
    assert_eq!(
        edited.unpublishable(now()).iter().map(|reason| reason.code).collect::<Vec<_>>(),
        ["not_approved", "screening_of_other_text", "author_undeclared"]
    );
}

#[test]
fn publishing_says_everything_that_stands_in_the_way() {
    let mut bare = Call { approval: None, screening: None, declarations: Vec::new(), ..call(Status::Draft) };
    bare.content.panel_size = 2;
    let group = vec![Reason::new("no_chair")];
    let refused = codes(bare.publish(&officer(), moment("2027-02-01T09:00:00Z"), group));
    let all = ["panel_too_small", "deadline_past", "not_approved", "not_screened", "author_undeclared", "no_chair"];
    assert_eq!(refused, all);
}

#[test]
fn only_what_is_no_procurement_is_published() {
    for verdict in Verdict::ALL.iter().copied().filter(|verdict| *verdict != Verdict::NotProcurement) {
        let screening = Some(Screening { verdict, ..screening(&content()) });
        let stopped = Call { screening, ..call(Status::Approved) };
        assert_eq!(codes(stopped.publish(&officer(), now(), Vec::new())), ["procurement"]);
    }
}

#[test]
fn an_approval_of_another_text_is_none() {
    let mut changed = call(Status::Approved);
    changed.content.brings.push('.');
    changed.screening = Some(screening(&changed.content));
    assert_eq!(codes(changed.publish(&officer(), now(), Vec::new())), ["not_approved"]);
}

#[test]
fn an_approved_call_is_published_once() {
    let published = call(Status::Approved).publish(&officer(), now(), Vec::new()).unwrap();
    let published = published.state().clone();
    assert!(published.is_public() && published.is_open(now()));
    assert_eq!(codes(published.publish(&officer(), now(), Vec::new())), ["wrong_status"]);
}

/// Deadlines in ordinary nights and in both in which the clocks change: 01:30 is in the hour that comes twice.
const DEADLINES: [&str; 5] = [
    "2027-01-12T12:00:00Z",
    "2027-03-28T00:59:59Z",
    "2027-03-28T01:00:00Z",
    "2027-10-31T00:30:00Z",
    "2027-10-31T01:30:00Z",
];

#[test]
fn a_call_is_open_until_just_before_the_second_of_its_deadline() {
    for deadline in DEADLINES.map(moment) {
        let call = with(Status::Published, Content { deadline, ..content() });
        let open = [-1, 0, 1].map(|seconds| call.is_open(deadline.plus_seconds(seconds)));
        assert_eq!(open, [true, false, false], "{deadline}");
        let last = Timestamp(deadline.0 - jiff::SignedDuration::from_micros(1));
        assert!(call.is_open(last), "{deadline}");
        let closes = [-1, 0, 1].map(|seconds| call.clone().close(deadline.plus_seconds(seconds)).is_ok());
        assert_eq!(closes, [false, true, true], "{deadline}");
    }
}

#[test]
fn a_call_is_not_open_before_it_opens_or_in_any_other_status() {
    assert!(!call(Status::Published).is_open(now().plus_seconds(-1)));
    for status in Status::ALL.iter().copied().filter(|status| *status != Status::Published) {
        assert!(!call(status).is_open(now()), "{status}");
    }
}

#[test]
fn more_time_is_a_numbered_addendum() {
    let why = || ("The bank holidays".to_string(), String::new());
    let later = moment("2027-03-12T12:00:00Z");
    let once = call(Status::Published).extend(&officer(), later, why(), now()).unwrap().state().clone();
    assert_eq!((once.content.deadline, once.addenda[0].number), (later, 1));
    assert_eq!(once.addenda[0].deadline_before, content().deadline);
    assert_eq!(once.content.decision_by, "2027-03-12".parse().unwrap());
    let twice = once.extend(&officer(), later.plus_seconds(60), why(), now()).unwrap().state().clone();
    assert_eq!(twice.addenda[1].number, 2);
}

#[test]
fn less_time_or_the_same_is_refused_and_nothing_moves_after_the_deadline() {
    let deadline = content().deadline;
    let extend = |to: Timestamp, at: Timestamp| {
        call(Status::Published).extend(&officer(), to, ("Why".into(), String::new()), at).map(drop)
    };
    assert_eq!(codes(extend(deadline, now())), ["only_longer"]);
    assert_eq!(codes(extend(deadline.plus_seconds(-1), now())), ["only_longer"]);
    assert_eq!(extend(deadline.plus_seconds(1), deadline.plus_seconds(-1)), Ok(()));
    assert_eq!(codes(extend(deadline.plus_seconds(1), deadline)), ["deadline_has_passed"]);
}

#[test]
fn two_people_open_the_responses() {
    assert_eq!(codes(call(Status::Closed).confirm(&second(), now())), ["opening_not_begun"]);
    let begun = call(Status::Closed).open(&officer(), now()).unwrap().state().clone();
    assert_eq!(codes(begun.clone().confirm(&officer(), now())), ["denied"]);
    assert_eq!(codes(begun.clone().open(&second(), now())), ["opening_begun"]);
    let opened = begun.confirm(&second(), now()).unwrap().state().clone();
    let opening = opened.opening.unwrap();
    assert_eq!((opened.status, opening.first, opening.second), (Status::Opened, DRAFTER, Some(SECOND)));
}

#[test]
fn what_is_offered_follows_the_opening() {
    let offered = |call: &Call, actor: &Actor| call.available(actor, now());
    let begun = call(Status::Closed).open(&officer(), now()).unwrap().state().clone();
    assert_eq!(offered(&call(Status::Closed), &officer()), [Command::Open, Command::End]);
    assert_eq!(offered(&begun, &officer()), [Command::End]);
    assert_eq!(offered(&begun, &actors()[5].1), [Command::Confirm]);
}

#[test]
fn a_selection_without_partners_ends_as_unsuccessful() {
    let announced = |found| Call { found: Some(found), ..call(Status::Decided) }.announced().unwrap().state().status;
    assert_eq!(announced(Found::Partners), Status::Announced);
    assert_eq!(announced(Found::NoPartner), Status::Unsuccessful);
}

#[test]
fn the_hash_is_of_every_letter() {
    let mut other = content();
    other.questions[0].words += 1;
    assert_eq!(content().hash(), content().hash());
    assert_ne!(content().hash(), other.hash());
}
