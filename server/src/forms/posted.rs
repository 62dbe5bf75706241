//! The body of a posted form, as it came: names and texts, bounded in size.
use super::Raw;
use crate::error::{Error, Result};
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{StatusCode, header::CONTENT_TYPE},
};

/// The largest form, in bytes.
pub const MOST_BYTES: usize = 1024 * 1024;
/// The most fields a form may bring.
const MOST_FIELDS: usize = 5000;

/// A posted form. Names that begin with `_` are ours; the rest is what a person typed.
#[derive(Debug, Clone, Default)]
pub struct Posted {
    /// Every field that was typed.
    pub fields: Raw,
    ours: Raw,
}

impl Posted {
    /// Reads an `application/x-www-form-urlencoded` body.
    pub fn parse(body: &[u8]) -> Result<Posted> {
        let mut posted = Posted::default();
        for (n, (name, value)) in form_urlencoded::parse(body).enumerate() {
            if n >= MOST_FIELDS {
                return Err(Error::Unreadable(StatusCode::UNPROCESSABLE_ENTITY, "too_many_fields"));
            }
            let into = if name.starts_with('_') { &mut posted.ours } else { &mut posted.fields };
            into.push(name.into_owned(), value.into_owned());
        }
        Ok(posted)
    }
    /// One of our own fields, such as `_version`.
    pub fn ours(&self, name: &str) -> Option<&str> {
        self.ours.first(name)
    }
    /// The version of the thing that the form was made from.
    pub fn version(&self) -> Option<u64> {
        self.ours("_version")?.parse().ok()
    }
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Error;
    async fn from_request(request: Request, state: &S) -> Result<Posted> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(Error::Unreadable(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not_a_form"));
        }
        Posted::parse(&body(request, state).await?)
    }
}

/// The whole body of a request, refused beyond the limit that the router sets.
pub async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes> {
    let too_large = |_| Error::Unreadable(StatusCode::PAYLOAD_TOO_LARGE, "too_large");
    Bytes::from_request(request, state).await.map_err(too_large)
}
