//! A statement with its values, and the four ways to run it.

use std::fmt::Display;

use crate::{Error, Result, Row, Sql, Tx, Value, refuse, sql::parameters, tx::Inner};

/// A statement on its way to the engine. Made by `sql!`.
#[must_use = "a query does nothing until it is run"]
pub struct Query {
    sql: &'static Sql,
    values: Vec<Value>,
}

/// The engine's own query with our values bound.
macro_rules! bound {
    ($self:ident, $text:ident) => {{
        $self.check($self.sql.$text)?;
        $crate::query::bind_all!(sqlx::query($self.sql.$text), $self.values)
    }};
}

/// Binds every value to an engine's query, in order.
macro_rules! bind_all {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                $crate::Value::Text(Some(v)) if v.contains('\0') => {
                    return $crate::refuse("a text holds the character U+0000, which PostgreSQL cannot keep");
                }
                $crate::Value::Text(v) => query.bind(v),
                $crate::Value::Int(v) => query.bind(v),
                $crate::Value::Bool(v) => query.bind(v),
                $crate::Value::Bytes(v) => query.bind(v),
                $crate::Value::TooLarge(v) => {
                    return $crate::refuse(format!("{v} is too large for a BIGINT column"));
                }
            }
        }
        query
    }};
}
pub(crate) use bind_all;

impl Query {
    /// A query without values yet. Use `sql!`, which also registers the statement.
    pub fn new(sql: &'static Sql) -> Self {
        Query { sql, values: Vec::new() }
    }

    /// The next parameter.
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// The next parameter, a TEXT, from anything that can be displayed: ids, times, statuses.
    pub fn bind_text(self, value: impl Display) -> Self {
        self.bind(Value::text(value))
    }

    /// As `bind_text`; nothing becomes NULL.
    pub fn bind_text_option(self, value: Option<impl Display>) -> Self {
        self.bind(value.map(|value| value.to_string()))
    }

    /// Runs it and tells how many rows it inserted, changed or deleted.
    pub async fn execute(self, tx: &mut Tx) -> Result<u64> {
        tx.count();
        Ok(match &mut tx.inner {
            Inner::Sqlite(tx) => bound!(self, sqlite).execute(&mut **tx).await?.rows_affected(),
            Inner::Postgres(tx) => bound!(self, postgres).execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// Every row of the answer.
    pub async fn all(self, tx: &mut Tx) -> Result<Vec<Row>> {
        tx.count();
        Ok(match &mut tx.inner {
            Inner::Sqlite(tx) => {
                bound!(self, sqlite).fetch_all(&mut **tx).await?.into_iter().map(Row::Sqlite).collect()
            }
            Inner::Postgres(tx) => {
                bound!(self, postgres).fetch_all(&mut **tx).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// The first row, if there is one.
    pub async fn optional(self, tx: &mut Tx) -> Result<Option<Row>> {
        tx.count();
        Ok(match &mut tx.inner {
            Inner::Sqlite(tx) => bound!(self, sqlite).fetch_optional(&mut **tx).await?.map(Row::Sqlite),
            Inner::Postgres(tx) => bound!(self, postgres).fetch_optional(&mut **tx).await?.map(Row::Postgres),
        })
    }

    /// The first row; `Error::RowNotFound` when there is none.
    pub async fn one(self, tx: &mut Tx) -> Result<Row> {
        self.optional(tx).await?.ok_or(Error::RowNotFound)
    }

    /// Refuses a statement that was given more or fewer values than it has parameters.
    fn check(&self, text: &str) -> Result<()> {
        let (wanted, given) = (parameters(text), self.values.len());
        if wanted == given {
            return Ok(());
        }
        refuse(format!("{} wants {wanted} parameters, got {given}", self.sql.place()))
    }
}
