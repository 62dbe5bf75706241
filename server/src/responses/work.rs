//! What awaits a person in this room: drafts to finish and submit.
use super::store;
use crate::{calls, error::Result, work::Item};
use db::Tx;
use domain::{
    actor::Actor,
    call::Call,
    ids::CallId,
    response::{Command, Response, Status},
    time::Timestamp,
};
use std::collections::BTreeMap;

/// What awaits this actor now. Reads with a fixed number of statements.
pub async fn awaiting(tx: &mut Tx, actor: &Actor, at: Timestamp) -> Result<Vec<Item>> {
    let mine = actor.organisations();
    if mine.is_empty() {
        return Ok(Vec::new());
    }
    let mut drafts = store::of_organisations(tx, &mine).await?;
    drafts.retain(|response| response.status == Status::Draft);
    let calls = calls::store::several(tx, &drafts.iter().map(|draft| draft.call).collect::<Vec<_>>()).await?;
    let calls: BTreeMap<CallId, Call> = calls.into_iter().map(|call| (call.id, call)).collect();
    Ok(drafts.iter().filter_map(|draft| item(draft, calls.get(&draft.call)?, actor, at)).collect())
}

fn item(draft: &Response, call: &Call, actor: &Actor, at: Timestamp) -> Option<Item> {
    let submits = draft.available(actor, call, at).contains(&Command::Submit);
    submits.then(|| Item {
        todo: "response_submit",
        why: "answers_for_organisation",
        reference: draft.reference.clone(),
        title: draft.title.clone(),
        href: super::path(&draft.reference),
        by: Some(call.content.deadline),
    })
}
