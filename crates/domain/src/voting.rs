//! How votes are read and counted: whose they are, who may cast them, what carries (G6).
use crate::{
    actor::Actor,
    ids::PersonId,
    item::{Dissent, Item, Manner, Motion, Proposed, Stance, Status, Verdict, Votes},
    refusal::{Reason, Refusal, gate},
    sitting::Sitting,
    terms::DecisionRule,
};
use std::collections::BTreeSet;

/// What the votes on an item come to, were it decided now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Count {
    /// For the motion.
    pub in_favour: usize,
    /// Against it.
    pub against: usize,
    /// Neither.
    pub abstained: usize,
    /// Everyone who is entitled to vote on the item: voting seats that are not recused.
    pub entitled: usize,
    /// Whether the motion carries by the group's rule.
    pub carried: bool,
}

impl Votes {
    /// Everyone who voted, as often as they did.
    pub fn all(&self) -> Vec<PersonId> {
        [&self.in_favour, &self.against, &self.abstained].into_iter().flatten().copied().collect()
    }

    fn of(&self, stance: Stance) -> &Vec<PersonId> {
        match stance {
            Stance::InFavour => &self.in_favour,
            Stance::Against => &self.against,
            Stance::Abstained => &self.abstained,
        }
    }

    fn of_mut(&mut self, stance: Stance) -> &mut Vec<PersonId> {
        match stance {
            Stance::InFavour => &mut self.in_favour,
            Stance::Against => &mut self.against,
            Stance::Abstained => &mut self.abstained,
        }
    }
}

