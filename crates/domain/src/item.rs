//! An item of a group's business: one question, who declared what, and the decision (G4, G6).
use crate::{
    actor::Actor,
    event::Decided,
    ids::*,
    policy,
    refusal::{Reason, Refusal, gate},
    sitting::Sitting,
    time::Timestamp,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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
        /// Decide it.
        Decide = "decide",
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
        (OnAgenda, Decide, Decided),
        (OnAgenda, Withdraw, Withdrawn),
    ]
};

/// What a group chose for one response (S7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Which response.
    pub response: ResponseId,
    /// Its place.
    pub place: Place,
}

/// A decision of a group, as the thing it is about receives it.
///
/// Only a quorate decision on an item makes one, so nothing can be approved without it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ruling {
    /// The item that was decided.
    pub item: ItemId,
    /// The group that decided.
    pub group: GroupId,
    /// The question.
    pub motion: Motion,
    /// What it is about.
    pub subject: Uuid,
    /// What was decided.
    pub verdict: Verdict,
    /// Why, in the group's words; public.
    pub reasons: String,
    /// For a selection: the place of each response.
    pub choices: Vec<Choice>,
    /// Who presided and recorded the decision.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    // Private: only this module makes a ruling.
    #[serde(skip)]
    made_here: (),
}

/// What somebody declared on an item, and how it was ruled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Declaration {
    /// Who has the interest, or none.
    pub person: PersonId,
    /// What they said.
    pub said: Said,
    /// Who recorded it: the person, or the secretary for them.
    pub recorded_by: PersonId,
    /// When.
    pub at: Timestamp,
    /// How an interest was ruled.
    pub handling: Option<Handling>,
    /// What the ruling says beside.
    #[serde(default)]
    pub note: String,
    /// Who ruled.
    pub ruled_by: Option<PersonId>,
}

/// The votes of an item, by person.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Votes {
    /// In favour.
    pub in_favour: Vec<PersonId>,
    /// Against.
    pub against: Vec<PersonId>,
    /// Abstained.
    pub abstained: Vec<PersonId>,
}

/// A decision as somebody who presides puts it.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed {
    /// What was decided.
    pub verdict: Verdict,
    /// How.
    pub manner: Manner,
    /// The votes; empty for a consensus.
    pub votes: Votes,
    /// Why; public.
    pub reasons: String,
    /// For a selection: the place of each response.
    pub choices: Vec<Choice>,
    /// When the decision is looked at again.
    pub review_on: Option<Date>,
}

/// A decision as it was taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Taken {
    /// What was decided.
    pub verdict: Verdict,
    /// How.
    pub manner: Manner,
    /// The votes.
    pub votes: Votes,
    /// Why.
    pub reasons: String,
    /// For a selection: the place of each response.
    pub choices: Vec<Choice>,
    /// When it is looked at again.
    pub review_on: Option<Date>,
    /// Who presided.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// Everyone present who could vote.
    pub present: Vec<PersonId>,
    /// How many had to be.
    pub quorum: u32,
}

/// One question of a group's business.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// Its human reference.
    pub reference: String,
    /// The group whose business it is.
    pub group: GroupId,
    /// The question.
    pub motion: Motion,
    /// What it is about.
    pub subject: Uuid,
    /// The reference of what it is about.
    pub about: String,
    /// What people call what it is about.
    pub title: String,
    /// Who wrote what it is about: may not be the one who approves it (C1). None where it does not matter.
    pub drafter: Option<PersonId>,
    /// When it was put.
    pub tabled_at: Timestamp,
    /// Where it stands.
    pub status: Status,
    /// The meeting on whose agenda it is or was decided.
    pub meeting: Option<MeetingId>,
    /// What people declared.
    pub declarations: Vec<Declaration>,
    /// The decision.
    pub decision: Option<Taken>,
    /// Whether everybody may read the decision: not before what it is about is public.
    pub public: bool,
    /// Counts saved changes.
    pub version: u64,
}

