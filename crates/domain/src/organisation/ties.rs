//! What an organisation is part of, and who hosts it: a network is hosted by a trust, a practice is part of a network (G8).
use super::{Event, Organisation, backwards, overlap, within};
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
    /// How an organisation belongs to another one.
    pub enum TieKind {
        /// The other one employs its people and signs for it.
        HostedBy = "hosted_by",
        /// It is a part of the other one.
        PartOf = "part_of",
    }
}

/// How an organisation belongs to another one, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    /// How.
    pub kind: TieKind,
    /// To whom.
    pub organisation: OrganisationId,
    /// The first day; none if not known.
    pub from: Option<Date>,
    /// The last day; none while it holds.
    pub to: Option<Date>,
}

impl Tie {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        within(day, self.from, self.to)
    }
    fn meets(&self, other: &Tie) -> bool {
        self.kind == other.kind && overlap((self.from, self.to), (other.from, other.to))
    }
}

impl Organisation {
    /// What it is part of and who hosts it from now on, all of it. `above` is everything above the ones named, however
    /// far: none of it may be this one.
    pub fn tie(
        self,
        actor: &Actor,
        ties: Vec<Tie>,
        above: &[OrganisationId],
    ) -> Result<Decided<Organisation>, Refusal> {
        policy::may_edit_organisation(actor)?;
        let mut reasons: Vec<Reason> = (0..ties.len()).flat_map(|n| refused(&ties, n)).collect();
        let itself = |tie: &Tie| tie.organisation == self.id;
        if above.contains(&self.id) || ties.iter().any(itself) {
            reasons.push(Reason::new("tie_circle").at("ties").with("name", &self.name));
        }
        gate(reasons)?;
        Ok(Decided::new(Organisation { ties, ..self }, Event::Tied))
    }

    /// Whom it belongs to in this way on a day.
    pub fn tied_on(&self, kind: TieKind, day: Date) -> Option<OrganisationId> {
        let here = |tie: &&Tie| tie.kind == kind && tie.holds_on(day);
        self.ties.iter().find(here).map(|tie| tie.organisation)
    }
}

/// What is wrong with one of these: its days, or another one of its kind on the same days.
fn refused(ties: &[Tie], n: usize) -> Vec<Reason> {
    let tie = &ties[n];
    let checks = [
        (backwards(tie.from, tie.to), "ends_before_it_begins", "to"),
        (ties[..n].iter().any(|before| before.meets(tie)), "ties_overlap", "from"),
    ];
    let wrong = checks.iter().filter(|(refused, ..)| *refused);
    wrong.map(|(_, code, field)| Reason::new(code).at(format!("ties-{n}-{field}"))).collect()
}
