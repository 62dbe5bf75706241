//! What people do with collaborations. Pages and the API both come through here.
use super::{parties, store};
use crate::{
    calls,
    error::{Error, Result},
    groups, ids, needs, outcomes,
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::Actor,
    collaboration::*,
    event::Decided,
    ids::{AgreementId, CallId, ChallengeId, CollaborationId, GroupId, OrganisationId},
    item::{Motion, Ruling, Verdict},
    policy,
    refusal::Refusal,
};
use jiff::civil::Date;

/// What an agreement gives when it begins.
#[derive(Debug, Clone)]
pub struct Beginning {
    /// The id that the agreement chose for the collaboration.
    pub id: CollaborationId,
    /// The agreement.
    pub agreement: AgreementId,
    /// The call it comes from.
    pub call: CallId,
    /// The need it answers.
    pub challenge: ChallengeId,
    /// The group that governs it.
    pub group: GroupId,
    /// What people will call it.
    pub title: String,
    /// The condition or theme.
    pub condition: String,
    /// Where, in words.
    pub place: String,
    /// Who takes part.
    pub parties: Vec<OrganisationId>,
}

/// The collaboration of this reference, if the actor may know of it.
pub async fn get(tx: &mut Tx, actor: &Actor, reference: &str) -> Result<Collaboration> {
    let collaboration = store::by_reference(tx, reference).await?.ok_or(Error::NotFound)?;
    if policy::may_read_collaboration(actor, &collaboration) { Ok(collaboration) } else { Err(Error::NotFound) }
}

/// Begins the collaboration of an agreement that is being written. Its need may adapt another collaboration (E5).
pub async fn begin(unit: &mut Unit, it: Beginning) -> Result<Collaboration> {
    let adapts = needs::store::find(&mut unit.tx, it.challenge).await?.and_then(|need| need.adapts);
    let parties = parties::of(&mut unit.tx, &it.parties).await?;
    let network = calls::store::find(&mut unit.tx, it.call).await?.ok_or(Error::NotFound)?.network;
    let Beginning { id, agreement, call, challenge, group, title, condition, place, .. } = it;
    let reference = ids::reference("CO");
    let begun =
        Begun { id, reference, agreement, call, challenge, group, network, title, condition, place, parties, adapts };
    unit.save(Collaboration::begin(begun)).await
}

/// The last party has signed: what they agreed becomes the plan, and the need is answered.
pub async fn agreed(unit: &mut Unit, id: CollaborationId, plan: Plan) -> Result<Collaboration> {
    let collaboration = by_id(&mut unit.tx, id).await?;
    let decided = collaboration.agreed(plan, unit.at)?;
    let collaboration = unit.save(decided).await?;
    needs::actions::answered(unit, collaboration.challenge, id).await?;
    Ok(collaboration)
}

/// Publishes the summary.
pub async fn publish(unit: &mut Unit, reference: &str, text: SummaryText) -> Result<Collaboration> {
    let at = unit.at;
    let published = change(unit, reference, |it, actor| it.publish(actor, text, at)).await?;
    prepared(unit, published).await
}

/// Attests the local policies of a party.
pub async fn attest(unit: &mut Unit, reference: &str, organisation: OrganisationId) -> Result<Collaboration> {
    let attested = change(unit, reference, |it, actor| it.attest(actor, organisation)).await?;
    prepared(unit, attested).await
}

/// Records that the data protection impact assessment is approved.
pub async fn assess(unit: &mut Unit, reference: &str, assessed: Assessed) -> Result<Collaboration> {
    let at = unit.at;
    let assessed = change(unit, reference, |it, actor| it.assess(actor, assessed, at)).await?;
    prepared(unit, assessed).await
}

/// Certifies the summary for a company.
pub async fn certify(unit: &mut Unit, reference: &str, organisation: OrganisationId) -> Result<Collaboration> {
    let at = unit.at;
    let certified = change(unit, reference, |it, actor| it.certify(actor, organisation, at)).await?;
    prepared(unit, certified).await
}

/// Starts the project. Its group must be able to govern (G1).
pub async fn start(unit: &mut Unit, reference: &str, on: Date) -> Result<Collaboration> {
    governed(unit, reference).await?;
    let at = unit.at;
    change(unit, reference, |it, actor| it.start(actor, on, at)).await
}

