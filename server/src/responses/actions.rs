//! What people do with responses. Pages and the API both come through here.
use super::store;
use crate::{error::Result, unit::Unit};
use db::Tx;
use domain::{
    ids::CallId,
    response::{Answer, Response, Status},
};

/// The responses of a call's partners, once the selection is announced.
pub async fn of_selected(tx: &mut Tx, call: CallId) -> Result<Vec<Response>> {
    let mut responses = store::of_call(tx, call).await?;
    responses.retain(|response| response.status == Status::Selected);
    Ok(responses)
}

/// What an opened response says, for somebody outside its organisation; reading it is an event (R3).
pub async fn answers(unit: &mut Unit, response: &Response) -> Result<Vec<Answer>> {
    let _ = (unit, response);
    Ok(Vec::new())
}

/// The deadline of the call has passed: what was submitted is sealed.
pub async fn sealed(unit: &mut Unit, call: CallId) -> Result<()> {
    for response in store::all_of_call(&mut unit.tx, call).await? {
        if response.status == Status::Submitted {
            unit.save(response.seal()?).await?;
        }
    }
    Ok(())
}

/// The call was opened: so is every sealed response.
pub async fn opened(unit: &mut Unit, call: CallId) -> Result<()> {
    for response in store::all_of_call(&mut unit.tx, call).await? {
        if response.status == Status::Sealed {
            unit.save(response.open()?).await?;
        }
    }
    Ok(())
}
