//! What casting a vote on an item asks: how, and why when it is against.
use super::{
    super::words,
    actions,
    acts::{onwards, opened},
};
use crate::{
    acts::{Act, Address, Desk, Opened},
    error::{Done, Result},
    forms::Field,
    unit::Unit,
};
use domain::item::{Command, Stance};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
pub(super) struct Vote {
    stance: Stance,
    reasons: String,
}

/// Cast one's own vote, or that of whoever one stands in for.
pub(super) struct CastVote;

impl Act for CastVote {
    const NAME: &'static str = "item.vote";
    const PATH: &'static str = "/items/{reference}/vote";
    const FORM: &'static [Field] = &[Field::choice("stance", &words::STANCES), Field::text("reasons").optional()];
    type Input = Vote;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let at = desk.at;
        let item = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
        let seated = actions::seated(desk.tx, &item, at).await?;
        seated.sitting(at).may_vote(&item, desk.actor.person)?;
        let cast = item.ballot(seated.sitting(at).vote_of(desk.actor.person));
        let values = cast.map(|it| json!({ "stance": it.stance, "reasons": it.reasons })).unwrap_or_default();
        let (_, opened) = opened(desk, Command::Vote).await?;
        Ok(Opened { values, ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, it: Vote) -> Result<Done> {
        let item = actions::vote(unit, &address.reference()?, it.stance, it.reasons).await?;
        onwards(unit, &item).await
    }
}
