//! The database crate through its public door, every test on SQLite and PostgreSQL.
#![expect(clippy::disallowed_methods, reason = "a test database needs a name of its own")]

mod databases;
mod migrations;
mod statements;
mod transactions;
mod transfers;
