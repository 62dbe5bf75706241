//! What a declaration of interests asks.
use super::{super::words, actions};
use crate::{
    acts::{Act, Acts, Address, Desk, Opened, offer},
    error::{Done, Result},
    forms::{Field, Kind as Of},
    unit::Unit,
};
use serde_json::Value;

/// The acts on interests.
pub fn acts() -> Acts {
    Acts::new().with::<DeclareInterest>()
}

/// The link to declaring.
pub fn offer_declare() -> Value {
    offer::<DeclareInterest>("")
}

/// Declare a standing interest, or that there is none.
struct DeclareInterest;

impl Act for DeclareInterest {
    const NAME: &'static str = "interest.declare";
    const PATH: &'static str = "/interests/new";
    const FORM: &'static [Field] = &[
        Field::choice("kind", &words::INTEREST_KINDS),
        Field::text("description").optional(),
        Field::line("organisation").optional(),
        Field::new("from", Of::Date).optional(),
        Field::new("to", Of::Date).optional(),
    ];
    type Input = actions::Declared;

    async fn open(_: Desk<'_>) -> Result<Opened> {
        Ok(Opened { back: "/interests".into(), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, _: &Address, it: actions::Declared) -> Result<Done> {
        let interest = actions::declare(unit, it).await?;
        Ok(Done::to("/interests").with("reference", interest.reference))
    }
}
