//! What each act on a response asks, and where it stands.
use super::{actions, store};
use crate::{
    acts::{Act, Acts, Address, Desk, Opened, offer},
    calls,
    error::{Done, Result},
    forms::{self, Choice, Field},
    messages::Messages,
    organisations,
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::{Actor, Duty},
    call::Call,
    ids::OrganisationId,
    organisation::Kind,
    refusal::Refusal,
    response::{Command, Response, Status, in_time},
    time::Timestamp,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// The acts of this room.
pub fn acts() -> Acts {
    Acts::new().with::<StartResponse>().with::<EditResponse>().with::<SubmitResponse>().with::<WithdrawResponse>()
}

/// The page of a response.
pub fn path(reference: &str) -> String {
    format!("/responses/{reference}")
}

/// The form of what a response says.
pub fn answers_path(reference: &str) -> String {
    format!("/responses/{reference}/answers")
}

/// What this actor can do with a response now, as links; the first is the one to do next.
pub fn offers(response: &Response, call: &Call, actor: &Actor, at: Timestamp) -> Vec<Value> {
    let offer = |command: &Command| match command {
        Command::Edit => Some(offer::<EditResponse>(&response.reference)),
        Command::Submit if response.status == Status::Draft => Some(offer::<SubmitResponse>(&response.reference)),
        Command::Submit => Some(again(&response.reference)),
        Command::Withdraw => Some(offer::<WithdrawResponse>(&response.reference)),
        _ => None,
    };
    response.available(actor, call, at).iter().filter_map(offer).collect()
}

fn again(reference: &str) -> Value {
    let mut link = offer::<SubmitResponse>(reference);
    link["text"] = json!(Messages::english().text("response.submit_again", &[]));
    link
}

/// Begin an organisation's response to a call.
struct StartResponse;

#[derive(Deserialize)]
struct StartInput {
    organisation: String,
}

impl Act for StartResponse {
    const NAME: &'static str = "response.start";
    const PATH: &'static str = "/calls/{reference}/response";
    const FORM: &'static [Field] = &[Field::pick("organisation")];
    type Input = StartInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let call = calls::actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
        in_time(&call, desk.at)?;
        let options = answering(desk.tx, desk.actor, &call).await?;
        let chosen = if let [only] = options.as_slice() { json!(only.value) } else { Value::Null };
        let facts = json!({ "reference": call.reference, "title": call.content.title });
        Ok(Opened {
            values: json!({ "organisation": chosen }),
            options: [("organisation", options)].into(),
            facts,
            back: format!("/calls/{}", call.reference),
            ..Opened::default()
        })
    }
    async fn run(unit: &mut Unit, address: &Address, input: StartInput) -> Result<Done> {
        let organisation = organisations::actions::picked(&mut unit.tx, &input.organisation, "organisation").await?;
        let response = actions::start(unit, &address.reference()?, organisation).await?;
        Ok(Done::to(path(&response.reference)).with("reference", response.reference))
    }
}

/// The organisations for which the actor may answer a call, as options.
async fn answering(tx: &mut Tx, actor: &Actor, call: &Call) -> Result<Vec<Choice>> {
    const KINDS: [Kind; 4] = [Kind::Company, Kind::ThirdSector, Kind::University, Kind::NhsProvider];
    let mine: Vec<OrganisationId> = actor.organisations();
    let mine = mine.into_iter().filter(|id| actor.does(Duty::PartnershipManager, *id)).collect::<Vec<_>>();
    let mut able = organisations::store::several(tx, &mine).await?;
    able.retain(|it| it.kinds.iter().any(|kind| KINDS.contains(kind)));
    let before = store::of_organisations(tx, &mine).await?;
    let answered = |id| before.iter().any(|response| response.call == call.id && response.organisation == id);
    let free: Vec<_> = able.iter().filter(|it| !answered(it.id)).cloned().collect();
    match (able.is_empty(), free.is_empty()) {
        (true, _) => Err(Refusal::because("answers_for_nobody").into()),
        (_, true) => Err(Refusal::because("already_responded").into()),
        _ => {
            Ok(free.into_iter().map(|it| Choice { value: it.reference, text: it.name, hint: String::new() }).collect())
        }
    }
}

