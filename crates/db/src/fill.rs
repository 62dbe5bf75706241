//! What an import does to the tables: references wait, old rows go, new rows come in batches.

use sqlx::AssertSqlSafe;

use crate::{
    Result, Tx, Value,
    catalogue::{Table, quoted},
    query::bind_all,
    sql,
    tx::Inner,
};

/// Parameters per statement at most; both engines take many more.
const PARAMETERS: usize = 1_000;
/// Bytes of values per statement, about, at most.
const BYTES: usize = 1 << 20;

/// Lets rows refer to rows that come later. Returns PostgreSQL's constraints that must be made strict again.
pub(crate) async fn defer_references(tx: &mut Tx) -> Result<Vec<String>> {
    if let Inner::Sqlite(_) = tx.inner {
        run(tx, "PRAGMA defer_foreign_keys = ON".to_owned(), Vec::new()).await?;
        return Ok(Vec::new());
    }
    let constraints = strict_references(tx).await?;
    for constraint in &constraints {
        run(tx, format!("{constraint} DEFERRABLE INITIALLY DEFERRED"), Vec::new()).await?;
    }
    run(tx, "SET CONSTRAINTS ALL DEFERRED".to_owned(), Vec::new()).await?;
    Ok(constraints)
}

/// Checks what waited. SQLite does so by itself at the commit.
pub(crate) async fn check_references(tx: &mut Tx, constraints: &[String]) -> Result<()> {
    if let Inner::Sqlite(_) = tx.inner {
        return Ok(());
    }
    run(tx, "SET CONSTRAINTS ALL IMMEDIATE".to_owned(), Vec::new()).await?;
    for constraint in constraints {
        run(tx, format!("{constraint} NOT DEFERRABLE"), Vec::new()).await?;
    }
    Ok(())
}

/// `ALTER TABLE … ALTER CONSTRAINT …` for each reference that is checked at once.
async fn strict_references(tx: &mut Tx) -> Result<Vec<String>> {
    let rows = sql!(
        sqlite: "SELECT '' AS alteration WHERE false",
        postgres: "SELECT format('ALTER TABLE %s ALTER CONSTRAINT %I', conrelid::regclass, conname) AS alteration
            FROM pg_constraint
            WHERE contype = 'f' AND NOT condeferrable AND connamespace = current_schema()::regnamespace
            ORDER BY conrelid, conname"
    )
    .all(tx)
    .await?;
    rows.iter().map(|row| row.get("alteration")).collect()
}

/// Takes away what the migrations put there.
pub(crate) async fn clear(tx: &mut Tx, tables: &[Table]) -> Result<()> {
    for table in tables {
        run(tx, format!("DELETE FROM {}", quoted(&table.name)), Vec::new()).await?;
    }
    Ok(())
}

/// Rows of one table on their way in.
pub(crate) struct Batch<'a> {
    table: &'a Table,
    values: Vec<Value>,
    bytes: usize,
}

impl<'a> Batch<'a> {
    /// No rows of this table yet.
    pub fn new(table: &'a Table) -> Self {
        Batch { table, values: Vec::new(), bytes: 0 }
    }

    /// Adds a row with a value for each column; writes when there are enough.
    pub async fn add(&mut self, tx: &mut Tx, row: Vec<Value>) -> Result<()> {
        self.bytes += row.iter().map(size).sum::<usize>();
        self.values.extend(row);
        if self.values.len() + self.table.columns.len() > PARAMETERS || self.bytes > BYTES {
            self.flush(tx).await?;
        }
        Ok(())
    }

    /// Writes the rows that wait.
    pub async fn flush(&mut self, tx: &mut Tx) -> Result<()> {
        if self.values.is_empty() {
            return Ok(());
        }
        self.bytes = 0;
        let insert = self.insert();
        run(tx, insert, std::mem::take(&mut self.values)).await
    }

    /// `INSERT INTO … VALUES ($1, $2), ($3, $4), …` for the rows that wait.
    fn insert(&self) -> String {
        let width = self.table.columns.len();
        let row = |first: usize| (first..first + width).map(|n| format!("${}", n + 1)).collect::<Vec<_>>().join(", ");
        let rows: Vec<String> =
            (0..self.values.len()).step_by(width).map(|first| format!("({})", row(first))).collect();
        format!("INSERT INTO {} ({}) VALUES {}", quoted(&self.table.name), self.table.column_list(), rows.join(", "))
    }
}

fn size(value: &Value) -> usize {
    match value {
        Value::Text(Some(text)) => text.len(),
        Value::Bytes(Some(bytes)) => bytes.len(),
        _ => size_of::<i64>(),
    }
}

async fn run(tx: &mut Tx, text: String, values: Vec<Value>) -> Result<()> {
    match &mut tx.inner {
        Inner::Sqlite(tx) => {
            bind_all!(sqlx::query(AssertSqlSafe(text)), values).execute(&mut **tx).await?;
        }
        Inner::Postgres(tx) => {
            bind_all!(sqlx::query(AssertSqlSafe(text)), values).execute(&mut **tx).await?;
        }
    }
    Ok(())
}
