//! A legal body with official identifiers, from when until when, and who follows it (G8).
use crate::{
    actor::Actor,
    event::Decided,
    identifiers::Identifier,
    ids::*,
    policy,
    refusal::{Reason, Refusal, gate},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

words! {
    /// What an organisation is; it may be several.
    pub enum Kind {
        /// An integrated care board.
        IntegratedCareBoard = "integrated_care_board",
        /// An NHS trust or foundation trust.
        NhsProvider = "nhs_provider",
        /// A general practice, a primary care network, a pharmacy.
        PrimaryCare = "primary_care",
        /// A council.
        LocalAuthority = "local_authority",
        /// A health innovation network.
        HealthInnovationNetwork = "health_innovation_network",
        /// A company.
        Company = "company",
        /// A charity, social enterprise or community group.
        ThirdSector = "third_sector",
        /// A university.
        University = "university",
        /// Another public body.
        OtherPublic = "other_public",
    }
}

/// An official identifier and the days on which it holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Identified {
    /// The register and the code there.
    pub identifier: Identifier,
    /// The first day; none if not known.
    pub from: Option<Date>,
    /// The last day; none while it holds.
    pub to: Option<Date>,
}

/// What an operator says about an organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct Particulars {
    /// Its official name.
    pub name: String,
    /// What it is.
    pub kinds: Vec<Kind>,
    /// Its identifiers.
    pub identifiers: Vec<Identified>,
    /// Its first day; none if not known.
    pub from: Option<Date>,
    /// Its last day; none while it exists.
    pub to: Option<Date>,
}

/// A legal body with official identifiers (G8).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// Its human reference.
    pub reference: String,
    /// Its official name.
    pub name: String,
    /// What it is.
    pub kinds: Vec<Kind>,
    /// Its identifiers, those that ended too: old codes still resolve.
    pub identifiers: Vec<Identified>,
    /// Its first day; none if not known.
    pub from: Option<Date>,
    /// Its last day; none while it exists.
    pub to: Option<Date>,
    /// The organisations that took its place; several after a split.
    pub successors: Vec<OrganisationId>,
    /// Counts saved changes.
    pub version: u64,
}

/// What can happen to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// It was put on the list.
    Created,
    /// Its name, kinds, identifiers or dates changed.
    Edited,
    /// Others took its place.
    Succeeded,
}

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
    /// A new organisation of the list.
    pub fn create(
        actor: &Actor,
        id: OrganisationId,
        reference: String,
        it: Particulars,
    ) -> Result<Decided<Organisation>, Refusal> {
        policy::may_edit_organisation(actor)?;
        gate(it.problems())?;
        let Particulars { name, kinds, identifiers, from, to } = it;
        let new =
            Organisation { id, reference, name, kinds, identifiers, from, to, successors: Vec::new(), version: 0 };
        Ok(Decided::new(new, Event::Created))
    }

    /// Another name, other kinds, identifiers or dates.
    pub fn edit(self, actor: &Actor, it: Particulars) -> Result<Decided<Organisation>, Refusal> {
        policy::may_edit_organisation(actor)?;
        gate(it.problems())?;
        let Particulars { name, kinds, identifiers, from, to } = it;
        Ok(Decided::new(Organisation { name, kinds, identifiers, from, to, ..self }, Event::Edited))
    }

    /// Others take its place: merged, split or renamed into them (G8). Circles are refused.
    pub fn succeed(self, actor: &Actor, it: Succession) -> Result<Decided<Organisation>, Refusal> {
        policy::may_edit_organisation(actor)?;
        let circle = it.successors.contains(&self.id) || it.later.contains(&self.id);
        let early = self.from.is_some_and(|from| it.last_day < from);
        let reasons = [
            circle.then(|| Reason::new("successor_circle").at("successors").with("name", &self.name)),
            early.then(|| Reason::new("ends_before_it_begins").at("to")),
        ];
        gate(reasons.into_iter().flatten().collect())?;
        let (successors, to) = (it.successors, Some(it.last_day));
        Ok(Decided::new(Organisation { successors, to, ..self }, Event::Succeeded))
    }

    /// Whether it exists on a day.
    pub fn exists_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether it is of this kind.
    pub fn is(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.name.clone())
    }
}

impl Particulars {
    fn problems(&self) -> Vec<Reason> {
        let backwards = |from: Option<Date>, to: Option<Date>| from.zip(to).is_some_and(|(from, to)| to < from);
        let mut reasons = Vec::new();
        if backwards(self.from, self.to) {
            reasons.push(Reason::new("ends_before_it_begins").at("to"));
        }
        for (n, one) in self.identifiers.iter().enumerate() {
            if backwards(one.from, one.to) {
                reasons.push(Reason::new("ends_before_it_begins").at(format!("identifiers-{n}-to")));
            }
            if self.identifiers[..n].iter().any(|before| before.identifier == one.identifier) {
                let code = one.identifier.code();
                reasons.push(Reason::new("identifier_twice").at(format!("identifiers-{n}-code")).with("code", code));
            }
        }
        reasons
    }
}
