//! What people do with seats, and what other rooms ask of them.
use super::super::{
    actions::{Place, entitle, get, seat_of},
    interests, store,
};
use crate::{
    error::{Error, Result},
    forms::Problem,
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::Actor,
    group::{Afterwards, Command, Ending, Group},
    ids::{PersonId, SeatId},
    policy,
};
use jiff::civil::Date;

/// Asks somebody with an account to take a seat.
pub async fn offer(unit: &mut Unit, reference: &str, it: Place) -> Result<Group> {
    let group = get(&mut unit.tx, reference).await?;
    policy::may_group(&unit.actor, Command::OfferSeat, &group)?;
    let seat = seat_of(unit, it).await?;
    let person = seat.person;
    let decided = group.offer_seat(&unit.actor, seat, unit.at)?;
    let group = unit.save(decided).await?;
    store::ask(&mut unit.tx, group.id, person).await?;
    Ok(group)
}

/// The person takes the seat they were asked to take; tells whether they must still declare their interests (G3).
pub async fn accept(unit: &mut Unit, reference: &str) -> Result<(Group, bool)> {
    let group = asking(&mut unit.tx, &unit.actor, reference).await?;
    let asked = asked(&group, &unit.actor);
    let decided = group.accept_seat(&unit.actor, unit.at)?;
    let group = unit.save(decided).await?;
    store::ask_no_more(&mut unit.tx, group.id, asked.unwrap_or(unit.actor.person)).await?;
    if let Some(seat) = group.seats.last() {
        entitle(unit, &group, seat.person, seat.role).await?;
    }
    let current = interests::store::current(&mut unit.tx, &[unit.actor.person], unit.at).await?;
    Ok((group, current.is_empty()))
}

/// The person does not take the seat they were asked to take.
pub async fn decline(unit: &mut Unit, reference: &str) -> Result<Group> {
    let group = asking(&mut unit.tx, &unit.actor, reference).await?;
    let asked = asked(&group, &unit.actor);
    let decided = group.decline_seat(&unit.actor)?;
    let group = unit.save(decided).await?;
    store::ask_no_more(&mut unit.tx, group.id, asked.unwrap_or(unit.actor.person)).await?;
    Ok(group)
}

/// Asks somebody no longer.
pub async fn take_back(unit: &mut Unit, reference: &str, seat: &str) -> Result<Group> {
    let group = get(&mut unit.tx, reference).await?;
    policy::may_group(&unit.actor, Command::TakeBackOffer, &group)?;
    let found = group.offers.iter().find(|offer| offer.seat.id.to_string() == seat);
    let (id, person) = found.map(|offer| (offer.seat.id, offer.seat.person)).ok_or_else(not_an_option)?;
    let decided = group.take_back_offer(&unit.actor, id)?;
    let group = unit.save(decided).await?;
    store::ask_no_more(&mut unit.tx, group.id, person).await?;
    Ok(group)
}

/// A seat lasts longer, and its rights with it.
pub async fn extend(unit: &mut Unit, reference: &str, seat: &str, last: Option<Date>) -> Result<Group> {
    let group = get(&mut unit.tx, reference).await?;
    policy::may_group(&unit.actor, Command::ExtendSeat, &group)?;
    let id = picked(&group, seat)?;
    let decided = group.extend_seat(&unit.actor, id, last, unit.at)?;
    let group = unit.save(decided).await?;
    rights_of(unit, &group, id).await?;
    Ok(group)
}

/// What somebody says when a seat is ended.
#[derive(Debug)]
pub struct Said {
    /// Which seat, as its option.
    pub seat: String,
    /// Its last day.
    pub last: Date,
    /// Why, where fewer are left to vote than the quorum asks.
    pub because: String,
    /// Whether somebody else is to have it.
    pub afterwards: Afterwards,
}

/// Ends a seat on a day, which is its last, and the rights with it.
pub async fn end(unit: &mut Unit, reference: &str, it: Said) -> Result<Group> {
    let group = get(&mut unit.tx, reference).await?;
    policy::may_group(&unit.actor, Command::EndSeat, &group)?;
    let seat = picked(&group, &it.seat)?;
    let Said { last, because, afterwards, .. } = it;
    let decided = group.end_seat(&unit.actor, Ending { seat, last, because, afterwards, at: unit.at })?;
    let group = unit.save(decided).await?;
    rights_of(unit, &group, seat).await?;
    Ok(group)
}

/// Somebody gives their own seat up; its rights end after its last day.
pub async fn resign(unit: &mut Unit, reference: &str, last: Date) -> Result<Group> {
    let group = get(&mut unit.tx, reference).await?;
    let before = group.clone();
    let decided = group.resign_seat(&unit.actor, last, unit.at)?;
    let group = unit.save(decided).await?;
    let changed = group.seats.iter().find(|seat| !before.seats.contains(seat)).map(|seat| seat.id);
    match changed {
        Some(seat) => rights_of(unit, &group, seat).await.map(|()| group),
        None => Ok(group),
    }
}

/// Somebody left the service: their seats end today. Everything they did stays.
pub async fn left(unit: &mut Unit, person: PersonId) -> Result<()> {
    for group in store::seating(&mut unit.tx, person, unit.at).await? {
        let roles: Vec<_> = group.seats.iter().filter(|seat| seat.person == person).map(|seat| seat.role).collect();
        let Some(decided) = group.without(person, unit.at) else { continue };
        let group = unit.save(decided).await?;
        store::ask_no_more(&mut unit.tx, group.id, person).await?;
        for role in roles {
            entitle(unit, &group, person, role).await?;
        }
    }
    Ok(())
}

/// The group of this reference, for a person whom it asks to take a seat; it asks nobody else.
pub async fn asking(tx: &mut Tx, actor: &Actor, reference: &str) -> Result<Group> {
    let group = get(tx, reference).await?;
    if asked(&group, actor).is_some() { Ok(group) } else { Err(Error::NotFound) }
}

/// The account of this actor that a group asks to take a seat.
fn asked(group: &Group, actor: &Actor) -> Option<PersonId> {
    actor.accounts().find(|person| group.offer_to(*person).is_some())
}

async fn rights_of(unit: &mut Unit, group: &Group, seat: SeatId) -> Result<()> {
    match group.seats.iter().find(|one| one.id == seat) {
        Some(seat) => entitle(unit, group, seat.person, seat.role).await,
        None => Ok(()),
    }
}

fn picked(group: &Group, seat: &str) -> Result<SeatId> {
    let found = group.seats.iter().find(|one| one.id.to_string() == seat);
    found.map(|seat| seat.id).ok_or_else(not_an_option)
}

fn not_an_option() -> Error {
    Problem::new("not_an_option").at("seat").into()
}
