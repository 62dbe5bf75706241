//! What awaits a person in this room.
use crate::{error::Result, work::Item};
use db::Tx;
use domain::{actor::Actor, time::Timestamp};

/// What awaits this actor now. Reads with a fixed number of statements.
pub async fn awaiting(tx: &mut Tx, actor: &Actor, at: Timestamp) -> Result<Vec<Item>> {
    let _ = (tx, actor, at);
    Ok(Vec::new())
}
