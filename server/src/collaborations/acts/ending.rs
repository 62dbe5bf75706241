//! At the end: completion, early stop, closure (D4, E1).
use super::{opened, path};
use crate::{
    acts::{Act, Address, Desk, Flow, Opened},
    collaborations::actions,
    error::{Done, Result},
    forms::{Field, Kind},
    unit::Unit,
};
use domain::collaboration::{Command, Ended, Trigger};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;

/// Ask the group to agree that the project is completed.
pub struct Ask;

/// The day of completion.
#[derive(Deserialize)]
pub struct AskInput {
    on: Date,
}

impl Act for Ask {
    const NAME: &'static str = "collaboration.complete";
    const PATH: &'static str = "/collaborations/{reference}/completion";
    const FORM: &'static [Field] = &[Field::new("on", Kind::Date)];
    const FLOW: Flow = Flow::Checked;
    type Input = AskInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let today = desk.at.day();
        let (it, opened) = opened(desk, Command::Ask).await?;
        let on = it.planned()?.ends_on.min(today);
        Ok(Opened { values: json!({ "on": on }), version: Some(it.version), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: AskInput) -> Result<Done> {
        let it = actions::ask(unit, &address.reference()?, input.on).await?;
        Ok(Done::to(path(&it.reference)))
    }
}

/// End the project early.
pub struct Stop;

/// When and why it ends.
#[derive(Deserialize)]
pub struct StopInput {
    on: Date,
    trigger: Trigger,
    reasons: String,
}

impl Act for Stop {
    const NAME: &'static str = "collaboration.stop";
    const PATH: &'static str = "/collaborations/{reference}/stop";
    const FORM: &'static [Field] = &[
        Field::new("on", Kind::Date),
        Field::choice(
            "trigger",
            &["party_leaves", "takeover", "breach_of_code", "changed_guideline", "safety", "no_means", "other_reason"],
        ),
        Field::text("reasons"),
    ];
    const FLOW: Flow = Flow::Checked;
    type Input = StopInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let today = desk.at.day();
        let (it, opened) = opened(desk, Command::Stop).await?;
        Ok(Opened { values: json!({ "on": today }), version: Some(it.version), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: StopInput) -> Result<Done> {
        let ended = Ended { on: input.on, trigger: Some(input.trigger), reasons: input.reasons };
        let it = actions::stop(unit, &address.reference()?, ended).await?;
        Ok(Done::to(path(&it.reference)))
    }
}

/// Close the project: nothing more will happen here.
pub struct Close;

impl Act for Close {
    const NAME: &'static str = "collaboration.close";
    const PATH: &'static str = "/collaborations/{reference}/closure";
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened(desk, Command::Close).await.map(|(_, opened)| opened)
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        let it = actions::close(unit, &address.reference()?).await?;
        Ok(Done::to(path(&it.reference)))
    }
}
