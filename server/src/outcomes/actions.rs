//! What people do with outcome reports. Pages and the API both come through here.
use super::store;
use crate::{
    error::{Error, Result},
    ids,
    unit::Unit,
};
use db::Tx;
use domain::{actor::Actor, collaboration::Collaboration, ids::OutcomeId, outcome::Outcome, policy};

/// The report of this reference, if the actor may know of it.
pub async fn get(tx: &mut Tx, actor: &Actor, reference: &str) -> Result<Outcome> {
    let outcome = store::by_reference(tx, reference).await?.ok_or(Error::NotFound)?;
    if policy::may_read_outcome(actor, &outcome) { Ok(outcome) } else { Err(Error::NotFound) }
}

/// Begins the report of a collaboration that has ended.
pub async fn begin(unit: &mut Unit, of: &Collaboration) -> Result<Outcome> {
    let decided = Outcome::begin(ids::new(OutcomeId), ids::reference("OC"), of)?;
    unit.save(decided).await
}
