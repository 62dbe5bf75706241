//! Collaborations: from agreeing to closed. See `domain::collaboration` for the rules. Read in this order.
pub mod actions;
mod acts;
pub mod api;
mod pages;
mod parties;
pub mod readings;
mod shown;
pub mod store;
pub mod work;

pub use acts::{acts, offers, path};
pub use parties::of as parties_of;
pub use shown::{measures, money, standings};

use crate::web::App;
use axum::Router;

/// The routes of this room.
pub fn routes() -> Router<App> {
    acts().router.merge(pages::routes()).merge(api::routes())
}
