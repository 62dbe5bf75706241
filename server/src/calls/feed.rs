//! `/calls.atom`: the calls that were published last, for feed readers (C6).
use super::{shown, store};
use crate::{error::Result, web::App};
use axum::{
    Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{call::Call, time::Timestamp};
use minijinja::{Value as Shown, value::Serde};
use serde_json::{Value, json};

/// The feed.
pub fn routes() -> Router<App> {
    Router::new().route("/calls.atom", get(feed))
}

async fn feed(State(app): State<App>) -> Result<Response> {
    let now = app.clock.now();
    let calls = store::newest(&mut app.db.read().await?).await?;
    let entries: Vec<Value> = calls.iter().map(|call| entry(call, now)).collect();
    let updated = calls.iter().map(changed_at).max().unwrap_or(now);
    let shown =
        json!({ "base_url": app.base_url, "service_name": app.service_name, "updated": updated, "entries": entries });
    let xml = app.views.render("calls/feed.xml", Shown::from(Serde(shown)))?;
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], xml).into_response())
}

fn entry(call: &Call, at: Timestamp) -> Value {
    let mut entry = shown::line(call, at);
    entry["id"] = json!(call.id);
    entry["updated"] = json!(changed_at(call));
    entry
}

/// When what the public sees last changed by an act: its publication, or its last addendum.
fn changed_at(call: &Call) -> Timestamp {
    let added = call.addenda.iter().map(|addendum| addendum.at);
    added.chain(call.published_at).max().unwrap_or(call.content.opens_at)
}
