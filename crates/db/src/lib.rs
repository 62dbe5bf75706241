//! One SQL text on two engines, SQLite and PostgreSQL. Nothing here knows a table of ours.
//!
//! Statements are written out with `sql!`, numbered parameters `$1 .. $n`, and four column types: TEXT, BIGINT,
//! BOOLEAN and BYTEA (also spelt BLOB on SQLite). Ids, times, statuses and JSON are TEXT.
//!
//! ```no_run
//! # async fn example() -> db::Result<()> {
//! let db = db::Db::connect("sqlite:data/trefoil.db").await?;
//! let mut tx = db.write().await?;
//! db::sql!("INSERT INTO challenge (id, version) VALUES ($1, $2)").bind("c1").bind(1_u64).execute(&mut tx).await?;
//! tx.commit().await
//! # }
//! ```

mod catalogue;
mod database;
mod export;
mod fill;
mod import;
mod migrate;
mod query;
mod row;
mod sql;
mod tx;
mod value;

pub use database::{Connections, Db, Engine};
pub use export::export;
pub use import::import;
pub use migrate::Migration;
pub use query::Query;
pub use row::{Read, Row};
pub use sql::Sql;
pub use tx::{Tx, counted};
pub use value::Value;

#[doc(hidden)]
pub use inventory as __inventory;

/// What went wrong: a refusal by the engine, a lost connection, a column that does not read as asked.
/// `InvalidArgument` carries the refusals of this crate in words.
pub type Error = sqlx::Error;

/// What every call of this crate returns.
pub type Result<T> = std::result::Result<T, Error>;

/// A refusal of this crate, in words for the person who runs the program.
fn refuse<T>(why: impl Into<String>) -> Result<T> {
    Err(Error::InvalidArgument(why.into()))
}
