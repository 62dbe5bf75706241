//! The people who judge the responses to a call: named, asked, advising (S1, S5, S8).
use crate::{
    actor::Actor,
    call::Call,
    event::Decided,
    ids::*,
    policy,
    refusal::{Refusal, gate},
    time::Timestamp,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

words! {
    /// Where a panel stands.
    pub enum Status {
        /// People are named, declare and score.
        Forming = "forming",
        /// Its ranked advice is with the group.
        Recommended = "recommended",
        /// Every respondent has been told.
        Announced = "announced",
    }
}
words! {
    /// What can be done with a panel.
    pub enum Command {
        /// Name more people.
        Name = "name",
        /// Say yes, as somebody who was named.
        Accept = "accept",
        /// Say no, with a reason.
        Decline = "decline",
        /// Give the ranked advice to the group.
        Recommend = "recommend",
        /// Tell every respondent.
        Announce = "announce",
    }
}
words! {
    /// What somebody who was named has answered.
    pub enum Reply {
        /// Nothing yet.
        Invited = "invited",
        /// Yes.
        Accepted = "accepted",
        /// No.
        Declined = "declined",
    }
}

/// The whole lifecycle: in this status, this command leads to that status. Anything not listed is refused.
pub const LIFECYCLE: &[(Status, Command, Status)] = {
    use {Command::*, Status::*};
    &[
        (Forming, Name, Forming),
        (Forming, Accept, Forming),
        (Forming, Decline, Forming),
        (Forming, Recommend, Recommended),
        (Recommended, Announce, Announced),
    ]
};

/// Somebody who was named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// What they answered. A reason for "no" stands beside the record.
    pub reply: Reply,
}

/// The panel of a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Panel {
    /// Its id.
    pub id: PanelId,
    /// The reference of its call: a panel has none of its own.
    pub reference: String,
    /// The title of its call.
    pub title: String,
    /// The call whose responses it judges.
    pub call: CallId,
    /// Where it stands.
    pub status: Status,
    /// Everybody who was named, in that order.
    pub members: Vec<Member>,
    /// The salted commitment to the ranking it advised: 64 hex digits.
    pub ranking: Option<String>,
    /// When every respondent was told.
    pub announced_at: Option<Timestamp>,
    /// The last day of the standstill (S8).
    pub standstill_ends: Option<Date>,
    /// Counts saved changes.
    pub version: u64,
}

/// What can happen to a panel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// People were named.
    Named {
        /// Whom.
        people: Vec<PersonId>,
    },
    /// Somebody said yes.
    Accepted,
    /// Somebody said no.
    Declined,
    /// The ranked advice went to the group.
    Recommended {
        /// The salted commitment to the ranking.
        ranking: String,
    },
    /// Every respondent was told.
    Announced {
        /// The last day of the standstill.
        standstill_ends: Date,
    },
}

impl Panel {
    /// A panel on which nobody sits yet; it is stored with the first people who are named.
    pub fn of(call: &Call, id: PanelId) -> Panel {
        Panel {
            id,
            reference: call.reference.clone(),
            title: call.content.title.clone(),
            call: call.id,
            status: Status::Forming,
            members: Vec::new(),
            ranking: None,
            announced_at: None,
            standstill_ends: None,
            version: 0,
        }
    }

    /// Names people, whoever was not named before.
    pub fn name(mut self, actor: &Actor, call: &Call, people: &[PersonId]) -> Result<Decided<Panel>, Refusal> {
        let status = self.outcome(actor, call, Command::Name)?;
        if !call.is_public() {
            return Err(Refusal::because("call_not_published"));
        }
        let new: Vec<PersonId> = people.iter().copied().filter(|person| self.member(*person).is_none()).collect();
        if new.is_empty() {
            return Err(Refusal::because("nobody_new"));
        }
        let members = new.iter().map(|person| Member { person: *person, reply: Reply::Invited });
        self.members.extend(members);
        Ok(Decided::new(Panel { status, ..self }, Event::Named { people: new }))
    }

    /// Somebody who was named says yes.
    pub fn accept(self, actor: &Actor, call: &Call) -> Result<Decided<Panel>, Refusal> {
        self.outcome(actor, call, Command::Accept)?;
        Ok(Decided::new(self.replied(actor.person, Reply::Accepted), Event::Accepted))
    }

    /// Somebody who was named says no.
    pub fn decline(self, actor: &Actor, call: &Call) -> Result<Decided<Panel>, Refusal> {
        self.outcome(actor, call, Command::Decline)?;
        Ok(Decided::new(self.replied(actor.person, Reply::Declined), Event::Declined))
    }

    /// Gives the ranked advice to the group; `against` is everything that stands in the way.
    pub fn recommend(
        self,
        actor: &Actor,
        call: &Call,
        ranking: String,
        against: Vec<crate::refusal::Reason>,
    ) -> Result<Decided<Panel>, Refusal> {
        let status = self.outcome(actor, call, Command::Recommend)?;
        gate(against)?;
        let event = Event::Recommended { ranking: ranking.clone() };
        Ok(Decided::new(Panel { status, ranking: Some(ranking), ..self }, event))
    }

    /// Every respondent is told; the standstill begins.
    pub fn announce(
        self,
        actor: &Actor,
        call: &Call,
        at: Timestamp,
        standstill_ends: Date,
    ) -> Result<Decided<Panel>, Refusal> {
        let status = self.outcome(actor, call, Command::Announce)?;
        let (announced_at, ends) = (Some(at), Some(standstill_ends));
        let panel = Panel { status, announced_at, standstill_ends: ends, ..self };
        Ok(Decided::new(panel, Event::Announced { standstill_ends }))
    }

    /// Where a command leads, if this actor may give it now. Permission first, then the lifecycle.
    pub fn outcome(&self, actor: &Actor, call: &Call, command: Command) -> Result<Status, Refusal> {
        policy::may_panel(actor, command, self, call)?;
        LIFECYCLE
            .iter()
            .find(|(from, by, _)| (*from, *by) == (self.status, command))
            .map(|(_, _, to)| *to)
            .ok_or(Refusal::WrongStatus { subject: "panel", status: self.status.as_str(), command: command.as_str() })
    }

    /// What this actor could do now: the buttons of a page, the `available` of the API.
    pub fn available(&self, actor: &Actor, call: &Call) -> Vec<Command> {
        Command::ALL.iter().copied().filter(|command| self.outcome(actor, call, *command).is_ok()).collect()
    }

    /// Somebody who was named.
    pub fn member(&self, person: PersonId) -> Option<&Member> {
        self.members.iter().find(|member| member.person == person)
    }

    /// Everybody who said yes.
    pub fn accepted(&self) -> Vec<PersonId> {
        self.members.iter().filter(|member| member.reply == Reply::Accepted).map(|member| member.person).collect()
    }

    fn replied(mut self, person: PersonId, reply: Reply) -> Panel {
        for member in self.members.iter_mut().filter(|member| member.person == person) {
            member.reply = reply;
        }
        self
    }

    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.title.clone())
    }
}
