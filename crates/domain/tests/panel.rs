//! Panels: the lifecycle and the policy as tables; who is named, who says yes.
mod called;
mod common;

use called::{COMPANY, GROUP, NETWORK, at, call};
use common::{expect, table};
use domain::{
    actor::{Actor, Duty, Role, SeatRole},
    ids::{PanelId, PersonId},
    panel::{Command, LIFECYCLE, Member, Panel, Reply, Status},
    policy,
    refusal::Reason,
};
use uuid::Uuid;

const INVITED: PersonId = PersonId(Uuid::from_u128(20));
const DECLINED: PersonId = PersonId(Uuid::from_u128(21));

fn panel(status: Status) -> Panel {
    let members =
        vec![Member { person: INVITED, reply: Reply::Invited }, Member { person: DECLINED, reply: Reply::Declined }];
    Panel { status, members, ..Panel::of(&call(), PanelId(Uuid::from_u128(1))) }
}

fn officer() -> Actor {
    Actor::new(PersonId(Uuid::from_u128(8)), vec![Role::Does(Duty::NetworkOfficer, NETWORK)])
}

fn actors() -> Vec<(&'static str, Actor)> {
    let person = |roles| Actor::new(PersonId(Uuid::from_u128(9)), roles);
    let mut recused = officer();
    recused.recused.push(called::CALL.0);
    vec![
        ("network officer", officer()),
        ("officer recused on the call", recused),
        ("invited", Actor::new(INVITED, Vec::new())),
        ("declined", Actor::new(DECLINED, Vec::new())),
        ("chair", person(vec![Role::Sits(SeatRole::Chair, GROUP)])),
        ("observer", person(vec![Role::Sits(SeatRole::Observer, GROUP)])),
        ("auditor", person(vec![Role::Auditor])),
        ("operator", person(vec![Role::Operator])),
        ("respondent", person(vec![Role::Does(Duty::PartnershipManager, COMPANY)])),
        ("public", Actor::public()),
    ]
}

#[test]
fn the_lifecycle_is_this_table() {
    let to = |r: usize, c: usize| {
        let found = LIFECYCLE.iter().find(|(from, by, _)| (*from, *by) == (Status::ALL[r], Command::ALL[c]));
        found.map_or("-", |(_, _, to)| to.as_str()).to_string()
    };
    expect("panel.lifecycle.out", &table(Status::ALL, Command::ALL, to));
}

#[test]
fn the_policy_is_this_table() {
    let actors = actors();
    let names: Vec<&str> = actors.iter().map(|(name, _)| *name).collect();
    let columns: Vec<String> =
        std::iter::once("read".to_string()).chain(Command::ALL.iter().map(ToString::to_string)).collect();
    let cell = |r: usize, c: usize| {
        let (actor, it) = (&actors[r].1, panel(Status::Forming));
        let allowed = match c {
            0 => policy::may_read_panel(actor, &it, &call()),
            _ => policy::may_panel(actor, Command::ALL[c - 1], &it, &call()).is_ok(),
        };
        if allowed { "yes" } else { "-" }.to_string()
    };
    expect("panel.policy.out", &table(&names, &columns, cell));
}

#[test]
fn only_people_who_are_new_are_named_and_only_for_a_public_call() {
    let new = PersonId(Uuid::from_u128(30));
    let named = panel(Status::Forming).name(&officer(), &call(), &[INVITED, new]).unwrap().into_parts().0;
    assert_eq!(named.members.len(), 3);
    assert_eq!(named.name(&officer(), &call(), &[INVITED]).unwrap_err().codes(), ["nobody_new"]);
    let hidden = domain::call::Call { published_at: None, ..call() };
    assert_eq!(panel(Status::Forming).name(&officer(), &hidden, &[new]).unwrap_err().codes(), ["call_not_published"]);
}

#[test]
fn whoever_says_yes_sits() {
    let invited = Actor::new(INVITED, Vec::new());
    let accepted = panel(Status::Forming).accept(&invited, &call()).unwrap().into_parts().0;
    assert_eq!(accepted.accepted(), [INVITED]);
    assert!(accepted.decline(&invited, &call()).is_err(), "a yes stands");
}

#[test]
fn advice_is_given_once_and_only_when_nothing_stands_against_it() {
    let against = vec![Reason::new("assessments_open")];
    let refused = panel(Status::Forming).recommend(&officer(), &call(), "h".into(), against).unwrap_err();
    assert_eq!(refused.codes(), ["assessments_open"]);
    let advised = panel(Status::Forming).recommend(&officer(), &call(), "h".into(), Vec::new()).unwrap().into_parts().0;
    assert_eq!(
        advised.clone().recommend(&officer(), &call(), "h".into(), Vec::new()).unwrap_err().codes(),
        ["wrong_status"]
    );
    let told = advised.announce(&officer(), &call(), at("2027-02-01T09:00:00Z"), "2027-02-11".parse().unwrap());
    assert_eq!(told.unwrap().into_parts().0.status, Status::Announced);
}
