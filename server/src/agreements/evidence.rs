//! The evidence of an agreement: everything that is needed to check it without us (A6).
use super::store;
use crate::error::Result;
use db::Tx;
use domain::{agreement::Agreement, ids::PersonId};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The text, its hash, who approved and signed it, and the record's entries with the hash before each.
///
/// To check it offline: SHA-256 over the canonical form (RFC 8785) of `text` is `text_hash`, and so is the `hash` of every
/// approval and signature that holds; each entry's `chain` follows from its `before` as crate `record` says; the state
/// in the entry of the last signature carries the same hash.
pub async fn of(tx: &mut Tx, it: &Agreement, names: &BTreeMap<PersonId, String>) -> Result<Value> {
    let record = store::proven(tx, it.id).await?;
    Ok(json!({
        "format": "trefoil/agreement-evidence/1",
        "reference": it.reference,
        "status": it.status,
        "text": it.text(),
        "text_hash": it.text_hash,
        "agreed_at": it.agreed_at,
        "approvals": it.approvals,
        "signatures": it.signatures,
        "method": "session, typed_full_name, chosen_text",
        "in_force_at": it.in_force_at,
        "zone": domain::time::ZONE,
        "people": names,
        "record": record,
    }))
}
