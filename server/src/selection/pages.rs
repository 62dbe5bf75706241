//! The page of a panel, with only what this reader may know; and the page of one's own assessment.
use super::{
    actions, offers, panel_offers,
    ranking::{self, current},
    store, suggesting,
};
use crate::{
    acts::Address, caller::Caller, error::Result, groups::suggestions::offer_dry_run, organisations, people, responses,
    web::App,
};
use axum::{Router, extract::State, response::Response as Answered, routing::get};
use db::Tx;
use domain::{
    actor::Actor,
    assessment::{Assessment, Command, Score, Status},
    call::Call,
    ids::{AssessmentId, OrganisationId, PersonId},
    panel::Panel,
    policy,
    response::Response,
    scoring::{Ranking, rank},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The panel of a call and one's own assessments.
pub fn routes() -> Router<App> {
    Router::new().route("/calls/{reference}/panel", get(panel)).route("/assessments/{reference}", get(assessment))
}

/// Everything about a panel that one reader may know.
pub struct Seen {
    /// The panel.
    pub panel: Panel,
    /// The call.
    pub call: Call,
    /// The opened responses that are not hidden from this reader.
    pub responses: Vec<Response>,
    /// The assessments of these responses.
    pub assessments: Vec<Assessment>,
    /// The scores that this reader may see.
    pub scores: BTreeMap<AssessmentId, Vec<Score>>,
    /// The ranking, where every score may be seen.
    pub ranking: Option<Ranking>,
}

/// Reads what one reader may know of a panel: the same for page and API (X3).
pub async fn seen(tx: &mut Tx, actor: &Actor, reference: &str) -> Result<Seen> {
    let (panel, call) = actions::get(tx, actor, reference).await?;
    let all = responses::store::of_call(tx, call.id).await?;
    let every = current(store::of_call(tx, call.id).await?, &all);
    let judging = ranking::judging(tx, &call, &all, &every).await?;
    let mut scores = store::locked(tx, call.id).await?;
    let open = |it: &&Assessment| policy::may_read_scores(actor, it, &every, &call);
    let ids: Vec<AssessmentId> = every.iter().filter(open).map(|it| it.id).collect();
    scores.retain(|id, _| ids.contains(id));
    let complete =
        every.iter().all(|it| it.is_settled() && (it.status == Status::Recused || scores.contains_key(&it.id)));
    let ranking = if complete { rank(&judging).ok() } else { None };
    let known = |response: &Response| !actor.is_recused_on(response.id) && !actor.belongs_to(response.organisation);
    let responses: Vec<Response> = all.into_iter().filter(known).collect();
    let assessments = current(every, &responses);
    Ok(Seen { panel, call, responses, assessments, scores, ranking })
}

async fn panel(State(app): State<App>, caller: Caller, address: Address) -> Result<Answered> {
    caller.signed_in()?;
    let mut tx = app.db.read().await?;
    let seen = seen(&mut tx, &caller.actor, &address.reference()?).await?;
    let mut shown = shown(&mut tx, &caller.actor, &seen).await?;
    shown["suggested"] = json!(suggesting::shown(&mut tx, &caller.actor, &seen, app.clock.now()).await?);
    app.page(&caller, "selection/panel.html", shown)
}

async fn shown(tx: &mut Tx, actor: &Actor, seen: &Seen) -> Result<Value> {
    let Seen { panel, call, .. } = seen;
    let members: Vec<PersonId> = panel.members.iter().map(|member| member.person).collect();
    let people = people::store::names(tx, &members).await?;
    let organisations: Vec<OrganisationId> = seen.responses.iter().map(|it| it.organisation).collect();
    let names = Names { people, organisations: organisations::store::names(tx, &organisations).await? };
    let replies = match policy::may_panel(actor, domain::panel::Command::Name, panel, call) {
        Ok(()) => store::replies(tx, panel.id).await?,
        Err(_) => BTreeMap::new(),
    };
    let judged = others_are_seen(actor, seen);
    let member = |it: &domain::panel::Member| json!({ "name": names.person(it.person), "reply": it.reply, "reasons": replies.get(&it.person) });
    Ok(json!({
        "call": { "reference": call.reference, "title": call.content.title, "status": call.status, "decision_by": call.content.decision_by },
        "panel": { "status": panel.status, "standstill_ends": panel.standstill_ends, "announced_at": panel.announced_at },
        "actions": offered(actor, seen),
        "members": panel.members.iter().map(member).collect::<Vec<_>>(),
        "mine": mine(actor, seen, &names),
        "rulings": rulings(actor, seen, &names),
        "progress": progress(seen, &names),
        "matrix": judged.then(|| matrix(seen, &names)),
        "working": if judged { working(seen, &names) } else { Vec::new() },
        "ranking": standings(seen, &names),
    }))
}

/// What this reader can do with the panel; whoever names people can check them first.
fn offered(actor: &Actor, seen: &Seen) -> Vec<Value> {
    let names = policy::may_panel(actor, domain::panel::Command::Name, &seen.panel, &seen.call).is_ok();
    let check = names.then(offer_dry_run);
    panel_offers(&seen.panel, &seen.call, actor, &seen.assessments).into_iter().chain(check).collect()
}

/// Whether the reader may see scores that are not their own.
fn others_are_seen(actor: &Actor, seen: &Seen) -> bool {
    seen.assessments.iter().any(|it| it.assessor != actor.person && seen.scores.contains_key(&it.id))
}

/// Names of the people and organisations of a panel.
struct Names {
    people: BTreeMap<PersonId, String>,
    organisations: BTreeMap<OrganisationId, String>,
}

impl Names {
    fn person(&self, id: PersonId) -> &str {
        self.people.get(&id).map_or("", String::as_str)
    }
    fn organisation(&self, id: OrganisationId) -> &str {
        self.organisations.get(&id).map_or("", String::as_str)
    }
}

/// The reader's own assessments: what to do next with each.
fn mine(actor: &Actor, seen: &Seen, names: &Names) -> Vec<Value> {
    let own = seen.assessments.iter().filter(|it| it.assessor == actor.person);
    let line = |it: &Assessment| {
        let response = seen.responses.iter().find(|response| response.id == it.response);
        let offers = offers(it, actor, &seen.call);
        json!({
            "organisation": names.organisation(it.organisation), "status": it.status, "reference": it.reference,
            "response": response.filter(|_| it.reads()).map(|response| &response.reference), "next": offers.first(),
        })
    };
    own.map(line).collect()
}

/// Conflicts that wait for this reader's ruling.
fn rulings(actor: &Actor, seen: &Seen, names: &Names) -> Vec<Value> {
    let waiting = seen.assessments.iter().filter(|it| it.outcome(actor, &seen.call, Command::Clear).is_ok());
    let line = |it: &Assessment| json!({ "reference": it.reference, "assessor": names.person(it.assessor), "organisation": names.organisation(it.organisation) });
    waiting.map(line).collect()
}

/// How far each response is: counts and nothing more, until everything is locked.
fn progress(seen: &Seen, names: &Names) -> Vec<Value> {
    let line = |response: &Response| {
        let of = seen.assessments.iter().filter(|it| it.response == response.id && it.status != Status::Recused);
        let (all, locked) =
            of.fold((0, 0), |(all, locked), it| (all + 1, locked + u32::from(it.status == Status::Locked)));
        json!({ "reference": response.reference, "organisation": names.organisation(response.organisation), "status": response.status, "assessors": all, "locked": locked })
    };
    seen.responses.iter().map(line).collect()
}

/// Responses × assessors: the points out of 100 that each gave in all, where this reader may see them.
fn matrix(seen: &Seen, names: &Names) -> Value {
    let assessors = seen.panel.accepted();
    let heads: Vec<&str> = assessors.iter().map(|person| names.person(*person)).collect();
    let cell = |response: &Response, person: &PersonId| {
        let it = seen.assessments.iter().find(|it| it.response == response.id && it.assessor == *person)?;
        seen.scores.get(&it.id).map(|scores| total(&seen.call, scores).to_string())
    };
    let row = |response: &Response| {
        let cells: Vec<_> = assessors.iter().map(|person| cell(response, person)).collect();
        json!({ "organisation": names.organisation(response.organisation), "reference": response.reference, "cells": cells })
    };
    json!({ "heads": heads, "rows": seen.responses.iter().map(row).collect::<Vec<_>>() })
}

/// One assessor's points of 100: each criterion's share of its weight, to two decimals for reading.
fn total(call: &Call, scores: &[Score]) -> rust_decimal::Decimal {
    let most = rust_decimal::Decimal::from(call.content.scoring_scale().most.max(1));
    let share = |score: &Score| {
        let criterion = call.content.criteria.iter().find(|criterion| criterion.name == score.criterion)?;
        Some(rust_decimal::Decimal::from(score.points?) * rust_decimal::Decimal::from(criterion.weight) / most)
    };
    scores.iter().filter_map(share).sum::<rust_decimal::Decimal>().round_dp(2)
}

/// Per response and criterion: who gave what, and why.
fn working(seen: &Seen, names: &Names) -> Vec<Value> {
    let given = |response: &Response, criterion: &str| -> Vec<Value> {
        let of = seen.assessments.iter().filter(|it| it.response == response.id);
        let of = of.filter_map(|it| Some((it, seen.scores.get(&it.id)?)));
        let of = of.filter_map(|(it, scores)| Some((it, scores.iter().find(|score| score.criterion == criterion)?)));
        of.map(|(it, score)| json!({ "assessor": names.person(it.assessor), "points": score.points, "reasons": score.reasons })).collect()
    };
    let response = |response: &Response| {
        let of = |criterion: &domain::call::Criterion| json!({ "name": criterion.name, "weight": criterion.weight, "given": given(response, &criterion.name) });
        let criteria: Vec<Value> = seen.call.content.criteria.iter().map(of).collect();
        json!({ "organisation": names.organisation(response.organisation), "reference": response.reference, "criteria": criteria })
    };
    seen.responses.iter().map(response).collect()
}

/// The ranking with its working, line by line.
fn standings(seen: &Seen, names: &Names) -> Option<Value> {
    let ranking = seen.ranking.as_ref()?;
    let line = |it: &domain::scoring::ResponseStanding| {
        let response = seen.responses.iter().find(|response| response.reference == it.response)?;
        let mut line = json!(it);
        line["organisation"] = json!(names.organisation(response.organisation));
        Some(line)
    };
    Some(
        json!({ "most": ranking.scale.most, "tie_break": ranking.tie_break, "lines": ranking.standings.iter().filter_map(line).collect::<Vec<_>>() }),
    )
}

async fn assessment(State(app): State<App>, caller: Caller, address: Address) -> Result<Answered> {
    caller.signed_in()?;
    let mut tx = app.db.read().await?;
    let (it, call) = actions::assessment(&mut tx, &caller.actor, &address.reference()?).await?;
    if it.assessor != caller.actor.person {
        return Err(crate::error::Error::NotFound);
    }
    let sheet = store::sheet(&mut tx, it.id).await?;
    let organisations = organisations::store::names(&mut tx, &[it.organisation]).await?;
    let response = responses::store::find(&mut tx, it.response).await?.filter(|_| it.reads());
    let shown = json!({
        "assessment": it, "scores": sheet.scores, "organisation": organisations.get(&it.organisation),
        "response": response.map(|response| response.reference),
        "call": { "reference": call.reference, "title": call.content.title, "decision_by": call.content.decision_by },
        "actions": offers(&it, &caller.actor, &call),
    });
    app.page(&caller, "selection/assessment.html", shown)
}
