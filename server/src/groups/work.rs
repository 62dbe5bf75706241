//! What awaits a person in this room: items to table, declarations, meetings to hold and to minute.
use super::{actions, agreed, interests, items, meetings, path, store};
use crate::{error::Result, work::Item};
use db::Tx;
use domain::{
    action::Action,
    actor::Actor,
    group::Group,
    ids::GroupId,
    item::{self, Command},
    meeting::{self, Meeting, Status},
    policy,
    time::Timestamp,
};
use jiff::ToSpan;

/// What awaits this actor now. Reads with a fixed number of statements.
pub async fn awaiting(tx: &mut Tx, actor: &Actor, at: Timestamp) -> Result<Vec<Item>> {
    let sits = actions::seats(actor);
    let declare = interests::work::awaiting(tx, actor, at).await?;
    if sits.is_empty() {
        return Ok(declare.into_iter().collect());
    }
    let groups = store::some(tx, &sits).await?;
    let items = items::store::open_of_all(tx, &sits).await?;
    let open = meetings::store::open_of_all(tx, &sits).await?;
    let terms = groups.iter().filter(|group| runs(actor, group.id) && group.terms.is_empty()).map(terms_to_write);
    let table = items.iter().filter(|item| item.status == item::Status::Waiting && runs(actor, item.group));
    let table = table.filter(|item| policy::may_read_item(actor, item)).map(|item| to_table(item, &groups));
    let mine = agreed::store::open_by(tx, actor.person).await?;
    let mine: Vec<&Action> = mine.iter().filter(|action| policy::may_read_action(actor, action)).collect();
    let held = open.iter().flat_map(|meeting| of_meeting(actor, meeting, &items, &groups, at));
    Ok(declare.into_iter().chain(terms).chain(table).chain(held).chain(mine.into_iter().map(to_do)).collect())
}

fn runs(actor: &Actor, group: GroupId) -> bool {
    policy::may_plan(actor, group).is_ok()
}

fn terms_to_write(group: &Group) -> Item {
    let (reference, title) = (group.reference.clone(), group.name.clone());
    Item { todo: "terms_write", why: "runs_meetings", reference, title, href: path(&group.reference), by: None }
}

fn to_table(item: &item::Item, groups: &[Group]) -> Item {
    let group = groups.iter().find(|group| group.id == item.group);
    let href = group.map(|group| format!("{}/board", path(&group.reference))).unwrap_or_default();
    let (reference, title) = (item.about.clone(), item.title.clone());
    Item { todo: "item_table", why: "runs_meetings", reference, title, href, by: None }
}

/// An action that a meeting agreed, due at the end of its day.
fn to_do(it: &Action) -> Item {
    let (reference, title) = (it.reference.clone(), it.what.chars().take(120).collect());
    let by = Some(actions::start_of(it.charge.due_on.saturating_add(1.day())).plus_seconds(-1));
    Item { todo: "action_do", why: "owns_action", reference, title, href: agreed::path(&it.reference), by }
}

/// What one meeting asks of the actor: to declare, to hold it, to minute it, to approve the minutes.
fn of_meeting(actor: &Actor, it: &Meeting, items: &[item::Item], groups: &[Group], at: Timestamp) -> Vec<Item> {
    let todo = |todo, why, by| {
        let (reference, title) = (it.reference.clone(), it.title.clone());
        Item { todo, why, reference, title, href: meetings::path(&it.reference), by }
    };
    let may = |command| it.outcome(actor, command).is_ok();
    let ends = it.status == Status::InSession && may(meeting::Command::DraftMinutes);
    let votes = groups.iter().any(|group| group.id == it.group && group.voters(at).contains(&actor.person));
    let mine = votes && items.iter().any(|item| item.meeting == Some(it.id) && undeclared(actor, item));
    let all = [
        mine.then(|| todo("meeting_declare", "sits_in_group", Some(it.plan.starts_at))),
        may(meeting::Command::Start).then(|| todo("meeting_hold", "runs_meetings", Some(it.plan.starts_at))),
        ends.then(|| todo("minutes_write", "runs_meetings", None)),
        may(meeting::Command::ApproveMinutes).then(|| todo("minutes_approve", "approves_minutes", None)),
    ];
    all.into_iter().flatten().collect()
}

fn undeclared(actor: &Actor, item: &item::Item) -> bool {
    item.declaration(actor.person).is_none() && item.outcome(actor, Command::Declare).is_ok()
}
