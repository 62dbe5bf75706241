//! Every row of every table as lines of JSON, the same bytes from either engine.
//!
//! ```text
//! {"transfer":1,"migrations":["0001_people"]}
//! {"table":"challenge","columns":[["id","text"],["version","int"]]}
//! ["c1",1]
//! {"end":{"tables":1,"rows":1}}
//! ```
//! Tables and columns stand in the order of their names, rows in the order of the primary key; bytes are hex.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use futures_util::{StreamExt as _, TryStreamExt as _, stream::BoxStream};
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};
use sqlx::AssertSqlSafe;
use tokio::io::{AsyncWrite, AsyncWriteExt as _, BufWriter};

use crate::{
    Db, Result, Row, Tx,
    catalogue::{self, Column, Kind, Table, quoted},
    migrate,
    tx::Inner,
};

/// The version of the format; an import takes this one only.
pub(crate) const FORMAT: u64 = 1;

/// Writes the whole database, as it was at one moment, to `out`. Rows pass through one at a time.
pub async fn export(db: &Db, out: impl AsyncWrite + Unpin) -> Result<()> {
    let mut tx = db.read().await?;
    let mut out = BufWriter::new(out);
    let names = migrate::names(&mut tx).await?;
    line(&mut out, &json!({ "transfer": FORMAT, "migrations": names })).await?;
    let (tables, rows) = everything(&mut tx, &mut out).await?;
    line(&mut out, &json!({ "end": { "tables": tables, "rows": rows } })).await?;
    Ok(out.flush().await?)
}

/// SHA-256 in hex of all tables and rows, as an export would write them.
pub(crate) async fn digest(tx: &mut Tx) -> Result<String> {
    let mut hash = Hashing(Sha256::new());
    everything(tx, &mut hash).await?;
    Ok(hex::encode(hash.0.finalize()))
}

/// Writes every table; returns how many tables and rows there were.
async fn everything(tx: &mut Tx, out: &mut (impl AsyncWrite + Unpin)) -> Result<(usize, u64)> {
    let tables = catalogue::tables(tx).await?;
    let mut rows = 0;
    for table in &tables {
        line(out, &describe(table)).await?;
        rows += write_rows(tx, table, out).await?;
    }
    Ok((tables.len(), rows))
}

/// The line that opens a table.
pub(crate) fn describe(table: &Table) -> Json {
    let columns: Vec<_> = table.columns.iter().map(|column| (&column.name, column.kind.word())).collect();
    json!({ "table": table.name, "columns": columns })
}

async fn write_rows(tx: &mut Tx, table: &Table, out: &mut (impl AsyncWrite + Unpin)) -> Result<u64> {
    let text = select(tx, table);
    let mut rows = stream(tx, text);
    let mut written = 0;
    while let Some(row) = rows.try_next().await? {
        let values: Result<Vec<Json>> = table.columns.iter().map(|column| read(&row, column)).collect();
        line(out, &Json::Array(values?)).await?;
        written += 1;
    }
    Ok(written)
}

/// The answer as it comes, one row at a time.
fn stream(tx: &mut Tx, text: String) -> BoxStream<'_, Result<Row>> {
    let query = AssertSqlSafe(text);
    match &mut tx.inner {
        Inner::Sqlite(tx) => sqlx::query(query).persistent(false).fetch(&mut **tx).map_ok(Row::Sqlite).boxed(),
        Inner::Postgres(tx) => sqlx::query(query).persistent(false).fetch(&mut **tx).map_ok(Row::Postgres).boxed(),
    }
}

/// All rows in an order that both engines agree on: text by its bytes, NULL first.
fn select(tx: &Tx, table: &Table) -> String {
    let bytewise = match tx.inner {
        Inner::Sqlite(_) => "COLLATE BINARY",
        Inner::Postgres(_) => "COLLATE \"C\"",
    };
    let order: Vec<String> = table.order().into_iter().map(|column| order_by(column, bytewise)).collect();
    format!("SELECT {} FROM {} ORDER BY {}", table.column_list(), quoted(&table.name), order.join(", "))
}

fn order_by(column: &Column, bytewise: &str) -> String {
    let collate = if column.kind == Kind::Text { bytewise } else { "" };
    format!("{} {collate} NULLS FIRST", quoted(&column.name))
}

fn read(row: &Row, column: &Column) -> Result<Json> {
    let name = column.name.as_str();
    Ok(match column.kind {
        Kind::Text => row.get::<Option<String>>(name)?.into(),
        Kind::Int => row.get::<Option<i64>>(name)?.into(),
        Kind::Bool => row.get::<Option<bool>>(name)?.into(),
        Kind::Bytes => row.get::<Option<Vec<u8>>>(name)?.map(hex::encode).into(),
    })
}

async fn line(out: &mut (impl AsyncWrite + Unpin), json: &Json) -> Result<()> {
    Ok(out.write_all(format!("{json}\n").as_bytes()).await?)
}

/// A writer that keeps nothing but the hash of what it was given.
struct Hashing(Sha256);

impl AsyncWrite for Hashing {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.0.update(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
