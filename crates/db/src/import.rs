//! The other half of `export`: fills a new database from its lines.

use serde_json::{Value as Json, json};
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, Lines};

use crate::{
    Db, Result, Tx, Value,
    catalogue::{self, Column, Kind, Table},
    export::{FORMAT, describe},
    fill::{self, Batch},
    migrate, refuse,
};

/// Fills a new database, whose migrations are those of the file, in one transaction. Refused: a database that holds
/// anything its migrations did not put there, an unknown table or column, a value of another type, a file that is cut
/// short. What the migrations themselves put there gives way to the rows of the file.
pub async fn import(db: &Db, lines: impl AsyncBufRead + Unpin) -> Result<()> {
    let mut file = File { lines: lines.lines(), number: 0 };
    let mut tx = db.write().await?;
    check_header(&mut tx, &file.next().await?).await?;
    if !migrate::is_new(&mut tx).await? {
        return refuse("the database is in use already; import into a new one");
    }
    let tables = catalogue::tables(&mut tx).await?;
    let constraints = fill::defer_references(&mut tx).await?;
    fill::clear(&mut tx, &tables).await?;
    fill_tables(&mut tx, &mut file, &tables).await?;
    fill::check_references(&mut tx, &constraints).await?;
    tx.commit().await
}

async fn check_header(tx: &mut Tx, header: &Json) -> Result<()> {
    if header["transfer"] != json!(FORMAT) {
        return refuse(format!("the file does not begin as an export of format {FORMAT}"));
    }
    let (file, here) = (&header["migrations"], json!(migrate::names(tx).await?));
    if *file != here {
        return refuse(format!(
            "the file has the migrations {file}, the database {here}; use the same release for both"
        ));
    }
    Ok(())
}

/// The tables must come as an export writes them: all of them, in the order of their names, and then the end.
async fn fill_tables<R: AsyncBufRead + Unpin>(tx: &mut Tx, file: &mut File<R>, tables: &[Table]) -> Result<()> {
    let (mut rows, mut line) = (0, file.next().await?);
    for table in tables {
        if line != describe(table) {
            return file.refuse(format!("expected {}", describe(table)));
        }
        line = fill_table(tx, file, table, &mut rows).await?;
    }
    if line != json!({ "end": { "tables": tables.len(), "rows": rows } }) {
        return file.refuse(format!("expected the end after {} tables and {rows} rows", tables.len()));
    }
    file.expect_no_more().await
}

/// Takes the rows of one table, counts them, and returns the line after them.
async fn fill_table<R: AsyncBufRead + Unpin>(
    tx: &mut Tx,
    file: &mut File<R>,
    table: &Table,
    rows: &mut u64,
) -> Result<Json> {
    let mut batch = Batch::new(table);
    loop {
        let line = file.next().await?;
        let Json::Array(values) = &line else {
            batch.flush(tx).await?;
            return Ok(line);
        };
        batch.add(tx, file.row(table, values)?).await?;
        *rows += 1;
    }
}

/// The lines of the file, and the number of the last one read for messages.
struct File<R> {
    lines: Lines<R>,
    number: u64,
}

impl<R: AsyncBufRead + Unpin> File<R> {
    async fn next(&mut self) -> Result<Json> {
        self.number += 1;
        let Some(line) = self.lines.next_line().await? else {
            return self.refuse("the file is cut short");
        };
        serde_json::from_str(&line).or_else(|error| self.refuse(error.to_string()))
    }

    async fn expect_no_more(&mut self) -> Result<()> {
        match self.lines.next_line().await? {
            None => Ok(()),
            Some(_) => self.refuse("there is more after the end"),
        }
    }

    fn row(&self, table: &Table, values: &[Json]) -> Result<Vec<Value>> {
        if values.len() != table.columns.len() {
            return self.refuse(format!("a row of {} has {} values", table.name, table.columns.len()));
        }
        table.columns.iter().zip(values).map(|(column, json)| self.value(table, column, json)).collect()
    }

    fn value(&self, table: &Table, column: &Column, json: &Json) -> Result<Value> {
        let Some(value) = parse(column.kind, json) else {
            return self.refuse(format!("{}.{} is of type {}", table.name, column.name, column.kind.word()));
        };
        Ok(value)
    }

    fn refuse<T>(&self, why: impl std::fmt::Display) -> Result<T> {
        refuse(format!("line {}: {why}", self.number))
    }
}

/// A value as `export` writes it; `None` when it is of another type.
fn parse(kind: Kind, json: &Json) -> Option<Value> {
    let null = json.is_null();
    Some(match kind {
        Kind::Text if null => Value::Text(None),
        Kind::Int if null => Value::Int(None),
        Kind::Bool if null => Value::Bool(None),
        Kind::Bytes if null => Value::Bytes(None),
        Kind::Text => json.as_str()?.into(),
        Kind::Int => json.as_i64()?.into(),
        Kind::Bool => json.as_bool()?.into(),
        Kind::Bytes => hex::decode(json.as_str()?).ok()?.into(),
    })
}
