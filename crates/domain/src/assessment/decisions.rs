//! What each command does to an assessment: permission, lifecycle, its own gate, and the event.
use super::{Assessment, Command, Event, Score, Status, check};
use crate::{
    actor::Actor,
    call::Call,
    event::Decided,
    ids::*,
    refusal::{Refusal, gate},
    response::Response,
};

type Outcome = Result<Decided<Assessment>, Refusal>;

/// What it takes to give somebody a response to judge.
#[derive(Debug, Clone)]
pub struct Assign {
    /// The new id.
    pub id: AssessmentId,
    /// The new reference.
    pub reference: String,
    /// Who judges.
    pub assessor: PersonId,
}

impl Assessment {
    /// An assessor is given an opened response to judge.
    pub fn assign(assign: Assign, response: &Response) -> Outcome {
        if !response.is_open_to_others() {
            return Err(Refusal::because("not_opened_yet"));
        }
        let Assign { id, reference, assessor } = assign;
        let assessment = Assessment {
            id,
            reference,
            title: response.title.clone(),
            call: response.call,
            response: response.id,
            organisation: response.organisation,
            assessor,
            status: Status::Assigned,
            commitment: None,
            version: 0,
        };
        Ok(Decided::new(assessment, Event::Assigned))
    }

    /// The assessor declares no interest.
    pub fn declare_none(self, actor: &Actor, call: &Call) -> Outcome {
        let status = self.outcome(actor, call, Command::DeclareNone)?;
        if actor.belongs_to(self.organisation) {
            return Err(Refusal::because("works_for_respondent"));
        }
        Ok(Decided::new(Assessment { status, ..self }, Event::DeclaredNone))
    }

    /// The assessor declares an interest: nothing is read or scored until somebody has ruled.
    pub fn declare_interest(self, actor: &Actor, call: &Call) -> Outcome {
        let status = self.outcome(actor, call, Command::DeclareInterest)?;
        Ok(Decided::new(Assessment { status, ..self }, Event::DeclaredInterest))
    }

    /// Somebody else rules that the interest does not stand in the way.
    pub fn clear(self, actor: &Actor, call: &Call) -> Outcome {
        let status = self.outcome(actor, call, Command::Clear)?;
        Ok(Decided::new(Assessment { status, ..self }, Event::Cleared))
    }

    /// Somebody else rules that the assessor takes no part.
    pub fn recuse(self, actor: &Actor, call: &Call) -> Outcome {
        let status = self.outcome(actor, call, Command::Recuse)?;
        Ok(Decided::new(Assessment { status, ..self }, Event::Recused))
    }

    /// The first scores are written. Later drafts of them are no events.
    pub fn begin_scoring(self, actor: &Actor, call: &Call) -> Outcome {
        let status = self.outcome(actor, call, Command::Score)?;
        Ok(Decided::new(Assessment { status, ..self }, Event::ScoringBegun))
    }

    /// Locks the scores: every criterion has points of the scale, and reasons. They never change again (S3).
    pub fn lock(self, actor: &Actor, call: &Call, scores: &[Score], commitment: String) -> Outcome {
        let status = self.outcome(actor, call, Command::Lock)?;
        gate(check(call, scores))?;
        let event = Event::Locked { commitment: commitment.clone() };
        Ok(Decided::new(Assessment { status, commitment: Some(commitment), ..self }, event))
    }
}
