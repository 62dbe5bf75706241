//! What people do with actions that a meeting agreed.
use super::{
    super::{actions as groups, meetings},
    store,
};
use crate::{
    error::{Error, Result},
    forms::Problem,
    ids,
    unit::Unit,
};
use db::Tx;
use domain::{
    action::{Action, Agreeing, Charge},
    actor::Actor,
    ids::{ActionId, GroupId, PersonId},
    meeting::{Meeting, Status},
    policy,
};
use jiff::civil::Date;

/// The action of this reference, if the actor may know of it.
pub async fn get(tx: &mut Tx, actor: &Actor, reference: &str) -> Result<Action> {
    let action = store::by_reference(tx, reference).await?.ok_or(Error::NotFound)?;
    if policy::may_read_action(actor, &action) { Ok(action) } else { Err(Error::NotFound) }
}

/// The actions that belong on a meeting's agenda: until its minutes are approved everything that is still to be done,
/// and what the meeting itself agreed.
pub async fn at_meeting(tx: &mut Tx, actor: &Actor, meeting: &Meeting) -> Result<Vec<Action>> {
    let over = matches!(meeting.status, Status::MinutesApproved | Status::Cancelled);
    let own = store::of_meeting(tx, meeting.id).await?;
    let open = if over { Vec::new() } else { store::open_of(tx, meeting.group).await? };
    let earlier = open.into_iter().filter(|action| action.meeting != meeting.id);
    let all = earlier.chain(own);
    Ok(all.filter(|action| policy::may_read_action(actor, action)).collect())
}

/// What somebody writes down as agreed.
#[derive(Debug)]
pub struct Wanted {
    /// What is to be done.
    pub what: String,
    /// The id of who does it: somebody with a seat today.
    pub owner: String,
    /// By when.
    pub due_on: Date,
    /// The reference of the item on which it was agreed.
    pub item: Option<String>,
}

/// A meeting agrees that somebody does something.
pub async fn agree(unit: &mut Unit, meeting: &str, it: Wanted) -> Result<Meeting> {
    let meeting = meetings::actions::get(&mut unit.tx, &unit.actor, meeting).await?;
    let about = meetings::actions::about(unit, &meeting, it.item.as_deref()).await?.map(|item| item.subject);
    let charge = Charge { owner: owner(unit, meeting.group, &it.owner).await?, due_on: it.due_on };
    let (id, reference, what) = (ids::new(ActionId), ids::reference("AC"), it.what);
    let decided = Action::agree(&unit.actor, &meeting, Agreeing { id, reference, about, what, charge }, unit.at)?;
    unit.save(decided).await?;
    Ok(meeting)
}

/// Gives an action to somebody else, or another day.
pub async fn change(unit: &mut Unit, reference: &str, to: &str, due_on: Date, note: String) -> Result<Action> {
    let action = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&action)?;
    let charge = Charge { owner: owner(unit, action.group, to).await?, due_on };
    let decided = action.change(&unit.actor, charge, note, unit.at)?;
    unit.save(decided).await
}

/// An action is done.
pub async fn complete(unit: &mut Unit, reference: &str, note: String) -> Result<Action> {
    let action = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&action)?;
    let decided = action.complete(&unit.actor, note, unit.at)?;
    unit.save(decided).await
}

/// An action is not to be done any more.
pub async fn drop(unit: &mut Unit, reference: &str, note: String) -> Result<Action> {
    let action = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&action)?;
    let decided = action.drop(&unit.actor, note, unit.at)?;
    unit.save(decided).await
}

async fn owner(unit: &mut Unit, group: GroupId, value: &str) -> Result<PersonId> {
    let group = groups::by_id(&mut unit.tx, group).await?;
    let person = value.parse().ok().filter(|person| group.seat_of(*person, unit.at).is_some());
    person.ok_or_else(|| Problem::new("not_an_option").at("owner").into())
}
