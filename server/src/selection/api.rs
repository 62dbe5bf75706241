//! Panels and assessments as resources of the JSON API.
use super::{actions, pages, store};
use crate::{acts::Address, caller::Caller, error::Result, web::App};
use axum::{Json, Router, extract::State, routing::get};
use domain::assessment::{Assessment, Status};
use serde_json::{Value, json};

/// What can be read here.
pub const RESOURCES: &[&str] = &["/calls/{reference}/panel", "/assessments", "/assessments/{reference}"];

/// The routes of the API.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/api/v1/calls/{reference}/panel", get(panel))
        .route("/api/v1/assessments", get(list))
        .route("/api/v1/assessments/{reference}", get(show))
}

/// Progress as counts, and scores and ranking where the caller may see them.
async fn panel(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    caller.signed_in()?;
    let seen = pages::seen(&mut app.db.read().await?, &caller.actor, &address.reference()?).await?;
    let locked = seen.assessments.iter().filter(|it| it.status == Status::Locked).count();
    Ok(Json(json!({
        "panel": seen.panel,
        "responses": seen.responses.iter().map(|it| &it.reference).collect::<Vec<_>>(),
        "progress": { "assessments": seen.assessments.len(), "locked": locked },
        "scores": seen.scores,
        "ranking": seen.ranking,
        "available": seen.panel.available(&caller.actor, &seen.call),
    })))
}

/// The caller's own assessments.
async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    caller.signed_in()?;
    let own = store::of_assessor(&mut app.db.read().await?, caller.actor.person).await?;
    let known = own.iter().filter(|it| !caller.actor.is_recused_on(it.response));
    Ok(Json(json!({ "assessments": known.map(resource).collect::<Vec<_>>() })))
}

async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    caller.signed_in()?;
    let mut tx = app.db.read().await?;
    let (it, call) = actions::assessment(&mut tx, &caller.actor, &address.reference()?).await?;
    let mut resource = resource(&it);
    if it.assessor == caller.actor.person {
        let sheet = store::sheet(&mut tx, it.id).await?;
        resource["scores"] = json!(sheet.scores);
        resource["sheet_version"] = json!(sheet.version);
    }
    resource["available"] = json!(it.available(&caller.actor, &call));
    Ok(Json(resource))
}

fn resource(it: &Assessment) -> Value {
    let mut resource = json!(it);
    resource["address"] = json!(format!("/assessments/{}", it.reference));
    resource
}
