//! A conflict that the system suggests from what it knows, confirmed or dismissed by somebody (G5). The evidence and the
//! reasons are about a person: they stand beside the record.
use crate::{
    actor::Actor,
    assessment::Assessment,
    call::Call,
    event::Decided,
    ids::*,
    item::Item,
    policy,
    refusal::{Reason, Refusal},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

words! {
    /// What a suggestion rests on.
    pub enum Ground {
        /// The person does something for the organisation.
        Employer = "employer",
        /// The person represents it in a group.
        Represents = "represents",
        /// The person declared an interest that names it.
        Declared = "declared",
        /// An organisation of the person's worked with it before.
        Collaborated = "collaborated",
    }
}
words! {
    /// What became of a suggestion.
    pub enum Answer {
        /// There is an interest: it is declared with this.
        Confirmed = "confirmed",
        /// There is none, for a reason.
        Dismissed = "dismissed",
    }
}

/// What a suggested conflict is about.
#[derive(Debug, Clone, Copy)]
pub enum About<'a> {
    /// An item of a group's business.
    Item(&'a Item),
    /// An assessor's judgement of a response to a call.
    Assessment(&'a Assessment, &'a Call),
}

impl About<'_> {
    /// The id of what it is about.
    pub fn id(&self) -> Uuid {
        match self {
            About::Item(item) => item.id.0,
            About::Assessment(assessment, _) => assessment.id.0,
        }
    }
}

/// An answered suggestion: one person, one organisation, one thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Its id.
    pub id: SuggestionId,
    /// Its human reference.
    pub reference: String,
    /// The item or assessment.
    pub about: Uuid,
    /// Whose conflict is suggested.
    pub person: PersonId,
    /// With which organisation.
    pub organisation: OrganisationId,
    /// What it rested on when it was answered.
    pub grounds: Vec<Ground>,
    /// What became of it.
    pub answer: Answer,
    /// Who answered.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// Commits to the evidence and the reasons.
    pub says: String,
    /// Counts saved changes.
    pub version: u64,
}

/// What can happen to a suggestion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// Somebody confirmed it.
    Confirmed {
        /// Whose conflict.
        person: PersonId,
    },
    /// Somebody dismissed it.
    Dismissed {
        /// Whose conflict it would have been.
        person: PersonId,
    },
}

/// What it takes to answer.
#[derive(Debug, Clone)]
pub struct Answering {
    /// The id and reference: those of the earlier answer, or new ones.
    pub id: SuggestionId,
    /// Its human reference.
    pub reference: String,
    /// The version of the earlier answer; 0 without one.
    pub version: u64,
    /// Whose conflict.
    pub person: PersonId,
    /// With which organisation.
    pub organisation: OrganisationId,
    /// What it rests on.
    pub grounds: Vec<Ground>,
    /// Why; a dismissal needs it.
    pub reasons: String,
    /// Commits to the evidence and the reasons.
    pub says: String,
}

impl Suggestion {
    /// Somebody confirms it, for themselves or as whoever runs the meeting, or dismisses it with a reason: never their
    /// own (G4).
    pub fn answer(
        actor: &Actor,
        about: About<'_>,
        answer: Answer,
        it: Answering,
        at: Timestamp,
    ) -> Result<Decided<Suggestion>, Refusal> {
        if answer == Answer::Dismissed && actor.person == it.person {
            return Err(Reason::new("own_suggestion").at("answer").into());
        }
        policy::may_answer_suggestion(actor, about, it.person, answer)?;
        if answer == Answer::Dismissed && it.reasons.trim().is_empty() {
            return Err(Reason::new("say_why_not").at("reasons").into());
        }
        let Answering { id, reference, version, person, organisation, grounds, says, .. } = it;
        let (about, by) = (about.id(), actor.person);
        let event = match answer {
            Answer::Confirmed => Event::Confirmed { person },
            Answer::Dismissed => Event::Dismissed { person },
        };
        let answered =
            Suggestion { id, reference, about, person, organisation, grounds, answer, by, at, says, version };
        Ok(Decided::new(answered, event))
    }

    /// Whether it answers a suggestion on these grounds; a new ground opens it again.
    pub fn covers(&self, grounds: &[Ground]) -> bool {
        grounds.iter().all(|ground| self.grounds.contains(ground))
    }

    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), String::new())
    }
}
