//! What people do with groups, and what other rooms ask of them.
use super::{items, seats::reminders, store};
use crate::{
    error::{Error, Result},
    forms::{Choice, Problem},
    ids, organisations,
    people::{self, store::Grant},
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::{Actor, Role, SeatRole},
    event::Thing,
    group::{Command, Founding, Group, Seat},
    ids::{GroupId, ItemId, OrganisationId, PersonId, SeatId},
    item::{Item, Motion, Ruling, Tabling},
    policy,
    terms::Clauses,
    time::{Timestamp, ZONE},
};
use jiff::{ToSpan, civil::Date};
use uuid::Uuid;

/// The group of this reference; everybody may know every group.
pub async fn get(tx: &mut Tx, reference: &str) -> Result<Group> {
    store::by_reference(tx, reference).await?.ok_or(Error::NotFound)
}

/// Creates a group for the systems of these integrated care boards and the network that writes its calls.
pub async fn create(unit: &mut Unit, name: String, systems: &[String], network: &str) -> Result<Group> {
    let network = organisation(&mut unit.tx, network, "network").await?;
    let mut boards = Vec::new();
    for system in systems {
        boards.push(organisation(&mut unit.tx, system, "systems").await?);
    }
    let (id, reference) = (ids::new(GroupId), ids::reference("GR"));
    let decided = Group::create(&unit.actor, Founding { id, reference, name, systems: boards, network })?;
    unit.save(decided).await
}

/// What somebody asks for when a seat is given.
#[derive(Debug)]
pub struct Place {
    /// The e-mail address of the person.
    pub email: String,
    /// The role.
    pub role: SeatRole,
    /// The organisation represented: reference or id; empty for none.
    pub organisation: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Option<Date>,
    /// Whether the person votes.
    pub voting: bool,
    /// For whom a person without a vote votes while that one is absent.
    pub stands_in_for: Option<PersonId>,
}

/// Gives somebody a seat, and with it the rights of its role from its first to its last day.
pub async fn give_seat(unit: &mut Unit, reference: &str, it: Place) -> Result<Group> {
    let group = get(&mut unit.tx, reference).await?;
    policy::may_group(&unit.actor, Command::GiveSeat, &group)?;
    let seat = seat_of(unit, it).await?;
    let (person, role) = (seat.person, seat.role);
    let decided = group.give_seat(&unit.actor, seat)?;
    let group = unit.save(decided).await?;
    entitle(unit, &group, person, role).await?;
    Ok(group)
}

/// The seat that somebody asks for, of a person with an account.
pub(super) async fn seat_of(unit: &mut Unit, it: Place) -> Result<Seat> {
    let person = store::person_of(&mut unit.tx, &it.email).await?;
    let person = person.ok_or_else(|| Problem::new("no_such_account").at("email"))?;
    let organisation = match it.organisation.as_str() {
        "" => None,
        value => Some(self::organisation(&mut unit.tx, value, "organisation").await?),
    };
    let (id, Place { role, from, to, voting, stands_in_for, .. }) = (ids::new(SeatId), it);
    Ok(Seat { id, person, role, organisation, from, to, voting, stands_in_for })
}

/// Writes the draft of the next terms, or changes it.
pub async fn draft_terms(unit: &mut Unit, reference: &str, clauses: Clauses) -> Result<Group> {
    let group = get(&mut unit.tx, reference).await?;
    unit.check(&group)?;
    let decided = group.draft_terms(&unit.actor, clauses)?;
    unit.save(decided).await
}

/// Puts the draft before the group, as an item of its own business.
pub async fn propose_terms(unit: &mut Unit, reference: &str, because: String) -> Result<Group> {
    let group = get(&mut unit.tx, reference).await?;
    let decided = group.propose_terms(&unit.actor, because, unit.at)?;
    let group = unit.save(decided).await?;
    table(unit, group.id, Motion::AdoptTerms, &group).await?;
    Ok(group)
}

/// Receives the group's decision on its own terms.
pub async fn ruled(unit: &mut Unit, ruling: &Ruling) -> Result<()> {
    let group = by_id(&mut unit.tx, ruling.group).await?;
    unit.save(group.ruled(ruling)?).await.map(drop)
}

/// Puts a question about a thing on the group's business, where it waits for a meeting. Whoever does so counts as the
/// drafter, who may not be the approver of a call (C1).
pub async fn table(unit: &mut Unit, group: GroupId, motion: Motion, about: &impl Thing) -> Result<()> {
    let drafter = unit.actor.person;
    table_drafted(unit, group, motion, about, drafter).await
}

