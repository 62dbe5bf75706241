//! Who may do what: the whole policy is this one file; `tests/*.out` shows it as tables.
//!
//! One function per kind of thing: `may_<thing>` for commands, `may_read_<thing>` for reading. Pages, API, lists,
//! search, feeds, files and mails all ask here (X3). For a person who is recused on a thing neither it nor what follows
//! from it exists, but for what is public to everybody (G4).
use crate::{
    actor::{Actor, Duty, Role, SeatRole::*},
    ids::*,
    refusal::Refusal,
};

fn allow(allowed: bool) -> Result<(), Refusal> {
    if allowed { Ok(()) } else { Err(Refusal::Denied) }
}

// ---- people and organisations ------------------------------------------------------------------------------------

/// Organisations, people, the outbox: the operator's.
pub fn may_operate(actor: &Actor) -> Result<(), Refusal> {
    allow(actor.is(Role::Operator))
}

/// Outbox, jobs, all people: the operator changes them, the auditor only reads.
pub fn may_inspect(actor: &Actor) -> Result<(), Refusal> {
    allow(actor.is(Role::Operator) || actor.is(Role::Auditor))
}

/// The list of organisations is public to read; the operator and Trefoil itself keep it.
pub fn may_edit_organisation(actor: &Actor) -> Result<(), Refusal> {
    allow(actor.is(Role::Operator) || actor.is_system())
}

use crate::person::Person;

/// Whether the actor looks after the people of an organisation.
fn looks_after(actor: &Actor, organisation: OrganisationId) -> bool {
    [Duty::PartnershipManager, Duty::NetworkOfficer].iter().any(|duty| actor.does(*duty, organisation))
}

/// The operator invites anybody; who looks after an organisation's people invites for that organisation alone.
pub fn may_invite(actor: &Actor, duties: &[(Duty, OrganisationId)]) -> Result<(), Refusal> {
    let own = !duties.is_empty() && duties.iter().all(|(_, of)| looks_after(actor, *of));
    allow(actor.is(Role::Operator) || actor.is_system() || own)
}

/// Whether the actor may invite anybody at all.
pub fn may_invite_someone(actor: &Actor) -> Result<(), Refusal> {
    allow(actor.is(Role::Operator) || actor.organisations().iter().any(|of| looks_after(actor, *of)))
}

/// A person's account is read by themselves, the operator, the auditor, and who looks after their organisation's people.
pub fn may_read_person(actor: &Actor, it: &Person) -> bool {
    let mine = it.duties.iter().any(|(_, of)| looks_after(actor, *of));
    actor.is_person(it.id) || mine || actor.is_system() || may_inspect(actor).is_ok()
}

/// The operator alone says what somebody does.
pub fn may_appoint(actor: &Actor) -> Result<(), Refusal> {
    allow(actor.is(Role::Operator) || actor.is_system())
}

/// The operator ends anybody's access; who looks after an organisation's people ends that of its own.
pub fn may_end_access(actor: &Actor, it: &Person) -> Result<(), Refusal> {
    let plain = !it.operator && !it.auditor && !actor.is_person(it.id);
    allow(actor.is(Role::Operator) || plain && may_invite(actor, &it.duties).is_ok())
}

// ---- groups, seats, interests, meetings, items -------------------------------------------------------------------

use crate::{
    action::{self, Action},
    group::{self, Group},
    item::{self, Item},
    meeting::{self, Meeting},
};

/// Whoever runs a group's meetings: its secretary, chair and deputy.
fn runs(actor: &Actor, group: GroupId) -> bool {
    actor.leads(group) || actor.is(Role::Sits(Secretary, group))
}

/// Seats and terms: the group's secretary, chair and deputy, and the operator, who begins it. Meetings: only the first.
pub fn may_group(actor: &Actor, command: group::Command, it: &Group) -> Result<(), Refusal> {
    use group::Command::*;
    allow(match command {
        GiveSeat | EndSeat | OfferSeat | TakeBackOffer | ExtendSeat | DraftTerms => {
            runs(actor, it.id) || actor.is(Role::Operator)
        }
        ProposeTerms | Plan => runs(actor, it.id),
    })
}

/// Plans a meeting: the secretary, chair or deputy.
pub fn may_plan(actor: &Actor, group: GroupId) -> Result<(), Refusal> {
    allow(runs(actor, group))
}

