//! Calls: the network's invitations to answer a challenge, their timetable, addenda and opening (C1–C4, C6).
pub mod actions;
mod acts;
pub mod api;
mod feed;
mod pages;
mod shown;
pub mod store;
pub mod work;

pub use acts::{acts, offer_draft, offers};

use crate::{error::Result, web::App};
use axum::Router;
use domain::{actor::Actor, ids::CallId};

/// The routes of this room.
pub fn routes() -> Router<App> {
    acts().router.merge(pages::routes()).merge(api::routes()).merge(feed::routes())
}

/// The page of a call.
pub fn path(reference: &str) -> String {
    format!("/calls/{reference}")
}

/// Closes a call whose deadline has passed; the job of its deadline comes here.
pub async fn close(app: &App, call: CallId) -> Result<()> {
    let mut unit = app.unit(Actor::system()).await?;
    actions::close(&mut unit, call).await?;
    unit.commit().await
}
