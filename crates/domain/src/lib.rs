//! What the product knows, and nothing about how it is stored or shown.
//!
//! No I/O, no async, no clock, no randomness: everything arrives as a value. Each thing of the process has one
//! file: its state, its lifecycle as a table, its commands, its events. [`policy`] says who may do what.

#[macro_use]
mod words;

/// Something to do by a day.
pub mod action;
/// Who acts.
pub mod actor;
/// The ten matters, agreed.
pub mod agreement;
/// One judgement of one response.
pub mod assessment;
/// Days, deadlines, time left.
pub mod calendar;
/// The public invitation.
pub mod call;
/// The health need.
pub mod challenge;
/// A measure's chart.
pub mod chart;
/// What partners do together.
pub mod collaboration;
/// What happened.
pub mod event;
/// The oversight group.
pub mod group;
/// ODS codes, company numbers, and others.
pub mod identifiers;
/// Ids that cannot be swapped.
pub mod ids;
/// What a person declares.
pub mod interest;
/// One question to decide.
pub mod item;
/// A meeting of a group.
pub mod meeting;
/// Pounds and pence.
pub mod money;
/// Patients' numbers in text.
pub mod nhs_number;
/// A legal body.
pub mod organisation;
/// The report of what was achieved.
pub mod outcome;
/// Who judges responses.
pub mod panel;
/// Somebody with an account.
pub mod person;
/// Who may do what.
pub mod policy;
/// References people read aloud.
pub mod reference;
/// Why not.
pub mod refusal;
/// An organisation's answer.
pub mod response;
/// The ranking.
pub mod scoring;
/// Who sits, from when until when.
pub mod seat;
/// The group over an item.
pub mod sitting;
/// Common and special cause.
pub mod spc;
/// A conflict that may be.
pub mod suggestion;
/// How a group works.
pub mod terms;
/// What people type.
pub mod text;
/// A moment.
pub mod time;
/// Counting votes.
pub mod voting;
