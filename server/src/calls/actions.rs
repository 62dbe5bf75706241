//! What people do with calls. Pages and the API both come through here.
use super::store;
use crate::{
    error::{Error, Result},
    needs,
    unit::Unit,
};
use db::Tx;
use domain::{actor::Actor, call::Call, ids::CallId, item::Ruling, policy};

/// The call of this reference, if the actor may know of it.
pub async fn get(tx: &mut Tx, actor: &Actor, reference: &str) -> Result<Call> {
    let call = store::by_reference(tx, reference).await?.ok_or(Error::NotFound)?;
    if policy::may_read_call(actor, &call) { Ok(call) } else { Err(Error::NotFound) }
}

/// Receives the group's decision on a call: approval of this very text, or not.
pub async fn ruled(unit: &mut Unit, ruling: &Ruling) -> Result<()> {
    let call = by_id(&mut unit.tx, CallId(ruling.subject)).await?;
    let decided = call.ruled(unit.actor.person, ruling)?;
    unit.save(decided).await.map(drop)
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
    match call.status {
        domain::call::Status::Unsuccessful => needs::actions::expired(unit, call.challenge).await,
        _ => Ok(()),
    }
}

async fn by_id(tx: &mut Tx, id: CallId) -> Result<Call> {
    store::find(tx, id).await?.ok_or(Error::NotFound)
}
