//! The words that the forms of this room offer, and how they read.
use crate::{
    forms::{Field, Kind as Of},
    messages::Messages,
};
use domain::{
    actor::SeatRole,
    interest,
    item::{Handling, Manner, Stance, Verdict},
    meeting::Presence,
    terms::DecisionRule,
};

macro_rules! texts { ($($(#[$doc:meta])* $name:ident: $set:ty,)*) => { $(
    $(#[$doc])*
    pub const $name: [&str; <$set>::ALL.len()] = {
        let mut words = [""; <$set>::ALL.len()];
        let mut n = 0;
        while n < words.len() {
            words[n] = <$set>::ALL[n].as_str();
            n += 1;
        }
        words
    };
)* } }

texts! {
    /// The roles of seats.
    SEAT_ROLES: SeatRole,
    /// How many votes carry a motion.
    DECISION_RULES: DecisionRule,
    /// What a group decides.
    VERDICTS: Verdict,
    /// How a decision comes about.
    MANNERS: Manner,
    /// How somebody votes.
    STANCES: Stance,
    /// How somebody attends.
    PRESENCES: Presence,
    /// How an interest is ruled.
    HANDLINGS: Handling,
    /// The kinds of interest.
    INTEREST_KINDS: interest::Kind,
}

/// The items of the guide's model terms, in its order, and what every secretary would add (G2).
pub const CLAUSES: [Field; 26] = [
    Field::text("purpose").optional(),
    Field::text("aims").optional(),
    Field::text("accountable_to").optional(),
    Field::text("membership").optional(),
    Field::text("joining").optional(),
    Field::text("membership_length").optional(),
    Field::text("chairing").optional(),
    Field::text("chair_tenure").optional(),
    Field::text("duties").optional(),
    Field::text("work_review").optional(),
    Field::line("keeper").optional(),
    Field::text("frequency").optional(),
    Field::text("organised").optional(),
    Field::text("values").optional(),
    Field::text("remote").optional(),
    Field::text("papers_owner").optional(),
    Field::new("papers_cutoff", Of::Number(0, 60)).optional(),
    Field::new("quorum", Of::Number(1, 100)).optional(),
    Field::choice("decision_rule", &DECISION_RULES).optional(),
    Field::text("deputies_votes").optional(),
    Field::text("conflicts").optional(),
    Field::text("confidentiality").optional(),
    Field::text("escalation").optional(),
    Field::text("chairs_action").optional(),
    Field::new("review_on", Of::Date).optional(),
    Field::new("expires_on", Of::Date).optional(),
];

/// How a word of a set reads: the message `word.<set>.<word>`.
pub fn of(set: &str, word: &str) -> String {
    Messages::english().text(&format!("word.{set}.{word}"), &[])
}
