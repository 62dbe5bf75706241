//! Who may do what: the whole policy is this one file; `tests/*.out` shows it as tables.
//!
//! One function per kind of thing: `may_<thing>` for commands, `may_read_<thing>` for reading. Pages, API, lists,
//! search, feeds, files and mails all ask here (X3). A person who is recused on a thing does not know it (G4).
use crate::{
    actor::{Actor, Role, SeatRole::*},
    ids::*,
    refusal::Refusal,
};

fn allow(allowed: bool) -> Result<(), Refusal> {
    if allowed { Ok(()) } else { Err(Refusal::Denied) }
}

// ---- people and organisations ------------------------------------------------------------------------------------

/// Organisations, people, the outbox: the operator's.
pub fn may_operate(actor: &Actor) -> Result<(), Refusal> {
    allow(actor.is(Role::Operator))
}

// ---- groups, seats, interests, meetings, items -------------------------------------------------------------------

// ---- challenges --------------------------------------------------------------------------------------------------

use crate::challenge::{self, Challenge};

/// Any seat of the group but an observer's may begin a challenge for it.
pub fn may_draft_challenge(actor: &Actor, group: GroupId) -> Result<(), Refusal> {
    allow(actor.sits_in(group) && !actor.is(Role::Sits(Observer, group)))
}

/// The author edits, submits and withdraws; the group's decision and the call come from elsewhere.
pub fn may_challenge(actor: &Actor, command: challenge::Command, it: &Challenge) -> Result<(), Refusal> {
    use challenge::Command::*;
    allow(match command {
        Edit | Submit | Withdraw => actor.person == it.author && !actor.is_recused_on(it.id),
        Approve | Decline | Call | Answer | Expire => actor.is_system(),
    })
}

/// Public from approval on; before that for its group and the auditor.
pub fn may_read_challenge(actor: &Actor, it: &Challenge) -> bool {
    let inside = actor.sits_in(it.group) || actor.person == it.author || actor.is(Role::Auditor);
    !actor.is_recused_on(it.id) && (it.is_public() || inside)
}

// ---- calls -------------------------------------------------------------------------------------------------------

// ---- responses ---------------------------------------------------------------------------------------------------

use crate::{
    actor::Duty,
    response::{self, Response},
};

/// The partnership manager of the organisation begins, edits, submits and withdraws; the rest comes from elsewhere.
pub fn may_respond_for(actor: &Actor, organisation: OrganisationId) -> Result<(), Refusal> {
    allow(actor.does(Duty::PartnershipManager, organisation))
}

/// Its organisation's partnership managers write it; deadline, opening and places come from elsewhere.
pub fn may_response(actor: &Actor, command: response::Command, it: &Response) -> Result<(), Refusal> {
    use response::Command::*;
    allow(match command {
        Edit | Submit | Withdraw => {
            actor.does(Duty::PartnershipManager, it.organisation) && !actor.is_recused_on(it.id)
        }
        Seal | Open | Place | Select | Reserve | NotSelect => actor.is_system(),
    })
}

/// Its organisation always; network, group and auditor only once it is opened (R3). Assessors: see below.
pub fn may_read_response(actor: &Actor, it: &Response, network: OrganisationId, group: GroupId) -> bool {
    let officer = actor.does(Duty::NetworkOfficer, network);
    let judges = officer || (actor.sits_in(group) && !actor.is(Role::Sits(Observer, group)));
    let outside = it.is_open_to_others() && (judges || actor.is(Role::Auditor));
    !actor.is_recused_on(it.id) && (actor.belongs_to(it.organisation) || outside)
}

// ---- panels and assessments --------------------------------------------------------------------------------------

// ---- agreements --------------------------------------------------------------------------------------------------

// ---- collaborations ----------------------------------------------------------------------------------------------

// ---- outcomes ----------------------------------------------------------------------------------------------------
