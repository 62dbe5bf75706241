//! Selection: panels, declarations, scores, ranking, letters. See `domain::{panel, assessment}`. Read in this order.
pub mod actions;
mod acts;
pub mod api;
mod decision;
mod judge;
mod pages;
mod ranking;
pub mod store;
mod suggesting;
pub mod work;

pub use acts::{acts, panel_offers};
pub use judge::offers;

use crate::web::App;
use axum::Router;

/// The routes of this room.
pub fn routes() -> Router<App> {
    acts().router.merge(pages::routes()).merge(api::routes())
}
