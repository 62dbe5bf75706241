//! The words of items of business, and their lifecycle.

words! {
    /// The questions a group decides. Each is about one thing.
    pub enum Motion {
        /// Adopt the draft terms of reference (about the group).
        AdoptTerms = "adopt_terms",
        /// Approve a submitted challenge.
        ApproveChallenge = "approve_challenge",
        /// Approve this exact version of a call.
        ApproveCall = "approve_call",
        /// Choose the partners of a call, on the panel's advice.
        Select = "select",
        /// Agree that a collaboration is completed.
        Complete = "complete",
    }
}
words! {
    /// What a group decided.
    pub enum Verdict {
        /// The motion was agreed.
        Agreed = "agreed",
        /// The motion was not agreed.
        NotAgreed = "not_agreed",
    }
}
words! {
    /// The place of a response in a selection.
    pub enum Place {
        /// A partner.
        Selected = "selected",
        /// Takes a selected partner's place if it falls out.
        Reserve = "reserve",
        /// Not selected.
        NotSelected = "not_selected",
    }
}
words! {
    /// Where an item stands.
    pub enum Status {
        /// For a meeting.
        Waiting = "waiting",
        /// On the agenda of a meeting.
        OnAgenda = "on_agenda",
        /// Decided.
        Decided = "decided",
        /// Taken back by whoever put it.
        Withdrawn = "withdrawn",
    }
}
words! {
    /// What can be done to an item.
    pub enum Command {
        /// Put it on the agenda of a meeting.
        Place = "place",
        /// Take it off the agenda again.
        TakeOff = "take_off",
        /// Say whether one has an interest in it.
        Declare = "declare",
        /// Rule on somebody's interest.
        Rule = "rule",
        /// Cast one's own vote.
        Vote = "vote",
        /// Decide it.
        Decide = "decide",
        /// Keep the decision from the public until a day.
        Withhold = "withhold",
        /// The day has come, or the group needs it no longer: the decision is public like any other.
        Release = "release",
        /// Take it back.
        Withdraw = "withdraw",
    }
}
words! {
    /// What somebody declares on an item.
    pub enum Said {
        /// No interest.
        Nothing = "nothing",
        /// An interest; what it is stands beside the record.
        Interest = "interest",
    }
}
words! {
    /// How an interest on an item is ruled.
    pub enum Handling {
        /// It is no conflict.
        NoConflict = "no_conflict",
        /// The person takes part, with a note.
        Manageable = "manageable",
        /// The person leaves the item and may not read what it is about.
        Recused = "recused",
    }
}
words! {
    /// How somebody votes.
    pub enum Stance {
        /// For the motion.
        InFavour = "in_favour",
        /// Against it.
        Against = "against",
        /// Neither.
        Abstained = "abstained",
    }
}
words! {
    /// How a decision came about.
    pub enum Manner {
        /// Nobody asked for a vote.
        Consensus = "consensus",
        /// By votes.
        Vote = "vote",
    }
}

/// The whole lifecycle. Anything not listed is refused.
pub const LIFECYCLE: &[(Status, Command, Status)] = {
    use {Command::*, Status::*};
    &[
        (Waiting, Place, OnAgenda),
        (Waiting, Withdraw, Withdrawn),
        (OnAgenda, Place, OnAgenda),
        (OnAgenda, TakeOff, Waiting),
        (OnAgenda, Declare, OnAgenda),
        (OnAgenda, Rule, OnAgenda),
        (OnAgenda, Vote, OnAgenda),
        (OnAgenda, Decide, Decided),
        (Waiting, Withhold, Waiting),
        (OnAgenda, Withhold, OnAgenda),
        (Decided, Withhold, Decided),
        (Waiting, Release, Waiting),
        (OnAgenda, Release, OnAgenda),
        (Decided, Release, Decided),
        (OnAgenda, Withdraw, Withdrawn),
    ]
};
