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

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(peer: &str, forwarded: Option<&str>) -> (HeaderMap, Extensions) {
        let (mut headers, mut extensions) = (HeaderMap::new(), Extensions::new());
        extensions.insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
        if let Some(list) = forwarded {
            headers.insert(FORWARDED_FOR, list.parse().unwrap());
        }
        (headers, extensions)
    }

    fn client(peer: &str, forwarded: Option<&str>) -> String {
        let (headers, extensions) = asked(peer, forwarded);
        Client::of(&headers, &extensions).0.unwrap().to_string()
    }

    #[test]
    fn only_a_proxy_on_this_machine_is_believed() {
        assert_eq!(client("127.0.0.1:9", Some("1.2.3.4, 5.6.7.8")), "5.6.7.8");
        assert_eq!(client("9.9.9.9:9", Some("5.6.7.8")), "9.9.9.9");
        assert_eq!(client("127.0.0.1:9", Some("nonsense")), "127.0.0.1");
    }

    #[test]
    fn a_proxy_does_not_ask_for_itself() {
        let local = |peer, forwarded| {
            let (headers, extensions) = asked(peer, forwarded);
            Client::is_local(&headers, &extensions)
        };
        assert!(local("127.0.0.1:9", None) && local("[::1]:9", None));
        assert!(!local("127.0.0.1:9", Some("127.0.0.1")) && !local("10.0.0.1:9", None));
    }
}
