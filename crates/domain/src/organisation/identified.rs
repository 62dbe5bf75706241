//! Official identifiers with the days on which they hold: one register gives one code at a time (G8).
use super::{backwards, overlap};
use crate::{identifiers::Identifier, refusal::Reason};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

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

impl Identified {
    fn days(&self) -> (Option<Date>, Option<Date>) {
        (self.from, self.to)
    }
}

/// Everything that is wrong with these, each at its field.
pub(super) fn problems(all: &[Identified]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for (n, one) in all.iter().enumerate() {
        let (code, at) = (one.identifier.code(), |part: &str| format!("identifiers-{n}-{part}"));
        if backwards(one.from, one.to) {
            reasons.push(Reason::new("ends_before_it_begins").at(at("to")));
        }
        let Some(other) = all[..n].iter().find(|before| meets(before, one)) else { continue };
        let reason = if other.identifier == one.identifier { "identifier_twice" } else { "identifiers_overlap" };
        reasons.push(Reason::new(reason).at(at("code")).with("code", code).with("other", other.identifier.code()));
    }
    reasons
}

/// Whether two identifiers cannot both stand: the same code twice, or two codes of one register on the same days.
fn meets(one: &Identified, two: &Identified) -> bool {
    let same_register = one.identifier.scheme() == two.identifier.scheme();
    one.identifier == two.identifier || same_register && overlap(one.days(), two.days())
}
