//! What people do with accounts.
use super::{
    links::{self, Purpose},
    passwords,
    passwords::{Quality, Verdict},
    store::{self, Grant, Particulars},
};
use crate::{
    error::{Error, Result},
    forms::Problem,
    groups, ids,
    jobs::{self, Job},
    keys::sealer,
    sessions::{self, tokens},
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::{Actor, Duty},
    ids::{OrganisationId, PersonId},
    organisation::{Heir, Place},
    person::{Appointment, Event, Person},
    policy,
    refusal::Refusal,
};
use uuid::Uuid;

/// A person, if the actor may know of them.
pub async fn get(tx: &mut Tx, actor: &Actor, id: PersonId) -> Result<Person> {
    let person = store::find(tx, id).await?.ok_or(Error::NotFound)?;
    if policy::may_read_person(actor, &person) { Ok(person) } else { Err(Error::NotFound) }
}

/// Makes an account that may not sign in yet, and queues the invitation by mail.
pub async fn invite(unit: &mut Unit, name: &str, email: &str, duties: Vec<(Duty, OrganisationId)>) -> Result<PersonId> {
    policy::may_invite(&unit.actor, &duties)?;
    let person = enrol(unit, name, email, duties).await?;
    jobs::enqueue(&mut unit.tx, &Job::Invite { person: person.id }, unit.at).await?;
    Ok(person.id)
}

/// An account with its particulars and roles, without a mail.
async fn enrol(unit: &mut Unit, name: &str, email: &str, duties: Vec<(Duty, OrganisationId)>) -> Result<Person> {
    let taken = || Problem::new("email_taken").at("email").into();
    if store::by_email(&mut unit.tx, email).await?.is_some() {
        return Err(taken());
    }
    let person = unit.save(Person::invite(ids::new(PersonId), duties)).await?;
    let particulars = Particulars { name: name.into(), email: email.to_lowercase(), password: String::new() };
    match store::describe(&mut unit.tx, person.id, &particulars).await {
        Err(Error::Database(db::Error::Database(e))) if e.is_unique_violation() => return Err(taken()),
        other => other?,
    }
    roles(unit, &person).await?;
    Ok(person)
}

/// Invites somebody once more who has not accepted yet; the links before end.
pub async fn invite_again(unit: &mut Unit, id: PersonId) -> Result<()> {
    let person = get(&mut unit.tx, &unit.actor, id).await?;
    may_invite_again(&unit.actor, &person)?;
    jobs::enqueue(&mut unit.tx, &Job::Invite { person: id }, unit.at).await
}

/// Who may invite, for somebody who may not sign in yet.
pub fn may_invite_again(actor: &Actor, person: &Person) -> Result<()> {
    policy::may_invite(actor, &person.duties)?;
    if person.active { Err(Refusal::because("already_joined").into()) } else { Ok(()) }
}

/// The person accepts: their name and password are set, and the link ends.
pub async fn accept(unit: &mut Unit, secret: &str, name: &str, password: String) -> Result<()> {
    let id = links::whose(&mut unit.tx, secret, Purpose::Invitation, unit.at).await?;
    let person = store::find(&mut unit.tx, id).await?.ok_or(Error::NotFound)?;
    let account = store::account(&mut unit.tx, id).await?.ok_or(Error::NotFound)?;
    good(&password, name, &account.email).await?;
    let hash = passwords::hash(password).await?;
    let particulars = Particulars { name: name.into(), email: account.email, password: hash };
    store::describe(&mut unit.tx, id, &particulars).await?;
    store::forget_links(&mut unit.tx, id, Purpose::Invitation).await?;
    unit.actor = Actor::new(id, Vec::new());
    unit.save(person.join()?).await.map(drop)
}

/// Queues a mail to somebody who has forgotten the password; what follows is the same for an address that nobody has.
pub async fn forget_password(unit: &mut Unit, email: &str) -> Result<()> {
    let slot = format!("password {}", sessions::hash(email));
    jobs::enqueue_in_slot(&mut unit.tx, &Job::ResetPassword { email: email.into() }, unit.at, Some(slot)).await
}

/// Sets a new password through a one-time link. Every session ends.
pub async fn reset_password(unit: &mut Unit, secret: &str, password: String) -> Result<()> {
    let id = links::whose(&mut unit.tx, secret, Purpose::Password, unit.at).await?;
    unit.actor = Actor::new(id, Vec::new());
    set_password(unit, password).await
}

