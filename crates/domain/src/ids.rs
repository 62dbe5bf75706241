//! One newtype per kind of thing, so that ids cannot be swapped.
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids { ($($(#[$doc:meta])* $name:ident,)*) => { $(
    $(#[$doc])*
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
    pub struct $name(pub Uuid);
    impl fmt::Display for $name {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
    }
    impl FromStr for $name {
        type Err = uuid::Error;
        fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
    }
    impl From<$name> for Option<Uuid> {
        fn from(id: $name) -> Option<Uuid> {
            Some(id.0)
        }
    }
    impl From<$name> for Uuid {
        fn from(id: $name) -> Uuid { id.0 }
    }
)* } }

ids! {
    /// A person with an account.
    PersonId,
    /// A legal body.
    OrganisationId,
    /// A Collaboration Oversight Group.
    GroupId,
    /// A person's membership of a group.
    SeatId,
    /// A declared interest of a person.
    InterestId,
    /// A suggested conflict.
    SuggestionId,
    /// A meeting of a group.
    MeetingId,
    /// An item of a group's business: one question to decide.
    ItemId,
    /// A paper of a meeting.
    PaperId,
    /// Something that a meeting agreed somebody does.
    ActionId,
    /// A local health need.
    ChallengeId,
    /// A public invitation to industry.
    CallId,
    /// An organisation's answer to a call.
    ResponseId,
    /// The people who judge the responses to a call.
    PanelId,
    /// One assessor's judgement of one response.
    AssessmentId,
    /// A project agreement.
    AgreementId,
    /// The project that follows a selection.
    CollaborationId,
    /// An outcome report.
    OutcomeId,
    /// A register of organisations that an operator sent.
    SheetId,
    /// An event in the record.
    EventId,
    /// A job of the queue.
    JobId,
    /// A mail in the outbox.
    MailId,
}

impl PersonId {
    /// Whoever is not signed in.
    pub const NOBODY: PersonId = PersonId(Uuid::nil());
    /// Trefoil itself: schedules and reactions act under this id.
    pub const SYSTEM: PersonId = PersonId(Uuid::from_u128(1));
}
