//! Calls: the network's invitations to answer a challenge, their timetable, addenda and opening (C1–C4).
pub mod actions;
pub mod store;
pub mod work;

use crate::{acts::Acts, web::App};
use axum::Router;

/// The routes of this room.
pub fn routes() -> Router<App> {
    acts().router
}

/// The acts of this room.
pub fn acts() -> Acts {
    Acts::new()
}

/// Closes a call whose deadline has passed.
pub async fn close(app: &App, call: domain::ids::CallId) -> crate::error::Result<()> {
    let _ = (app, call);
    Ok(())
}
