//! Pounds: what people type, what they read, and what is refused.

use domain::money::{MoneyRefusal, Pounds};
use proptest::prelude::*;

fn pence(typed: &str) -> Result<i64, MoneyRefusal> {
    typed.parse::<Pounds>().map(Pounds::pence)
}

#[test]
fn amounts_are_read_as_people_type_them() {
    for (typed, expected) in [
        ("£58,000", 5_800_000),
        ("58000.50", 5_800_050),
        ("58000.5", 5_800_050),
        ("  £ 1,234,567.89 ", 123_456_789),
        ("0", 0),
        ("007", 700),
        ("£100,000,000,000", 10_000_000_000_000),
    ] {
        assert_eq!(pence(typed), Ok(expected), "{typed}");
    }
}

#[test]
fn everything_else_is_refused_with_its_reason() {
    for (typed, code) in [
        ("", "money.empty"),
        (" £ ", "money.empty"),
        ("-5", "money.negative"),
        ("£-5", "money.negative"),
        ("-£5", "money.negative"),
        ("\u{2212}5", "money.negative"),
        ("1.005", "money.too_precise"),
        ("1.000", "money.too_precise"),
        ("58k", "money.not_an_amount"),
        ("58,00", "money.not_an_amount"),
        ("5800,000", "money.not_an_amount"),
        (",000", "money.not_an_amount"),
        ("1.", "money.not_an_amount"),
        (".50", "money.not_an_amount"),
        ("1.5.0", "money.not_an_amount"),
        ("1e3", "money.not_an_amount"),
        ("٣", "money.not_an_amount"),
        ("100000000000.01", "money.too_much"),
        ("184467440737095516.15", "money.too_much"),
        ("99999999999999999999999", "money.too_much"),
    ] {
        let refusal = typed.parse::<Pounds>().unwrap_err();
        assert_eq!(refusal.code(), code, "{typed}");
        assert_eq!(refusal.to_string(), code);
    }
}

#[test]
fn whole_pounds_are_shown_without_pence() {
    let shown = |pence| Pounds::from_pence(pence).unwrap().to_string();
    assert_eq!(shown(5_800_000), "£58,000");
    assert_eq!(shown(5_800_050), "£58,000.50");
    assert_eq!(shown(7), "£0.07");
    assert_eq!(shown(99_999), "£999.99");
    assert_eq!(shown(100_000_000), "£1,000,000");
}

#[test]
fn json_holds_a_plain_string() {
    let amount: Pounds = "£58,000.50".parse().unwrap();
    assert_eq!(serde_json::to_string(&amount).unwrap(), r#""58000.50""#);
    assert_eq!(serde_json::from_str::<Pounds>(r#""58000.50""#).unwrap(), amount);
    assert!(serde_json::from_str::<Pounds>("58000.50").is_err());
    assert!(serde_json::from_str::<Pounds>(r#""-1""#).is_err());
}

#[test]
fn a_sum_that_passes_the_most_is_refused() {
    let penny = Pounds::from_pence(1).unwrap();
    assert_eq!(Pounds::MOST.plus(penny), Err(MoneyRefusal::TooMuch));
    assert_eq!(Pounds::sum([penny, penny, penny]).unwrap().pence(), 3);
    assert_eq!(Pounds::sum([]), Ok(Pounds::ZERO));
    assert_eq!(Pounds::from_pence(-1), Err(MoneyRefusal::Negative));
}

proptest! {
    #[test]
    fn what_is_shown_can_be_typed_back(pence in 0..=10_000_000_000_000_i64) {
        let amount = Pounds::from_pence(pence).unwrap();
        prop_assert_eq!(amount.to_string().parse::<Pounds>().unwrap(), amount);
        let json = serde_json::to_string(&amount).unwrap();
        prop_assert_eq!(serde_json::from_str::<Pounds>(&json).unwrap(), amount);
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC*") {
        let _ = text.parse::<Pounds>();
    }
}
