//! What awaits a person in this room: interests to declare, terms to write, items to table, meetings to plan, hold and minute.
use super::{actions, agreed, interests, items, meetings, path, seats, store};
use crate::{
    error::Result,
    work::{About, Ahead, Item, NOTICE, Why, end_of},
};
use db::Tx;
use domain::{
    action::Action,
    actor::{Actor, SeatRole},
    group::{self, Group},
    ids::GroupId,
    item::{self, Command},
    meeting::{self, Meeting, Status},
    policy,
    time::Timestamp,
};
use jiff::ToSpan;

/// What is open in this actor's groups, read once.
struct Desk<'a> {
    actor: &'a Actor,
    at: Timestamp,
    items: Vec<item::Item>,
    meetings: Vec<Meeting>,
}

/// What awaits this actor now. Reads with a fixed number of statements.
pub async fn awaiting(tx: &mut Tx, actor: &Actor, at: Timestamp) -> Result<Vec<Item>> {
    let sits = actions::seats(actor);
    let declare = interests::work::awaiting(tx, actor, at).await?;
    let declare = declare.into_iter().chain(seats::work::awaiting(tx, actor).await?);
    if sits.is_empty() {
        return Ok(declare.collect());
    }
    let groups = store::some(tx, &sits).await?;
    let mut items = items::store::open_of_all(tx, &sits).await?;
    items.retain(|item| policy::may_read_item(actor, item));
    let mine = agreed::store::open_by(tx, actor.person).await?;
    let mine = mine.iter().filter(|action| policy::may_read_action(actor, action)).map(to_do);
    let desk = Desk { actor, at, items, meetings: meetings::store::open_of_all(tx, &sits).await? };
    let asked = groups.iter().flat_map(|group| desk.of_group(group));
    Ok(declare.chain(asked).chain(mine).collect())
}

/// An action that a meeting agreed, due at the end of its day.
fn to_do(it: &Action) -> Item {
    let title: String = it.what.chars().take(120).collect();
    let (why, about) = (Why::of("owns_action", it.group), About::of(&it.reference, &title));
    Item::new("action_do", why, about, agreed::path(&it.reference)).by(end_of(it.charge.due_on))
}

/// The meetings to come of this actor's groups.
pub async fn ahead(tx: &mut Tx, actor: &Actor) -> Result<Vec<Ahead>> {
    let mut open = meetings::store::open_of_all(tx, &actions::seats(actor)).await?;
    open.retain(is_ahead);
    let date = |it: &Meeting| Ahead {
        what: "meeting",
        about: About::of(&it.reference, &it.title),
        href: meetings::path(&it.reference),
        at: it.plan.starts_at,
    };
    Ok(open.iter().map(date).collect())
}

fn is_ahead(it: &Meeting) -> bool {
    matches!(it.status, Status::Planned | Status::PapersOut)
}

