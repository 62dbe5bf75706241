//! What people do with challenges. Pages and the API both come through here.
use super::store;
use crate::{
    collaborations,
    error::{Error, Result},
    groups, ids, organisations,
    register::{self, actions::Found},
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::Actor,
    challenge::{Challenge, Content, Draft},
    ids::{CallId, ChallengeId, CollaborationId, GroupId},
    item::{Motion, Ruling},
    organisation::Kind,
    policy,
    refusal::Reason,
};

/// The challenge of this reference, if the actor may know of it.
pub async fn get(tx: &mut Tx, actor: &Actor, reference: &str) -> Result<Challenge> {
    let challenge = store::by_reference(tx, reference).await?.ok_or(Error::NotFound)?;
    if policy::may_read_challenge(actor, &challenge) { Ok(challenge) } else { Err(Error::NotFound) }
}

/// The published collaboration that a draft is to adapt, by the reference that was typed; none for nothing (E5).
pub async fn adapted(unit: &mut Unit, reference: &str) -> Result<Option<CollaborationId>> {
    let reference = reference.trim().to_ascii_uppercase();
    if reference.is_empty() {
        return Ok(None);
    }
    let found = collaborations::store::by_reference(&mut unit.tx, &reference).await?;
    let known = found.filter(|it| it.is_public() && policy::may_read_collaboration(&unit.actor, it));
    let unknown = || Error::Invalid(vec![Reason::new("no_such_collaboration").at("adapts")]);
    known.map(|it| Some(it.id)).ok_or_else(unknown)
}

/// Published things like what a challenge says: "has anyone done this?" (N1).
pub async fn similar(tx: &mut Tx, challenge: &Challenge) -> Result<Vec<Found>> {
    let Content { title, condition, need, .. } = &challenge.content;
    let mut found = register::actions::similar(tx, &format!("{title} {condition} {need}")).await?;
    found.retain(|it| it.reference != challenge.reference);
    Ok(found)
}

/// Begins a draft for a group.
pub async fn draft(
    unit: &mut Unit,
    group: GroupId,
    content: Content,
    adapts: Option<CollaborationId>,
) -> Result<Challenge> {
    let (id, reference) = (ids::new(ChallengeId), ids::reference("ND"));
    let decided = Challenge::draft(&unit.actor, Draft { id, reference, group, content, adapts })?;
    unit.save(decided).await
}

/// Changes the text of a draft.
pub async fn edit(unit: &mut Unit, reference: &str, content: Content) -> Result<Challenge> {
    let challenge = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&challenge)?;
    let decided = challenge.edit(&unit.actor, content)?;
    unit.save(decided).await
}

/// Puts the challenge before its group, as an item of business. A company's name in it wants a reason.
pub async fn submit(unit: &mut Unit, reference: &str, naming_reason: String) -> Result<Challenge> {
    let challenge = get(&mut unit.tx, &unit.actor, reference).await?;
    let companies = companies(&mut unit.tx).await?;
    let decided = challenge.submit(&unit.actor, &companies, naming_reason)?;
    let challenge = unit.save(decided).await?;
    groups::actions::table(unit, challenge.group, Motion::ApproveChallenge, &challenge).await?;
    Ok(challenge)
}

/// The names of all companies that Trefoil knows.
async fn companies(tx: &mut Tx) -> Result<Vec<String>> {
    let companies = organisations::store::options(tx, &[Kind::Company]).await?;
    Ok(companies.into_iter().map(|company| company.text).collect())
}

/// Its author takes it back.
pub async fn withdraw(unit: &mut Unit, reference: &str) -> Result<Challenge> {
    let challenge = get(&mut unit.tx, &unit.actor, reference).await?;
    let decided = challenge.withdraw(&unit.actor)?;
    let challenge = unit.save(decided).await?;
    groups::actions::untable(unit, challenge.id).await?;
    Ok(challenge)
}

/// Receives the group's decision on a challenge.
pub async fn ruled(unit: &mut Unit, ruling: &Ruling) -> Result<()> {
    let challenge = by_id(&mut unit.tx, ChallengeId(ruling.subject)).await?;
    unit.save(challenge.ruled(ruling)?).await.map(drop)
}

/// A call was published from the challenge.
pub async fn called(unit: &mut Unit, id: ChallengeId, call: CallId) -> Result<()> {
    let challenge = by_id(&mut unit.tx, id).await?;
    unit.save(challenge.called(call)?).await.map(drop)
}

/// A collaboration started from the challenge.
pub async fn answered(unit: &mut Unit, id: ChallengeId, collaboration: CollaborationId) -> Result<()> {
    let challenge = by_id(&mut unit.tx, id).await?;
    unit.save(challenge.answered(collaboration)?).await.map(drop)
}

/// The challenge's call ended without a partner.
pub async fn expired(unit: &mut Unit, id: ChallengeId) -> Result<()> {
    let challenge = by_id(&mut unit.tx, id).await?;
    unit.save(challenge.expired()?).await.map(drop)
}

async fn by_id(tx: &mut Tx, id: ChallengeId) -> Result<Challenge> {
    store::find(tx, id).await?.ok_or(Error::NotFound)
}
