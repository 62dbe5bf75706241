//! What people do with items of business: declare, rule, decide. A decision calls the room that asked for it.
use super::{
    super::{actions as groups, interests, meetings},
    store,
};
use crate::{
    calls, collaborations,
    error::{Error, Result},
    forms::Problem,
    jobs::{self, Job},
    needs,
    people::store::{Grant, grant},
    selection,
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::Actor,
    group::Group,
    ids::{ItemId, PersonId},
    item::{Handling, Item, Motion, Proposed, Ruling, Said, Stance, Status},
    meeting::Meeting,
    policy,
    sitting::Sitting,
    time::Timestamp,
};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// The item of this reference, if the actor may know of it.
pub async fn get(tx: &mut Tx, actor: &Actor, reference: &str) -> Result<Item> {
    let item = store::by_reference(tx, reference).await?.ok_or(Error::NotFound)?;
    if policy::may_read_item(actor, &item) { Ok(item) } else { Err(Error::NotFound) }
}

/// A meeting with its group and with whose interests are current: what a [`Sitting`] borrows from.
#[derive(Debug)]
pub struct Seated {
    /// The group.
    pub group: Group,
    /// The meeting.
    pub meeting: Meeting,
    /// Whose standing interests are declared and not stale.
    pub current: BTreeSet<PersonId>,
}

impl Seated {
    /// The group as it sits in this meeting.
    pub async fn of(tx: &mut Tx, meeting: Meeting, at: Timestamp) -> Result<Seated> {
        let group = groups::by_id(tx, meeting.group).await?;
        let people: Vec<PersonId> = group.held(at).map(|seat| seat.person).collect();
        let current = interests::store::current(tx, &people, at).await?;
        Ok(Seated { group, meeting, current })
    }
    /// As the rules ask for it.
    pub fn sitting(&self, at: Timestamp) -> Sitting<'_> {
        Sitting { group: &self.group, meeting: &self.meeting, current: &self.current, at }
    }
}

/// The meeting on whose agenda an item is, as it sits.
pub async fn seated(tx: &mut Tx, item: &Item, at: Timestamp) -> Result<Seated> {
    let id = item.meeting.ok_or_else(|| Problem::new("not_on_agenda"))?;
    let meeting = meetings::store::find(tx, id).await?.ok_or(Error::NotFound)?;
    Seated::of(tx, meeting, at).await
}

/// What some people say about the items of a meeting: an interest in those named, nothing in the others.
#[derive(Debug)]
pub struct Statement {
    /// Who; nobody named means the actor.
    pub people: Vec<String>,
    /// The references of the items in which they have an interest.
    pub items: Vec<String>,
    /// What the interest is.
    pub interest: String,
}

/// Declares on every open item of a meeting at once, for oneself or, by those who run it, for others who said so.
pub async fn declare(unit: &mut Unit, meeting: &str, it: Statement) -> Result<Meeting> {
    let meeting = meetings::actions::get(&mut unit.tx, &unit.actor, meeting).await?;
    let people = speakers(unit, &meeting, &it.people).await?;
    let items = open(unit, &meeting).await?;
    if !it.items.iter().all(|wanted| items.iter().any(|item| item.reference == *wanted)) {
        return Err(Problem::new("not_an_option").at("items").into());
    }
    if !it.items.is_empty() && it.interest.trim().is_empty() {
        return Err(Problem::new("say_which_interest").at("interest").into());
    }
    for item in items {
        let said = if it.items.contains(&item.reference) { Said::Interest } else { Said::Nothing };
        say(unit, item, &people, said, &it.interest).await?;
    }
    Ok(meeting)
}

async fn speakers(unit: &mut Unit, meeting: &Meeting, people: &[String]) -> Result<Vec<PersonId>> {
    let group = groups::by_id(&mut unit.tx, meeting.group).await?;
    if people.is_empty() {
        return Ok(vec![unit.actor.person]);
    }
    let seat = |value: &String| {
        let person = value.parse().ok().filter(|person| group.seat_of(*person, unit.at).is_some());
        person.ok_or_else(|| Problem::new("not_an_option").at("people").into())
    };
    people.iter().map(seat).collect()
}

/// The items of a meeting that are not decided and that the actor may read.
pub async fn open(unit: &mut Unit, meeting: &Meeting) -> Result<Vec<Item>> {
    let mut items = store::of_meeting(&mut unit.tx, meeting.id).await?;
    items.retain(|item| item.status == Status::OnAgenda && policy::may_read_item(&unit.actor, item));
    if items.is_empty() { Err(Problem::new("nothing_on_agenda").into()) } else { Ok(items) }
}

