//! Who is calling: nobody, a person with a session, or a program with a person's token.
use crate::{
    error::{Error, Result},
    people::{self, factor},
    sessions,
    sessions::tokens::{self, Scope},
    web::App,
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Method, header, request::Parts},
};
use domain::{actor::Actor, time::Timestamp};

/// The name of the session's cookie over https; over plain http it goes without the prefix.
pub const SESSION_COOKIE: &str = "__Host-trefoil";
/// The name of the cookie by which a browser is known to people who have signed in from it before.
pub const BROWSER_COOKIE: &str = "__Host-trefoil-browser";
/// The name of the cookie between the first and the second step of signing in.
pub const HALF_COOKIE: &str = "__Host-trefoil-half";
/// The name of the cookie that ties forms to visitors who are not signed in.
pub const VISITOR_COOKIE: &str = "__Host-trefoil-visitor";

/// Who is calling.
#[derive(Debug, Clone)]
pub struct Caller {
    /// With which roles.
    pub actor: Actor,
    /// Their name; empty for the public.
    pub name: String,
    /// The secret of the session or visitor cookie; empty if there is none.
    pub visitor: String,
    /// The path and query they asked for.
    pub address: String,
    /// By what they are known.
    pub standing: Standing,
}

/// By what a caller is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Standing {
    /// By nothing.
    Nobody,
    /// By a session, whose person last proved at this instant who they are.
    Session(Timestamp),
    /// By a token.
    Token(Scope),
}

impl Caller {
    /// Whether somebody is signed in.
    pub fn is_signed_in(&self) -> bool {
        !self.name.is_empty()
    }
    /// Refuses whoever is not signed in.
    pub fn signed_in(&self) -> Result<()> {
        if self.is_signed_in() { Ok(()) } else { Err(Error::SignInFirst) }
    }
    /// The token that this caller's forms carry.
    pub fn form_token(&self) -> String {
        sessions::form_token(&self.visitor)
    }
    /// Refuses a form that was not made for this visitor.
    pub fn check_form_token(&self, token: Option<&str>) -> Result<()> {
        let mine = !self.visitor.is_empty() && token == Some(self.form_token().as_str());
        if mine { Ok(()) } else { Err(Error::Forged) }
    }

    /// Whether this person proved only just who they are, or gave their program leave to do what asks for it.
    pub fn is_fresh(&self, now: Timestamp) -> bool {
        match self.standing {
            Standing::Nobody => false,
            Standing::Session(proved_at) => now < proved_at.plus_seconds(sessions::FRESH_SECONDS),
            Standing::Token(scope) => scope == Scope::Sign,
        }
    }
    /// Refuses whoever has not proved only just who they are.
    pub fn fresh(&self, now: Timestamp) -> Result<()> {
        if self.is_fresh(now) { Ok(()) } else { Err(Error::ProveFirst) }
    }

    fn public(address: String, visitor: String) -> Caller {
        Caller { actor: Actor::public(), name: String::new(), visitor, address, standing: Standing::Nobody }
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Caller> {
        let address = parts.uri.path_and_query().map_or("/", |it| it.as_str()).to_string();
        if let Some(secret) = bearer(&parts.headers) {
            return by_token(app, secret?, &parts.method, address).await;
        }
        let visitor = cookie(&parts.headers, &app.cookie(VISITOR_COOKIE)).unwrap_or_default();
        match cookie(&parts.headers, &app.cookie(SESSION_COOKIE)) {
            Some(secret) => by_session(app, secret, visitor, address).await,
            None => Ok(Caller::public(address, visitor)),
        }
    }
}

async fn by_session(app: &App, secret: String, visitor: String, address: String) -> Result<Caller> {
    let (mut tx, now) = (app.db.read().await?, app.clock.now());
    let Some(session) = sessions::find(&mut tx, &secret, now).await? else {
        return Ok(Caller::public(address, visitor));
    };
    let Some((actor, name)) = people::store::actor(&mut tx, session.person, now).await? else {
        return Ok(Caller::public(address, visitor));
    };
    if !factor::is_open_without(&address) {
        factor::must_be_there(app, &mut tx, &actor, Some(session.method)).await?;
    }
    drop(tx);
    if session.is_due_to_be_seen(now) {
        see(app, &secret, now).await?;
    }
    Ok(Caller { actor, name, visitor: secret, address, standing: Standing::Session(session.proved_at) })
}

async fn see(app: &App, secret: &str, now: Timestamp) -> Result<()> {
    let mut tx = app.db.write().await?;
    sessions::see(&mut tx, secret, now).await?;
    Ok(tx.commit().await?)
}

/// A token that is unknown or has ended is refused: a program should not go on as the public unnoticed.
async fn by_token(app: &App, secret: &str, method: &Method, address: String) -> Result<Caller> {
    let (mut tx, now) = (app.db.read().await?, app.clock.now());
    let token = tokens::find(&mut tx, secret, now).await?.ok_or(Error::SignInFirst)?;
    if token.scope == Scope::Read && *method != Method::GET {
        return Err(domain::refusal::Refusal::Denied.into());
    }
    let found = people::store::actor(&mut tx, token.person, now).await?;
    let (actor, name) = found.ok_or(Error::SignInFirst)?;
    factor::must_be_there(app, &mut tx, &actor, None).await?;
    Ok(Caller { actor, name, visitor: String::new(), address, standing: Standing::Token(token.scope) })
}

fn bearer(headers: &HeaderMap) -> Option<Result<&str>> {
    let value = headers.get(header::AUTHORIZATION)?;
    let secret = value.to_str().ok().and_then(|text| text.strip_prefix("Bearer "));
    Some(secret.map(str::trim).ok_or(Error::SignInFirst))
}

/// The value of a cookie.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, value)| *known == name && !value.is_empty()).map(|(_, value)| value.to_string())
}
