//! What each act on an outcome report asks, and where it stands.
use super::actions;
use crate::{
    acts::{Act, Acts, Address, Desk, Flow, Opened, offer},
    error::{Done, Result},
    forms::{self, Choice, Field, Kind},
    organisations,
    unit::Unit,
};
use domain::{
    actor::Actor,
    outcome::{Command, Content, Outcome},
    policy,
    refusal::{Reason, gate},
};
use serde::Deserialize;
use serde_json::{Value, json};

/// The acts of this room.
pub fn acts() -> Acts {
    Acts::new().with::<WriteReport>().with::<CompleteReport>().with::<PublishReport>()
}

/// The page of a report.
pub fn path(reference: &str) -> String {
    format!("/outcomes/{reference}")
}

/// What this actor can do with a report now, as links; the first is the one to do next.
pub fn offers(it: &Outcome, actor: &Actor) -> Vec<Value> {
    let offer = |command: &Command| match command {
        Command::Write => Some(offer::<WriteReport>(&it.reference)),
        Command::Report => Some(offer::<CompleteReport>(&it.reference)),
        Command::Publish if !to_publish(it, actor).is_empty() => Some(offer::<PublishReport>(&it.reference)),
        _ => None,
    };
    it.available(actor).iter().filter_map(offer).collect()
}

/// The parties for which this actor can still publish, as options.
pub(super) fn to_publish(it: &Outcome, actor: &Actor) -> Vec<Choice> {
    let mine = it.unpublished().filter(|party| policy::may_speak_for(actor, party.organisation).is_ok());
    let option = |value: String, text: &String| Choice { value, text: text.clone(), hint: String::new() };
    mine.map(|party| option(party.organisation.to_string(), &party.name)).collect()
}

/// Opens an act on the report in the address, if this command is possible now.
async fn opened(desk: Desk<'_>, command: Command) -> Result<(Outcome, Opened)> {
    let it = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
    it.outcome(desk.actor, command)?;
    let facts = json!({ "reference": it.reference, "title": it.title });
    let opened = Opened { facts, back: path(&it.reference), version: Some(it.version), ..Opened::default() };
    Ok((it, opened))
}

const FACTORS: &[Field] = &[Field::line("factor"), Field::new("answer", Kind::Line(1000)).later()];
const PACK: &[Field] = &[Field::line("piece"), Field::new("link", Kind::Link).optional()];
const AUTHORS: &[Field] = &[Field::line("role"), Field::line("paid_by").later()];

/// Write the report. Nothing must be complete yet.
struct WriteReport;

impl Act for WriteReport {
    const NAME: &'static str = "outcome.write";
    const PATH: &'static str = "/outcomes/{reference}/text";
    const FORM: &'static [Field] = &[
        Field::text("done").later(),
        Field::text("results").later(),
        Field::text("benefits_patients").later(),
        Field::text("benefits_nhs").later(),
        Field::text("benefits_industry").later(),
        Field::text("disbenefits").later(),
        Field::text("inequalities").later(),
        Field::text("incidents").optional(),
        Field::rows("factors", FACTORS).later(),
        Field::choice("next", &["commission", "continue", "extend", "end"]).later(),
        Field::text("next_steps").later(),
        Field::rows("pack", PACK),
        Field::text("limits").later(),
        Field::text("funding").later(),
        Field::rows("authors", AUTHORS).later(),
    ];
    type Input = Content;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let (it, opened) = opened(desk, Command::Write).await?;
        Ok(Opened { values: json!(it.content), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, content: Content) -> Result<Done> {
        let it = actions::write(unit, &address.reference()?, content).await?;
        Ok(Done::to(path(&it.reference)))
    }
}

/// Complete the report: the parties publish it next.
struct CompleteReport;

impl Act for CompleteReport {
    const NAME: &'static str = "outcome.report";
    const PATH: &'static str = "/outcomes/{reference}/completion";
    const FORM: &'static [Field] = &[Field::new("complete", Kind::Yes)];
    const FLOW: Flow = Flow::Checked;
    type Input = Value;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let (it, opened) = opened(desk, Command::Report).await?;
        gate(forms::labelled("outcome.write", it.content.missing()))?;
        Ok(opened)
    }
    async fn run(unit: &mut Unit, address: &Address, _: Value) -> Result<Done> {
        let it = actions::report(unit, &address.reference()?).await?;
        Ok(Done::to(path(&it.reference)))
    }
}

/// Publish the report for one's organisation.
struct PublishReport;

#[derive(Deserialize)]
struct Publishing {
    organisation: String,
    #[serde(rename = "where")]
    place: String,
    link: String,
}

impl Act for PublishReport {
    const NAME: &'static str = "outcome.publish";
    const PATH: &'static str = "/outcomes/{reference}/publications";
    const FORM: &'static [Field] = &[
        Field::pick("organisation"),
        Field::choice("where", &["here", "own"]),
        Field::new("link", Kind::Link).optional(),
        Field::new("attested", Kind::Yes),
    ];
    const FLOW: Flow = Flow::Checked;
    type Input = Publishing;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let actor = desk.actor.clone();
        let (it, opened) = opened(desk, Command::Publish).await?;
        let options = to_publish(&it, &actor);
        let only = if let [only] = options.as_slice() { only.value.clone() } else { String::new() };
        let values = json!({ "organisation": only });
        Ok(Opened { values, version: None, options: [("organisation", options)].into(), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: Publishing) -> Result<Done> {
        let organisation = organisations::actions::picked(&mut unit.tx, &input.organisation, "organisation").await?;
        if input.place == "own" && input.link.is_empty() {
            return Err(Reason::new("publication_needs_link").at("link").into());
        }
        let link = if input.place == "own" { input.link } else { String::new() };
        let it = actions::publish(unit, &address.reference()?, organisation, link).await?;
        Ok(Done::to(path(&it.reference)))
    }
}
