//! Every text a person reads that stands in no template: one folder per language, one TOML file per room.
use rust_embed::RustEmbed;
use std::{collections::BTreeMap, sync::LazyLock};
use toml::{Table, Value};

#[derive(RustEmbed)]
#[folder = "messages/en"]
#[include = "*.toml"]
struct English;

/// The texts of one language by dotted key. The keys of all its files share one space: a file's name is no part of
/// a key, its tables are (`[need.draft]` with `title = "…"` is `need.draft.title`).
pub struct Messages(BTreeMap<String, String>);

impl Messages {
    /// British English, parsed once.
    pub fn english() -> &'static Messages {
        static ENGLISH: LazyLock<Messages> = LazyLock::new(Messages::embedded);
        &ENGLISH
    }

    /// The text of a key with its `{name}` places filled; `{count|thing is|things are}` chooses its words by a number. A key without a text comes back as `[[key]]`, so that a
    /// gap is seen on the page and found by a test. The result is plain text: whoever puts it on a page escapes it.
    pub fn text(&self, key: &str, values: &[(&str, &str)]) -> String {
        match self.find(key) {
            Some(text) => fill(text, values),
            None => format!("[[{key}]]"),
        }
    }

    /// The text of a key as it was written, its places not filled.
    pub fn find(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }

    /// Every key there is, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The texts of some files, each as its table.
    pub fn of(files: impl IntoIterator<Item = Table>) -> Messages {
        let mut texts = BTreeMap::new();
        for file in files {
            flatten(String::new(), Value::Table(file), &mut texts);
        }
        Messages(texts)
    }

    fn embedded() -> Messages {
        Messages::of(English::iter().map(|name| {
            let file = English::get(&name).expect("the name comes from the same list");
            let text = std::str::from_utf8(&file.data).expect("message files are UTF-8: a test reads them");
            text.parse().expect("message files are TOML: a test reads them")
        }))
    }
}

fn flatten(key: String, value: Value, texts: &mut BTreeMap<String, String>) {
    match value {
        Value::Table(table) => {
            for (name, value) in table {
                let key = if key.is_empty() { name } else { format!("{key}.{name}") };
                flatten(key, value, texts);
            }
        }
        Value::String(text) => {
            let before = texts.insert(key.clone(), text);
            assert!(before.is_none(), "two message files hold the key {key}");
        }
        other => panic!("the message {key} is {}: messages are text", other.type_str()),
    }
}

/// Fills in one pass, so that a value that looks like a place is left alone.
/// The form of a word for a number: of `is|are` the first for one, the other for any other number.
fn form<'a>(forms: &'a str, number: &str) -> &'a str {
    let (one, other) = forms.split_once('|').unwrap_or((forms, forms));
    if number == "1" { one } else { other }
}

fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (place, after_place) = after.split_once('}').unwrap_or((after, ""));
        let (name, forms) = place.split_once('|').map_or((place, None), |(name, forms)| (name, Some(forms)));
        match (values.iter().find(|(known, _)| *known == name), forms) {
            (Some((_, value)), None) => filled.push_str(value),
            (Some((_, value)), Some(forms)) => filled.push_str(form(forms, value)),
            (None, _) => filled.extend(["{", place, "}"]),
        }
        rest = after_place;
    }
    filled + rest
}
