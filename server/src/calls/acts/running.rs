//! A public call: more time, the opening of the responses by two people, an end without a partner.
use super::{done, opened};
use crate::{
    acts::{Act, Address, Desk, Flow, Opened, Proof},
    calls::actions::{self, Extension},
    error::{Done, Result},
    forms::{Field, Kind},
    unit::Unit,
};
use domain::{call::Command, time::Timestamp};
use serde::Deserialize;
use serde_json::json;

/// Give more time.
pub struct ExtendCall;

/// The new times, and why.
#[derive(Deserialize)]
pub struct ExtendInput {
    deadline: Timestamp,
    reason: String,
    changed: String,
}

impl Act for ExtendCall {
    const NAME: &'static str = "call.extend";
    const PATH: &'static str = "/calls/{reference}/extension";
    const FORM: &'static [Field] =
        &[Field::new("deadline", Kind::Moment), Field::text("reason"), Field::text("changed").optional()];
    const FLOW: Flow = Flow::Checked;
    type Input = ExtendInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let (call, opened) = opened(desk, Command::Extend).await?;
        Ok(Opened { values: json!({ "deadline": call.content.deadline }), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: ExtendInput) -> Result<Done> {
        let ExtendInput { deadline, reason, changed } = input;
        done(&actions::extend(unit, &address.reference()?, Extension { deadline, reason, changed }).await?)
    }
}

/// Begin to open the responses: the first of two people.
pub struct OpenResponses;

impl Act for OpenResponses {
    const NAME: &'static str = "call.open";
    const PATH: &'static str = "/calls/{reference}/opening";
    const PROOF: Proof = Proof::Fresh;
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened(desk, Command::Open).await.map(|(_, opened)| opened)
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        done(&actions::open(unit, &address.reference()?).await?)
    }
}

/// Open the responses: the second of two people.
pub struct ConfirmOpening;

impl Act for ConfirmOpening {
    const NAME: &'static str = "call.confirm_opening";
    const PATH: &'static str = "/calls/{reference}/opening/confirmation";
    const PROOF: Proof = Proof::Fresh;
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened(desk, Command::Confirm).await.map(|(_, opened)| opened)
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        done(&actions::confirm(unit, &address.reference()?).await?)
    }
}

/// End a call without a partner.
pub struct EndCall;

/// Why nobody was chosen.
#[derive(Deserialize)]
pub struct EndInput {
    reasons: String,
}

impl Act for EndCall {
    const NAME: &'static str = "call.end";
    const PATH: &'static str = "/calls/{reference}/end";
    const FORM: &'static [Field] = &[Field::text("reasons")];
    const FLOW: Flow = Flow::Checked;
    type Input = EndInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened(desk, Command::End).await.map(|(_, opened)| opened)
    }
    async fn run(unit: &mut Unit, address: &Address, input: EndInput) -> Result<Done> {
        done(&actions::end(unit, &address.reference()?, input.reasons).await?)
    }
}
