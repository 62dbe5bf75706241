//! Agreements: the lifecycle and the policy as tables; what must be said; approvals and signatures of one exact text.
mod common;

use common::{expect, table};
use domain::{
    actor::{Actor, Duty, Role, SeatRole},
    agreement::*,
    ids::*,
    policy,
    time::Timestamp,
};
use jiff::civil::{Date, date};
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

const NHS: OrganisationId = OrganisationId(Uuid::from_u128(1));
const COMPANY: OrganisationId = OrganisationId(Uuid::from_u128(2));
const RIVAL: OrganisationId = OrganisationId(Uuid::from_u128(3));
const NETWORK: OrganisationId = OrganisationId(Uuid::from_u128(4));
const GROUP: GroupId = GroupId(Uuid::from_u128(5));
const LEAD: PersonId = PersonId(Uuid::from_u128(10));
const NHS_SIGNATORY: PersonId = PersonId(Uuid::from_u128(11));
const COMPANY_SIGNATORY: PersonId = PersonId(Uuid::from_u128(12));
const DAY: Date = date(2026, 11, 23);

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    at("2026-11-23T09:00:00Z")
}

/// A head of the heart-failure case.
fn head<T: DeserializeOwned>(head: Head) -> T {
    let mut text = include_str!("heart-failure.agreement.json").to_string();
    let ids = [("nhs", NHS.to_string()), ("company", COMPANY.to_string()), ("lead", LEAD.to_string())];
    let people = [("nhs_signatory", NHS_SIGNATORY.to_string()), ("company_signatory", COMPANY_SIGNATORY.to_string())];
    for (name, id) in ids.iter().chain(&people) {
        text = text.replace(&format!("{{{name}}}"), id);
    }
    let mut all: Value = serde_json::from_str(&text).unwrap();
    for (n, organisation) in [NHS, COMPANY].into_iter().enumerate() {
        all["parties"]["parties"][n]["organisation"] = serde_json::json!(organisation);
    }
    serde_json::from_value(all[head.as_str()].take()).unwrap()
}

fn changes() -> Vec<Change> {
    vec![
        Change::Beneficiaries(head(Head::Beneficiaries)),
        Change::Parties(head(Head::Parties)),
        Change::Goals(head(Head::Goals)),
        Change::Measures(head(Head::Measures)),
        Change::Legacy(head(Head::Legacy)),
        Change::Partnership(head(Head::Partnership)),
        Change::InformationGovernance(head(Head::InformationGovernance)),
        Change::Confidentiality(head(Head::Confidentiality)),
        Change::Training(head(Head::Training)),
        Change::Adoption(head(Head::Adoption)),
        Change::Duration(head(Head::Duration)),
        Change::Milestones(head(Head::Milestones)),
        Change::Success(head(Head::Success)),
        Change::Evaluation(head(Head::Evaluation)),
        Change::Governance(head(Head::Governance)),
        Change::Exit(head(Head::Exit)),
        Change::Sustainability(head(Head::Sustainability)),
        Change::Publication(head(Head::Publication)),
        Change::Amendment(head(Head::Amendment)),
    ]
}

fn party(organisation: OrganisationId, name: &str, side: Side) -> Party {
    let (role, address) = (String::new(), String::new());
    Party { organisation, name: name.into(), side, role, address, signatory: None, path: Vec::new() }
}

fn beginning() -> Begin {
    Begin {
        id: AgreementId(Uuid::from_u128(20)),
        reference: "AG-222222".into(),
        title: "Heart-failure in-reach pharmacist".into(),
        collaboration: CollaborationId(Uuid::from_u128(21)),
        call: CallId(Uuid::from_u128(22)),
        challenge: ChallengeId(Uuid::from_u128(23)),
        group: GROUP,
        network: NETWORK,
        route: Route::CollaborativeWorking,
        route_reason: "Both pool resources".into(),
        parties: vec![party(NHS, "St George's", Side::Public), party(COMPANY, "Acorn Medicines", Side::Industry)],
        content: Matters::default(),
    }
}

fn does(person: u128, duty: Duty, organisation: OrganisationId) -> Actor {
    Actor::new(PersonId(Uuid::from_u128(person)), vec![Role::Does(duty, organisation)])
}

fn officer() -> Actor {
    does(30, Duty::NetworkOfficer, NETWORK)
}

fn nhs_signatory() -> Actor {
    Actor::new(NHS_SIGNATORY, vec![Role::Does(Duty::Signatory, NHS)])
}

