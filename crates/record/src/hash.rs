//! A SHA-256 hash, written as 64 lower-case hex digits.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest as _, Sha256};

/// What stands in the place of the hash before the first entry.
pub const BEGINNING: Hash = Hash([0; 32]);

/// A SHA-256 hash. Reads and writes as 64 lower-case hex digits; upper case is refused, so that one hash has one text.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash([u8; 32]);

/// A text that is not 64 lower-case hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a hash is 64 digits 0-9 and a-f, in lower case")]
pub struct NotAHash;

impl Hash {
    /// The hash of a line that says what is hashed, and then the content.
    pub(crate) fn of(domain: &str, parts: &[&[u8]]) -> Hash {
        let mut sha = Sha256::new_with_prefix(domain);
        sha.update(b"\n");
        for part in parts {
            sha.update(part);
        }
        Hash(sha.finalize().into())
    }

    /// The 32 bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl FromStr for Hash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Hash, NotAHash> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| NotAHash)?;
        if text.contains(|c: char| c.is_ascii_uppercase()) { Err(NotAHash) } else { Ok(Hash(bytes)) }
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Hash, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}