/// What can happen to an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// It was put on the group's business.
    Tabled {
        /// Whose business.
        group: GroupId,
    },
    /// It was put on an agenda.
    Placed {
        /// Of which meeting.
        meeting: MeetingId,
    },
    /// It was taken off the agenda.
    TakenOff,
    /// Somebody declared.
    Declared {
        /// Who.
        person: PersonId,
    },
    /// Somebody's interest was ruled.
    Ruled {
        /// Whose.
        person: PersonId,
        /// How.
        handling: Handling,
    },
    /// It was decided.
    Decided {
        /// How.
        verdict: Verdict,
    },
    /// It was taken back.
    Withdrawn,
    /// What it is about became public, and the decision with it.
    Disclosed,
}

/// What it takes to put an item.
#[derive(Debug, Clone)]
pub struct Tabling {
    /// The new id.
    pub id: ItemId,
    /// The new reference.
    pub reference: String,
    /// Whose business.
    pub group: GroupId,
    /// The question.
    pub motion: Motion,
    /// What it is about.
    pub subject: Uuid,
    /// Its reference.
    pub about: String,
    /// What people call it.
    pub title: String,
    /// Who wrote it, where that matters.
    pub drafter: Option<PersonId>,
    /// When.
    pub at: Timestamp,
}

impl Item {
    /// Puts a question on a group's business. The rooms do this, with whatever their own policy asks.
    pub fn table(it: Tabling) -> Decided<Item> {
        let Tabling { id, reference, group, motion, subject, about, title, drafter, at } = it;
        let (status, declarations) = (Status::Waiting, Vec::new());
        let (meeting, decision, public, version) = (None, None, false, 0);
        let item = Item {
            id,
            reference,
            group,
            motion,
            subject,
            about,
            title,
            drafter,
            tabled_at: at,
            status,
            meeting,
            declarations,
            decision,
            public,
            version,
        };
        Decided::new(item, Event::Tabled { group })
    }

    /// Puts it on the agenda of a meeting.
    pub fn place(self, actor: &Actor, meeting: MeetingId) -> Result<Decided<Item>, Refusal> {
        let status = self.outcome(actor, Command::Place)?;
        Ok(Decided::new(Item { status, meeting: Some(meeting), ..self }, Event::Placed { meeting }))
    }

    /// Takes it off the agenda; it waits for another meeting.
    pub fn take_off(self, actor: &Actor) -> Result<Decided<Item>, Refusal> {
        let status = self.outcome(actor, Command::TakeOff)?;
        Ok(Decided::new(Item { status, meeting: None, ..self }, Event::TakenOff))
    }

    /// Whoever put it takes it back.
    pub fn withdraw(self) -> Result<Decided<Item>, Refusal> {
        let status = self.after(Command::Withdraw)?;
        Ok(Decided::new(Item { status, ..self }, Event::Withdrawn))
    }

    /// What it is about became public, and the decision with it.
    pub fn disclose(self) -> Result<Decided<Item>, Refusal> {
        match self.decision {
            Some(_) => Ok(Decided::new(Item { public: true, ..self }, Event::Disclosed)),
            None => Err(Refusal::because("not_decided")),
        }
    }

    /// Somebody says whether they have an interest: they themselves, or the secretary, chair or deputy for them.
    pub fn declare(
        mut self,
        actor: &Actor,
        person: PersonId,
        said: Said,
        at: Timestamp,
    ) -> Result<Decided<Item>, Refusal> {
        self.outcome(actor, Command::Declare)?;
        policy::may_declare_for(actor, person, self.group)?;
        if self.declaration(person).is_some_and(|before| before.handling == Some(Handling::Recused)) {
            return Err(Refusal::because("already_recused"));
        }
        let recorded_by = actor.person;
        self.declarations.retain(|one| one.person != person);
        self.declarations.push(Declaration {
            person,
            said,
            recorded_by,
            at,
            handling: None,
            note: String::new(),
            ruled_by: None,
        });
        Ok(Decided::new(self, Event::Declared { person }))
    }

    /// Whoever presides rules on an interest, never on their own; what was narrowed is not widened (G4).
    pub fn rule(
        mut self,
        actor: &Actor,
        sitting: &Sitting<'_>,
        of: PersonId,
        handling: Handling,
        note: String,
    ) -> Result<Decided<Item>, Refusal> {
        self.outcome(actor, Command::Rule)?;
        gate(self.refused_rule(actor, sitting, of, handling))?;
        let found = self.declarations.iter_mut().find(|one| one.person == of);
        let declaration = found.ok_or(Refusal::because("nothing_to_rule"))?;
        (declaration.handling, declaration.note, declaration.ruled_by) = (Some(handling), note, Some(actor.person));
        Ok(Decided::new(self, Event::Ruled { person: of, handling }))
    }