impl Desk<'_> {
    /// Everything that one group asks of the actor.
    fn of_group(&self, group: &Group) -> Vec<Item> {
        let mut all = self.terms(group);
        all.extend(self.to_table(group));
        for meeting in self.meetings.iter().filter(|it| it.group == group.id) {
            all.extend(self.of_meeting(meeting, group));
        }
        all
    }

    /// Terms to write, to put before the group, or to review (G2).
    fn terms(&self, group: &Group) -> Vec<Item> {
        if !self.runs(group.id) {
            return Vec::new();
        }
        let page = |place: &str| format!("{}{place}", path(&group.reference));
        let proposes = group.available(self.actor).contains(&group::Command::ProposeTerms);
        let review = group.in_force(self.at).and_then(|terms| terms.clauses.review_on).and_then(end_of);
        let review = review.filter(|due| *due <= self.at.plus_seconds(NOTICE) && group.draft().is_none());
        let all = [
            group.terms.is_empty().then(|| self.about_group("terms_write", group, page(""))),
            proposes.then(|| self.about_group("terms_propose", group, page("/terms"))),
            review.map(|due| self.about_group("terms_review", group, page("/terms")).by(Some(due))),
        ];
        all.into_iter().flatten().collect()
    }

    /// What waits for an agenda, and the meeting to plan if there is none to put it on.
    fn to_table(&self, group: &Group) -> Vec<Item> {
        let waiting = |item: &&item::Item| item.group == group.id && item.status == item::Status::Waiting;
        let waiting: Vec<&item::Item> = self.items.iter().filter(waiting).filter(|_| self.runs(group.id)).collect();
        let next = self.meetings.iter().find(|it| it.group == group.id && is_ahead(it));
        let plan = format!("{}/meetings", path(&group.reference));
        let href = next.map_or(plan.clone(), |it| format!("{}/agenda", meetings::path(&it.reference)));
        let by = next.map(|it| it.plan.starts_at);
        let why = Why::seat(self.actor, group.id);
        let table =
            waiting.iter().map(|it| Item::new("item_table", why, About::of(&it.about, &it.title), &href).by(by));
        let missing = next.is_none() && !waiting.is_empty();
        table.chain(missing.then(|| self.about_group("meeting_plan", group, plan))).collect()
    }

    /// What one meeting asks of the actor: papers, declarations, rulings, decisions, minutes.
    fn of_meeting(&self, it: &Meeting, group: &Group) -> Vec<Item> {
        use meeting::Command::{ApproveMinutes, DraftMinutes, SendPapers, Start};
        let may = |command| it.outcome(self.actor, command).is_ok();
        let on: Vec<&item::Item> = self.items.iter().filter(|item| item.meeting == Some(it.id)).collect();
        let votes = group.voters(self.at).contains(&self.actor.person);
        let (begins, next) = (Some(it.plan.starts_at), self.next_after(it));
        let all = [
            (may(SendPapers), "papers_send", self.papers_due(it, group)),
            (votes && on.iter().any(|item| self.undeclared(item)), "meeting_declare", begins),
            (on.iter().any(|item| self.rules(item, group)), "conflict_rule", begins),
            (may(Start), "meeting_hold", begins),
            (it.status == Status::InSession && on.iter().any(|item| self.decides(item, group)), "item_decide", begins),
            (it.status == Status::InSession && may(DraftMinutes), "minutes_write", next),
            (may(ApproveMinutes), "minutes_approve", next),
        ];
        let asked = all.into_iter().filter(|(is_asked, ..)| *is_asked);
        let (why, about) = (Why::seat(self.actor, it.group), About::of(&it.reference, &it.title));
        asked.map(|(_, todo, by)| Item::new(todo, why, about.clone(), meetings::path(&it.reference)).by(by)).collect()
    }

    /// The start of the group's meeting after this one, at which its minutes are to be there.
    fn next_after(&self, it: &Meeting) -> Option<Timestamp> {
        let after =
            self.meetings.iter().filter(|other| other.group == it.group && is_ahead(other) && other.id != it.id);
        after.map(|other| other.plan.starts_at).min()
    }

    /// The last moment before the terms' cut-off for papers.
    fn papers_due(&self, it: &Meeting, group: &Group) -> Option<Timestamp> {
        let days = group.in_force(self.at).and_then(|terms| terms.clauses.papers_cutoff).unwrap_or(0);
        end_of(it.plan.starts_at.day().saturating_sub(i64::from(days).days()))
    }

    fn undeclared(&self, item: &item::Item) -> bool {
        item.declaration(self.actor.person).is_none() && item.outcome(self.actor, Command::Declare).is_ok()
    }

    /// Whether a declared interest of somebody else waits for this actor's ruling.
    fn rules(&self, item: &item::Item, group: &Group) -> bool {
        let open = item.unruled().into_iter().any(|person| person != self.actor.person);
        open && item.outcome(self.actor, Command::Rule).is_ok() && self.presides(item, group)
    }

    fn decides(&self, item: &item::Item, group: &Group) -> bool {
        item.outcome(self.actor, Command::Decide).is_ok() && self.presides(item, group)
    }

    /// The chair, or the deputy where the chair has an interest of their own.
    fn presides(&self, item: &item::Item, group: &Group) -> bool {
        let chair = group.holder(SeatRole::Chair, self.at);
        let interested = |person| item.declaration(person).is_some_and(|it| it.said == item::Said::Interest);
        let own = interested(self.actor.person);
        !own && (chair == Some(self.actor.person) || chair.is_none_or(interested))
    }

    fn runs(&self, group: GroupId) -> bool {
        policy::may_plan(self.actor, group).is_ok()
    }

    fn about_group(&self, todo: &'static str, group: &Group, href: String) -> Item {
        Item::new(todo, Why::seat(self.actor, group.id), About::of(&group.reference, &group.name), href)
    }
}
