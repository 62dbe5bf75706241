//! What people do with calls. Pages and the API both come through here.
use super::store;
use crate::{
    error::{Error, Result},
    groups, ids,
    jobs::{self, Audience, Job, Letter},
    needs, responses,
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::{Actor, Duty},
    call::{Call, Change, Draft, Route, Screening, Stake, Status, Verdict, proposed},
    event::Thing,
    ids::{CallId, ChallengeId},
    item::{Motion, Ruling},
    policy,
    refusal::{Reason, Refusal},
    time::Timestamp,
};

/// The call of this reference, if the actor may know of it.
pub async fn get(tx: &mut Tx, actor: &Actor, reference: &str) -> Result<Call> {
    let call = store::by_reference(tx, reference).await?.ok_or(Error::NotFound)?;
    if policy::may_read_call(actor, &call) { Ok(call) } else { Err(Error::NotFound) }
}

/// What an officer says when they begin a call; everything else comes from the challenge.
#[derive(Debug, Clone)]
pub struct Beginning {
    /// What people will call it.
    pub title: String,
    /// The need, in short.
    pub summary: String,
    /// What the officer declares.
    pub stake: Stake,
}

/// Begins a call from an approved challenge, one at a time.
pub async fn draft(unit: &mut Unit, need: &str, beginning: Beginning) -> Result<Call> {
    let challenge = needs::actions::get(&mut unit.tx, &unit.actor, need).await?;
    let network = groups::actions::network_of(&mut unit.tx, challenge.group).await?;
    let mut content = proposed(&challenge, unit.at);
    (content.title, content.summary) = (beginning.title, beginning.summary);
    let (id, reference) = (ids::new(CallId), ids::reference("CL"));
    let draft = Draft { id, reference, network, content, stake: beginning.stake };
    let decided = Call::draft(&unit.actor, &challenge, draft, unit.at)?;
    only_one(&mut unit.tx, challenge.id).await?;
    unit.save(decided).await
}

/// Refuses a second call while one of the same challenge is being written or runs.
async fn only_one(tx: &mut Tx, challenge: ChallengeId) -> Result<()> {
    let is_live = |call: &&Call| !matches!(call.status, Status::Cancelled | Status::Unsuccessful);
    match store::of_challenge(tx, challenge).await?.iter().find(is_live) {
        Some(call) => Err(Refusal::from(Reason::new("call_begun").with("reference", &call.reference)).into()),
        None => Ok(()),
    }
}

/// Changes one part of a call; an approval of what it said before is void, and the group's item is taken back.
pub async fn edit(unit: &mut Unit, reference: &str, change: Change) -> Result<Call> {
    let call = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&call)?;
    let decided = call.edit(&unit.actor, change, unit.at)?;
    let call = unit.save(decided).await?;
    groups::actions::untable(unit, call.id).await?;
    Ok(call)
}

/// An author declares an interest, or none.
pub async fn declare(unit: &mut Unit, reference: &str, stake: Stake) -> Result<Call> {
    let call = get(&mut unit.tx, &unit.actor, reference).await?;
    let decided = call.declare(&unit.actor, stake, unit.at)?;
    unit.save(decided).await
}

/// What a procurement screening found.
#[derive(Debug, Clone)]
pub struct Found {
    /// Whether something is bought.
    pub verdict: Verdict,
    /// The route of collaboration.
    pub route: Route,
    /// Why.
    pub reasons: String,
}

/// Records the procurement screening of the text as it stands, by whoever does this.
pub async fn screen(unit: &mut Unit, reference: &str, found: Found) -> Result<Call> {
    let call = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&call)?;
    let (by, at, content) = (unit.actor.person, unit.at, call.content.hash());
    let Found { verdict, route, reasons } = found;
    let decided = call.screen(&unit.actor, Screening { verdict, route, reasons, by, at, content })?;
    unit.save(decided).await
}

/// Puts this very text before the group.
pub async fn submit(unit: &mut Unit, reference: &str) -> Result<Call> {
    let call = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&call)?;
    let decided = call.submit(&unit.actor, unit.at)?;
    let call = unit.save(decided).await?;
    groups::actions::table(unit, call.group, Motion::ApproveCall, &call).await?;
    Ok(call)
}

/// Receives the group's decision on a call: approval of this very text, or not.
pub async fn ruled(unit: &mut Unit, ruling: &Ruling) -> Result<()> {
    let call = by_id(&mut unit.tx, CallId(ruling.subject)).await?;
    let decided = call.ruled(unit.actor.person, ruling)?;
    unit.save(decided).await.map(drop)
}

/// Makes a call public, or says everything that stands in the way (C1). Its closing is scheduled for the deadline.
pub async fn publish(unit: &mut Unit, reference: &str) -> Result<Call> {
    let call = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&call)?;
    let others = not_governing(&mut unit.tx, &call, unit.at).await?;
    let decided = call.publish(&unit.actor, unit.at, others)?;
    let call = unit.save(decided).await?;
    needs::actions::called(unit, call.challenge, call.id).await?;
    groups::actions::disclose(unit, call.id).await?;
    schedule_closing(unit, &call).await?;
    Ok(call)
}

/// Everything that stands in the way of publishing a call at this instant: its own reasons and its group's (G1, C1).
pub async fn in_the_way(tx: &mut Tx, call: &Call, at: Timestamp) -> Result<Vec<Reason>> {
    let group = not_governing(tx, call, at).await?;
    Ok([call.unpublishable(at), group].concat())
}

