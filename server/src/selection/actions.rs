//! What people do on a panel, and how a selection is received. Pages and the API both come through here.
use crate::{error::Result, forms::Choice, unit::Unit};
use db::Tx;
use domain::{ids::CallId, item::Ruling};

/// The responses a group may choose from, best first; value = the response's id, text = its organisation and rank.
pub async fn candidates(tx: &mut Tx, call: CallId) -> Result<Vec<Choice>> {
    let _ = (tx, call);
    Ok(Vec::new())
}

/// Receives the group's selection: the place of each response, the rest not selected (S7).
pub async fn ruled(unit: &mut Unit, ruling: &Ruling) -> Result<()> {
    let _ = (unit, ruling);
    Ok(())
}
