//! The second factor: six digits from an authenticator app (RFC 6238), or one of ten recovery codes. A deployment says
//! for which roles it must be there.
use super::{
    SECOND_FACTOR,
    store::{factors as store, passkeys},
};
use crate::{
    error::{Error, Result},
    ids,
    keys::{self, Keys, start::Before},
    sessions::{self, Method},
    web::App,
};
use db::Tx;
use domain::{
    actor::{Actor, Duty, Role, SeatRole},
    ids::PersonId,
    time::Timestamp,
};
use qrcodegen::{QrCode, QrCodeEcc};
use serde::Serialize;
use totp_rs::{Builder, Secret, Totp};

/// How many recovery codes somebody gets.
pub const CODES: usize = 10;
/// The length of a step of the app's clock, in seconds.
const STEP_SECONDS: u64 = 30;

/// The roles that need a second factor in this deployment: words of duties, of seats, `operator`, `auditor`, or
/// `everybody`.
#[derive(Debug, Clone, Default)]
pub struct Required(Vec<String>);

impl Required {
    /// Of the people with these roles.
    pub fn of(words: Vec<String>) -> Required {
        Required(words)
    }
    /// Every word that can be said.
    pub fn words() -> Vec<&'static str> {
        let duties = Duty::ALL.iter().map(|duty| duty.as_str());
        let seats = SeatRole::ALL.iter().map(|seat| seat.as_str());
        ["everybody", "operator", "auditor"].into_iter().chain(duties).chain(seats).collect()
    }
    /// Whether somebody with these roles needs one.
    pub fn asks(&self, actor: &Actor) -> bool {
        let says = |word: &str| self.0.iter().any(|said| said == word);
        says("everybody") || actor.roles.iter().any(|role| says(word(role)))
    }
}

fn word(role: &Role) -> &'static str {
    match role {
        Role::Operator => "operator",
        Role::Auditor => "auditor",
        Role::Does(duty, _) => duty.as_str(),
        Role::Sits(seat, _) => seat.as_str(),
        Role::Assesses(_) => Duty::Assessor.as_str(),
    }
}

/// Refuses whoever needs a second factor and has none, whatever they ask for. A passkey is one: a session must have been
/// proved with it; for a token, which its person made in such a session, it is enough that it is there.
pub async fn must_be_there(app: &App, tx: &mut Tx, actor: &Actor, session: Option<Method>) -> Result<()> {
    if !app.second_factor.asks(actor) || session == Some(Method::Passkey) {
        return Ok(());
    }
    if store::find(tx, actor.person).await?.is_some() || session.is_none() && passkeys::has(tx, actor.person).await? {
        return Ok(());
    }
    Err(Error::SecondFactorFirst)
}

/// Whether a password alone must not let somebody in: their roles need a second factor, and a passkey is what they have.
pub async fn password_is_too_little(app: &App, tx: &mut Tx, person: PersonId) -> Result<bool> {
    let Some((actor, _)) = super::store::actor(tx, person, app.clock.now()).await? else { return Ok(false) };
    let only = store::find(tx, person).await?.is_none() && passkeys::has(tx, person).await?;
    Ok(only && app.second_factor.asks(&actor))
}

/// Whether this page is open to those who must first set up a second factor: they could not do so, or leave, otherwise.
pub fn is_open_without(address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    let below = |page: &str| path.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    below(super::PROOF)
        || below(super::PASSKEYS)
        || [SECOND_FACTOR, "/sign-out", "/demonstration/people"].contains(&path)
}

/// A secret to share with an app, in base32.
pub fn new_secret() -> String {
    Secret::from(ids::shared_secret()).to_base32()
}

/// What an app is told: the secret, as text in groups of four, as a link, and as a picture.
#[derive(Debug, Serialize)]
pub struct Offer {
    /// The secret in groups of four.
    pub text: String,
    /// The secret as a link that an app on the same device opens.
    pub link: String,
    /// The squares of the picture, as a path of SVG.
    pub squares: String,
    /// How many squares the picture is wide.
    pub width: i32,
}

