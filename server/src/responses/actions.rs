//! What people do with responses. Pages and the API both come through here.
use super::{letters, store};
use crate::{
    calls,
    error::{Error, Result},
    ids, selection,
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::Actor,
    call::Call,
    ids::{CallId, OrganisationId, ResponseId},
    policy,
    refusal::{Reason, gate},
    response::{Answer, Event, Response, Start, Status, Submission, patient_data},
};

/// The response of this reference with its call, if the actor may know of it.
pub async fn get(tx: &mut Tx, actor: &Actor, reference: &str) -> Result<(Response, Call)> {
    let response = store::by_reference(tx, reference).await?.ok_or(Error::NotFound)?;
    let call = calls::store::find(tx, response.call).await?.ok_or(Error::NotFound)?;
    let reads = policy::may_read_response(actor, &response, call.network, call.group);
    match reads || selection::actions::may_judge(tx, actor, &response).await? {
        true => Ok((response, call)),
        false => Err(Error::NotFound),
    }
}

/// The references of the responses to a call of the actor's own organisations.
pub async fn own(tx: &mut Tx, actor: &Actor, call: CallId) -> Result<Vec<String>> {
    let mine = store::of_organisations(tx, &actor.organisations()).await?;
    Ok(mine.into_iter().filter(|response| response.call == call).map(|response| response.reference).collect())
}

/// Begins the response of an organisation, with an empty draft and its reminders.
pub async fn start(unit: &mut Unit, call: &str, organisation: OrganisationId) -> Result<Response> {
    let call = calls::actions::get(&mut unit.tx, &unit.actor, call).await?;
    let start = Start { id: ids::new(ResponseId), reference: ids::reference("RS"), organisation };
    let response = unit.save(Response::start(&unit.actor, start, &call, unit.at)?).await?;
    let answers = filled(&call, Vec::new())?;
    let draft = store::Draft { answers, version: 1, saved_by: unit.actor.person, saved_at: unit.at };
    store::begin_draft(&mut unit.tx, response.id, &draft).await?;
    letters::schedule(unit, &response, &call).await?;
    Ok(response)
}

/// Saves what is being written, over the version it was made from; gives the new version.
pub async fn save(unit: &mut Unit, reference: &str, answers: Vec<String>) -> Result<u64> {
    let (response, call) = get(&mut unit.tx, &unit.actor, reference).await?;
    response.may_edit(&unit.actor, &call, unit.at)?;
    let draft = store::draft(&mut unit.tx, response.id).await?;
    unit.check_version(draft.version)?;
    let answers = filled(&call, answers)?;
    gate(patient_data(&answers))?;
    let changed = store::Draft { answers, version: draft.version, saved_by: unit.actor.person, saved_at: unit.at };
    store::save_draft(&mut unit.tx, response.id, &changed).await?;
    Ok(draft.version + 1)
}

/// Submits the draft, or submits it again: what it says is filed beside the record under its commitment.
pub async fn submit(unit: &mut Unit, reference: &str) -> Result<Response> {
    let (response, call) = get(&mut unit.tx, &unit.actor, reference).await?;
    let draft = store::draft(&mut unit.tx, response.id).await?;
    unit.check_version(draft.version)?;
    let body = record::canonical(&serde_json::json!(draft.answers)).map_err(unreadable)?;
    let salt = ids::salt();
    let submission = submission(unit, &response, &call, record::commit(&salt, body.as_bytes()))?;
    let number = submission.number;
    let response = unit.save(response.submit(&unit.actor, &call, &draft.answers, submission)?).await?;
    store::file(&mut unit.tx, response.id, store::Sheet { number, salt: &salt, body: &body }).await?;
    letters::receipt(unit, &response).await?;
    Ok(response)
}

/// What is said of this submission, with the hash of its receipt.
fn submission(unit: &Unit, response: &Response, call: &Call, content: record::Hash) -> Result<Submission> {
    let number = response.submission.as_ref().map_or(0, |before| before.number) + 1;
    let mut submission = Submission { number, at: unit.at, commitment: content.to_string(), receipt: String::new() };
    submission.receipt = receipt(&call.reference, response, &submission)?.hash().map_err(unreadable)?.to_string();
    Ok(submission)
}

/// The receipt of a submission, as anybody who has its fields can compute it again (R2).
pub fn receipt(call: &str, response: &Response, it: &Submission) -> Result<record::Receipt> {
    Ok(record::Receipt {
        call: call.to_string(),
        response: response.reference.clone(),
        organisation: response.organisation.to_string(),
        version: it.number,
        submitted_at: it.at.to_string(),
        content: it.commitment.parse().map_err(unreadable)?,
    })
}

/// Its organisation takes it back.
pub async fn withdraw(unit: &mut Unit, reference: &str) -> Result<Response> {
    let (response, _) = get(&mut unit.tx, &unit.actor, reference).await?;
    let decided = response.withdraw(&unit.actor)?;
    unit.save(decided).await
}

/// The responses of a call's partners, once the selection is announced.
pub async fn of_selected(tx: &mut Tx, call: CallId) -> Result<Vec<Response>> {
    let mut responses = store::of_call(tx, call).await?;
    responses.retain(|response| response.status == Status::Selected);
    Ok(responses)
}

/// What an opened response says, for somebody outside its organisation; reading it is an event (R3).
pub async fn answers(unit: &mut Unit, response: &Response) -> Result<Vec<Answer>> {
    let answers = store::opened(&mut unit.tx, response.id).await?.ok_or(Error::NotFound)?;
    unit.witness(response, Event::Read);
    Ok(answers)
}

/// The deadline of the call has passed: what was submitted is sealed, and nothing of it lies about.
pub async fn sealed(unit: &mut Unit, call: CallId) -> Result<()> {
    for response in store::all_of_call(&mut unit.tx, call).await? {
        crate::typed::forget_of_all(&mut unit.tx, &super::answers_path(&response.reference)).await?;
        if response.status == Status::Submitted {
            unit.save(response.seal()?).await?;
        }
    }
    Ok(())
}

/// The call was opened: so is every sealed response, and the panel is given them.
pub async fn opened(unit: &mut Unit, call: CallId) -> Result<()> {
    let mut opened = Vec::new();
    for response in store::all_of_call(&mut unit.tx, call).await? {
        if response.status == Status::Sealed {
            opened.push(unit.save(response.open()?).await?);
        }
    }
    selection::actions::assign_opened(unit, call, &opened).await
}

/// One answer per question; more than there are questions are refused.
fn filled(call: &Call, given: Vec<String>) -> Result<Vec<Answer>> {
    let questions = &call.content.questions;
    if given.len() > questions.len() {
        let reason = Reason::new("unknown_field").at(format!("answers-{}", questions.len()));
        return Err(Error::Invalid(vec![reason]));
    }
    let mut given = given.into_iter();
    let answer = |question: &domain::call::Question| {
        let answer = given.next().unwrap_or_default();
        Answer { question: question.text.clone(), answer }
    };
    Ok(questions.iter().map(answer).collect())
}

fn unreadable(error: impl std::fmt::Display) -> Error {
    Error::Fault(format!("a submission cannot be hashed: {error}"))
}
