//! The operator's pages: outbox, jobs that were given up, and the ways to people and organisations. Auditors read.
mod acts;
mod pages;

pub use acts::acts;

use crate::web::App;
use axum::Router;

/// The routes of this room.
pub fn routes() -> Router<App> {
    acts().router.merge(pages::routes())
}
