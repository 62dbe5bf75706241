//! Items of business: questions that wait for a meeting, what people declare on them, how they are decided.
pub mod actions;
mod acts;
mod deciding;
pub mod store;
mod voting;
mod withholding;

use crate::{error::Result, web::App};
use domain::{actor::Actor, ids::ItemId};

pub use acts::{acts, link, named, offer_declare, offer_vote, offer_withholding, offers};

/// Releases a decision whose day has come, unless that happened before or the day was moved.
pub async fn release(app: &App, item: ItemId) -> Result<()> {
    let mut unit = app.unit(Actor::system()).await?;
    actions::release_due(&mut unit, item).await?;
    unit.commit().await
}
