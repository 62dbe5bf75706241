//! What awaits a person in this room.
use super::{path, store};
use crate::{calls, error::Result, groups, work::Item};
use db::Tx;
use domain::{
    actor::Actor,
    challenge::{Challenge, Status},
    time::Timestamp,
};

/// What awaits this actor now: their own drafts to finish, and approved needs to write a call from.
pub async fn awaiting(tx: &mut Tx, actor: &Actor, _: Timestamp) -> Result<Vec<Item>> {
    let drafts = store::of_author(tx, actor.person, Status::Draft).await?;
    let mut items: Vec<Item> = drafts.iter().map(|need| item(need, "finish_need", "author")).collect();
    items.extend(to_call(tx, actor).await?.iter().map(|need| item(need, "write_call", "network_officer")));
    Ok(items)
}

/// Approved needs without a call, of the groups whose calls this actor's networks write.
async fn to_call(tx: &mut Tx, actor: &Actor) -> Result<Vec<Challenge>> {
    let networks = calls::work::networks(actor);
    if networks.is_empty() {
        return Ok(Vec::new());
    }
    let mut needs = store::uncalled(tx).await?;
    let groups: Vec<_> = needs.iter().map(|need| need.group).collect();
    let mut groups = groups::store::some(tx, &groups).await?;
    groups.retain(|group| networks.contains(&group.network));
    needs.retain(|need| groups.iter().any(|group| group.id == need.group));
    Ok(needs)
}

fn item(need: &Challenge, todo: &'static str, why: &'static str) -> Item {
    let (reference, title) = (need.reference.clone(), need.content.title.clone());
    Item { todo, why, href: path(&reference), reference, title, by: None }
}
