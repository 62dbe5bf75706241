//! The server's own key. It lies in a file outside the database, the data folder and the backups, so that whoever holds
//! only those cannot read what it seals. `keys/file.rs` reads and makes the file, `keys/start.rs` fits it to a database.
pub mod file;
pub mod start;

use crate::{
    error::{Error, Result},
    ids,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    XChaCha20Poly1305, XNonce,
    aead::{Aead, KeyInit, Payload},
};
use sha2::{Digest, Sha256};

/// What every sealed text begins with; the name of its key follows.
const MARK: &str = "sealed.";
/// The length of a nonce in bytes.
const NONCE: usize = 24;

/// The keys of a key file: the first seals, all of them open.
#[derive(Clone)]
pub struct Keys {
    first: Key,
    others: Vec<Key>,
}

#[derive(Clone)]
struct Key {
    name: String,
    cipher: XChaCha20Poly1305,
}

impl Key {
    fn of(secret: [u8; 32]) -> Key {
        let print = Sha256::new().chain_update("name of a key\n").chain_update(secret).finalize();
        Key { name: hex::encode(&print[..8]), cipher: XChaCha20Poly1305::new(&secret.into()) }
    }
}

impl Keys {
    /// One new key that is kept nowhere: for tests, and for what is thrown away.
    pub fn passing() -> Keys {
        Keys { first: Key::of(ids::key()), others: Vec::new() }
    }

    /// Seals some bytes for one place: the same `context` opens them and no other, so that nobody can move them to another
    /// row. Sealing the same twice gives two texts.
    pub fn seal(&self, context: &str, plain: &[u8]) -> Result<String> {
        let nonce = ids::nonce();
        let payload = Payload { msg: plain, aad: context.as_bytes() };
        let sealed = self.first.cipher.encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| Error::Fault(format!("{context}: too long to seal")))?;
        let text = URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat());
        Ok(format!("{}{text}", self.mark()))
    }

    /// Opens what was sealed for this context by one of the keys. It is a fault of ours if that cannot be done.
    pub fn open(&self, context: &str, sealed: &str) -> Result<Vec<u8>> {
        let fault = |why: &str| Error::Fault(format!("{context}: {why}"));
        let rest = sealed.strip_prefix(MARK).ok_or_else(|| fault("this is not sealed"))?;
        let (name, text) = rest.split_once('.').ok_or_else(|| fault("this is not sealed"))?;
        let key = self.named(name).ok_or_else(|| fault("the key file has no such key"))?;
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| fault("what is sealed is damaged"))?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>().ok_or_else(|| fault("what is sealed is damaged"))?;
        let payload = Payload { msg: sealed, aad: context.as_bytes() };
        key.cipher
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| fault("what is sealed here is not what was sealed"))
    }

    /// Seals what stood open, or was sealed by another key than the first; none if nothing is to be done.
    pub fn renew(&self, context: &str, text: &str) -> Result<Option<String>> {
        if text.starts_with(&self.mark()) {
            return Ok(None);
        }
        let plain = if text.starts_with(MARK) { self.open(context, text)? } else { text.into() };
        self.seal(context, &plain).map(Some)
    }

    /// What begins every text that the first key seals.
    pub fn mark(&self) -> String {
        format!("{MARK}{}.", self.first.name)
    }

    /// The names of all keys, the one that seals first. A name says nothing about its key.
    pub fn names(&self) -> Vec<&str> {
        std::iter::once(&self.first).chain(&self.others).map(|key| key.name.as_str()).collect()
    }

    fn named(&self, name: &str) -> Option<&Key> {
        std::iter::once(&self.first).chain(&self.others).find(|key| key.name == name)
    }
}

/// The name of the key that sealed a text; none if it is not sealed.
pub fn sealer(text: &str) -> Option<&str> {
    text.strip_prefix(MARK)?.split('.').next()
}
