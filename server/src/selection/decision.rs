//! The group's selection as it is received, and how every respondent is told at once (S7, S8).
use super::{actions, ranking, store};
use crate::{
    calls,
    error::{Error, Result},
    forms::Choice,
    groups,
    jobs::{self, Job},
    messages::Messages,
    organisations, responses,
    unit::Unit,
};
use db::Tx;
use domain::{
    calendar::{Division, add_working_days},
    call::Call,
    ids::CallId,
    item::{Place, Ruling},
    panel::Panel,
    refusal::{Reason, Refusal},
    response::Response,
    scoring::{Ranking, ResponseStanding, Standing},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How many working days the standstill lasts (S8).
const STANDSTILL: u32 = 8;

/// The responses a group may choose from, best first: value = the response's id, text = rank, organisation, score.
pub async fn candidates(tx: &mut Tx, call: CallId) -> Result<Vec<Choice>> {
    let Some(call) = calls::store::find(tx, call).await? else { return Ok(Vec::new()) };
    let responses = responses::store::of_call(tx, call.id).await?;
    let ranking = ranking::advised(tx, &call).await?;
    let names =
        organisations::store::names(tx, &responses.iter().map(|it| it.organisation).collect::<Vec<_>>()).await?;
    let standings = ranking.iter().flat_map(|ranking| &ranking.standings);
    let choice = |standing: &ResponseStanding| {
        let response = responses.iter().find(|response| response.reference == standing.response)?;
        let name = names.get(&response.organisation).map_or("", String::as_str);
        Some(Choice { value: response.id.to_string(), text: line(standing, name), hint: String::new() })
    };
    Ok(standings.filter_map(choice).collect())
}

fn line(standing: &ResponseStanding, name: &str) -> String {
    let (score, rank) = (standing.total.to_string(), rank_of(standing).map(|rank| rank.to_string()));
    let key = if rank.is_some() { "selection.candidate" } else { "selection.candidate_below" };
    let facts = [("rank", rank.as_deref().unwrap_or_default()), ("name", name), ("score", score.as_str())];
    Messages::english().text(key, &facts)
}

fn rank_of(standing: &ResponseStanding) -> Option<usize> {
    match standing.standing {
        Standing::Ranked { rank, .. } => Some(rank),
        Standing::NotEligible { .. } => None,
    }
}

/// Receives the group's selection: the place of each response, the rest not selected (S7).
pub async fn ruled(unit: &mut Unit, ruling: &Ruling) -> Result<()> {
    let call = calls::store::find(&mut unit.tx, CallId(ruling.subject)).await?.ok_or(Error::NotFound)?;
    let responses = responses::store::of_call(&mut unit.tx, call.id).await?;
    let known = |id| responses.iter().any(|response| response.id == id);
    if ruling.choices.iter().any(|choice| !known(choice.response)) {
        return Err(Refusal::because("unknown_response").into());
    }
    let ranking = ranking::advised(&mut unit.tx, &call).await?;
    if ranking.is_some_and(|ranking| departs(&ranking, &responses, ruling)) && ruling.reasons.trim().is_empty() {
        return Err(Refusal::because("departure_needs_reasons").into());
    }
    for response in responses {
        let place = place(ruling, &response);
        unit.save(response.placed(place, ruling.item)?).await?;
    }
    calls::actions::decided(unit, ruling).await
}

fn place(ruling: &Ruling, response: &Response) -> Place {
    let choice = ruling.choices.iter().find(|choice| choice.response == response.id);
    choice.map_or(Place::NotSelected, |choice| choice.place)
}

/// Whether the group passes over a response that ranks above a selected one, or selects one below a threshold.
fn departs(ranking: &Ranking, responses: &[Response], ruling: &Ruling) -> bool {
    let selected = |standing: &&ResponseStanding| {
        let response = responses.iter().find(|response| response.reference == standing.response);
        response.is_some_and(|response| place(ruling, response) == Place::Selected)
    };
    let lowest = ranking.standings.iter().filter(selected).map(|it| rank_of(it).unwrap_or(usize::MAX)).max();
    let passed = ranking.standings.iter().filter(|it| !selected(it)).filter_map(rank_of).min();
    match (lowest, passed) {
        (Some(lowest), Some(passed)) => passed < lowest,
        (lowest, passed) => lowest == Some(usize::MAX) || (lowest.is_none() && passed.is_some()),
    }
}

/// Tells every respondent at once: places become known, letters are released, the standstill begins (S7, S8).
pub async fn announce(unit: &mut Unit, reference: &str, letters: &[String]) -> Result<Panel> {
    let (panel, call) = actions::get(&mut unit.tx, &unit.actor, reference).await?;
    let ends = add_working_days(Division::EnglandAndWales, unit.at.day(), STANDSTILL);
    let ends =
        ends.map_err(|refusal| Refusal::from(Reason { facts: refusal.facts(), ..Reason::new(refusal.code()) }))?;
    let panel = unit.save(panel.announce(&unit.actor, &call, unit.at, ends)?).await?;
    let responses = responses::store::of_call(&mut unit.tx, call.id).await?;
    if letters.len() != responses.len() || letters.iter().any(|letter| letter.trim().is_empty()) {
        return Err(Refusal::because("letters_missing").into());
    }
    for (response, letter) in responses.into_iter().zip(letters) {
        tell(unit, response, letter).await?;
    }
    calls::actions::announced(unit, call.id).await?;
    groups::actions::disclose(unit, call.id).await?;
    Ok(panel)
}

/// The letter lies on the respondent's page; the mail says no more than how it ended.
async fn tell(unit: &mut Unit, response: Response, letter: &str) -> Result<()> {
    let response = unit.save(response.announced()?).await?;
    store::release(&mut unit.tx, response.id, letter, unit.at).await?;
    let kind = format!("response_{}", response.status);
    let mail = responses::letters::letter(&kind, &response, BTreeMap::new());
    jobs::enqueue(&mut unit.tx, &Job::Tell(mail), unit.at).await
}

/// The letters as drafted, in the order of the responses: how it ended, and the relative merits of the selected.
pub async fn drafts(tx: &mut Tx, call: &Call) -> Result<Vec<(Response, String)>> {
    let responses = responses::store::of_call(tx, call.id).await?;
    let ranking = ranking::advised(tx, call).await?;
    let draft = |response: Response| {
        let place = response.place.unwrap_or(Place::NotSelected);
        let merits = ranking.as_ref().map(|ranking| merits(ranking, &response, &responses)).unwrap_or_default();
        let lines: Vec<String> = merits.iter().map(|merit| said("selection.merit", merit)).collect();
        let facts = [("title", response.title.as_str()), ("merits", &lines.join("\n"))];
        let text = Messages::english().text(&format!("selection.letter_{place}"), &facts);
        (response, text)
    };
    Ok(responses.iter().cloned().map(draft).collect())
}

fn said(key: &str, facts: &Value) -> String {
    let facts: Vec<(&str, String)> = facts
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.as_str(), value.as_str().map_or_else(|| value.to_string(), String::from)))
        .collect();
    let facts: Vec<(&str, &str)> = facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Messages::english().text(key, &facts)
}