/// Sets a new password for whoever knows the present one. Every session ends.
pub async fn change_password(unit: &mut Unit, current: String, password: String) -> Result<()> {
    let account = store::account(&mut unit.tx, unit.actor.person).await?.ok_or(Error::NotFound)?;
    if passwords::holds(current, account.password).await? == Verdict::Wrong {
        return Err(Problem::new("wrong_password").at("current").into());
    }
    set_password(unit, password).await
}

/// The actor's own password.
async fn set_password(unit: &mut Unit, password: String) -> Result<()> {
    let id = unit.actor.person;
    let person = store::find(&mut unit.tx, id).await?.filter(|person| person.active).ok_or(Error::NotFound)?;
    let account = store::account(&mut unit.tx, id).await?.ok_or(Error::NotFound)?;
    good(&password, &account.name, &account.email).await?;
    let hash = passwords::hash(password).await?;
    let particulars = Particulars { name: account.name, email: account.email, password: hash };
    store::describe(&mut unit.tx, id, &particulars).await?;
    store::forget_links(&mut unit.tx, id, Purpose::Password).await?;
    sessions::end_all(&mut unit.tx, id).await?;
    unit.witness(&person, Event::PasswordChanged);
    Ok(())
}

/// Refuses a new password that others would guess.
async fn good(password: &str, name: &str, email: &str) -> Result<()> {
    let problem = match passwords::judge(password.into(), vec![name.into(), email.into()]).await? {
        Quality::Good => return Ok(()),
        Quality::TooShort => Problem::new("password_too_short").with("least", passwords::LEAST),
        Quality::Guessable => Problem::new("password_guessable"),
    };
    Err(problem.at("password").into())
}

/// Says what somebody does from now on, all of it.
pub async fn appoint(unit: &mut Unit, id: PersonId, it: Appointment) -> Result<()> {
    let person = get(&mut unit.tx, &unit.actor, id).await?;
    unit.check(&person)?;
    if person.operator && !it.operator {
        another_operator(unit, id).await?;
    }
    let decided = person.appoint(&unit.actor, it)?;
    let person = unit.save(decided).await?;
    store::revoke_duties(&mut unit.tx, id).await?;
    roles(unit, &person).await
}

/// Somebody leaves: roles, sessions, tokens and links end at once, and their seats today. All they did stays.
pub async fn leave(unit: &mut Unit, id: PersonId) -> Result<()> {
    let person = get(&mut unit.tx, &unit.actor, id).await?;
    unit.check(&person)?;
    if person.operator {
        another_operator(unit, id).await?;
    }
    let decided = person.leave(&unit.actor)?;
    unit.save(decided).await?;
    groups::seats::actions::left(unit, id).await?;
    end(unit, id).await
}

/// Nothing opens this account any more: no duty, session, token, link, code, passkey.
async fn end(unit: &mut Unit, id: PersonId) -> Result<()> {
    store::revoke_duties(&mut unit.tx, id).await?;
    sessions::end_all(&mut unit.tx, id).await?;
    tokens::revoke_all(&mut unit.tx, id).await?;
    store::factors::forget(&mut unit.tx, id).await?;
    store::passkeys::forget(&mut unit.tx, id).await?;
    store::factors::forget_halves(&mut unit.tx, id, unit.at).await?;
    store::factors::forget_browsers(&mut unit.tx, id).await?;
    store::forget_links(&mut unit.tx, id, Purpose::Invitation).await?;
    store::forget_links(&mut unit.tx, id, Purpose::Password).await
}

/// Takes away the second factor of somebody who lost it, recovery codes, passkeys and all. Their sessions end. Nobody does
/// this to themselves: their own page asks for a code.
pub async fn reset_second_factor(unit: &mut Unit, id: PersonId) -> Result<()> {
    let person = get(&mut unit.tx, &unit.actor, id).await?;
    may_reset_second_factor(&unit.actor, &person)?;
    let lost = [
        (store::factors::forget(&mut unit.tx, id).await?, Event::SecondFactorRemoved),
        (store::passkeys::forget(&mut unit.tx, id).await?, Event::PasskeyRemoved),
    ];
    if lost.iter().all(|(was_there, _)| !was_there) {
        return Err(Refusal::because("no_second_factor").into());
    }
    sessions::end_all(&mut unit.tx, id).await?;
    for (_, event) in lost.into_iter().filter(|(was_there, _)| *was_there) {
        unit.witness(&person, event);
    }
    Ok(())
}

