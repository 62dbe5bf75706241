//! Commitments and receipts that anyone can check later.

use proptest::prelude::*;
use record::{Hash, Receipt, commit, holds};
use serde_json::Value;

fn vector() -> Value {
    serde_json::from_str(include_str!("../vectors/receipt.json")).unwrap()
}

fn salt() -> [u8; 32] {
    std::array::from_fn(|n| n as u8)
}

fn content() -> Vec<u8> {
    vector()["content"].as_str().unwrap().as_bytes().to_vec()
}

fn receipt() -> Receipt {
    serde_json::from_value(vector()["receipt"].clone()).unwrap()
}

fn receipt_hash() -> Hash {
    serde_json::from_value(vector()["receipt_hash"].clone()).unwrap()
}

#[test]
fn the_commitment_is_the_one_of_the_vector() {
    assert_eq!(commit(&salt(), &content()).to_string(), vector()["commitment"].as_str().unwrap());
}

#[test]
fn the_receipt_has_the_hash_of_the_vector() {
    assert_eq!(receipt().hash().unwrap(), receipt_hash());
    assert!(receipt().holds_for(&receipt_hash(), &salt(), &content()));
}

#[test]
fn a_receipt_does_not_hold_for_another_content_or_salt() {
    assert!(!receipt().holds_for(&receipt_hash(), &salt(), b"another"));
    assert!(!receipt().holds_for(&receipt_hash(), &[0; 32], &content()));
}

#[test]
fn a_receipt_with_any_field_changed_does_not_hold() {
    let other = |change: fn(&mut Receipt)| {
        let mut receipt = receipt();
        change(&mut receipt);
        receipt
    };
    let changed = [
        other(|receipt| receipt.call.push('1')),
        other(|receipt| receipt.response.push('1')),
        other(|receipt| receipt.organisation.push('1')),
        other(|receipt| receipt.version += 1),
        other(|receipt| receipt.version = u64::MAX),
        other(|receipt| receipt.submitted_at = "2026-11-23T09:00:01Z".into()),
        other(|receipt| receipt.content = commit(&[1; 32], b"")),
    ];
    for receipt in changed {
        assert!(!receipt.holds(&receipt_hash()), "{receipt:?}");
    }
}

proptest! {
    #[test]
    fn a_commitment_holds_for_its_salt_and_content_only(
        salt in any::<[u8; 32]>(), content in any::<Vec<u8>>(), other in any::<Vec<u8>>(), bit in 0..256_usize,
    ) {
        let commitment = commit(&salt, &content);
        prop_assert!(holds(&commitment, &salt, &content));
        let mut another_salt = salt;
        another_salt[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(!holds(&commitment, &another_salt, &content));
        prop_assert_eq!(holds(&commitment, &salt, &other), content == other);
    }
}
