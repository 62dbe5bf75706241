//! What follows from an event. Pure: an event in, the jobs out; `tests/reactions.out` shows it as a table.
use crate::{
    calls,
    invitation::{Entry, Method},
    jobs::{Audience, Job, Letter},
    needs,
};
use domain::{
    actor::Duty,
    agreement, call, challenge, collaboration,
    event::{DomainEvent, Recorded},
    ids::{GroupId, OrganisationId, PersonId},
    item, meeting, outcome, panel, person,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The jobs that follow from an event.
pub fn to(recorded: &Recorded) -> Vec<Job> {
    let mut jobs = letters(recorded);
    jobs.extend(index(recorded));
    jobs
}

fn letters(recorded: &Recorded) -> Vec<Job> {
    match &recorded.event {
        DomainEvent::Person { event, .. } => person(recorded, event),
        DomainEvent::Group { event, .. } => seat(recorded, event),
        DomainEvent::Challenge { event, .. } => challenge(recorded, event),
        DomainEvent::Panel { event, .. } => panel(recorded, event),
        DomainEvent::Call { event, .. } => call(recorded, event),
        DomainEvent::Item { event, .. } => item(recorded, event),
        DomainEvent::Meeting { event, .. } => meeting(recorded, event),
        DomainEvent::Agreement { event, .. } => agreement(recorded, event),
        DomainEvent::Collaboration { event, .. } => collaboration(recorded, event),
        DomainEvent::Outcome { event, .. } => outcome(recorded, event),
        _ => Vec::new(),
    }
}

/// Whoever is asked or given a seat hears of it; the secretary hears what they answer, and who gives a seat up.
fn seat(recorded: &Recorded, event: &domain::group::Event) -> Vec<Job> {
    use domain::group::Event::*;
    let secretary = || role("sits", "secretary", recorded.event.subject_id());
    let page = |place: &str| format!("/groups/{}{place}", recorded.reference);
    let (kind, to, link) = match event {
        SeatGiven { person, .. } => ("seat_given", Audience::Person(*person), "/interests".into()),
        SeatOffered { person, .. } => ("seat_offered", Audience::Person(*person), page("/seats/acceptance")),
        SeatExtended { person, .. } => ("seat_extended", Audience::Person(*person), page("/members")),
        SeatAccepted { .. } => ("seat_accepted", secretary(), page("/members")),
        SeatDeclined { .. } => ("seat_declined", secretary(), page("/members")),
        SeatResigned { .. } => ("seat_resigned", secretary(), page("/members")),
        _ => return Vec::new(),
    };
    vec![tell(recorded, kind, to, link)]
}

/// Somebody hears of every change of what opens their account: whoever else made it, they can act at once.
fn person(recorded: &Recorded, event: &person::Event) -> Vec<Job> {
    use person::Event::*;
    let kind = match event {
        PasswordChanged => "password_changed",
        TokenMade => "token_made",
        SecondFactorSet => "second_factor_set",
        SecondFactorRemoved => "second_factor_removed",
        RecoveryCodesMade => "recovery_codes_made",
        RecoveryCodeUsed => "recovery_code_used",
        PasskeyAdded => "passkey_added",
        PasskeyRemoved => "passkey_removed",
        Absorbed { .. } => "accounts_merged",
        Invited
        | Joined
        | DutiesChanged
        | Left
        | TokenRevoked
        | MergedInto { .. }
        | PlaceTaken { .. }
        | CalendarMade
        | CalendarRevoked
        | DigestBegun
        | DigestEnded => {
            return Vec::new();
        }
    };
    let to = Audience::Person(PersonId(recorded.event.subject_id()));
    vec![tell(recorded, kind, to, "/account".into())]
}

/// The group hears of a new need, its author of what became of it.
fn challenge(recorded: &Recorded, event: &challenge::Event) -> Vec<Job> {
    use challenge::Event::*;
    let (kind, to) = match event {
        Submitted { group: of, .. } => ("need.submitted", group(*of)),
        Approved { author, .. } => ("need.approved", Audience::Person(*author)),
        Declined { author, .. } => ("need.declined", Audience::Person(*author)),
        Called { author, .. } => ("need.called", Audience::Person(*author)),
        _ => return Vec::new(),
    };
    vec![tell(recorded, kind, to, needs::path(&recorded.reference))]
}

/// The drafter hears what the group decided, the network's officers what waits for them.
fn call(recorded: &Recorded, event: &call::Event) -> Vec<Job> {
    use call::Event::*;
    let officers = |network: OrganisationId| role("does", Duty::NetworkOfficer.as_str(), network.0);
    let (kind, to) = match event {
        Approved { drafter, .. } => ("call.approved", Audience::Person(*drafter)),
        Returned { drafter, .. } => ("call.returned", Audience::Person(*drafter)),
        Closed { network } => ("call.closed", officers(*network)),
        OpeningBegun { network } => ("call.opening_begun", officers(*network)),
        _ => return Vec::new(),
    };
    vec![tell(recorded, kind, to, calls::path(&recorded.reference))]
}

/// Whoever is named for a panel is asked; what follows for responses, whose organisation an event does not name,
/// is told by `responses` and `selection` themselves.
fn panel(recorded: &Recorded, event: &panel::Event) -> Vec<Job> {
    let panel::Event::Named { people } = event else { return Vec::new() };
    let link = format!("/calls/{}/panel", recorded.reference);
    people.iter().map(|person| tell(recorded, "panel_named", Audience::Person(*person), link.clone())).collect()
}

/// The secretary of the group puts what was asked on an agenda.
fn item(recorded: &Recorded, event: &item::Event) -> Vec<Job> {
    let item::Event::Tabled { group } = event else { return Vec::new() };
    vec![tell(recorded, "item_tabled", role("sits", "secretary", group.0), "/work".into())]
}

/// Everybody with a seat hears of a meeting; chair and deputy approve its minutes.
fn meeting(recorded: &Recorded, event: &meeting::Event) -> Vec<Job> {
    use meeting::Event::*;
    let link = format!("/meetings/{}", recorded.reference);
    let all = |kind, id: &GroupId| vec![tell(recorded, kind, group(*id), link.clone())];
    let invite = |kind, id: &GroupId, invitation| vec![tell_with(recorded, kind, group(*id), link.clone(), invitation)];
    match event {
        Planned { group, invitation } => invite("meeting_planned", group, entry(recorded, invitation, Method::Request)),
        Replanned { group, invitation } => {
            invite("meeting_changed", group, entry(recorded, invitation, Method::Request))
        }
        PapersSent { group } => all("meeting_papers", group),
        Cancelled { group, invitation } => {
            invite("meeting_cancelled", group, entry(recorded, invitation, Method::Cancel))
        }
        MinutesDrafted { group } => ["chair", "deputy"]
            .map(|word| tell(recorded, "minutes_drafted", role("sits", word, group.0), link.clone()))
            .into(),
        Started | AttendanceChanged | Joined { .. } | PaperAdded { .. } | PaperTaken { .. } | MinutesApproved => {
            Vec::new()
        }
    }
}

/// What a letter puts into a calendar.
fn entry(recorded: &Recorded, it: &meeting::Invitation, method: Method) -> Entry {
    let (uid, summary) = (recorded.event.subject_id().to_string(), recorded.title.clone());
    let (starts_at, ends_at, at) = (it.plan.starts_at, it.plan.ends_at(), recorded.at);
    let (place, link, sequence) = (it.plan.place.clone(), it.plan.link.clone(), it.sequence);
    Entry { method, uid, sequence, at, starts_at, ends_at, summary, place, link }
}

/// Whoever of a party writes, approves or signs hears of it; approvers and signatories when it is their turn.
fn agreement(recorded: &Recorded, event: &agreement::Event) -> Vec<Job> {
    use agreement::Event::*;
    let link = || format!("/agreements/{}", recorded.reference);
    let parties = |kind: &str, parties: &[OrganisationId]| -> Vec<Job> {
        parties.iter().map(|id| tell(recorded, kind, role("does", PARTY, id.0), link())).collect()
    };
    match event {
        Begun { parties: all } => parties("agreement_begun", all),
        TextAgreed { approvers, .. } => {
            let ask = |it: &agreement::Approver| role("does", it.duty.as_str(), it.organisation.0);
            approvers.iter().map(|it| tell(recorded, "agreement_to_approve", ask(it), link())).collect()
        }
        ApprovedByAll { signatories, .. } => {
            let ask = |id: &PersonId| tell(recorded, "agreement_to_sign", Audience::Person(*id), link());
            signatories.iter().map(ask).collect()
        }
        InForce { parties: all, .. } => parties("agreement_in_force", all),
        Refused { parties: all, .. } => parties("agreement_refused", all),
        Reopened { parties: all, .. } => parties("agreement_reopened", all),
        PlaceTaken { by, .. } => parties("agreement_handed_over", &[*by]),
        Edited { .. } | Approved { .. } | Signed { .. } => Vec::new(),
    }
}

/// The duties with which somebody acts for a party to an agreement.
const PARTY: &str = "partnership_manager,clinical_lead,information_governance,finance,legal,signatory";
/// The parties hear of every turn, the group of what it governs, and the other side of a transfer of what to answer.
fn collaboration(recorded: &Recorded, event: &collaboration::Event) -> Vec<Job> {
    use collaboration::Event::*;
    let link = format!("/collaborations/{}", recorded.reference);
    let tell = |kind: &str, to| tell(recorded, &format!("collaboration_{kind}"), to, link.clone());
    let all = |kind: &str, parties: &[OrganisationId]| -> Vec<Job> {
        parties.iter().map(|party| tell(kind, organisation(*party))).collect()
    };
    let and_group = |kind: &str, parties: &[OrganisationId], id: &GroupId| {
        [all(kind, parties), vec![tell(kind, group(*id))]].concat()
    };
    match event {
        Agreed { parties } => all("agreed", parties),
        BecameReady { parties } => all("ready", parties),
        PlaceTaken { by, .. } => all("handed_over", &[*by]),
        Started { parties, group, .. } => and_group("started", parties, group),
        TransferRecorded { other, .. } => vec![tell("transfer_recorded", organisation(*other))],
        Completed { parties, .. } => all("completed", parties),
        CompletionDeclined { parties, .. } => all("completion_declined", parties),
        Stopped { parties, group, .. } => and_group("stopped", parties, group),
        PublishedByAll { group: id } => vec![tell("published_by_all", group(*id))],
        _ => Vec::new(),
    }
}

/// The parties hear when the report can be written, and when it can be published.
fn outcome(recorded: &Recorded, event: &outcome::Event) -> Vec<Job> {
    let (kind, parties) = match event {
        outcome::Event::Begun { parties } => ("outcome_begun", parties),
        outcome::Event::Reported { parties } => ("outcome_complete", parties),
        _ => return Vec::new(),
    };
    let link = format!("/outcomes/{}", recorded.reference);
    parties.iter().map(|party| tell(recorded, kind, organisation(*party), link.clone())).collect()
}

/// A thing that the public register may show is indexed again after each of its events.
fn index(recorded: &Recorded) -> Option<Job> {
    use domain::event::Subject::*;
    let subject = recorded.event.subject();
    matches!(subject, Challenge | Call | Collaboration | Outcome)
        .then(|| Job::Index { subject: subject.to_string(), id: recorded.event.subject_id() })
}

/// Everyone who holds a seat of the group.
pub fn group(id: GroupId) -> Audience {
    role("sits", "", id.0)
}

/// Everyone who does something for the organisation.
pub fn organisation(id: OrganisationId) -> Audience {
    role("does", "", id.0)
}

/// Everyone who holds a role on a thing.
pub fn role(kind: &str, word: &str, thing: Uuid) -> Audience {
    Audience::Role { kind: kind.into(), word: word.into(), thing }
}

/// A letter about the thing of an event.
pub fn tell(recorded: &Recorded, kind: &str, to: Audience, link: String) -> Job {
    Job::Tell(letter(recorded, kind, to, link))
}

/// As [`tell`], with an entry for the reader's calendar.
fn tell_with(recorded: &Recorded, kind: &str, to: Audience, link: String, entry: Entry) -> Job {
    Job::Tell(Letter { entry: Some(Box::new(entry)), ..letter(recorded, kind, to, link) })
}

fn letter(recorded: &Recorded, kind: &str, to: Audience, link: String) -> Letter {
    let (about, reference, title) = (recorded.event.subject_id(), recorded.reference.clone(), recorded.title.clone());
    Letter { kind: kind.into(), to, about, reference, title, link, facts: BTreeMap::new(), entry: None }
}
