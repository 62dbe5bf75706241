//! Placeholder.

/// Due dates, working days, typed moments, time left: all in London (E3, C2, R4).
pub mod calendar;
/// The geometry and the facts of a measure’s chart (D2).
pub mod chart;
/// Official identifiers of organisations (G8).
pub mod identifiers;
/// Pounds sterling, exact to the penny (D1, D3).
pub mod money;
/// Finds NHS numbers in text (R7).
pub mod nhs_number;
/// Human references with a check character.
pub mod reference;
/// The ranking of responses, exact and reproducible (S5).
pub mod scoring;
/// XmR charts: limits and special cause (D2).
pub mod spc;
/// Typed text, cleaned and measured (X11).
pub mod text;
