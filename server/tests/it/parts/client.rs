//! Where a request comes from.
use axum::{
    extract::ConnectInfo,
    http::{Extensions, HeaderMap},
};
use server::client::Client;
use std::net::SocketAddr;

fn asked(peer: &str, forwarded: Option<&str>) -> (HeaderMap, Extensions) {
    let (mut headers, mut extensions) = (HeaderMap::new(), Extensions::new());
    extensions.insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
    if let Some(list) = forwarded {
        headers.insert("x-forwarded-for", list.parse().unwrap());
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
