//! References: said on the telephone, mistyped, and caught.

use domain::reference::{ALPHABET, Reference};
use proptest::prelude::*;

fn reference(prefix: &str, number: u64) -> Reference {
    Reference::from_number(prefix, number).unwrap()
}

fn typeable() -> Vec<char> {
    ('A'..='Z').chain('0'..='9').collect()
}

/// Every text that differs from this one in a single character.
fn with_one_wrong(text: &str) -> Vec<String> {
    let right: Vec<char> = text.chars().collect();
    let mut wrong = Vec::new();
    for i in 0..right.len() {
        for c in typeable().into_iter().filter(|c| *c != right[i]) {
            let mut changed = right.clone();
            changed[i] = c;
            wrong.push(changed.into_iter().collect());
        }
    }
    wrong
}

/// Every text with two different neighbours swapped.
fn with_neighbours_swapped(text: &str) -> Vec<String> {
    let right: Vec<char> = text.chars().collect();
    let swap = |i: usize| {
        let mut changed = right.clone();
        changed.swap(i, i + 1);
        changed.into_iter().collect::<String>()
    };
    (0..right.len() - 1).map(swap).filter(|changed| changed != text).collect()
}

fn compact(reference: Reference) -> String {
    reference.to_string().replace('-', "")
}

fn none_is_a_reference(texts: Vec<String>) {
    for text in texts {
        assert!(text.parse::<Reference>().is_err(), "{text} was taken");
    }
}

#[test]
fn a_reference_is_two_letters_a_hyphen_and_six_characters() {
    let text = reference("CA", 12_345_678).to_string();
    assert_eq!(text.len(), 9);
    assert_eq!(&text[..3], "CA-");
    assert!(text[3..].bytes().all(|c| ALPHABET.contains(&c)));
}

#[test]
fn the_same_number_always_has_the_same_reference() {
    // These stand in printed letters: a change here breaks them.
    let texts: Vec<String> = [0, 1, 12_345_678, 24_299_999].map(|number| reference("CO", number).to_string()).into();
    assert_eq!(texts, include_str!("reference.out").lines().collect::<Vec<_>>());
}

#[test]
fn no_look_alikes_are_in_the_alphabet() {
    assert!(!ALPHABET.iter().any(|c| b"0O1ILU".contains(c)));
    assert!(ALPHABET.is_sorted_by(|a, b| a < b), "sorting texts sorts numbers");
}

#[test]
fn what_people_type_is_read_kindly() {
    let right = reference("CH", 987_654);
    let text = right.to_string();
    for typed in [
        text.to_lowercase(),
        text.replace('-', ""),
        text.replace('-', " "),
        format!("  {} {} \n", &text[..6], &text[6..]),
        text.replace('-', "–"),
    ] {
        assert_eq!(typed.parse::<Reference>(), Ok(right), "{typed}");
    }
}

#[test]
fn what_is_no_reference_is_refused_with_its_reason() {
    for (typed, code) in [
        ("", "reference.length"),
        ("CA-7K3QX", "reference.length"),
        ("CA-7K3QX44", "reference.length"),
        ("C7-7K3QX4", "reference.prefix"),
        ("CA-7K3QO4", "reference.character"),
        ("CA-7K3Q!4", "reference.character"),
        ("CA-7K3Qé4", "reference.character"),
    ] {
        assert_eq!(typed.parse::<Reference>().unwrap_err().code(), code, "{typed}");
    }
    let refused = |prefix, number| Reference::from_number(prefix, number).unwrap_err().code();
    assert_eq!(refused("CA", Reference::NUMBERS), "reference.number_too_big");
    assert_eq!(refused("C", 0), "reference.prefix");
    assert_eq!(refused("ca", 0), "reference.prefix");
}

#[test]
fn every_pair_of_neighbours_at_every_place_is_caught_when_swapped() {
    // All pairs of payload characters at each place: 4 places × 30 × 30.
    for place in 0..4 {
        for pair in 0..900_u64 {
            let right = compact(reference("LI", pair * 30_u64.pow(place) + 5));
            none_is_a_reference(with_neighbours_swapped(&right));
        }
    }
}

#[test]
fn every_wrong_letter_and_swap_in_every_prefix_is_caught() {
    for (a, b) in ('A'..='Z').flat_map(|a| ('A'..='Z').map(move |b| (a, b))) {
        let right = compact(reference(&format!("{a}{b}"), 7_654_321));
        none_is_a_reference(with_one_wrong(&right));
        none_is_a_reference(with_neighbours_swapped(&right));
    }
}

#[test]
fn json_holds_the_text() {
    let right = reference("CA", 42);
    let json = serde_json::to_string(&right).unwrap();
    assert_eq!(json, format!("\"{right}\""));
    assert_eq!(serde_json::from_str::<Reference>(&json).unwrap(), right);
    assert!(serde_json::from_str::<Reference>("\"CA-222222\"").is_err());
}

proptest! {
    #[test]
    fn number_and_prefix_come_back(prefix in "[A-Z]{2}", number in 0..Reference::NUMBERS) {
        let read: Reference = reference(&prefix, number).to_string().parse().unwrap();
        prop_assert_eq!((read.prefix(), read.number()), (prefix.as_str(), number));
    }

    #[test]
    fn any_single_error_and_any_swap_is_caught(prefix in "[A-Z]{2}", number in 0..Reference::NUMBERS) {
        let right = compact(reference(&prefix, number));
        none_is_a_reference(with_one_wrong(&right));
        none_is_a_reference(with_neighbours_swapped(&right));
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC*") {
        let _ = text.parse::<Reference>();
    }
}
