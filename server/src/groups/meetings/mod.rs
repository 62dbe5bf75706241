//! Meetings of groups: planned, held, minuted. Read in this order.
pub mod actions;
mod acts;
mod holding;
pub mod minutes;
mod pack;
mod pages;
pub mod papers;
pub mod store;

pub use acts::{acts, choice, offer_plan, offers, path, seats};
pub use pages::routes as pages;
