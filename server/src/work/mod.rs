//! My work: what awaits me, by when, and why, across all rooms (X7).
mod item;

pub use item::Item;

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
