//! What feed readers and search engines fetch: the Atom feed, the site map, `robots.txt`.
use super::{entry::Listed, store};
use crate::{error::Result, messages::Messages, web::App};
use axum::{
    Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use std::fmt::Write;

/// How many entries the feed holds.
const LATEST: i64 = 50;
/// The most addresses a site map may hold.
const MOST_ADDRESSES: i64 = 50_000 - PAGES.len() as i64;
/// The public pages that are not things.
const PAGES: [&str; 13] = [
    "/",
    "/search",
    "/calls",
    "/needs",
    "/collaborations",
    "/outcomes",
    "/how-it-works",
    "/data",
    "/api",
    "/problems",
    "/accessibility",
    "/privacy",
    "/cookies",
];

/// The feed, the site map and `robots.txt`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/register.atom", get(atom))
        .route("/sitemap.xml", get(site_map))
        .route("/robots.txt", get(robots))
}

async fn atom(State(app): State<App>) -> Result<Response> {
    let latest = store::latest(&mut app.db.read().await?, LATEST).await?;
    let updated = latest.first().map_or(app.clock.now(), |listed| listed.changed_at);
    let title = Messages::english().text("register.feed.title", &[("service", &app.service_name)]);
    let (base, title) = (xml(&app.base_url), xml(&title));
    let mut feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en-GB\">\n<id>{base}/register.atom</id>\n<title>{title}</title>\n<updated>{updated}</updated>\n<author><name>{}</name></author>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{base}/register.atom\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{base}/search\"/>\n",
        xml(&app.service_name)
    );
    feed.extend(latest.iter().map(|listed| item(&base, listed)));
    feed.push_str("</feed>\n");
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], feed).into_response())
}

fn item(base: &str, listed: &Listed) -> String {
    let entry = &listed.entry;
    let label = Messages::english().text(&format!("register.kind.{}", entry.kind), &[]);
    let mut item = format!(
        "<entry>\n<id>urn:uuid:{}</id>\n<title>{}</title>\n<link rel=\"alternate\" type=\"text/html\" href=\"{base}{}\"/>\n<published>{}</published>\n<updated>{}</updated>\n<category term=\"{}\" label=\"{}\"/>\n",
        entry.subject_id,
        xml(&entry.title),
        xml(&entry.href),
        listed.published_at,
        listed.changed_at,
        entry.kind,
        xml(&label)
    );
    let _ = write!(item, "<summary>{}</summary>\n</entry>\n", xml(&entry.summary));
    item
}

async fn site_map(State(app): State<App>) -> Result<Response> {
    let entries = store::latest(&mut app.db.read().await?, MOST_ADDRESSES).await?;
    let base = xml(&app.base_url);
    let mut map = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    map.extend(PAGES.map(|path| format!("<url><loc>{base}{path}</loc></url>\n")));
    let address = |listed: &Listed| {
        let path = xml(&listed.entry.href);
        format!("<url><loc>{base}{path}</loc><lastmod>{}</lastmod></url>\n", listed.changed_at)
    };
    map.extend(entries.iter().map(address));
    map.push_str("</urlset>\n");
    Ok(([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], map).into_response())
}

async fn robots(State(app): State<App>) -> Response {
    let text = format!(
        "User-agent: *\nDisallow: /api/v1/\nDisallow: /work\nDisallow: /sign-in\nSitemap: {}/sitemap.xml\n",
        app.base_url
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// A text as it may stand in XML 1.0, in an element or an attribute.
fn xml(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => xml.push(other),
        }
    }
    xml
}