impl Sitting<'_> {
    /// What the votes that were cast on an item come to, with this person presiding.
    pub fn count(&self, item: &Item, president: Option<PersonId>) -> Count {
        self.counted(item.motion, &self.cast(item), president, self.entitled(item))
    }

    /// The votes of a decision: those that people cast, and those that whoever presides writes down. None for a
    /// consensus.
    pub fn votes(&self, item: &Item, proposed: &Proposed) -> Votes {
        match proposed.manner {
            Manner::Consensus => Votes::default(),
            Manner::Vote => self.joined(item, &proposed.votes),
        }
    }

    /// Refuses, with every reason, whoever cannot vote on an item now, however they would.
    pub fn may_vote(&self, item: &Item, by: PersonId) -> Result<(), Refusal> {
        if item.status == Status::Decided {
            return Err(Refusal::because("voting_closed"));
        }
        gate(self.refused_ballot(item, by, Stance::Abstained, ""))
    }

    /// What stands in the way of casting a vote on an item: every reason.
    pub(crate) fn refused_ballot(&self, item: &Item, by: PersonId, stance: Stance, reasons: &str) -> Vec<Reason> {
        let principal = self.group.principal_of(by, self.at);
        let voted = |of: PersonId| item.ballot(of).is_some_and(|ballot| ballot.by == of);
        let present = principal.is_some_and(|of| self.meeting.is_present(of));
        let declared = item.declaration(by).is_some() && !item.unruled().contains(&by);
        let checks = [
            (!self.is_open(item), "not_in_session", None),
            (principal.is_some_and(voted), "principal_voted", None),
            (present && !principal.is_some_and(voted), "principal_present", None),
            (!present && !self.seated().contains(&by), "no_vote_here", None),
            (!self.current.contains(&by), "interests_stale", None),
            (!declared, "declare_before_voting", None),
            (item.is_recused(self.vote_of(by)), "principal_recused", None),
            (stance == Stance::InFavour && drafts(item, by), "approver_is_drafter", Some("stance")),
            (stance == Stance::Against && reasons.trim().is_empty(), "say_why_against", Some("reasons")),
        ];
        let reason = |(_, code, field): &(bool, &'static str, Option<&str>)| match field {
            Some(field) => Reason::new(code).at(*field),
            None => Reason::new(code),
        };
        checks.iter().filter(|(refused, ..)| *refused).map(reason).collect()
    }

    /// What stands in the way of a decision's votes: every reason.
    pub(crate) fn refused_votes(&self, item: &Item, actor: &Actor, proposed: &Proposed) -> Vec<Reason> {
        if proposed.manner == Manner::Consensus {
            return self.refused_consensus(item, &proposed.votes);
        }
        let votes = self.joined(item, &proposed.votes);
        let all = votes.all();
        let once: BTreeSet<PersonId> = all.iter().copied().collect();
        let cast: BTreeSet<PersonId> = self.cast(item).all().into_iter().collect();
        let entitled: Vec<PersonId> = self.able(item).into_iter().map(|person| self.vote_of(person)).collect();
        let stale =
            once.difference(&cast).any(|person| self.seated().contains(person) && !self.current.contains(person));
        let counted = self.counted(item.motion, &votes, Some(actor.person), self.entitled(item));
        let unexplained = votes.against.iter().filter(|person| !explains(&votes, **person)).count();
        let checks = [
            (all.is_empty(), "votes_missing", "in_favour"),
            (once.len() != all.len(), "voted_twice", "against"),
            (stale, "interests_stale", "in_favour"),
            (!once.difference(&cast).all(|person| entitled.contains(person)), "may_not_vote", "in_favour"),
            (votes.in_favour.iter().any(|person| drafts(item, *person)), "approver_is_drafter", "in_favour"),
            (unexplained > 0, "dissent_unexplained", "dissent"),
            (
                !all.is_empty() && counted.carried != (proposed.verdict == Verdict::Agreed),
                "votes_say_otherwise",
                "verdict",
            ),
        ];
        checks.iter().filter(|(refused, ..)| *refused).map(|(_, code, field)| Reason::new(code).at(*field)).collect()
    }

    fn refused_consensus(&self, item: &Item, written: &Votes) -> Vec<Reason> {
        let written = !written.all().is_empty();
        let opposed = item.ballots.iter().any(|ballot| ballot.stance == Stance::Against);
        let checks = [(written, "consensus_has_no_votes"), (opposed, "consensus_was_opposed")];
        checks.iter().filter(|(refused, _)| *refused).map(|(_, code)| Reason::new(code).at("manner")).collect()
    }

    /// Whether votes can be cast on an item now.
    fn is_open(&self, item: &Item) -> bool {
        self.meeting.status == crate::meeting::Status::InSession && item.meeting == Some(self.meeting.id)
    }

    fn entitled(&self, item: &Item) -> usize {
        self.group.voters(self.at).into_iter().filter(|person| !item.is_recused(*person)).count()
    }

    /// The votes that people cast themselves and that still count: not of anybody recused since.
    fn cast(&self, item: &Item) -> Votes {
        let mut votes = Votes::default();
        for ballot in item.ballots.iter().filter(|it| !item.is_recused(it.of) && !item.is_recused(it.by)) {
            votes.of_mut(ballot.stance).push(ballot.of);
            if ballot.stance == Stance::Against {
                votes.dissent.push(Dissent { person: ballot.of, reasons: ballot.reasons.clone() });
            }
        }
        votes
    }

    /// What was cast, and what is written down beside it; the same vote said again counts once.
    fn joined(&self, item: &Item, written: &Votes) -> Votes {
        let mut votes = self.cast(item);
        for stance in Stance::ALL {
            let own = written.of(*stance).iter().map(|person| self.vote_of(*person));
            let new: Vec<PersonId> = own.filter(|person| !votes.of(*stance).contains(person)).collect();
            votes.of_mut(*stance).extend(new);
        }
        let said = |one: &&Dissent| !one.reasons.trim().is_empty();
        let why = written.dissent.iter().filter(said).cloned();
        votes.dissent.extend(why.map(|one| Dissent { person: self.vote_of(one.person), ..one }));
        votes
    }

    fn counted(&self, motion: Motion, votes: &Votes, president: Option<PersonId>, entitled: usize) -> Count {
        let (in_favour, against, abstained) = (votes.in_favour.len(), votes.against.len(), votes.abstained.len());
        let presides = president.is_some_and(|person| votes.in_favour.contains(&person));
        let rule = self.rules(motion).and_then(|rules| rules.decision_rule);
        let carried = match rule {
            Some(DecisionRule::TwoThirds) => in_favour > 0 && in_favour * 3 >= (in_favour + against) * 2,
            Some(DecisionRule::Consensus) => in_favour > 0 && against == 0,
            Some(DecisionRule::CastingVote) if in_favour == against => presides,
            Some(DecisionRule::EntitledMajority) => in_favour * 2 > entitled,
            _ => in_favour > against,
        };
        Count { in_favour, against, abstained, entitled, carried }
    }
}

fn explains(votes: &Votes, person: PersonId) -> bool {
    votes.dissent.iter().any(|one| one.person == person)
}

/// Whether a person drafted the call that an item asks to approve (C1).
fn drafts(item: &Item, person: PersonId) -> bool {
    item.motion == Motion::ApproveCall && item.drafter == Some(person)
}
