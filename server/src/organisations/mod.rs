//! Organisations: legal bodies with identifiers, and who follows whom (G8). Read in this order.
pub mod actions;
mod acts;
pub mod api;
mod load;
mod matters;
mod pages;
mod reading;
mod register;
mod showing;
pub mod store;
mod succession;
mod words;

pub use acts::{acts, offers, path};
pub use load::load;
pub use succession::hand_over_now as hand_over;

use crate::web::App;
use axum::Router;

/// The routes of this room.
pub fn routes() -> Router<App> {
    acts().router.merge(pages::routes()).merge(api::routes())
}
