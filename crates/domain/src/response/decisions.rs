//! What each command does to a response: permission, lifecycle, the deadline, and the event.
use super::{Answer, Command, Event, Response, Status, Submission, check};
use crate::{
    actor::Actor,
    call::Call,
    event::Decided,
    ids::*,
    item::Place,
    policy,
    refusal::{Reason, Refusal, gate},
    time::Timestamp,
};

type Outcome = Result<Decided<Response>, Refusal>;

/// What it takes to begin a response.
#[derive(Debug, Clone)]
pub struct Start {
    /// The new id.
    pub id: ResponseId,
    /// The new reference.
    pub reference: String,
    /// Whose answer it is.
    pub organisation: OrganisationId,
}

impl Response {
    /// Begins a draft for an organisation, while the call is open.
    pub fn start(actor: &Actor, start: Start, call: &Call, at: Timestamp) -> Outcome {
        let Start { id, reference, organisation } = start;
        policy::may_respond_for(actor, organisation)?;
        in_time(call, at)?;
        let response = Response {
            id,
            reference,
            call: call.id,
            title: call.content.title.clone(),
            organisation,
            status: Status::Draft,
            submission: None,
            place: None,
            version: 0,
        };
        Ok(Decided::new(response, Event::Started))
    }

    /// Whether this actor may save the draft now. Saving is no event: only submitting is.
    pub fn may_edit(&self, actor: &Actor, call: &Call, at: Timestamp) -> Result<(), Refusal> {
        self.outcome_in_time(actor, Command::Edit, call, at).map(drop)
    }

    /// Whether this actor may submit now, whatever the answers say.
    pub fn may_submit(&self, actor: &Actor, call: &Call, at: Timestamp) -> Result<Status, Refusal> {
        self.outcome_in_time(actor, Command::Submit, call, at)
    }

    /// Where a command leads that is possible until the deadline. The deadline also seals what was submitted: then the
    /// times are the reason that helps, not the status (R4).
    fn outcome_in_time(&self, actor: &Actor, command: Command, call: &Call, at: Timestamp) -> Result<Status, Refusal> {
        match self.outcome(actor, command) {
            outcome @ (Ok(_) | Err(Refusal::WrongStatus { .. })) => in_time(call, at).and(outcome),
            forbidden => forbidden,
        }
    }

    /// Submits the answers, or submits again: everything is checked at once (R2), to the second (R4).
    pub fn submit(self, actor: &Actor, call: &Call, answers: &[Answer], submission: Submission) -> Outcome {
        let status = self.may_submit(actor, call, submission.at)?;
        gate(check(call, answers))?;
        let receipt = submission.receipt.clone();
        Ok(Decided::new(Response { status, submission: Some(submission), ..self }, Event::Submitted { receipt }))
    }

    /// Its organisation takes it back.
    pub fn withdraw(self, actor: &Actor) -> Outcome {
        let status = self.outcome(actor, Command::Withdraw)?;
        if self.place.is_some() {
            return Err(Refusal::because("decision_made"));
        }
        Ok(Decided::new(Response { status, ..self }, Event::Withdrawn))
    }

    /// The deadline has passed.
    pub fn seal(self) -> Outcome {
        let status = self.after(Command::Seal)?;
        Ok(Decided::new(Response { status, ..self }, Event::Sealed))
    }

    /// It is opened for the panel. Whoever opens the call has asked the policy of the call.
    pub fn open(self) -> Outcome {
        let status = self.after(Command::Open)?;
        Ok(Decided::new(Response { status, ..self }, Event::Opened))
    }

    /// Receives the place that the group gave it.
    pub fn placed(self, place: Place, item: ItemId) -> Outcome {
        let status = self.after(Command::Place)?;
        Ok(Decided::new(Response { status, place: Some(place), ..self }, Event::Placed { item }))
    }

    /// Its organisation is told its place.
    pub fn announced(self) -> Outcome {
        let place = self.place.ok_or_else(|| Refusal::because("not_decided_yet"))?;
        let command = match place {
            Place::Selected => Command::Select,
            Place::Reserve => Command::Reserve,
            Place::NotSelected => Command::NotSelect,
        };
        let status = self.after(command)?;
        Ok(Decided::new(Response { status, ..self }, Event::Announced { place }))
    }
}

/// Refuses before the opening and from the deadline's second on, with the exact times (R4).
pub fn in_time(call: &Call, at: Timestamp) -> Result<(), Refusal> {
    if call.is_open(at) {
        return Ok(());
    }
    let (opens_at, deadline) = (call.content.opens_at, call.content.deadline);
    let reason = match at {
        _ if at < opens_at => Reason::new("call_opens_later").with("opens_at", exact(opens_at)),
        _ if at >= deadline => Reason::new("past_deadline").with("deadline", exact(deadline)),
        _ => Reason::new("call_not_open"),
    };
    Err(reason.with("at", exact(at)).into())
}

/// An instant to the second, as clocks in London show it.
fn exact(at: Timestamp) -> String {
    at.0.in_tz(crate::time::ZONE).expect("the zone is compiled in").strftime("%-d %B %Y, %H:%M:%S %Z").to_string()
}
