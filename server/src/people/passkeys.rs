//! Passkeys (WebAuthn): a key pair in somebody's device or password manager, which lets them in once the device has checked
//! that it is them. Each use answers a challenge that was given to this browser, for this purpose, once.
use super::store::{
    self as people,
    passkeys::{self as store, Kept},
};
use crate::{
    error::{Error, Result},
    forms::Problem,
    ids, sessions,
    web::App,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use db::Tx;
use domain::ids::PersonId;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use url::Url;
use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{
        DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential,
        WebauthnError,
    },
};

/// How long a challenge may be answered, in seconds: as long as browsers wait for their user.
const PATIENCE_SECONDS: i64 = 300;
/// How many passkeys somebody may have.
pub const MOST: usize = 20;

/// Where passkeys work: at one address, which they are bound to.
pub struct Party {
    webauthn: Webauthn,
    /// The address without a path: the browser must be there.
    pub origin: String,
}

/// Where passkeys work for people who use this address; nowhere unless it is https with a name. On this machine it is
/// `localhost`, since browsers take no number for a name.
pub fn party(base_url: &str, service: &str) -> Option<Party> {
    let mut url = Url::parse(base_url).ok()?;
    if url.host_str().is_some_and(|host| ["127.0.0.1", "[::1]"].contains(&host)) {
        url.set_host(Some("localhost")).ok()?;
    }
    let name = url.domain()?.to_string();
    if url.scheme() != "https" && name != "localhost" {
        return None;
    }
    let origin = url.origin().ascii_serialization();
    let url = Url::parse(&origin).ok()?;
    let webauthn = WebauthnBuilder::new(&name, &url).ok()?.rp_name(service).build().ok()?;
    Some(Party { webauthn, origin })
}

/// What a challenge is for: an answer to one is none to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To sign in.
    SignIn,
    /// To prove anew who one is.
    Proof,
    /// To add a passkey.
    Add,
}

/// The browser of a session or visitor cookie, for one purpose.
#[derive(Debug, Clone, Copy)]
pub struct Browser<'a> {
    /// The secret of the cookie.
    pub visitor: &'a str,
    /// What for.
    pub purpose: Purpose,
}

impl Browser<'_> {
    fn hash(self) -> String {
        sessions::hash(&format!("passkey {:?}\n{}", self.purpose, self.visitor))
    }
}

/// A passkey that was not taken, and why; nothing has changed.
pub type Answered<T> = std::result::Result<T, Problem>;

fn here(app: &App) -> Result<&Party> {
    app.passkeys().ok_or(Error::NotFound)
}

fn fault(error: impl std::fmt::Display) -> Error {
    Error::Fault(format!("passkeys: {error}"))
}

async fn challenge(app: &App, browser: Browser<'_>, state: &impl Serialize) -> Result<()> {
    let (state, now) = (serde_json::to_string(state).map_err(fault)?, app.clock.carried());
    let mut tx = app.db.write().await?;
    store::challenge(&mut tx, &browser.hash(), &state, now, now.plus_seconds(PATIENCE_SECONDS)).await?;
    Ok(tx.commit().await?)
}

/// The challenge that this browser was given, if it may still be answered. It is gone now, whatever the answer is worth.
async fn answered<T: DeserializeOwned>(app: &App, browser: Browser<'_>) -> Result<Answered<T>> {
    let mut tx = app.db.write().await?;
    let state = store::answered(&mut tx, &browser.hash(), app.clock.carried()).await?;
    tx.commit().await?;
    match state {
        Some(state) => Ok(Ok(serde_json::from_str(&state).map_err(fault)?)),
        None => Ok(Err(Problem::new("passkey_ended"))),
    }
}

/// What the browser is asked to find one passkey: any that it has for this service, or one of some.
pub async fn ask(app: &App, browser: Browser<'_>, among: &[Kept]) -> Result<Value> {
    let (asked, state) = here(app)?.webauthn.start_discoverable_authentication().map_err(fault)?;
    challenge(app, browser, &state).await?;
    let mut asked = json!(asked.public_key);
    asked["allowCredentials"] = descriptors(among);
    Ok(asked)
}

fn descriptors(list: &[Kept]) -> Value {
    list.iter().map(|it| json!({ "type": "public-key", "id": it.credential })).collect()
}

/// Whose passkey is awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// That of anybody who may sign in.
    Anybodys,
    /// That of one person.
    Of(PersonId),
}