/// Per criterion: the weight, the mean of this response, and the best mean of a selected one.
fn merits(ranking: &Ranking, response: &Response, all: &[Response]) -> Vec<Value> {
    let of = |reference: &str| ranking.standings.iter().find(|standing| standing.response == reference);
    let Some(own) = of(&response.reference) else { return Vec::new() };
    let selected: Vec<&ResponseStanding> =
        all.iter().filter(|it| it.place == Some(Place::Selected)).filter_map(|it| of(&it.reference)).collect();
    let best = |n: usize| selected.iter().filter_map(|it| it.working.get(n)).max_by_key(|it| it.exact_mean);
    let merit = |(n, working): (usize, &domain::scoring::CriterionWorking)| {
        let best = best(n).map(|it| it.mean.to_string()).unwrap_or_default();
        json!({ "criterion": working.criterion, "weight": working.weight.to_string(), "mean": working.mean.to_string(), "best": best })
    };
    own.working.iter().enumerate().map(merit).collect()
}

/// What a respondent is told once the selection is announced: the letter, their own scores and reasons, relative merits.
pub async fn told(tx: &mut Tx, response: &Response, call: &Call) -> Result<Option<Value>> {
    let Some(letter) = store::letter(tx, response.id).await? else { return Ok(None) };
    let responses = responses::store::of_call(tx, call.id).await?;
    let ranking = ranking::advised(tx, call).await?;
    let panel = store::panel(tx, call.id).await?;
    let merits = ranking.as_ref().map(|ranking| merits(ranking, response, &responses)).unwrap_or_default();
    let standing = ranking.iter().flat_map(|it| &it.standings).find(|it| it.response == response.reference);
    Ok(Some(json!({
        "letter": letter,
        "place": response.place,
        "total": standing.map(|it| it.total.to_string()),
        "merits": merits,
        "reasons": reasons(tx, response, call).await?,
        "most": call.content.scoring_scale().most,
        "standstill_ends": panel.and_then(|panel| panel.standstill_ends),
    })))
}

/// The reasons that assessors gave on this response, by criterion; who gave them stays with the panel.
async fn reasons(tx: &mut Tx, response: &Response, call: &Call) -> Result<Vec<Value>> {
    let panel = store::of_call(tx, call.id).await?;
    let sheets = store::locked(tx, call.id).await?;
    let mine: Vec<_> =
        panel.iter().filter(|it| it.response == response.id).filter_map(|it| sheets.get(&it.id)).collect();
    let of = |criterion: &domain::call::Criterion| {
        let given = mine.iter().flat_map(|sheet| sheet.iter()).filter(|score| score.criterion == criterion.name);
        let given: Vec<Value> = given.map(|it| json!({ "points": it.points, "reasons": it.reasons })).collect();
        json!({ "criterion": criterion.name, "given": given })
    };
    Ok(call.content.criteria.iter().map(of).collect())
}