/// The group from inside, with its board and its business: every seat, and the auditor.
pub fn may_read_board(actor: &Actor, group: GroupId) -> bool {
    actor.sits_in(group) || actor.is(Role::Auditor)
}

/// The secretary, chair or deputy run it; only chair or deputy approve the minutes; every seat says whether it attends.
pub fn may_meeting(actor: &Actor, command: meeting::Command, it: &Meeting) -> Result<(), Refusal> {
    allow(match command {
        meeting::Command::ApproveMinutes => actor.leads(it.group),
        meeting::Command::Join => actor.sits_in(it.group),
        _ => runs(actor, it.group),
    })
}

fn never_votes(actor: &Actor, group: GroupId) -> bool {
    actor.is(Role::Sits(Secretary, group)) || actor.is(Role::Sits(Observer, group))
}

/// Those who run the meeting place items; every seat declares and votes, if it has a vote; chair or deputy rule and decide; rooms withdraw.
pub fn may_item(actor: &Actor, command: item::Command, it: &Item) -> Result<(), Refusal> {
    use item::Command::*;
    let recused = actor.is_recused_on(it.subject);
    allow(match command {
        Place | TakeOff => runs(actor, it.group),
        Declare => actor.sits_in(it.group) && !recused,
        Vote => actor.sits_in(it.group) && !recused && !never_votes(actor, it.group),
        Rule | Decide | Withhold => actor.leads(it.group) && !recused,
        Release => actor.is_system() || (actor.leads(it.group) && !recused),
        Withdraw => actor.is_system(),
    })
}

/// Those who run the meetings change or drop an action; its owner says, like them, that it is done.
pub fn may_action(actor: &Actor, command: action::Command, it: &Action) -> Result<(), Refusal> {
    let owns = command == action::Command::Complete && actor.person == it.charge.owner;
    allow(may_read_action(actor, it) && (owns || runs(actor, it.group)))
}

/// The group's seats and the auditor, but nobody who is recused on what it is about (G4).
pub fn may_read_action(actor: &Actor, it: &Action) -> bool {
    let recused = it.about.is_some_and(|about| actor.is_recused_on(about));
    !recused && (may_read_board(actor, it.group) || actor.person == it.charge.owner)
}

/// Everybody declares for themselves; those who run the meeting record what was said in it.
pub fn may_declare_for(actor: &Actor, person: PersonId, group: GroupId) -> Result<(), Refusal> {
    allow(actor.is_person(person) || runs(actor, group))
}

/// Public once the decision is; before that for the group's seats and the auditor, but for the recused (G4).
pub fn may_read_item(actor: &Actor, it: &Item) -> bool {
    let recused = actor.is_recused_on(it.subject) || actor.accounts().any(|account| it.is_recused(account));
    it.public || !recused && may_read_board(actor, it.group)
}

use crate::interest::{Interest, Shown};

/// People are checked against organisations before they are invited by network officers and those who run a group.
pub fn may_dry_run(actor: &Actor) -> Result<(), Refusal> {
    let invites = |role: &Role| match role {
        Role::Does(Duty::NetworkOfficer, _) => true,
        Role::Sits(_, group) => runs(actor, *group),
        _ => false,
    };
    allow(actor.roles.iter().any(invites))
}

/// Everybody who is signed in declares, changes, ends and renews their own interests, and nobody else's.
pub fn may_declare_interest(actor: &Actor, person: PersonId) -> Result<(), Refusal> {
    allow(actor.person == person && person != PersonId::NOBODY)
}

/// Those who run a group in which its person has a seat decide whether the public reads it, never on their own.
pub fn may_rule_interest(actor: &Actor, it: &Interest, groups: &[GroupId]) -> Result<(), Refusal> {
    allow(actor.person != it.person && groups.iter().any(|group| runs(actor, *group)))
}

/// What is withheld is read by its person, those who run a group in which that person has a seat, and the auditor.
pub fn may_read_interest(actor: &Actor, it: &Interest, groups: &[GroupId]) -> bool {
    let inside = groups.iter().any(|group| runs(actor, *group)) || actor.is(Role::Auditor);
    it.shown == Shown::Public || actor.person == it.person || inside
}

// ---- challenges --------------------------------------------------------------------------------------------------