/// What an app of this person is told to share this secret; none if it is no secret of ours.
pub fn offer(app: &App, email: &str, secret: &str) -> Option<Offer> {
    let totp = totp(&app.service_name, email, secret)?;
    let link = totp.to_url().ok()?;
    let code = QrCode::encode_text(&link, QrCodeEcc::Medium).ok()?;
    let text = secret.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ");
    Some(Offer { text, link, squares: squares(&code), width: code.size() })
}

fn squares(code: &QrCode) -> String {
    let all = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
    all.filter(|(x, y)| code.get_module(*x, *y)).map(|(x, y)| format!("M{x} {y}h1v1h-1z")).collect()
}

fn totp(service: &str, email: &str, secret: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret).ok().filter(|secret| secret.as_bytes().len() == 20)?;
    let plain = |text: &str| text.replace(':', " ");
    let built = Builder::new().with_secret(secret).with_step_duration(STEP_SECONDS).with_skew(1);
    built.with_account_name(plain(email)).with_issuer(Some(plain(service))).build().ok()
}

/// The step of the app's clock to which a code belongs: this one, or the one before or after, for clocks that differ.
pub fn step_of(secret: &str, code: &str, now: Timestamp) -> Option<u64> {
    let now = u64::try_from(now.0.as_second()).ok()?;
    totp("Trefoil", "somebody", secret)?.check(&plain(code), now)
}

/// For what the secret of a person's app is sealed.
fn context(person: PersonId) -> String {
    format!("second factor of {person}")
}

/// The secret of a person's app as it is kept.
pub fn sealed(keys: &Keys, person: PersonId, secret: &str) -> Result<String> {
    keys.seal(&context(person), secret.as_bytes())
}

/// The names of the keys that sealed secrets of apps.
pub async fn sealers(tx: &mut Tx) -> Result<Vec<String>> {
    let all = store::secrets(tx).await?;
    let mut names: Vec<String> = all.iter().filter_map(|(_, secret)| keys::sealer(secret)).map(String::from).collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// Seals the secrets of apps that stood open or were sealed by an older key.
pub async fn renew(tx: &mut Tx, keys: &Keys) -> Result<Before> {
    let mut before = Before::Sealed;
    for (person, secret) in store::secrets(tx).await? {
        if let Some(sealed) = keys.renew(&context(person), &secret)? {
            store::reseal(tx, person, &sealed).await?;
        }
        if keys::sealer(&secret).is_none() {
            before = Before::Open;
        }
    }
    Ok(before)
}

/// What somebody proved their second factor with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// A code of the app.
    App,
    /// A recovery code, which is gone now.
    RecoveryCode,
}

/// Takes a code of a person's app, or a recovery code; none if it is neither, or was taken before.
pub async fn take(tx: &mut Tx, keys: &Keys, person: PersonId, code: &str, now: Timestamp) -> Result<Option<Means>> {
    let Some(factor) = store::find(tx, person).await? else { return Ok(None) };
    let secret = keys.open(&context(person), &factor.secret)?;
    if let Some(step) = step_of(&String::from_utf8_lossy(&secret), code, now) {
        return Ok(store::take_step(tx, person, step).await?.then_some(Means::App));
    }
    let taken = store::take_code(tx, person, &hash(person, code)).await?;
    Ok(taken.then_some(Means::RecoveryCode))
}

/// Makes ten recovery codes instead of those before. They are shown this once.
pub async fn new_codes(tx: &mut Tx, person: PersonId) -> Result<Vec<String>> {
    store::forget_codes(tx, person).await?;
    let codes: Vec<String> = (0..CODES).map(|_| ids::recovery_code()).collect();
    for code in &codes {
        store::keep_code(tx, person, &hash(person, code)).await?;
    }
    Ok(codes)
}

/// How a recovery code is kept: it has 79 random bits, so a fast hash is enough.
fn hash(person: PersonId, code: &str) -> String {
    sessions::hash(&format!("recovery code\n{person}\n{}", plain(code)))
}

/// A code without what people put between its parts.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}
