//! Placeholder of the room.
use crate::{acts::Acts, web::App};
use axum::Router;

/// The routes of this room.
pub fn routes() -> Router<App> {
    acts().router
}

/// The acts of this room.
pub fn acts() -> Acts {
    Acts::new()
}

/// Renews the public register's entry of a thing.
pub async fn index(app: &App, subject: &str, id: uuid::Uuid) -> crate::error::Result<()> {
    let _ = (app, subject, id);
    Ok(())
}