use crate::challenge::{self, Challenge};

/// Any seat of the group but an observer's may begin a challenge for it.
pub fn may_draft_challenge(actor: &Actor, group: GroupId) -> Result<(), Refusal> {
    allow(actor.sits_in(group) && !actor.is(Role::Sits(Observer, group)))
}

/// The author edits, submits and withdraws; the group's decision and the call come from elsewhere.
pub fn may_challenge(actor: &Actor, command: challenge::Command, it: &Challenge) -> Result<(), Refusal> {
    use challenge::Command::*;
    allow(match command {
        Edit | Submit | Withdraw => actor.is_person(it.author) && !actor.is_recused_on(it.id),
        Approve | Decline | Call | Answer | Expire => actor.is_system(),
    })
}

/// Public from approval on; before that for its group and the auditor.
pub fn may_read_challenge(actor: &Actor, it: &Challenge) -> bool {
    let inside = actor.sits_in(it.group) || actor.is_person(it.author) || actor.is(Role::Auditor);
    it.is_public() || inside && !actor.is_recused_on(it.id)
}

// ---- calls -------------------------------------------------------------------------------------------------------

use crate::call::{self, Call};

/// Only an officer of the network begins a call (C1).
pub fn may_draft_call(actor: &Actor, network: OrganisationId) -> Result<(), Refusal> {
    allow(actor.does(Duty::NetworkOfficer, network))
}

/// The network's officers write, publish and run a call; the group's decisions and the panel's advice come from elsewhere.
/// The second who opens responses is another officer or the group's secretary (R3).
pub fn may_call(actor: &Actor, command: call::Command, it: &Call) -> Result<(), Refusal> {
    use call::Command::*;
    let officer = actor.does(Duty::NetworkOfficer, it.network) && !actor.is_recused_on(it.id);
    let secretary = actor.is(Role::Sits(Secretary, it.group)) && !actor.is_recused_on(it.id);
    let is_first = it.opening.as_ref().is_some_and(|opening| actor.is_person(opening.first));
    allow(match command {
        Edit | Declare | Screen | Submit | Publish | Extend | Open | Cancel | End => officer,
        Confirm => (officer || secretary) && !is_first,
        Approve | Return | Close | Assess | Recommend | Decide | Announce | Disappoint => actor.is_system(),
    })
}

/// Public from publication on; before that for the network's officers, the group and the auditor.
pub fn may_read_call(actor: &Actor, it: &Call) -> bool {
    let inside = actor.does(Duty::NetworkOfficer, it.network) || actor.sits_in(it.group) || actor.is(Role::Auditor);
    it.is_public() || inside && !actor.is_recused_on(it.id)
}

// ---- responses ---------------------------------------------------------------------------------------------------

use crate::response::{self, Response};

/// The partnership manager of the organisation begins, edits, submits and withdraws; the rest comes from elsewhere.
pub fn may_respond_for(actor: &Actor, organisation: OrganisationId) -> Result<(), Refusal> {
    allow(actor.does(Duty::PartnershipManager, organisation))
}

/// Its organisation's partnership managers write it; deadline, opening and places come from elsewhere.
pub fn may_response(actor: &Actor, command: response::Command, it: &Response) -> Result<(), Refusal> {
    use response::Command::*;
    allow(match command {
        Edit | Submit | Withdraw => {
            actor.does(Duty::PartnershipManager, it.organisation) && !actor.is_recused_on(it.id)
        }
        Seal | Open | Place | Select | Reserve | NotSelect => actor.is_system(),
    })
}

/// Its organisation always; network, group and auditor only once it is opened (R3). Assessors: see below.
pub fn may_read_response(actor: &Actor, it: &Response, network: OrganisationId, group: GroupId) -> bool {
    let officer = actor.does(Duty::NetworkOfficer, network);
    let judges = officer || (actor.sits_in(group) && !actor.is(Role::Sits(Observer, group)));
    let outside = it.is_open_to_others() && (judges || actor.is(Role::Auditor));
    let recused = actor.is_recused_on(it.id) || actor.is_recused_on(it.call);
    !recused && (actor.belongs_to(it.organisation) || outside)
}

// ---- panels and assessments --------------------------------------------------------------------------------------

