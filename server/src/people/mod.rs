//! People: accounts, invitations, sign-in, sessions, tokens. Read in this order.
pub mod actions;
mod acts;
mod begin;
mod browsers;
mod entering;
pub mod factor;
mod factor_pages;
mod form;
pub mod links;
mod own;
mod pages;
mod passkey_pages;
mod passkey_proof;
mod passkey_sign_in;
pub mod passkeys;
mod passwords;
mod proof;
mod second_step;
mod signing;
pub mod store;
mod tokens;
pub mod tries;

pub use acts::{acts, path};
pub use passwords::hash as password_hash;

use crate::web::App;
use axum::Router;

/// The page that asks for fresh proof of who somebody is; its query says where to go back to.
pub const PROOF: &str = "/account/proof";

/// The page of one's own second factor.
pub const SECOND_FACTOR: &str = "/account/second-factor";

/// The page of one's own passkeys.
pub const PASSKEYS: &str = "/account/passkeys";

/// The address of the list of people.
pub const LIST: &str = "/people";

/// The routes of this room.
pub fn routes() -> Router<App> {
    let signing = signing::routes().merge(proof::routes()).merge(factor_pages::routes());
    let signing =
        signing.merge(passkey_sign_in::routes()).merge(passkey_proof::routes()).merge(passkey_pages::routes());
    acts().router.merge(pages::routes()).merge(tokens::routes()).merge(signing)
}
