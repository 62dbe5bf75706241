//! What people do with groups, and what other rooms ask of them.
use super::{items, store};
use crate::{
    error::{Error, Result},
    forms::{Choice, Problem},
    ids,
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::{Actor, Role},
    event::Thing,
    group::Group,
    ids::{GroupId, ItemId, OrganisationId, PersonId},
    item::{Item, Motion, Tabling},
    policy,
    time::Timestamp,
};
use uuid::Uuid;

/// The group of this reference; everybody may know every group.
pub async fn get(tx: &mut Tx, reference: &str) -> Result<Group> {
    store::by_reference(tx, reference).await?.ok_or(Error::NotFound)
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
