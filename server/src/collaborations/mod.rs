//! Collaborations: from agreeing to closed. See `domain::collaboration` for the rules. Read in this order.
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
