//! What awaits a person here: a first declaration, or the yearly renewal (G3).
use super::store;
use crate::{error::Result, groups::actions::start_of, work::Item};
use db::Tx;
use domain::{
    actor::{Actor, Role},
    interest::stale_on,
    time::Timestamp,
};
use jiff::ToSpan;

/// How many days before a declaration lapses its renewal awaits its person.
const AHEAD: i64 = 28;

/// What awaits this actor now, if they have a seat or sit on a panel.
pub async fn awaiting(tx: &mut Tx, actor: &Actor, at: Timestamp) -> Result<Option<Item>> {
    if !actor.roles.iter().any(|role| matches!(role, Role::Sits(..) | Role::Assesses(_))) {
        return Ok(None);
    }
    let stood = store::latest(tx, &[actor.person]).await?.remove(&actor.person);
    let Some(lapses) = stood.map(stale_on) else {
        return Ok(Some(item("interests_declare", "/interests/new", None)));
    };
    let soon = lapses.saturating_sub(AHEAD.days()) <= at.day();
    Ok(soon.then(|| item("interests_renew", "/interests", Some(start_of(lapses)))))
}

fn item(todo: &'static str, href: &str, by: Option<Timestamp>) -> Item {
    let (reference, title) = (String::new(), crate::messages::Messages::english().text("interests.title", &[]));
    Item { todo, why: "sits_or_assesses", reference, title, href: href.into(), by }
}
