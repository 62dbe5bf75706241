//! What awaits a person here: a first declaration, or the yearly renewal (G3).
use super::store;
use crate::{
    error::Result,
    work::{About, Item, NOTICE, Why, before},
};
use db::Tx;
use domain::{
    actor::{Actor, Role},
    interest::stale_on,
    time::Timestamp,
};

/// What awaits this actor now, if they have a seat or sit on a panel.
pub async fn awaiting(tx: &mut Tx, actor: &Actor, at: Timestamp) -> Result<Option<Item>> {
    if !actor.roles.iter().any(|role| matches!(role, Role::Sits(..) | Role::Assesses(_))) {
        return Ok(None);
    }
    let stood = store::latest(tx, &[actor.person]).await?.remove(&actor.person);
    let Some(lapses) = stood.map(stale_on) else {
        return Ok(Some(item("interests_declare", "/interests/new", None)));
    };
    let by = before(lapses);
    let soon = by.is_none_or(|by| by <= at.plus_seconds(NOTICE));
    Ok(soon.then(|| item("interests_renew", "/interests", by)))
}

fn item(todo: &'static str, href: &str, by: Option<Timestamp>) -> Item {
    let title = crate::messages::Messages::english().text("interests.title", &[]);
    Item::new(todo, Why::own("sits_or_assesses"), About::of("", &title), href).by(by)
}
