//! The message files.
use server::messages::Messages;

fn messages(toml: &str) -> Messages {
    Messages::of([toml.parse().unwrap()])
}

#[test]
fn tables_become_dotted_keys() {
    let all = messages("[need.draft]\ntitle = 'Your need'");
    assert_eq!(all.find("need.draft.title"), Some("Your need"));
    assert_eq!(all.keys().collect::<Vec<_>>(), ["need.draft.title"]);
}

#[test]
fn places_are_filled_once() {
    let all = messages("a = '{who} asks {who} for {what}'");
    assert_eq!(all.text("a", &[("who", "{what}"), ("what", "tea")]), "{what} asks {what} for tea");
}

#[test]
fn a_place_without_a_value_stays_to_be_seen() {
    assert_eq!(messages("a = 'by {when}'").text("a", &[]), "by {when}");
}

#[test]
fn an_unknown_key_is_shown_in_brackets() {
    assert_eq!(messages("").text("no.such", &[]), "[[no.such]]");
}

#[test]
fn the_english_files_are_read() {
    assert_eq!(Messages::english().text("time.left.within", &[("span", "2 hours")]), "in 2 hours");
}

#[test]
fn a_text_chooses_its_words_by_the_number() {
    let all = messages("a = '{count} {count|thing is|things are} missing'");
    let said = |count| all.text("a", &[("count", count)]);
    assert_eq!(["1", "0", "12"].map(said), ["1 thing is missing", "0 things are missing", "12 things are missing"]);
}
