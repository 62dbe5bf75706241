//! People: who may invite, appoint, read and end access, as a table; joining and leaving.
mod common;

use common::{expect, table};
use domain::{
    actor::{Actor, Duty, Role},
    ids::{OrganisationId, PersonId},
    person::{Appointment, Person},
    policy,
};
use uuid::Uuid;

const SOMEONE: PersonId = PersonId(Uuid::from_u128(9));
const COMPANY: OrganisationId = OrganisationId(Uuid::from_u128(1));
const OTHER: OrganisationId = OrganisationId(Uuid::from_u128(2));

/// Somebody of the company who signs for it.
fn signatory() -> Person {
    let invited = Person::invite(SOMEONE, vec![(Duty::Signatory, COMPANY)]).into_parts().0;
    invited.join().unwrap().into_parts().0
}

fn actors() -> Vec<(&'static str, Actor)> {
    let other = PersonId(Uuid::from_u128(8));
    let does = |duty, of| Actor::new(other, vec![Role::Does(duty, of)]);
    vec![
        ("operator", Actor::new(other, vec![Role::Operator])),
        ("auditor", Actor::new(other, vec![Role::Auditor])),
        ("manager of the company", does(Duty::PartnershipManager, COMPANY)),
        ("officer of the company", does(Duty::NetworkOfficer, COMPANY)),
        ("manager of another", does(Duty::PartnershipManager, OTHER)),
        ("colleague", does(Duty::Legal, COMPANY)),
        ("the person", Actor::new(SOMEONE, vec![Role::Does(Duty::Signatory, COMPANY)])),
        ("public", Actor::public()),
    ]
}

#[test]
fn the_policy_is_this_table() {
    let actors = actors();
    let names: Vec<&str> = actors.iter().map(|(name, _)| *name).collect();
    let columns =
        ["read", "invite", "invite for it", "invite for both", "appoint", "end access", "inspect", "edit list"];
    let both = [(Duty::Legal, COMPANY), (Duty::Legal, OTHER)];
    let cell = |r: usize, c: usize| {
        let actor = &actors[r].1;
        let allowed = match c {
            0 => policy::may_read_person(actor, &signatory()),
            1 => policy::may_invite(actor, &[]).is_ok(),
            2 => policy::may_invite(actor, &both[..1]).is_ok(),
            3 => policy::may_invite(actor, &both).is_ok(),
            4 => policy::may_appoint(actor).is_ok(),
            5 => policy::may_end_access(actor, &signatory()).is_ok(),
            6 => policy::may_inspect(actor).is_ok(),
            _ => policy::may_edit_organisation(actor).is_ok(),
        };
        if allowed { "yes" } else { "-" }.to_string()
    };
    expect("person.policy.out", &table(&names, &columns, cell));
}

#[test]
fn somebody_who_left_has_nothing_left_and_may_be_invited_again() {
    let left = signatory().leave(&actors()[0].1).unwrap().into_parts().0;
    assert_eq!((left.active, left.operator, left.duties.len()), (false, false, 0));
    assert!(left.join().unwrap().state().active);
}

#[test]
fn an_invitation_is_accepted_once() {
    assert_eq!(signatory().join().unwrap_err().codes(), ["already_joined"]);
}

#[test]
fn duties_are_kept_once_and_in_order() {
    let duties = vec![(Duty::Legal, OTHER), (Duty::Legal, COMPANY), (Duty::Legal, OTHER)];
    let it = Appointment { duties, operator: true, auditor: false };
    let after = signatory().appoint(&actors()[0].1, it).unwrap().into_parts().0;
    assert_eq!(after.duties, vec![(Duty::Legal, COMPANY), (Duty::Legal, OTHER)]);
    assert!(after.operator);
}

#[test]
fn a_manager_does_not_end_the_access_of_an_operator() {
    let it = Appointment { duties: signatory().duties, operator: true, auditor: false };
    let operator = signatory().appoint(&actors()[0].1, it).unwrap().into_parts().0;
    let manager = &actors()[2].1;
    assert!(
        policy::may_end_access(manager, &signatory()).is_ok() && policy::may_end_access(manager, &operator).is_err()
    );
}

#[test]
fn of_two_accounts_one_goes_on_with_what_both_did() {
    let kept = Person { id: PersonId(Uuid::from_u128(7)), duties: vec![(Duty::Legal, OTHER)], ..signatory() };
    let (both, left) = kept.absorb(&actors()[0].1, signatory()).unwrap();
    assert_eq!(both.state().duties, vec![(Duty::Legal, OTHER), (Duty::Signatory, COMPANY)]);
    assert!(both.state().active && !left.state().active && left.state().duties.is_empty());
}

#[test]
fn accounts_are_merged_by_an_operator_who_is_neither() {
    let kept = |active| Person { id: PersonId(Uuid::from_u128(7)), active, ..signatory() };
    let refused = |actor: &Actor, kept: Person, other: Person| kept.absorb(actor, other).unwrap_err().codes();
    let operator = &actors()[0].1;
    assert_eq!(refused(operator, signatory(), signatory()), ["merge_same"]);
    assert_eq!(refused(operator, kept(false), signatory()), ["merge_into_left"]);
    let own = Actor { person: SOMEONE, ..operator.clone() };
    assert_eq!(refused(&own, kept(true), signatory()), ["merge_own"]);
    assert!(kept(true).absorb(&actors()[2].1, signatory()).is_err());
}

#[test]
fn who_drafted_under_another_address_is_the_same_person() {
    let mut actor = Actor::new(PersonId(Uuid::from_u128(7)), Vec::new());
    assert!(!actor.is_person(SOMEONE) && !policy::may_read_person(&actor, &signatory()));
    actor.formerly.push(SOMEONE);
    assert!(actor.is_person(SOMEONE) && policy::may_read_person(&actor, &signatory()));
}
