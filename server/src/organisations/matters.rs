//! What is open and names an organisation: each of it goes to one successor (G8). What is not public shows by its
//! reference alone, because whoever keeps the list may not read it.
use super::store;
use crate::{agreements, calls, collaborations, error::Result, groups, people, responses};
use db::Tx;
use domain::{
    call::Call,
    collaboration::Collaboration,
    group::Group,
    ids::*,
    organisation::{Matter as _, Organisation},
    response::Response,
    time::Timestamp,
};
use std::collections::BTreeMap;

/// One open matter that names an organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct Matter {
    /// What stands for it in a form: a reference, or the id of a person or seat.
    pub key: String,
    /// What it is called here.
    pub title: String,
    /// Its page; empty where whoever keeps the list may not read it.
    pub href: String,
    /// What it is.
    pub what: What,
}

/// What an open matter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A group of its system, or whose network it is.
    Group(GroupId),
    /// A seat that represents it.
    Seat(GroupId, SeatId),
    /// A call that it runs.
    Call(CallId),
    /// Its response to a call.
    Response(ResponseId, CallId),
    /// A project, with its agreement and its outcome report.
    Project(CollaborationId),
    /// What somebody does for it.
    Duties(PersonId),
}

impl What {
    /// The word of this kind of matter: the message `organisation.matter.<word>`.
    pub fn word(self) -> &'static str {
        match self {
            What::Group(_) => "group",
            What::Seat(..) => "seat",
            What::Call(_) => "call",
            What::Response(..) => "response",
            What::Project(_) => "project",
            What::Duties(_) => "duties",
        }
    }
}

/// Everything open that names this organisation, people last: a fixed number of statements.
pub async fn open(tx: &mut Tx, id: OrganisationId, at: Timestamp) -> Result<Vec<Matter>> {
    let mut all = of_groups(tx, id, at).await?;
    all.extend(calls::store::open_of_network(tx, id).await?.iter().map(call));
    all.extend(responses::store::open_of(tx, id).await?.iter().map(response));
    all.extend(collaborations::store::open_of(tx, id).await?.iter().map(project));
    all.extend(people::store::serving(tx, id).await?.into_iter().map(|(person, name)| duties(person.id, name)));
    Ok(all)
}

async fn of_groups(tx: &mut Tx, id: OrganisationId, at: Timestamp) -> Result<Vec<Matter>> {
    let groups = groups::store::naming(tx, id).await?;
    let open = |seat: &&domain::group::Seat| seat.organisation == Some(id) && seat.to.is_none_or(|to| to >= at.day());
    let seats: Vec<_> = groups.iter().map(|group| group.seats.iter().filter(open).collect::<Vec<_>>()).collect();
    let holders: Vec<PersonId> = seats.iter().flatten().map(|seat| seat.person).collect();
    let names = people::store::names(tx, &holders).await?;
    let mut all = Vec::new();
    for (group, seats) in groups.iter().zip(seats) {
        all.extend((group.systems.contains(&id) || group.network == id).then(|| of_group(group)));
        all.extend(seats.into_iter().map(|seat| of_seat(group, seat, &names)));
    }
    Ok(all)
}

fn of_group(it: &Group) -> Matter {
    let (key, title) = (it.reference.clone(), it.name.clone());
    Matter { href: groups::path(&key), key, title, what: What::Group(it.id) }
}

fn of_seat(group: &Group, seat: &domain::group::Seat, names: &BTreeMap<PersonId, String>) -> Matter {
    let name = names.get(&seat.person).map(String::as_str).unwrap_or_default();
    let title = format!("{name}, {}", group.name);
    Matter {
        key: seat.id.to_string(),
        title,
        href: groups::path(&group.reference),
        what: What::Seat(group.id, seat.id),
    }
}

fn call(it: &Call) -> Matter {
    let public = (it.content.title.as_str(), calls::path(&it.reference));
    shown(&it.reference, it.is_public().then_some(public), What::Call(it.id))
}

fn response(it: &Response) -> Matter {
    shown(&it.reference, None, What::Response(it.id, it.call))
}

fn project(it: &Collaboration) -> Matter {
    let public = (it.title.as_str(), collaborations::path(&it.reference));
    shown(&it.reference, it.is_public().then_some(public), What::Project(it.id))
}

/// A matter with its title and page if it is public, else by its reference.
fn shown(reference: &str, public: Option<(&str, String)>, what: What) -> Matter {
    let (title, href) = match public {
        Some((title, href)) => (format!("{reference} {title}"), href),
        None => (reference.to_string(), String::new()),
    };
    Matter { key: reference.to_string(), title, href, what }
}

fn duties(id: PersonId, name: String) -> Matter {
    Matter { key: id.to_string(), title: name, href: people::path(id), what: What::Duties(id) }
}

/// Whether this organisation has a place of its own in the matter, so that it cannot take another's there.
pub async fn has_place(tx: &mut Tx, what: What, by: OrganisationId) -> Result<bool> {
    match what {
        What::Group(_) | What::Seat(..) | What::Duties(_) => Ok(false),
        What::Call(id) => Ok(calls::store::find(tx, id).await?.is_some_and(|it| it.names(by))),
        What::Response(_, call) => Ok(responses::store::of(tx, call, by).await?.is_some()),
        What::Project(id) => {
            let project = collaborations::store::find(tx, id).await?.is_some_and(|it| it.names(by));
            let agreement = agreements::store::of_collaboration(tx, id).await?;
            Ok(project || agreement.is_some_and(|it| it.names(by)))
        }
    }
}

/// Who stands for an organisation today: itself, or the one that took its place, or whoever took that one's. It ends
/// where nobody followed, or where several did.
pub async fn heir(tx: &mut Tx, id: OrganisationId, at: Timestamp) -> Result<Option<Organisation>> {
    let mut found = store::find(tx, id).await?;
    while let Some(it) = &found {
        let ([next], false) = (it.successors.as_slice(), it.exists_on(at.day())) else { break };
        found = store::find(tx, *next).await?;
    }
    Ok(found)
}
