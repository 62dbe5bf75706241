//! Conflicts that are suggested from what the system knows, each with its evidence; and the dry run of people against
//! organisations before they are invited (G5). Read in this order.
pub mod actions;
mod acts;
mod dry_run;
pub mod known;
mod pages;
pub mod showing;
pub mod store;

pub use acts::{FORM, Input, acts, offer_dry_run, offer_item, waiting};
pub use pages::routes as pages;
