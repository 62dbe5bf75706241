//! The register: what the public sees of everything, and how it is found. Read in this order.
mod about;
pub mod actions;
mod acts;
mod address;
pub mod api;
pub mod entry;
mod feeds;
mod pages;
mod projection;
pub mod search;
mod search_postgres;
mod search_sqlite;
mod store;

pub use actions::rebuild;
pub use acts::acts;

use crate::{error::Result, web::App};
use axum::Router;
use uuid::Uuid;

/// The routes of this room.
pub fn routes() -> Router<App> {
    acts().router.merge(pages::routes()).merge(api::routes()).merge(feeds::routes()).merge(about::routes())
}

/// Renews the public register's entry of a thing: `subject` is a word of `domain::event::Subject`.
pub async fn index(app: &App, subject: &str, id: Uuid) -> Result<()> {
    let mut tx = app.db.write().await?;
    actions::renew(&mut tx, subject, id, app.clock.now()).await?;
    Ok(tx.commit().await?)
}
