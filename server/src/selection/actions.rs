//! What people do on a panel. Pages and the API both come through here.
use super::store::{self, Sheet};
use crate::{
    calls,
    error::{Error, Result},
    groups::interests::actions::must_be_current,
    ids, people, responses,
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::Actor,
    assessment::{Assessment, Assign, Command, Score, outside_scale},
    call::{self, Call},
    ids::{AssessmentId, CallId, PanelId, PersonId},
    panel::Panel,
    policy,
    refusal::{Refusal, gate},
    response::Response,
};

pub use super::{
    decision::{announce, candidates, ruled, told},
    ranking::recommend,
};

/// The panel of a call with the call, if the actor may know of it; an unnamed panel is empty.
pub async fn get(tx: &mut Tx, actor: &Actor, reference: &str) -> Result<(Panel, Call)> {
    let call = calls::actions::get(tx, actor, reference).await?;
    let panel = store::panel(tx, call.id).await?.unwrap_or_else(|| Panel::of(&call, ids::new(PanelId)));
    if policy::may_read_panel(actor, &panel, &call) { Ok((panel, call)) } else { Err(Error::NotFound) }
}

/// Whether the actor may know of the panel of a call.
pub async fn is_known(tx: &mut Tx, actor: &Actor, call: &Call) -> Result<bool> {
    let panel = store::panel(tx, call.id).await?.unwrap_or_else(|| Panel::of(call, ids::new(PanelId)));
    Ok(policy::may_read_panel(actor, &panel, call))
}

/// Names people for the panel of a call.
pub async fn name(unit: &mut Unit, reference: &str, people: &[PersonId]) -> Result<Panel> {
    let (panel, call) = get(&mut unit.tx, &unit.actor, reference).await?;
    let decided = panel.name(&unit.actor, &call, people)?;
    unit.save(decided).await
}

/// Somebody who was named says yes: what is opened already is theirs to judge.
pub async fn accept(unit: &mut Unit, reference: &str) -> Result<Panel> {
    let (panel, call) = get(&mut unit.tx, &unit.actor, reference).await?;
    let decided = panel.accept(&unit.actor, &call)?;
    must_be_current(&mut unit.tx, &unit.actor, unit.at).await?;
    let panel = unit.save(decided).await?;
    let (person, starts_at) = (unit.actor.person, unit.at);
    let grant = people::store::Grant { person, kind: "assesses", word: "", thing: call.id.0, starts_at, ends_at: None };
    people::store::grant(&mut unit.tx, grant).await?;
    let opened = responses::store::of_call(&mut unit.tx, call.id).await?;
    assign(unit, &[person], &opened).await?;
    Ok(panel)
}

/// Somebody who was named says no, with a reason.
pub async fn decline(unit: &mut Unit, reference: &str, reasons: &str) -> Result<Panel> {
    let (panel, call) = get(&mut unit.tx, &unit.actor, reference).await?;
    let panel = unit.save(panel.decline(&unit.actor, &call)?).await?;
    store::note_reply(&mut unit.tx, panel.id, unit.actor.person, reasons).await?;
    Ok(panel)
}

/// Responses were opened: everybody who said yes is given each of them to judge.
pub async fn assign_opened(unit: &mut Unit, call: CallId, opened: &[Response]) -> Result<()> {
    let panel = store::panel(&mut unit.tx, call).await?;
    let people = panel.map(|panel| panel.accepted()).unwrap_or_default();
    assign(unit, &people, opened).await
}

async fn assign(unit: &mut Unit, people: &[PersonId], responses: &[Response]) -> Result<()> {
    for response in responses {
        for assessor in people {
            let (id, reference) = (ids::new(AssessmentId), ids::reference("AS"));
            unit.save(Assessment::assign(Assign { id, reference, assessor: *assessor }, response)?).await?;
        }
    }
    Ok(())
}

/// Whether the actor may read a response because they judge it (S1).
pub async fn may_judge(tx: &mut Tx, actor: &Actor, response: &Response) -> Result<bool> {
    let own = store::of_judge(tx, response.id, actor.person).await?;
    Ok(own.is_some_and(|own| policy::may_read_to_judge(actor, response, &own)))
}

/// The assessment of this reference with its call, for its assessor and for those who rule on conflicts.
pub async fn assessment(tx: &mut Tx, actor: &Actor, reference: &str) -> Result<(Assessment, Call)> {
    let assessment = store::by_reference(tx, reference).await?.ok_or(Error::NotFound)?;
    let call = calls::store::find(tx, assessment.call).await?.ok_or(Error::NotFound)?;
    let knows = |command: &Command| policy::may_assessment(actor, *command, &assessment, &call).is_ok();
    match Command::ALL.iter().any(knows) {
        true => Ok((assessment, call)),
        false => Err(Error::NotFound),
    }
}

