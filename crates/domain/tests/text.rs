//! Typed text: cleaned without loss, and refused with the numbers a message needs.

use domain::text::{Limits, TextRefusal, parse_optional_text, parse_text};
use proptest::prelude::*;

fn prose(typed: &str) -> Result<String, TextRefusal> {
    parse_text(typed, Limits::prose(100)).map(|text| text.into_string())
}

#[test]
fn blanks_around_go_and_blanks_inside_stay() {
    assert_eq!(prose("  a  b\tc \n\n"), Ok("a  b\tc".to_owned()));
    assert_eq!(prose("\u{feff}a\u{a0}"), Ok("a".to_owned()));
}

#[test]
fn all_line_ends_become_one_kind() {
    assert_eq!(prose("a\r\nb\rc\nd\u{2028}e\r\n\r\nf"), Ok("a\nb\nc\nd\ne\n\nf".to_owned()));
}

#[test]
fn letters_typed_in_two_parts_become_one() {
    let text = parse_text("Llandudno: w\u{302}yn", Limits::line(50)).unwrap();
    assert_eq!(text.as_str(), "Llandudno: ŵyn");
    assert_eq!(text.characters(), 14);
}

#[test]
fn characters_and_words_are_counted_as_people_count() {
    let text = parse_text("Six words, in\ntwo  short lines", Limits::prose(99)).unwrap();
    assert_eq!((text.characters(), text.words()), (30, 6));
}

#[test]
fn refusals_carry_the_numbers() {
    let line = Limits::line(10).of_words(2);
    for (typed, refusal, code) in [
        ("", TextRefusal::Empty, "text.empty"),
        (" \r\n\t", TextRefusal::Empty, "text.empty"),
        ("a\nb\r\nc", TextRefusal::SeveralLines { lines: 3 }, "text.several_lines"),
        ("elevenchars", TextRefusal::TooLong { characters: 11, most: 10 }, "text.too_long"),
        ("a b c", TextRefusal::TooManyWords { words: 3, most: 2 }, "text.too_many_words"),
        ("a\0b", TextRefusal::ControlCharacter { codepoint: 0, line: 1 }, "text.control_character"),
        ("a\u{1b}[31m", TextRefusal::ControlCharacter { codepoint: 27, line: 1 }, "text.control_character"),
    ] {
        let refused = parse_text(typed, line).unwrap_err();
        assert_eq!((refused, refused.code(), refused.to_string().as_str()), (refusal, code, code));
    }
}

#[test]
fn a_character_that_turns_the_text_around_is_refused_with_its_line() {
    let refused = prose("fine\nnot \u{202e}fine").unwrap_err();
    assert_eq!(refused, TextRefusal::ControlCharacter { codepoint: 0x202e, line: 2 });
}

#[test]
fn the_limit_itself_is_allowed() {
    let long = parse_text("eleven char", Limits::line(10)).unwrap_err();
    assert_eq!(long.facts(), [("characters", "11".to_owned()), ("most", "10".to_owned())]);
    assert!(parse_text("ten chars!", Limits::line(10)).is_ok());
    assert!(parse_text("ŵŵŵŵŵŵŵŵŵŵ", Limits::line(10)).is_ok());
}

#[test]
fn text_that_may_be_left_out_may_be_left_out() {
    assert_eq!(parse_optional_text("  ", Limits::line(5)), Ok(None));
    assert!(parse_optional_text("\u{7}", Limits::line(5)).is_err());
    assert!(parse_optional_text("abcdef", Limits::line(5)).is_err());
}

proptest! {
    #[test]
    fn what_was_taken_is_taken_again_unchanged(typed in "(?s).{0,200}") {
        if let Ok(text) = parse_text(&typed, Limits::prose(1000)) {
            prop_assert_eq!(parse_text(text.as_str(), Limits::prose(1000)), Ok(text));
        }
    }

    #[test]
    fn no_word_is_lost(words in proptest::collection::vec("[a-zA-Z0-9,.é]{1,8}", 1..20)) {
        let text = parse_text(&words.join(" \r\n"), Limits::prose(1000)).unwrap();
        prop_assert_eq!(text.as_str().split_whitespace().collect::<Vec<_>>(), words);
    }
}
