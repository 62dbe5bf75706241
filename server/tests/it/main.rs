//! The product through its doors: HTTP on SQLite and PostgreSQL, every test with its own database, clock and outbox.
mod support;

mod access;
mod admin;
mod agreements;
mod calls;
mod calls_public;
mod collaborations;
mod commands;
mod demo;
mod engine;
mod forms;
mod groups;
mod hostile;
mod meetings;
mod needs;
mod nets;
mod organisations;
mod outcomes;
mod parts;
mod people;
mod post;
mod register;
mod responses;
mod selection;
mod serving;
mod votes;
