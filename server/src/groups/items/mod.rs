//! Items of business: questions that wait for a meeting, what people declare on them, how they are decided.
pub mod actions;
mod acts;
mod deciding;
pub mod store;
mod voting;

pub use acts::{acts, link, named, offer_declare, offer_vote, offers};
