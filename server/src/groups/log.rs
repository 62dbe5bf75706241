//! The public log of what a group decided: reasons, quorum, votes, recusals; what is withheld with reason and day (G6).
use super::{actions, items, path, showing};
use crate::{acts::Address, caller::Caller, error::Result, people, web::App};
use axum::{Router, extract::State, response::Response, routing::get};
use db::Tx;
use domain::{actor::Actor, group::Group, item::Item, policy};
use serde_json::{Value, json};
use showing::Names;

/// `/groups/{reference}/decisions`.
pub fn routes() -> Router<App> {
    Router::new().route("/groups/{reference}/decisions", get(log))
}

async fn log(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let group = actions::get(&mut tx, &address.reference()?).await?;
    let shown = shown(&mut tx, &caller.actor, &group, page(&address)).await?;
    app.page(&caller, "groups/decisions.html", shown)
}

/// The page that is asked for; the newest is 0.
pub fn page(address: &Address) -> i64 {
    address.query("page").and_then(|text| text.parse::<u32>().ok()).map_or(0, |page| i64::from(page.min(10_000)))
}

async fn shown(tx: &mut Tx, actor: &Actor, group: &Group, page: i64) -> Result<Value> {
    let items = items::store::decided(tx, group.id, page).await?;
    let readable: Vec<Item> = items.iter().filter(|item| policy::may_read_item(actor, item)).cloned().collect();
    let names = people::store::names(tx, &showing::people_of(&readable)).await?;
    let names = Names { people: names, ..Names::default() };
    let here = format!("{}/decisions", path(&group.reference));
    let more = items.len() as i64 == items::store::PAGE;
    Ok(json!({
        "group": { "name": group.name, "href": path(&group.reference) },
        "decisions": items.iter().filter_map(|item| line(actor, item, &names)).collect::<Vec<_>>(),
        "next": more.then(|| format!("{here}?page={}", page + 1)),
    }))
}

/// A decision as this reader may know it: in full, as a line that says why it is withheld, or not at all.
fn line(actor: &Actor, item: &Item, names: &Names) -> Option<Value> {
    let withheld = withheld(item);
    match policy::may_read_item(actor, item) {
        true => showing::decision(item, names).map(|decision| json!({ "decision": decision, "withheld": withheld })),
        false => withheld.map(|withheld| json!({ "withheld": withheld })),
    }
}

/// What everybody may know of a withheld decision: that there is one, why it is withheld and until when.
pub fn withheld(item: &Item) -> Option<Value> {
    let (withheld, taken) = (item.withheld.as_ref()?, item.decision.as_ref()?);
    let (reference, at) = (&item.reference, taken.at);
    Some(json!({ "reference": reference, "at": at, "because": withheld.because, "until": withheld.until }))
}
