//! What awaits somebody, gathered from every room.
use super::Item;
use crate::{agreements, calls, collaborations, error::Result, groups, needs, outcomes, responses, selection};
use db::Tx;
use domain::{actor::Actor, time::Timestamp};

/// Everything that awaits this actor, what is due first at the top, what has no date last.
pub async fn awaiting(tx: &mut Tx, actor: &Actor, at: Timestamp) -> Result<Vec<Item>> {
    let mut items = groups::work::awaiting(tx, actor, at).await?;
    items.extend(needs::work::awaiting(tx, actor, at).await?);
    items.extend(calls::work::awaiting(tx, actor, at).await?);
    items.extend(responses::work::awaiting(tx, actor, at).await?);
    items.extend(selection::work::awaiting(tx, actor, at).await?);
    items.extend(agreements::work::awaiting(tx, actor, at).await?);
    items.extend(collaborations::work::awaiting(tx, actor, at).await?);
    items.extend(outcomes::work::awaiting(tx, actor, at).await?);
    items.sort_by_key(|item| (item.by.is_none(), item.by));
    Ok(items)
}