fn company_signatory() -> Actor {
    Actor::new(COMPANY_SIGNATORY, vec![Role::Does(Duty::Signatory, COMPANY)])
}

fn nhs_approver() -> Actor {
    does(31, Duty::InformationGovernance, NHS)
}

fn company_lawyer() -> Actor {
    does(32, Duty::Legal, COMPANY)
}

fn done(decided: Result<domain::event::Decided<Agreement>, domain::refusal::Refusal>) -> Agreement {
    decided.unwrap().into_parts().0
}

/// The case with every head complete.
fn complete() -> Agreement {
    let begun = done(Agreement::begin(&officer(), beginning()));
    changes().into_iter().fold(begun, |agreement, change| done(agreement.edit(&officer(), change)))
}

fn agreed() -> Agreement {
    done(complete().freeze(&officer(), now()))
}

fn hash(agreement: &Agreement) -> String {
    agreement.text_hash.clone().unwrap()
}

fn approved() -> Agreement {
    let agreement = agreed();
    let hash = hash(&agreement);
    let once = done(agreement.approve(&nhs_approver(), NHS, &hash, now()));
    done(once.approve(&company_lawyer(), COMPANY, &hash, now()))
}

fn in_force() -> Agreement {
    let agreement = approved();
    let hash = hash(&agreement);
    let once = done(agreement.sign(&nhs_signatory(), NHS, &hash, now()));
    done(once.sign(&company_signatory(), COMPANY, &hash, now()))
}

fn codes(result: Result<domain::event::Decided<Agreement>, domain::refusal::Refusal>) -> Vec<&'static str> {
    result.unwrap_err().codes()
}

#[test]
fn the_lifecycle_is_this_table() {
    let to = |r: usize, c: usize| {
        let found = LIFECYCLE.iter().find(|(from, by, _)| (*from, *by) == (Status::ALL[r], Command::ALL[c]));
        found.map_or("-", |(_, _, to)| to.as_str()).to_string()
    };
    expect("agreement.lifecycle.out", &table(Status::ALL, Command::ALL, to));
}

#[test]
fn the_policy_is_this_table() {
    let mut recused = nhs_approver();
    recused.recused.push(Uuid::from_u128(20));
    let seat = |role| Actor::new(PersonId(Uuid::from_u128(40)), vec![Role::Sits(role, GROUP)]);
    let nobody = |role| Actor::new(PersonId(Uuid::from_u128(41)), vec![role]);
    let actors = [
        ("network officer", officer()),
        ("NHS information governance", nhs_approver()),
        ("NHS clinical lead", does(33, Duty::ClinicalLead, NHS)),
        ("NHS named signatory", nhs_signatory()),
        ("NHS other signatory", does(34, Duty::Signatory, NHS)),
        ("NHS assessor", does(35, Duty::Assessor, NHS)),
        ("company legal", company_lawyer()),
        ("company partnership manager", does(36, Duty::PartnershipManager, COMPANY)),
        ("company signatory", company_signatory()),
        ("rival's partnership manager", does(37, Duty::PartnershipManager, RIVAL)),
        ("officer of another network", does(38, Duty::NetworkOfficer, RIVAL)),
        ("chair of the group", seat(SeatRole::Chair)),
        ("recused NHS approver", recused),
        ("auditor", nobody(Role::Auditor)),
        ("operator", nobody(Role::Operator)),
        ("public", Actor::public()),
    ];
    let names: Vec<&str> = actors.iter().map(|(name, _)| *name).collect();
    let columns: Vec<String> =
        ["begin", "read"].into_iter().map(String::from).chain(Command::ALL.iter().map(ToString::to_string)).collect();
    let agreement = agreed();
    let cell = |r: usize, c: usize| {
        let actor = &actors[r].1;
        let allowed = match c {
            0 => policy::may_begin_agreement(actor, NETWORK).is_ok(),
            1 => policy::may_read_agreement(actor, &agreement),
            _ => policy::may_agreement(actor, Command::ALL[c - 2], &agreement).is_ok(),
        };
        if allowed { "yes" } else { "-" }.to_string()
    };
    expect("agreement.policy.out", &table(&names, &columns, cell));
}

#[test]
fn only_three_routes_go_on_here_and_the_others_say_where_to_go() {
    for route in Route::ALL {
        let begun = Agreement::begin(&officer(), Begin { route: *route, ..beginning() });
        match route {
            Route::CollaborativeWorking | Route::JointWorking | Route::Donation => assert!(begun.is_ok(), "{route}"),
            other => assert_eq!(codes(begun), [format!("route_is_{other}")]),
        }
    }
}

