//! Groups, terms, decisions and interests as their pages show them.
use super::{items, words};
use crate::forms;
use domain::{
    group::Group,
    ids::{OrganisationId, PersonId},
    item::{Item, Manner, Taken},
    terms::{Clauses, Terms},
    time::Timestamp,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The names that a page mentions, read once.
#[derive(Debug, Default)]
pub struct Names {
    /// Of people.
    pub people: BTreeMap<PersonId, String>,
    /// Of organisations.
    pub organisations: BTreeMap<OrganisationId, String>,
    /// People whose mail comes back, for a reader who relies on them.
    pub bounced: Vec<PersonId>,
}

impl Names {
    /// The name of a person.
    pub fn person(&self, id: PersonId) -> String {
        self.people.get(&id).cloned().unwrap_or_default()
    }
    /// The names of some people, in a line, from A to Z: their order tells nothing.
    pub fn list(&self, ids: &[PersonId]) -> String {
        let mut names: Vec<_> = ids.iter().map(|id| self.person(*id)).filter(|name| !name.is_empty()).collect();
        names.sort();
        names.join(", ")
    }
    /// The name of an organisation; empty for none.
    pub fn organisation(&self, id: Option<OrganisationId>) -> String {
        id.and_then(|id| self.organisations.get(&id)).cloned().unwrap_or_default()
    }
}

/// Everyone whom the decisions on these items mention.
pub fn people_of(items: &[Item]) -> Vec<PersonId> {
    let decided = items.iter().filter_map(|item| item.decision.as_ref());
    let voters = decided.flat_map(|taken| [taken.votes.all(), taken.present.clone(), vec![taken.by]].concat());
    let declared = items.iter().flat_map(|item| item.declarations.iter().map(|one| one.person));
    voters.chain(declared).collect()
}

/// The seats that are held today.
pub fn seats(group: &Group, names: &Names, at: Timestamp) -> Vec<Value> {
    let seat = |seat: &domain::group::Seat| {
        json!({
            "person": names.person(seat.person),
            "bounces": names.bounced.contains(&seat.person),
            "role": words::of("role", seat.role.as_str()),
            "organisation": names.organisation(seat.organisation),
            "from": seat.from,
            "to": seat.to,
            "voting": seat.voting,
            "stands_in_for": seat.stands_in_for.map(|person| names.person(person)),
        })
    };
    group.held(at).map(seat).collect()
}

/// A version of the terms: its number, status and dates, each clause with its label, and what is missing.
pub fn terms(terms: &Terms) -> Value {
    let label = |name: &str| forms::label("terms.draft", name);
    let missing: Vec<String> = terms.clauses.missing().into_iter().map(label).collect();
    json!({
        "number": terms.number, "status": terms.status, "adopted_at": terms.adopted_at,
        "superseded_at": terms.superseded_at, "clauses": clauses(&terms.clauses),
        "missing": missing, "missing_because": terms.missing_because, "before_group": terms.before_group,
    })
}

fn clauses(clauses: &Clauses) -> Vec<Value> {
    let values = json!(clauses);
    let row = |name: &str| {
        let value = match (&values[name], name) {
            (Value::Null, _) => return None,
            (Value::String(text), _) if text.is_empty() => return None,
            (Value::String(day), "review_on" | "expires_on") => json!({ "day": day }),
            (Value::String(rule), "decision_rule") => json!(words::of("decision_rule", rule)),
            (Value::String(text), _) => json!({ "paragraphs": text }),
            (other, _) => json!({ "number": other }),
        };
        Some(json!({ "key": forms::label("terms.draft", name), "value": value }))
    };
    words::CLAUSES.iter().filter_map(|field| row(field.name)).collect()
}

/// A decided item: what, how, why, by whom; nothing for an item that is not decided.
pub fn decision(item: &Item, names: &Names) -> Option<Value> {
    let taken = item.decision.as_ref()?;
    let recused: Vec<PersonId> =
        item.declarations.iter().map(|one| one.person).filter(|person| item.is_recused(*person)).collect();
    Some(json!({
        "reference": item.reference,
        "motion": words::of("motion", item.motion.as_str()),
        "title": item.title,
        "href": items::link(item),
        "about": item.about,
        "verdict": taken.verdict,
        "reasons": taken.reasons,
        "at": taken.at,
        "review_on": taken.review_on,
        "quorum": taken.quorum,
        "present": names.list(&taken.present),
        "count": taken.present.len(),
        "votes": votes(taken, names),
        "by": names.person(taken.by),
        "recused": names.list(&recused),
    }))
}

fn votes(taken: &Taken, names: &Names) -> Value {
    match taken.manner {
        Manner::Consensus => json!({ "manner": words::of("manner", "consensus") }),
        Manner::Vote => json!({
            "manner": words::of("manner", "vote"),
            "in_favour": names.list(&taken.votes.in_favour),
            "against": names.list(&taken.votes.against),
            "abstained": names.list(&taken.votes.abstained),
            "dissent": taken.votes.dissent.iter().map(|one| json!({ "name": names.person(one.person), "reasons": one.reasons })).collect::<Vec<_>>(),
        }),
    }
}