/// Notes what people say on one item; what they said before stays, and so does a recusal.
pub async fn say(unit: &mut Unit, mut item: Item, people: &[PersonId], said: Said, interest: &str) -> Result<()> {
    for person in people {
        let same = item.declaration(*person).is_some_and(|before| before.said == said && said == Said::Nothing);
        if same || item.is_recused(*person) {
            continue;
        }
        item = unit.save(item.declare(&unit.actor, *person, said, unit.at)?).await?;
        let words = if said == Said::Interest { interest } else { "" };
        store::describe(&mut unit.tx, item.id, *person, words).await?;
    }
    Ok(())
}

/// Rules on somebody's interest; whoever is recused cannot read what the item is about from now on (G4).
pub async fn rule(unit: &mut Unit, reference: &str, person: &str, handling: Handling, note: String) -> Result<Item> {
    let item = get(&mut unit.tx, &unit.actor, reference).await?;
    let seated = seated(&mut unit.tx, &item, unit.at).await?;
    let person = person.parse().map_err(|_| Problem::new("not_an_option").at("person"))?;
    let decided = item.rule(&unit.actor, &seated.sitting(unit.at), person, handling, note)?;
    let item = unit.save(decided).await?;
    if handling == Handling::Recused {
        let (kind, word, thing) = ("recused", "", item.subject);
        grant(&mut unit.tx, Grant { person, kind, word, thing, starts_at: unit.at, ends_at: None }).await?;
    }
    Ok(item)
}

/// Casts the actor's vote on an item, or that of whoever they stand in for.
pub async fn vote(unit: &mut Unit, reference: &str, stance: Stance, reasons: String) -> Result<Item> {
    let item = get(&mut unit.tx, &unit.actor, reference).await?;
    let seated = seated(&mut unit.tx, &item, unit.at).await?;
    let decided = item.vote(&unit.actor, &seated.sitting(unit.at), stance, reasons)?;
    unit.save(decided).await
}

/// Decides an item and hands the ruling to the room whose question it was, in the same transaction.
pub async fn decide(unit: &mut Unit, reference: &str, proposed: Proposed) -> Result<Item> {
    let item = get(&mut unit.tx, &unit.actor, reference).await?;
    let seated = seated(&mut unit.tx, &item, unit.at).await?;
    let (decided, ruling) = item.decide(&unit.actor, &seated.sitting(unit.at), proposed)?;
    let item = unit.save(decided).await?;
    ruled(unit, &ruling).await?;
    Ok(item)
}

/// Keeps the decision on an item from the public until a day, on which it is released by itself.
pub async fn withhold(unit: &mut Unit, reference: &str, because: String, until: Date) -> Result<Item> {
    let item = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&item)?;
    let decided = item.withhold(&unit.actor, because, until, unit.at)?;
    let item = unit.save(decided).await?;
    jobs::enqueue(&mut unit.tx, &Job::ReleaseItem { item: item.id }, groups::start_of(until)).await?;
    Ok(item)
}

/// The decision on an item is withheld no longer.
pub async fn release(unit: &mut Unit, reference: &str) -> Result<Item> {
    let item = get(&mut unit.tx, &unit.actor, reference).await?;
    let decided = item.release(&unit.actor, unit.at)?;
    unit.save(decided).await
}

/// Releases an item whose day has come; does nothing if it was released before or the day was moved.
pub async fn release_due(unit: &mut Unit, item: ItemId) -> Result<()> {
    let Some(item) = store::find(&mut unit.tx, item).await? else { return Ok(()) };
    match item.release(&unit.actor, unit.at) {
        Ok(decided) => unit.save(decided).await.map(drop),
        Err(_) => Ok(()),
    }
}

async fn ruled(unit: &mut Unit, ruling: &Ruling) -> Result<()> {
    match ruling.motion {
        Motion::AdoptTerms => groups::ruled(unit, ruling).await,
        Motion::ApproveChallenge => needs::actions::ruled(unit, ruling).await,
        Motion::ApproveCall => calls::actions::ruled(unit, ruling).await,
        Motion::Select => selection::actions::ruled(unit, ruling).await,
        Motion::Complete => collaborations::actions::ruled(unit, ruling).await,
    }
}
