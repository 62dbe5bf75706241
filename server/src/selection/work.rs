//! What awaits a person in this room: answers to being named, declarations, scores, rulings, advice, announcements.
use super::{acts::path, store};
use crate::{calls, error::Result, organisations, work::Item};
use db::Tx;
use domain::{
    actor::{Actor, Duty, Role},
    assessment::{Assessment, Status},
    calendar::end_of_day,
    call::{self, Call},
    ids::CallId,
    panel::{Panel, Reply},
    time::Timestamp,
};
use std::collections::BTreeMap;

/// What awaits this actor now. Reads with a fixed number of statements.
pub async fn awaiting(tx: &mut Tx, actor: &Actor, _: Timestamp) -> Result<Vec<Item>> {
    let panels = store::forming(tx).await?;
    let calls = calls::store::several(tx, &panels.iter().map(|panel| panel.call).collect::<Vec<_>>()).await?;
    let calls: BTreeMap<CallId, Call> = calls.into_iter().map(|call| (call.id, call)).collect();
    let pairs = panels.iter().filter_map(|panel| Some((panel, calls.get(&panel.call)?)));
    let pairs: Vec<(&Panel, &Call)> = pairs.filter(|(panel, call)| concerns(panel, call, actor)).collect();
    let assessments = store::of_calls(tx, &pairs.iter().map(|(_, call)| call.id).collect::<Vec<_>>()).await?;
    let respondents: Vec<_> = assessments.iter().map(|it| it.organisation).collect();
    let names = organisations::store::names(tx, &respondents).await?;
    let mut items = Vec::new();
    for (panel, call) in pairs {
        let of: Vec<&Assessment> = assessments.iter().filter(|it| it.call == call.id).collect();
        items.extend(named(panel, call, actor));
        items.extend(of.iter().filter_map(|it| Some(about(judged(it, call, actor)?, names.get(&it.organisation)))));
        items.extend(officers(panel, call, &of, actor));
    }
    Ok(items)
}

/// Whether a panel may hold anything for this actor to do.
fn concerns(panel: &Panel, call: &Call, actor: &Actor) -> bool {
    let runs = actor.does(Duty::NetworkOfficer, call.network) || actor.leads(call.group);
    !actor.is_recused_on(call.id) && (runs || panel.member(actor.person).is_some())
}

/// Somebody was named and has not answered.
fn named(panel: &Panel, call: &Call, actor: &Actor) -> Option<Item> {
    let waits = panel.member(actor.person).is_some_and(|member| member.reply == Reply::Invited);
    waits.then(|| item("panel_answer", "named_for_panel", call, path(&call.reference)))
}

/// One assessment of the actor's own, or a conflict that they may rule on.
fn judged(it: &Assessment, call: &Call, actor: &Actor) -> Option<Item> {
    let at = |act: &str| format!("/assessments/{}/{act}", it.reference);
    let own = it.assessor == actor.person && actor.is(Role::Assesses(call.id));
    let rules = actor.does(Duty::NetworkOfficer, call.network) || actor.leads(call.group);
    match it.status {
        _ if actor.is_recused_on(it.response) => None,
        Status::Assigned if own => Some(item("assessment_declare", "assesses", call, at("declaration"))),
        Status::DeclaredClear | Status::Scoring if own => {
            Some(item("assessment_score", "assesses", call, at("scores")))
        }
        Status::UnderRuling if rules && !own => Some(item("assessment_rule", "rules_on_conflicts", call, at("ruling"))),
        _ => None,
    }
}

/// An item that says whose response it is about.
fn about(item: Item, respondent: Option<&String>) -> Item {
    let Some(respondent) = respondent else { return item };
    Item { title: format!("{respondent} · {}", item.title), ..item }
}

/// What the network's officers do next with a panel.
fn officers(panel: &Panel, call: &Call, of: &[&Assessment], actor: &Actor) -> Option<Item> {
    if !actor.does(Duty::NetworkOfficer, call.network) {
        return None;
    }
    let settled = !of.is_empty() && of.iter().all(|it| it.is_settled());
    let at = |act: &str| format!("/calls/{}/{act}", call.reference);
    match call.status {
        call::Status::Decided => Some(item("selection_announce", "runs_call", call, at("announcement"))),
        call::Status::Opened | call::Status::StageOne if settled && panel.ranking.is_none() => {
            Some(item("panel_recommend", "runs_call", call, at("recommendation")))
        }
        _ => None,
    }
}

fn item(todo: &'static str, why: &'static str, call: &Call, href: String) -> Item {
    let by = end_of_day(call.content.decision_by).ok().map(|due| Timestamp(due.at));
    Item { todo, why, reference: call.reference.clone(), title: call.content.title.clone(), href, by }
}
