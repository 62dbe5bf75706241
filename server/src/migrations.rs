//! The schema, step by step. Each file is written once and, after a release, never changed.
use db::{Migration, migration};

/// All migrations in order.
pub const MIGRATIONS: &[Migration] = &[
    migration!("0001_engine", "../migrations/0001_engine.sql"),
    migration!("0002_people", "../migrations/0002_people.sql"),
    migration!("0003_groups", "../migrations/0003_groups.sql"),
    migration!("0004_needs", "../migrations/0004_needs.sql"),
    migration!("0005_calls", "../migrations/0005_calls.sql"),
    migration!("0006_selection", "../migrations/0006_selection.sql"),
    migration!("0007_agreements", "../migrations/0007_agreements.sql"),
    migration!("0008_collaborations", "../migrations/0008_collaborations.sql"),
    migration!("0009_outcomes", "../migrations/0009_outcomes.sql"),
    migration!(
        "0010_register",
        sqlite: "../migrations/0010_register.sqlite.sql",
        postgres: "../migrations/0010_register.postgres.sql"
    ),
    migration!("0011_responses", "../migrations/0011_responses.sql"),
    migration!("0012_organisations", "../migrations/0012_organisations.sql"),
    migration!("0013_kept", "../migrations/0013_kept.sql"),
    migration!("0014_slots", "../migrations/0014_slots.sql"),
    migration!("0015_organisations_more", "../migrations/0015_organisations_more.sql"),
    migration!("0016_signing_in", "../migrations/0016_signing_in.sql"),
    migration!("0017_meetings_more", "../migrations/0017_meetings_more.sql"),
    migration!("0018_follows", "../migrations/0018_follows.sql"),
    migration!("0019_interests", "../migrations/0019_interests.sql"),
    migration!("0020_work", "../migrations/0020_work.sql"),
    migration!(
        "0021_stages",
        sqlite: "../migrations/0021_stages.sqlite.sql",
        postgres: "../migrations/0021_stages.postgres.sql"
    ),
    migration!("0023_passkeys", "../migrations/0023_passkeys.sql"),
    migration!("0025_seats", "../migrations/0025_seats.sql"),
];
