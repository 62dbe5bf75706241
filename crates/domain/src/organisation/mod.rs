//! A legal body with official identifiers, from when until when, and who follows it (G8). Read in this order.
mod identified;
mod matters;
mod named;
mod places;
mod succession;
mod ties;

pub use identified::Identified;
pub(crate) use matters::replaced;
pub use matters::{Heir, Matter, Place};
pub use named::{Former, Renaming};
pub use succession::Succession;
pub use ties::{Tie, TieKind};

use crate::{
    actor::Actor,
    event::Decided,
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

/// What an operator says about an organisation when it is put on the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Particulars {
    /// Its legal name.
    pub name: String,
    /// What people call it; empty if that is its legal name.
    pub brand: String,
    /// What it is.
    pub kinds: Vec<Kind>,
    /// Its identifiers.
    pub identifiers: Vec<Identified>,
    /// Its first day; none if not known.
    pub from: Option<Date>,
    /// Its last day; none while it exists.
    pub to: Option<Date>,
}

/// What an operator may correct at any time; names change by a [`Renaming`].
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
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
    /// Its legal name.
    pub name: String,
    /// What people call it; empty if that is its legal name.
    #[serde(default)]
    pub brand: String,
    /// The names it had before, oldest first: they still find it.
    #[serde(default)]
    pub former: Vec<Former>,
    /// What it is.
    pub kinds: Vec<Kind>,
    /// Its identifiers, those that ended too: old codes still resolve.
    pub identifiers: Vec<Identified>,
    /// Its first day; none if not known.
    pub from: Option<Date>,
    /// Its last day; none while it exists.
    pub to: Option<Date>,
    /// What it is part of, and who hosts it, with the days.
    #[serde(default)]
    pub ties: Vec<Tie>,
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
    /// Its kinds, identifiers or dates changed.
    Edited,
    /// It got another name.
    Renamed,
    /// What it is part of, or who hosts it, changed.
    Tied,
    /// Others took its place.
    Succeeded,
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
        let Particulars { name, brand, kinds, identifiers, from, to } = it;
        let (former, ties, successors, version) = (Vec::new(), Vec::new(), Vec::new(), 0);
        let new = Organisation {
            id,
            reference,
            name,
            brand,
            former,
            kinds,
            identifiers,
            from,
            to,
            ties,
            successors,
            version,
        };
        gate(new.problems())?;
        Ok(Decided::new(new, Event::Created))
    }

    /// Other kinds, identifiers or dates.
    pub fn edit(self, actor: &Actor, it: Correction) -> Result<Decided<Organisation>, Refusal> {
        policy::may_edit_organisation(actor)?;
        let Correction { kinds, identifiers, from, to } = it;
        let edited = Organisation { kinds, identifiers, from, to, ..self };
        gate(edited.problems())?;
        Ok(Decided::new(edited, Event::Edited))
    }

    /// Whether it exists on a day.
    pub fn exists_on(&self, day: Date) -> bool {
        within(day, self.from, self.to)
    }

    /// Whether it is of this kind.
    pub fn is(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    /// What people call it: its brand, or its legal name.
    pub fn called(&self) -> &str {
        if self.brand.is_empty() { &self.name } else { &self.brand }
    }

    fn problems(&self) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if backwards(self.from, self.to) {
            reasons.push(Reason::new("ends_before_it_begins").at("to"));
        }
        if self.kinds.is_empty() {
            reasons.push(Reason::new("missing").at("kinds"));
        }
        reasons.extend(identified::problems(&self.identifiers));
        reasons
    }

    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.name.clone())
    }
}

/// Whether a day lies between these, which both belong to it; none is no limit.
fn within(day: Date, from: Option<Date>, to: Option<Date>) -> bool {
    from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
}

fn backwards(from: Option<Date>, to: Option<Date>) -> bool {
    from.zip(to).is_some_and(|(from, to)| to < from)
}

/// Whether two spans of days have a day in common.
fn overlap(one: (Option<Date>, Option<Date>), two: (Option<Date>, Option<Date>)) -> bool {
    let before = |a: Option<Date>, b: Option<Date>| a.zip(b).is_some_and(|(end, start)| end < start);
    !before(one.1, two.0) && !before(two.1, one.0)
}
