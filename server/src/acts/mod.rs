//! Acts: the things people do, each declared once and served as a page and through the API.
//!
//! An [`Act`] has a name, an address, a form, a way to open it and a way to run it. [`route`] gives it
//! `GET` and `POST` at its address (the form, what is wrong with it, "check your answers", the merge page) and
//! `POST /api/v1` + address (the same input as JSON). Its texts are the messages `act.<name>.*`.
mod address;
mod api;
mod known;
mod merge;
pub mod openapi;
mod page;
mod post;

pub use address::Address;
pub use known::Known;
pub use page::both;

use crate::{
    error::{Done, Result},
    forms::{self, Field, Options, Posted},
    messages::Messages,
    unit::Unit,
    web::App,
};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    routing,
};
use db::Tx;
use domain::{actor::Actor, time::Timestamp};
use page::Visit;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Whether a person sees their answers once more before the act is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// The form, then the act.
    Straight,
    /// The form, "check your answers", then the act: for what others will see.
    Checked,
}

/// Who may come to the form at all; what they may do there is the policy's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Only people who are signed in.
    SignedIn,
    /// Anybody.
    Open,
}

/// How recently somebody must have proved who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// When the session began, or the token was made.
    Once,
    /// Within [`crate::sessions::FRESH_SECONDS`]; a token needs the scope `sign`. For what binds others (A5).
    Fresh,
}

/// What an act reads with when it opens.
pub struct Desk<'a> {
    /// A reading transaction.
    pub tx: &'a mut Tx,
    /// Who asks.
    pub actor: &'a Actor,
    /// When.
    pub at: Timestamp,
    /// The address that was asked for.
    pub address: &'a Address,
}

/// What stands in a form when it opens.
#[derive(Debug, Default)]
pub struct Opened {
    /// What stands in the fields, in the shape of the input; null for an empty form.
    pub values: Value,
    /// The version of the thing it edits; a later save over another version leads to the merge page.
    pub version: Option<u64>,
    /// The options of the fields that pick.
    pub options: Options,
    /// What texts and templates may mention: `reference`, `title`, and more. JSON object or null.
    pub facts: Value,
    /// Where "cancel" leads.
    pub back: String,
}

/// One thing that a person can do.
pub trait Act: Send + Sync + 'static {
    /// Its stable name, `challenge.submit`: the key of its texts, and its id in the API's description.
    const NAME: &'static str;
    /// Its address, `/needs/{reference}/submission`.
    const PATH: &'static str;
    /// What it asks.
    const FORM: &'static [Field] = &[];
    /// Whether answers are checked first.
    const FLOW: Flow = Flow::Straight;
    /// Who may come to the form.
    const DOOR: Door = Door::SignedIn;
    /// The largest body it takes, in bytes.
    const MOST_BYTES: usize = forms::MOST_BYTES;
    /// How recently its person must have proved who they are.
    const PROOF: Proof = Proof::Once;
    /// The template of its form; extends `act.html`.
    const TEMPLATE: &'static str = "act.html";
    /// What the form gives, by field name.
    type Input: DeserializeOwned + Send;

    /// Where the form at this path saves what is being typed: for its person alone, unless an act knows better.
    fn autosave(path: &str) -> String {
        format!("/typed?form={}", crate::present::encode(path))
    }
    /// Opens the form for somebody who may do it now; refuses otherwise.
    fn open(desk: Desk<'_>) -> impl Future<Output = Result<Opened>> + Send;
    /// Does it. The unit is committed by whoever calls.
    fn run(unit: &mut Unit, address: &Address, input: Self::Input) -> impl Future<Output = Result<Done>> + Send;
}

/// The acts of a room: their routes, and what is known of them.
#[derive(Default)]
pub struct Acts {
    /// The routes.
    pub router: Router<App>,
    /// What is known of them.
    pub known: Vec<Known>,
}

impl Acts {
    /// No acts yet.
    pub fn new() -> Acts {
        Acts::default()
    }
    /// One act more.
    pub fn with<A: Act>(mut self) -> Acts {
        let act = Known::of::<A>();
        self.router = self.router.merge(route(act));
        self.known.push(act);
        self
    }
    /// All acts of another room too.
    pub fn and(mut self, other: Acts) -> Acts {
        self.router = self.router.merge(other.router);
        self.known.extend(other.known);
        self
    }
}

/// The routes of one act.
fn route(act: Known) -> Router<App> {
    let visit = move |app, caller, address| Visit { act, app, caller, address };
    let show = move |State(app), caller, address| async move { page::show(&visit(app, caller, address)).await };
    let post = move |State(app), caller, address, posted: Posted| async move {
        post::run(&visit(app, caller, address), posted).await
    };
    let call = move |State(app), caller, address, request: Request| api::run(visit(app, caller, address), request);
    Router::new()
        .route(act.path, routing::get(show).post(post))
        .route(&format!("/api/v1{}", act.path), routing::post(call))
        .layer(DefaultBodyLimit::max(act.most_bytes))
}

/// A link to an act on a thing, as `parts/actions.html` draws it; the text is the message `act.<name>.link`.
pub fn offer<A: Act>(reference: &str) -> Value {
    let text = Messages::english().text(&format!("act.{}.link", A::NAME), &[]);
    serde_json::json!({ "text": text, "href": A::PATH.replace("{reference}", reference) })
}

impl Done {
    /// Leads to a page; the API answers with the thing's address.
    pub fn to(path: impl Into<String>) -> Done {
        let to = path.into();
        Done { body: serde_json::json!({ "address": to }), to }
    }
    /// As [`Done::to`], with facts for the API.
    pub fn with(mut self, name: &str, value: impl serde::Serialize) -> Done {
        self.body[name] = serde_json::json!(value);
        self
    }
}
