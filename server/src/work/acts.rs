//! What people switch on and off about their own work. The calendar's address is made in `calendar.rs`: an act's answer is
//! kept, and a secret must not be.
use super::actions;
use crate::{
    acts::{Act, Acts, Address, Desk, Opened},
    error::{Done, Error, Result},
    unit::Unit,
};
use domain::actor::Actor;

/// The acts of this room.
pub fn acts() -> Acts {
    Acts::new().with::<BeginDigest>().with::<EndDigest>().with::<RevokeCalendar>()
}

const BACK: &str = "/work";

/// Refuses whoever is not somebody: programs come by token, the public not at all.
fn somebody(actor: &Actor) -> Result<()> {
    if *actor == Actor::public() { Err(Error::SignInFirst) } else { Ok(()) }
}

fn opened() -> Opened {
    Opened { back: BACK.into(), ..Opened::default() }
}

/// Get a mail each working morning.
struct BeginDigest;

impl Act for BeginDigest {
    const NAME: &'static str = "digest.begin";
    const PATH: &'static str = "/account/digest";
    type Input = ();

    async fn open(_: Desk<'_>) -> Result<Opened> {
        Ok(opened())
    }
    async fn run(unit: &mut Unit, _: &Address, (): ()) -> Result<Done> {
        somebody(&unit.actor)?;
        actions::begin_digest(unit).await?;
        Ok(Done::to(BACK))
    }
}

/// Get no more of it.
struct EndDigest;

impl Act for EndDigest {
    const NAME: &'static str = "digest.end";
    const PATH: &'static str = "/account/digest/end";
    type Input = ();

    async fn open(_: Desk<'_>) -> Result<Opened> {
        Ok(opened())
    }
    async fn run(unit: &mut Unit, _: &Address, (): ()) -> Result<Done> {
        somebody(&unit.actor)?;
        actions::end_digest(unit).await?;
        Ok(Done::to(BACK))
    }
}

/// Take the secret address of one's calendar back.
struct RevokeCalendar;

impl Act for RevokeCalendar {
    const NAME: &'static str = "calendar.revoke";
    const PATH: &'static str = "/account/calendar/revocation";
    type Input = ();

    async fn open(_: Desk<'_>) -> Result<Opened> {
        Ok(Opened { back: "/account/calendar".into(), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, _: &Address, (): ()) -> Result<Done> {
        somebody(&unit.actor)?;
        actions::revoke_calendar(unit).await?;
        Ok(Done::to("/account/calendar"))
    }
}
