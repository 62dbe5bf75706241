//! Responses: drafts, submission, sealing, receipts. See `domain::response` for the rules. Read in this order.
pub mod actions;
mod acts;
pub mod api;
pub mod letters;
mod pages;
pub mod store;
mod verify;
pub mod work;

pub use acts::{acts, answers_path, offers, path};
pub use letters::remind;

use crate::web::App;
use axum::Router;

/// The routes of this room.
pub fn routes() -> Router<App> {
    acts().router.merge(pages::routes()).merge(api::routes()).merge(verify::routes())
}
