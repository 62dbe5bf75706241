//! One text for one value. The vectors were computed by another program in another language.

use proptest::prelude::*;
use record::{Why, canonical};
use serde_json::{Map, Value, json};

fn vectors() -> Value {
    serde_json::from_str(include_str!("../vectors/canonical.json")).unwrap()
}

#[test]
fn every_vector_has_its_text() {
    for vector in vectors()["canonical"].as_array().unwrap() {
        let input: Value = serde_json::from_str(vector["input"].as_str().unwrap()).unwrap();
        assert_eq!(canonical(&input).unwrap(), vector["output"].as_str().unwrap(), "{}", vector["name"]);
    }
}

#[test]
fn what_has_no_canonical_form_is_refused_with_its_place() {
    for vector in vectors()["refused"].as_array().unwrap() {
        let input: Value = serde_json::from_str(vector["input"].as_str().unwrap()).unwrap();
        let error = canonical(&input).unwrap_err();
        assert_eq!(error.path, vector["path"].as_str().unwrap(), "{}", vector["name"]);
    }
}

#[test]
fn a_refusal_says_what_to_do() {
    let error = canonical(&json!({ "amount": 1.5 })).unwrap_err();
    let expected = "/amount: 1.5 is no whole number up to 9007199254740991 either way; write it as text";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn what_is_too_deep_to_be_read_again_is_refused() {
    let nested = |levels| (0..levels).fold(json!(1), |inner, _| json!([inner]));
    let text = canonical(&nested(100)).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), nested(100));
    assert_eq!(canonical(&nested(101)).unwrap_err().why, Why::TooDeep);
}

/// Any value that has a canonical form.
fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(any::<String>(), inner, 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// The same value with the keys of every object in the opposite order.
fn turned(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(turned).collect(),
        Value::Object(fields) => {
            let turned: Map<_, _> = fields.iter().rev().map(|(key, value)| (key.clone(), turned(value))).collect();
            Value::Object(turned)
        }
        other => other.clone(),
    }
}

proptest! {
    #[test]
    fn the_canonical_text_reads_back_as_the_same_value_and_text(value in values()) {
        let text = canonical(&value).unwrap();
        let again: Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&again, &value);
        prop_assert_eq!(canonical(&again).unwrap(), text);
    }

    #[test]
    fn the_order_of_keys_does_not_matter(value in values()) {
        prop_assert_eq!(canonical(&turned(&value)).unwrap(), canonical(&value).unwrap());
    }

    #[test]
    fn fractions_are_refused_wherever_they_stand(value in values(), fraction in any::<f64>()) {
        prop_assume!(fraction.is_finite());
        let refused = canonical(&json!([value, { "deep": [fraction] }])).is_err();
        prop_assert!(refused);
    }
}
