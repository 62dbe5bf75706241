//! The router and what every handler is given.
use crate::{
    acts, admin, agreements, assets, cache, cache::Cache, calls, clock::Clock, collaborations, demo, error::Result,
    groups, health, mail::Post, needs, organisations, outcomes, people, present, register, responses, selection, typed,
    unit::Unit, view::Views, work,
};
use crate::{
    keys::Keys,
    metrics::{self, Meter},
    people::{
        factor::Required,
        passkeys::{self, Party},
        tries::Tries,
    },
};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderName, HeaderValue, header},
    middleware,
    response::Response,
};
use db::Db;
use domain::actor::Actor;
use std::{ops::Deref, sync::Arc};

/// What the server runs on.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// The server's own keys, which lie outside the database.
    pub keys: Keys,
    /// The templates.
    pub views: Views,
    /// The clock.
    pub clock: Clock,
    /// The address people use, without a slash at the end.
    pub base_url: String,
    /// The name in the page header.
    pub service_name: String,
    /// How mail leaves.
    pub post: Post,
    /// The roles that need a second factor here.
    pub second_factor: Required,
    /// Public pages that are kept for a second.
    pub cache: Cache,
    /// Whether this is a demonstration: one-click sign-in and a clock that moves.
    pub mode: Mode,
}

/// What the server runs for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Real work.
    Real,
    /// A demonstration with invented people.
    Demonstration,
}

/// The running server, shared by every handler.
#[derive(Clone)]
pub struct App(Arc<Running>);

/// The parts, and what is counted while they run.
struct Running {
    parts: Parts,
    passkeys: Option<Party>,
    tries: Tries,
    meter: Meter,
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0.parts
    }
}

impl App {
    /// A server on these parts.
    pub fn new(parts: Parts) -> App {
        let passkeys = passkeys::party(&parts.base_url, &parts.service_name);
        App(Arc::new(Running { parts, passkeys, tries: Tries::default(), meter: Meter::default() }))
    }
    /// Where passkeys work; none if the address that people use allows none.
    pub fn passkeys(&self) -> Option<&Party> {
        self.0.passkeys.as_ref()
    }
    /// From where letters come.
    pub fn letters(&self) -> crate::mail::Sender<'_> {
        crate::mail::Sender { base_url: &self.base_url, address: self.post.address() }
    }
    /// How often somebody tried to sign in.
    pub fn tries(&self) -> &Tries {
        &self.0.tries
    }
    /// What is measured.
    pub fn meter(&self) -> &Meter {
        &self.0.meter
    }
    /// A unit of work for this actor, now.
    pub async fn unit(&self, actor: Actor) -> Result<Unit> {
        Unit::begin(&self.db, actor, self.clock.now()).await
    }
    /// Whether people come by https, so that cookies are theirs alone.
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
    /// The name of a cookie here: the `__Host-` prefix needs https.
    pub fn cookie(&self, name: &str) -> String {
        if self.is_https() { name.into() } else { name.trim_start_matches("__Host-").into() }
    }
    /// A `Set-Cookie` value; it ends with the browser session unless `seconds` says otherwise.
    pub fn set_cookie(&self, name: &str, value: &str, seconds: i64) -> String {
        let secure = if self.is_https() { "; Secure" } else { "" };
        format!("{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", self.cookie(name))
    }
}

/// Every address of the product.
pub fn router(app: App) -> Router {
    let rooms = Router::new()
        .merge(people::routes())
        .merge(organisations::routes())
        .merge(groups::routes())
        .merge(needs::routes())
        .merge(calls::routes())
        .merge(responses::routes())
        .merge(selection::routes())
        .merge(agreements::routes())
        .merge(collaborations::routes())
        .merge(outcomes::routes())
        .merge(register::routes())
        .merge(work::routes())
        .merge(admin::routes())
        .merge(demo::routes())
        .merge(typed::routes())
        .merge(acts::openapi::routes())
        .fallback(present::not_found);
    let shown = rooms
        .layer(middleware::from_fn_with_state(app.clone(), present::errors))
        .layer(middleware::from_fn_with_state(app.clone(), cache::public));
    shown
        .merge(health::routes())
        .merge(assets::routes())
        .merge(metrics::routes())
        .layer(DefaultBodyLimit::max(crate::forms::MOST_BYTES))
        .layer(middleware::map_response(secured))
        .layer(middleware::from_fn_with_state(app.clone(), metrics::watch))
        .with_state(app)
}

/// The headers that every answer carries.
async fn secured(mut response: Response) -> Response {
    const HEADERS: [(HeaderName, &str); 4] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ];
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, assets::content_security_policy().clone());
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