use crate::{
    assessment::{self, Assessment},
    panel::{self, Panel, Reply},
};

/// The network's officer names, recommends and announces; whoever was named answers for themselves.
pub fn may_panel(actor: &Actor, command: panel::Command, it: &Panel, call: &Call) -> Result<(), Refusal> {
    use panel::Command::*;
    let reply = it.member(actor.person).map(|member| member.reply);
    let allowed = match command {
        Name | Recommend | Announce => actor.does(Duty::NetworkOfficer, call.network),
        Accept | Decline => reply == Some(Reply::Invited),
    };
    allow(allowed && !actor.is_recused_on(call.id))
}

/// Who sits on the panel and how far it has come: the network, the group, whoever was named, the auditor.
pub fn may_read_panel(actor: &Actor, it: &Panel, call: &Call) -> bool {
    let named = it.member(actor.person).is_some_and(|member| member.reply != Reply::Declined);
    !actor.is_recused_on(call.id) && (named || oversees(actor, call))
}

/// The assessor declares, scores and locks; an officer, chair or deputy who is not the assessor rules on a conflict.
pub fn may_assessment(
    actor: &Actor,
    command: assessment::Command,
    it: &Assessment,
    call: &Call,
) -> Result<(), Refusal> {
    use assessment::Command::*;
    let recused = actor.is_recused_on(it.response) || actor.is_recused_on(call.id);
    let own = actor.is_person(it.assessor) && actor.is(Role::Assesses(it.call));
    let rules = actor.does(Duty::NetworkOfficer, call.network) || actor.leads(call.group);
    allow(
        !recused
            && match command {
                DeclareNone | DeclareInterest => own,
                Score | Lock => own && !actor.belongs_to(it.organisation),
                Clear | Recuse => rules && !actor.is_person(it.assessor),
            },
    )
}

/// An assessor reads the response they judge, once they have declared and no conflict is open (S1).
pub fn may_read_to_judge(actor: &Actor, it: &Response, own: &Assessment) -> bool {
    let mine = actor.is_person(own.assessor) && own.response == it.id && own.reads();
    let recused = actor.is_recused_on(it.id) || actor.is_recused_on(it.call);
    mine && it.is_open_to_others() && !recused && !actor.belongs_to(it.organisation)
}

/// Scores: the assessor's own; other assessors after locking all of theirs; everybody else when all is locked (S1).
pub fn may_read_scores(actor: &Actor, it: &Assessment, panel: &[Assessment], call: &Call) -> bool {
    let recused = actor.is_recused_on(it.response) || actor.is_recused_on(call.id);
    let locked = it.status == assessment::Status::Locked;
    let mut mine = panel.iter().filter(|other| actor.is_person(other.assessor)).peekable();
    let judges = mine.peek().is_some();
    let own = actor.is_person(it.assessor);
    let peer = locked && judges && mine.all(Assessment::is_settled);
    let over = locked && !judges && oversees(actor, call) && panel.iter().all(Assessment::is_settled);
    !recused && !actor.belongs_to(it.organisation) && (own || peer || over)
}

/// The network's officers, the group's seats but observers', and the auditor.
fn oversees(actor: &Actor, call: &Call) -> bool {
    let sits = actor.sits_in(call.group) && !actor.is(Role::Sits(Observer, call.group));
    sits || actor.does(Duty::NetworkOfficer, call.network) || actor.is(Role::Auditor)
}

use crate::suggestion::{About, Answer};

/// A suggested conflict is confirmed by its person, or by those who run the meeting for them; it is dismissed by those who
/// run the meeting or rule on an assessor's conflicts, never by its person.
pub fn may_answer_suggestion(actor: &Actor, about: About<'_>, person: PersonId, answer: Answer) -> Result<(), Refusal> {
    match (about, answer) {
        (About::Item(it), Answer::Confirmed) => {
            may_item(actor, item::Command::Declare, it)?;
            may_declare_for(actor, person, it.group)
        }
        (About::Item(it), Answer::Dismissed) => {
            allow(actor.person != person && runs(actor, it.group) && may_read_item(actor, it))
        }
        (About::Assessment(it, call), Answer::Confirmed) => {
            may_assessment(actor, assessment::Command::DeclareInterest, it, call)
        }
        (About::Assessment(it, call), Answer::Dismissed) => may_assessment(actor, assessment::Command::Clear, it, call),
    }
}

