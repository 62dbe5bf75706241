//! What awaits a person in this room.
use super::{path, store};
use crate::{error::Result, work::Item};
use db::Tx;
use domain::{
    actor::{Actor, Duty, Role, SeatRole},
    call::{Call, Command, Status},
    ids::{GroupId, OrganisationId},
    time::Timestamp,
};

/// The statuses in which a call waits for its network or its group's secretary.
const WAITING: &[Status] = &[Status::Draft, Status::Approved, Status::Closed];

/// What awaits this actor now: drafts to finish, calls to publish, responses to open.
pub async fn awaiting(tx: &mut Tx, actor: &Actor, at: Timestamp) -> Result<Vec<Item>> {
    let (networks, groups) = (networks(actor), secretary_of(actor));
    if networks.is_empty() && groups.is_empty() {
        return Ok(Vec::new());
    }
    let calls = store::standing(tx, &networks, &groups, WAITING).await?;
    Ok(calls.iter().filter_map(|call| item(call, actor, at)).collect())
}

fn item(call: &Call, actor: &Actor, at: Timestamp) -> Option<Item> {
    const NEXT: &[(Command, &str)] = &[
        (Command::Publish, "publish_call"),
        (Command::Confirm, "confirm_opening"),
        (Command::Open, "open_responses"),
        (Command::Submit, "finish_call"),
    ];
    let available = call.available(actor, at);
    let (command, todo) = NEXT.iter().find(|(command, _)| available.contains(command))?;
    let is_officer = actor.does(Duty::NetworkOfficer, call.network);
    Some(Item {
        todo,
        why: if is_officer { "network_officer" } else { "secretary" },
        reference: call.reference.clone(),
        title: call.content.title.clone(),
        href: path(&call.reference),
        by: matches!(command, Command::Publish).then_some(call.content.opens_at),
    })
}

/// The networks whose officer this is.
pub fn networks(actor: &Actor) -> Vec<OrganisationId> {
    let of = |role: &Role| match role {
        Role::Does(Duty::NetworkOfficer, network) => Some(*network),
        _ => None,
    };
    actor.roles.iter().filter_map(of).collect()
}

fn secretary_of(actor: &Actor) -> Vec<GroupId> {
    let of = |role: &Role| match role {
        Role::Sits(SeatRole::Secretary, group) => Some(*group),
        _ => None,
    };
    actor.roles.iter().filter_map(of).collect()
}