/// As [`table`], for a thing that somebody else wrote.
pub async fn table_drafted(
    unit: &mut Unit,
    group: GroupId,
    motion: Motion,
    about: &impl Thing,
    drafter: PersonId,
) -> Result<()> {
    let decided = Item::table(Tabling {
        id: ids::new(ItemId),
        reference: ids::reference("IT"),
        group,
        motion,
        subject: about.uuid(),
        about: about.reference(),
        title: about.title(),
        drafter: Some(drafter),
        at: unit.at,
    });
    unit.save(decided).await.map(drop)
}

/// Takes a thing off the group's business: it was withdrawn or changed and is not to be decided any more.
pub async fn untable(unit: &mut Unit, about: impl Into<Uuid>) -> Result<()> {
    for item in items::store::open_about(&mut unit.tx, about.into()).await? {
        unit.save(item.withdraw()?).await?;
    }
    Ok(())
}

/// What a decision was about is public now, and the decision with it: a published call, an announced selection.
pub async fn disclose(unit: &mut Unit, about: impl Into<Uuid>) -> Result<()> {
    for item in items::store::undisclosed(&mut unit.tx, about.into()).await? {
        unit.save(item.disclose()?).await?;
    }
    Ok(())
}

/// Refuses, with every reason of G1 at once, what only a working group may have: `tor_not_in_force`, `no_chair`,
/// `no_deputy`, `quorum_too_small`.
pub async fn governing(tx: &mut Tx, group: GroupId, at: Timestamp) -> Result<()> {
    Ok(by_id(tx, group).await?.governing(at)?)
}

/// The network that writes the group's calls.
pub async fn network_of(tx: &mut Tx, group: GroupId) -> Result<OrganisationId> {
    Ok(by_id(tx, group).await?.network)
}

/// What people call a group.
pub async fn name(tx: &mut Tx, group: GroupId) -> Result<String> {
    Ok(store::find(tx, group).await?.map(|group| group.name).unwrap_or_default())
}

/// The groups for which the actor may begin a challenge, as options: the value is the reference.
pub async fn where_may_draft(tx: &mut Tx, actor: &Actor) -> Result<Vec<Choice>> {
    let mut sits: Vec<GroupId> = seats(actor);
    sits.retain(|group| policy::may_draft_challenge(actor, *group).is_ok());
    let groups = store::some(tx, &sits).await?;
    Ok(groups.into_iter().map(|it| Choice { value: it.reference, text: it.name, hint: String::new() }).collect())
}

/// The group of an option that was picked: its reference, or its id.
pub async fn picked(tx: &mut Tx, value: &str) -> Result<GroupId> {
    let found = match value.parse() {
        Ok(id) => store::find(tx, id).await?,
        Err(_) => store::by_reference(tx, &value.trim().to_ascii_uppercase()).await?,
    };
    Ok(found.ok_or_else(|| Problem::new("not_an_option").at("group"))?.id)
}

/// The rights of everything a person has in one role of the group; none are left when nothing of it is to come.
pub(super) async fn entitle(unit: &mut Unit, group: &Group, person: PersonId, role: SeatRole) -> Result<()> {
    reminders::schedule(unit, group, person).await?;
    let (kind, word, thing) = ("sits", role.as_str(), group.id.0);
    let Some((from, to)) = group.span(person, role, unit.at.day()) else {
        return people::store::revoke(&mut unit.tx, person, kind, word, thing).await;
    };
    let (starts_at, ends_at) = (start_of(from), to.map(|last| start_of(last.saturating_add(1.day()))));
    people::store::grant(&mut unit.tx, Grant { person, kind, word, thing, starts_at, ends_at }).await
}

/// The first moment of a day in London.
pub fn start_of(day: Date) -> Timestamp {
    let start = day.in_tz(ZONE).expect("the zone is compiled in, and forms take the years 2000 to 2200");
    Timestamp(start.timestamp())
}

async fn organisation(tx: &mut Tx, value: &str, field: &str) -> Result<OrganisationId> {
    let found = organisations::actions::picked(tx, value, field).await;
    found.map_err(|error| match error {
        Error::Invalid(_) => Problem::new("not_an_option").at(field).into(),
        other => other,
    })
}

/// Every group in which the actor holds a seat, each once.
pub fn seats(actor: &Actor) -> Vec<GroupId> {
    let sits = |role: &Role| match role {
        Role::Sits(_, group) => Some(*group),
        _ => None,
    };
    let mut groups: Vec<GroupId> = actor.roles.iter().filter_map(sits).collect();
    groups.sort();
    groups.dedup();
    groups
}

/// The group of an id that another thing holds.
pub async fn by_id(tx: &mut Tx, group: GroupId) -> Result<Group> {
    store::find(tx, group).await?.ok_or(Error::NotFound)
}