// ---- agreements --------------------------------------------------------------------------------------------------

use crate::agreement::{self, Agreement};

/// Who writes an agreement for a party.
const WRITERS: &[Duty] =
    &[Duty::PartnershipManager, Duty::ClinicalLead, Duty::InformationGovernance, Duty::Finance, Duty::Legal];

/// Whose approval a party's path may ask for (A4).
pub const APPROVERS: &[Duty] =
    &[Duty::Legal, Duty::Finance, Duty::InformationGovernance, Duty::ClinicalLead, Duty::PartnershipManager];

/// Who else of a party reads its agreement.
const READERS: &[Duty] = &[Duty::Signatory, Duty::Certifier, Duty::DisclosureOfficer, Duty::OutcomeEvaluator];

/// An officer of the call's network begins the agreement.
pub fn may_begin_agreement(actor: &Actor, network: OrganisationId) -> Result<(), Refusal> {
    allow(actor.does(Duty::NetworkOfficer, network))
}

/// The parties' people and the network's officers write it; approvers approve, refuse; the named signatory signs.
pub fn may_agreement(actor: &Actor, command: agreement::Command, it: &Agreement) -> Result<(), Refusal> {
    use agreement::Command::*;
    let for_a_party = |may: fn(&Actor, &Agreement, OrganisationId) -> Result<(), Refusal>| {
        it.parties.iter().any(|party| may(actor, it, party.organisation).is_ok())
    };
    allow(match command {
        Edit | Freeze | Reopen => writes_agreement(actor, it),
        Approve => for_a_party(may_approve_agreement_for),
        Sign => it
            .parties
            .iter()
            .any(|party| !it.has_signed(party) && may_sign_agreement_for(actor, it, party.organisation).is_ok()),
        Refuse => for_a_party(may_refuse_agreement_for),
        ApproveLast | SignLast | Vary | End => actor.is_system(),
    })
}

/// A person on the party's approval path who has not approved this text yet.
pub fn may_approve_agreement_for(actor: &Actor, it: &Agreement, party: OrganisationId) -> Result<(), Refusal> {
    let awaits = |party| it.awaits(party).into_iter().any(|duty| actor.does(duty, party.organisation));
    allow(!actor.is_recused_on(it.id) && it.party(party).is_some_and(awaits))
}

/// The party's named signatory, while they hold that duty. Signing twice is refused with its own reason.
pub fn may_sign_agreement_for(actor: &Actor, it: &Agreement, party: OrganisationId) -> Result<(), Refusal> {
    let names = |party: &agreement::Party| party.signatory.is_some_and(|it| actor.is_person(it));
    let signs = actor.does(Duty::Signatory, party) && it.party(party).is_some_and(names);
    allow(!actor.is_recused_on(it.id) && signs)
}

/// The party's named signatory, or anybody on its approval path.
pub fn may_refuse_agreement_for(actor: &Actor, it: &Agreement, party: OrganisationId) -> Result<(), Refusal> {
    let on_path = |party: &agreement::Party| party.path.iter().any(|duty| actor.does(*duty, party.organisation));
    let approver = !actor.is_recused_on(it.id) && it.party(party).is_some_and(on_path);
    allow(approver || may_sign_agreement_for(actor, it, party).is_ok())
}

/// The parties' people, the group's seats, the network's officers, the auditor; nobody else, rivals least of all.
pub fn may_read_agreement(actor: &Actor, it: &Agreement) -> bool {
    let reads = |party: &agreement::Party| READERS.iter().any(|duty| actor.does(*duty, party.organisation));
    let party = writes_agreement(actor, it) || it.parties.iter().any(reads);
    let inside = party || actor.sits_in(it.group) || actor.is(Role::Auditor) || actor.is_system();
    inside && !actor.is_recused_on(it.id)
}

fn writes_agreement(actor: &Actor, it: &Agreement) -> bool {
    let writes = |party: &agreement::Party| WRITERS.iter().any(|duty| actor.does(*duty, party.organisation));
    let officer = actor.does(Duty::NetworkOfficer, it.network);
    !actor.is_recused_on(it.id) && (officer || it.parties.iter().any(writes))
}

// ---- collaborations ----------------------------------------------------------------------------------------------

