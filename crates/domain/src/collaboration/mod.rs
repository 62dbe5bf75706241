//! The project that follows a selection, from agreeing to closed (A8, D1–D4, E1). Read in this order.
pub mod csv;
mod delivery;
mod ending;
mod lifecycle;
mod plan;
pub mod readings;
mod ready;

pub use delivery::{Answer, Answered, Made, Tick, Transfer, TransferDraft};
pub use ending::{Asked, Ended, Trigger};
pub use lifecycle::{Command, Event, LIFECYCLE, Status};
pub use plan::{Assessed, Certificate, Heads, Party, Plan, Summary, SummaryText};

use crate::{actor::Actor, agreement::Side, event::Decided, ids::*, policy, refusal::Refusal, time::Timestamp};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The project that follows a selection. Exactly one group governs it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Collaboration {
    /// Its id.
    pub id: CollaborationId,
    /// Its human reference, `CO-…`.
    pub reference: String,
    /// Its agreement.
    pub agreement: AgreementId,
    /// The call it came from.
    pub call: CallId,
    /// The need it answers.
    pub challenge: ChallengeId,
    /// The group that governs it.
    pub group: GroupId,
    /// The network that looks after it.
    pub network: OrganisationId,
    /// What people call it.
    pub title: String,
    /// The condition or theme.
    pub condition: String,
    /// Where, in words.
    pub place: String,
    /// Who takes part.
    pub parties: Vec<Party>,
    /// Where it stands.
    pub status: Status,
    /// What was agreed; none until the last signature.
    pub plan: Option<Plan>,
    /// When the last party signed.
    pub signed_at: Option<Timestamp>,
    /// The public summary; none until it is published, then never changed.
    pub summary: Option<Summary>,
    /// Parties for which one of their people attested the local policies.
    pub attested: Vec<OrganisationId>,
    /// The approval of the full data protection impact assessment, where one is needed.
    pub assessed: Option<Assessed>,
    /// Certificates of the summary, one per company.
    pub certificates: Vec<Certificate>,
    /// The day it started.
    pub started_on: Option<Date>,
    /// Milestones that were reached.
    pub ticks: Vec<Tick>,
    /// Contributions that were made.
    pub made: Vec<Made>,
    /// Payments and benefits from a company (D3).
    pub transfers: Vec<Transfer>,
    /// How many readings were entered; they stand beside it.
    pub readings: u64,
    /// The completion that the group was asked for.
    pub asked: Option<Asked>,
    /// How and when it ended.
    pub ended: Option<Ended>,
    /// The published collaboration that its need adapts (E5).
    pub adapts: Option<CollaborationId>,
    /// Counts saved changes.
    pub version: u64,
}

/// What it takes to begin a collaboration: all of it comes from need, call and response.
#[derive(Debug, Clone)]
pub struct Begun {
    /// The new id.
    pub id: CollaborationId,
    /// The new reference.
    pub reference: String,
    /// Its agreement.
    pub agreement: AgreementId,
    /// The call it came from.
    pub call: CallId,
    /// The need it answers.
    pub challenge: ChallengeId,
    /// The group that governs it.
    pub group: GroupId,
    /// The network that looks after it.
    pub network: OrganisationId,
    /// What people call it.
    pub title: String,
    /// The condition or theme.
    pub condition: String,
    /// Where, in words.
    pub place: String,
    /// Who takes part.
    pub parties: Vec<Party>,
    /// The published collaboration that its need adapts (E5).
    pub adapts: Option<CollaborationId>,
}

impl Collaboration {
    /// A collaboration whose agreement is being written.
    pub fn begin(it: Begun) -> Decided<Collaboration> {
        let begun = Collaboration {
            id: it.id,
            reference: it.reference,
            agreement: it.agreement,
            call: it.call,
            challenge: it.challenge,
            group: it.group,
            network: it.network,
            title: it.title,
            condition: it.condition,
            place: it.place,
            parties: it.parties,
            status: Status::Agreeing,
            plan: None,
            signed_at: None,
            summary: None,
            attested: Vec::new(),
            assessed: None,
            certificates: Vec::new(),
            started_on: None,
            ticks: Vec::new(),
            made: Vec::new(),
            transfers: Vec::new(),
            readings: 0,
            asked: None,
            ended: None,
            adapts: it.adapts,
            version: 0,
        };
        Decided::new(begun, Event::Begun)
    }

    /// Every party has signed: this is what they agreed.
    pub fn agreed(self, plan: Plan, at: Timestamp) -> Result<Decided<Collaboration>, Refusal> {
        let status = self.after(Command::Agree)?;
        let (plan, signed_at, parties) = (Some(plan), Some(at), self.organisations());
        Ok(Decided::new(Collaboration { status, plan, signed_at, ..self }, Event::Agreed { parties }))
    }

    /// Where a command leads, if this actor may give it now. Permission first, then the lifecycle.
    pub fn outcome(&self, actor: &Actor, command: Command) -> Result<Status, Refusal> {
        policy::may_collaborate(actor, command, self)?;
        self.after(command)
    }

    /// What this actor could do now. What has nothing left to do it to is left out, as is starting while something is missing.
    pub fn available(&self, actor: &Actor) -> Vec<Command> {
        let can = |command: &Command| self.outcome(actor, *command).is_ok() && self.invites(actor, *command);
        Command::ALL.iter().copied().filter(can).collect()
    }

    /// Whether the public may read it: from the published summary on.
    pub fn is_public(&self) -> bool {
        self.summary.is_some()
    }

    /// Its parties' organisations.
    pub fn organisations(&self) -> Vec<OrganisationId> {
        self.parties.iter().map(|party| party.organisation).collect()
    }

    /// Its companies.
    pub fn companies(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|party| party.side == Side::Industry)
    }

    /// The parties whose people may enter readings: all but the companies.
    pub fn readers(&self) -> Vec<OrganisationId> {
        self.parties.iter().filter(|party| party.side != Side::Industry).map(|party| party.organisation).collect()
    }

    /// The party that an organisation is.
    pub fn party(&self, organisation: OrganisationId) -> Option<&Party> {
        self.parties.iter().find(|party| party.organisation == organisation)
    }

    /// What was agreed; refused before the last signature.
    pub fn planned(&self) -> Result<&Plan, Refusal> {
        self.plan.as_ref().ok_or_else(|| Refusal::because("not_signed_by_all"))
    }

    fn invites(&self, actor: &Actor, command: Command) -> bool {
        match command {
            Command::Start => self.missing().is_empty(),
            Command::Publish => self.summary.is_none(),
            Command::Attest => !self.to_attest(actor).is_empty(),
            Command::Assess => !self.to_assess(actor).is_empty(),
            Command::Certify => !self.to_certify(actor).is_empty(),
            Command::Tick => !self.to_tick().is_empty(),
            Command::Contribute => !self.to_contribute(actor).is_empty(),
            Command::Confirm => !self.to_answer(actor).is_empty(),
            Command::Transfer => self.companies().next().is_some(),
            Command::Ask => self.asked.is_none(),
            _ => true,
        }
    }

    fn after(&self, command: Command) -> Result<Status, Refusal> {
        lifecycle::after(self.status, command)
    }

    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.title.clone())
    }
}
