//! What awaits a person in this room.
use super::actions;
use crate::{
    error::Result,
    work::{About, Item, Why, before},
};
use db::Tx;
use domain::{
    actor::{Actor, Duty},
    agreement::{Agreement, Command, Start},
    policy,
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
        Command::Sign => Some(("sign_agreement", signs(it, actor), "/signatures")),
        Command::Approve => Some(("approve_agreement", approves(it, actor), "/approvals")),
        Command::Freeze => Some(("complete_agreement", writes(it, actor), "")),
        _ => None,
    });
    let (todo, why, place) = first?;
    let href = format!("{}{place}", super::path(&it.reference));
    Some(Item::new(todo, why?, About::of(&it.reference, &it.title), href).by(due(it)))
}

/// The last moment before the day on which it is to start, where the parties have named one.
fn due(it: &Agreement) -> Option<Timestamp> {
    let duration = &it.content.duration;
    duration.starts_on.filter(|_| duration.starts == Some(Start::OnDate)).and_then(before)
}

fn signs(it: &Agreement, actor: &Actor) -> Option<Why> {
    let mine = |party: &&domain::agreement::Party| {
        !it.has_signed(party) && policy::may_sign_agreement_for(actor, it, party.organisation).is_ok()
    };
    it.parties.iter().find(mine).map(|party| Why::of("signs", party.organisation))
}

fn approves(it: &Agreement, actor: &Actor) -> Option<Why> {
    it.parties.iter().find_map(|party| Why::duty(actor, &it.awaits(party), &[party.organisation]))
}

fn writes(it: &Agreement, actor: &Actor) -> Option<Why> {
    let organisations: Vec<_> = it.organisations().into_iter().chain([it.network]).collect();
    Why::duty(actor, Duty::ALL, &organisations)
}
