//! The `trefoil` command as somebody types it: the real program on a folder or database of its own.
use crate::support::address;
use server::ids;
use sqlx::Connection;
use std::{
    path::PathBuf,
    process::{Command, Output},
};

/// A place for data that is not there yet.
pub fn folder() -> PathBuf {
    std::env::temp_dir().join("trefoil-tests").join(ids::secret())
}

/// The program, with no setting from around it.
pub fn trefoil(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trefoil"));
    command.args(args).env_clear();
    command
}

fn ran(args: &[&str]) -> Output {
    trefoil(args).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What the program says when it succeeds.
#[track_caller]
pub fn succeeds(args: &[&str]) -> String {
    let output = ran(args);
    assert!(output.status.success(), "{args:?}\n{}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

/// What the program says when it fails with this code.
#[track_caller]
pub fn fails(code: i32, args: &[&str]) -> String {
    let output = ran(args);
    let said = text(&output.stdout) + &text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{args:?}\n{said}");
    said
}

/// A folder with a database in which something has happened.
fn begun() -> String {
    let data = folder().display().to_string();
    succeeds(&["operator", "--data", &data, "--name", "Olu", "--email", "olu@example.org"]);
    data
}

#[test]
fn the_first_operator_gets_a_link_and_a_second_call_a_new_one() {
    let data = folder().display().to_string();
    let make = || {
        succeeds(&[
            "operator",
            "--data",
            &data,
            "--name",
            "Olu",
            "--email",
            "olu@example.org",
            "--base-url",
            "https://t.example",
        ])
    };
    let (one, two) = (make(), make());
    assert!(one.contains("https://t.example/invitations/") && two.contains("https://t.example/invitations/"));
    assert_ne!(one, two);
    let refused = fails(1, &["operator", "--data", &data, "--name", "Olu", "--email", "olu"]);
    assert!(refused.contains("--email: enter an e-mail address"), "{refused}");
}

#[test]
fn a_whole_record_is_found_whole() {
    let data = begun();
    assert!(succeeds(&["verify", "--data", &data]).contains("The record is whole: 2 events"));
    succeeds(&["migrate", "--data", &data]);
}

#[tokio::test]
async fn one_changed_byte_of_one_event_is_named() {
    let data = begun();
    let url = format!("sqlite://{data}/trefoil.db");
    let mut database = sqlx::SqliteConnection::connect(&url).await.unwrap();
    let id: String = sqlx::query_scalar("SELECT id FROM event WHERE seq = 1").fetch_one(&mut database).await.unwrap();
    let changed = "UPDATE event SET what = replace(what, 'invited', 'invitee') WHERE seq = 1";
    assert_eq!(sqlx::query(changed).execute(&mut database).await.unwrap().rows_affected(), 1);
    database.close().await.unwrap();
    let said = fails(1, &["verify", "--data", &data]);
    assert!(said.contains(&format!("Event 1 (id {id}) is not what was recorded")), "{said}");
}

#[tokio::test]
async fn a_row_that_was_changed_is_named_and_is_a_failure() {
    let data = begun();
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite://{data}/trefoil.db")).await.unwrap();
    let id: String = sqlx::query_scalar("SELECT id FROM event WHERE seq = 2").fetch_one(&mut database).await.unwrap();
    sqlx::query("UPDATE person SET active = NOT active").execute(&mut database).await.unwrap();
    database.close().await.unwrap();
    let said = fails(1, &["verify", "--data", &data]);
    assert!(said.contains(&format!("is stored otherwise than event 2 (id {id}) left it: active")), "{said}");
}

#[tokio::test]
async fn an_event_that_was_removed_is_missed() {
    let data = begun();
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite://{data}/trefoil.db")).await.unwrap();
    sqlx::query("DELETE FROM event WHERE seq = 2").execute(&mut database).await.unwrap();
    database.close().await.unwrap();
    assert!(fails(1, &["verify", "--data", &data]).contains("Event 1"));
}

#[test]
fn verify_and_export_make_no_database() {
    let data = folder().display().to_string();
    assert!(fails(1, &["verify", "--data", &data]).contains("there is no database here"));
    assert!(fails(1, &["export", "--data", &data, "/nowhere/file"]).contains("there is no database here"));
    assert!(!std::path::Path::new(&data).exists());
}

#[tokio::test]
async fn everything_moves_from_engine_to_engine_with_the_same_bytes() {
    let (one, postgres, two) = (begun(), address("postgres").await, folder().display().to_string());
    let files = [folder(), folder(), folder()].map(|path| path.display().to_string());
    succeeds(&["export", "--data", &one, &files[0]]);
    succeeds(&["import", "--database", &postgres, &files[0]]);
    succeeds(&["export", "--database", &postgres, &files[1]]);
    succeeds(&["import", "--data", &two, &files[1]]);
    succeeds(&["export", "--data", &two, &files[2]]);
    let [a, b, c] = files.clone().map(|file| std::fs::read(file).unwrap());
    assert!(a == b && b == c, "{}\n{}", text(&a), text(&b));
    assert!(succeeds(&["verify", "--database", &postgres]).contains("2 events"));
    assert!(fails(1, &["import", "--data", &two, &files[0]]).contains("in use already"));
}

#[test]
fn every_bad_setting_is_refused_with_its_name_and_what_was_expected() {
    for (name, value, expected) in [
        ("--listen", "8080", "expected HOST:PORT"),
        ("--metrics-listen", "here", "expected HOST:PORT"),
        ("--log", "server=loudly", "expected for example info"),
        ("--log-format", "xml", "text, json"),
        ("--smtp", "mail.example", "expected smtp://host:port"),
        ("--mail-from", "nobody", "expected Name <name@example.nhs.uk>"),
        ("--base-url", "trefoil.example", "expected http://"),
        ("--database", "mysql://x", "begins with postgres://"),
        ("--service-name", " ", "at most 60 characters"),
    ] {
        let said = fails(2, &["serve", name, value]);
        assert!(said.contains(name) && said.contains(expected), "{said}");
    }
}

#[test]
fn the_environment_is_checked_like_the_flags() {
    let output = trefoil(&["serve"]).env("TREFOIL_LISTEN", "nowhere").output().unwrap();
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("--listen") && said.contains("nowhere") && said.contains("expected HOST:PORT"), "{said}");
}

#[test]
fn an_unreachable_database_is_said_in_a_sentence_without_the_password() {
    let said = fails(1, &["serve", "--database", "postgres://me:hunter2@127.0.0.1:1/none"]);
    assert!(said.contains("--database: the database cannot be opened") && !said.contains("hunter2"), "{said}");
    let said = fails(1, &["migrate", "--data", "/dev/null/data"]);
    assert!(said.contains("--data /dev/null/data: cannot make this folder"), "{said}");
}
