//! Seats: asked for, taken, extended, given up, ended; the public register of a group's members (G1). Read in this order.
pub mod actions;
mod acts;
mod pages;
pub mod register;
pub mod reminders;
pub mod work;

pub use acts::{acts, offer_to_run, offers_of_own};
pub use pages::routes as pages;

use domain::{
    actor::{Actor, Role},
    group::Group,
    policy,
};

/// Whether an event of a group is known to the group alone: who was asked to take a seat, and who did not.
pub fn is_inside(what: &str) -> bool {
    ["group.seat_offered", "group.seat_declined", "group.offer_taken_back"].contains(&what)
}

/// Whether a reader may know whom a group asks to take a seat.
pub fn may_read_offers(actor: &Actor, group: &Group) -> bool {
    policy::may_read_board(actor, group.id) || actor.is(Role::Operator)
}
