//! What people do in groups.
use crate::{
    error::{Error, Result},
    forms::Choice,
    unit::Unit,
};
use db::Tx;
use domain::{actor::Actor, event::Thing, ids::GroupId, item::Motion};

/// Puts a question about a thing on the group's business, where it waits for a meeting.
pub async fn table(unit: &mut Unit, group: GroupId, motion: Motion, about: &impl Thing) -> Result<()> {
    let _ = (unit, group, motion, about.uuid());
    Ok(())
}

/// The groups for which the actor may begin a challenge, as options.
pub async fn where_may_draft(tx: &mut Tx, actor: &Actor) -> Result<Vec<Choice>> {
    let _ = (tx, actor);
    Ok(Vec::new())
}

/// The group of an option that was picked.
pub async fn picked(tx: &mut Tx, value: &str) -> Result<GroupId> {
    let _ = tx;
    value.parse().map_err(|_| Error::NotFound)
}

/// What people call a group.
pub async fn name(tx: &mut Tx, group: GroupId) -> Result<String> {
    let _ = (tx, group);
    Ok(String::new())
}
