//! Where an agreement can stand, and what leads where.

words! {
    /// Where an agreement stands.
    pub enum Status {
        /// The parties write it.
        Drafting = "drafting",
        /// The text is agreed; each party's approvers read it.
        AgreedText = "agreed_text",
        /// Every party approved it; the signatories sign.
        Approved = "approved",
        /// Every party signed it.
        InForce = "in_force",
        /// A later agreement took its place.
        Varied = "varied",
        /// It ended.
        Ended = "ended",
    }
}
words! {
    /// What can be done to an agreement.
    pub enum Command {
        /// Sign it, as the party's named signatory.
        Sign = "sign",
        /// Approve the text for a party.
        Approve = "approve",
        /// Agree the text: from then on it is frozen.
        Freeze = "freeze",
        /// Change a head.
        Edit = "edit",
        /// Refuse the text, with a reason.
        Refuse = "refuse",
        /// Open the text again.
        Reopen = "reopen",
        /// The last party has approved.
        ApproveLast = "approve_last",
        /// The last party has signed.
        SignLast = "sign_last",
        /// A later agreement takes its place.
        Vary = "vary",
        /// It ends.
        End = "end",
    }
}

/// The whole lifecycle: in this status, this command leads to that status. Anything not listed is refused.
pub const LIFECYCLE: &[(Status, Command, Status)] = {
    use {Command::*, Status::*};
    &[
        (Drafting, Edit, Drafting),
        (Drafting, Freeze, AgreedText),
        (AgreedText, Approve, AgreedText),
        (AgreedText, ApproveLast, Approved),
        (AgreedText, Refuse, Drafting),
        (AgreedText, Reopen, Drafting),
        (Approved, Sign, Approved),
        (Approved, SignLast, InForce),
        (Approved, Refuse, Drafting),
        (Approved, Reopen, Drafting),
        (InForce, Vary, Varied),
        (InForce, End, Ended),
        (Varied, End, Ended),
    ]
};
