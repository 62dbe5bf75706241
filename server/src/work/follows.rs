//! What somebody has to do with, whether or not it waits for them: their groups, agreements and projects (X7).
use crate::{agreements, collaborations, error::Result, groups, messages::Messages};
use db::Tx;
use domain::{
    actor::{Actor, Role},
    agreement::Status,
    ids::GroupId,
    policy,
};
use serde_json::{Value, json};

/// Everything as `parts/things.html` draws it: groups by name, then agreements and projects, newest first.
pub async fn follows(tx: &mut Tx, actor: &Actor) -> Result<Vec<Value>> {
    let seats: Vec<GroupId> = actor.roles.iter().filter_map(|role| seat(*role)).collect();
    let mut all: Vec<Value> = groups::store::some(tx, &seats).await?.iter().map(board).collect();
    let agreements = agreements::store::near(tx, &actor.organisations(), &seats).await?;
    let open = agreements.iter().filter(|it| !matches!(it.status, Status::InForce | Status::Varied | Status::Ended));
    let open = open.filter(|it| policy::may_read_agreement(actor, it));
    all.extend(open.map(|it| line("agreement", "/agreements", &it.reference, &it.title, json!(it.status))));
    let projects = collaborations::store::of_actor(tx, actor).await?;
    let read = projects.iter().filter(|it| policy::may_read_collaboration(actor, it));
    all.extend(read.map(|it| line("collaboration", "/collaborations", &it.reference, &it.title, json!(it.status))));
    Ok(all)
}

fn seat(role: Role) -> Option<GroupId> {
    if let Role::Sits(_, group) = role { Some(group) } else { None }
}

fn board(group: &domain::group::Group) -> Value {
    let href = format!("/groups/{}/board", group.reference);
    json!({ "href": href, "title": group.name, "caption": caption("group", &group.reference) })
}

fn line(kind: &str, room: &str, reference: &str, title: &str, status: Value) -> Value {
    let href = format!("{room}/{reference}");
    json!({ "href": href, "title": title, "caption": caption(kind, reference), "status": status })
}

fn caption(kind: &str, reference: &str) -> String {
    Messages::english().text(&format!("work.followed_{kind}"), &[("reference", reference)])
}
