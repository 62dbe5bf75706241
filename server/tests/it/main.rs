//! The product through its doors: HTTP on SQLite and PostgreSQL, every test with its own database, clock and outbox.
mod support;

mod forms;
mod needs;
