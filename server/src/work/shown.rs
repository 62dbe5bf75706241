//! What awaits somebody in words: with why, narrowed by filters, and parted by when it is due.
use super::{Ahead, Item, Place, Why};
use crate::{acts::Address, error::Result, groups, messages::Messages, organisations};
use db::Tx;
use domain::{
    actor::{Actor, Role},
    ids::{GroupId, OrganisationId},
    time::Timestamp,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const WEEK: i64 = 7 * 24 * 3600;

/// What a list is narrowed to, from the address; an empty word means any.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// The reference of a group or organisation.
    pub place: String,
    /// The kind of thing.
    pub kind: String,
    /// `overdue` or `week`.
    pub due: String,
}

impl Filter {
    /// From `?for=…&kind=…&due=…`.
    pub fn of(address: &Address) -> Filter {
        let word = |name: &str| address.query(name).unwrap_or_default().trim().to_string();
        Filter { place: word("for").to_ascii_uppercase(), kind: word("kind"), due: word("due") }
    }

    /// Whether anything is narrowed.
    pub fn is_set(&self) -> bool {
        ![&self.place, &self.kind, &self.due].iter().all(|word| word.is_empty())
    }

    fn keeps(&self, item: &Item, places: &Places, at: Timestamp) -> bool {
        let of = item.why.place.and_then(|place| places.0.get(&place));
        let place = self.place.is_empty() || of.is_some_and(|known| known.reference == self.place);
        let kind = self.kind.is_empty() || self.kind == item.kind;
        let due = match self.due.as_str() {
            "" => true,
            "overdue" => section(item, at) == "overdue",
            "week" => ["overdue", "week"].contains(&section(item, at)),
            _ => false,
        };
        place && kind && due
    }
}

/// Groups and organisations as people know them.
#[derive(Debug, Default)]
pub struct Places(BTreeMap<Place, Known>);

#[derive(Debug)]
struct Known {
    reference: String,
    name: String,
}

impl Places {
    /// Everything the actor acts for, and everything for which something awaits them: two statements.
    pub async fn of(tx: &mut Tx, actor: &Actor, items: &[Item]) -> Result<Places> {
        let roles = actor.roles.iter().filter_map(|role| match role {
            Role::Does(_, organisation) => Some(Place::Organisation(*organisation)),
            Role::Sits(_, group) => Some(Place::Group(*group)),
            _ => None,
        });
        let all: BTreeSet<Place> = roles.chain(items.iter().filter_map(|item| item.why.place)).collect();
        let groups: Vec<GroupId> =
            all.iter().filter_map(|it| if let Place::Group(id) = it { Some(*id) } else { None }).collect();
        let bodies: Vec<OrganisationId> =
            all.iter().filter_map(|it| if let Place::Organisation(id) = it { Some(*id) } else { None }).collect();
        let groups = groups::store::some(tx, &groups).await?;
        let bodies = organisations::store::several(tx, &bodies).await?;
        let known = |reference: String, name: String| Known { reference, name };
        let groups = groups.into_iter().map(|it| (it.id.into(), known(it.reference, it.name)));
        let bodies = bodies.into_iter().map(|it| (it.id.into(), known(it.reference, it.name)));
        Ok(Places(groups.chain(bodies).collect()))
    }

    fn name(&self, why: Why) -> String {
        let known = why.place.and_then(|place| self.0.get(&place)).map(|known| known.name.clone());
        known.unwrap_or_else(|| Messages::english().text("work.place_unknown", &[]))
    }

    fn options(&self) -> Vec<Value> {
        let mut all: Vec<&Known> = self.0.values().collect();
        all.sort_by(|a, b| (&a.name, &a.reference).cmp(&(&b.name, &b.reference)));
        all.into_iter().map(|it| json!({ "value": it.reference, "text": it.name })).collect()
    }
}

/// The list as page and API show it: what is kept by the filter, how many there are in all, and what there is to filter by.
pub fn list(items: &[Item], places: &Places, filter: &Filter, at: Timestamp) -> Value {
    let kept: Vec<&Item> = items.iter().filter(|item| filter.keeps(item, places, at)).collect();
    let kinds: BTreeSet<&str> = items.iter().map(|item| item.kind).chain(chosen(filter)).collect();
    let kinds = kinds.into_iter().map(|kind| json!({ "value": kind, "text": text("kind", kind, &[]) }));
    json!({
        "items": kept.iter().map(|item| line(item, places, at)).collect::<Vec<_>>(),
        "total": items.len(), "is_narrowed": filter.is_set(),
        "filter": { "for": filter.place, "kind": filter.kind, "due": filter.due },
        "places": places.options(), "kinds": kinds.collect::<Vec<_>>(),
    })
}

/// The kind of the filter, if it is one, so that an address that was kept still says what it shows.
fn chosen(filter: &Filter) -> Option<&str> {
    Messages::english().find(&format!("work.kind.{}", filter.kind)).map(|_| filter.kind.as_str())
}

/// A date in words.
pub fn date(it: &Ahead) -> Value {
    json!({
        "what": text("ahead", it.what, &[]), "reference": it.about.reference, "title": it.about.title,
        "href": it.href, "at": it.at,
    })
}

fn line(item: &Item, places: &Places, at: Timestamp) -> Value {
    let facts = [("reference", item.about.reference.as_str()), ("title", item.about.title.as_str())];
    let place = places.name(item.why);
    let known = item.why.place.and_then(|place| places.0.get(&place));
    json!({
        "todo": text("todo", item.todo, &facts), "why": text("why", item.why.role, &[("place", &place)]),
        "role": item.why.role, "for": known.map(|it| json!({ "reference": it.reference, "name": it.name })),
        "kind": item.kind, "reference": item.about.reference, "title": item.about.title, "href": item.href,
        "by": item.by, "when": section(item, at), "late": item.by.is_some_and(|by| by < at),
    })
}

/// The part of the page on which it stands.
fn section(item: &Item, at: Timestamp) -> &'static str {
    match item.by {
        None => "undated",
        Some(by) if by < at => "overdue",
        Some(by) if by <= at.plus_seconds(WEEK) => "week",
        Some(_) => "later",
    }
}

fn text(kind: &str, word: &str, facts: &[(&str, &str)]) -> String {
    Messages::english().text(&format!("work.{kind}.{word}"), facts)
}
