//! My work: what awaits me, by when, and why, across all rooms (X7). Each room tells in its `work.rs`.
mod actions;
mod follows;
mod item;
mod pages;

pub use actions::awaiting;
pub use item::Item;

use crate::{acts::Acts, web::App};
use axum::Router;

/// The routes of this room.
pub fn routes() -> Router<App> {
    acts().router.merge(pages::routes())
}

/// The acts of this room.
pub fn acts() -> Acts {
    Acts::new()
}
