//! What awaits a person in this room.
use super::{path, store};
use crate::{
    calls,
    error::Result,
    groups,
    work::{About, Item, Why},
};
use db::Tx;
use domain::{
    actor::Actor,
    challenge::{Challenge, Command, Status},
    time::Timestamp,
};

/// What awaits this actor now: their own drafts to finish, and approved needs to write a call from.
pub async fn awaiting(tx: &mut Tx, actor: &Actor, _: Timestamp) -> Result<Vec<Item>> {
    let mut drafts = store::of_author(tx, actor.person, Status::Draft).await?;
    drafts.retain(|need| need.available(actor).contains(&Command::Submit));
    let mut items: Vec<Item> =
        drafts.iter().map(|need| item(need, "finish_need", Why::of("author", need.group))).collect();
    items.extend(to_call(tx, actor).await?);
    Ok(items)
}

/// Approved needs without a call, of the groups whose calls this actor's networks write.
async fn to_call(tx: &mut Tx, actor: &Actor) -> Result<Vec<Item>> {
    let networks = calls::work::networks(actor);
    if networks.is_empty() {
        return Ok(Vec::new());
    }
    let mut needs = store::uncalled(tx).await?;
    needs.retain(|need| !actor.is_recused_on(need.id));
    let groups: Vec<_> = needs.iter().map(|need| need.group).collect();
    let mut groups = groups::store::some(tx, &groups).await?;
    groups.retain(|group| networks.contains(&group.network));
    let network = |need: &Challenge| groups.iter().find(|group| group.id == need.group).map(|group| group.network);
    let call = |need: &Challenge| Some(item(need, "write_call", Why::of("network_officer", network(need)?)));
    Ok(needs.iter().filter_map(call).collect())
}

fn item(need: &Challenge, todo: &'static str, why: Why) -> Item {
    Item::new(todo, why, About::of(&need.reference, &need.content.title), path(&need.reference))
}
