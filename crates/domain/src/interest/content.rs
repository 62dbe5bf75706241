//! What somebody says of an interest, and what stands against saying it so (G3).
use super::{Interest, Kind, Shown};
use crate::refusal::Reason;
use jiff::civil::Date;

/// An entry of somebody else's register that says the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cited {
    /// The register's name.
    pub register: String,
    /// The entry's address on the web.
    pub link: String,
}

/// What somebody says of an interest. All of it but kind and days stands beside the record.
#[derive(Debug, Clone)]
pub struct Content {
    /// Which kind.
    pub kind: Kind,
    /// What it is, in plain words.
    pub description: String,
    /// With which organisation.
    pub organisation: String,
    /// Since when.
    pub from: Option<Date>,
    /// Until when.
    pub to: Option<Date>,
    /// Where it is declared already.
    pub cited: Cited,
    /// Why the public should not read it; empty if it may.
    pub withhold_because: String,
    /// Commits to all of it.
    pub says: String,
}

impl Content {
    /// Whether the public reads it from now on: a request is kept from the public until it is decided.
    pub(super) fn asked(&self, before: Shown) -> Shown {
        match (before, self.withhold_because.trim().is_empty()) {
            (Shown::Withheld, _) => Shown::Withheld,
            (_, false) => Shown::Asked,
            (_, true) => Shown::Public,
        }
    }

    /// Everything that stands against saying this today, with what the person has declared before.
    pub(super) fn refused(&self, before: &[Interest], today: Date) -> Vec<Reason> {
        match self.kind {
            Kind::Nothing => self.refused_nil(before, today),
            _ => [self.refused_words(), self.refused_days(today)].concat(),
        }
    }

    /// A nil return says nothing else, and no interest runs beside it.
    fn refused_nil(&self, before: &[Interest], today: Date) -> Vec<Reason> {
        let words =
            [&self.description, &self.organisation, &self.cited.register, &self.cited.link, &self.withhold_because];
        let says_more = words.iter().any(|text| !text.trim().is_empty()) || self.from.or(self.to).is_some();
        let running = before.iter().filter(|it| it.is_running(today)).count();
        let reasons = [
            says_more.then(|| Reason::new("nothing_says_nothing").at("kind")),
            (running > 0).then(|| Reason::new("interests_still_run").at("kind").with("count", running)),
        ];
        reasons.into_iter().flatten().collect()
    }

    fn refused_words(&self) -> Vec<Reason> {
        let named = !self.cited.register.trim().is_empty();
        let linked = !self.cited.link.trim().is_empty();
        let checks = [
            (self.description.trim().is_empty(), "say_which_interest", "description"),
            (linked && !named, "cite_with_name", "register"),
            (named && !linked, "cite_with_link", "register_link"),
        ];
        checks.iter().filter(|(refused, ..)| *refused).map(|(_, code, field)| Reason::new(code).at(*field)).collect()
    }

    fn refused_days(&self, today: Date) -> Vec<Reason> {
        let turned = matches!((self.from, self.to), (Some(from), Some(to)) if to < from);
        let checks = [
            (self.from.is_none(), "say_since_when", "from"),
            (self.from.is_some_and(|from| from > today), "interest_in_the_future", "from"),
            (turned, "ends_before_it_begins", "to"),
        ];
        checks.iter().filter(|(refused, ..)| *refused).map(|(_, code, field)| Reason::new(code).at(*field)).collect()
    }
}
