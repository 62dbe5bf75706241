//! Five entries with their hashes, computed by another program in another language.

use record::{BEGINNING, Entry, Hash, Stored, Verifier, append, chain};

/// The five entries as a store keeps them.
pub fn stored() -> Vec<Stored> {
    let lines = include_str!("../vectors/chain.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn entries() -> Vec<Entry> {
    stored().iter().map(|stored| stored.entry().unwrap()).collect()
}

#[test]
fn each_entry_has_its_hash() {
    let mut previous = BEGINNING;
    for (entry, stored) in entries().iter().zip(stored()) {
        previous = chain(&previous, entry).unwrap();
        assert_eq!(previous.to_string(), stored.chain);
    }
}

#[test]
fn appending_gives_what_a_store_keeps() {
    let mut previous = BEGINNING;
    for (entry, stored) in entries().iter().zip(stored()) {
        let appended = append(&previous, entry).unwrap();
        previous = appended.chain.parse().unwrap();
        assert_eq!(appended, stored);
    }
}

#[test]
fn an_untouched_record_verifies_up_to_its_head() {
    let mut verifier = Verifier::new();
    for stored in stored() {
        verifier.check(&stored).unwrap();
    }
    assert_eq!(verifier.seq(), 5);
    verifier.finish(5, &stored()[4].chain).unwrap();
}

#[test]
fn an_empty_record_verifies() {
    Verifier::new().finish(0, &BEGINNING.to_string()).unwrap();
}

#[test]
fn an_entry_with_a_fraction_cannot_be_appended() {
    let mut entry = entries().remove(0);
    entry.state = serde_json::json!({ "score": 0.5 });
    assert_eq!(append(&BEGINNING, &entry).unwrap_err().path, "/score");
    assert_eq!(chain(&BEGINNING, &entry).unwrap_err().path, "/state/score");
}

#[test]
fn a_hash_has_one_spelling() {
    let text = &stored()[0].chain;
    let hash: Hash = text.parse().unwrap();
    assert_eq!(hash.to_string(), *text);
    assert_eq!(serde_json::to_string(&hash).unwrap(), format!("\"{text}\""));
    assert_eq!(serde_json::from_str::<Hash>(&format!("\"{text}\"")).unwrap(), hash);
    for wrong in [text.to_uppercase(), text[1..].to_owned(), format!("{text}0"), text.replace('9', "g"), String::new()]
    {
        assert!(wrong.parse::<Hash>().is_err(), "{wrong}");
    }
}
