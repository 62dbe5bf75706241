//! What awaits a person in this room: answers to being named, declarations, scores, rulings, panels to fill, advice,
//! announcements.
use super::{acts::path, store};
use crate::{
    calls,
    error::Result,
    organisations,
    work::{About, Item, Why, end_of},
};
use db::Tx;
use domain::{
    actor::{Actor, Duty, Role},
    assessment::{Assessment, Status},
    call::{self, Call},
    ids::CallId,
    panel::{Panel, Reply},
    time::Timestamp,
};
use std::collections::BTreeMap;

/// The statuses of a call in which its panel can be filled.
const NAMING: &[call::Status] = &[call::Status::Published, call::Status::Closed, call::Status::Opened];

/// What awaits this actor now. Reads with a fixed number of statements.
pub async fn awaiting(tx: &mut Tx, actor: &Actor, at: Timestamp) -> Result<Vec<Item>> {
    let panels = store::forming(tx).await?;
    let calls = calls::store::several(tx, &panels.iter().map(|panel| panel.call).collect::<Vec<_>>()).await?;
    let calls: BTreeMap<CallId, Call> = calls.into_iter().map(|call| (call.id, call)).collect();
    let pairs = panels.iter().filter_map(|panel| Some((panel, calls.get(&panel.call)?)));
    let pairs: Vec<(&Panel, &Call)> = pairs.filter(|(panel, call)| concerns(panel, call, actor)).collect();
    let assessments = store::of_calls(tx, &pairs.iter().map(|(_, call)| call.id).collect::<Vec<_>>()).await?;
    let respondents: Vec<_> = assessments.iter().map(|it| it.organisation).collect();
    let names = organisations::store::names(tx, &respondents).await?;
    let mut items = too_small(tx, actor, &panels, at).await?;
    for (panel, call) in pairs {
        let of: Vec<&Assessment> = assessments.iter().filter(|it| it.call == call.id).collect();
        items.extend(named(panel, call, actor));
        items.extend(of.iter().filter_map(|it| Some(about(judged(it, call, actor)?, names.get(&it.organisation)))));
        items.extend(officers(panel, call, &of, actor));
    }
    Ok(items)
}

/// Public calls of this officer's networks with fewer people on their panels, or asked, than they say; until the deadline.
async fn too_small(tx: &mut Tx, actor: &Actor, panels: &[Panel], at: Timestamp) -> Result<Vec<Item>> {
    let networks = calls::work::networks(actor);
    if networks.is_empty() {
        return Ok(Vec::new());
    }
    let mut calls = calls::store::standing(tx, &networks, &[], NAMING).await?;
    calls.retain(|call| !actor.is_recused_on(call.id) && in_sight(call, panels) < call.content.panel_size as usize);
    let fill = |call: &Call| {
        let deadline = Some(call.content.deadline).filter(|deadline| *deadline > at);
        let why = Why::of("network_officer", call.network);
        let item = item("panel_name", why, call, format!("{}/members", path(&call.reference)));
        Item { by: deadline.or(item.by), ..item }
    };
    Ok(calls.iter().map(fill).collect())
}

/// How many people of a call's panel have not said no.
fn in_sight(call: &Call, panels: &[Panel]) -> usize {
    let panel = panels.iter().find(|panel| panel.call == call.id);
    panel.map_or(0, |panel| panel.members.iter().filter(|member| member.reply != Reply::Declined).count())
}

/// Whether a panel may hold anything for this actor to do.
fn concerns(panel: &Panel, call: &Call, actor: &Actor) -> bool {
    let runs = actor.does(Duty::NetworkOfficer, call.network) || actor.leads(call.group);
    !actor.is_recused_on(call.id) && (runs || panel.member(actor.person).is_some())
}

/// Somebody was named and has not answered.
fn named(panel: &Panel, call: &Call, actor: &Actor) -> Option<Item> {
    let waits = panel.member(actor.person).is_some_and(|member| member.reply == Reply::Invited);
    waits.then(|| item("panel_answer", Why::of("named_for_panel", call.group), call, path(&call.reference)))
}

/// One assessment of the actor's own, or a conflict that they may rule on.
fn judged(it: &Assessment, call: &Call, actor: &Actor) -> Option<Item> {
    let at = |act: &str| format!("/assessments/{}/{act}", it.reference);
    let own = it.assessor == actor.person && actor.is(Role::Assesses(call.id));
    let officer = Why::duty(actor, &[Duty::NetworkOfficer], &[call.network]);
    let rules = officer.or_else(|| actor.leads(call.group).then(|| Why::seat(actor, call.group)));
    let assesses = Why::of("assesses", call.group);
    match it.status {
        _ if actor.is_recused_on(it.response) => None,
        Status::Assigned if own => Some(item("assessment_declare", assesses, call, at("declaration"))),
        Status::DeclaredClear | Status::Scoring if own => Some(item("assessment_score", assesses, call, at("scores"))),
        Status::UnderRuling if !own => Some(item("assessment_rule", rules?, call, at("ruling"))),
        _ => None,
    }
}

/// An item that says whose response it is about.
fn about(item: Item, respondent: Option<&String>) -> Item {
    let Some(respondent) = respondent else { return item };
    let title = format!("{respondent} · {}", item.about.title);
    Item { about: About::of(&item.about.reference, &title), ..item }
}

/// What the network's officers do next with a panel.
fn officers(panel: &Panel, call: &Call, of: &[&Assessment], actor: &Actor) -> Option<Item> {
    let why = Why::duty(actor, &[Duty::NetworkOfficer], &[call.network])?;
    let settled = !of.is_empty() && of.iter().all(|it| it.is_settled());
    let at = |act: &str| format!("/calls/{}/{act}", call.reference);
    match call.status {
        call::Status::Decided => Some(item("selection_announce", why, call, at("announcement"))),
        call::Status::Opened | call::Status::StageOne if settled && panel.ranking.is_none() => {
            Some(item("panel_recommend", why, call, at("recommendation")))
        }
        _ => None,
    }
}

fn item(todo: &'static str, why: Why, call: &Call, href: String) -> Item {
    let about = About::of(&call.reference, &call.content.title);
    Item::new(todo, why, about, href).by(end_of(call.content.decision_by))
}
