//! Fresh proof of who somebody is by one of their passkeys: on the page that asks for proof.
use super::{
    PROOF,
    passkey_sign_in::ANSWER,
    passkeys::{self, Browser, Purpose, Whose},
    proof::{self, Ways},
    store,
};
use crate::{caller::Caller, error::Result, forms::Posted, present::encode, sessions, web::App};
use axum::{
    Json, Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde_json::{Value, json};

const PATH: &str = "/account/proof/passkey";
const CHALLENGE: &str = "/account/proof/passkey/challenge";

/// The addresses of proof by passkey.
pub fn routes() -> Router<App> {
    Router::new().route(PATH, get(async || Redirect::to(PROOF)).post(prove)).route(CHALLENGE, post(ask))
}

/// What the page that asks for proof shows of it: none where no passkey works.
pub fn shown(app: &App, next: &str) -> Option<Value> {
    let (origin, page) = (&app.passkeys()?.origin, format!("{PROOF}?next={}", encode(next)));
    let hidden = json!({ "_next": next });
    Some(json!({ "action": PATH, "challenge": CHALLENGE, "origin": origin, "page": page, "hidden": hidden }))
}

fn browser(caller: &Caller) -> Browser<'_> {
    Browser { visitor: &caller.visitor, purpose: Purpose::Proof }
}

async fn ask(State(app): State<App>, caller: Caller, posted: Posted) -> Result<Json<Value>> {
    proof::by_session(&caller)?;
    caller.check_form_token(posted.ours("_csrf"))?;
    let own = store::passkeys::of(&mut app.db.read().await?, caller.actor.person).await?;
    passkeys::ask(&app, browser(&caller), &own).await.map(Json)
}

async fn prove(State(app): State<App>, caller: Caller, posted: Posted) -> Result<Response> {
    proof::by_session(&caller)?;
    caller.check_form_token(posted.ours("_csrf"))?;
    let (next, answer) = (proof::local(posted.ours("_next")), posted.fields.first(ANSWER).unwrap_or_default());
    if let Err(problem) = passkeys::shown(&app, browser(&caller), Whose::Of(caller.actor.person), answer).await? {
        let ways = Ways::of(&app, &caller).await?;
        return proof::draw(&app, &caller, ways, &next, &[problem.at(ANSWER)]);
    }
    let mut tx = app.db.write().await?;
    sessions::prove_by_passkey(&mut tx, &caller.visitor, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&next).into_response())
}
