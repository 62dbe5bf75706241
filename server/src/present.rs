//! Errors as people and programs see them: a page in the layout, or `application/problem+json`.
use crate::{
    caller::Caller,
    error::{Error, Result},
    forms,
    messages::Messages,
    people,
    web::App,
};
use axum::{
    Json,
    extract::{FromRequestParts, Request, State},
    http::{HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use domain::{reference::Reference, refusal::Reason};
use serde_json::{Value, json};
use std::sync::Arc;

/// The answer for an address that is none of ours.
pub async fn not_found() -> Error {
    Error::NotFound
}

/// Turns an error of a handler into what the caller can read.
pub async fn errors(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let is_api = parts.uri.path().starts_with("/api/");
    let response = next.run(Request::from_parts(parts.clone(), body)).await;
    let Some(error) = found(&response) else { return response };
    if is_api {
        return problem(&error);
    }
    match page(&app, &mut parts, &error).await {
        Ok(response) => response,
        Err(_) => response,
    }
}

/// The error in an answer; axum's own refusals (a wrong method, an unreadable path) become ours.
fn found(response: &Response) -> Option<Arc<Error>> {
    if let Some(error) = response.extensions().get::<Arc<Error>>() {
        return Some(error.clone());
    }
    let status = response.status();
    let own =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| !kind.as_bytes().starts_with(b"text/plain"));
    let bare = (status.is_client_error() || status.is_server_error()) && !own;
    bare.then(|| Arc::new(Error::Unreadable(status, if status == 405 { "wrong_method" } else { "unreadable" })))
}

async fn page(app: &App, parts: &mut axum::http::request::Parts, error: &Error) -> Result<Response> {
    if let Some(way) = way_on(error) {
        let address = parts.uri.path_and_query().map_or("/", |it| it.as_str());
        return Ok(Redirect::to(&format!("{way}?next={}", encode(address))).into_response());
    }
    let caller = Caller::from_request_parts(parts, app).await?;
    let shown = shown(error, parts.uri.path());
    let mut response = app.page_with(&caller, error.status(), "error.html", shown)?;
    pause(&mut response, error);
    Ok(response)
}

/// The page that asks for what is missing, and leads back.
fn way_on(error: &Error) -> Option<&'static str> {
    match error {
        Error::SignInFirst => Some("/sign-in"),
        Error::ProveFirst => Some(people::PROOF),
        Error::SecondFactorFirst => Some(people::SECOND_FACTOR),
        _ => None,
    }
}

/// What `error.html` shows: a refusal lists its reasons, a fault says nothing of its cause.
fn shown(error: &Error, path: &str) -> Value {
    if let Some(shown) = of_its_own(error) {
        return shown;
    }
    let text = |part: &str| Messages::english().text(&format!("error.{}.{part}", error.code()), &[]);
    let listed = matches!(error, Error::Invalid(_) | Error::Refused(_) | Error::SlowDown(_));
    let reasons = error.reasons().into_iter().filter(|_| listed);
    let reasons: Vec<Value> = reasons.map(|reason| json!({ "text": told(&reason) })).collect();
    let back = if listed { thing(path) } else { None };
    json!({ "title": text("title"), "text": text("text"), "code": error.code(), "reasons": reasons, "link": back })
}

/// A reason away from its form: its field is called what fields of that name are called.
fn told(reason: &Reason) -> String {
    forms::sentence(reason, &forms::label("", reason.field.as_deref().unwrap_or_default()))
}

/// The way back to the thing that an act was refused on.
fn thing(path: &str) -> Option<Value> {
    let (_, rest) = path.split_at_checked(1)?;
    let (room, rest) = rest.split_once('/')?;
    let (reference, _) = rest.split_once('/')?;
    let text = Messages::english().text("error.back", &[("reference", reference)]);
    reference.parse::<Reference>().ok().map(|_| json!({ "href": format!("/{room}/{reference}"), "text": text }))
}

/// What `error.html` shows for a single reason that has a page of its own: `error.<reason>.title`, `text`, and the way
/// on (`href`, `link`).
fn of_its_own(error: &Error) -> Option<Value> {
    let [reason] = &error.reasons()[..] else { return None };
    let text = |part: &str| Messages::english().find(&format!("error.{}.{part}", reason.code));
    let link = json!({ "href": text("href")?, "text": text("link")? });
    Some(json!({ "title": text("title")?, "text": text("text")?, "code": reason.code, "link": link }))
}

/// An error as `application/problem+json` (RFC 9457), with one entry per reason.
pub fn problem(error: &Error) -> Response {
    let reasons: Vec<Value> = error.reasons().iter().map(reason).collect();
    let title = Messages::english().text(&format!("error.{}.title", error.code()), &[]);
    let body = json!({
        "type": format!("/problems/{}", error.code()), "title": title,
        "status": error.status().as_u16(), "code": error.code(), "errors": reasons,
    });
    let mut response = (error.status(), Json(body)).into_response();
    let kind = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    pause(&mut response, error);
    response
}

fn reason(reason: &Reason) -> Value {
    let pointer = reason.field.as_ref().map(|field| format!("/{}", field.replace('-', "/")));
    json!({ "code": reason.code, "pointer": pointer, "detail": forms::sentence(reason, reason.field.as_deref().unwrap_or("")) })
}

fn pause(response: &mut Response, error: &Error) {
    if let Error::SlowDown(seconds) = error {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
}

/// A text as it stands in a query.
pub fn encode(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
