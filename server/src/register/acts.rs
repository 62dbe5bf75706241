//! What people do to the register themselves; everything else follows from what they do elsewhere.
use super::actions;
use crate::{
    acts::{Act, Acts, Address, Desk, Opened},
    error::{Done, Result},
    unit::Unit,
};
use domain::policy;

/// The acts of this room.
pub fn acts() -> Acts {
    Acts::new().with::<RebuildSearch>()
}

/// Make the search index anew.
struct RebuildSearch;

impl Act for RebuildSearch {
    const NAME: &'static str = "register.rebuild";
    const PATH: &'static str = "/search/index";
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        policy::may_operate(desk.actor)?;
        Ok(Opened { back: "/search".into(), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, _: &Address, (): ()) -> Result<Done> {
        policy::may_operate(&unit.actor)?;
        actions::rebuild(&mut unit.tx).await?;
        Ok(Done::to("/search"))
    }
}
