//! What each act on a challenge asks, and where it stands.
use super::actions;
use crate::{
    acts::{Act, Acts, Address, Desk, Opened, offer},
    error::{Done, Result},
    forms::{Field, Kind},
    groups,
    unit::Unit,
};
use domain::{
    actor::Actor,
    challenge::{Challenge, Command, Content},
    policy,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// The acts of this room.
pub fn acts() -> Acts {
    Acts::new().with::<DraftNeed>().with::<EditNeed>().with::<SubmitNeed>().with::<WithdrawNeed>()
}

const EVIDENCE: &[Field] = &[Field::line("what"), Field::new("link", Kind::Link).optional()];
const OUTCOMES: &[Field] = &[Field::line("outcome")];

/// The fields of N1. Only the title is needed for a draft; submitting asks for the rest.
const CONTENT: &[Field] = &[
    Field::line("title"),
    Field::line("condition").later(),
    Field::line("place").later(),
    Field::text("need").later(),
    Field::text("population").later(),
    Field::line("population_source").later(),
    Field::rows("evidence", EVIDENCE).later(),
    Field::new("plan_link", Kind::Link).later(),
    Field::rows("outcomes", OUTCOMES).later(),
    Field::text("inequalities").later(),
    Field::line("clinical_owner").later(),
    Field::text("lay_view").later(),
];

/// The page of a challenge.
pub fn path(reference: &str) -> String {
    format!("/needs/{reference}")
}

/// What this actor can do with a challenge now, as links; the first is the one to do next.
pub fn offers(need: &Challenge, actor: &Actor) -> Vec<Value> {
    let offer = |command: &Command| match command {
        Command::Submit => Some(offer::<SubmitNeed>(&need.reference)),
        Command::Edit => Some(offer::<EditNeed>(&need.reference)),
        Command::Withdraw => Some(offer::<WithdrawNeed>(&need.reference)),
        _ => None,
    };
    need.available(actor).iter().filter_map(offer).collect()
}

/// The link to begin a need, for somebody with a seat from which one may.
pub fn begin(actor: &Actor) -> Vec<Value> {
    let may = groups::actions::seats(actor).iter().any(|group| policy::may_draft_challenge(actor, *group).is_ok());
    may.then(|| offer::<DraftNeed>("")).into_iter().collect()
}

/// Opens an act on the challenge in the address, if this command is possible now.
async fn opened(desk: &mut Desk<'_>, command: Command) -> Result<(Challenge, Opened)> {
    let challenge = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
    challenge.outcome(desk.actor, command)?;
    let facts = json!({ "reference": challenge.reference, "title": challenge.content.title });
    let opened = Opened { facts, back: path(&challenge.reference), ..Opened::default() };
    Ok((challenge, opened))
}

/// Begin a challenge for a group.
struct DraftNeed;

#[derive(Deserialize)]
struct DraftInput {
    group: String,
    title: String,
    adapts: String,
}

impl Act for DraftNeed {
    const NAME: &'static str = "need.draft";
    const PATH: &'static str = "/needs/new";
    const FORM: &'static [Field] = &[Field::pick("group"), Field::line("title"), Field::line("adapts").optional()];
    type Input = DraftInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let groups = groups::actions::where_may_draft(desk.tx, desk.actor).await?;
        let values = json!({ "adapts": desk.address.query("adapts").unwrap_or_default() });
        Ok(Opened { values, options: [("group", groups)].into(), back: "/needs".into(), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, _: &Address, input: DraftInput) -> Result<Done> {
        let group = groups::actions::picked(&mut unit.tx, &input.group).await?;
        let content = Content { title: input.title, ..Content::default() };
        let adapts = actions::adapted(unit, &input.adapts).await?;
        let challenge = actions::draft(unit, group, content, adapts).await?;
        Ok(Done::to(format!("{}/text", path(&challenge.reference))).with("reference", challenge.reference))
    }
}

/// Change what a draft says.
struct EditNeed;

impl Act for EditNeed {
    const NAME: &'static str = "need.edit";
    const PATH: &'static str = "/needs/{reference}/text";
    const FORM: &'static [Field] = CONTENT;
    type Input = Content;

    async fn open(mut desk: Desk<'_>) -> Result<Opened> {
        let (challenge, opened) = opened(&mut desk, Command::Edit).await?;
        Ok(Opened { values: json!(challenge.content), version: Some(challenge.version), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, content: Content) -> Result<Done> {
        let challenge = actions::edit(unit, &address.reference()?, content).await?;
        Ok(Done::to(path(&challenge.reference)))
    }
}

/// Put a draft before the group.
struct SubmitNeed;

#[derive(Deserialize)]
struct SubmitInput {
    naming_reason: String,
}

impl Act for SubmitNeed {
    const NAME: &'static str = "need.submit";
    const PATH: &'static str = "/needs/{reference}/submission";
    const FORM: &'static [Field] =
        &[Field::new("looked", Kind::Yes), Field::new("naming_reason", Kind::Text(1000)).optional()];
    const TEMPLATE: &'static str = "needs/submit.html";
    type Input = SubmitInput;

    async fn open(mut desk: Desk<'_>) -> Result<Opened> {
        let (challenge, mut opened) = opened(&mut desk, Command::Submit).await?;
        opened.facts["similar"] = json!(actions::similar(desk.tx, &challenge).await?);
        Ok(opened)
    }
    async fn run(unit: &mut Unit, address: &Address, input: SubmitInput) -> Result<Done> {
        let challenge = actions::submit(unit, &address.reference()?, input.naming_reason).await?;
        Ok(Done::to(path(&challenge.reference)))
    }
}

/// Take a challenge back.
struct WithdrawNeed;

impl Act for WithdrawNeed {
    const NAME: &'static str = "need.withdraw";
    const PATH: &'static str = "/needs/{reference}/withdrawal";
    type Input = ();

    async fn open(mut desk: Desk<'_>) -> Result<Opened> {
        opened(&mut desk, Command::Withdraw).await.map(|(_, opened)| opened)
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        let challenge = actions::withdraw(unit, &address.reference()?).await?;
        Ok(Done::to(path(&challenge.reference)))
    }
}
