//! The home page and the search.
use super::{
    actions::{self, Answer, Question},
    address,
    entry::{Kind, Listed, Order, Stage},
    store,
};
use crate::{acts::Address, caller::Caller, error::Result, web::App};
use axum::{Router, extract::State, response::Response, routing::get};
use domain::time::Timestamp;
use serde_json::{Value, json};

/// How many entries a page of the search shows.
const PAGE: i64 = 20;
/// How many of each kind the home page shows.
const FEW: i64 = 5;

/// The home page and the search.
pub fn routes() -> Router<App> {
    Router::new().route("/", get(home)).route("/search", get(search))
}

async fn home(State(app): State<App>, caller: Caller) -> Result<Response> {
    let (mut tx, now) = (app.db.read().await?, app.clock.now());
    let calls = store::due_next(&mut tx, Kind::Call, now, FEW).await?;
    let needs = store::newest(&mut tx, Kind::Need, Stage::Seeking, FEW).await?;
    let running = store::newest(&mut tx, Kind::Collaboration, Stage::Delivering, FEW).await?;
    let outcomes = store::newest(&mut tx, Kind::Outcome, Stage::Published, FEW).await?;
    let total = store::count_all(&mut tx).await?;
    app.page(
        &caller,
        "register/home.html",
        json!({
            "calls": lines(&calls, now), "needs": lines(&needs, now), "running": lines(&running, now),
            "outcomes": lines(&outcomes, now), "total": total,
        }),
    )
}

async fn search(State(app): State<App>, caller: Caller, asked: Address) -> Result<Response> {
    let question = address::lenient(&asked);
    let answer = actions::ask(&mut app.db.read().await?, &question, PAGE).await?;
    app.page(&caller, "register/search.html", shown(&question, &answer, app.clock.now()))
}

fn shown(question: &Question, answer: &Answer, now: Timestamp) -> Value {
    let first = Question { after: None, ..question.clone() };
    let next =
        answer.next.clone().map(|hit| address::of("/search", &Question { after: Some(hit), ..question.clone() }));
    let mut entries = lines(&answer.entries, now);
    for (line, listed) in entries.iter_mut().zip(&answer.entries) {
        line["piece"] = json!(answer.pieces.get(&listed.number));
    }
    let asked: serde_json::Map<String, Value> =
        address::values(question).into_iter().map(|(name, value)| (name.into(), json!(value))).collect();
    json!({
        "asked": asked, "order": question.order(), "entries": entries, "total": answer.total, "next": next,
        "first": question.after.is_some().then(|| address::of("/search", &first)),
        "csv": address::of("/search.csv", &first), "json": address::of("/api/v1/search", &first),
        "kinds": Kind::ALL, "stages": Stage::ALL,
        "orders": Order::ALL.iter().filter(|order| **order != Order::Fit || !question.text.is_empty()).collect::<Vec<_>>(),
    })
}

fn lines(entries: &[Listed], now: Timestamp) -> Vec<Value> {
    entries.iter().map(|listed| line(listed, now)).collect()
}

/// An entry as the templates draw it; `now` lets a deadline say how long is left.
fn line(listed: &Listed, now: Timestamp) -> Value {
    let mut line = json!(listed);
    let over = listed.entry.due_at.is_some_and(|due| due <= now);
    if over && listed.entry.status == "open" {
        line["status"] = json!("closed_for_answers");
    }
    line["now"] = json!(now);
    line
}
