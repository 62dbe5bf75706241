//! What awaits a person in this room: what stands before a start, readings, transfers to answer, projects to close.
use super::{path, store};
use crate::{error::Result, work::Item};
use db::Tx;
use domain::{
    actor::{Actor, Duty, Role},
    calendar,
    collaboration::{Collaboration, Command},
    time::Timestamp,
};

/// What awaits this actor now. Reads with a fixed number of statements.
pub async fn awaiting(tx: &mut Tx, actor: &Actor, at: Timestamp) -> Result<Vec<Item>> {
    let mut found = store::of_actor(tx, actor).await?;
    found.retain(|it| !actor.is_recused_on(it.id));
    Ok(found.iter().flat_map(|it| items(it, actor, at)).collect())
}

/// Each thing to do, with why it is this person's. Readings await those who lead or evaluate, once the month before is due.
fn items(it: &Collaboration, actor: &Actor, at: Timestamp) -> Vec<Item> {
    const TODO: [(Command, &str); 6] = [
        (Command::Publish, "summary_publish"),
        (Command::Certify, "summary_certify"),
        (Command::Attest, "policies_attest"),
        (Command::Start, "collaboration_start"),
        (Command::Confirm, "transfer_answer"),
        (Command::Close, "collaboration_close"),
    ];
    let can = it.available(actor);
    let here = TODO.iter().filter(|(command, _)| can.contains(command));
    let why = if actor.leads(it.group) { "leads_group" } else { "takes_part" };
    let item = |todo, by| Item {
        todo,
        why,
        reference: it.reference.clone(),
        title: it.title.clone(),
        href: path(&it.reference),
        by,
    };
    let mut items: Vec<Item> = here.map(|(_, todo)| item(todo, None)).collect();
    items.extend(overdue(it, actor, at).map(|by| item("milestone_tick", by)));
    items
}

/// The next milestone that was due and is not marked as reached.
fn overdue(it: &Collaboration, actor: &Actor, at: Timestamp) -> Option<Option<Timestamp>> {
    let leads = actor.roles.iter().any(|role| matches!(role, Role::Does(Duty::ClinicalLead, _)));
    let can = leads && it.available(actor).contains(&Command::Tick);
    let late = it.to_tick().into_iter().map(|(_, milestone)| milestone.due_on).filter(|due| *due < at.day()).min();
    late.filter(|_| can).map(|due| calendar::end_of_day(due).ok().map(|due| Timestamp(due.at)))
}
