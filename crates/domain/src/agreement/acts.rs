//! What people do with an agreement: begin, edit, agree the text, approve, sign, refuse, open again.
use super::*;
use crate::{
    actor::Actor,
    event::Decided,
    policy,
    refusal::{Reason, Refusal, gate},
};

impl Agreement {
    /// Begins the draft of an agreement between organisations on a route that this process covers (A1).
    pub fn begin(actor: &Actor, begin: Begin) -> Result<Decided<Agreement>, Refusal> {
        policy::may_begin_agreement(actor, begin.network)?;
        gate(begin.lacks())?;
        let Begin { id, reference, title, collaboration, call, challenge, group, network, route, .. } = begin;
        let Begin { route_reason, parties, content, .. } = begin;
        let (status, approvals, signatures, heirs) = (Status::Drafting, Vec::new(), Vec::new(), Vec::new());
        let (text_hash, agreed_at, in_force_at, version) = (None, None, None, 0);
        let agreement = Agreement {
            id,
            reference,
            title,
            collaboration,
            call,
            challenge,
            group,
            network,
            route,
            route_reason,
            status,
            parties,
            content,
            text_hash,
            agreed_at,
            approvals,
            signatures,
            in_force_at,
            heirs,
            version,
        };
        let parties = agreement.organisations();
        Ok(Decided::new(agreement, Event::Begun { parties }))
    }

    /// Changes one head of the draft.
    pub fn edit(mut self, actor: &Actor, change: Change) -> Result<Decided<Agreement>, Refusal> {
        self.status = self.outcome(actor, Command::Edit)?;
        gate(self.strangers(&change))?;
        let head = change.head();
        self.take(change);
        Ok(Decided::new(self, Event::Edited { head }))
    }

    /// Agrees the text: every head says something, and from now on nothing changes (A2).
    pub fn freeze(mut self, actor: &Actor, at: Timestamp) -> Result<Decided<Agreement>, Refusal> {
        let status = self.outcome(actor, Command::Freeze)?;
        gate(self.missing(at.day()))?;
        let hash = self.hash();
        (self.status, self.text_hash, self.agreed_at) = (status, Some(hash.clone()), Some(at));
        let approvers = self.approvers();
        Ok(Decided::new(self, Event::TextAgreed { hash, approvers }))
    }

    /// Approves, for a party and in every duty of its path that the actor has, the text with this hash (A4).
    pub fn approve(
        mut self,
        actor: &Actor,
        organisation: OrganisationId,
        hash: &str,
        at: Timestamp,
    ) -> Result<Decided<Agreement>, Refusal> {
        policy::may_approve_agreement_for(actor, &self, organisation)?;
        self.after(Command::Approve)?;
        gate(self.other_text(hash))?;
        for duty in self.duties_to_approve(actor, organisation) {
            self.approvals.retain(|other| (other.organisation, other.duty) != (organisation, duty));
            self.approvals.push(Approval { organisation, duty, by: actor.person, at, hash: hash.into() });
        }
        let hash = hash.to_string();
        if self.parties.iter().any(|party| !self.has_approved(party)) {
            return Ok(Decided::new(self, Event::Approved { organisation, hash }));
        }
        self.status = self.after(Command::ApproveLast)?;
        let signatories = self.parties.iter().filter_map(|party| party.signatory).collect();
        Ok(Decided::new(self, Event::ApprovedByAll { organisation, hash, signatories }))
    }

    /// Signs the text with this hash for a party. With the last signature it is in force (A5).
    pub fn sign(
        mut self,
        actor: &Actor,
        organisation: OrganisationId,
        hash: &str,
        at: Timestamp,
    ) -> Result<Decided<Agreement>, Refusal> {
        policy::may_sign_agreement_for(actor, &self, organisation)?;
        self.after(Command::Sign)?;
        gate(self.signed_before(organisation))?;
        gate(self.other_text(hash))?;
        self.signatures.push(Signature { organisation, by: actor.person, at, hash: hash.into() });
        let hash = hash.to_string();
        if self.parties.iter().any(|party| !self.has_signed(party)) {
            return Ok(Decided::new(self, Event::Signed { organisation, hash }));
        }
        (self.status, self.in_force_at) = (self.after(Command::SignLast)?, Some(at));
        let parties = self.organisations();
        Ok(Decided::new(self, Event::InForce { organisation, hash, parties }))
    }

    /// Refuses the text for a party: it is a draft again.
    pub fn refuse(
        self,
        actor: &Actor,
        organisation: OrganisationId,
        reason: String,
    ) -> Result<Decided<Agreement>, Refusal> {
        policy::may_refuse_agreement_for(actor, &self, organisation)?;
        let status = self.after(Command::Refuse)?;
        let parties = self.organisations();
        Ok(Decided::new(self.opened(status), Event::Refused { organisation, reason, parties }))
    }

    /// Opens the text again, so that it can change. Approvals hold only for the text they were given for.
    pub fn reopen(self, actor: &Actor, reason: String) -> Result<Decided<Agreement>, Refusal> {
        let status = self.outcome(actor, Command::Reopen)?;
        let parties = self.organisations();
        Ok(Decided::new(self.opened(status), Event::Reopened { reason, parties }))
    }

    /// Where a command leads, if this actor may give it now. Permission first, then the lifecycle.
    pub fn outcome(&self, actor: &Actor, command: Command) -> Result<Status, Refusal> {
        policy::may_agreement(actor, command, self)?;
        self.after(command)
    }

    /// What this actor could do now: the buttons of a page, the `available` of the API.
    pub fn available(&self, actor: &Actor) -> Vec<Command> {
        Command::ALL.iter().copied().filter(|command| self.outcome(actor, *command).is_ok()).collect()
    }

    fn duties_to_approve(&self, actor: &Actor, organisation: OrganisationId) -> Vec<Duty> {
        let awaited = self.party(organisation).map(|party| self.awaits(party)).unwrap_or_default();
        awaited.into_iter().filter(|duty| actor.does(*duty, organisation)).collect()
    }

    fn other_text(&self, hash: &str) -> Vec<Reason> {
        let same = self.text_hash.as_deref() == Some(hash) && self.hash() == hash;
        if same { Vec::new() } else { vec![Reason::new("text_changed").at("hash")] }
    }

    fn signed_before(&self, organisation: OrganisationId) -> Vec<Reason> {
        let signed = self.party(organisation).is_some_and(|party| self.has_signed(party));
        if signed { vec![Reason::new("already_signed")] } else { Vec::new() }
    }

    /// As a draft again: signatures are gone, approvals stay bound to the text they were given for. Whoever took a
    /// party's place stands in the next text under their own name (G8).
    fn opened(mut self, status: Status) -> Agreement {
        for heir in std::mem::take(&mut self.heirs) {
            self.rename(&heir);
        }
        Agreement { status, text_hash: None, agreed_at: None, signatures: Vec::new(), ..self }
    }

    fn after(&self, command: Command) -> Result<Status, Refusal> {
        LIFECYCLE.iter().find(|(from, by, _)| (*from, *by) == (self.status, command)).map(|(_, _, to)| *to).ok_or(
            Refusal::WrongStatus { subject: "agreement", status: self.status.as_str(), command: command.as_str() },
        )
    }
}