    /// Decides the item: the one place where a [`Ruling`] is made.
    pub fn decide(
        mut self,
        actor: &Actor,
        sitting: &Sitting<'_>,
        proposed: Proposed,
    ) -> Result<(Decided<Item>, Ruling), Refusal> {
        self.status = self.outcome(actor, Command::Decide)?;
        gate(sitting.refused_decision(&self, actor, &proposed))?;
        let Proposed { verdict, manner, votes, reasons, choices, review_on } = proposed;
        let (by, at, quorum) = (actor.person, sitting.at, sitting.quorum(&self));
        self.public = match self.motion {
            Motion::AdoptTerms | Motion::Complete => true,
            Motion::ApproveChallenge => verdict == Verdict::Agreed,
            Motion::ApproveCall | Motion::Select => false,
        };
        let ruling = Ruling {
            item: self.id,
            group: self.group,
            motion: self.motion,
            subject: self.subject,
            verdict,
            reasons: reasons.clone(),
            choices: choices.clone(),
            by,
            at,
            made_here: (),
        };
        self.decision = Some(Taken {
            verdict,
            manner,
            votes,
            reasons,
            choices,
            review_on,
            by,
            at,
            present: sitting.able(&self),
            quorum: quorum.needed,
        });
        Ok((Decided::new(self, Event::Decided { verdict }), ruling))
    }

    /// Where a command leads, if this actor may give it now. Permission first, then the lifecycle.
    pub fn outcome(&self, actor: &Actor, command: Command) -> Result<Status, Refusal> {
        policy::may_item(actor, command, self)?;
        self.after(command)
    }

    /// What this actor could do now.
    pub fn available(&self, actor: &Actor) -> Vec<Command> {
        Command::ALL.iter().copied().filter(|command| self.outcome(actor, *command).is_ok()).collect()
    }

    /// What a person declared.
    pub fn declaration(&self, person: PersonId) -> Option<&Declaration> {
        self.declarations.iter().find(|one| one.person == person)
    }

    /// Whether a person was recused on it.
    pub fn is_recused(&self, person: PersonId) -> bool {
        self.declaration(person).is_some_and(|one| one.handling == Some(Handling::Recused))
    }

    /// Whether a person has an interest that was not ruled to be no conflict.
    pub fn is_conflicted(&self, person: PersonId) -> bool {
        self.declaration(person)
            .is_some_and(|one| one.said == Said::Interest && one.handling != Some(Handling::NoConflict))
    }

    /// Interests that nobody has ruled on.
    pub fn unruled(&self) -> Vec<PersonId> {
        let open = |one: &&Declaration| one.said == Said::Interest && one.handling.is_none();
        self.declarations.iter().filter(open).map(|one| one.person).collect()
    }

    fn refused_rule(&self, actor: &Actor, sitting: &Sitting<'_>, of: PersonId, handling: Handling) -> Vec<Reason> {
        let declared = self.declaration(of).is_some_and(|one| one.said == Said::Interest);
        let widened = self.is_recused(of) && handling != Handling::Recused;
        let checks = [
            (!declared, "nothing_to_rule", "person"),
            (of == actor.person, "own_conflict", "person"),
            (of != actor.person && sitting.president(self) != Some(actor.person), "not_presiding", "person"),
            (widened, "widening_refused", "handling"),
        ];
        checks.iter().filter(|(refused, ..)| *refused).map(|(_, code, field)| Reason::new(code).at(*field)).collect()
    }

    fn after(&self, command: Command) -> Result<Status, Refusal> {
        LIFECYCLE
            .iter()
            .find(|(from, by, _)| (*from, *by) == (self.status, command))
            .map(|(_, _, to)| *to)
            .ok_or(Refusal::WrongStatus { subject: "item", status: self.status.as_str(), command: command.as_str() })
    }

    pub(crate) fn label(&self) -> (String, String) {
        (self.reference.clone(), self.title.clone())
    }
}
