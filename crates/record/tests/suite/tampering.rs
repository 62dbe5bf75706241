//! Whatever is changed is found, and named.

use proptest::prelude::*;
use record::{Fault, Stored, Verifier, Wrong};

use crate::golden_chain::stored;

/// Every fault of a record whose head is that of the five entries.
fn faults(record: &[Stored]) -> Vec<Fault> {
    faults_with_head(record, 5, &stored()[4].chain)
}

fn faults_with_head(record: &[Stored], seq: u64, chain: &str) -> Vec<Fault> {
    let mut verifier = Verifier::new();
    let mut faults: Vec<Fault> = record.iter().filter_map(|entry| verifier.check(entry).err()).collect();
    faults.extend(verifier.finish(seq, chain).err());
    faults
}

/// The text fields of an entry, to change one.
fn texts(entry: &mut Stored) -> [&mut String; 8] {
    let Stored { id, at, by, subject, subject_id, what, state, chain, .. } = entry;
    [id, at, by, subject, subject_id, what, state, chain]
}

/// The record with one bit of one byte turned; nothing when that is no longer UTF-8.
fn with_bit_turned(place: usize, field: usize, byte: usize, bit: u8) -> Option<Vec<Stored>> {
    let mut record = stored();
    let text = texts(&mut record[place])[field].clone();
    let mut bytes = text.into_bytes();
    *bytes.get_mut(byte)? ^= 1 << bit;
    *texts(&mut record[place])[field] = String::from_utf8(bytes).ok()?;
    Some(record)
}

#[test]
fn each_bit_of_each_text_that_turns_is_found_at_its_entry_and_nowhere_else() {
    let mut tried = 0;
    for place in 0..5 {
        for field in 0..8 {
            let length = texts(&mut stored()[place])[field].len();
            for (byte, bit) in (0..length).flat_map(|byte| (0..8).map(move |bit| (byte, bit))) {
                let Some(record) = with_bit_turned(place, field, byte, bit) else {
                    continue;
                };
                let found = faults(&record);
                assert_eq!(found.len(), 1, "entry {place}, field {field}, byte {byte}, bit {bit}: {found:?}");
                assert_eq!((found[0].seq, &found[0].id), (place as u64 + 1, &record[place].id));
                tried += 1;
            }
        }
    }
    assert!(tried > 5_000, "{tried}");
}

proptest! {
    #[test]
    fn any_other_text_in_any_field_is_found(place in 0..5_usize, field in 0..8_usize, text in any::<String>()) {
        let mut record = stored();
        prop_assume!(*texts(&mut record[place])[field] != text);
        *texts(&mut record[place])[field] = text;
        let found = faults(&record);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(found[0].seq, place as u64 + 1);
    }

    #[test]
    fn any_other_version_is_found(place in 0..5_usize, version in any::<u64>()) {
        let mut record = stored();
        prop_assume!(record[place].version != version);
        record[place].version = version;
        let found = faults(&record);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(&found[0].wrong, &Wrong::Chain);
        prop_assert_eq!(found[0].seq, place as u64 + 1);
    }

    #[test]
    fn any_other_number_is_found_where_it_was_changed(place in 0..5_usize, seq in any::<u64>()) {
        let mut record = stored();
        prop_assume!(record[place].seq != seq);
        record[place].seq = seq;
        let expected = Fault { seq: place as u64 + 1, id: record[place].id.clone(), wrong: Wrong::Gap { found: seq } };
        prop_assert_eq!(faults(&record), vec![expected]);
    }
}

#[test]
fn an_entry_that_was_taken_out_leaves_a_gap() {
    let mut record = stored();
    record.remove(2);
    let expected = Fault { seq: 3, id: "e4".into(), wrong: Wrong::Gap { found: 4 } };
    assert_eq!(faults(&record), [expected]);
}

#[test]
fn an_entry_made_up_with_the_largest_number_is_a_gap_like_any_other() {
    let mut record = stored();
    record[1].seq = u64::MAX;
    record[1].by = "p-mallory".into();
    let found = faults(&record);
    let expected = Fault { seq: 2, id: "e2".into(), wrong: Wrong::Gap { found: u64::MAX } };
    assert_eq!(found[0], expected);
}

#[test]
fn an_entry_that_stands_twice_is_found_and_the_rest_still_verifies() {
    let mut record = stored();
    record.insert(2, record[1].clone());
    let expected = Fault { seq: 3, id: "e2".into(), wrong: Wrong::Gap { found: 2 } };
    assert_eq!(faults(&record), [expected]);
}

#[test]
fn entries_taken_off_the_end_are_missed_by_the_head() {
    let found = faults(&stored()[..3]);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].seq, found[0].id.as_str(), found[0].wrong.code()), (3, "e3", "head"));
    assert_eq!(faults(&[])[0].wrong.code(), "head");
}

#[test]
fn a_changed_head_is_found() {
    let chain = stored()[4].chain.clone();
    for (seq, chain) in [(4, chain.clone()), (6, chain.clone()), (5, chain.to_uppercase()), (5, String::new())] {
        let found = faults_with_head(&stored(), seq, &chain);
        assert_eq!(found, [Fault { seq: 5, id: "e5".into(), wrong: Wrong::Head { seq, chain } }]);
    }
}

#[test]
fn an_entry_rewritten_together_with_its_chain_value_is_found_at_the_next() {
    let mut record = stored();
    let mut entry = record[2].entry().unwrap();
    entry.by = "p-mallory".into();
    record[2] = record::append(&record[1].chain.parse().unwrap(), &entry).unwrap();
    let found = faults(&record);
    assert_eq!((found.len(), found[0].seq, found[0].wrong.code()), (1, 4, "chain"));
}

#[test]
fn two_changes_are_both_named() {
    let mut record = stored();
    record[0].by = "p-mallory".into();
    record[3].state = "{".into();
    let found: Vec<_> = faults(&record).iter().map(|fault| (fault.seq, fault.wrong.code())).collect();
    assert_eq!(found, [(1, "chain"), (4, "unreadable")]);
}

#[test]
fn of_two_neighbours_that_were_changed_neither_drags_a_third_along() {
    let body = |entry: &mut Stored| entry.by.push('x');
    let value = |entry: &mut Stored| entry.chain = "0".repeat(64);
    let changes: [fn(&mut Stored); 2] = [body, value];
    for (first, second) in changes.iter().flat_map(|first| changes.iter().map(move |second| (first, second))) {
        let mut record = stored();
        first(&mut record[1]);
        second(&mut record[2]);
        let places: Vec<u64> = faults(&record).iter().map(|fault| fault.seq).collect();
        assert_eq!(places, [2, 3]);
    }
}

#[test]
fn after_an_entry_of_which_nothing_can_be_read_the_rest_still_verifies() {
    let mut record = stored();
    record[1].chain = "?".into();
    record[1].what = "?".into();
    record[3].by = "p-mallory".into();
    let found: Vec<_> = faults(&record).iter().map(|fault| (fault.seq, fault.wrong.code())).collect();
    assert_eq!(found, [(2, "unreadable"), (4, "chain")]);
}

#[test]
fn a_document_that_reads_the_same_but_is_spelt_differently_is_found() {
    for state in ["null ", "nul\\u006c"] {
        let mut record = stored();
        record[3].state = state.into();
        assert_eq!(faults(&record)[0].wrong.code(), "unreadable");
    }
    let mut record = stored();
    record[4].state = "{\"status\":\"declined\",\"status\":\"approved\"}".into();
    let found = faults(&record);
    assert_eq!(found[0].to_string(), "entry 5 (event e5): unreadable state: not in canonical form");
}
