//! The register for programs: the search as JSON, lists as CSV, everything as JSON lines.
use super::{
    actions::{self, Question},
    address,
    entry::Listed,
    store,
};
use crate::{
    acts::Address,
    csv::{file, row},
    error::Result,
    web::App,
};
use axum::{
    Json, Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::{Value, json};

/// What can be read here.
pub const RESOURCES: &[&str] = &["/search"];

/// How many entries one answer of the API holds.
const PAGE: i64 = 50;
/// How many entries are read at a time for a download.
const BATCH: i64 = 500;
/// The most entries of a list as CSV; everything is at `/data/register.jsonl`.
const MOST_LINES: usize = 10_000;
/// The columns of a list as CSV, by their names in JSON.
const COLUMNS: [&str; 13] = [
    "reference",
    "kind",
    "title",
    "summary",
    "condition",
    "place",
    "organisations",
    "status",
    "stage",
    "due_at",
    "published_at",
    "changed_at",
    "address",
];

/// The routes for programs.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/search", get(search))
        .route("/search.csv", get(csv))
        .route("/data/register.jsonl", get(everything))
}

async fn search(State(app): State<App>, asked: Address) -> Result<Json<Value>> {
    let question = address::strict(&asked)?;
    let answer = actions::ask(&mut app.db.read().await?, &question, PAGE).await?;
    let next = answer.next.map(|hit| address::of("/api/v1/search", &Question { after: Some(hit), ..question }));
    let entries: Vec<Value> = answer.entries.iter().map(|listed| resource(&app, listed)).collect();
    Ok(Json(json!({ "total": answer.total, "entries": entries, "next": next })))
}

/// An entry with its whole address.
fn resource(app: &App, listed: &Listed) -> Value {
    let mut resource = json!(listed);
    resource["address"] = json!(format!("{}{}", app.base_url, listed.entry.href));
    resource
}

/// The list that the search page shows, all its pages at once.
async fn csv(State(app): State<App>, asked: Address) -> Result<Response> {
    let mut question = address::lenient(&asked);
    let mut tx = app.db.read().await?;
    let (mut text, mut lines) = (row(COLUMNS.iter().map(|name| name.to_string())), 0);
    loop {
        let answer = actions::ask(&mut tx, &question, BATCH).await?;
        lines += answer.entries.len();
        text.extend(answer.entries.iter().map(|listed| line(&resource(&app, listed))));
        match answer.next {
            Some(next) if lines < MOST_LINES => question.after = Some(next),
            _ => break,
        }
    }
    Ok(file("register.csv", text))
}

fn line(resource: &Value) -> String {
    row(COLUMNS.iter().map(|name| match &resource[name] {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; "),
        _ => String::new(),
    }))
}

/// Every entry, one JSON object a line, in the order in which they became public.
async fn everything(State(app): State<App>) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let (mut text, mut after) = (String::new(), 0);
    loop {
        let entries = store::from(&mut tx, after, BATCH).await?;
        let Some(last) = entries.last() else { break };
        after = last.number;
        text.extend(entries.iter().map(|listed| format!("{}\n", resource(&app, listed))));
    }
    let name = [(header::CONTENT_DISPOSITION, "attachment; filename=\"register.jsonl\"")];
    Ok((name, [(header::CONTENT_TYPE, "application/jsonl; charset=utf-8")], text).into_response())
}
