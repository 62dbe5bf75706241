//! Each party's own act of publishing, and who is overdue (E3).
use super::{Command, Event, Outcome};
use crate::{
    actor::Actor,
    calendar,
    collaboration::Party,
    event::Decided,
    ids::*,
    policy,
    refusal::{Reason, Refusal},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// A party's publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// Which party.
    pub organisation: OrganisationId,
    /// Where the party published it; empty: here, and the party attests this report.
    pub link: String,
    /// When.
    pub published_at: Timestamp,
    /// Who attested it for the party.
    pub by: PersonId,
}

words! {
    /// How a party stands with its publication.
    pub enum Standing {
        /// Not published, and the day has not passed.
        Due = "due",
        /// Not published, and the day has passed.
        Overdue = "overdue",
        /// Published in time.
        Published = "published",
        /// Published after the day.
        PublishedLate = "published_late",
    }
}

impl Outcome {
    /// Publishes the report for a party, by one of its people.
    pub fn publish(mut self, actor: &Actor, publication: Publication) -> Result<Decided<Outcome>, Refusal> {
        let organisation = publication.organisation;
        self.outcome(actor, Command::Publish)?;
        if !self.parties.iter().any(|party| party.organisation == organisation) {
            return Err(Reason::new("not_a_party").at("organisation").into());
        }
        policy::may_speak_for(actor, organisation)?;
        if self.publication(organisation).is_some() {
            return Err(Reason::new("already_published").at("organisation").into());
        }
        self.publications.push(publication);
        if self.unpublished().next().is_some() {
            return Ok(Decided::new(self, Event::Published { organisation }));
        }
        self.status = self.after(Command::PublishLast)?;
        Ok(Decided::new(self, Event::PublishedByAll { organisation }))
    }

    /// A party's publication, if there is one.
    pub fn publication(&self, organisation: OrganisationId) -> Option<&Publication> {
        self.publications.iter().find(|publication| publication.organisation == organisation)
    }

    /// The parties that have not published.
    pub fn unpublished(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|party| self.publication(party.organisation).is_none())
    }

    /// How a party stands at a moment. The last second of the last day is still in time.
    pub fn standing(&self, organisation: OrganisationId, now: Timestamp) -> Standing {
        let in_time = |at: Timestamp| calendar::position(at.0, self.due_at.0).is_in_time();
        match self.publication(organisation) {
            Some(publication) if in_time(publication.published_at) => Standing::Published,
            Some(_) => Standing::PublishedLate,
            None if in_time(now) => Standing::Due,
            None => Standing::Overdue,
        }
    }

    /// The parties that are overdue at a moment.
    pub fn overdue(&self, now: Timestamp) -> impl Iterator<Item = &Party> {
        self.unpublished().filter(move |party| self.standing(party.organisation, now) == Standing::Overdue)
    }
}