#[test]
fn nobody_agrees_alone_or_without_a_public_party() {
    let company = party(COMPANY, "Acorn Medicines", Side::Industry);
    let alone = Begin { parties: vec![company.clone()], ..beginning() };
    let twice = Begin { parties: vec![company.clone(), company], ..beginning() };
    assert_eq!(codes(Agreement::begin(&officer(), alone)), ["no_public_party"]);
    assert_eq!(codes(Agreement::begin(&officer(), twice)), ["no_public_party", "party_named_twice"]);
}

#[test]
fn a_bare_draft_says_everything_that_is_missing_at_once() {
    let bare = done(Agreement::begin(&officer(), beginning()));
    let reasons = bare.missing(DAY);
    assert_eq!(codes(bare.freeze(&officer(), now())).len(), reasons.len());
    for head in Head::ALL {
        let named = reasons.iter().any(|reason| reason.code == head.code());
        assert!(named || *head == Head::Parties, "{head} says nothing");
    }
    assert_eq!(reasons.iter().filter(|reason| reason.code.starts_with("party_")).count(), 10);
}

#[test]
fn the_whole_case_lacks_nothing() {
    assert_eq!(complete().missing(DAY), []);
}

#[test]
fn none_with_a_reason_is_enough_where_it_may_be_none() {
    let none = || "There is nothing to say here".to_string();
    let words = || InWords { none_because: none(), ..InWords::default() };
    let changes = [
        Change::Legacy(Legacy { none_because: none(), ..Legacy::default() }),
        Change::Confidentiality(Confidentiality { none_because: none(), ..Confidentiality::default() }),
        Change::Training(Training { none_because: none(), ..Training::default() }),
        Change::Adoption(Adoption { none_because: none(), ..Adoption::default() }),
        Change::Milestones(Milestones { none_because: none(), ..Milestones::default() }),
        Change::Success(Success { none_because: none(), ..Success::default() }),
        Change::Evaluation(Evaluation { none_because: none(), ..Evaluation::default() }),
        Change::Governance(Governance { none_because: none(), ..Governance::default() }),
        Change::Exit(Exit { none_because: none(), ..Exit::default() }),
        Change::Sustainability(words()),
        Change::Publication(words()),
        Change::Amendment(words()),
    ];
    let agreement = changes.into_iter().fold(complete(), |agreement, change| done(agreement.edit(&officer(), change)));
    assert_eq!(agreement.missing(DAY), []);
}

#[test]
fn an_empty_matter_without_a_reason_is_refused() {
    for change in [Change::Legacy(Legacy::default()), Change::Exit(Exit::default())] {
        let head = change.head();
        let agreement = done(complete().edit(&officer(), change));
        assert!(codes(agreement.freeze(&officer(), now())).iter().all(|code| *code == head.code()), "{head}");
    }
}

fn measured(change: impl Fn(&mut Measure)) -> Vec<&'static str> {
    let mut measures: Measures = head(Head::Measures);
    change(&mut measures.measures[0]);
    let agreement = done(complete().edit(&officer(), Change::Measures(measures)));
    agreement.missing(DAY).iter().map(|reason| reason.code).collect()
}

#[test]
fn a_measure_needs_a_baseline_with_its_period_or_a_dated_plan() {
    assert_eq!(measured(|it| it.baseline = None), ["no_baseline_and_no_plan"]);
    assert_eq!(measured(|it| it.baseline_period = " ".into()), ["baseline_without_period"]);
    assert_eq!(measured(|it| (it.baseline, it.baseline_by) = (None, Some(date(2027, 1, 31)))), [] as [&str; 0]);
}

#[test]
fn one_measure_at_least_is_of_outcome() {
    let mut measures: Measures = head(Head::Measures);
    measures.measures.iter_mut().for_each(|measure| measure.kind = MeasureKind::Process);
    let agreement = done(complete().edit(&officer(), Change::Measures(measures)));
    assert_eq!(codes(agreement.freeze(&officer(), now())), ["no_outcome_measure"]);
}

#[test]
fn a_target_before_the_start_is_refused_and_on_the_start_is_not() {
    assert_eq!(measured(|it| it.target_on = date(2026, 12, 6)), ["target_before_start"]);
    assert_eq!(measured(|it| it.target_on = date(2026, 12, 7)), [] as [&str; 0]);
}

