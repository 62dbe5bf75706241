//! Migrations: each applied once, in order, inside a transaction, and never changed afterwards.

use sha2::{Digest as _, Sha256};

use crate::{
    Db, Result, Tx,
    database::{Pools, sqlite_pool},
    export, refuse, sql,
    tx::Inner,
};

/// One step of the schema. Its name and text stay as they are once it has been applied anywhere.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// For example `0001_people`; names are applied in the order of the list.
    pub name: &'static str,
    /// The text for SQLite.
    pub sqlite: &'static str,
    /// The text for PostgreSQL; the same one, as a rule.
    pub postgres: &'static str,
}

/// Embeds a migration: `migration!("0001_people", "../migrations/0001_people.sql")`, the path seen from the file that
/// says so; with two paths, the first is for SQLite and the second for PostgreSQL.
#[macro_export]
macro_rules! migration {
    ($name:literal, $path:literal) => {
        $crate::Migration::new($name, include_str!($path))
    };
    ($name:literal, sqlite: $sqlite:literal, postgres: $postgres:literal) => {
        $crate::Migration { name: $name, sqlite: include_str!($sqlite), postgres: include_str!($postgres) }
    };
}

impl Migration {
    /// A migration with one text for both engines.
    pub const fn new(name: &'static str, text: &'static str) -> Self {
        Migration { name, sqlite: text, postgres: text }
    }

    fn text(&self, tx: &Tx) -> &'static str {
        match tx.inner {
            Inner::Sqlite(_) => self.sqlite,
            Inner::Postgres(_) => self.postgres,
        }
    }
}

impl Db {
    /// Applies what is missing, all of it or nothing, and returns the names of what was applied. Two programs that start
    /// at once are safe. Refused: a migration whose text has changed since it was applied, and a database that knows
    /// migrations this list does not.
    pub async fn migrate(&self, migrations: &[Migration]) -> Result<Vec<String>> {
        let mut tx = self.begin_migrating().await?;
        create_table(&mut tx).await?;
        let done = check(&mut tx, migrations).await?;
        let missing = &migrations[done..];
        for (migration, place) in missing.iter().zip(done..) {
            apply(&mut tx, migration, place).await?;
        }
        check_references(&mut tx).await?;
        if done == 0 && !missing.is_empty() {
            remember_as_new(&mut tx).await?;
        }
        tx.commit().await?;
        Ok(missing.iter().map(|migration| migration.name.to_owned()).collect())
    }

    /// The names of the migrations that were applied, in order.
    pub async fn migrations(&self) -> Result<Vec<String>> {
        names(&mut self.read().await?).await
    }

    /// On SQLite, on a connection that does not enforce foreign keys while a table is rebuilt: dropping the old table
    /// would otherwise delete what refers to it. They are checked before the commit instead.
    async fn begin_migrating(&self) -> Result<Tx> {
        let Pools::Sqlite { write, .. } = &self.0 else {
            return self.write().await;
        };
        let options = write.connect_options().as_ref().clone().foreign_keys(false);
        let pool = sqlite_pool(1).connect_with(options).await?;
        Ok(Tx::new(Default::default(), Inner::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?)))
    }
}

/// Whoever holds the lock migrates; the others wait here and then find nothing missing.
async fn create_table(tx: &mut Tx) -> Result<()> {
    sql!(sqlite: "SELECT 1", postgres: "SELECT pg_advisory_xact_lock(7305807)").execute(tx).await?;
    sql!(
        "CREATE TABLE IF NOT EXISTS migration (
            name     TEXT PRIMARY KEY,
            place    BIGINT NOT NULL UNIQUE,
            checksum TEXT NOT NULL,
            new_data TEXT
        )"
    )
    .execute(tx)
    .await?;
    Ok(())
}

/// How many of the migrations are applied already; refuses a database that does not fit the list.
async fn check(tx: &mut Tx, migrations: &[Migration]) -> Result<usize> {
    let rows = sql!("SELECT name, checksum FROM migration ORDER BY place").all(tx).await?;
    for (place, row) in rows.iter().enumerate() {
        let name = row.get::<String>("name")?;
        let Some(migration) = migrations.get(place).filter(|migration| migration.name == name) else {
            return refuse(format!(
                "the database has migration {name} in place {}, which this program does not: it was made by another release",
                place + 1
            ));
        };
        if checksum(migration.text(tx)) != row.get::<String>("checksum")? {
            return refuse(format!(
                "migration {name} was changed after it was applied; put its text back and add a new migration instead"
            ));
        }
    }
    Ok(rows.len())
}

async fn apply(tx: &mut Tx, migration: &Migration, place: usize) -> Result<()> {
    let text = migration.text(tx);
    let run = match &mut tx.inner {
        Inner::Sqlite(tx) => sqlx::raw_sql(text).execute(&mut **tx).await.err(),
        Inner::Postgres(tx) => sqlx::raw_sql(text).execute(&mut **tx).await.err(),
    };
    if let Some(error) = run {
        return refuse(format!("migration {}: {error}", migration.name));
    }
    sql!("INSERT INTO migration (name, place, checksum) VALUES ($1, $2, $3)")
        .bind(migration.name)
        .bind(place)
        .bind(checksum(text))
        .execute(tx)
        .await?;
    Ok(())
}

/// PostgreSQL has checked each statement; SQLite checks here.
async fn check_references(tx: &mut Tx) -> Result<()> {
    let broken = sql!(
        sqlite: "SELECT \"table\" AS child, parent FROM pragma_foreign_key_check LIMIT 1",
        postgres: "SELECT '' AS child, '' AS parent WHERE false"
    );
    let Some(row) = broken.optional(tx).await? else {
        return Ok(());
    };
    let (child, parent) = (row.get::<String>("child")?, row.get::<String>("parent")?);
    refuse(format!("the migrations leave rows of {child} that refer to rows of {parent} that are not there"))
}

/// Remembers what the migrations themselves put into a new database, so that `import` can tell it from a used one.
async fn remember_as_new(tx: &mut Tx) -> Result<()> {
    let digest = export::digest(tx).await?;
    sql!("UPDATE migration SET new_data = $1 WHERE place = (SELECT max(place) FROM migration)")
        .bind(digest)
        .execute(tx)
        .await?;
    Ok(())
}

/// Whether the database holds exactly what its migrations put there.
pub(crate) async fn is_new(tx: &mut Tx) -> Result<bool> {
    let row = sql!("SELECT new_data FROM migration ORDER BY place DESC LIMIT 1").optional(tx).await?;
    let Some(row) = row else { return Ok(false) };
    let Some(new) = row.get::<Option<String>>("new_data")? else {
        return Ok(false);
    };
    Ok(new == export::digest(tx).await?)
}

/// The names of the migrations that were applied, in order.
pub(crate) async fn names(tx: &mut Tx) -> Result<Vec<String>> {
    let rows = sql!("SELECT name FROM migration ORDER BY place").all(tx).await?;
    rows.iter().map(|row| row.get("name")).collect()
}

/// SHA-256 of the text in hex, the same whether lines end with `\n` or `\r\n`.
fn checksum(text: &str) -> String {
    hex::encode(Sha256::digest(text.replace("\r\n", "\n")))
}
