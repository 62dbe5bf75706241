//! What awaits a person in this room: drafts to finish and submit.
use super::store;
use crate::{
    calls,
    error::Result,
    work::{About, Ahead, Item, Why},
};
use db::Tx;
use domain::{
    actor::Actor,
    call::Call,
    ids::CallId,
    policy,
    response::{Command, Response, Status},
    time::Timestamp,
};
use std::collections::BTreeMap;

/// What awaits this actor now. Reads with a fixed number of statements.
pub async fn awaiting(tx: &mut Tx, actor: &Actor, at: Timestamp) -> Result<Vec<Item>> {
    let (drafts, calls) = answered(tx, actor, &[Status::Draft]).await?;
    Ok(drafts.iter().filter_map(|draft| item(draft, calls.get(&draft.call)?, actor, at)).collect())
}

/// The dates of the calls that this actor's organisations answer.
pub async fn ahead(tx: &mut Tx, actor: &Actor) -> Result<Vec<Ahead>> {
    let (_, calls) = answered(tx, actor, &[Status::Draft, Status::Submitted]).await?;
    let readable = calls.values().filter(|call| policy::may_read_call(actor, call));
    Ok(readable.flat_map(|call| calls::work::dates(call, false)).collect())
}

/// The responses of this actor's organisations in these statuses, and their calls.
async fn answered(tx: &mut Tx, actor: &Actor, statuses: &[Status]) -> Result<(Vec<Response>, BTreeMap<CallId, Call>)> {
    let mine = actor.organisations();
    if mine.is_empty() {
        return Ok(Default::default());
    }
    let mut found = store::of_organisations(tx, &mine).await?;
    found.retain(|it| statuses.contains(&it.status) && !actor.is_recused_on(it.id));
    let calls = calls::store::several(tx, &found.iter().map(|it| it.call).collect::<Vec<_>>()).await?;
    Ok((found, calls.into_iter().map(|call| (call.id, call)).collect()))
}

fn item(draft: &Response, call: &Call, actor: &Actor, at: Timestamp) -> Option<Item> {
    let submits = draft.available(actor, call, at).contains(&Command::Submit);
    let why = Why::of("partnership_manager", draft.organisation);
    let (about, href) = (About::of(&draft.reference, &draft.title), super::path(&draft.reference));
    submits.then(|| Item::new("response_submit", why, about, href).by(Some(call.content.deadline)))
}
