//! The body of a posted form, as it came: names and texts, bounded in size.
use super::Raw;
use crate::error::{Error, Result};
use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request},
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
    /// Reads a `multipart/form-data` body: a file stands under [`Raw::file_of`] its field. What is no UTF-8 in it is
    /// kept as replacement characters, so that whoever reads the file can name the line.
    async fn parts(mut body: Multipart) -> Result<Posted> {
        let mut posted = Posted::default();
        let unreadable = |e: axum::extract::multipart::MultipartError| match e.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Error::Unreadable(StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            _ => Error::Unreadable(StatusCode::BAD_REQUEST, "not_a_form"),
        };
        for n in 0.. {
            let Some(part) = body.next_field().await.map_err(unreadable)? else { break };
            let (name, is_file) = (part.name().unwrap_or_default().to_string(), part.file_name().is_some());
            let text = String::from_utf8_lossy(&part.bytes().await.map_err(unreadable)?).into_owned();
            posted.take(n, name, text, is_file)?;
        }
        Ok(posted)
    }

    fn take(&mut self, n: usize, name: String, text: String, is_file: bool) -> Result<()> {
        if n >= MOST_FIELDS {
            return Err(Error::Unreadable(StatusCode::UNPROCESSABLE_ENTITY, "too_many_fields"));
        }
        match (name.starts_with('_'), is_file) {
            (true, _) => self.ours.push(name, text),
            (false, true) if text.is_empty() => {}
            (false, true) => self.fields.push(Raw::file_of(&name), text),
            (false, false) => self.fields.push(name, text),
        }
        Ok(())
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
        if kind.starts_with("multipart/form-data") {
            let broken = |_| Error::Unreadable(StatusCode::BAD_REQUEST, "not_a_form");
            return Posted::parts(Multipart::from_request(request, state).await.map_err(broken)?).await;
        }
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
