//! Standing interests of people, and the register that they make (G3). Read in this order.
pub mod actions;
mod acts;
mod pages;
pub mod register;
mod reminders;
pub mod store;
pub mod work;

pub use acts::{acts, offer_declare, offer_renew, offers, offers_to_rule};
pub use pages::routes as pages;
pub use reminders::remind;
