//! Everything the page of a collaboration shows to a reader.
use super::{acts, readings, store};
use crate::{agreements, calls, error::Result, groups, needs, outcomes, people, record};
use db::Tx;
use domain::{
    actor::Actor,
    agreement::{Contribution, ContributionKind, Measure, Side},
    chart::Met,
    collaboration::{Collaboration, Plan, Transfer, readings::Reading},
    money::Pounds,
    outcome::Outcome,
    policy,
    time::Timestamp,
};
use serde_json::{Value, json};

/// The whole page.
pub async fn shown(tx: &mut Tx, actor: &Actor, it: &Collaboration, now: Timestamp) -> Result<Value> {
    let readings = store::readings(tx, it.id).await?;
    let history = record::history(tx, it.id).await?;
    let names = people::store::names(tx, &record::people(&history)).await?;
    Ok(json!({
        "it": it,
        "group": groups::actions::name(tx, it.group).await?,
        "way": way(tx, actor, it).await?,
        "money": money(it),
        "contributions": contributions(it),
        "transfers": it.transfers.iter().map(|transfer| paid(it, transfer)).collect::<Vec<_>>(),
        "measures": it.plan.as_ref().map(|plan| measures(plan, &readings)),
        "met": it.plan.as_ref().map(|plan| met(plan, &readings)),
        "reached": it.ticks.len(),
        "milestones": milestones(it, now),
        "missing": missing(it),
        "outcome": outcome(tx, actor, it, now).await?,
        "adaptation": adaptation(tx, it).await?,
        "actions": acts::offers(it, actor),
        "beside": acts::beside(it, actor),
        "now": now,
        "history": record::shown(&history, &names),
    }))
}

/// Where it came from, as far as this reader may follow: the references of need, call and agreement.
async fn way(tx: &mut Tx, actor: &Actor, it: &Collaboration) -> Result<Value> {
    let need = needs::store::find(tx, it.challenge).await?.filter(|need| policy::may_read_challenge(actor, need));
    let call = calls::store::find(tx, it.call).await?.filter(|call| policy::may_read_call(actor, call));
    let agreement = agreements::store::of_collaboration(tx, it.id).await?;
    let agreement = agreement.filter(|agreement| policy::may_read_agreement(actor, agreement));
    Ok(json!({
        "need": need.map(|need| need.reference), "call": call.map(|call| call.reference),
        "agreement": agreement.map(|agreement| agreement.reference),
    }))
}

/// What is promised and put in by each side, and in all.
pub fn money(it: &Collaboration) -> Value {
    let planned = it.plan.iter().flat_map(|plan| &plan.contributions);
    let of = |industry: bool| {
        Pounds::sum(planned.clone().filter(|one| is_industry(it, one) == industry).map(|one| one.amount))
    };
    let made = Pounds::sum(it.made.iter().map(|made| made.amount));
    json!({ "industry": of(true).ok(), "public": of(false).ok(), "made": made.ok(), "planned": Pounds::sum(planned.clone().map(|one| one.amount)).ok() })
}

fn is_industry(it: &Collaboration, one: &Contribution) -> bool {
    it.party(one.organisation).is_some_and(|party| party.side == Side::Industry)
}

fn contributions(it: &Collaboration) -> Vec<Value> {
    let planned = (1..).zip(it.plan.iter().flat_map(|plan| &plan.contributions));
    let shown = |(number, one): (usize, &Contribution)| {
        let party = it.party(one.organisation).map(|party| &party.name);
        let cash = one.kind == ContributionKind::Cash;
        json!({ "party": party, "what": one.what, "cash": cash, "basis": one.basis, "planned": one.amount, "made": it.made_of(number) })
    };
    planned.map(shown).collect()
}

fn paid(it: &Collaboration, transfer: &Transfer) -> Value {
    let name = |organisation| it.party(organisation).map(|party| &party.name);
    let Transfer { payer, payee, amount, on, what, answered, reason, .. } = transfer;
    json!({ "payer": name(*payer), "payee": name(*payee), "amount": amount, "on": on, "what": what, "answered": answered, "reason": reason })
}

/// Each measure with the entries that count, the latest one and its chart.
pub fn measures(plan: &Plan, known: &[Reading]) -> Vec<Value> {
    let shown = |(number, measure): (usize, &Measure)| {
        let geometry = readings::geometry(measure, number, known);
        json!({ "number": number, "measure": measure, "unit": readings::unit(measure), "chart": geometry })
    };
    (1..).zip(&plan.measures).map(shown).collect()
}

/// How many measures stand at their target now.
fn met(plan: &Plan, known: &[Reading]) -> usize {
    let stands = |(number, measure)| readings::series(measure, number, known).and_then(|it| it.facts().met);
    (1..).zip(&plan.measures).filter_map(stands).filter(|met| *met == Met::Met).count()
}

fn milestones(it: &Collaboration, now: Timestamp) -> Vec<Value> {
    let planned = (1..).zip(it.plan.iter().flat_map(|plan| &plan.milestones));
    let shown = |(number, milestone): (usize, &domain::agreement::Milestone)| {
        let tick = it.ticked(number);
        let status = match tick {
            Some(_) => "achieved",
            None if milestone.due_on < now.day() => "overdue",
            None => "planned",
        };
        json!({ "number": number, "milestone": milestone, "tick": tick, "status": status })
    };
    planned.map(shown).collect()
}

/// What still stands in the way of the start, in words.
fn missing(it: &Collaboration) -> Vec<Value> {
    let before = it.plan.is_some() && it.started_on.is_none();
    let missing = if before { it.missing() } else { Vec::new() };
    missing.iter().map(|reason| json!({ "text": crate::forms::sentence(reason, "") })).collect()
}

/// The report of what was achieved: its address if this reader may open it, and how each party stands with publishing.
async fn outcome(tx: &mut Tx, actor: &Actor, it: &Collaboration, now: Timestamp) -> Result<Value> {
    let Some(outcome) = outcomes::store::of_collaboration(tx, it.id).await? else { return Ok(Value::Null) };
    let reference = policy::may_read_outcome(actor, &outcome).then_some(&outcome.reference);
    Ok(
        json!({ "reference": reference, "due": outcome.due, "due_at": outcome.due_at, "parties": standings(&outcome, now) }),
    )
}

/// How each party stands with its publication.
pub fn standings(outcome: &Outcome, now: Timestamp) -> Vec<Value> {
    let shown = |party: &domain::collaboration::Party| {
        let publication = outcome.publication(party.organisation);
        json!({
            "name": party.name, "status": outcome.standing(party.organisation, now),
            "link": publication.map(|it| &it.link), "published_at": publication.map(|it| it.published_at),
        })
    };
    outcome.parties.iter().map(shown).collect()
}

/// What it adapts, and what adapts it (E5): needs and collaborations that are public.
async fn adaptation(tx: &mut Tx, it: &Collaboration) -> Result<Value> {
    let from = match it.adapts {
        Some(id) => store::find(tx, id).await?.filter(Collaboration::is_public),
        None => None,
    };
    let from = from.map(|from| json!({ "reference": from.reference, "title": from.title }));
    let by = needs::store::adapting(tx, it.id).await?;
    let by: Vec<Value> = by
        .iter()
        .map(|need| json!({ "reference": need.reference, "title": need.content.title, "place": need.content.place }))
        .collect();
    Ok(json!({ "from": from, "by": by }))
}
