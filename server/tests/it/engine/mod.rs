//! The engine room: what every room relies on.
mod api;
mod cache;
mod errors;
mod fields;
mod jobs;
mod record;
mod unit;
