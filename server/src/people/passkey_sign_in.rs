//! Signing in with a passkey: the browser is given a challenge, and its answer comes with a form. Needs scripts; whoever
//! has none signs in with the password.
use super::{
    begin,
    passkeys::{self, Browser, Purpose, Whose},
    signing,
    tries::From,
};
use crate::{
    caller::Caller,
    client::Client,
    error::Result,
    forms::Posted,
    sessions::{self, Method},
    web::App,
};
use axum::{
    Json, Router,
    extract::State,
    http::HeaderMap,
    response::{Redirect, Response},
    routing::{get, post},
};
use serde_json::{Value, json};

const PATH: &str = "/sign-in/passkey";
const CHALLENGE: &str = "/sign-in/passkey/challenge";
/// The hidden field with the browser's answer.
pub const ANSWER: &str = "credential";

/// The addresses of signing in with a passkey.
pub fn routes() -> Router<App> {
    Router::new().route(PATH, get(async || Redirect::to("/sign-in")).post(finish)).route(CHALLENGE, post(ask))
}

/// What the sign-in page shows of it: none where no passkey works.
pub fn shown(app: &App, hidden: &Value) -> Option<Value> {
    let origin = &app.passkeys()?.origin;
    Some(json!({ "action": PATH, "challenge": CHALLENGE, "origin": origin, "page": "/sign-in", "hidden": hidden }))
}

fn browser(caller: &Caller) -> Browser<'_> {
    Browser { visitor: &caller.visitor, purpose: Purpose::SignIn }
}

/// What is counted for a browser that asks for challenges and answers none: each is kept for a while.
fn counted(caller: &Caller) -> String {
    format!("passkey of {}", sessions::hash(&caller.visitor))
}

async fn ask(State(app): State<App>, caller: Caller, client: Client, posted: Posted) -> Result<Json<Value>> {
    caller.check_form_token(posted.ours("_csrf"))?;
    app.tries().take(&From::Client(client.0), &counted(&caller), app.clock.now())?;
    passkeys::ask(&app, browser(&caller), &[]).await.map(Json)
}

async fn finish(
    State(app): State<App>,
    caller: Caller,
    client: Client,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response> {
    caller.check_form_token(posted.ours("_csrf"))?;
    let onwards = signing::onwards(&posted);
    let answer = posted.fields.first(ANSWER).unwrap_or_default();
    match passkeys::shown(&app, browser(&caller), Whose::Anybodys, answer).await? {
        Ok(person) => {
            app.tries().give_back(&From::Client(client.0), &counted(&caller));
            begin::begin(&app, &headers, person, Method::Passkey, onwards).await
        }
        Err(problem) => signing::draw(&app, &caller, &Posted::default(), &onwards, &[problem.at(ANSWER)]),
    }
}
