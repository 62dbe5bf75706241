//! What people do with their own account: password, sessions, tokens.
use super::{actions, browsers};
use crate::{
    acts::{Act, Acts, Address, Desk, Opened},
    error::{Done, Error, Result},
    forms::{Field, Kind},
    sessions::{self, tokens},
    unit::Unit,
};
use domain::{actor::Actor, person::Event};
use serde::Deserialize;
use serde_json::json;

/// The acts on one's own account.
pub fn acts() -> Acts {
    Acts::new().with::<ChangePassword>().with::<EndSessions>().with::<EndSession>().with::<RevokeToken>()
}

const BACK: &str = "/account";

/// Refuses whoever is not somebody: programs come by token, the public not at all.
fn somebody(actor: &Actor) -> Result<()> {
    if *actor == Actor::public() { Err(Error::SignInFirst) } else { Ok(()) }
}

/// Set a new password, knowing the present one.
struct ChangePassword;

#[derive(Deserialize)]
struct Change {
    current: String,
    password: String,
}

impl Act for ChangePassword {
    const NAME: &'static str = "password.change";
    const PATH: &'static str = "/account/password";
    const FORM: &'static [Field] = &[Field::new("current", Kind::Password), Field::new_password("password")];
    type Input = Change;

    async fn open(_: Desk<'_>) -> Result<Opened> {
        Ok(Opened { back: BACK.into(), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, _: &Address, input: Change) -> Result<Done> {
        somebody(&unit.actor)?;
        actions::change_password(unit, input.current, input.password).await?;
        Ok(Done::to("/sign-in"))
    }
}

/// End every session of one's own.
struct EndSessions;

impl Act for EndSessions {
    const NAME: &'static str = "sessions.end";
    const PATH: &'static str = "/account/sign-out-everywhere";
    type Input = ();

    async fn open(_: Desk<'_>) -> Result<Opened> {
        Ok(Opened { back: BACK.into(), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, _: &Address, (): ()) -> Result<Done> {
        somebody(&unit.actor)?;
        sessions::end_all(&mut unit.tx, unit.actor.person).await?;
        Ok(Done::to("/sign-in"))
    }
}

/// End one session of one's own.
struct EndSession;

const SESSIONS: &str = "/account/sessions";

impl Act for EndSession {
    const NAME: &'static str = "session.revoke";
    const PATH: &'static str = "/account/sessions/{session}/end";
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let id: String = desk.address.part("session")?;
        let own = sessions::running(desk.tx, desk.actor.person, "", desk.at).await?;
        let session = own.into_iter().find(|session| session.id == id).ok_or(Error::NotFound)?;
        let facts = json!({ "title": browsers::words(&session.agent) });
        Ok(Opened { facts, back: SESSIONS.into(), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        let (id, person) = (address.part::<String>("session")?, unit.actor.person);
        match sessions::end_one(&mut unit.tx, person, &id).await? {
            true => Ok(Done::to(SESSIONS)),
            false => Err(Error::NotFound),
        }
    }
}

/// Take one of one's own tokens back.
struct RevokeToken;

impl Act for RevokeToken {
    const NAME: &'static str = "token.revoke";
    const PATH: &'static str = "/account/tokens/{token}/revocation";
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let id: String = desk.address.part("token")?;
        let own = tokens::issued(desk.tx, desk.actor.person, desk.at).await?;
        let token = own.into_iter().find(|token| token.id == id).ok_or(Error::NotFound)?;
        Ok(Opened { facts: json!({ "title": token.name }), back: "/account/tokens".into(), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        let (id, person) = (address.part::<String>("token")?, unit.actor.person);
        if !tokens::revoke(&mut unit.tx, person, &id).await? {
            return Err(Error::NotFound);
        }
        let person = super::store::find(&mut unit.tx, person).await?.ok_or(Error::NotFound)?;
        unit.witness(&person, Event::TokenRevoked);
        Ok(Done::to("/account/tokens"))
    }
}
