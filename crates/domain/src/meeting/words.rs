//! The words of meetings, and their lifecycle.

words! {
    /// Where a meeting stands.
    pub enum Status {
        /// It has a date.
        Planned = "planned",
        /// Its papers are with the members.
        PapersOut = "papers_out",
        /// It is being held.
        InSession = "in_session",
        /// Its minutes are written.
        MinutesDrafted = "minutes_drafted",
        /// Its minutes are approved.
        MinutesApproved = "minutes_approved",
        /// It is not held.
        Cancelled = "cancelled",
    }
}
words! {
    /// What can be done to a meeting.
    pub enum Command {
        /// Change date, place or link.
        Edit = "edit",
        /// Choose which items are on the agenda.
        SetAgenda = "set_agenda",
        /// Add a paper.
        AddPaper = "add_paper",
        /// Take a paper back.
        TakePaper = "take_paper",
        /// Tell the members that the papers are out.
        SendPapers = "send_papers",
        /// Begin it, with who attends.
        Start = "start",
        /// Correct who attends.
        Attend = "attend",
        /// Say whether one attends oneself.
        Join = "join",
        /// Write its minutes; what was not decided waits for another meeting.
        DraftMinutes = "draft_minutes",
        /// Approve its minutes.
        ApproveMinutes = "approve_minutes",
        /// It is not held.
        Cancel = "cancel",
    }
}

/// The whole lifecycle. Anything not listed is refused.
pub const LIFECYCLE: &[(Status, Command, Status)] = {
    use {Command::*, Status::*};
    &[
        (Planned, Edit, Planned),
        (Planned, SetAgenda, Planned),
        (Planned, AddPaper, Planned),
        (Planned, TakePaper, Planned),
        (Planned, SendPapers, PapersOut),
        (Planned, Join, Planned),
        (Planned, Start, InSession),
        (Planned, Cancel, Cancelled),
        (PapersOut, Edit, PapersOut),
        (PapersOut, SetAgenda, PapersOut),
        (PapersOut, AddPaper, PapersOut),
        (PapersOut, Join, PapersOut),
        (PapersOut, Start, InSession),
        (PapersOut, Cancel, Cancelled),
        (InSession, SetAgenda, InSession),
        (InSession, AddPaper, InSession),
        (InSession, Attend, InSession),
        (InSession, Join, InSession),
        (InSession, DraftMinutes, MinutesDrafted),
        (MinutesDrafted, DraftMinutes, MinutesDrafted),
        (MinutesDrafted, ApproveMinutes, MinutesApproved),
    ]
};

words! {
    /// How a person attends.
    pub enum Presence {
        /// In the room.
        InPerson = "in_person",
        /// By telephone or video.
        Remote = "remote",
        /// Sent apologies.
        Apologies = "apologies",
    }
}
