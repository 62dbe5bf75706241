//! The one place where random ids, references and secrets are made.
use domain::reference::Reference;
use rand::{Rng, distr::Alphanumeric};
use uuid::Uuid;

/// A new id of some kind: `new(ChallengeId)`.
#[expect(clippy::disallowed_methods, reason = "this is the one place that makes ids")]
pub fn new<T>(kind: fn(Uuid) -> T) -> T {
    kind(Uuid::now_v7())
}

/// A new human reference with a two-letter prefix, for example `CL-7K3QX4`.
pub fn reference(prefix: &'static str) -> String {
    let number = rand::rng().random_range(0..Reference::NUMBERS);
    Reference::from_number(prefix, number).expect("prefixes are two capital letters").to_string()
}

/// A secret of 43 letters and digits (256 bits): sessions, tokens, one-time links.
pub fn secret() -> String {
    rand::rng().sample_iter(Alphanumeric).take(43).map(char::from).collect()
}

/// The salt of a commitment in the record.
pub fn salt() -> [u8; 32] {
    rand::rng().random()
}

/// A key of the server: 256 random bits.
pub fn key() -> [u8; 32] {
    rand::rng().random()
}

/// What makes each sealing different: 192 random bits, so that none comes twice.
pub fn nonce() -> [u8; 24] {
    rand::rng().random()
}

/// A secret to share with an authenticator app: 160 bits, as RFC 4226 asks.
pub fn shared_secret() -> [u8; 20] {
    rand::rng().random()
}

/// A recovery code of 79 random bits, in four groups; letters and digits that look alike are left out.
pub fn recovery_code() -> String {
    const SIGNS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
    let sign = || char::from(SIGNS[rand::rng().random_range(0..SIGNS.len())]);
    let group = |_| (0..4).map(|_| sign()).collect::<String>();
    (0..4).map(group).collect::<Vec<_>>().join("-")
}
