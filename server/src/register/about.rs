//! Pages about the service itself: how it works, its promises, its data, its API, its problems.
use crate::{
    acts::{Address, Door, Known, Proof},
    caller::{BROWSER_COOKIE, Caller, HALF_COOKIE, SESSION_COOKIE, VISITOR_COOKIE},
    error::{Error, Result},
    forms::Field,
    messages::Messages,
    sessions::SESSION_SECONDS,
    web::App,
};
use axum::{Router, extract::State, response::Response, routing::get};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::LazyLock};

/// The pages about the service.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/how-it-works", get(how_it_works))
        .route("/accessibility", get(accessibility))
        .route("/privacy", get(privacy))
        .route("/cookies", get(cookies))
        .route("/data", get(data))
        .route("/api", get(api))
        .route("/problems", get(problems))
        .route("/problems/{code}", get(problem))
}

async fn how_it_works(State(app): State<App>, caller: Caller) -> Result<Response> {
    app.page(&caller, "register/how-it-works.html", json!({}))
}

async fn accessibility(State(app): State<App>, caller: Caller) -> Result<Response> {
    app.page(&caller, "register/accessibility.html", json!({}))
}

async fn privacy(State(app): State<App>, caller: Caller) -> Result<Response> {
    app.page(&caller, "register/privacy.html", lasting(&app))
}

async fn cookies(State(app): State<App>, caller: Caller) -> Result<Response> {
    app.page(&caller, "register/cookies.html", lasting(&app))
}

/// The cookies by the names they have here, and how long a session lasts.
fn lasting(app: &App) -> Value {
    json!({
        "session_cookie": app.cookie(SESSION_COOKIE),
        "visitor_cookie": app.cookie(VISITOR_COOKIE),
        "browser_cookie": app.cookie(BROWSER_COOKIE),
        "half_cookie": app.cookie(HALF_COOKIE),
        "session_hours": SESSION_SECONDS / 3600,
    })
}

async fn data(State(app): State<App>, caller: Caller) -> Result<Response> {
    app.page(&caller, "register/data.html", json!({}))
}

async fn api(State(app): State<App>, caller: Caller) -> Result<Response> {
    static ROOMS: LazyLock<Value> = LazyLock::new(|| rooms(&crate::acts()));
    let resources = crate::resources();
    app.page(&caller, "register/api.html", json!({ "rooms": *ROOMS, "resources": resources }))
}

/// The acts by what they are about (the first part of their names), each with its fields and an example.
fn rooms(acts: &[Known]) -> Value {
    let mut rooms: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for act in acts {
        let room = act.name.split('.').next().unwrap_or(act.name);
        rooms.entry(room).or_default().push(shown(act));
    }
    json!(rooms)
}

fn shown(act: &Known) -> Value {
    let fields: Vec<Value> = act.form.iter().map(|field| field_of(act.name, field)).collect();
    let body: serde_json::Map<String, Value> =
        act.form.iter().map(|field| (field.name.into(), example(field))).collect();
    json!({
        "name": act.name,
        "title": Messages::english().text(&format!("act.{}.title", act.name), &[]),
        "path": format!("/api/v1{}", act.path),
        "open": act.door == Door::Open,
        "fresh": act.proof == Proof::Fresh,
        "fields": fields,
        "body": json!(body).to_string(),
    })
}

fn field_of(act: &str, field: &Field) -> Value {
    let messages = Messages::english();
    let own = messages.find(&format!("act.{act}.field.{}.label", field.name));
    let label = own.or_else(|| messages.find(&format!("field.{}.label", field.name)));
    json!({ "name": field.name, "kind": field.kind_word(), "required": field.required, "label": label })
}

/// A value of the right shape.
fn example(field: &Field) -> Value {
    match field.kind_word() {
        "date" => json!("2027-03-27"),
        "moment" => json!("2027-03-27T12:00:00Z"),
        "number" => json!(1),
        "money" | "decimal" => json!("46.50"),
        "yes" => json!(true),
        "choices" | "picks" | "rows" => json!([]),
        "email" => json!("name@example.nhs.uk"),
        "link" => json!("https://www.example.nhs.uk/plan"),
        _ => json!("…"),
    }
}

async fn problems(State(app): State<App>, caller: Caller) -> Result<Response> {
    let messages = Messages::english();
    let codes = messages.keys().filter_map(|key| key.strip_prefix("refusal."));
    let all: Vec<Value> = codes.map(|code| json!({ "code": code, "text": sentence(code) })).collect();
    app.page(&caller, "register/problems.html", json!({ "problems": all }))
}

async fn problem(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let code: String = address.part("code")?;
    let whole = |part: &str| Messages::english().find(&format!("error.{code}.{part}"));
    let (title, text) = (whole("title"), whole("text"));
    let reason = sentence(&code);
    if title.is_none() && reason.is_none() {
        return Err(Error::NotFound);
    }
    app.page(
        &caller,
        "register/problem.html",
        json!({ "code": code, "heading": title, "text": text, "reason": reason }),
    )
}

/// What a reason says, with words in place of what only a real case fills in.
fn sentence(code: &str) -> Option<String> {
    let key = format!("refusal.{code}");
    let mut text = Messages::english().find(&key)?.to_string();
    while let Some((start, end)) = text.find('{').and_then(|start| Some((start, start + text[start..].find('}')?))) {
        let name = text[start + 1..end].replace('_', " ");
        let place = match name.rsplit_once('|') {
            Some((_, many)) => many.to_string(),
            None if name == "label" => "the field".to_string(),
            None => format!("[{name}]"),
        };
        text.replace_range(start..=end, &place);
    }
    let mut letters = text.chars();
    let first = letters.next()?.to_uppercase().to_string();
    Some(first + letters.as_str())
}
