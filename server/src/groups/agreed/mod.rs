//! Actions that meetings agreed: who does what by when; they return to each agenda until they are done (G6).
pub mod actions;
mod acts;
pub mod store;

pub use acts::{acts, offer_agree, path, shown};