async fn not_governing(tx: &mut Tx, call: &Call, at: Timestamp) -> Result<Vec<Reason>> {
    match groups::actions::governing(tx, call.group, at).await {
        Ok(()) => Ok(Vec::new()),
        Err(Error::Refused(Refusal::Gate(reasons))) => Ok(reasons),
        Err(other) => Err(other),
    }
}

async fn schedule_closing(unit: &mut Unit, call: &Call) -> Result<()> {
    let deadline = call.content.deadline;
    let slot = format!("close {} {deadline}", call.id);
    jobs::enqueue_in_slot(&mut unit.tx, &Job::CloseCall { call: call.id }, deadline, Some(slot)).await
}

/// A later deadline, and what to tell people about it.
#[derive(Debug, Clone)]
pub struct Extension {
    /// The new deadline.
    pub deadline: Timestamp,
    /// Why.
    pub reason: String,
    /// What changed, in words.
    pub changed: String,
}

/// Gives an open call more time, by a numbered addendum, and tells everyone who has begun a response (C4).
pub async fn extend(unit: &mut Unit, reference: &str, it: Extension) -> Result<Call> {
    let call = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&call)?;
    let decided = call.extend(&unit.actor, it.deadline, (it.reason, it.changed), unit.at)?;
    let call = unit.save(decided).await?;
    schedule_closing(unit, &call).await?;
    tell_respondents(unit, &call, "call.extended").await?;
    Ok(call)
}

/// Closes a call whose deadline has passed, and seals what was submitted. Any other call is left as it is.
pub async fn close(unit: &mut Unit, id: CallId) -> Result<()> {
    let call = by_id(&mut unit.tx, id).await?;
    if call.status != Status::Published || unit.at < call.content.deadline {
        return Ok(());
    }
    let decided = call.close(unit.at)?;
    unit.save(decided).await?;
    responses::actions::sealed(unit, id).await
}

/// The first of two people begins to open the responses.
pub async fn open(unit: &mut Unit, reference: &str) -> Result<Call> {
    let call = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&call)?;
    let decided = call.open(&unit.actor, unit.at)?;
    unit.save(decided).await
}

/// The second of two people opens the responses.
pub async fn confirm(unit: &mut Unit, reference: &str) -> Result<Call> {
    let call = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&call)?;
    let decided = call.confirm(&unit.actor, unit.at)?;
    let call = unit.save(decided).await?;
    responses::actions::opened(unit, call.id).await?;
    Ok(call)
}

/// The network takes a call back, with a reason. What was public leaves its challenge unanswered.
pub async fn cancel(unit: &mut Unit, reference: &str, reasons: String) -> Result<Call> {
    let call = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&call)?;
    let decided = call.cancel(&unit.actor, reasons)?;
    let call = unit.save(decided).await?;
    if call.is_public() {
        tell_respondents(unit, &call, "call.cancelled").await?;
        needs::actions::expired(unit, call.challenge).await?;
    }
    groups::actions::untable(unit, call.id).await?;
    Ok(call)
}

/// The network ends a call that found no partner before a selection: nobody answered, or nobody who may.
pub async fn end(unit: &mut Unit, reference: &str, reasons: String) -> Result<Call> {
    let call = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&call)?;
    let decided = call.end(&unit.actor, reasons)?;
    let call = unit.save(decided).await?;
    tell_respondents(unit, &call, "call.ended").await?;
    needs::actions::expired(unit, call.challenge).await?;
    Ok(call)
}

/// A panel began to judge the responses of a call.
pub async fn assessing(unit: &mut Unit, id: CallId) -> Result<()> {
    let call = by_id(&mut unit.tx, id).await?;
    unit.save(call.assessing()?).await.map(drop)
}

/// The panel's advice went to the group.
pub async fn recommended(unit: &mut Unit, id: CallId) -> Result<()> {
    let call = by_id(&mut unit.tx, id).await?;
    unit.save(call.recommended()?).await.map(drop)
}

/// Receives the group's selection for a call.
pub async fn decided(unit: &mut Unit, ruling: &Ruling) -> Result<()> {
    let call = by_id(&mut unit.tx, CallId(ruling.subject)).await?;
    unit.save(call.decided(ruling)?).await.map(drop)
}

/// Everybody was told what the group decided. A call without a partner leaves its challenge unanswered.
pub async fn announced(unit: &mut Unit, id: CallId) -> Result<()> {
    let call = by_id(&mut unit.tx, id).await?;
    let call = unit.save(call.announced()?).await?;
    groups::actions::disclose(unit, call.id).await?;
    match call.status {
        Status::Unsuccessful => needs::actions::expired(unit, call.challenge).await,
        _ => Ok(()),
    }
}

/// A letter to the partnership managers of every organisation that has begun a response.
async fn tell_respondents(unit: &mut Unit, call: &Call, kind: &str) -> Result<()> {
    for response in responses::store::all_of_call(&mut unit.tx, call.id).await? {
        let word = Duty::PartnershipManager.to_string();
        let to = Audience::Role { kind: "does".into(), word, thing: response.organisation.0 };
        let (reference, title) = (call.reference(), call.title());
        let (kind, link, facts) = (kind.into(), super::path(&call.reference), Default::default());
        let letter = Letter { kind, to, about: call.id.0, reference, title, link, facts, entry: None };
        jobs::enqueue(&mut unit.tx, &Job::Tell(letter), unit.at).await?;
    }
    Ok(())
}

async fn by_id(tx: &mut Tx, id: CallId) -> Result<Call> {
    store::find(tx, id).await?.ok_or(Error::NotFound)
}
