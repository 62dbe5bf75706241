//! Papers of a meeting, with a cut-off: later ones need a reason (G6).
use super::{Command, Event, Meeting};
use crate::{
    actor::Actor,
    event::Decided,
    ids::{ItemId, PaperId, PersonId},
    refusal::{Reason, Refusal},
    time::Timestamp,
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// A paper of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Its id.
    pub id: PaperId,
    /// The item it is about; none for the meeting as a whole. Whoever is recused on the item may not read it (G4).
    pub item: Option<ItemId>,
    /// What people call it.
    pub title: String,
    /// Who added it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// Why it came after the cut-off; empty for one that was in time.
    #[serde(default)]
    pub late_because: String,
    /// Commits to its words.
    pub says: String,
}

impl Meeting {
    /// Adds a paper; after the cut-off of so many days before the meeting only with a reason.
    pub fn add_paper(mut self, actor: &Actor, paper: Paper, cutoff: Option<u32>) -> Result<Decided<Meeting>, Refusal> {
        self.status = self.outcome(actor, Command::AddPaper)?;
        let last = self.papers_due(cutoff);
        let late = last.is_some_and(|last| paper.at.day() > last);
        if late && paper.late_because.trim().is_empty() {
            let day = last.map(|day| day.to_string()).unwrap_or_default();
            return Err(Reason::new("paper_late").at("late_because").with("day", day).into());
        }
        let event = Event::PaperAdded { paper: paper.id };
        let late_because = if late { paper.late_because } else { String::new() };
        self.papers.push(Paper { late_because, ..paper });
        Ok(Decided::new(self, event))
    }

    /// Takes a paper back; what members have been told to read stays.
    pub fn take_paper(mut self, actor: &Actor, paper: PaperId) -> Result<Decided<Meeting>, Refusal> {
        self.status = self.outcome(actor, Command::TakePaper)?;
        let before = self.papers.len();
        self.papers.retain(|one| one.id != paper);
        match self.papers.len() < before {
            true => Ok(Decided::new(self, Event::PaperTaken { paper })),
            false => Err(Reason::new("not_an_option").at("paper").into()),
        }
    }

    /// The last day on which a paper is in time.
    pub fn papers_due(&self, cutoff: Option<u32>) -> Option<Date> {
        cutoff.map(|days| self.plan.starts_at.day().saturating_sub(i64::from(days).days()))
    }
}
