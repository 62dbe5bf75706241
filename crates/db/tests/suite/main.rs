//! The database crate through its public door, every test on SQLite and PostgreSQL.

mod databases;
mod migrations;
mod statements;
mod transactions;
mod transfers;
