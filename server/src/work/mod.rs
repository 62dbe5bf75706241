//! My work: what awaits me, by when, and why, across all rooms; the same as a calendar and a daily mail (X7). Each room
//! tells in its `work.rs`. Read in this order.
mod actions;
mod acts;
mod calendar;
mod digest;
mod follows;
mod ical;
mod item;
mod pages;
mod shown;
pub mod store;

pub use actions::{ahead, awaiting};
pub use acts::acts;
pub use digest::{begin as digests, write as digest};
pub use item::{About, Ahead, Item, NOTICE, Place, Why, before, end_of};

use crate::web::App;
use axum::Router;

/// The routes of this room.
pub fn routes() -> Router<App> {
    acts().router.merge(pages::routes()).merge(calendar::routes())
}

/// What can be read here through the API.
pub const RESOURCES: &[&str] = &["/work"];
