//! What awaits a person in this room: reports to write and complete, outcomes to publish.
use super::{acts::to_publish, path, store};
use crate::{error::Result, work::Item};
use db::Tx;
use domain::{
    actor::Actor,
    outcome::{Command, Outcome},
    time::Timestamp,
};

/// What awaits this actor now. Reads with a fixed number of statements.
pub async fn awaiting(tx: &mut Tx, actor: &Actor, at: Timestamp) -> Result<Vec<Item>> {
    let _ = at;
    let found = store::of_organisations(tx, &actor.organisations()).await?;
    Ok(found.iter().filter_map(|it| item(it, actor)).collect())
}

fn item(it: &Outcome, actor: &Actor) -> Option<Item> {
    let can = it.available(actor);
    let todo = match () {
        () if can.contains(&Command::Report) && it.content.missing().is_empty() => "outcome_report",
        () if can.contains(&Command::Write) => "outcome_write",
        () if !to_publish(it, actor).is_empty() && can.contains(&Command::Publish) => "outcome_publish",
        () => return None,
    };
    let (reference, title, href) = (it.reference.clone(), it.title.clone(), path(&it.reference));
    Some(Item { todo, why: "takes_part", reference, title, href, by: Some(it.due_at) })
}
