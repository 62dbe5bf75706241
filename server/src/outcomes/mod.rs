//! Outcomes: the report of what was achieved, and each party's publication. See `domain::outcome`. Read in this order.
pub mod actions;
mod acts;
pub mod api;
mod pages;
mod reminders;
pub mod store;
pub mod work;

pub use acts::{acts, offers, path};
pub use reminders::remind;

use crate::web::App;
use axum::Router;

/// The routes of this room.
pub fn routes() -> Router<App> {
    acts().router.merge(pages::routes()).merge(api::routes())
}
