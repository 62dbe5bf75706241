//! Groups: terms of reference, seats, interests, meetings, decisions. Read in this order.
pub mod actions;
pub mod items;
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
