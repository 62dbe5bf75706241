//! The ranking of a call's responses, computed from locked scores, and the advice made of it (S5).
use super::{actions, store};
use crate::{
    calls,
    error::{Error, Result},
    groups, ids, responses,
    unit::Unit,
};
use db::Tx;
use domain::{
    assessment::{self, Assessment},
    call::Call,
    item::Motion,
    panel::Panel,
    refusal::Reason,
    response::Response,
    scoring::{Judging, Ranking, Score, rank},
};

/// What a ranking of these responses is computed from: every locked score. Keys are references and ids.
pub async fn judging(tx: &mut Tx, call: &Call, responses: &[Response], panel: &[Assessment]) -> Result<Judging> {
    let sheets = store::locked(tx, call.id).await?;
    let mut scores = Vec::new();
    for it in panel.iter().filter(|it| it.status == assessment::Status::Locked) {
        let Some(response) = responses.iter().find(|response| response.id == it.response) else { continue };
        let given = sheets.get(&it.id).into_iter().flatten();
        scores.extend(given.filter_map(|score| {
            Some(Score {
                response: response.reference.clone(),
                criterion: score.criterion.clone(),
                assessor: it.assessor.to_string(),
                points: score.points?,
            })
        }));
    }
    Ok(Judging {
        criteria: call.content.scoring_criteria(),
        scale: call.content.scoring_scale(),
        tie_break: call.content.tie_break_order(),
        responses: responses.iter().map(|response| response.reference.clone()).collect(),
        scores,
    })
}

/// The ranking that the group was advised, computed again from what it was computed from.
pub async fn advised(tx: &mut Tx, call: &Call) -> Result<Option<Ranking>> {
    Ok(store::judging(tx, call.id).await?.and_then(|judging| rank(&judging).ok()))
}

/// Every reason against ranking now, in words of the gate.
pub fn against(judging: &Judging, panel: &[Assessment]) -> Vec<Reason> {
    let open = panel.iter().filter(|it| !it.is_settled()).count();
    if open > 0 {
        return vec![Reason::new("assessments_open").with("open", open)];
    }
    if judging.responses.is_empty() {
        return vec![Reason::new("nothing_to_rank")];
    }
    let refusals = rank(judging).err().unwrap_or_default();
    let reason =
        |refusal: &domain::scoring::ScoringRefusal| Reason { facts: refusal.facts(), ..Reason::new(refusal.code()) };
    refusals.iter().map(reason).collect()
}

/// Gives the ranked advice to the group: the ranking is kept, and the question is on the group's business.
pub async fn recommend(unit: &mut Unit, reference: &str) -> Result<Panel> {
    let (panel, call) = actions::get(&mut unit.tx, &unit.actor, reference).await?;
    let responses = responses::store::of_call(&mut unit.tx, call.id).await?;
    let assessments = current(store::of_call(&mut unit.tx, call.id).await?, &responses);
    let judging = judging(&mut unit.tx, &call, &responses, &assessments).await?;
    let body = record::canonical(&serde_json::json!(judging)).map_err(|e| Error::Fault(e.to_string()))?;
    let salt = ids::salt();
    let commitment = record::commit(&salt, body.as_bytes()).to_string();
    let against = against(&judging, &assessments);
    let panel = unit.save(panel.recommend(&unit.actor, &call, commitment, against)?).await?;
    store::keep_ranking(&mut unit.tx, call.id, &salt, &body).await?;
    calls::actions::recommended(unit, call.id).await?;
    groups::actions::table(unit, call.group, Motion::Select, &call).await?;
    Ok(panel)
}

/// The assessments of responses that still stand: a withdrawn one counts no more.
pub fn current(mut panel: Vec<Assessment>, responses: &[Response]) -> Vec<Assessment> {
    panel.retain(|it| responses.iter().any(|response| response.id == it.response));
    panel
}
