//! What the `trefoil` command does besides serving: check the record, move the data, make an operator.
use crate::{
    clock::Clock,
    config::{Key, Operator, Storage, Transfer},
    error::{Error, Result},
    forms::{self, Field, Kind, Posted},
    keys,
    messages::Messages,
    people, register, serve,
    unit::Unit,
    verify::{self, Found},
};
use db::Db;
use domain::actor::Actor;
use std::{path::Path, process::ExitCode};
use tokio::{
    fs::{File, OpenOptions},
    io::BufReader,
};

/// Brings the database to this version and says so.
pub async fn migrate(storage: &Storage) -> Result<ExitCode> {
    let (db, _) = serve::unlock(storage).await?;
    db.close().await;
    say("command.migrated", &[]);
    Ok(ExitCode::SUCCESS)
}

/// Checks the whole record, and what is stored against it: says what it found, and fails if anything is wrong.
pub async fn verify(storage: &Storage) -> Result<ExitCode> {
    let found = verify::verify(&existing(storage).await?).await?;
    println!("{}", found.sentence());
    Ok(match found {
        Found::Whole { .. } => ExitCode::SUCCESS,
        Found::Altered(_) | Found::Differs(_) => ExitCode::FAILURE,
    })
}

/// Writes every table to a file that only its owner may read: it holds addresses and hashes of passwords.
pub async fn export(config: &Transfer) -> Result<ExitCode> {
    let db = existing(&config.storage).await?;
    let opened = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&config.file).await;
    db::export(&db, opened.map_err(|e| unusable(&config.file, &e))?).await?;
    say("command.exported", &[("file", &config.file.display().to_string())]);
    Ok(ExitCode::SUCCESS)
}

/// Reads such a file into a new database.
pub async fn import(config: &Transfer) -> Result<ExitCode> {
    let file = File::open(&config.file).await.map_err(|e| unusable(&config.file, &e))?;
    let db = serve::open(&config.storage).await?;
    db::import(&db, BufReader::new(file)).await.map_err(|e| Error::Fault(format!("import: {}", reason(&e))))?;
    let mut tx = db.write().await?;
    register::rebuild(&mut tx).await?;
    tx.commit().await?;
    say("command.imported", &[("file", &config.file.display().to_string())]);
    Ok(ExitCode::SUCCESS)
}

/// Makes an operator, or lets one in again, and prints a one-time link.
pub async fn operator(config: &Operator) -> Result<ExitCode> {
    let (name, email) = typed(config)?;
    let db = serve::open(&config.storage).await?;
    let mut unit = Unit::begin(&db, Actor::system(), Clock::machine().now()).await?;
    let path = people::actions::operator(&mut unit, &name, &email).await?;
    unit.commit().await?;
    let base = config.base_url.as_deref().unwrap_or("http://localhost:8080");
    say("command.operator", &[("link", &format!("{base}{path}"))]);
    Ok(ExitCode::SUCCESS)
}

/// Makes the key file if there is none, puts a new key into it, or gives up what a lost key sealed; says what is there.
pub async fn key(config: &Key) -> Result<ExitCode> {
    if let Some(name) = &config.forget {
        return forget(&config.storage, name).await;
    }
    let file = keys::file::place(&config.storage)?;
    let keys = if config.new { keys::file::add(&file) } else { keys::file::make(&file) }?;
    let names = keys.names();
    say("command.key", &[("file", &file.display().to_string()), ("first", names[0]), ("all", &names.join(", "))]);
    Ok(ExitCode::SUCCESS)
}

/// Gives up what the lost key of this name sealed. A key that is there is not lost.
async fn forget(storage: &Storage, name: &str) -> Result<ExitCode> {
    let found = keys::file::read(&keys::file::place(storage)?)?;
    if found.is_some_and(|keys| keys.names().contains(&name)) {
        return Err(Error::Fault(format!("--forget {name}: this key is in the key file, so nothing is lost")));
    }
    let db = existing(storage).await?;
    let mut unit = Unit::begin(&db, Actor::system(), Clock::machine().now()).await?;
    let many = people::actions::give_up_factors(&mut unit, name).await?;
    unit.commit().await?;
    say("command.forgotten", &[("name", name), ("many", &many.to_string())]);
    Ok(ExitCode::SUCCESS)
}

/// Name and address by the rules of every form.
fn typed(config: &Operator) -> Result<(String, String)> {
    const FORM: &[Field] = &[Field::line("name"), Field::new("email", Kind::Email)];
    let mut posted = Posted::default();
    posted.fields.push("name".into(), config.name.clone());
    posted.fields.push("email".into(), config.email.clone());
    let refused = |problems: Vec<forms::Problem>| {
        let sentence = |problem: &forms::Problem| forms::sentence(problem, &format!("--{}", field(problem)));
        Error::Fault(problems.iter().map(sentence).collect::<Vec<_>>().join("; "))
    };
    let value = forms::read_posted(FORM, &posted).map_err(refused)?;
    let text = |name: &str| value[name].as_str().unwrap_or_default().to_string();
    Ok((text("name"), text("email")))
}

fn field(problem: &forms::Problem) -> &str {
    problem.field.as_deref().unwrap_or_default()
}

/// The database that is there already; nothing is made or changed.
async fn existing(storage: &Storage) -> Result<Db> {
    let file = storage.file();
    if storage.database.is_none() && !file.exists() {
        return Err(Error::Fault(format!("--data {}: there is no database here", storage.data.display())));
    }
    serve::connect(storage).await
}

fn unusable(file: &Path, error: &std::io::Error) -> Error {
    Error::Fault(format!("{}: {error}", file.display()))
}

/// A refusal of the database without the engine's ceremony.
fn reason(error: &db::Error) -> String {
    match error {
        db::Error::InvalidArgument(why) => why.clone(),
        other => other.to_string(),
    }
}

fn say(key: &str, facts: &[(&str, &str)]) {
    println!("{}", Messages::english().text(key, facts));
}
