//! The receipt for a response: a hash that anyone who has the receipt's fields can compute again (R2).

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{Hash, NotCanonical, canonical};

const DOMAIN: &str = "trefoil/receipt/1";

/// What a receipt for a response says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The call's reference.
    pub call: String,
    /// The response's reference.
    pub response: String,
    /// The id of the organisation that submitted it.
    pub organisation: String,
    /// Which submission of the response this is, from 1.
    pub version: u64,
    /// When, in UTC (RFC 3339).
    pub submitted_at: String,
    /// The commitment to the content (`commit`).
    pub content: Hash,
}

impl Receipt {
    /// The hash that the respondent keeps. Fails only on a version beyond 2^53 − 1.
    pub fn hash(&self) -> Result<Hash, NotCanonical> {
        let text = canonical(&json!({
            "call": self.call,
            "response": self.response,
            "organisation": self.organisation,
            "version": self.version,
            "submitted_at": self.submitted_at,
            "content": self.content.to_string(),
        }))?;
        Ok(Hash::of(DOMAIN, &[text.as_bytes()]))
    }

    /// Whether a hash is the one of this receipt.
    pub fn holds(&self, hash: &Hash) -> bool {
        self.hash().is_ok_and(|own| own == *hash)
    }

    /// Whether a hash is the one of this receipt, and the receipt is for this content.
    pub fn holds_for(&self, hash: &Hash, salt: &[u8; 32], content: &[u8]) -> bool {
        self.holds(hash) && crate::holds(&self.content, salt, content)
    }
}