/// Opens an act on the response in the address, if this command is possible now.
async fn opened(desk: Desk<'_>, command: Command) -> Result<(Response, Call, store::Draft, Opened)> {
    let (response, call) = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
    match command {
        Command::Edit => response.may_edit(desk.actor, &call, desk.at)?,
        Command::Submit => drop(response.may_submit(desk.actor, &call, desk.at)?),
        command => drop(response.outcome(desk.actor, command)?),
    }
    let draft = store::draft(desk.tx, response.id).await?;
    let facts = json!({ "reference": response.reference, "title": response.title, "deadline": call.content.deadline, "now": desk.at });
    let opened = Opened { facts, back: path(&response.reference), ..Opened::default() };
    Ok((response, call, draft, opened))
}

/// One field per question of the call.
pub(super) const ANSWERS: &[Field] =
    &[Field::each("answers", &[Field::new("answer", forms::Kind::Text(20_000)).optional()])];

/// Change what a draft says.
struct EditResponse;

#[derive(Deserialize)]
struct EditInput {
    answers: Vec<Said>,
}

#[derive(Deserialize)]
struct Said {
    answer: String,
}

impl Act for EditResponse {
    const NAME: &'static str = "response.edit";
    const PATH: &'static str = "/responses/{reference}/answers";
    const FORM: &'static [Field] = ANSWERS;
    const TEMPLATE: &'static str = "responses/answers.html";
    type Input = EditInput;

    fn autosave(path: &str) -> String {
        path.replace("/answers", "/draft")
    }
    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let (_, call, draft, opened) = opened(desk, Command::Edit).await?;
        let options = [("answers", questions(&call))].into();
        Ok(Opened { values: json!({ "answers": draft.answers }), version: Some(draft.version), options, ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: EditInput) -> Result<Done> {
        let reference = address.reference()?;
        let answers = input.answers.into_iter().map(|said| said.answer).collect();
        let version = actions::save(unit, &reference, answers).await?;
        Ok(Done::to(path(&reference)).with("version", version))
    }
}

/// Each question with its guidance and its most words, as the form lays them out.
fn questions(call: &Call) -> Vec<Choice> {
    let of = |(n, question): (usize, &domain::call::Question)| Choice {
        value: question.words.to_string(),
        text: format!("{}. {}", n + 1, question.text),
        hint: question.guidance.clone(),
    };
    call.content.questions.iter().enumerate().map(of).collect()
}

/// Check the answers and submit them.
struct SubmitResponse;

impl Act for SubmitResponse {
    const NAME: &'static str = "response.submit";
    const PATH: &'static str = "/responses/{reference}/submission";
    const FORM: &'static [Field] = &[Field::new("authorised", forms::Kind::Yes)];
    const TEMPLATE: &'static str = "responses/submit.html";
    type Input = Value;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let (_, _, draft, mut opened) = opened(desk, Command::Submit).await?;
        opened.facts["answers"] = json!(draft.answers);
        Ok(Opened { version: Some(draft.version), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, _: Value) -> Result<Done> {
        let response = actions::submit(unit, &address.reference()?).await?;
        let receipt = response.submission.as_ref().map(|submission| submission.receipt.clone());
        Ok(Done::to(format!("{}/receipt", path(&response.reference))).with("receipt", receipt))
    }
}

/// Take a response back.
struct WithdrawResponse;

impl Act for WithdrawResponse {
    const NAME: &'static str = "response.withdraw";
    const PATH: &'static str = "/responses/{reference}/withdrawal";
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened(desk, Command::Withdraw).await.map(|(_, _, _, opened)| opened)
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        let response = actions::withdraw(unit, &address.reference()?).await?;
        Ok(Done::to(path(&response.reference)))
    }
}
