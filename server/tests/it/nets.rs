//! Nets: what must hold everywhere is looked for everywhere. Statements, messages, directions.
use crate::{on_both, support::*};
use server::{
    forms::{Field, Kind},
    messages::Messages,
};
use std::{collections::BTreeSet, fs, path::Path};

on_both! {
    async fn every_statement_prepares(world) {
        assert_eq!(world.app.db.refused().await.unwrap(), Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_statement_of_the_register_reads_a_whole_table() {
    let world = World::new("sqlite").await;
    let mut whole = Vec::new();
    for (place, text, steps) in world.app.db.plans().await.unwrap() {
        let reading = place.contains("register/store.rs") && !text.starts_with("INSERT") && !text.starts_with("DELETE");
        let scans = |step: &String| step.starts_with("SCAN entry") && !step.contains("INDEX");
        whole.extend(steps.into_iter().filter(|step| reading && scans(step)).map(|step| format!("{place}: {step}")));
    }
    assert_eq!(whole, Vec::<String>::new());
}

/// A file of our sources: its path below the root of the repository, and its text without tests and comments.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The room or engine file: `calls` for `server/src/calls/store.rs`, `unit` for `server/src/unit.rs`.
    fn room(&self) -> &str {
        let below = self.path.strip_prefix("server/src/").unwrap_or(&self.path);
        below.split('/').next().unwrap().trim_end_matches(".rs")
    }
    /// Its own name without the ending.
    fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap().trim_end_matches(".rs")
    }
    /// The literals that follow this beginning of a call, such as `because(`.
    fn literals(&self, call: &str) -> Vec<&str> {
        let after = self.text.split(call).skip(1).map(str::trim_start);
        let quoted = after.filter_map(|rest| rest.strip_prefix('"'));
        quoted.filter_map(|rest| rest.split('"').next()).collect()
    }
}

/// Every Rust file below these folders.
fn sources(folders: &[&str]) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = Vec::new();
    let mut folders: Vec<_> = folders.iter().map(|folder| root.join(folder)).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|it| it == "rs") {
                let text = fs::read_to_string(&entry).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap().lines().enumerate();
                let code = code.filter(|(n, line)| *n == 0 || !line.trim_start().starts_with("//"));
                let text = code.map(|(_, line)| format!("{line}\n")).collect();
                let path = entry.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.push(Source { path, text });
            }
        }
    }
    assert!(!found.is_empty());
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn server_sources() -> Vec<Source> {
    sources(&["server/src"])
}

/// The keys of these that have no message.
fn missing(keys: impl IntoIterator<Item = String>) -> Vec<String> {
    let all: BTreeSet<String> = keys.into_iter().filter(|key| Messages::english().find(key).is_none()).collect();
    all.into_iter().collect()
}

const NONE: Vec<String> = Vec::new();

#[test]
fn every_act_has_its_texts() {
    let texts = |act: &server::acts::Known| ["title", "button"].map(|part| format!("act.{}.{part}", act.name));
    assert_eq!(missing(server::acts().iter().flat_map(texts)), NONE);
}

#[test]
fn every_act_has_a_name_and_an_address_of_its_own() {
    let acts = server::acts();
    assert_eq!(acts.iter().map(|act| act.name).collect::<BTreeSet<_>>().len(), acts.len());
    assert_eq!(acts.iter().map(|act| act.path).collect::<BTreeSet<_>>().len(), acts.len());
}

#[test]
fn every_field_has_a_label_and_every_word_of_a_choice_its_text() {
    let mut lacking = BTreeSet::new();
    for act in server::acts() {
        lacking.extend(act.form.iter().flat_map(|field| without_texts(act.name, field)));
    }
    assert_eq!(lacking.into_iter().collect::<Vec<_>>(), NONE);
}

fn without_texts(act: &str, field: &Field) -> Vec<String> {
    let found = |key: String| Messages::english().find(&key).is_some();
    let label = format!("field.{}.label", field.name);
    let mut lacking = Vec::new();
    if !found(format!("act.{act}.{label}")) && !found(label.clone()) {
        lacking.push(format!("{label} of {act}"));
    }
    match field.kind {
        Kind::Rows(fields) => lacking.extend(fields.iter().flat_map(|field| without_texts(act, field))),
        Kind::Choice(words) | Kind::Choices(words) => {
            let bare = words
                .iter()
                .filter(|word| !found(format!("word.{}.{word}", field.name)) && !found(format!("word.{word}")));
            lacking.extend(bare.map(|word| format!("word.{}.{word}", field.name)));
        }
        _ => {}
    }
    lacking
}

