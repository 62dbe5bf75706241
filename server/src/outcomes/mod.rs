//! Outcomes: the report of what was achieved, and each party's publication. See `domain::outcome`. Read in this order.
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

/// Reminds the parties that their publication is due, or says that it is overdue.
pub async fn remind(app: &App, collaboration: domain::ids::CollaborationId) -> crate::error::Result<()> {
    let _ = (app, collaboration);
    Ok(())
}
