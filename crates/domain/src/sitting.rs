//! A group as it sits over an item: who is present, who may vote, who presides, whether it is quorate (G4, G6).
use crate::{
    actor::{Actor, SeatRole},
    group::Group,
    ids::PersonId,
    item::{Item, Motion, Proposed, Verdict},
    meeting::{Meeting, Status},
    refusal::{Reason, Refusal},
    terms::Clauses,
    time::Timestamp,
};
use std::collections::BTreeSet;

/// A group in a meeting, at a moment.
#[derive(Debug, Clone, Copy)]
pub struct Sitting<'a> {
    /// The group.
    pub group: &'a Group,
    /// The meeting.
    pub meeting: &'a Meeting,
    /// Everyone whose standing interests are declared and not stale (G3).
    pub current: &'a BTreeSet<PersonId>,
    /// When.
    pub at: Timestamp,
}

/// How many must be present for an item and how many are, after recusals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Quorum {
    /// How many of those who may vote must be present.
    pub needed: u32,
    /// How many are.
    pub present: u32,
    /// How many could be: voting seats that are not recused.
    pub base: u32,
}

impl Quorum {
    /// Whether enough are present. Never with fewer than two.
    pub fn is_quorate(&self) -> bool {
        self.present >= self.needed.max(2)
    }
}

impl Sitting<'_> {
    /// Everyone present with a vote of their own or of somebody absent, whether or not they may vote on an item.
    pub fn seated(&self) -> Vec<PersonId> {
        let present = |person: &PersonId| self.meeting.is_present(*person);
        let own: Vec<PersonId> = self.group.voters(self.at).into_iter().filter(present).collect();
        let others = self.group.held(self.at).map(|seat| seat.person).filter(present);
        let others: Vec<PersonId> = others.filter(|person| self.stands_in(*person).is_some()).collect();
        [own, others].concat()
    }

    /// Everyone who is present and may vote on an item: a vote, current interests, neither they nor whoever they stand
    /// in for recused.
    pub fn able(&self, item: &Item) -> Vec<PersonId> {
        let recused = |person: PersonId| item.is_recused(person) || item.is_recused(self.vote_of(person));
        let able = |person: &PersonId| self.current.contains(person) && !recused(*person);
        self.seated().into_iter().filter(able).collect()
    }

    /// For whom a person votes who has no vote of their own: the first present of those who stand in for somebody
    /// absent.
    pub fn stands_in(&self, person: PersonId) -> Option<PersonId> {
        let principal = self.group.principal_of(person, self.at).filter(|of| !self.meeting.is_present(*of))?;
        let stands = |other: &PersonId| self.group.principal_of(*other, self.at) == Some(principal);
        let mut present = self.group.held(self.at).map(|seat| seat.person).filter(|it| self.meeting.is_present(*it));
        (present.find(stands) == Some(person)).then_some(principal)
    }

    /// Whose vote a person casts: their own, or that of whoever they stand in for.
    pub fn vote_of(&self, person: PersonId) -> PersonId {
        self.stands_in(person).unwrap_or(person)
    }

    /// The quorum of an item, after recusals.
    pub fn quorum(&self, item: &Item) -> Quorum {
        let base = self.group.voters(self.at).into_iter().filter(|person| !item.is_recused(*person)).count();
        let needed = self.rules(item.motion).and_then(|rules| rules.quorum).unwrap_or(2);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Quorum { needed, present: count(self.able(item).len()), base: count(base) }
    }

    /// Who presides over an item: the chair, or the deputy when the chair is absent or conflicted.
    pub fn president(&self, item: &Item) -> Option<PersonId> {
        let roles = [SeatRole::Chair, SeatRole::Deputy];
        let here = |person: &PersonId| self.meeting.is_present(*person) && !item.is_conflicted(*person);
        roles.iter().filter_map(|role| self.group.holder(*role, self.at)).find(here)
    }

    /// Everyone present who may vote on the item but has not declared on it.
    pub fn undeclared(&self, item: &Item) -> Vec<PersonId> {
        self.seated().into_iter().filter(|person| item.declaration(*person).is_none()).collect()
    }

    /// Everything that stands in the way of deciding an item now, whatever the decision.
    pub fn refused_item(&self, item: &Item) -> Vec<Reason> {
        let quorum = self.quorum(item);
        let undeclared = self.undeclared(item).len();
        let unruled = item.unruled().len();
        let reasons = [
            (self.meeting.status != Status::InSession).then(|| Reason::new("not_in_session")),
            (item.meeting != Some(self.meeting.id)).then(|| Reason::new("not_on_agenda")),
            (undeclared > 0).then(|| Reason::new("declarations_missing").with("count", undeclared)),
            (unruled > 0).then(|| Reason::new("conflicts_unruled").with("count", unruled)),
            (!quorum.is_quorate())
                .then(|| Reason::new("inquorate").with("present", quorum.present).with("needed", quorum.needed.max(2))),
            self.president(item).is_none().then(|| Reason::new("nobody_presides")),
        ];
        self.ungoverned(item.motion).into_iter().chain(reasons.into_iter().flatten()).collect()
    }

    /// Everything that stands in the way of this decision by this actor.
    pub fn refused_decision(&self, item: &Item, actor: &Actor, proposed: &Proposed) -> Vec<Reason> {
        let mut reasons = self.refused_item(item);
        if self.president(item) != Some(actor.person) {
            let code = if actor.accounts().any(|account| item.is_conflicted(account)) {
                "own_conflict"
            } else {
                "not_presiding"
            };
            reasons.push(Reason::new(code));
        }
        if !self.current.contains(&actor.person) {
            reasons.push(Reason::new("interests_stale"));
        }
        if item.motion == Motion::ApproveCall && item.drafter.is_some_and(|drafter| actor.is_person(drafter)) {
            reasons.push(Reason::new("approver_is_drafter"));
        }
        reasons.extend(self.refused_votes(item, actor, proposed));
        reasons.extend(refused_choices(item, proposed));
        reasons
    }

    /// Before the first adoption a group decides under its draft's own rules; everything else asks for G1 in full.
    fn ungoverned(&self, motion: Motion) -> Vec<Reason> {
        match (motion, self.group.governing(self.at)) {
            (Motion::AdoptTerms, _) if self.rules(motion).is_some() => Vec::new(),
            (Motion::AdoptTerms, _) => vec![Reason::new("no_draft_terms")],
            (_, Err(Refusal::Gate(reasons))) => reasons,
            _ => Vec::new(),
        }
    }

    pub(crate) fn rules(&self, motion: Motion) -> Option<&Clauses> {
        self.group.rules(motion, self.at)
    }
}

fn refused_choices(item: &Item, proposed: &Proposed) -> Vec<Reason> {
    use crate::item::Place;
    let chosen = proposed.choices.iter().any(|choice| choice.place == Place::Selected);
    let twice = {
        let responses: BTreeSet<_> = proposed.choices.iter().map(|choice| choice.response).collect();
        responses.len() != proposed.choices.len()
    };
    let selecting = item.motion == Motion::Select && proposed.verdict == Verdict::Agreed;
    let checks = [
        (selecting && !chosen, "no_partner_chosen", "selected"),
        (!selecting && chosen, "no_selection_here", "selected"),
        (twice, "chosen_twice", "reserve"),
    ];
    checks.iter().filter(|(refused, ..)| *refused).map(|(_, code, field)| Reason::new(code).at(*field)).collect()
}
