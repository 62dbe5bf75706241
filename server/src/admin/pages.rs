//! The pages of the operator and the auditor.
use crate::{
    acts::Address,
    caller::Caller,
    error::{Error, Result},
    jobs, mail,
    web::App,
};
use axum::{Router, extract::State, response::Response, routing::get};
use domain::{actor::Role, policy};
use serde_json::json;

/// The index, the outbox with each mail, and the jobs.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/admin", get(index))
        .route("/admin/outbox", get(outbox))
        .route("/admin/outbox/{mail}", get(show))
        .route("/admin/jobs", get(given_up))
}

/// Refuses whoever neither runs the service nor audits it.
fn inside(caller: &Caller) -> Result<()> {
    caller.signed_in()?;
    Ok(policy::may_inspect(&caller.actor)?)
}

async fn index(State(app): State<App>, caller: Caller) -> Result<Response> {
    inside(&caller)?;
    let counts = jobs::counts(&mut app.db.read().await?).await?;
    let shown =
        json!({ "counts": counts, "delivers": app.post.delivers(), "operates": caller.actor.is(Role::Operator) });
    app.page(&caller, "admin/index.html", shown)
}

async fn outbox(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    inside(&caller)?;
    let mails = mail::outbox(&mut app.db.read().await?, address.query("before")).await?;
    let next = (mails.len() == mail::PAGE).then(|| mails.last().map(|mail| mail.id.clone()));
    let shown = json!({ "mails": mails, "next": next, "delivers": app.post.delivers() });
    app.page(&caller, "admin/outbox.html", shown)
}

/// One mail. Its text may hold a one-time link, which is for the addressee and for the operator who must hand it on:
/// an auditor sees that it was sent, not what it says.
async fn show(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    inside(&caller)?;
    let mail = mail::find(&mut app.db.read().await?, address.part("mail")?).await?.ok_or(Error::NotFound)?;
    let operates = caller.actor.is(Role::Operator);
    let body = operates.then(|| mail.body.clone());
    let mail = json!({
        "id": mail.id, "address": mail.address, "subject": mail.subject, "created_at": mail.created_at,
        "status": mail.status, "sent_at": mail.sent_at, "error": mail.error,
    });
    app.page(&caller, "admin/mail.html", json!({ "mail": mail, "body": body }))
}

async fn given_up(State(app): State<App>, caller: Caller) -> Result<Response> {
    inside(&caller)?;
    let mut tx = app.db.read().await?;
    let (counts, jobs) = (jobs::counts(&mut tx).await?, jobs::given_up(&mut tx).await?);
    let shown = json!({ "counts": counts, "jobs": jobs, "operates": caller.actor.is(Role::Operator) });
    app.page(&caller, "admin/jobs.html", shown)
}
