//! One row of an answer, the same to read on either engine.

use serde::de::DeserializeOwned;
use sqlx::{Column as _, Row as _, ValueRef as _, error::UnexpectedNullError, postgres::PgRow, sqlite::SqliteRow};

use crate::{Error, Result};

/// What a column may be read as on either engine: `String`, `i64`, `bool`, `Vec<u8>`, and `Option` of these.
pub trait Read:
    for<'r> sqlx::Decode<'r, sqlx::Sqlite>
    + sqlx::Type<sqlx::Sqlite>
    + for<'r> sqlx::Decode<'r, sqlx::Postgres>
    + sqlx::Type<sqlx::Postgres>
{
    /// Whether NULL is an answer. SQLite would hand out an empty text or 0 for it, so `Row::get` looks first.
    const NULLABLE: bool;
}

macro_rules! read {
    ($($kind:ty),*) => {$(
        impl Read for $kind {
            const NULLABLE: bool = false;
        }
        impl Read for Option<$kind> {
            const NULLABLE: bool = true;
        }
    )*};
}
read!(String, i64, bool, Vec<u8>);

/// One row of an answer.
pub enum Row {
    /// A row from SQLite.
    Sqlite(SqliteRow),
    /// A row from PostgreSQL.
    Postgres(PgRow),
}

impl Row {
    /// The column as one of the four types; `Option` where it may be NULL.
    pub fn get<T: Read>(&self, column: &str) -> Result<T> {
        match self {
            Row::Sqlite(row) if !T::NULLABLE && row.try_get_raw(column)?.is_null() => {
                Err(unreadable(column, UnexpectedNullError))
            }
            Row::Sqlite(row) => row.try_get(column),
            Row::Postgres(row) => row.try_get(column),
        }
    }

    /// A TEXT column read into any type that parses: ids, times, statuses.
    pub fn parse<T>(&self, column: &str) -> Result<T>
    where
        T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>,
    {
        let text = self.get::<String>(column)?;
        text.parse().map_err(|error| unreadable(column, error))
    }

    /// As `parse`, for a column that may be NULL.
    pub fn parse_option<T>(&self, column: &str) -> Result<Option<T>>
    where
        T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>,
    {
        let text = self.get::<Option<String>>(column)?;
        text.map(|text| text.parse().map_err(|error| unreadable(column, error))).transpose()
    }

    /// A TEXT column that holds JSON.
    pub fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T> {
        let text = self.get::<String>(column)?;
        serde_json::from_str(&text).map_err(|error| unreadable(column, error))
    }

    /// As `json`, for a column that may be NULL.
    pub fn json_option<T: DeserializeOwned>(&self, column: &str) -> Result<Option<T>> {
        let text = self.get::<Option<String>>(column)?;
        text.map(|text| serde_json::from_str(&text).map_err(|error| unreadable(column, error))).transpose()
    }

    /// The names of the columns, in order.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Row::Sqlite(row) => row.columns().iter().map(|column| column.name()).collect(),
            Row::Postgres(row) => row.columns().iter().map(|column| column.name()).collect(),
        }
    }

    /// The column as text, whichever of TEXT, BIGINT and BOOLEAN it is; none where it is NULL or bytes.
    pub fn shown(&self, column: &str) -> Option<String> {
        let text = self.get::<Option<String>>(column).ok().flatten();
        let number = || self.get::<Option<i64>>(column).ok().flatten().map(|it| it.to_string());
        let truth = || self.get::<Option<bool>>(column).ok().flatten().map(|it| it.to_string());
        text.or_else(truth).or_else(number)
    }

    /// A BIGINT column as a narrower or unsigned number: `row.number::<u64>("version")`.
    pub fn number<T>(&self, column: &str) -> Result<T>
    where
        T: TryFrom<i64, Error: std::error::Error + Send + Sync + 'static>,
    {
        T::try_from(self.get::<i64>(column)?).map_err(|error| unreadable(column, error))
    }
}

/// The column is there, but does not read as what was asked for.
fn unreadable(column: &str, error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::ColumnDecode { index: column.into(), source: Box::new(error) }
}