/// What an assessor declares about one response.
pub enum Declared {
    /// No interest.
    Nothing,
    /// This interest.
    Interest(String),
}

/// The assessor declares; the first declaration on a call begins its judging.
pub async fn declare(unit: &mut Unit, reference: &str, declared: Declared) -> Result<Assessment> {
    let (assessment, call) = assessment(&mut unit.tx, &unit.actor, reference).await?;
    let decided = match &declared {
        Declared::Nothing => assessment.declare_none(&unit.actor, &call)?,
        Declared::Interest(_) => assessment.declare_interest(&unit.actor, &call)?,
    };
    let assessment = unit.save(decided).await?;
    if let Declared::Interest(text) = declared {
        store::declare(&mut unit.tx, assessment.id, &text).await?;
    }
    if call.status == call::Status::Opened {
        calls::actions::assessing(unit, call.id).await?;
    }
    Ok(assessment)
}

/// How a declared interest was ruled on.
pub enum Ruled {
    /// It does not stand in the way.
    Clear,
    /// The assessor takes no part.
    Recused,
}

/// Somebody else rules on a declared interest. Whoever is recused knows nothing of the response any more (G4).
pub async fn rule(unit: &mut Unit, reference: &str, ruled: Ruled, reasons: &str) -> Result<Assessment> {
    let (assessment, call) = assessment(&mut unit.tx, &unit.actor, reference).await?;
    let decided = match ruled {
        Ruled::Clear => assessment.clear(&unit.actor, &call)?,
        Ruled::Recused => assessment.recuse(&unit.actor, &call)?,
    };
    let assessment = unit.save(decided).await?;
    store::rule(&mut unit.tx, assessment.id, reasons).await?;
    if matches!(ruled, Ruled::Recused) {
        recuse(unit, &assessment).await?;
    }
    Ok(assessment)
}

async fn recuse(unit: &mut Unit, it: &Assessment) -> Result<()> {
    let (person, thing, starts_at) = (it.assessor, it.response.0, unit.at);
    let grant = people::store::Grant { person, kind: "recused", word: "", thing, starts_at, ends_at: None };
    people::store::grant(&mut unit.tx, grant).await
}

/// Saves scores and reasons as a draft; the first save begins the scoring.
pub async fn score(unit: &mut Unit, reference: &str, scores: Vec<Score>) -> Result<Assessment> {
    let (assessment, call) = assessment(&mut unit.tx, &unit.actor, reference).await?;
    let status = assessment.outcome(&unit.actor, &call, Command::Score)?;
    must_be_current(&mut unit.tx, &unit.actor, unit.at).await?;
    let sheet = store::sheet(&mut unit.tx, assessment.id).await?;
    unit.check_version(sheet.version)?;
    gate(outside_scale(&call, &scores))?;
    store::save_sheet(&mut unit.tx, assessment.id, &Sheet { scores, version: sheet.version }, unit.at).await?;
    if assessment.status == status {
        return Ok(assessment);
    }
    let decided = assessment.begin_scoring(&unit.actor, &call)?;
    unit.save(decided).await
}

/// Locks scores and reasons for good; the record holds a commitment to them (S3).
pub async fn lock(unit: &mut Unit, reference: &str) -> Result<Assessment> {
    let (assessment, call) = assessment(&mut unit.tx, &unit.actor, reference).await?;
    assessment.outcome(&unit.actor, &call, Command::Lock)?;
    must_be_current(&mut unit.tx, &unit.actor, unit.at).await?;
    let sheet = store::sheet(&mut unit.tx, assessment.id).await?;
    unit.check_version(sheet.version)?;
    let body = record::canonical(&serde_json::json!(sheet.scores)).map_err(|e| Error::Fault(e.to_string()))?;
    let salt = ids::salt();
    let commitment = record::commit(&salt, body.as_bytes()).to_string();
    let assessment = unit.save(assessment.lock(&unit.actor, &call, &sheet.scores, commitment)?).await?;
    store::lock_sheet(&mut unit.tx, assessment.id, &salt).await?;
    Ok(assessment)
}

/// Whoever is named by an id or an address; an address nobody has is said so at its field.
pub async fn people(tx: &mut Tx, picked: &[String], email: &str) -> Result<Vec<PersonId>> {
    let unknown = |field: &str| Error::Invalid(vec![domain::refusal::Reason::new("unknown_person").at(field)]);
    let mut people = Vec::new();
    for id in picked {
        people.push(id.parse().map_err(|_| unknown("assessors"))?);
    }
    if people.len() != people::store::names(tx, &people).await?.len() {
        return Err(unknown("assessors"));
    }
    if !email.is_empty() {
        people.push(store::by_email(tx, email).await?.ok_or_else(|| unknown("email"))?);
    }
    if people.is_empty() { Err(Refusal::because("nobody_new").into()) } else { Ok(people) }
}
