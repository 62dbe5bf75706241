//! Parts of the engine room that no page shows on its own.
mod client;
mod keys;
mod messages;
mod search;
mod tries;
