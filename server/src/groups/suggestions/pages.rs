//! The page of a dry run, and the same as CSV and JSON: for whoever asked alone.
use super::{
    dry_run::path,
    known::{self, Hint, Question},
    store::{self, DryRun},
};
use crate::{
    acts::Address,
    caller::Caller,
    csv,
    error::{Error, Result},
    organisations, people,
    web::App,
};
use axum::{Json, Router, extract::State, response::Response, routing::get};
use db::Tx;
use domain::{actor::Actor, ids::PersonId, policy, time::Timestamp};
use serde_json::{Value, json};

/// What a dry run found.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/dry-runs/{reference}", get(show))
        .route("/dry-runs/{reference}/table.csv", get(table))
        .route("/api/v1/dry-runs/{reference}", get(resource))
}

async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    caller.signed_in()?;
    let found = found(&mut app.db.read().await?, &caller.actor, &address, app.clock.now()).await?;
    app.page(&caller, "groups/dry-run.html", found)
}

async fn resource(State(app): State<App>, caller: Caller, address: Address) -> Result<Json<Value>> {
    Ok(Json(found(&mut app.db.read().await?, &caller.actor, &address, app.clock.now()).await?))
}

async fn table(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    caller.signed_in()?;
    let found = found(&mut app.db.read().await?, &caller.actor, &address, app.clock.now()).await?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let line = |pair: &Value| {
        let evidence = pair["evidence"].as_array().into_iter().flatten().map(|it| text(&it["text"]));
        let cells = [text(&pair["address"]), text(&pair["name"]), text(&pair["organisation"]), text(&pair["found"])];
        csv::row(cells.into_iter().chain([evidence.collect::<Vec<_>>().join("; ")]))
    };
    let head = csv::row(["address", "name", "organisation", "found", "evidence"].into_iter().map(String::from));
    let lines: String = found["pairs"].as_array().into_iter().flatten().map(line).collect();
    Ok(csv::file(&format!("{}.csv", text(&found["reference"])), head + &lines))
}

/// Each person with each organisation: what is known, as its asker may know it now.
async fn found(tx: &mut Tx, actor: &Actor, address: &Address, at: Timestamp) -> Result<Value> {
    let asked = store::dry_run(tx, &address.reference()?).await?.ok_or(Error::NotFound)?;
    if asked.person != actor.person || policy::may_dry_run(actor).is_err() {
        return Err(Error::NotFound);
    }
    let mut accounts = Vec::new();
    for email in &asked.people {
        accounts.push(people::store::by_email(tx, email).await?);
    }
    let known: Vec<PersonId> = accounts.iter().flatten().map(|it| it.id).collect();
    let question = Question { reader: actor, people: &known, organisations: &asked.organisations, at };
    let hints = known::between(tx, question).await?;
    let names = organisations::store::names(tx, &asked.organisations).await?;
    let mut pairs = Vec::new();
    for (email, account) in asked.people.iter().zip(&accounts) {
        for organisation in &asked.organisations {
            let of = |it: &&Hint| {
                account.as_ref().is_some_and(|who| who.id == it.person) && it.organisation == *organisation
            };
            let hint = hints.iter().find(of);
            pairs.push(pair(email, account.as_ref(), names.get(organisation), hint));
        }
    }
    Ok(shown(&asked, pairs))
}

fn pair(email: &str, who: Option<&people::store::Account>, body: Option<&String>, hint: Option<&Hint>) -> Value {
    let found = match (who, hint) {
        (None, _) => "no_account",
        (_, Some(_)) => "something",
        (_, None) => "nothing",
    };
    let evidence = hint.map(|hint| &hint.evidence[..]).unwrap_or_default().iter();
    let evidence: Vec<Value> = evidence.map(|it| json!({ "ground": it.ground, "text": it.text })).collect();
    json!({ "address": email, "name": who.map(|it| &it.name), "organisation": body, "found": found, "evidence": evidence })
}

fn shown(asked: &DryRun, pairs: Vec<Value>) -> Value {
    json!({ "reference": asked.reference, "asked_at": asked.asked_at, "href": path(&asked.reference), "pairs": pairs })
}
