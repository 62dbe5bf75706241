//! Agreements: the ten matters as data, approvals and signatures of one exact text. See `domain::agreement`.
pub mod actions;
mod acts;
pub mod api;
mod begin;
mod differences;
mod edits;
mod evidence;
mod heads;
mod pages;
mod paper;
mod standing;
pub mod store;
mod words;
pub mod work;

pub use acts::{acts, offer_to_begin, offers, path};

use crate::web::App;
use axum::Router;

/// The routes of this room.
pub fn routes() -> Router<App> {
    acts().router.merge(pages::routes()).merge(api::routes())
}
