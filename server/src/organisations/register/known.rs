//! What the list knows of everybody that a register names, in memory, and as it would be line after line.
use crate::{ids, organisations::store::Edge};
use domain::{
    identifiers::Identifier,
    ids::OrganisationId,
    organisation::{Organisation, Tie, TieKind},
};
use std::collections::{BTreeMap, BTreeSet};

/// Everybody that a register names, with who follows whom and who belongs to whom.
#[derive(Debug, Default)]
pub struct Known {
    all: BTreeMap<OrganisationId, Organisation>,
    by_code: BTreeMap<Identifier, BTreeSet<OrganisationId>>,
    followed: BTreeMap<OrganisationId, Vec<OrganisationId>>,
    ties: BTreeMap<TieKind, BTreeMap<OrganisationId, Vec<OrganisationId>>>,
    references: BTreeSet<String>,
}

fn graph(edges: Vec<Edge>) -> BTreeMap<OrganisationId, Vec<OrganisationId>> {
    let mut graph = BTreeMap::<_, Vec<_>>::new();
    edges.into_iter().for_each(|(below, above)| graph.entry(below).or_default().push(above));
    graph
}

impl Known {
    /// What the list knows.
    pub fn new(found: Vec<Organisation>, followed: Vec<Edge>, ties: BTreeMap<TieKind, Vec<Edge>>) -> Known {
        let ties = ties.into_iter().map(|(kind, edges)| (kind, graph(edges))).collect();
        let mut known = Known { followed: graph(followed), ties, ..Known::default() };
        found.into_iter().for_each(|it| known.put(it));
        known
    }

    /// The organisation as it would be from now on.
    pub fn put(&mut self, it: Organisation) {
        for one in &it.identifiers {
            self.by_code.entry(one.identifier.clone()).or_default().insert(it.id);
        }
        if !it.successors.is_empty() {
            self.followed.insert(it.id, it.successors.clone());
        }
        for kind in TieKind::ALL {
            let of_kind = |tie: &&Tie| tie.kind == *kind;
            let above: Vec<_> = it.ties.iter().filter(of_kind).map(|tie| tie.organisation).collect();
            self.ties.entry(*kind).or_default().insert(it.id, above);
        }
        self.all.insert(it.id, it);
    }

    /// The same, with every reference that is taken.
    pub fn with_references(self, references: BTreeSet<String>) -> Known {
        Known { references, ..self }
    }

    /// A reference that nobody has: among thousands of new ones two would be the same by chance.
    pub fn reference(&mut self) -> String {
        let mut tried = std::iter::repeat_with(|| ids::reference("OG"));
        tried.find(|it| self.references.insert(it.clone())).expect("the tries have no end")
    }

    /// An organisation by its id.
    pub fn get(&self, id: OrganisationId) -> Option<&Organisation> {
        self.all.get(&id)
    }

    /// Who has, or last had, this code.
    pub fn holder(&self, code: &Identifier) -> Option<OrganisationId> {
        let last = |id: &&OrganisationId| {
            let held = self.all.get(*id)?.identifiers.iter().find(|one| one.identifier == *code)?;
            Some(held.to.unwrap_or(jiff::civil::Date::MAX))
        };
        self.by_code.get(code)?.iter().max_by_key(last).copied()
    }

    /// Everybody who follows these, however far, these included.
    pub fn later(&self, some: &[OrganisationId]) -> Vec<OrganisationId> {
        reached(&self.followed, some)
    }

    /// Everybody above these, however far, these included.
    pub fn above(&self, kind: TieKind, some: &[OrganisationId]) -> Vec<OrganisationId> {
        self.ties.get(&kind).map_or_else(|| some.to_vec(), |graph| reached(graph, some))
    }
}

fn reached(graph: &BTreeMap<OrganisationId, Vec<OrganisationId>>, some: &[OrganisationId]) -> Vec<OrganisationId> {
    let (mut seen, mut next) = (BTreeSet::new(), some.to_vec());
    while let Some(id) = next.pop() {
        if seen.insert(id) {
            next.extend(graph.get(&id).into_iter().flatten());
        }
    }
    seen.into_iter().collect()
}
