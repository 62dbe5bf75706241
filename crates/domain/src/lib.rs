//! What the product knows, and nothing about how it is stored or shown.
//!
//! No I/O, no async, no clock, no randomness: everything arrives as a value. Each thing of the process has one
//! file: its state, its lifecycle as a table, its commands, its events. [`policy`] says who may do what.

#[macro_use]
mod words;

pub mod action;
pub mod actor;
pub mod agreement;
pub mod assessment;
pub mod calendar;
pub mod call;
pub mod challenge;
pub mod chart;
pub mod collaboration;
pub mod event;
pub mod group;
pub mod identifiers;
pub mod ids;
pub mod interest;
pub mod item;
pub mod meeting;
pub mod money;
pub mod nhs_number;
pub mod organisation;
pub mod outcome;
pub mod panel;
pub mod person;
pub mod policy;
pub mod reference;
pub mod refusal;
pub mod response;
pub mod scoring;
pub mod seat;
pub mod sitting;
pub mod spc;
pub mod suggestion;
pub mod terms;
pub mod text;
pub mod time;
pub mod voting;
