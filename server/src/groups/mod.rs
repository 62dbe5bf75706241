//! Groups: terms of reference, seats, interests, meetings, decisions. Read in this order.
pub mod actions;
mod acts;
pub mod agreed;
pub mod api;
mod board;
pub mod interests;
pub mod items;
mod log;
pub mod meetings;
mod pages;
pub mod seats;
mod showing;
pub mod store;
pub mod suggestions;
pub mod words;
pub mod work;

pub use acts::{acts, offers, path};

use crate::web::App;
use axum::Router;

/// The routes of this room.
pub fn routes() -> Router<App> {
    acts().router.merge(pages::routes()).merge(api::routes())
}
