//! Browsers that people have signed in from: known by a cookie, and what a browser calls itself in words.
use super::store::factors as store;
use crate::{
    caller::{self, BROWSER_COOKIE},
    error::Result,
    ids,
    jobs::{self, Audience, Job, Letter},
    messages::Messages,
    sessions,
    view::moment,
    web::App,
};
use axum::http::{HeaderMap, header};
use db::Tx;
use domain::{ids::PersonId, time::Timestamp};

/// How long a browser is known, in seconds: browsers keep no cookie longer than 400 days.
pub const KNOWN_SECONDS: i64 = 400 * 24 * 3600;

/// The secret by which this browser is known, if it has one.
pub fn secret(app: &App, headers: &HeaderMap) -> Option<String> {
    caller::cookie(headers, &app.cookie(BROWSER_COOKIE))
}

/// What a browser calls itself.
pub fn agent(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default()
}

/// The hash of this browser's secret, if the person of this address has signed in from it before.
pub async fn known(app: &App, headers: &HeaderMap, email: &str) -> Result<Option<String>> {
    let Some(secret) = secret(app, headers) else { return Ok(None) };
    let hash = sessions::hash(&secret);
    Ok(store::knows(&mut app.db.read().await?, &hash, email).await?.then_some(hash))
}

/// Notes that somebody signed in from this browser, and gives its secret for the cookie. If it is not the first browser
/// of theirs, and they have not used it before, they are told by mail.
pub async fn note(tx: &mut Tx, known: Option<String>, person: PersonId, agent: &str, now: Timestamp) -> Result<String> {
    let secret = known.unwrap_or_else(ids::secret);
    let others = store::browsers(tx, person).await?;
    if store::note_browser(tx, &sessions::hash(&secret), person, now).await? && others > 0 {
        jobs::enqueue(tx, &Job::Tell(letter(person, agent, now)), now).await?;
    }
    Ok(secret)
}

fn letter(person: PersonId, agent: &str, now: Timestamp) -> Letter {
    let facts = [("browser".into(), words(agent)), ("when".into(), moment(now))].into();
    let (kind, to, link) = ("new_browser".into(), Audience::Person(person), "/account/sessions".into());
    Letter { kind, to, about: person.0, reference: String::new(), title: String::new(), link, facts, entry: None }
}

/// Browsers by what their names for themselves hold, the more particular first.
const BROWSERS: [(&str, &str); 6] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
];
/// Systems likewise.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];

/// What a browser calls itself, as people would: "Firefox on Windows". A name that says neither stays as it is.
pub fn words(agent: &str) -> String {
    let found = |names: &[(&str, &'static str)]| names.iter().find(|(part, _)| agent.contains(part)).map(|it| it.1);
    match (found(&BROWSERS), found(&SYSTEMS)) {
        (Some(browser), Some(system)) => {
            Messages::english().text("session.list.device", &[("browser", browser), ("system", system)])
        }
        (Some(one), None) | (None, Some(one)) => one.into(),
        (None, None) if agent.is_empty() => Messages::english().text("session.list.unknown", &[]),
        (None, None) => agent.chars().take(60).collect(),
    }
}
