//! `/health/live`, `/health/ready`: for whoever keeps the service running.
use crate::web::App;
use axum::{Router, extract::State, http::StatusCode, routing::get};
use db::sql;

/// The health addresses.
pub fn routes() -> Router<App> {
    Router::new().route("/health/live", get(live)).route("/health/ready", get(ready))
}

async fn live() -> &'static str {
    "live\n"
}

/// Ready when the database answers and has our tables.
async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match answers(&app).await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

async fn answers(app: &App) -> db::Result<()> {
    sql!("SELECT seq FROM event_head").one(&mut app.db.read().await?).await.map(drop)
}
