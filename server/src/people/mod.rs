//! People: accounts, invitations, sign-in, sessions, tokens. Read in this order.
pub mod actions;
mod acts;
pub mod links;
mod own;
mod pages;
mod passwords;
mod signing;
pub mod store;
mod tokens;
pub mod tries;

pub use acts::{acts, path};
pub use passwords::hash as password_hash;

use crate::web::App;
use axum::Router;

/// The address of the list of people.
pub const LIST: &str = "/people";

/// The routes of this room.
pub fn routes() -> Router<App> {
    acts().router.merge(pages::routes()).merge(signing::routes()).merge(tokens::routes())
}
