//! While it runs: milestones, contributions, transfers of value (D1, D3).
use super::{choice, number, only, opened, parties, path};
use crate::{
    acts::{Act, Address, Desk, Flow, Opened},
    collaborations::actions,
    error::{Done, Result},
    forms::{Choice, Field, Kind},
    organisations,
    unit::Unit,
};
use domain::{
    collaboration::{Answer, Answered, Collaboration, Command, Made, Tick, Transfer, TransferDraft},
    money::Pounds,
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;

/// Note that a milestone was reached.
pub struct TickMilestone;

/// What was reached.
#[derive(Deserialize)]
pub struct TickInput {
    milestone: String,
    on: Date,
    evidence: String,
}

impl Act for TickMilestone {
    const NAME: &'static str = "milestone.tick";
    const PATH: &'static str = "/collaborations/{reference}/milestones";
    const FORM: &'static [Field] = &[Field::pick("milestone"), Field::new("on", Kind::Date), Field::text("evidence")];
    type Input = TickInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let today = desk.at.day();
        let (it, opened) = opened(desk, Command::Tick).await?;
        let options: Vec<Choice> = it.to_tick().iter().map(|(n, it)| choice(n, it.name.clone())).collect();
        let values = json!({ "milestone": only(&options), "on": today });
        Ok(Opened { values, options: [("milestone", options)].into(), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: TickInput) -> Result<Done> {
        let tick = Tick { milestone: number(&input.milestone), on: input.on, evidence: input.evidence };
        let it = actions::tick(unit, &address.reference()?, tick).await?;
        Ok(Done::to(path(&it.reference)))
    }
}

/// Record what one's organisation put in.
pub struct RecordContribution;

/// What was put in.
#[derive(Deserialize)]
pub struct MadeInput {
    contribution: String,
    amount: Pounds,
    on: Date,
    note: String,
}

impl Act for RecordContribution {
    const NAME: &'static str = "contribution.record";
    const PATH: &'static str = "/collaborations/{reference}/contributions";
    const FORM: &'static [Field] = &[
        Field::pick("contribution"),
        Field::new("amount", Kind::Money),
        Field::new("on", Kind::Date),
        Field::line("note"),
    ];
    type Input = MadeInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let (actor, today) = (desk.actor.clone(), desk.at.day());
        let (it, opened) = opened(desk, Command::Contribute).await?;
        let options: Vec<Choice> = it.to_contribute(&actor).iter().map(|(n, it)| choice(n, it.what.clone())).collect();
        let values = json!({ "contribution": only(&options), "on": today });
        Ok(Opened { values, options: [("contribution", options)].into(), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: MadeInput) -> Result<Done> {
        let MadeInput { contribution, amount, on, note } = input;
        let made = Made { contribution: number(&contribution), amount, on, note };
        let it = actions::contribute(unit, &address.reference()?, made).await?;
        Ok(Done::to(path(&it.reference)))
    }
}

/// Record a transfer of value.
pub struct RecordTransfer;

/// A transfer as it is typed.
#[derive(Deserialize)]
pub struct TransferInput {
    payer: String,
    payee: String,
    amount: Pounds,
    on: Date,
    what: String,
}

impl Act for RecordTransfer {
    const NAME: &'static str = "transfer.record";
    const PATH: &'static str = "/collaborations/{reference}/transfers";
    const FORM: &'static [Field] = &[
        Field::pick("payer"),
        Field::pick("payee"),
        Field::new("amount", Kind::Money),
        Field::new("on", Kind::Date),
        Field::line("what"),
    ];
    const FLOW: Flow = Flow::Checked;
    type Input = TransferInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let today = desk.at.day();
        let (it, opened) = opened(desk, Command::Transfer).await?;
        let payers = parties(it.companies());
        let values = json!({ "payer": only(&payers), "on": today });
        Ok(Opened { values, options: [("payer", payers), ("payee", parties(&it.parties))].into(), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: TransferInput) -> Result<Done> {
        let payer = organisations::actions::picked(&mut unit.tx, &input.payer, "payer").await?;
        let payee = organisations::actions::picked(&mut unit.tx, &input.payee, "payee").await?;
        let draft = TransferDraft { payer, payee, amount: input.amount, on: input.on, what: input.what };
        let it = actions::transfer(unit, &address.reference()?, draft).await?;
        Ok(Done::to(path(&it.reference)).with("transfer", it.transfers.len()))
    }
}

/// Confirm or dispute a transfer for the other side.
pub struct AnswerTransfer;

/// The other side's answer.
#[derive(Deserialize)]
pub struct AnswerInput {
    transfer: String,
    answered: Answered,
    reason: String,
}

impl Act for AnswerTransfer {
    const NAME: &'static str = "transfer.answer";
    const PATH: &'static str = "/collaborations/{reference}/transfers/answer";
    const FORM: &'static [Field] = &[
        Field::pick("transfer"),
        Field::choice("answered", &["confirmed", "disputed"]),
        Field::line("reason").optional(),
    ];
    type Input = AnswerInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let actor = desk.actor.clone();
        let (it, opened) = opened(desk, Command::Confirm).await?;
        let options: Vec<Choice> = it.to_answer(&actor).iter().map(|(n, one)| choice(n, named(&it, one))).collect();
        let values = json!({ "transfer": only(&options) });
        Ok(Opened { values, options: [("transfer", options)].into(), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: AnswerInput) -> Result<Done> {
        let AnswerInput { transfer, answered, reason } = input;
        let answer = Answer { transfer: number(&transfer), answered, reason };
        let it = actions::answer(unit, &address.reference()?, answer).await?;
        Ok(Done::to(path(&it.reference)))
    }
}

fn named(it: &Collaboration, transfer: &Transfer) -> String {
    let payer = it.party(transfer.payer).map_or("", |party| &party.name);
    format!("{}, {}, {payer}, {}", transfer.amount, transfer.what, transfer.on)
}
