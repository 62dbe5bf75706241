//! An act through the JSON API: the same input, the same run, errors as problems.
use super::{Door, Proof, page::Visit};
use crate::{
    caller::Caller,
    error::{Done, Error, Result},
    forms,
};
use axum::{
    Json,
    extract::Request,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::Value;

/// `POST /api/v1…`: answers 201 with where the act led. `Idempotency-Key` makes it happen once; `version` in the body
/// (or `If-Match`) refuses to write over a change that came in between.
pub async fn run(visit: Visit, request: Request) -> Result<Response> {
    let Visit { act, app, caller, address } = visit;
    let headers = request.headers().clone();
    by_token(&caller, &headers, act.door)?;
    if act.proof == Proof::Fresh {
        caller.fresh(app.clock.now())?;
    }
    let mut body = json(&headers, &forms::body(request, &()).await?)?;
    let version = version(&headers, &mut body)?;
    let value = forms::read_json(act.form, &body).map_err(Error::Invalid)?;
    let mut unit = app.unit(caller.actor.clone()).await?;
    if let Some(key) = headers.get("idempotency-key").and_then(|key| key.to_str().ok()) {
        match unit.once(key).await {
            Err(Error::Already(done)) => return Ok(created(*done)),
            other => other?,
        }
    }
    unit.expect(version);
    let done = (act.run)(&mut unit, &address, value).await?;
    unit.finish(&done).await?;
    Ok(created(done))
}

/// Only tokens change things here: a browser's cookie never does, so that no page elsewhere can use it.
fn by_token(caller: &Caller, headers: &HeaderMap, door: Door) -> Result<()> {
    let token = headers.contains_key(header::AUTHORIZATION) && caller.is_signed_in();
    if token || door == Door::Open { Ok(()) } else { Err(Error::SignInFirst) }
}

fn json(headers: &HeaderMap, body: &[u8]) -> Result<Value> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if body.is_empty() {
        return Ok(Value::Object(Default::default()));
    }
    if !kind.starts_with("application/json") {
        return Err(Error::Unreadable(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_json"));
    }
    serde_json::from_slice(body).map_err(|_| Error::Unreadable(StatusCode::BAD_REQUEST, "unreadable_json"))
}

fn version(headers: &HeaderMap, body: &mut Value) -> Result<Option<u64>> {
    let wrong = || Error::Invalid(vec![forms::Problem::new("wrong_type").at("version")]);
    let given = body.as_object_mut().and_then(|body| body.remove("version"));
    if let Some(given) = given {
        return given.as_u64().map(Some).ok_or_else(wrong);
    }
    let matching = headers.get(header::IF_MATCH).and_then(|tag| tag.to_str().ok());
    matching.map(|tag| tag.trim_matches('"').parse().map_err(|_| wrong())).transpose()
}

/// The answer to an act that was done.
pub fn created(done: Done) -> Response {
    let location = [(header::LOCATION, format!("/api/v1{}", done.to))];
    (StatusCode::CREATED, location, Json(done.body)).into_response()
}
