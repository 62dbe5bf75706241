//! The living demonstration: invented people, a story played through the real acts, and a clock that moves.
pub mod clock;
pub mod fill;
mod lookup;
mod pages;
pub mod script;
pub mod stage;
pub mod store;

use crate::{acts::Acts, web::App};
use axum::Router;

/// The routes of this room.
pub fn routes() -> Router<App> {
    acts().router.merge(pages::routes())
}

/// The acts of this room. Becoming somebody and moving the clock change no thing of the process, so neither is one.
pub fn acts() -> Acts {
    Acts::new()
}
