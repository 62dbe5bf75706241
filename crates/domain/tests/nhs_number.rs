//! NHS numbers are found wherever a company may type one (R7).

use domain::nhs_number::{has_valid_check_digit, nhs_numbers_in};
use proptest::prelude::*;

fn found(text: &str) -> Vec<&str> {
    nhs_numbers_in(text).into_iter().map(|range| &text[range]).collect()
}

#[test]
fn numbers_are_found_together_and_grouped() {
    for (text, expected) in [
        ("NHS number 9434765919.", vec!["9434765919"]),
        ("943 476 5919", vec!["943 476 5919"]),
        ("943-476-5919", vec!["943-476-5919"]),
        ("943\u{a0}476\u{a0}5919", vec!["943\u{a0}476\u{a0}5919"]),
        ("943–476–5919 é", vec!["943–476–5919"]),
        ("a9434765919b", vec!["9434765919"]),
        ("12 943 476 5919", vec!["943 476 5919"]),
        ("9434765919, 943 476 5919", vec!["9434765919", "943 476 5919"]),
        ("4010232137;9999999999", vec!["4010232137", "9999999999"]),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn other_numbers_are_left_alone() {
    for text in [
        "",
        "9434765918",     // wrong check digit
        "94347659190",    // eleven digits
        "19434765919",    // eleven digits
        "943-476-59190",  // the last group is too long
        "1943 476 5919",  // the first group is too long
        "9434 765 919",   // grouped otherwise
        "943 4765919",    // grouped half
        "943  476  5919", // two spaces
        "943\n476\n5919", // three lines
        "020 7946 0018",  // a telephone number
        "GB-COH-09826787",
        "£9,434,765,919",
    ] {
        assert_eq!(found(text), Vec::<&str>::new(), "{text}");
    }
}

/// Which last digits make these nine valid.
fn valid_last_digits(nine: [u8; 9]) -> Vec<u8> {
    let [a, b, c, d, e, f, g, h, i] = nine;
    let valid = |last: &u8| has_valid_check_digit(&[a, b, c, d, e, f, g, h, i, *last]);
    (0..10).filter(valid).collect()
}

#[test]
fn the_check_digit_follows_the_modulus_of_eleven() {
    assert_eq!(valid_last_digits([9, 4, 3, 4, 7, 6, 5, 9, 1]), [9]);
    assert_eq!(valid_last_digits([4, 0, 1, 0, 2, 3, 2, 1, 3]), [7]);
    // 4 × 3 = 12: eleven less one is ten, which no digit can say.
    assert!(valid_last_digits([0, 0, 0, 0, 0, 0, 3, 0, 0]).is_empty());
}

fn with_check(nine: u32) -> Option<String> {
    let stem = format!("{nine:09}");
    (0..10).map(|last| format!("{stem}{last}")).find(|number| {
        let digits: Vec<u8> = number.bytes().map(|b| b - b'0').collect();
        has_valid_check_digit(&digits.try_into().unwrap())
    })
}

proptest! {
    #[test]
    fn a_valid_number_is_found_among_words(nine in 0..1_000_000_000_u32, before in "[a-zé ]{0,9}", after in "[a-zé .]{0,9}") {
        prop_assume!(with_check(nine).is_some());
        let number = with_check(nine).unwrap();
        let text = format!("{before}{number}{after}");
        prop_assert_eq!(found(&text), vec![number.as_str()]);
    }

    #[test]
    fn ranges_are_in_order_and_cut_at_characters(text in "[0-9 \u{a0}–é-]{0,80}") {
        let mut last = 0;
        for range in nhs_numbers_in(&text) {
            prop_assert!(range.start >= last);
            prop_assert_eq!(text[range.clone()].chars().filter(char::is_ascii_digit).count(), 10);
            last = range.end;
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC*") {
        let _ = nhs_numbers_in(&text);
    }
}
