//! One thing that awaits somebody, and one date of what they follow.
use domain::{
    actor::{Actor, Duty, Role, SeatRole},
    calendar,
    ids::{GroupId, OrganisationId},
    time::Timestamp,
};
use jiff::civil::Date;

/// For whom somebody does something: one of their groups, or one of their organisations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A group.
    Group(GroupId),
    /// An organisation.
    Organisation(OrganisationId),
}

impl From<GroupId> for Place {
    fn from(id: GroupId) -> Place {
        Place::Group(id)
    }
}

impl From<OrganisationId> for Place {
    fn from(id: OrganisationId) -> Place {
        Place::Organisation(id)
    }
}

/// Why something awaits this person: in which role, and for whom. The words are the message `work.why.<role>`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Why {
    /// The word of the role.
    pub role: &'static str,
    /// For whom; none for what is one's own.
    pub place: Option<Place>,
}

impl Why {
    /// In this role for a group or an organisation.
    pub fn of(role: &'static str, place: impl Into<Place>) -> Why {
        Why { role, place: Some(place.into()) }
    }
    /// By the seat in a group with which the actor does most.
    pub fn seat(actor: &Actor, group: GroupId) -> Why {
        let held = SeatRole::ALL.iter().find(|role| actor.is(Role::Sits(**role, group)));
        Why::of(held.map_or("observer", |role| role.as_str()), group)
    }
    /// By the first of these duties that the actor has for one of these organisations.
    pub fn duty(actor: &Actor, duties: &[Duty], organisations: &[OrganisationId]) -> Option<Why> {
        let all = duties.iter().flat_map(|duty| organisations.iter().map(move |of| (*duty, *of)));
        let mut held = all.filter(|(duty, of)| actor.does(*duty, *of));
        held.next().map(|(duty, of)| Why::of(duty.as_str(), of))
    }
    /// In this role, for nobody else.
    pub fn own(role: &'static str) -> Why {
        Why { role, place: None }
    }
}

/// The thing something is about, as people know it.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    /// Its reference.
    pub reference: String,
    /// What people call it.
    pub title: String,
}

impl About {
    /// A thing by its reference and title.
    pub fn of(reference: &str, title: &str) -> About {
        About { reference: reference.into(), title: title.into() }
    }
}

/// What awaits a person: the thing, what to do, by when, and why them (X7). The words stand in the messages.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What to do: the message `work.todo.<todo>`.
    pub todo: &'static str,
    /// Why this person.
    pub why: Why,
    /// The room it comes from: the message `work.kind.<kind>`. Set where the rooms are gathered.
    pub kind: &'static str,
    /// What it is about.
    pub about: About,
    /// Where to do it, as a path.
    pub href: String,
    /// By when; none where nothing says so.
    pub by: Option<Timestamp>,
}

impl Item {
    /// Something to do that has no date.
    pub fn new(todo: &'static str, why: Why, about: About, href: impl Into<String>) -> Item {
        Item { todo, why, kind: "", about, href: href.into(), by: None }
    }
    /// The same, due by this instant if there is one.
    pub fn by(self, by: Option<Timestamp>) -> Item {
        Item { by, ..self }
    }
}

/// A date of something that a person follows: a meeting, a deadline, a milestone (X7).
#[derive(Debug, Clone, PartialEq)]
pub struct Ahead {
    /// What will be: the message `work.ahead.<what>`.
    pub what: &'static str,
    /// What it is about.
    pub about: About,
    /// Its page, as a path.
    pub href: String,
    /// When.
    pub at: Timestamp,
}

/// The last second of a day in London, by which what is due on that day is done.
pub fn end_of(day: Date) -> Option<Timestamp> {
    calendar::end_of_day(day).ok().map(|due| Timestamp(due.at))
}

/// The last second before a day in London, by which what must stand on that day is done.
pub fn before(day: Date) -> Option<Timestamp> {
    day.yesterday().ok().and_then(end_of)
}

/// How long before its day something that comes round is asked for, in seconds: four weeks.
pub const NOTICE: i64 = 28 * 24 * 3600;
