//! The pages of collaborations.
use super::{shown, store};
use crate::{acts::Address, caller::Caller, error::Result, web::App};
use axum::{Router, extract::State, response::Response, routing::get};
use domain::collaboration::{Collaboration, Status};
use serde_json::{Value, json};

/// The list and the page of one collaboration.
pub fn routes() -> Router<App> {
    Router::new().route("/collaborations", get(list)).route("/collaborations/{reference}", get(show))
}

/// The statuses that the list can be narrowed to: those that a public collaboration can have.
const STATUSES: [Status; 8] = [
    Status::Agreed,
    Status::Ready,
    Status::Started,
    Status::Completed,
    Status::Stopped,
    Status::Reported,
    Status::PublishedByAll,
    Status::Closed,
];

async fn list(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let filter = filter(&address);
    let mut tx = app.db.read().await?;
    let found = store::public(&mut tx, &filter).await?;
    let shown = json!({
        "collaborations": found.iter().map(line).collect::<Vec<_>>(),
        "filter": { "status": filter.status, "condition": filter.condition, "place": filter.place },
        "statuses": STATUSES,
        "conditions": store::conditions(&mut tx).await?,
        "places": store::places(&mut tx).await?,
        "next": next(&found),
    });
    app.page(&caller, "collaborations/list.html", shown)
}

/// What the address narrows the list to.
pub fn filter(address: &Address) -> store::Filter {
    let text = |name| address.query(name).unwrap_or_default().trim().chars().take(200).collect();
    store::Filter { status: text("status"), condition: text("condition"), place: text("place"), after: text("after") }
}

/// The id to go on after, if the page is full.
pub fn next(found: &[Collaboration]) -> Option<String> {
    (found.len() as i64 == store::PAGE).then(|| found.last().map(|it| it.id.to_string())).flatten()
}

fn line(it: &Collaboration) -> Value {
    let Collaboration { reference, title, condition, place, status, started_on, .. } = it;
    let parties: Vec<&str> = it.parties.iter().map(|party| party.name.as_str()).collect();
    let about = it.summary.as_ref().map(|summary| &summary.text.objectives);
    json!({
        "reference": reference, "title": title, "condition": condition, "place": place, "status": status,
        "started_on": started_on, "parties": parties, "about": about, "money": shown::money(it),
    })
}

async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let it = super::actions::get(&mut tx, &caller.actor, &address.reference()?).await?;
    let shown = shown::shown(&mut tx, &caller.actor, &it, app.clock.now()).await?;
    app.page(&caller, "collaborations/show.html", shown)
}
