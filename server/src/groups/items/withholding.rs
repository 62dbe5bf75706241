//! What the acts ask by which a decision is kept from the public until a day, or released before it.
use super::{
    actions,
    acts::{onwards_or_board, opened},
};
use crate::{
    acts::{Act, Address, Desk, Opened},
    error::{Done, Result},
    forms::{Field, Kind as Of},
    unit::Unit,
};
use domain::item::Command;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
pub(super) struct WithholdInput {
    because: String,
    until: Date,
}

/// Keep the decision from the public.
pub(super) struct Withhold;

impl Act for Withhold {
    const NAME: &'static str = "item.withhold";
    const PATH: &'static str = "/items/{reference}/withholding";
    const FORM: &'static [Field] = &[Field::new("because", Of::Text(1000)), Field::new("until", Of::Date)];
    type Input = WithholdInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let (item, opened) = opened(desk, Command::Withhold).await?;
        if item.public {
            return Err(crate::forms::Problem::new("already_public").into());
        }
        let values = item.withheld.map(|it| json!({ "because": it.because, "until": it.until })).unwrap_or_default();
        Ok(Opened { values, version: Some(item.version), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, it: WithholdInput) -> Result<Done> {
        let item = actions::withhold(unit, &address.reference()?, it.because, it.until).await?;
        onwards_or_board(unit, &item).await
    }
}

/// Release a decision before its day.
pub(super) struct Release;

impl Act for Release {
    const NAME: &'static str = "item.release";
    const PATH: &'static str = "/items/{reference}/withholding/end";
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let (item, opened) = opened(desk, Command::Release).await?;
        match item.withheld {
            Some(_) => Ok(opened),
            None => Err(crate::forms::Problem::new("not_withheld").into()),
        }
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        let item = actions::release(unit, &address.reference()?).await?;
        onwards_or_board(unit, &item).await
    }
}
