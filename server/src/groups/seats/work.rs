//! What awaits a person here: a seat that they are asked to take.
use super::super::{path, store};
use crate::{
    error::Result,
    work::{About, Item, Why, end_of},
};
use db::Tx;
use domain::actor::Actor;

/// The seats that this actor is asked to take, each by its last day at the latest.
pub async fn awaiting(tx: &mut Tx, actor: &Actor) -> Result<Vec<Item>> {
    let asking = store::asking(tx, actor.person).await?;
    let item = |group: &domain::group::Group| {
        let last = group.offer_to(actor.person)?.seat.to;
        let about = About::of(&group.reference, &group.name);
        let href = format!("{}/seats/acceptance", path(&group.reference));
        Some(Item::new("seat_answer", Why::own("asked"), about, href).by(last.and_then(end_of)))
    };
    Ok(asking.iter().filter_map(item).collect())
}
