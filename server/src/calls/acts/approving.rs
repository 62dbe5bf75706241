//! From a written call to a public one: declaration, screening, the group's approval, publication.
use super::{about, done, opened, writing::STAKE};
use crate::{
    acts::{Act, Address, Desk, Flow, Opened},
    calls::actions::{self, Found},
    error::{Done, Result},
    forms::{Field, Kind},
    unit::Unit,
};
use domain::{
    call::{Command, Interest, Route, Stake, Verdict},
    policy,
};
use serde::Deserialize;
use serde_json::json;

/// Declare an interest in a call, or none, as somebody who writes it.
pub struct DeclareStake;

/// What they declare, and about what.
#[derive(Deserialize)]
pub struct StakeInput {
    stake: Interest,
    stake_about: String,
}

impl Act for DeclareStake {
    const NAME: &'static str = "call.declare";
    const PATH: &'static str = "/calls/{reference}/declaration";
    const FORM: &'static [Field] =
        &[Field::choice("stake", STAKE), Field::new("stake_about", Kind::Text(1000)).optional()];
    type Input = StakeInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let person = desk.actor.person;
        let (call, opened) = opened(desk, Command::Declare).await?;
        let mine = call.declarations.iter().find(|declaration| declaration.by == person);
        let values = mine.map(|it| json!({ "stake": it.stake.interest, "stake_about": it.stake.about }));
        // Everybody writes a line of their own, so two may declare at once: there is no version to write over.
        Ok(Opened { values: values.unwrap_or_default(), version: None, ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: StakeInput) -> Result<Done> {
        let stake = Stake { interest: input.stake, about: input.stake_about };
        done(&actions::declare(unit, &address.reference()?, stake).await?)
    }
}

const VERDICTS: &[&str] =
    &["not_procurement", "procurement_act_above", "procurement_act_below", "provider_selection_regime"];
const ROUTES: &[&str] = &["collaborative_working", "joint_working", "research", "donation_or_grant", "sponsorship"];

/// Record the procurement screening.
pub struct ScreenCall;

/// The answers to the screening, with the reasons.
#[derive(Deserialize)]
pub struct ScreenInput {
    finding: Verdict,
    intended_route: Route,
    reasons: String,
}

impl Act for ScreenCall {
    const NAME: &'static str = "call.screen";
    const PATH: &'static str = "/calls/{reference}/screening";
    const FORM: &'static [Field] =
        &[Field::choice("finding", VERDICTS), Field::choice("intended_route", ROUTES), Field::text("reasons")];
    type Input = ScreenInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let (call, opened) = opened(desk, Command::Screen).await?;
        let values = call
            .screening
            .as_ref()
            .map(|it| json!({ "finding": it.verdict, "intended_route": it.route, "reasons": it.reasons }));
        Ok(Opened { values: values.unwrap_or_default(), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: ScreenInput) -> Result<Done> {
        let found = Found { verdict: input.finding, route: input.intended_route, reasons: input.reasons };
        done(&actions::screen(unit, &address.reference()?, found).await?)
    }
}

/// Put this very text before the group.
pub struct SubmitCall;

impl Act for SubmitCall {
    const NAME: &'static str = "call.submit_for_approval";
    const PATH: &'static str = "/calls/{reference}/submission";
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened(desk, Command::Submit).await.map(|(_, opened)| opened)
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        done(&actions::submit(unit, &address.reference()?).await?)
    }
}

/// Make an approved call public. The form opens as long as it is not public, and says all that is in the way.
pub struct PublishCall;

impl Act for PublishCall {
    const NAME: &'static str = "call.publish";
    const PATH: &'static str = "/calls/{reference}/publication";
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let call = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
        policy::may_call(desk.actor, Command::Publish, &call)?;
        if call.is_public() {
            call.outcome(desk.actor, Command::Publish)?;
        }
        Ok(about(&call))
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        done(&actions::publish(unit, &address.reference()?).await?)
    }
}

/// Take a call back.
pub struct CancelCall;

/// Why.
#[derive(Deserialize)]
pub struct CancelInput {
    reasons: String,
}

impl Act for CancelCall {
    const NAME: &'static str = "call.cancel";
    const PATH: &'static str = "/calls/{reference}/cancellation";
    const FORM: &'static [Field] = &[Field::text("reasons")];
    const FLOW: Flow = Flow::Checked;
    type Input = CancelInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened(desk, Command::Cancel).await.map(|(_, opened)| opened)
    }
    async fn run(unit: &mut Unit, address: &Address, input: CancelInput) -> Result<Done> {
        done(&actions::cancel(unit, &address.reference()?, input.reasons).await?)
    }
}
