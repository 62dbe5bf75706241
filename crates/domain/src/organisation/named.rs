//! Names over time: the record keeps the old name, and it still finds the organisation (G8).
use super::{Event, Organisation};
use crate::{
    actor::Actor,
    event::Decided,
    policy,
    refusal::{Reason, Refusal, gate},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A name that an organisation had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Former {
    /// The legal name.
    pub name: String,
    /// What people called it; empty if that was its legal name.
    #[serde(default)]
    pub brand: String,
    /// The last day of this name.
    pub to: Date,
}

/// Another name, or the same one spelt right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renaming {
    /// The legal name from now on.
    pub name: String,
    /// What people call it; empty if that is its legal name.
    pub brand: String,
    /// The first day of the new name; none where the old one was never its name, but a mistake.
    pub from: Option<Date>,
    /// Today: a name is noted from its first day on, not before.
    pub today: Date,
}

impl Organisation {
    /// Another name; the one before is kept with its last day.
    pub fn rename(mut self, actor: &Actor, it: Renaming) -> Result<Decided<Organisation>, Refusal> {
        policy::may_edit_organisation(actor)?;
        gate(self.refused_renaming(&it))?;
        if let Some(to) = it.from.and_then(|from| from.yesterday().ok()) {
            let (name, brand) = (self.name.clone(), self.brand.clone());
            self.former.push(Former { name, brand, to });
        }
        Ok(Decided::new(Organisation { name: it.name, brand: it.brand, ..self }, Event::Renamed))
    }

    /// The first day of its present name; none if not known.
    pub fn named_since(&self) -> Option<Date> {
        self.former.last().map_or(self.from, |before| before.to.tomorrow().ok())
    }

    fn refused_renaming(&self, it: &Renaming) -> Vec<Reason> {
        let same = self.name == it.name && self.brand == it.brand;
        let early = it.from.zip(self.named_since()).is_some_and(|(from, since)| from <= since);
        let late = it.from.is_some_and(|from| from > it.today || self.to.is_some_and(|to| from > to));
        let checks = [
            (it.name.trim().is_empty(), "missing", "name"),
            (same, "name_unchanged", "name"),
            (early, "name_too_early", "from"),
            (late, "name_too_late", "from"),
        ];
        checks.iter().filter(|(refused, ..)| *refused).map(|(_, code, field)| Reason::new(code).at(*field)).collect()
    }
}
