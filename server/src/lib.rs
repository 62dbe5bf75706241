//! The product: the rooms of the process, and the engine room beside them. ARCHITECTURE.md is the map.
/// What people do.
pub mod acts;
/// For operators and auditors.
pub mod admin;
/// From first draft to signatures.
pub mod agreements;
/// Styles and scripts.
pub mod assets;
/// Public pages, for a second.
pub mod cache;
/// Who is calling.
pub mod caller;
/// From draft to announcement.
pub mod calls;
/// Where a request comes from.
pub mod client;
/// The time.
pub mod clock;
/// Delivery, measured.
pub mod collaborations;
/// The other commands.
pub mod commands;
/// Options.
pub mod config;
/// Tables for spreadsheets.
pub mod csv;
/// The demonstration.
pub mod demo;
/// What can go wrong.
pub mod error;
/// What came from what.
pub mod follows;
/// What is asked.
pub mod forms;
/// Oversight groups at work.
pub mod groups;
/// Alive and ready.
pub mod health;
/// Randomness.
pub mod ids;
/// Calendar entries.
pub mod invitation;
/// Work for later.
pub mod jobs;
/// The server's own key.
pub mod keys;
/// What the server says of itself.
pub mod logs;
/// Letters.
pub mod mail;
/// Words, by language.
pub mod messages;
/// Numbers for monitoring.
pub mod metrics;
/// The schema.
pub mod migrations;
/// Challenges.
pub mod needs;
/// Registers and successions.
pub mod organisations;
/// Reports and their publication.
pub mod outcomes;
/// A page in the layout.
pub mod page;
/// Accounts and sign-in.
pub mod people;
/// Refusals, shown.
pub mod present;
/// What follows from what.
pub mod reactions;
/// The record, kept.
pub mod record;
/// What the public sees.
pub mod register;
/// Drafts, submissions, receipts.
pub mod responses;
/// Scores and letters.
pub mod selection;
/// Start and stop.
pub mod serve;
/// Who is signed in.
pub mod sessions;
/// What was typed and not sent.
pub mod typed;
/// One act, one transaction.
pub mod unit;
/// Is the record whole?
pub mod verify;
/// Templates.
pub mod view;
/// The router.
pub mod web;
/// What awaits me.
pub mod work;
/// Doing the jobs.
pub mod worker;

/// Every act of every room.
pub fn acts() -> Vec<acts::Known> {
    let rooms = [
        people::acts,
        organisations::acts,
        groups::acts,
        needs::acts,
        calls::acts,
        responses::acts,
        selection::acts,
        agreements::acts,
        collaborations::acts,
        outcomes::acts,
        register::acts,
        work::acts,
        admin::acts,
        demo::acts,
    ];
    rooms.into_iter().flat_map(|acts| acts().known).collect()
}

/// Whether what is typed into the form at this path may be kept: it is an act's, and asks for no password.
pub fn may_be_kept(path: &str) -> bool {
    static ACTS: std::sync::LazyLock<Vec<acts::Known>> = std::sync::LazyLock::new(acts);
    ACTS.iter().any(|act| act.stands_at(path) && act.may_be_kept())
}

/// Every address of the API that can be read, below `/api/v1`; the rooms' `api.rs` serve them.
pub fn resources() -> Vec<&'static str> {
    [
        groups::api::RESOURCES,
        needs::api::RESOURCES,
        calls::api::RESOURCES,
        agreements::api::RESOURCES,
        organisations::api::RESOURCES,
        responses::api::RESOURCES,
        selection::api::RESOURCES,
        register::api::RESOURCES,
        collaborations::api::RESOURCES,
        outcomes::api::RESOURCES,
        work::RESOURCES,
    ]
    .concat()
}
