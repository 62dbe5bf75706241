//! Public pages, kept for a second: what everybody sees alike is made once, and thrown away with the next change.
//!
//! Only answers to readers without cookies or tokens are kept, only when they are whole and set no cookie. Every
//! commit in this process empties the shelf, so that what was recused, withdrawn or published shows at once here; on
//! other nodes it shows within [`FRESH`].
use crate::{error::Error, web::App};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::time::Timestamp;
use std::{collections::HashMap, sync::RwLock};

/// How long a page may be kept, in seconds.
pub const FRESH: i64 = 1;
/// The most pages that are kept.
const MOST_PAGES: usize = 500;
/// The largest page that is kept, in bytes.
const MOST_BYTES: usize = 512 * 1024;

/// Pages by address.
#[derive(Default)]
pub struct Cache(RwLock<HashMap<String, Kept>>);

/// The state of the world that a page was made from.
#[derive(Clone, Copy)]
struct World {
    at: Timestamp,
    changes: u64,
}

struct Kept {
    made: World,
    headers: HeaderMap,
    body: Bytes,
}

impl World {
    fn of(app: &App) -> World {
        World { at: app.clock.now(), changes: app.db.changes() }
    }
    /// Whether a page made from the earlier state may still be shown.
    fn still_shows(&self, earlier: World) -> bool {
        self.changes == earlier.changes && self.at >= earlier.at && self.at < earlier.at.plus_seconds(FRESH)
    }
}

impl Cache {
    fn find(&self, address: &str, now: World) -> Option<Response> {
        let pages = self.0.read().ok()?;
        let kept = pages.get(address)?;
        now.still_shows(kept.made).then(|| kept.response())
    }

    fn keep(&self, address: String, kept: Kept) {
        let Ok(mut pages) = self.0.write() else { return };
        if pages.len() >= MOST_PAGES {
            pages.clear();
        }
        pages.insert(address, kept);
    }
}

impl Kept {
    fn response(&self) -> Response {
        let mut response = Response::new(Body::from(self.body.clone()));
        *response.headers_mut() = self.headers.clone();
        response
    }
}

/// Answers from what is kept, or keeps what is answered.
pub async fn public(State(app): State<App>, request: Request, next: Next) -> Response {
    if !is_public(&request) {
        return next.run(request).await;
    }
    let address = request.uri().path_and_query().map_or("/", |it| it.as_str()).to_string();
    let made = World::of(&app);
    if let Some(response) = app.cache.find(&address, made) {
        return response;
    }
    let response = next.run(request).await;
    if !may_keep(&response) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let body = match to_bytes(body, usize::MAX).await {
        Ok(body) => body,
        Err(error) => return Error::Fault(error.to_string()).into_response(),
    };
    if body.len() <= MOST_BYTES {
        app.cache.keep(address, Kept { made, headers: parts.headers.clone(), body: body.clone() });
    }
    Response::from_parts(parts, Body::from(body))
}

fn is_public(request: &Request) -> bool {
    let headers = request.headers();
    let known = headers.contains_key(header::COOKIE) || headers.contains_key(header::AUTHORIZATION);
    request.method() == Method::GET && !known
}

/// Whole pages, JSON and feeds; never downloads that stream, never an answer that belongs to one visitor.
fn may_keep(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let text = ["text/html", "application/json", "application/atom+xml"].iter().any(|known| kind.starts_with(known));
    response.status() == StatusCode::OK && text && !response.headers().contains_key(header::SET_COOKIE)
}