/// Why somebody's passkey is not one that is awaited; none if it is. An account that ended is answered as one that never
/// was.
async fn stranger(tx: &mut Tx, whose: Whose, person: PersonId) -> Result<Option<&'static str>> {
    match whose {
        Whose::Of(awaited) => Ok((awaited != person).then_some("passkey_not_yours")),
        Whose::Anybodys => {
            let account = people::account(tx, person).await?;
            Ok(account.is_none_or(|account| !account.active).then_some("passkey_unknown"))
        }
    }
}

/// Whose passkey answered the challenge of this browser, and that it was used; or why it was not taken.
pub async fn shown(app: &App, browser: Browser<'_>, whose: Whose, answer: &str) -> Result<Answered<PersonId>> {
    let state: DiscoverableAuthentication = match answered(app, browser).await? {
        Ok(state) => state,
        Err(problem) => return Ok(Err(problem)),
    };
    let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(answer) else {
        return Ok(Err(Problem::new("passkey_unreadable")));
    };
    let mut tx = app.db.write().await?;
    let known = store::called(&mut tx, &URL_SAFE_NO_PAD.encode(&answer.raw_id)).await?;
    let Some(known) = known.filter(|it| answer.get_user_unique_id().is_none_or(|of| of == it.handle.0.as_bytes()))
    else {
        return Ok(Err(Problem::new("passkey_unknown")));
    };
    if let Some(code) = stranger(&mut tx, whose, known.person).await? {
        return Ok(Err(Problem::new(code)));
    }
    let mut key: Passkey = serde_json::from_str(&known.body).map_err(fault)?;
    let found = here(app)?.webauthn.finish_discoverable_authentication_v2(&answer, state, &key);
    let used = match found {
        Ok(used) => used,
        Err(error) => return Ok(Err(refused(app, &error))),
    };
    key.update_credential(&used);
    let body = serde_json::to_string(&key).map_err(fault)?;
    if !store::note_use(&mut tx, &known, &body, app.clock.now()).await? {
        return Ok(Err(Problem::new("passkey_ended")));
    }
    tx.commit().await?;
    Ok(Ok(known.person))
}

/// Why an answer is none: what its reader can do about it. The rest is for the log.
fn refused(app: &App, error: &WebauthnError) -> Problem {
    tracing::info!(%error, "a passkey was refused: {error}");
    match error {
        WebauthnError::InvalidRPOrigin | WebauthnError::InvalidRPIDHash | WebauthnError::CredentialCrossOrigin => {
            Problem::new("passkey_elsewhere").with("origin", app.passkeys().map_or("", |party| party.origin.as_str()))
        }
        WebauthnError::UserNotVerified => Problem::new("passkey_unverified"),
        WebauthnError::CredentialPossibleCompromise => Problem::new("passkey_copied"),
        _ => Problem::new("passkey_wrong"),
    }
}

/// Somebody for whom a passkey is made.
#[derive(Debug)]
pub struct Owner<'a> {
    /// Who.
    pub person: PersonId,
    /// Their e-mail address: what the authenticator shows.
    pub email: &'a str,
    /// Their name.
    pub name: &'a str,
}

/// What the browser is asked to make a passkey that it can find by itself, on an authenticator that has none of these yet.
pub async fn offer(app: &App, browser: Browser<'_>, owner: &Owner<'_>, there: &[Kept]) -> Result<Value> {
    let begun = here(app)?.webauthn.start_passkey_registration(owner.person.0, owner.email, owner.name, None);
    let (asked, state) = begun.map_err(fault)?;
    challenge(app, browser, &state).await?;
    let mut asked = json!(asked.public_key);
    asked["excludeCredentials"] = descriptors(there);
    asked["authenticatorSelection"]["residentKey"] = json!("required");
    asked["authenticatorSelection"]["requireResidentKey"] = json!(true);
    Ok(asked)
}

/// The passkey that was made in answer to the challenge of this browser, not kept yet; or why it is none.
pub async fn made(app: &App, browser: Browser<'_>, of: PersonId, name: &str, answer: &str) -> Result<Answered<Kept>> {
    let state: PasskeyRegistration = match answered(app, browser).await? {
        Ok(state) => state,
        Err(problem) => return Ok(Err(problem)),
    };
    let Ok(answer) = serde_json::from_str::<RegisterPublicKeyCredential>(answer) else {
        return Ok(Err(Problem::new("passkey_unreadable")));
    };
    match here(app)?.webauthn.finish_passkey_registration(&answer, &state) {
        Ok(key) => Ok(Ok(Kept {
            id: ids::new(|id| id),
            person: of,
            handle: of,
            credential: URL_SAFE_NO_PAD.encode(key.cred_id()),
            name: name.into(),
            body: serde_json::to_string(&key).map_err(fault)?,
            made_at: app.clock.now(),
            used_at: None,
        })),
        Err(error) => Ok(Err(refused(app, &error))),
    }
}
