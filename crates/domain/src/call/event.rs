//! What can happen to a call.
use super::Verdict;
use crate::{ids::*, time::Timestamp};
use serde::{Deserialize, Serialize};

/// What can happen to a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A draft was begun from a challenge.
    Drafted {
        /// Which challenge.
        challenge: ChallengeId,
    },
    /// What it says changed; an approval is void.
    Edited,
    /// An author declared an interest, or none.
    Declared,
    /// The procurement screening was recorded.
    Screened {
        /// What was found.
        verdict: Verdict,
    },
    /// This very text was put before the group.
    Submitted {
        /// The hash of the text.
        content: String,
    },
    /// The group approved this very text.
    Approved {
        /// The item of business.
        item: ItemId,
        /// The hash of the text.
        content: String,
        /// Who began the call.
        drafter: PersonId,
    },
    /// The group sent it back.
    Returned {
        /// The item of business.
        item: ItemId,
        /// Who began the call.
        drafter: PersonId,
    },
    /// It was made public.
    Published {
        /// The deadline.
        deadline: Timestamp,
    },
    /// It was given more time.
    Extended {
        /// The number of the addendum.
        addendum: u32,
        /// The new deadline.
        deadline: Timestamp,
    },
    /// The deadline passed.
    Closed {
        /// Whose officers open the responses.
        network: OrganisationId,
    },
    /// The first of two people began to open the responses.
    OpeningBegun {
        /// Whose officers may be the second.
        network: OrganisationId,
    },
    /// The second of two people opened the responses.
    Opened,
    /// A panel began to judge.
    AssessmentBegun,
    /// The panel's advice went to the group.
    Recommended,
    /// The group decided on partners.
    Decided {
        /// The item of business.
        item: ItemId,
    },
    /// Everybody was told.
    Announced,
    /// It was taken back.
    Cancelled,
    /// It ended without a partner.
    Unsuccessful,
    /// An organisation took another's place.
    PlaceTaken {
        /// Whose place.
        of: OrganisationId,
        /// Who took it.
        by: OrganisationId,
    },
}
