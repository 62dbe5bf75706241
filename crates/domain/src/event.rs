//! What happened. The record, letters and jobs all follow from these.
use crate::{
    action, agreement, assessment, call, challenge, collaboration, group, ids::*, interest, item, meeting,
    organisation, outcome, panel, person, response, suggestion, time::Timestamp,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A thing of the process: it has an id, a version, a reference and a title, and its state can be recorded.
///
/// What must stay secret or erasable is never part of the thing itself: it stands beside it, under a salted hash.
pub trait Thing: Serialize + Send + Sync {
    /// The kind of thing.
    const SUBJECT: Subject;
    /// What can happen to it.
    type Event: Serialize + Send;
    /// Its id.
    fn uuid(&self) -> Uuid;
    /// Counts saved changes; 0 before the first save.
    fn version(&self) -> u64;
    /// The same thing after one more saved change.
    fn next_version(self) -> Self;
    /// Its human reference, for example `CL-7K3QX4`; empty if it has none.
    fn reference(&self) -> String;
    /// What people call it; carries nothing confidential.
    fn title(&self) -> String;
    /// The things it came from: whoever is recused on one of them knows nothing of this one either (G4).
    fn follows(&self) -> Vec<Uuid>;
    /// An event of this thing.
    fn event(&self, event: Self::Event) -> DomainEvent;
}

macro_rules! subjects { ($($(#[$doc:meta])* $variant:ident = $word:literal: $module:ident :: $id:ident $([$($from:ident),*])?,)*) => {
    words! {
        /// The kinds of things that events are about.
        pub enum Subject { $($(#[$doc])* $variant = $word,)* }
    }

    /// An event together with what it is about.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "subject", rename_all = "snake_case")]
    pub enum DomainEvent { $(
        $(#[$doc])*
        $variant {
            /// Which one.
            id: $id,
            /// What happened to it.
            event: $module::Event,
        },
    )* }

    impl DomainEvent {
        /// The kind of thing this event is about.
        pub fn subject(&self) -> Subject {
            match self { $(DomainEvent::$variant { .. } => Subject::$variant,)* }
        }
        /// The id of the thing this event is about.
        pub fn subject_id(&self) -> Uuid {
            match self { $(DomainEvent::$variant { id, .. } => id.0,)* }
        }
    }

    $(impl Thing for $module::$variant {
        const SUBJECT: Subject = Subject::$variant;
        type Event = $module::Event;
        fn uuid(&self) -> Uuid { self.id.0 }
        fn version(&self) -> u64 { self.version }
        fn next_version(mut self) -> Self { self.version += 1; self }
        fn reference(&self) -> String { self.label().0 }
        fn title(&self) -> String { self.label().1 }
        fn follows(&self) -> Vec<Uuid> {
            let from: &[Option<Uuid>] = &[$($(self.$from.into()),*)?];
            from.iter().copied().flatten().collect()
        }
        fn event(&self, event: Self::Event) -> DomainEvent {
            DomainEvent::$variant { id: self.id, event }
        }
    })*
} }

subjects! {
    /// A person with an account.
    Person = "person": person::PersonId,
    /// A legal body.
    Organisation = "organisation": organisation::OrganisationId,
    /// An oversight group.
    Group = "group": group::GroupId,
    /// A person's declared interest.
    Interest = "interest": interest::InterestId,
    /// A meeting of a group.
    Meeting = "meeting": meeting::MeetingId,
    /// An item of a group's business.
    Item = "item": item::ItemId [subject],
    /// Something that a meeting agreed somebody does.
    Action = "action": action::ActionId [about],
    /// A suggested conflict.
    Suggestion = "suggestion": suggestion::SuggestionId [about],
    /// A local health need.
    Challenge = "challenge": challenge::ChallengeId,
    /// A public invitation to industry.
    Call = "call": call::CallId [challenge],
    /// An answer to a call.
    Response = "response": response::ResponseId [call],
    /// The people who judge the responses to a call.
    Panel = "panel": panel::PanelId [call],
    /// One assessor's judgement of one response.
    Assessment = "assessment": assessment::AssessmentId [response],
    /// A project agreement.
    Agreement = "agreement": agreement::AgreementId [call, collaboration],
    /// A project.
    Collaboration = "collaboration": collaboration::CollaborationId [call, agreement],
    /// An outcome report.
    Outcome = "outcome": outcome::OutcomeId [collaboration],
}

/// An event as recorded: who, when, and what people call the thing it is about.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The id of the event.
    pub id: EventId,
    /// Who did it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// The human reference of the thing.
    pub reference: String,
    /// What people call the thing.
    pub title: String,
    /// What happened.
    pub event: DomainEvent,
}

/// A changed thing together with the event that explains the change.
///
/// Only the domain makes one, and only a `Decided` can be saved: no change is stored without its event.
#[derive(Debug)]
pub struct Decided<T> {
    state: T,
    event: DomainEvent,
}

impl<T: Thing> Decided<T> {
    pub(crate) fn new(state: T, event: T::Event) -> Self {
        let event = state.event(event);
        Decided { state, event }
    }
    /// The thing as it will be.
    pub fn state(&self) -> &T {
        &self.state
    }
    /// The thing as it will be, and the event.
    pub fn into_parts(self) -> (T, DomainEvent) {
        (self.state, self.event)
    }
}
