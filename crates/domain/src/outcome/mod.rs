//! The outcome report of a collaboration, and each party's publication of it (E2, E3). Read in this order.
mod content;
mod lifecycle;
mod published;

pub use content::{Achieved, Author, Content, Factor, Given, Next, Piece};
pub use lifecycle::{Command, Event, LIFECYCLE, Status};
pub use published::{Publication, Standing};

use crate::{
    actor::Actor,
    calendar,
    collaboration::{Collaboration, Ended, Party},
    event::Decided,
    ids::*,
    policy,
    refusal::{Refusal, gate},
    time::Timestamp,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What was achieved, and who has published it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Its id.
    pub id: OutcomeId,
    /// Its human reference, `OC-…`.
    pub reference: String,
    /// The collaboration it is about.
    pub collaboration: CollaborationId,
    /// The collaboration's reference.
    pub about: String,
    /// The group that governed it.
    pub group: GroupId,
    /// The network that looked after it.
    pub network: OrganisationId,
    /// What people call the project.
    pub title: String,
    /// The condition or theme.
    pub condition: String,
    /// Where, in words.
    pub place: String,
    /// Who must publish.
    pub parties: Vec<Party>,
    /// How and when the project ended.
    pub ended: Ended,
    /// Where the report stands.
    pub status: Status,
    /// What it says.
    pub content: Content,
    /// Promised against achieved, as it stood when the report was completed.
    pub achieved: Vec<Achieved>,
    /// Contributions promised and made, as they stood then.
    pub given: Vec<Given>,
    /// The last day for publication (E3).
    pub due: Date,
    /// The last second for publication.
    pub due_at: Timestamp,
    /// Who has published.
    pub publications: Vec<Publication>,
    /// Counts saved changes.
    pub version: u64,
}

impl Outcome {
    /// The report of a collaboration that has ended, filled from what was agreed (E2). Publication is due three calendar
    /// months after the end (E3).
    pub fn begin(id: OutcomeId, reference: String, of: &Collaboration) -> Result<Decided<Outcome>, Refusal> {
        let ended = of.ended.clone().ok_or_else(|| Refusal::because("not_ended"))?;
        let due = calendar::due_date(ended.on, calendar::PUBLICATION_MONTHS);
        let due = due.map_err(|out| Refusal::because(out.code()))?;
        let outcome = Outcome {
            id,
            reference,
            collaboration: of.id,
            about: of.reference.clone(),
            group: of.group,
            network: of.network,
            title: of.title.clone(),
            condition: of.condition.clone(),
            place: of.place.clone(),
            parties: of.parties.clone(),
            ended,
            status: Status::Draft,
            content: Content::from_plan(of.planned()?),
            achieved: Vec::new(),
            given: Vec::new(),
            due: due.date,
            due_at: Timestamp(due.at),
            publications: Vec::new(),
            version: 0,
        };
        Ok(Decided::new(outcome, Event::Begun { parties: of.organisations() }))
    }

    /// Changes what the report says.
    pub fn write(self, actor: &Actor, content: Content) -> Result<Decided<Outcome>, Refusal> {
        let status = self.outcome(actor, Command::Write)?;
        Ok(Decided::new(Outcome { status, content, ..self }, Event::Written))
    }

    /// Completes the report with what was achieved and given by now. Everything must be answered.
    pub fn report(
        self,
        actor: &Actor,
        achieved: Vec<Achieved>,
        given: Vec<Given>,
    ) -> Result<Decided<Outcome>, Refusal> {
        let status = self.outcome(actor, Command::Report)?;
        gate(self.content.missing())?;
        let parties = self.organisations();
        Ok(Decided::new(Outcome { status, achieved, given, ..self }, Event::Reported { parties }))
    }

    /// Where a command leads, if this actor may give it now. Permission first, then the lifecycle.
    pub fn outcome(&self, actor: &Actor, command: Command) -> Result<Status, Refusal> {
        policy::may_outcome(actor, command, self)?;
        self.after(command)
    }

    /// What this actor could do now.
    pub fn available(&self, actor: &Actor) -> Vec<Command> {
        Command::ALL.iter().copied().filter(|command| self.outcome(actor, *command).is_ok()).collect()
    }

    /// Its parties' organisations.
    pub fn organisations(&self) -> Vec<OrganisationId> {
        self.parties.iter().map(|party| party.organisation).collect()
    }

    /// Whether the public may read it: from the first party's publication on.
    pub fn is_public(&self) -> bool {
        !self.publications.is_empty()
    }

    fn after(&self, command: Command) -> Result<Status, Refusal> {
        lifecycle::after(self.status, command)
    }

    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.title.clone())
    }
}
