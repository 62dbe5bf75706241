//! Where a request comes from: the peer, or whom a proxy on this machine speaks for.
use crate::web::App;
use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{Extensions, HeaderMap, request::Parts},
};
use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};

/// The name of the header in which a proxy tells for whom it speaks.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The address of the client; none where there is no network between, as in tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Client(pub Option<IpAddr>);

impl Client {
    /// Only a peer on this machine is believed when it names another client, and only the last one it names: that is
    /// the one it has seen itself.
    pub fn of(headers: &HeaderMap, extensions: &Extensions) -> Client {
        let Some(ConnectInfo(peer)) = extensions.get::<ConnectInfo<SocketAddr>>() else { return Client(None) };
        let named = headers.get_all(FORWARDED_FOR).iter().next_back().and_then(|value| value.to_str().ok());
        let last = named.and_then(|list| list.rsplit(',').next()).and_then(|text| text.trim().parse().ok());
        match last {
            Some(client) if peer.ip().is_loopback() => Client(Some(client)),
            _ => Client(Some(peer.ip())),
        }
    }
    /// Whether a program on this machine asks for itself.
    pub fn is_local(headers: &HeaderMap, extensions: &Extensions) -> bool {
        let forwarded = headers.contains_key(FORWARDED_FOR) || headers.contains_key("forwarded");
        !forwarded && Client::of(headers, extensions).0.is_some_and(|address| address.is_loopback())
    }
}

impl FromRequestParts<App> for Client {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Client, Infallible> {
        Ok(Client::of(&parts.headers, &parts.extensions))
    }
}
