//! Writing a call: begin it from a challenge, then its parts, each on a page of its own.
use super::{done, opened};
use crate::{
    acts::{Act, Address, Desk, Opened, offer},
    calls::actions::{self, Beginning},
    error::{Done, Result},
    forms::{Field, Kind},
    groups, needs,
    unit::Unit,
};
use domain::{
    actor::Actor,
    call::{Call, Change, Command, Interest, Judging, Question, Stake, Text, Timetable},
    challenge::{self, Challenge},
    ids::OrganisationId,
    policy,
    refusal::Refusal,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// What an author declares: none, or an interest and what it is (C1).
pub const STAKE: &[&str] = &["none", "interest"];

/// The link that begins a call from a challenge, for those who may.
pub fn offer_draft(need: &Challenge, network: OrganisationId, actor: &Actor) -> Option<Value> {
    let is_possible = need.status == challenge::Status::Approved && policy::may_draft_call(actor, network).is_ok();
    is_possible.then(|| offer::<DraftCall>(&need.reference))
}

/// Begin a call from a challenge.
pub struct DraftCall;

/// What a call begins with.
#[derive(Deserialize)]
pub struct DraftInput {
    title: String,
    summary: String,
    stake: Interest,
    stake_about: String,
}

impl Act for DraftCall {
    const NAME: &'static str = "call.draft";
    const PATH: &'static str = "/needs/{reference}/call";
    const FORM: &'static [Field] = &[
        Field::line("title"),
        Field::text("summary"),
        Field::choice("stake", STAKE),
        Field::new("stake_about", Kind::Text(1000)).optional(),
    ];
    type Input = DraftInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let need = needs::actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
        policy::may_draft_call(desk.actor, groups::actions::network_of(desk.tx, need.group).await?)?;
        if need.status != challenge::Status::Approved {
            return Err(Refusal::because("need_not_approved").into());
        }
        let values = json!({ "title": need.content.title, "summary": need.content.need });
        let facts = json!({ "reference": need.reference, "title": need.content.title });
        Ok(Opened { values, facts, back: format!("/needs/{}", need.reference), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, address: &Address, input: DraftInput) -> Result<Done> {
        let stake = Stake { interest: input.stake, about: input.stake_about };
        let beginning = Beginning { title: input.title, summary: input.summary, stake };
        let call = actions::draft(unit, &address.reference()?, beginning).await?;
        done(&call)
    }
}

/// Opens a page of the writing with what the call says so far.
async fn written(desk: Desk<'_>, values: impl Fn(&Call) -> Value) -> Result<Opened> {
    let (call, opened) = opened(desk, Command::Edit).await?;
    Ok(Opened { values: values(&call), ..opened })
}

async fn write(unit: &mut Unit, address: &Address, change: Change) -> Result<Done> {
    let call = actions::edit(unit, &address.reference()?, change).await?;
    done(&call)
}

/// Change the words.
pub struct EditText;

impl Act for EditText {
    const NAME: &'static str = "call.edit";
    const PATH: &'static str = "/calls/{reference}/text";
    const FORM: &'static [Field] = &[
        Field::line("title"),
        Field::line("condition"),
        Field::line("place"),
        Field::text("summary").later(),
        Field::text("brings").later(),
        Field::text("seeks").later(),
        Field::text("eligibility").later(),
        Field::text("one_stage_reason").later(),
        Field::text("publishes").later(),
        Field::text("conflicts").later(),
    ];
    type Input = Text;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        written(desk, |call| json!(call.content)).await
    }
    async fn run(unit: &mut Unit, address: &Address, text: Text) -> Result<Done> {
        write(unit, address, Change::Text(text)).await
    }
}

const QUESTION: &[Field] = &[
    Field::new("text", Kind::Text(1000)),
    Field::new("guidance", Kind::Text(2000)).optional(),
    Field::new("words", Kind::Number(1, 5000)),
];

/// Change the questions.
pub struct EditQuestions;

/// All questions, in their order.
#[derive(Deserialize)]
pub struct Questions {
    questions: Vec<Question>,
}

impl Act for EditQuestions {
    const NAME: &'static str = "call.questions";
    const PATH: &'static str = "/calls/{reference}/questions";
    const FORM: &'static [Field] = &[Field::rows("questions", QUESTION).required()];
    type Input = Questions;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        written(desk, |call| json!({ "questions": call.content.questions })).await
    }
    async fn run(unit: &mut Unit, address: &Address, input: Questions) -> Result<Done> {
        write(unit, address, Change::Questions(input.questions)).await
    }
}

const CRITERION: &[Field] = &[
    Field::new("name", Kind::Line(100)),
    Field::new("description", Kind::Text(1000)),
    Field::new("weight", Kind::Number(1, 100)),
    Field::new("threshold", Kind::Number(0, 1000)).optional(),
];
const POINT: &[Field] = &[Field::new("points", Kind::Number(0, 1000)), Field::line("meaning")];

/// Change how responses are judged.
pub struct EditJudging;

impl Act for EditJudging {
    const NAME: &'static str = "call.judging";
    const PATH: &'static str = "/calls/{reference}/judging";
    const FORM: &'static [Field] = &[
        Field::rows("criteria", CRITERION).required(),
        Field::rows("scale", POINT).required(),
        Field::line("tie_break").optional(),
        Field::new("panel_size", Kind::Number(1, 40)),
    ];
    type Input = Judging;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        written(desk, |call| json!(call.content)).await
    }
    async fn run(unit: &mut Unit, address: &Address, judging: Judging) -> Result<Done> {
        write(unit, address, Change::Judging(judging)).await
    }
}

/// Change the dates.
pub struct EditTimetable;

impl Act for EditTimetable {
    const NAME: &'static str = "call.timetable";
    const PATH: &'static str = "/calls/{reference}/timetable";
    const FORM: &'static [Field] = &[
        Field::new("opens_at", Kind::Moment),
        Field::new("deadline", Kind::Moment),
        Field::new("decision_by", Kind::Date),
    ];
    type Input = Timetable;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        written(desk, |call| json!(call.content)).await
    }
    async fn run(unit: &mut Unit, address: &Address, timetable: Timetable) -> Result<Done> {
        write(unit, address, Change::Timetable(timetable)).await
    }
}
