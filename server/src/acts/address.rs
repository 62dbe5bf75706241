//! The address of an act or page: its path with the parts that vary.
use crate::error::{Error, Result};
use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::request::Parts,
};
use std::{collections::BTreeMap, convert::Infallible, str::FromStr};

/// Where a request goes: the path, its parts by name, and the query.
#[derive(Debug, Clone, Default)]
pub struct Address {
    /// The path, without `/api/v1` and without the query.
    pub path: String,
    parts: BTreeMap<String, String>,
    query: BTreeMap<String, String>,
}

impl Address {
    /// The human reference in the path, in capitals; what cannot be one is not found.
    pub fn reference(&self) -> Result<String> {
        self.part::<String>("reference").map(|text| text.to_ascii_uppercase())
    }
    /// An address of this shape, `/needs/{reference}/text`, with these parts.
    pub fn new(shape: &str, parts: BTreeMap<String, String>) -> Address {
        let filled = |path: String, (name, value): (&String, &String)| path.replace(&format!("{{{name}}}"), value);
        Address { path: parts.iter().fold(shape.into(), filled), parts, query: BTreeMap::new() }
    }
    /// A part of the path; what cannot be read is not found.
    pub fn part<T: FromStr>(&self, name: &str) -> Result<T> {
        let text = self.parts.get(name).filter(|text| !text.contains(char::is_control));
        text.and_then(|text| text.parse().ok()).ok_or(Error::NotFound)
    }
    /// A value of the query.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Address {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> std::result::Result<Self, Infallible> {
        let path = parts.uri.path();
        let path = path.strip_prefix("/api/v1").unwrap_or(path).to_string();
        let query = parts.uri.query().unwrap_or_default();
        let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let raw = RawPathParams::from_request_parts(parts, state).await;
        let named = raw.iter().flatten().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        Ok(Address { path, parts: named, query })
    }
}
