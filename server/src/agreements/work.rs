//! What awaits a person in this room.
use super::actions;
use crate::{error::Result, work::Item};
use db::Tx;
use domain::{
    actor::Actor,
    agreement::{Agreement, Command},
    time::Timestamp,
};

/// What awaits this actor now: texts to sign, to approve, to complete. One statement.
pub async fn awaiting(tx: &mut Tx, actor: &Actor, _: Timestamp) -> Result<Vec<Item>> {
    let mine = actions::mine(tx, actor).await?;
    Ok(mine.iter().filter_map(|agreement| item(agreement, actor)).collect())
}

fn item(it: &Agreement, actor: &Actor) -> Option<Item> {
    let available = it.available(actor);
    let first = available.iter().find_map(|command| match command {
        Command::Sign => Some(("sign_agreement", "signatory", "/signatures")),
        Command::Approve => Some(("approve_agreement", "approver", "/approvals")),
        Command::Freeze => Some(("complete_agreement", "party", "")),
        _ => None,
    });
    let (todo, why, place) = first?;
    let href = format!("{}{place}", super::path(&it.reference));
    Some(Item { todo, why, reference: it.reference.clone(), title: it.title.clone(), href, by: None })
}
