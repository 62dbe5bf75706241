//! Passwords: argon2id, a few at a time, and as slow for an address that nobody has.
use crate::error::{Error, Result};
use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::{Salt, SaltString},
};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// The fewest characters of a password.
pub const LEAST: usize = 12;
/// Memory in KiB and passes of argon2id (OWASP's figures: 19 MiB, two passes, one lane).
const COST: (u32, u32, u32) = (19_456, 2, 1);
/// How many passwords are hashed at once, so that a rush of sign-ins does not take all memory.
const AT_ONCE: usize = 4;

static ROOM: Semaphore = Semaphore::const_new(AT_ONCE);

/// The hash to keep of a password.
pub async fn hash(password: String) -> Result<String> {
    in_turn(move || {
        let salt = SaltString::encode_b64(&crate::ids::salt()[..16]).map_err(failed)?;
        Ok(hasher().hash_password(password.as_bytes(), &salt).map_err(failed)?.to_string())
    })
    .await
}

/// The fewest letters and digits beside what everybody knows of a person.
const LEAST_OWN: usize = 8;
/// The longest password that is told from a guess by all of it.
const LOOKED_AT: usize = 100;

/// Whether a new password is long enough, and none that others would guess: one of those that many people use, a row
/// of the keyboard, or what everybody knows of this person. No rules on what it is made of (NCSC, NIST SP 800-63B).
pub async fn judge(password: String, about: Vec<String>) -> Result<Quality> {
    if password.chars().count() < LEAST {
        return Ok(Quality::TooShort);
    }
    in_turn(move || {
        let about: Vec<String> = about.iter().flat_map(|text| words(text)).chain(["trefoil".into()]).collect();
        let looked_at: String = password.to_lowercase().chars().take(LOOKED_AT).collect();
        let own = about.iter().fold(looked_at.clone(), |left, word| left.replace(word.as_str(), ""));
        let about: Vec<&str> = about.iter().map(String::as_str).collect();
        let guessable = zxcvbn::zxcvbn(&looked_at, &about).score() < zxcvbn::Score::Three;
        let known = own.chars().filter(|c| c.is_alphanumeric()).count() < LEAST_OWN;
        Ok(if guessable || known { Quality::Guessable } else { Quality::Good })
    })
    .await
}

/// The words of a name or an address that others know.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2);
    words.map(str::to_lowercase).collect()
}

/// What is to be said of a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quality {
    /// It will do.
    Good,
    /// It has fewer than [`LEAST`] characters.
    TooShort,
    /// Others would guess it.
    Guessable,
}

/// Whether this is the password of a hash. An empty hash is nobody's, and takes as long to say so.
pub async fn holds(password: String, hash: String) -> Result<Verdict> {
    in_turn(move || {
        let kept = if hash.is_empty() { NOBODYS.as_str() } else { hash.as_str() };
        let parsed = PasswordHash::new(kept).map_err(failed)?;
        let right = hasher().verify_password(password.as_bytes(), &parsed).is_ok();
        Ok(if right && !hash.is_empty() { Verdict::Right } else { Verdict::Wrong })
    })
    .await
}

/// What a comparison of a password with a hash said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the password.
    Right,
    /// It is not, or there is none.
    Wrong,
}

/// The hash that is compared when there is none: of a password that nobody knows.
static NOBODYS: LazyLock<String> = LazyLock::new(|| {
    let salt = Salt::from_b64("bm9ib2R5J3Mgc2FsdA").expect("the salt is base64");
    let hash = hasher().hash_password(crate::ids::secret().as_bytes(), salt);
    hash.expect("a short password hashes").to_string()
});

fn hasher() -> Argon2<'static> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).expect("the cost is within argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Off the threads that serve, and never more than a few at once.
async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let _turn = ROOM.acquire().await.map_err(failed)?;
    tokio::task::spawn_blocking(work).await.map_err(failed)?
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Fault(format!("a password could not be hashed: {error}"))
}