/// Notes that a milestone was reached.
pub async fn tick(unit: &mut Unit, reference: &str, tick: Tick) -> Result<Collaboration> {
    let at = unit.at;
    change(unit, reference, |it, actor| it.tick(actor, tick, at)).await
}

/// Records what a party put in.
pub async fn contribute(unit: &mut Unit, reference: &str, made: Made) -> Result<Collaboration> {
    let at = unit.at;
    change(unit, reference, |it, actor| it.contribute(actor, made, at)).await
}

/// Records a transfer of value.
pub async fn transfer(unit: &mut Unit, reference: &str, draft: TransferDraft) -> Result<Collaboration> {
    let at = unit.at;
    change(unit, reference, |it, actor| it.transfer(actor, draft, at)).await
}

/// Answers for the other side of a transfer.
pub async fn answer(unit: &mut Unit, reference: &str, answer: Answer) -> Result<Collaboration> {
    change(unit, reference, |it, actor| it.answer(actor, answer)).await
}

/// Asks the group to agree that the project is completed: it becomes an item of its business.
pub async fn ask(unit: &mut Unit, reference: &str, on: Date) -> Result<Collaboration> {
    let at = unit.at;
    let asked = change(unit, reference, |it, actor| it.ask(actor, on, at)).await?;
    groups::actions::table(unit, asked.group, Motion::Complete, &asked).await?;
    Ok(asked)
}

/// Receives the group's decision on completion. With it the outcome report begins (E1, E2).
pub async fn ruled(unit: &mut Unit, ruling: &Ruling) -> Result<()> {
    let collaboration = by_id(&mut unit.tx, CollaborationId(ruling.subject)).await?;
    let collaboration = unit.save(collaboration.ruled(ruling)?).await?;
    match ruling.verdict {
        Verdict::Agreed => outcomes::actions::begin(unit, &collaboration).await.map(drop),
        Verdict::NotAgreed => Ok(()),
    }
}

/// Ends the project early. The outcome report begins: stopped projects report too (E1).
pub async fn stop(unit: &mut Unit, reference: &str, ended: Ended) -> Result<Collaboration> {
    let at = unit.at;
    let stopped = change(unit, reference, |it, actor| it.stop(actor, ended, at)).await?;
    outcomes::actions::begin(unit, &stopped).await?;
    Ok(stopped)
}

/// Its outcome report is complete.
pub async fn reported(unit: &mut Unit, outcome: &domain::outcome::Outcome) -> Result<()> {
    let collaboration = by_id(&mut unit.tx, outcome.collaboration).await?;
    unit.save(collaboration.reported(outcome.id)?).await.map(drop)
}

/// Every party has published.
pub async fn published_by_all(unit: &mut Unit, id: CollaborationId) -> Result<()> {
    let collaboration = by_id(&mut unit.tx, id).await?;
    unit.save(collaboration.published_by_all()?).await.map(drop)
}

/// Closes the project. Its group must be able to govern (G1).
pub async fn close(unit: &mut Unit, reference: &str) -> Result<Collaboration> {
    governed(unit, reference).await?;
    change(unit, reference, |it, actor| it.close(actor)).await
}

async fn governed(unit: &mut Unit, reference: &str) -> Result<()> {
    let group = get(&mut unit.tx, &unit.actor, reference).await?.group;
    groups::actions::governing(&mut unit.tx, group, unit.at).await
}

/// Load, decide, save.
pub(super) async fn change(
    unit: &mut Unit,
    reference: &str,
    decide: impl FnOnce(Collaboration, &Actor) -> std::result::Result<Decided<Collaboration>, Refusal>,
) -> Result<Collaboration> {
    let collaboration = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&collaboration)?;
    let decided = decide(collaboration, &unit.actor)?;
    unit.save(decided).await
}

/// Moves it to ready if nothing is missing for the start any more.
async fn prepared(unit: &mut Unit, collaboration: Collaboration) -> Result<Collaboration> {
    if collaboration.missing().is_empty() { unit.save(collaboration.prepared()?).await } else { Ok(collaboration) }
}

async fn by_id(tx: &mut Tx, id: CollaborationId) -> Result<Collaboration> {
    store::find(tx, id).await?.ok_or(Error::NotFound)
}
