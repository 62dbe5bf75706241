//! A device that keeps passkeys, as its browser speaks for it: it does what a test tells it, right or wrong.
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use server::ids;
use sha2::{Digest, Sha256};

/// The flags of what a device says: somebody is there; it checked who; a new key comes with it.
const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const WITH_KEY: u8 = 0x40;

/// A device with one passkey.
#[derive(Clone)]
pub struct Device {
    key: SigningKey,
    /// The credential's id.
    pub id: Vec<u8>,
    /// The account for which it was made.
    pub handle: Vec<u8>,
    /// How often it was used.
    pub counter: u32,
    /// Where its browser is.
    pub origin: String,
    /// The name for which it answers.
    pub name: String,
    /// Whether it checks who is there.
    pub checks: bool,
}

impl Device {
    /// A device without a passkey yet.
    pub fn new() -> Device {
        Device {
            key: SigningKey::from_slice(&ids::key()).expect("nearly every number is a key"),
            id: ids::key()[..16].to_vec(),
            handle: Vec::new(),
            counter: 0,
            origin: "http://localhost:8080".into(),
            name: "localhost".into(),
            checks: true,
        }
    }

    /// Makes its passkey as it is asked.
    pub fn makes(&mut self, asked: &Value) -> Value {
        self.handle = bytes(&asked["user"]["id"]);
        let said = self.says(WITH_KEY);
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = (point.x().unwrap(), point.y().unwrap());
        let head = [&said[..], &[0; 16], &[0, self.id.len() as u8], &self.id].concat();
        let key = [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32][..], x, &[0x22, 0x58, 32], y].concat();
        let data = [head, key].concat();
        let parts = [b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58", &[data.len() as u8][..], &data].concat();
        let response = json!({ "attestationObject": text(&parts), "clientDataJSON": text(&self.client("webauthn.create", asked)) });
        json!({ "id": text(&self.id), "rawId": text(&self.id), "type": "public-key", "response": response })
    }

    /// Answers with its passkey as it is asked.
    pub fn answers(&mut self, asked: &Value) -> Value {
        self.counter += 1;
        let (data, client) = (self.says(0), self.client("webauthn.get", asked));
        let signed = [&data[..], &Sha256::digest(&client)].concat();
        let signature: Signature = self.key.sign(&signed);
        let response = json!({
            "authenticatorData": text(&data), "clientDataJSON": text(&client),
            "signature": text(signature.to_der().as_bytes()), "userHandle": text(&self.handle),
        });
        json!({ "id": text(&self.id), "rawId": text(&self.id), "type": "public-key", "response": response })
    }

    fn says(&self, more: u8) -> Vec<u8> {
        let flags = PRESENT | if self.checks { VERIFIED } else { 0 } | more;
        [&Sha256::digest(&self.name)[..], &[flags], &self.counter.to_be_bytes()].concat()
    }

    fn client(&self, kind: &str, asked: &Value) -> Vec<u8> {
        let said =
            json!({ "type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": false });
        said.to_string().into_bytes()
    }
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn bytes(text: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().expect("it is asked with a text")).unwrap()
}