use crate::{
    actor::Duty::*,
    collaboration::{self, Collaboration},
};

/// Whether the actor has one of these duties for one of these organisations.
fn does_any(actor: &Actor, duties: &[Duty], organisations: &[OrganisationId]) -> bool {
    organisations.iter().any(|organisation| duties.iter().any(|duty| actor.does(*duty, *organisation)))
}

/// Those who speak for their organisation in a running project: its policies, contributions, transfers, publication.
const SPEAKERS: &[Duty] =
    &[PartnershipManager, ClinicalLead, Finance, Legal, DisclosureOfficer, Signatory, OutcomeEvaluator];

/// Somebody who speaks for this organisation; nobody speaks for another one.
pub fn may_speak_for(actor: &Actor, organisation: OrganisationId) -> Result<(), Refusal> {
    allow(does_any(actor, SPEAKERS, &[organisation]))
}

/// A company's certifier certifies for it (A7).
pub fn may_certify_for(actor: &Actor, organisation: OrganisationId) -> Result<(), Refusal> {
    allow(actor.does(Certifier, organisation))
}

/// Parties attest, contribute and confirm; clinical leads, evaluators and the network run it; the group decides its end. Companies
/// never enter readings.
pub fn may_collaborate(actor: &Actor, command: collaboration::Command, it: &Collaboration) -> Result<(), Refusal> {
    use collaboration::Command::*;
    let parties = it.organisations();
    let officer = actor.does(NetworkOfficer, it.network);
    let party = |duties: &[Duty]| does_any(actor, duties, &parties);
    let known = !actor.is_recused_on(it.id);
    allow(match command {
        Publish => known && (officer || party(&[ClinicalLead, PartnershipManager])),
        Certify => known && party(&[Certifier]),
        Attest | Assess | Contribute | Transfer | Confirm => known && party(SPEAKERS),
        Start | Ask => known && (officer || party(&[ClinicalLead])),
        Tick => known && (officer || party(&[ClinicalLead, OutcomeEvaluator, PartnershipManager])),
        Enter => known && (officer || does_any(actor, &[ClinicalLead, OutcomeEvaluator], &it.readers())),
        Stop => known && (officer || actor.leads(it.group) || party(&[ClinicalLead])),
        Close => known && actor.leads(it.group),
        Agree | Prepare | Complete | Continue | Report | PublishByAll => actor.is_system(),
    })
}

/// Public from the published summary on; before that for its parties, its group, its network and the auditor.
pub fn may_read_collaboration(actor: &Actor, it: &Collaboration) -> bool {
    let party = it.parties.iter().any(|party| actor.belongs_to(party.organisation));
    let inside = party || actor.sits_in(it.group) || actor.does(NetworkOfficer, it.network) || actor.is(Role::Auditor);
    it.is_public() || inside && !actor.is_recused_on(it.id)
}

// ---- outcomes ----------------------------------------------------------------------------------------------------

use crate::outcome::{self, Outcome};

/// Clinical leads, evaluators and the network write and complete the report; each party publishes it for itself.
pub fn may_outcome(actor: &Actor, command: outcome::Command, it: &Outcome) -> Result<(), Refusal> {
    use outcome::Command::*;
    let parties = it.organisations();
    let officer = actor.does(NetworkOfficer, it.network);
    let known = !actor.is_recused_on(it.id) && !actor.is_recused_on(it.collaboration);
    allow(match command {
        Write => known && (officer || does_any(actor, &[ClinicalLead, OutcomeEvaluator, PartnershipManager], &parties)),
        Report => known && (officer || does_any(actor, &[ClinicalLead, OutcomeEvaluator], &parties)),
        Publish => known && does_any(actor, SPEAKERS, &parties),
        PublishLast => actor.is_system(),
    })
}

/// Public from the first party's publication on; before that for its parties, its group, its network and the auditor.
pub fn may_read_outcome(actor: &Actor, it: &Outcome) -> bool {
    let party = it.parties.iter().any(|party| actor.belongs_to(party.organisation));
    let inside = party || actor.sits_in(it.group) || actor.does(NetworkOfficer, it.network) || actor.is(Role::Auditor);
    let known = !actor.is_recused_on(it.id) && !actor.is_recused_on(it.collaboration);
    it.is_public() || inside && known
}
