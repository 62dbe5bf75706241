//! Somebody has proved who they are: a session begins. Every way to sign in ends here, so a further one (a directory, a
//! passkey) is a module that proves who somebody is, a word of [`Method`], and a call of [`begin`].
use super::browsers;
use crate::{
    caller::{BROWSER_COOKIE, HALF_COOKIE, SESSION_COOKIE},
    error::Result,
    jobs,
    page::set_cookie,
    sessions::{self, Beginning, Method},
    typed,
    unit::{self, Unit},
    web::App,
};
use axum::{
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use db::Tx;
use domain::{actor::Actor, ids::PersonId, time::Timestamp};

/// Where somebody goes on after signing in.
#[derive(Debug, Default)]
pub struct Onwards {
    /// A page of ours.
    pub next: Option<String>,
    /// The secret of a form that was posted after the session had ended.
    pub parked: Option<String>,
}

/// Only a path of ours: a link must not lead people to another site through our pages.
pub fn is_local(path: &str) -> bool {
    let plain = path.chars().all(|c| !c.is_control() && c != '\\');
    path.starts_with('/') && !path.starts_with("//") && plain
}

/// Begins a session and leads on: to the form that was parked, to the page that was asked for, or to the work.
pub async fn begin(
    app: &App,
    headers: &HeaderMap,
    person: PersonId,
    method: Method,
    onwards: Onwards,
) -> Result<Response> {
    let mut unit = app.unit(Actor::new(person, Vec::new())).await?;
    let begun = started(&mut unit, app, headers, method).await?;
    let form = match &onwards.parked {
        Some(parked) => typed::adopt(&mut unit.tx, parked, person, unit.at).await?,
        None => None,
    };
    unit.commit().await?;
    let to = form.or(onwards.next).unwrap_or_else(|| "/work".into());
    let mut response = Redirect::to(&to).into_response();
    for cookie in begun {
        set_cookie(&mut response, &cookie)?;
    }
    Ok(response)
}

/// The cookies of a session that begins: its own, the browser's, and none between two steps any more.
async fn started(unit: &mut Unit, app: &App, headers: &HeaderMap, method: Method) -> Result<[String; 3]> {
    let (person, now, agent) = (unit.actor.person, unit.at, browsers::agent(headers));
    forget_what_is_over(&mut unit.tx, now).await?;
    super::store::factors::forget_halves(&mut unit.tx, person, now).await?;
    let secret = sessions::start(&mut unit.tx, &Beginning { person, method, agent, now }).await?;
    let browser = browsers::note(&mut unit.tx, browsers::secret(app, headers), person, agent, now).await?;
    Ok([
        app.set_cookie(SESSION_COOKIE, &secret, sessions::SESSION_SECONDS),
        app.set_cookie(BROWSER_COOKIE, &browser, browsers::KNOWN_SECONDS),
        app.set_cookie(HALF_COOKIE, "", 0),
    ])
}

/// Each sign-in sweeps away what nobody can use any more, so that nothing grows for ever.
async fn forget_what_is_over(tx: &mut Tx, now: Timestamp) -> Result<()> {
    sessions::sweep(tx, now).await?;
    super::store::sweep_links(tx, now).await?;
    typed::sweep(tx, now).await?;
    unit::sweep(tx, now).await?;
    jobs::sweep(tx, now).await
}
