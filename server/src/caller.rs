//! Who is calling: nobody, a person with a session, or a program with a person's token.
use crate::{
    error::{Error, Result},
    people, sessions,
    sessions::Writes,
    web::App,
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Method, header, request::Parts},
};
use domain::actor::Actor;

/// The name of the session's cookie over https; over plain http it goes without the prefix.
pub const SESSION_COOKIE: &str = "__Host-trefoil";
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

    fn public(address: String, visitor: String) -> Caller {
        Caller { actor: Actor::public(), name: String::new(), visitor, address }
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
    let Some(person) = sessions::find(&mut tx, &secret, now).await? else {
        return Ok(Caller::public(address, visitor));
    };
    match people::store::actor(&mut tx, person, now).await? {
        Some((actor, name)) => Ok(Caller { actor, name, visitor: secret, address }),
        None => Ok(Caller::public(address, visitor)),
    }
}

/// A token that is unknown or has ended is refused: a program should not go on as the public unnoticed.
async fn by_token(app: &App, secret: &str, method: &Method, address: String) -> Result<Caller> {
    let (mut tx, now) = (app.db.read().await?, app.clock.now());
    let token = sessions::token(&mut tx, secret, now).await?.ok_or(Error::SignInFirst)?;
    if token.writes == Writes::No && *method != Method::GET {
        return Err(domain::refusal::Refusal::Denied.into());
    }
    let found = people::store::actor(&mut tx, token.person, now).await?;
    let (actor, name) = found.ok_or(Error::SignInFirst)?;
    Ok(Caller { actor, name, visitor: String::new(), address })
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