#[test]
fn every_party_puts_something_in_and_says_how_it_was_valued() {
    let mut partnership: Partnership = head(Head::Partnership);
    partnership.contributions.remove(0);
    partnership.contributions[0].basis = String::new();
    let agreement = done(complete().edit(&officer(), Change::Partnership(partnership)));
    let codes: Vec<&str> = agreement.missing(DAY).iter().map(|reason| reason.code).collect();
    assert_eq!(codes, ["party_contributes_nothing", "in_kind_without_basis"]);
}

#[test]
fn a_company_sees_aggregates_only_and_the_screening_binds() {
    let mut governance: InformationGovernance = head(Head::InformationGovernance);
    (governance.aggregates_only, governance.screening) = (false, Some(Screening::Needed));
    let agreement = done(complete().edit(&officer(), Change::InformationGovernance(governance)));
    let codes: Vec<&str> = agreement.missing(DAY).iter().map(|reason| reason.code).collect();
    assert_eq!(codes, ["assessment_needed", "company_sees_more_than_aggregates"]);
}

#[test]
fn an_organisation_that_is_no_party_is_refused_wherever_it_is_named() {
    let mut partnership: Partnership = head(Head::Partnership);
    partnership.contributions[0].organisation = RIVAL;
    let mut governance: InformationGovernance = head(Head::InformationGovernance);
    governance.controllers.push(RIVAL);
    assert_eq!(codes(complete().edit(&officer(), Change::Partnership(partnership))), ["no_party_to_this"]);
    assert_eq!(codes(complete().edit(&officer(), Change::InformationGovernance(governance))), ["no_party_to_this"]);
}

#[test]
fn an_agreed_text_cannot_be_changed() {
    let refused = agreed().edit(&officer(), Change::Duration(Duration::default()));
    assert_eq!(codes(refused), ["wrong_status"]);
}

#[test]
fn the_hash_is_of_the_text_and_of_nothing_else() {
    let agreement = agreed();
    assert_eq!(hash(&agreement), agreement.hash());
    assert_eq!(approved().hash(), agreement.hash());
    assert_eq!(in_force().hash(), agreement.hash());
    assert_eq!(hash(&agreement).len(), 64);
}

#[test]
fn one_character_changed_after_approval_voids_it_and_says_whose() {
    let agreement = agreed();
    let first = hash(&agreement);
    let agreement = done(agreement.approve(&company_lawyer(), COMPANY, &first, now()));
    let agreement = done(agreement.reopen(&officer(), "One word".into()));
    let mut beneficiaries: Beneficiaries = head(Head::Beneficiaries);
    beneficiaries.size.push('.');
    let agreement = done(agreement.edit(&officer(), Change::Beneficiaries(beneficiaries)));
    let agreement = done(agreement.freeze(&officer(), now()));
    assert_ne!(hash(&agreement), first);
    assert_eq!(agreement.void().iter().map(|it| it.organisation).collect::<Vec<_>>(), [COMPANY]);
    assert!(!agreement.has_approved(&agreement.parties[1]));
    assert_eq!(codes(agreement.approve(&company_lawyer(), COMPANY, &first, now())), ["text_changed"]);
}

#[test]
fn the_same_text_opened_and_agreed_again_keeps_its_approvals() {
    let agreement = agreed();
    let first = hash(&agreement);
    let agreement = done(agreement.approve(&company_lawyer(), COMPANY, &first, now()));
    let agreement = done(done(agreement.reopen(&officer(), "A second look".into())).freeze(&officer(), now()));
    assert!(agreement.has_approved(&agreement.parties[1]));
    let agreement = done(agreement.approve(&nhs_approver(), NHS, &first, now()));
    assert_eq!(agreement.status, Status::Approved);
}

#[test]
fn nobody_approves_for_another_organisation_or_in_another_duty() {
    let agreement = agreed();
    let hash = hash(&agreement);
    assert_eq!(codes(agreement.clone().approve(&company_lawyer(), NHS, &hash, now())), ["denied"]);
    assert_eq!(codes(agreement.clone().approve(&does(50, Duty::Finance, NHS), NHS, &hash, now())), ["denied"]);
    assert_eq!(codes(agreement.approve(&officer(), NHS, &hash, now())), ["denied"]);
}