#[test]
fn every_reason_for_a_refusal_has_its_sentence() {
    let mut codes = BTreeSet::new();
    for source in sources(&["server/src", "crates/domain/src"]) {
        for call in ["Reason::new(", "Problem::new(", "because("] {
            codes.extend(source.literals(call).into_iter().map(|code| format!("refusal.{code}")));
        }
    }
    assert!(codes.len() > 20, "{codes:?}");
    assert_eq!(missing(codes), NONE);
}

/// The enum of this name in a source: its lines between the braces.
fn enum_of<'a>(source: &'a Source, name: &str) -> Option<&'a str> {
    let (_, after) = source.text.split_once(&format!("pub enum {name} {{\n"))?;
    let indent = source.text.split(&format!("pub enum {name} {{\n")).next()?.rsplit('\n').next()?;
    after.split(&format!("\n{indent}}}")).next()
}

#[test]
fn every_event_has_its_words() {
    let mut keys = BTreeSet::new();
    for source in sources(&["crates/domain/src"]) {
        let Some(events) = enum_of(&source, "Event") else { continue };
        let module =
            source.path.strip_prefix("crates/domain/src/").unwrap().split(['/', '.']).next().unwrap().to_string();
        let variants =
            events.lines().filter(|line| line.starts_with("    ") && line.as_bytes()[4].is_ascii_uppercase());
        keys.extend(
            variants.map(|line| {
                format!("event.{module}.{}", snake(line.trim().split([' ', ',', '(', '{']).next().unwrap()))
            }),
        );
    }
    keys.remove("event.event.event");
    assert!(keys.len() > 30, "{keys:?}");
    assert_eq!(missing(keys), NONE);
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[test]
fn every_status_has_its_word() {
    let mut keys = BTreeSet::new();
    for source in sources(&["crates/domain/src"]) {
        let words = enum_of(&source, "Status").unwrap_or_default().lines().filter_map(|line| line.split("= \"").nth(1));
        keys.extend(words.filter_map(|rest| rest.split('"').next()).map(|word| format!("status.{word}")));
    }
    assert!(keys.len() > 20, "{keys:?}");
    assert_eq!(missing(keys), NONE);
}

#[test]
fn every_letter_has_a_subject_and_a_body() {
    let mut kinds = BTreeSet::new();
    for source in server_sources() {
        for call in ["tell(recorded, ", "letter("] {
            kinds.extend(source.literals(call).into_iter().map(String::from));
        }
        if source.name() == "reactions" {
            kinds.extend(source.literals("=> (").into_iter().map(String::from));
        }
    }
    let known = Messages::english().keys().filter_map(|key| key.strip_prefix("letter.")?.strip_suffix(".subject"));
    kinds.extend(known.map(String::from));
    assert!(!kinds.is_empty());
    assert_eq!(
        missing(kinds.iter().flat_map(|kind| ["subject", "body"].map(|part| format!("letter.{kind}.{part}")))),
        NONE
    );
}

#[test]
fn no_message_holds_a_place_that_is_not_closed() {
    let messages = Messages::english();
    let broken = messages.keys().filter(|key| {
        let text = messages.find(key).unwrap();
        text.matches('{').count() != text.matches('}').count()
    });
    assert_eq!(broken.collect::<Vec<_>>(), Vec::<&str>::new());
}

/// The engine's files that hold SQL beside the rooms' `store.rs`.
const WITH_SQL: [&str; 13] = [
    "server/src/health.rs",
    "server/src/jobs.rs",
    "server/src/mail.rs",
    "server/src/metrics.rs",
    "server/src/record.rs",
    "server/src/record/past.rs",
    "server/src/record/stages.rs",
    "server/src/record/rows.rs",
    "server/src/sessions.rs",
    "server/src/follows.rs",
    "server/src/sessions/tokens.rs",
    "server/src/typed.rs",
    "server/src/unit.rs",
];

/// The files of which one of these texts is part, as `path: text`.
fn holding<'a>(sources: impl IntoIterator<Item = &'a Source>, texts: &[&str]) -> Vec<String> {
    let hits = |source: &Source| {
        texts
            .iter()
            .filter(|text| source.text.contains(**text))
            .map(|text| format!("{}: {text}", source.path))
            .collect::<Vec<_>>()
    };
    sources.into_iter().flat_map(hits).collect()
}

