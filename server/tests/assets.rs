//! Styles and scripts, as a browser asks for them.
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use server::assets;
use std::io::Read;
use tower::ServiceExt;

async fn get(path: &str, headers: &[(&str, &str)]) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let routes: Router = assets::routes();
    let response = routes.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    (parts.status, parts.headers, to_bytes(body, usize::MAX).await.unwrap().to_vec())
}

#[tokio::test]
async fn an_asset_is_kept_for_a_year_under_a_name_that_changes_with_it() {
    let address = assets::address("app.css");
    assert!(address.starts_with("/assets/app-") && address.ends_with(".css") && address.len() > 24);
    let (status, headers, body) = get(&address, &[]).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers["content-type"], "text/css; charset=utf-8");
    assert_eq!(headers["cache-control"], "public, max-age=31536000, immutable");
    assert!(String::from_utf8(body).unwrap().contains(".app-thing"));
}

#[tokio::test]
async fn a_browser_that_unpacks_gets_it_packed() {
    let address = assets::address("nhsuk.css");
    let (_, plain, whole) = get(&address, &[("accept-encoding", "br, gzip;q=0")]).await;
    let (_, headers, packed) = get(&address, &[("accept-encoding", "br, gzip")]).await;
    assert_eq!((plain.get("content-encoding"), headers["content-encoding"].as_bytes()), (None, &b"gzip"[..]));
    assert!(packed.len() * 4 < whole.len());
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, whole);
}

#[tokio::test]
async fn a_browser_that_has_it_gets_nothing_again() {
    let address = assets::address("app.js");
    let (_, headers, _) = get(&address, &[]).await;
    let (status, _, body) = get(&address, &[("if-none-match", headers["etag"].to_str().unwrap())]).await;
    assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0));
}

#[tokio::test]
async fn nothing_else_is_there() {
    for path in [
        "/assets/app.css",
        "/assets/../Cargo.toml",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets/%00",
        "/assets/app-0000000000000000.css",
    ] {
        assert_eq!(get(path, &[]).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn styles_and_scripts_ask_nobody_else() {
    for name in ["nhsuk.css", "app.css", "app.js"] {
        let (_, _, body) = get(&assets::address(name), &[]).await;
        let text = String::from_utf8(body).unwrap();
        assert!(!text.contains("//assets.nhs.uk") && !text.contains("@import") && !text.contains("Frutiger"), "{name}");
    }
}

#[tokio::test]
async fn every_address_that_a_style_or_script_names_is_there() {
    for name in ["nhsuk.css", "app.css", "app.js"] {
        let (_, _, body) = get(&assets::address(name), &[]).await;
        let text = String::from_utf8(body).unwrap();
        for after in text.split("/assets/").skip(1) {
            let path = format!("/assets/{}", after.split([')', '"', '\'', ' ']).next().unwrap());
            assert_eq!(get(&path, &[]).await.0, StatusCode::OK, "{name} names {path}");
        }
    }
}
