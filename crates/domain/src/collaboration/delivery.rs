//! What happens while it runs: milestones, contributions, transfers of value (D1, D3).
use super::{Collaboration, Command, Event};
use crate::{
    actor::Actor,
    agreement::{Contribution, Milestone},
    event::Decided,
    ids::*,
    money::Pounds,
    policy,
    refusal::{Reason, Refusal},
    time::Timestamp,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A milestone that was reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// Which one, counted from 1.
    pub milestone: usize,
    /// On which day.
    pub on: Date,
    /// What shows it; public.
    pub evidence: String,
}

/// What a party put in, towards a contribution of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Which contribution, counted from 1.
    pub contribution: usize,
    /// Its worth.
    pub amount: Pounds,
    /// On which day.
    pub on: Date,
    /// What it was, and how it was valued; public.
    pub note: String,
}

words! {
    /// What the other side of a transfer says of it.
    pub enum Answered {
        /// Nothing yet.
        Waiting = "waiting",
        /// It is right.
        Confirmed = "confirmed",
        /// It is not right.
        Disputed = "disputed",
    }
}

/// A payment or benefit from a company to a payable body (D3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// The company that pays.
    pub payer: OrganisationId,
    /// The body that receives.
    pub payee: OrganisationId,
    /// How much, net.
    pub amount: Pounds,
    /// On which day.
    pub on: Date,
    /// What for; public.
    pub what: String,
    /// The side that recorded it.
    pub recorded_by: OrganisationId,
    /// What the other side says.
    pub answered: Answered,
    /// Why it is disputed; empty otherwise.
    pub reason: String,
}

/// What it takes to record a transfer.
#[derive(Debug, Clone)]
pub struct TransferDraft {
    /// The company that pays.
    pub payer: OrganisationId,
    /// The body that receives.
    pub payee: OrganisationId,
    /// How much, net.
    pub amount: Pounds,
    /// On which day.
    pub on: Date,
    /// What for.
    pub what: String,
}

/// What the other side answers.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The transfer's number, counted from 1.
    pub transfer: usize,
    /// Confirmed or disputed.
    pub answered: Answered,
    /// Why it is disputed.
    pub reason: String,
}

impl Collaboration {
    /// Notes that a milestone was reached, with what shows it.
    pub fn tick(mut self, actor: &Actor, tick: Tick, at: Timestamp) -> Result<Decided<Collaboration>, Refusal> {
        self.status = self.outcome(actor, Command::Tick)?;
        not_ahead(tick.on, at)?;
        if tick.milestone == 0 || tick.milestone > self.planned()?.milestones.len() {
            return Err(Reason::new("no_such_milestone").at("milestone").into());
        }
        if self.ticked(tick.milestone).is_some() {
            return Err(Reason::new("milestone_already_ticked").at("milestone").into());
        }
        let event = Event::MilestoneTicked { milestone: tick.milestone, on: tick.on };
        self.ticks.push(tick);
        Ok(Decided::new(self, event))
    }

    /// Records what a party put in. Only its own people can.
    pub fn contribute(mut self, actor: &Actor, made: Made, at: Timestamp) -> Result<Decided<Collaboration>, Refusal> {
        self.status = self.outcome(actor, Command::Contribute)?;
        not_ahead(made.on, at)?;
        let planned = made.contribution.checked_sub(1).and_then(|n| self.planned().ok()?.contributions.get(n));
        let planned = planned.ok_or_else(|| Reason::new("no_such_contribution").at("contribution"))?;
        self.speaks_for(actor, planned.organisation)?;
        let event = Event::ContributionRecorded { contribution: made.contribution };
        self.made.push(made);
        Ok(Decided::new(self, event))
    }