#[test]
fn domain_and_record_do_no_input_or_output() {
    let all = sources(&["crates/domain/src", "crates/record/src"]);
    let forbidden = [
        "async fn",
        "tokio",
        "sqlx",
        "axum",
        "std::fs",
        "std::net",
        "std::env",
        "SystemTime",
        "Instant::now",
        "::now()",
        "rand::",
        "println!",
    ];
    assert_eq!(holding(&all, &forbidden), NONE);
}

#[test]
fn the_database_crate_knows_no_table_of_ours() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tables = BTreeSet::new();
    for file in fs::read_dir(root.join("migrations")).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        tables.extend(
            text.split("CREATE TABLE ").skip(1).map(|rest| rest.split([' ', '\n', '(']).next().unwrap().to_string()),
        );
    }
    let uses: Vec<String> =
        tables.iter().flat_map(|table| ["FROM ", "INTO ", "UPDATE "].map(|verb| format!("{verb}{table} "))).collect();
    assert!(uses.len() > 20);
    assert_eq!(holding(&sources(&["crates/db/src"]), &uses.iter().map(String::as_str).collect::<Vec<_>>()), NONE);
}

#[test]
fn sql_stands_only_in_stores_and_a_few_files_of_the_engine() {
    let all = server_sources();
    let others = all
        .iter()
        .filter(|it| it.name() != "store" && !it.path.contains("/store/") && !WITH_SQL.contains(&it.path.as_str()));
    assert_eq!(holding(others, &["sql!(", "sqlx::"]), NONE);
}

#[test]
fn stores_know_neither_what_people_do_nor_what_they_see() {
    let all = server_sources();
    let stores = all.iter().filter(|it| it.name() == "store");
    assert_eq!(holding(stores, &["actions::", "acts::", "pages::", "api::", "axum", "web::"]), NONE);
}

#[test]
fn actions_know_no_pages() {
    let all = server_sources();
    let actions = all.iter().filter(|it| it.name() == "actions");
    assert_eq!(holding(actions, &["super::pages", "super::api", "pages::", "axum::"]), NONE);
}

#[test]
fn rooms_do_not_use_the_pages_and_resources_of_other_rooms() {
    let all = server_sources();
    let rooms: BTreeSet<&str> = all.iter().filter(|it| it.name() == "store").map(Source::room).collect();
    let mut wrong = Vec::new();
    for source in all.iter().filter(|it| it.path != "server/src/lib.rs") {
        let others = rooms.iter().filter(|room| **room != source.room());
        let uses: Vec<String> =
            others.flat_map(|room| ["pages", "api"].map(|part| format!("{room}::{part}::"))).collect();
        wrong.extend(holding([source], &uses.iter().map(String::as_str).collect::<Vec<_>>()));
    }
    assert_eq!(wrong, NONE);
}

#[test]
fn the_clock_and_chance_are_read_in_their_own_files() {
    let all = server_sources();
    let others = all.iter().filter(|it| !["clock", "ids"].contains(&it.name()));
    assert_eq!(
        holding(others, &["Timestamp::now(", "Zoned::now(", "SystemTime::now(", "now_v7(", "new_v4(", "rand::"]),
        NONE
    );
}

#[test]
fn no_file_carries_a_text_for_people() {
    let all = server_sources();
    let shown = all.iter().filter(|it| !["config", "main", "commands", "mail"].contains(&it.name()));
    assert_eq!(holding(shown, &["Html(\"<", "<html", "<p>\" "]), NONE);
}

#[test]
fn every_file_says_first_what_it_is_for() {
    let all =
        sources(&["server/src", "crates/domain/src", "crates/record/src", "crates/db/src", "crates/documents/src"]);
    let silent = all.iter().filter(|it| !it.text.starts_with("//! ")).map(|it| it.path.clone());
    assert_eq!(silent.collect::<Vec<_>>(), NONE);
}
