//! The register: what the public sees of everything, and how it is found. Read in this order.
pub mod actions;

use crate::{acts::Acts, error::Result, web::App};
use axum::Router;
use uuid::Uuid;

/// The routes of this room.
pub fn routes() -> Router<App> {
    acts().router
}

/// The acts of this room.
pub fn acts() -> Acts {
    Acts::new()
}

/// Renews the public register's entry of a thing: `subject` is a word of `domain::event::Subject`.
pub async fn index(app: &App, subject: &str, id: Uuid) -> Result<()> {
    let _ = (app, subject, id);
    Ok(())
}

/// Makes the search index anew from the entries; after an import, and when an operator asks for it.
pub async fn rebuild(tx: &mut db::Tx) -> Result<()> {
    let _ = tx;
    Ok(())
}
