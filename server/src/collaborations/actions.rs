//! What people do with collaborations. Pages and the API both come through here.
use super::store;
use crate::{
    calls,
    error::{Error, Result},
    ids, needs, organisations, outcomes,
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::Actor,
    agreement::Side,
    collaboration::{Begun, Collaboration, Party, Plan},
    ids::{AgreementId, CallId, ChallengeId, CollaborationId, GroupId, OrganisationId},
    item::{Ruling, Verdict},
    organisation::{Kind, Organisation},
    policy,
};

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

/// Begins the collaboration of an agreement that is being written.
pub async fn begin(unit: &mut Unit, it: Beginning) -> Result<Collaboration> {
    let adapts = needs::store::find(&mut unit.tx, it.challenge).await?.and_then(|need| need.adapts);
    let parties = parties(&mut unit.tx, &it.parties).await?;
    let network = network(&mut unit.tx, it.call).await?;
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

/// Receives the group's decision on completion. With it the outcome report begins (E1, E2).
pub async fn ruled(unit: &mut Unit, ruling: &Ruling) -> Result<()> {
    let collaboration = by_id(&mut unit.tx, CollaborationId(ruling.subject)).await?;
    let collaboration = unit.save(collaboration.ruled(ruling)?).await?;
    match ruling.verdict {
        Verdict::Agreed => outcomes::actions::begin(unit, &collaboration).await.map(drop),
        Verdict::NotAgreed => Ok(()),
    }
}

async fn by_id(tx: &mut Tx, id: CollaborationId) -> Result<Collaboration> {
    store::find(tx, id).await?.ok_or(Error::NotFound)
}

/// The organisations as parties, under the names and on the sides they have now.
async fn parties(tx: &mut Tx, some: &[OrganisationId]) -> Result<Vec<Party>> {
    let found = organisations::store::several(tx, some).await?;
    let party = |it: &Organisation| Party { organisation: it.id, name: it.name.clone(), side: side(&it.kinds) };
    Ok(found.iter().map(party).collect())
}

fn side(kinds: &[Kind]) -> Side {
    let is = |some: &[Kind]| kinds.iter().any(|kind| some.contains(kind));
    match () {
        () if is(&[Kind::Company]) => Side::Industry,
        () if is(&[Kind::ThirdSector, Kind::University]) => Side::Third,
        () => Side::Public,
    }
}

/// The network that published the call looks after what follows.
async fn network(tx: &mut Tx, call: CallId) -> Result<OrganisationId> {
    Ok(calls::store::find(tx, call).await?.ok_or(Error::NotFound)?.network)
}
