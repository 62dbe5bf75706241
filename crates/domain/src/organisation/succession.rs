//! Who takes the place of an organisation: mergers, splits, new legal bodies (G8).
use super::{Event, Organisation};
use crate::{
    actor::Actor,
    event::Decided,
    ids::*,
    policy,
    refusal::{Reason, Refusal, gate},
};
use jiff::civil::Date;

/// Who takes the place of an organisation, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Succession {
    /// The organisations that follow.
    pub successors: Vec<OrganisationId>,
    /// The last day of the one that is followed.
    pub last_day: Date,
    /// Everyone who follows the successors in turn, however far: none of them may be the one that is followed.
    pub later: Vec<OrganisationId>,
}

impl Organisation {
    /// Others take its place: it merged, or was split (G8). Circles are refused, and so is another answer once one was
    /// given: what was handed over does not come back by itself.
    pub fn succeed(self, actor: &Actor, it: Succession) -> Result<Decided<Organisation>, Refusal> {
        policy::may_edit_organisation(actor)?;
        gate(self.refused_succession(&it))?;
        let (successors, to) = (it.successors, Some(it.last_day));
        Ok(Decided::new(Organisation { successors, to, ..self }, Event::Succeeded))
    }

    /// Whether several took its place, so that somebody chooses for each open matter.
    pub fn was_split(&self) -> bool {
        self.successors.len() > 1
    }

    fn refused_succession(&self, it: &Succession) -> Vec<Reason> {
        let circle = it.successors.contains(&self.id) || it.later.contains(&self.id);
        let early = self.from.is_some_and(|from| it.last_day < from);
        let twice = (1..it.successors.len()).find(|n| it.successors[..*n].contains(&it.successors[*n]));
        let gone = self.successors.iter().any(|before| !it.successors.contains(before));
        let reasons = [
            it.successors.is_empty().then(|| Reason::new("missing").at("successors")),
            circle.then(|| Reason::new("successor_circle").at("successors").with("name", &self.name)),
            twice.map(|n| Reason::new("successor_twice").at(format!("successors-{n}-organisation"))),
            gone.then(|| Reason::new("successors_stand").at("successors").with("name", &self.name)),
            early.then(|| Reason::new("ends_before_it_begins").at("to")),
        ];
        reasons.into_iter().flatten().collect()
    }
}
