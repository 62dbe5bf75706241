//! The tables that a transfer carries, as the engine's own catalogue lists them.
//!
//! Left out: `migration`, the engine's own tables, generated columns, and search indexes (FTS5 tables on SQLite, tables
//! with a `tsvector` of their own on PostgreSQL), which are rebuilt from the rows.

use crate::{Result, Row, Tx, refuse, sql};

/// A table with its columns in the order of their names.
#[derive(Debug)]
pub(crate) struct Table {
    /// Its name as the catalogue spells it.
    pub name: String,
    /// Its columns; generated ones are left out.
    pub columns: Vec<Column>,
}

/// A column that holds what someone put there.
#[derive(Debug)]
pub(crate) struct Column {
    /// Its name as the catalogue spells it.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// The place in the primary key, from 1; 0 when it is not part of it.
    key: i64,
}

/// One of the four column types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Int,
    Bool,
    Bytes,
}

impl Kind {
    /// The word for it in a transfer file.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Int => "int",
            Kind::Bool => "bool",
            Kind::Bytes => "bytes",
        }
    }

    fn parse(declared: &str) -> Option<Kind> {
        Some(match declared {
            "TEXT" => Kind::Text,
            "BIGINT" | "INTEGER" => Kind::Int,
            "BOOLEAN" => Kind::Bool,
            "BYTEA" | "BLOB" => Kind::Bytes,
            _ => return None,
        })
    }
}

impl Table {
    /// The columns that give the rows an order: the primary key, or all of them where there is none.
    pub fn order(&self) -> Vec<&Column> {
        let mut key: Vec<&Column> = self.columns.iter().filter(|column| column.key > 0).collect();
        key.sort_by_key(|column| column.key);
        if key.is_empty() { self.columns.iter().collect() } else { key }
    }

    /// Every column, quoted, with commas.
    pub fn column_list(&self) -> String {
        self.columns.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ")
    }
}

/// A name as SQL takes it whatever it is made of.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Every table of the transfer in the order of their names; refuses a column of a fifth type.
pub(crate) async fn tables(tx: &mut Tx) -> Result<Vec<Table>> {
    let mut tables: Vec<Table> = Vec::new();
    for row in columns(tx).await? {
        let name = row.get::<String>("table_name")?;
        let column = column(&name, &row)?;
        match tables.last_mut().filter(|table| table.name == name) {
            Some(table) => table.columns.push(column),
            None => tables.push(Table { name, columns: vec![column] }),
        }
    }
    Ok(tables)
}

async fn columns(tx: &mut Tx) -> Result<Vec<Row>> {
    sql!(
        sqlite: "SELECT t.name AS table_name, c.name AS column_name, upper(c.type) AS declared, c.pk AS key_place
            FROM pragma_table_list t, pragma_table_info(t.name) c
            WHERE t.schema = 'main' AND t.type = 'table' AND substr(t.name, 1, 7) <> 'sqlite_' AND t.name <> 'migration'
            ORDER BY t.name, c.name",
        postgres: "SELECT t.relname::text AS table_name, c.attname::text AS column_name,
                upper(format_type(c.atttypid, NULL)) AS declared,
                COALESCE(array_position(k.indkey::int2[], c.attnum) + 1, 0)::bigint AS key_place
            FROM pg_class t
            JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped AND c.attgenerated = ''
            LEFT JOIN pg_index k ON k.indrelid = t.oid AND k.indisprimary
            WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind = 'r' AND t.relname <> 'migration'
                AND NOT EXISTS (SELECT 1 FROM pg_attribute v WHERE v.attrelid = t.oid
                    AND v.atttypid = 'tsvector'::regtype AND v.attgenerated = '' AND NOT v.attisdropped)
            ORDER BY t.relname, c.attname"
    )
    .all(tx)
    .await
}

fn column(table: &str, row: &Row) -> Result<Column> {
    let name = row.get::<String>("column_name")?;
    let declared = row.get::<String>("declared")?;
    let Some(kind) = Kind::parse(&declared) else {
        return refuse(format!("{table}.{name} is {declared}; columns are TEXT, BIGINT, BOOLEAN or BYTEA"));
    };
    Ok(Column { name, kind, key: row.get("key_place")? })
}