#[test]
fn everybody_on_the_path_must_approve_before_anybody_signs() {
    let mut named: Named = head(Head::Parties);
    named.parties[0].path.push(Duty::Finance);
    let agreement = done(done(complete().edit(&officer(), Change::Parties(named))).freeze(&officer(), now()));
    let hash = hash(&agreement);
    let agreement = done(agreement.approve(&company_lawyer(), COMPANY, &hash, now()));
    let agreement = done(agreement.approve(&nhs_approver(), NHS, &hash, now()));
    assert_eq!((agreement.status, agreement.awaits(&agreement.parties[0])), (Status::AgreedText, vec![Duty::Finance]));
    assert_eq!(codes(agreement.clone().sign(&nhs_signatory(), NHS, &hash, now())), ["wrong_status"]);
    let agreement = done(agreement.approve(&does(51, Duty::Finance, NHS), NHS, &hash, now()));
    assert_eq!(agreement.status, Status::Approved);
}

#[test]
fn with_the_last_signature_it_is_in_force_at_that_moment() {
    let agreement = approved();
    let hash = hash(&agreement);
    let once = done(agreement.sign(&company_signatory(), COMPANY, &hash, at("2026-11-24T10:00:00Z")));
    assert_eq!((once.status, once.in_force_at), (Status::Approved, None));
    let both = done(once.sign(&nhs_signatory(), NHS, &hash, at("2026-11-25T10:00:00Z")));
    assert_eq!((both.status, both.in_force_at), (Status::InForce, Some(at("2026-11-25T10:00:00Z"))));
}

#[test]
fn nobody_signs_twice_or_for_another_or_another_text() {
    let agreement = approved();
    let hash = hash(&agreement);
    let once = done(agreement.sign(&nhs_signatory(), NHS, &hash, now()));
    assert_eq!(codes(once.clone().sign(&nhs_signatory(), NHS, &hash, now())), ["already_signed"]);
    assert_eq!(codes(once.clone().sign(&nhs_signatory(), COMPANY, &hash, now())), ["denied"]);
    assert_eq!(codes(once.clone().sign(&does(34, Duty::Signatory, COMPANY), COMPANY, &hash, now())), ["denied"]);
    assert_eq!(codes(once.sign(&company_signatory(), COMPANY, &"0".repeat(64), now())), ["text_changed"]);
}

#[test]
fn a_text_that_was_changed_behind_its_hash_is_not_signed() {
    let mut agreement = approved();
    agreement.content.partnership.liability.push_str(" Or not.");
    let hash = hash(&agreement);
    assert_eq!(codes(agreement.sign(&nhs_signatory(), NHS, &hash, now())), ["text_changed"]);
}

#[test]
fn a_refusal_makes_it_a_draft_again_and_signatures_are_gone() {
    let agreement = approved();
    let hash = hash(&agreement);
    let once = done(agreement.sign(&nhs_signatory(), NHS, &hash, now()));
    let refused = done(once.refuse(&company_signatory(), COMPANY, "The liability clause".into()));
    assert_eq!((refused.status, refused.signatures.len(), refused.text_hash.clone()), (Status::Drafting, 0, None));
    assert_eq!(codes(in_force().refuse(&company_signatory(), COMPANY, "Too late".into())), ["wrong_status"]);
}

#[test]
fn days_follow_from_the_last_signature() {
    let signed = at("2027-02-14T23:30:00Z");
    let agreement = approved();
    assert_eq!(agreement.term(signed), Some((date(2027, 2, 28), date(2027, 11, 27))));
    let due: Vec<Date> = agreement.milestones(signed).iter().map(|it| it.due_on).collect();
    assert_eq!(due, [date(2027, 5, 30), date(2027, 8, 29), date(2027, 11, 21)]);
}

#[test]
fn a_milestone_without_any_day_is_refused() {
    let mut milestones: Milestones = head(Head::Milestones);
    (milestones.milestones[1].weeks, milestones.milestones[1].due_on) = (None, None);
    let agreement = done(complete().edit(&officer(), Change::Milestones(milestones)));
    let reasons = agreement.missing(DAY);
    assert_eq!(reasons.iter().map(|reason| reason.code).collect::<Vec<_>>(), ["milestone_without_day"]);
}

#[test]
fn a_named_start_in_the_past_is_refused() {
    let started = Duration { starts: Some(Start::OnDate), starts_on: Some(date(2026, 11, 22)), ..head(Head::Duration) };
    let agreement = done(complete().edit(&officer(), Change::Duration(started)));
    assert_eq!(codes(agreement.freeze(&officer(), now())), ["starts_in_the_past"]);
}
