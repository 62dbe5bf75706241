//! What somebody typed into the search, as each engine is asked.
use db::Engine;
use server::register::search::{Wanted, marked};

fn both(text: &str) -> [String; 2] {
    let wanted = Wanted::read(text, Vec::new());
    [wanted.query(Engine::Sqlite), wanted.query(Engine::Postgres)]
}

#[test]
fn words_phrases_and_unwanted_words_are_read() {
    assert_eq!(
        both("the Heart \"in hospital\" -stroke"),
        ["(\"heart\" AND \"in hospital\") NOT (\"stroke\")", "'heart' & ('in' <-> 'hospital') & !'stroke'"]
    );
}

#[test]
fn nothing_typed_is_everything_and_nothing_searchable_is_nothing() {
    assert_eq!(Wanted::read("  ", Vec::new()), Wanted::Everything);
    assert_eq!(Wanted::read("the '*:^", Vec::new()), Wanted::Nothing);
}

#[test]
fn only_unwanted_words_leave_all_others() {
    assert_eq!(both("-stroke")[0], "(\"allzentry\") NOT (\"stroke\")");
}

#[test]
fn operators_of_the_engines_are_only_words() {
    assert_eq!(both("NEAR(title:x* ^y')")[0], "(\"near\" AND \"title\" AND \"x\" AND \"y\")");
}

#[test]
fn found_words_are_marked_and_everything_else_is_escaped() {
    assert_eq!(marked("<b>\u{2}heart\u{3}</b>"), "&lt;b&gt;<mark>heart</mark>&lt;/b&gt;");
}
