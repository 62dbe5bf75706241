//! What awaits a person in this room: reports to write and complete, outcomes to publish.
use super::{acts::to_publish, path, store};
use crate::{
    error::Result,
    work::{About, Ahead, Item, Why},
};
use db::Tx;
use domain::{
    actor::{Actor, Duty},
    outcome::{Command, Outcome},
    policy,
    time::Timestamp,
};

/// What awaits this actor now. One statement.
pub async fn awaiting(tx: &mut Tx, actor: &Actor, _: Timestamp) -> Result<Vec<Item>> {
    let found = store::of_organisations(tx, &actor.organisations()).await?;
    Ok(found.iter().filter_map(|it| item(it, actor)).collect())
}

/// When the publications of what this actor's organisations take part in are due.
pub async fn ahead(tx: &mut Tx, actor: &Actor) -> Result<Vec<Ahead>> {
    let mut found = store::of_organisations(tx, &actor.organisations()).await?;
    found.retain(|it| policy::may_read_outcome(actor, it));
    let date = |it: &Outcome| Ahead {
        what: "publication_due",
        about: About::of(&it.reference, &it.title),
        href: path(&it.reference),
        at: it.due_at,
    };
    Ok(found.iter().map(date).collect())
}

fn item(it: &Outcome, actor: &Actor) -> Option<Item> {
    let can = it.available(actor);
    let todo = match () {
        () if can.contains(&Command::Report) && it.content.missing().is_empty() => "outcome_report",
        () if can.contains(&Command::Write) => "outcome_write",
        () if !to_publish(it, actor).is_empty() && can.contains(&Command::Publish) => "outcome_publish",
        () => return None,
    };
    let organisations: Vec<_> = it.organisations().into_iter().chain([it.network]).collect();
    let why = Why::duty(actor, Duty::ALL, &organisations)?;
    Some(Item::new(todo, why, About::of(&it.reference, &it.title), path(&it.reference)).by(Some(it.due_at)))
}
