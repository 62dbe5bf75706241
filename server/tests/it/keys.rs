//! The server's own key as somebody who runs the program meets it: made, missing, renewed, lost.
use crate::{
    commands::{fails, folder, succeeds},
    support::address,
};
use sqlx::Connection;
use std::{fs, path::Path};

/// The secret of an app as it stood before there was a key.
const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/// Runs a statement on the database of a folder.
async fn on(data: &str, statement: String) {
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite://{data}/trefoil.db")).await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(statement)).execute(&mut database).await.unwrap();
    database.close().await.unwrap();
}

/// A folder with somebody whose second factor stands open, as it did before there was a key.
async fn from_before() -> String {
    let data = folder().display().to_string();
    succeeds(&["operator", "--data", &data, "--name", "Olu", "--email", "olu@example.org"]);
    on(&data, format!("INSERT INTO second_factor SELECT id, '{SECRET}', '2026-01-01T00:00:00.000000Z', 0 FROM person"))
        .await;
    assert!(holds(&data, SECRET));
    data
}

/// Whether a text stands in any byte of any file of the data.
fn holds(data: &str, text: &str) -> bool {
    let files = fs::read_dir(data).unwrap().map(|file| fs::read(file.unwrap().path()).unwrap());
    files.into_iter().any(|bytes| bytes.windows(text.len()).any(|part| part == text.as_bytes()))
}

fn key(data: &str) -> String {
    format!("{data}.key")
}

/// The name of the key that seals.
fn name(file: &str) -> String {
    let said = succeeds(&["key", "--key", file]);
    said.split("Key ").nth(1).unwrap().split(' ').next().unwrap().to_string()
}

#[tokio::test]
async fn what_stood_open_is_sealed_at_the_next_start_and_stands_in_no_byte_any_more() {
    let data = from_before().await;
    for n in 10..50 {
        let id = format!("'00000000-0000-7000-8000-0000000000{n}'");
        on(&data, format!("INSERT INTO second_factor SELECT {id}, secret, since, 0 FROM second_factor LIMIT 1")).await;
    }
    succeeds(&["migrate", "--data", &data]);
    assert!(!holds(&data, SECRET) && holds(&data, &format!("sealed.{}.", name(&key(&data)))));
}

#[tokio::test]
async fn a_new_key_seals_everything_anew_and_the_old_one_may_go() {
    let data = from_before().await;
    succeeds(&["migrate", "--data", &data]);
    let old = name(&key(&data));
    assert!(succeeds(&["key", "--data", &data, "--new"]).contains(&format!(", {old}.")));
    succeeds(&["migrate", "--data", &data]);
    assert!(!holds(&data, &format!("sealed.{old}.")));
    let first: String =
        fs::read_to_string(key(&data)).unwrap().lines().take(2).map(|line| format!("{line}\n")).collect();
    fs::write(key(&data), first).unwrap();
    succeeds(&["migrate", "--data", &data]);
}

#[tokio::test]
async fn without_the_key_of_what_is_sealed_nothing_starts_until_it_is_back_or_given_up() {
    let data = from_before().await;
    succeeds(&["migrate", "--data", &data]);
    let (lost, away) = (name(&key(&data)), folder());
    fs::rename(key(&data), &away).unwrap();
    for command in ["migrate", "serve", "demo", "work"] {
        let said = fails(1, &[command, "--data", &data]);
        assert!(said.contains(&lost) && said.contains("Restore the file") && said.contains("--forget"), "{said}");
        assert!(!Path::new(&key(&data)).exists(), "no other key takes its place");
    }
    fs::copy(&away, key(&data)).unwrap();
    assert!(fails(1, &["key", "--data", &data, "--forget", &lost]).contains("nothing is lost"));
    fs::remove_file(key(&data)).unwrap();
    assert!(succeeds(&["key", "--data", &data, "--forget", &lost]).contains("1 second steps"));
    succeeds(&["migrate", "--data", &data]);
    assert!(succeeds(&["verify", "--data", &data]).contains("3 events"));
}

#[test]
fn the_key_lies_beside_the_data_and_never_in_it() {
    let data = folder().display().to_string();
    succeeds(&["migrate", "--data", &format!("{data}/")]);
    assert!(Path::new(&key(&data)).exists());
    let said = fails(1, &["migrate", "--data", &data, "--key", &format!("{data}/key")]);
    assert!(said.contains("must not lie in the data folder"), "{said}");
    let elsewhere = folder().display().to_string();
    succeeds(&["migrate", "--data", &data, "--key", &elsewhere]);
    assert!(Path::new(&elsewhere).exists());
    fs::write(&elsewhere, "no key").unwrap();
    let said = fails(1, &["migrate", "--data", &data, "--key", &elsewhere]);
    assert!(said.contains(&elsewhere) && said.contains("line 1 is no key"), "{said}");
}

#[tokio::test]
async fn with_postgresql_the_nodes_share_a_key_that_is_named_and_there() {
    let (database, file) = (address("postgres").await, folder().display().to_string());
    let said = fails(1, &["migrate", "--database", &database]);
    assert!(said.contains("name the key file that all nodes share"), "{said}");
    let said = fails(1, &["migrate", "--database", &database, "--key", &file]);
    assert!(said.contains(&format!("`trefoil key --key {file}`")) && !Path::new(&file).exists(), "{said}");
    succeeds(&["key", "--key", &file]);
    succeeds(&["migrate", "--database", &database, "--key", &file]);
}