/// Takes away the second factors that a lost key sealed, since no code of theirs can be checked any more; gives how many.
/// Whoever runs the program does this, not somebody on a page.
pub async fn give_up_factors(unit: &mut Unit, key: &str) -> Result<usize> {
    let all = store::factors::secrets(&mut unit.tx).await?;
    let lost: Vec<PersonId> =
        all.into_iter().filter(|(_, secret)| sealer(secret) == Some(key)).map(|it| it.0).collect();
    for id in &lost {
        let person = store::find(&mut unit.tx, *id).await?.ok_or(Error::NotFound)?;
        store::factors::forget(&mut unit.tx, *id).await?;
        sessions::end_all(&mut unit.tx, *id).await?;
        unit.witness(&person, Event::SecondFactorRemoved);
    }
    Ok(lost.len())
}

/// Who may take somebody's second factor away.
pub fn may_reset_second_factor(actor: &Actor, person: &Person) -> Result<()> {
    policy::may_appoint(actor)?;
    if actor.is_person(person.id) { Err(Refusal::because("second_factor_own").into()) } else { Ok(()) }
}

/// One of two accounts of a person becomes part of the other, which has this address, and ends. Duties, recusals,
/// history and passkeys join. Seats and panels belong to others: whoever keeps them gives them to the account that goes on, first.
pub async fn merge(unit: &mut Unit, id: PersonId, into: &str) -> Result<PersonId> {
    let other = get(&mut unit.tx, &unit.actor, id).await?;
    unit.check(&other)?;
    let kept = store::by_email(&mut unit.tx, into)
        .await?
        .ok_or_else(|| Problem::new("no_account_with_address").at("email"))?;
    let kept = store::find(&mut unit.tx, kept.id).await?.ok_or(Error::NotFound)?;
    let (kept, left) = kept.absorb(&unit.actor, other)?;
    if store::places(&mut unit.tx, id, unit.at).await? > 0 {
        return Err(Refusal::because("merge_places").into());
    }
    let kept = unit.save(kept).await?;
    unit.save(left).await?;
    store::passkeys::give(&mut unit.tx, id, kept.id).await?;
    end(unit, id).await?;
    store::revoke_duties(&mut unit.tx, kept.id).await?;
    roles(unit, &kept).await?;
    store::inherit(&mut unit.tx, id, kept.id).await?;
    let grant = Grant { person: kept.id, kind: "formerly", word: "", thing: id.0, starts_at: unit.at, ends_at: None };
    store::grant(&mut unit.tx, grant).await?;
    Ok(kept.id)
}

/// Somebody must be left who can run the service.
async fn another_operator(unit: &mut Unit, id: PersonId) -> Result<()> {
    match store::other_operators(&mut unit.tx, id).await? {
        0 => Err(Refusal::because("last_operator").into()),
        _ => Ok(()),
    }
}

/// The first operator, or one who lost the way in: made if need be, with a new one-time link.
pub async fn operator(unit: &mut Unit, name: &str, email: &str) -> Result<String> {
    let id = match store::by_email(&mut unit.tx, email).await? {
        Some(account) => account.id,
        None => enrol(unit, name, email, Vec::new()).await?.id,
    };
    let person = store::find(&mut unit.tx, id).await?.ok_or(Error::NotFound)?;
    let purpose = if person.active { Purpose::Password } else { Purpose::Invitation };
    if !person.operator {
        let it = Appointment { duties: person.duties.clone(), operator: true, auditor: person.auditor };
        let decided = person.appoint(&unit.actor, it)?;
        let person = unit.save(decided).await?;
        roles(unit, &person).await?;
    }
    let secret = links::make(&mut unit.tx, id, purpose, unit.at).await?;
    Ok(purpose.path(&secret))
}

/// What somebody did for an organisation they do for the one that took its place.
pub async fn follow(unit: &mut Unit, id: PersonId, heir: &Heir, place: Place) -> Result<()> {
    let person = store::find(&mut unit.tx, id).await?.ok_or(Error::NotFound)?;
    let decided = person.follow(&unit.actor, heir, place)?;
    let person = unit.save(decided).await?;
    store::revoke_duties(&mut unit.tx, id).await?;
    roles(unit, &person).await
}

/// Writes the role rows that follow from what a person does.
async fn roles(unit: &mut Unit, person: &Person) -> Result<()> {
    let over_all = [("operator", person.operator), ("auditor", person.auditor)];
    let over_all = over_all.into_iter().filter(|(_, holds)| *holds).map(|(kind, _)| (kind, "", Uuid::nil()));
    let duties = person.duties.iter().map(|(duty, organisation)| ("does", duty.as_str(), organisation.0));
    for (kind, word, thing) in over_all.chain(duties) {
        let grant = Grant { person: person.id, kind, word, thing, starts_at: unit.at, ends_at: None };
        store::grant(&mut unit.tx, grant).await?;
    }
    Ok(())
}
