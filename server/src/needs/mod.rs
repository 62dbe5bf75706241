//! Needs: challenges and who may see them. See `domain::challenge` for the rules. Read in this order.
pub mod actions;
mod acts;
pub mod api;
mod pages;
pub mod store;
pub mod work;

pub use acts::{acts, begin, offers, path};

use crate::web::App;
use axum::Router;

/// The routes of this room.
pub fn routes() -> Router<App> {
    acts().router.merge(pages::routes()).merge(api::routes())
}