    /// Records a transfer of value, for one of its two sides; the other one answers.
    pub fn transfer(
        mut self,
        actor: &Actor,
        draft: TransferDraft,
        at: Timestamp,
    ) -> Result<Decided<Collaboration>, Refusal> {
        self.status = self.outcome(actor, Command::Transfer)?;
        not_ahead(draft.on, at)?;
        self.two_sides(draft.payer, draft.payee)?;
        let mine = [draft.payer, draft.payee].into_iter().find(|side| policy::may_speak_for(actor, *side).is_ok());
        let recorded_by = mine.ok_or(Refusal::Denied)?;
        let TransferDraft { payer, payee, amount, on, what } = draft;
        let (answered, reason) = (Answered::Waiting, String::new());
        let transfer = Transfer { payer, payee, amount, on, what, recorded_by, answered, reason };
        let event = Event::TransferRecorded { transfer: self.transfers.len() + 1, other: transfer.other_side() };
        self.transfers.push(transfer);
        Ok(Decided::new(self, event))
    }

    /// Answers for the other side of a transfer. A disputed one may be confirmed later.
    pub fn answer(mut self, actor: &Actor, answer: Answer) -> Result<Decided<Collaboration>, Refusal> {
        self.status = self.outcome(actor, Command::Confirm)?;
        let found = answer.transfer.checked_sub(1).and_then(|n| self.transfers.get_mut(n));
        let transfer = found.ok_or_else(|| Reason::new("no_such_transfer").at("transfer"))?;
        policy::may_speak_for(actor, transfer.other_side())?;
        if transfer.answered == Answered::Confirmed {
            return Err(Reason::new("transfer_already_confirmed").at("transfer").into());
        }
        if answer.answered == Answered::Disputed && answer.reason.trim().is_empty() {
            return Err(Reason::new("dispute_needs_reason").at("reason").into());
        }
        (transfer.answered, transfer.reason) = (answer.answered, answer.reason);
        Ok(Decided::new(self, Event::TransferAnswered { transfer: answer.transfer }))
    }

    /// The milestones of the plan that were not reached yet, by their numbers.
    pub fn to_tick(&self) -> Vec<(usize, &Milestone)> {
        let planned = self.plan.iter().flat_map(|plan| (1..).zip(&plan.milestones));
        planned.filter(|(number, _)| self.ticked(*number).is_none()).collect()
    }

    /// The contributions of the plan for whose party this actor speaks, by their numbers.
    pub fn to_contribute(&self, actor: &Actor) -> Vec<(usize, &Contribution)> {
        let planned = self.plan.iter().flat_map(|plan| (1..).zip(&plan.contributions));
        planned.filter(|(_, it)| policy::may_speak_for(actor, it.organisation).is_ok()).collect()
    }

    /// The transfers that this actor may answer, by their numbers.
    pub fn to_answer(&self, actor: &Actor) -> Vec<(usize, &Transfer)> {
        let open = (1..).zip(&self.transfers).filter(|(_, transfer)| transfer.answered != Answered::Confirmed);
        open.filter(|(_, transfer)| policy::may_speak_for(actor, transfer.other_side()).is_ok()).collect()
    }

    /// How a milestone was reached, if it was.
    pub fn ticked(&self, milestone: usize) -> Option<&Tick> {
        self.ticks.iter().find(|tick| tick.milestone == milestone)
    }

    /// What was put in so far towards a contribution of the plan.
    pub fn made_of(&self, contribution: usize) -> Pounds {
        let amounts = self.made.iter().filter(|made| made.contribution == contribution).map(|made| made.amount);
        Pounds::sum(amounts).unwrap_or(Pounds::MOST)
    }

    /// The payer is a company of the project and the payee another of its parties.
    fn two_sides(&self, payer: OrganisationId, payee: OrganisationId) -> Result<(), Refusal> {
        if !self.companies().any(|company| company.organisation == payer) {
            return Err(Reason::new("payer_not_a_company").at("payer").into());
        }
        if payer == payee || self.party(payee).is_none() {
            return Err(Reason::new("payee_not_another_party").at("payee").into());
        }
        Ok(())
    }
}

impl Transfer {
    /// The side that did not record it, and so answers for it.
    pub fn other_side(&self) -> OrganisationId {
        if self.recorded_by == self.payer { self.payee } else { self.payer }
    }
}

/// Refuses a day that has not come yet.
pub(super) fn not_ahead(on: Date, at: Timestamp) -> Result<(), Refusal> {
    if on > at.day() { Err(Reason::new("day_ahead").at("on").into()) } else { Ok(()) }
}
