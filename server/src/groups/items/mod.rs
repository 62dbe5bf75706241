//! Items of business: questions that wait for a meeting, what people declare on them, how they are decided.
pub mod store;
