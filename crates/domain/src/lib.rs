//! Placeholder.

pub mod calendar;
pub mod chart;
pub mod identifiers;
pub mod money;
pub mod nhs_number;
pub mod reference;
pub mod scoring;
pub mod spc;
pub mod text;
