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
