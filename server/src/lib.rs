//! The product: the rooms of the process, and the engine room beside them. ARCHITECTURE.md is the map.
pub mod acts;
pub mod admin;
pub mod agreements;
pub mod assets;
pub mod cache;
pub mod caller;
pub mod calls;
pub mod client;
pub mod clock;
pub mod collaborations;
pub mod commands;
pub mod config;
pub mod csv;
pub mod demo;
pub mod error;
pub mod follows;
pub mod forms;
pub mod groups;
pub mod health;
pub mod ids;
pub mod invitation;
pub mod jobs;
pub mod keys;
pub mod logs;
pub mod mail;
pub mod messages;
pub mod metrics;
pub mod migrations;
pub mod needs;
pub mod organisations;
pub mod outcomes;
pub mod page;
pub mod people;
pub mod present;
pub mod reactions;
pub mod record;
pub mod register;
pub mod responses;
pub mod selection;
pub mod serve;
pub mod sessions;
pub mod typed;
pub mod unit;
pub mod verify;
pub mod view;
pub mod web;
pub mod work;
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
