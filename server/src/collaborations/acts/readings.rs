//! Entering readings: one through a form, many as a list (D2).
use super::{choice, number, only, opened, path};
use crate::{
    acts::{Act, Address, Desk, Opened},
    collaborations::readings,
    error::{Done, Result},
    forms::{Choice, Field, Kind},
    unit::Unit,
};
use domain::collaboration::{Collaboration, Command, readings::Entry};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::json;

/// Enter one reading of a measure, or correct one.
pub struct EnterReading;

/// One reading as it is typed.
#[derive(Deserialize)]
pub struct ReadingInput {
    measure: String,
    period: Date,
    numerator: Option<Decimal>,
    denominator: Option<Decimal>,
    value: Option<Decimal>,
    reason: String,
}

impl Act for EnterReading {
    const NAME: &'static str = "reading.enter";
    const PATH: &'static str = "/collaborations/{reference}/readings";
    const FORM: &'static [Field] = &[
        Field::pick("measure"),
        Field::new("period", Kind::Date),
        Field::new("numerator", Kind::Decimal).optional(),
        Field::new("denominator", Kind::Decimal).optional(),
        Field::new("value", Kind::Decimal).optional(),
        Field::line("reason").optional(),
    ];
    type Input = ReadingInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let (it, opened) = opened(desk, Command::Enter).await?;
        let options = measures(&it)?;
        let values = json!({ "measure": only(&options) });
        Ok(Opened { values, options: [("measure", options)].into(), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: ReadingInput) -> Result<Done> {
        let ReadingInput { measure, period, numerator, denominator, value, reason } = input;
        let entry = Entry { measure: number(&measure), period, numerator, denominator, value, reason };
        let it = readings::enter(unit, &address.reference()?, vec![entry]).await?;
        Ok(Done::to(path(&it.reference)).with("readings", it.readings))
    }
}

/// Enter a list of readings.
pub struct ImportReadings;

/// A list as it is pasted.
#[derive(Deserialize)]
pub struct Lines {
    lines: String,
}

impl Act for ImportReadings {
    const NAME: &'static str = "readings.import";
    const PATH: &'static str = "/collaborations/{reference}/readings/import";
    const FORM: &'static [Field] = &[Field::new("lines", Kind::Text(500_000))];
    const TEMPLATE: &'static str = "collaborations/import.html";
    type Input = Lines;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let (it, mut opened) = opened(desk, Command::Enter).await?;
        opened.facts["measures"] = json!(it.planned()?.measures);
        Ok(opened)
    }
    async fn run(unit: &mut Unit, address: &Address, input: Lines) -> Result<Done> {
        let (it, count) = readings::import(unit, &address.reference()?, &input.lines).await?;
        Ok(Done::to(path(&it.reference)).with("entered", count))
    }
}

fn measures(it: &Collaboration) -> Result<Vec<Choice>> {
    let named = (1..).zip(&it.planned()?.measures);
    Ok(named.map(|(number, measure): (usize, _)| choice(number, measure.name.clone())).collect())
}
