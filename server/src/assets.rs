//! Styles, scripts and pictures: embedded, named after their content so that browsers keep them for a year.
use axum::{
    Router,
    body::Bytes,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use flate2::{Compression, write::GzEncoder};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::{
    borrow::Cow,
    collections::BTreeMap,
    io::Write,
    sync::{LazyLock, OnceLock},
};

#[derive(RustEmbed)]
#[folder = "assets"]
struct Ours;

#[derive(RustEmbed)]
#[folder = "../third-party/nhsuk-frontend/dist/nhsuk"]
#[include = "nhsuk-frontend.min.css"]
#[include = "nhsuk-frontend.min.js"]
#[include = "assets/images/nhsuk-icon-*.svg"]
struct Official;

/// One file as it is sent.
struct Asset {
    body: Bytes,
    zipped: OnceLock<Bytes>,
    kind: &'static str,
    tag: String,
}

/// All assets, by the name that pages know and by the name under `/assets/` that holds their fingerprint.
#[derive(Default)]
struct Shelf {
    addresses: BTreeMap<String, String>,
    assets: BTreeMap<String, Asset>,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(Shelf::filled);

/// `GET /assets/{name}`: unchanging files, compressed where that helps; 404 for every other name.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{*name}", get(send))
}

/// The address of `app.css`, `app.js`, `nhsuk.css`, `favicon.svg`, …, with its fingerprint. An unknown name
/// gives an address that is not found.
pub fn address(name: &str) -> String {
    match SHELF.addresses.get(name) {
        Some(address) => address.clone(),
        None => format!("/assets/{name}"),
    }
}

/// The value of the `Content-Security-Policy` header that every page is sent with. Its hash allows the one inline
/// script of the official page template, which says that scripts run.
pub fn content_security_policy() -> &'static HeaderValue {
    static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
        let policy = format!(
            "default-src 'none'; script-src 'self' '{}'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
             connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            INLINE_SCRIPT_HASH
        );
        HeaderValue::from_str(&policy).expect("the policy is plain ASCII")
    });
    &POLICY
}

/// SHA-256 of the inline script in `nhsuk/template.jinja` 0.10.2; a test compares it with the page.
pub const INLINE_SCRIPT_HASH: &str = "sha256-tDOvXJi1PXbg0CWjLCCYSNHRXtps26K4JXkE3M6u/c0=";

async fn send(Path(name): Path<String>, asked: HeaderMap) -> Response {
    match SHELF.assets.get(&name) {
        Some(asset) => asset.answer(&asked),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

impl Asset {
    fn answer(&self, asked: &HeaderMap) -> Response {
        let kept = [
            (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            (header::ETAG, self.tag.as_str()),
            (header::VARY, "accept-encoding"),
        ];
        if asked.get(header::IF_NONE_MATCH).is_some_and(|tag| tag == self.tag.as_str()) {
            return (StatusCode::NOT_MODIFIED, kept).into_response();
        }
        let kind = [(header::CONTENT_TYPE, self.kind)];
        if takes_gzip(asked) {
            let encoding = [(header::CONTENT_ENCODING, "gzip")];
            return (kept, kind, encoding, self.zipped()).into_response();
        }
        (kept, kind, self.body.clone()).into_response()
    }

    fn zipped(&self) -> Bytes {
        let zip = || {
            let mut zip = GzEncoder::new(Vec::new(), Compression::best());
            zip.write_all(&self.body).expect("writing to memory does not fail");
            zip.finish().expect("writing to memory does not fail").into()
        };
        self.zipped.get_or_init(zip).clone()
    }
}

fn takes_gzip(asked: &HeaderMap) -> bool {
    let accepted = asked.get(header::ACCEPT_ENCODING).and_then(|it| it.to_str().ok()).unwrap_or("");
    accepted.split(',').any(|it| it.trim() == "gzip" || it.trim().starts_with("gzip;") && !it.contains("q=0"))
}

impl Shelf {
    /// Pictures first: the styles name their addresses; then scripts: ours names theirs.
    fn filled() -> Shelf {
        let mut shelf = Shelf::default();
        for name in Official::iter().filter(|name| name.ends_with(".svg")) {
            shelf.add(name.trim_start_matches("assets/"), official(&name));
        }
        let styles = shelf.with_addresses(&without_fonts(&text(official("nhsuk-frontend.min.css"))));
        shelf.add("nhsuk.css", styles.into_bytes());
        shelf.add("nhsuk.js", official("nhsuk-frontend.min.js"));
        for name in Ours::iter() {
            let file = Ours::get(&name).expect("the name comes from the same list");
            let data = match name.ends_with(".js") {
                true => shelf.with_addresses(&text(file.data.into_owned())).into_bytes(),
                false => file.data.into_owned(),
            };
            shelf.add(&name, data);
        }
        shelf
    }

    fn add(&mut self, name: &str, data: Vec<u8>) {
        let print = &hex::encode(Sha256::digest(&data))[..16];
        let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
        let printed = format!("{stem}-{print}.{end}");
        self.addresses.insert(name.to_owned(), format!("/assets/{printed}"));
        let asset = Asset { body: data.into(), zipped: OnceLock::new(), kind: kind(end), tag: format!("\"{print}\"") };
        self.assets.insert(printed, asset);
    }

    /// Puts the fingerprinted address wherever `/assets/NAME` stands.
    fn with_addresses(&self, text: &str) -> String {
        self.addresses
            .iter()
            .fold(text.to_owned(), |text, (name, address)| text.replace(&format!("/assets/{name}"), address))
    }
}

/// The styles without the font faces of Frutiger, which belongs to the NHS and would be fetched from elsewhere.
fn without_fonts(styles: &str) -> String {
    let mut kept = String::with_capacity(styles.len());
    let mut parts = styles.split("@font-face{");
    kept.push_str(parts.next().unwrap_or_default());
    for part in parts {
        kept.push_str(part.split_once('}').map_or("", |(_, after)| after));
    }
    kept.replace("Frutiger W01,", "")
}

fn official(name: &str) -> Vec<u8> {
    Official::get(name).map(|file| file.data).map(Cow::into_owned).expect("the build checked that it is there")
}

fn text(data: Vec<u8>) -> String {
    String::from_utf8(data).expect("styles and scripts are UTF-8: a test reads them")
}

fn kind(end: &str) -> &'static str {
    match end {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "json" | "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
