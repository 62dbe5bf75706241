//! What happens at every start: the key file is found or made, fits what the database holds, and everything that is to be
//! sealed is sealed with its first key.
use super::{Keys, file};
use crate::{
    config::Storage,
    error::{Error, Result},
    people,
};
use db::{Db, Tx};
use std::path::Path;

/// The keys for this database. A key file is made at the first start with SQLite; with PostgreSQL the nodes share one, so
/// it must be there. Refused if the database holds what none of the keys opens.
pub async fn ready(db: &Db, storage: &Storage) -> Result<Keys> {
    let place = file::place(storage)?;
    let used = sealers(&mut db.read().await?).await?;
    let found = file::read(&place)?;
    let names = found.as_ref().map(Keys::names).unwrap_or_default();
    if let Some(lost) = used.iter().find(|name| !names.contains(&name.as_str())) {
        return Err(lacking(&place, lost));
    }
    let keys = match found {
        Some(keys) => keys,
        None if storage.database.is_none() => file::make(&place)?,
        None => return Err(absent(&place)),
    };
    let mut tx = db.write().await?;
    let before = renew(&mut tx, &keys).await?;
    tx.commit().await?;
    if before == Before::Open {
        db.rewrite().await?;
    }
    Ok(keys)
}

fn lacking(place: &Path, lost: &str) -> Error {
    let place = place.display();
    Error::Fault(format!(
        "--key {place}: the database holds secrets that key {lost} sealed, and this file does not hold it. Restore the file from your copy of it, or name the right one. If the key is lost for good: `trefoil key --forget {lost}` gives up what it sealed"
    ))
}

fn absent(place: &Path) -> Error {
    let place = place.display();
    Error::Fault(format!(
        "--key {place}: there is no such file. Copy the one of the other nodes here, or make the first with `trefoil key --key {place}`"
    ))
}

/// The names of the keys that sealed anything in this database. Every room that seals has its line here, and in [`renew`].
async fn sealers(tx: &mut Tx) -> Result<Vec<String>> {
    people::factor::sealers(tx).await
}

/// How the things of a database stood at a start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// Everything was sealed.
    Sealed,
    /// Something stood open, as it did before there was a key: the file may hold what is left of it.
    Open,
}

/// Seals what stood open or was sealed by an older key.
async fn renew(tx: &mut Tx, keys: &Keys) -> Result<Before> {
    people::factor::renew(tx, keys).await
}
