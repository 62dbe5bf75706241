//! Standing interests of people (G3). Read in this order.
pub mod actions;
mod acts;
mod pages;
pub mod store;

pub use acts::{acts, offer_declare};
pub use pages::routes as pages;
