//! What people do with an agreement: begin, edit, agree the text, approve, sign, refuse, open again.
use super::*;
use crate::{
    actor::Actor,
    event::Decided,
    policy,
    refusal::{Reason, Refusal, gate},
};
use sha2::{Digest, Sha256};

/// What it takes to begin an agreement.
#[derive(Debug, Clone)]
pub struct Begin {
    /// The new id.
    pub id: AgreementId,
    /// The new reference.
    pub reference: String,
    /// What people will call it.
    pub title: String,
    /// The project it is for.
    pub collaboration: CollaborationId,
    /// The call it comes from.
    pub call: CallId,
    /// The need it meets.
    pub challenge: ChallengeId,
    /// The group that governs it.
    pub group: GroupId,
    /// The network that runs the process.
    pub network: OrganisationId,
    /// What kind of working together it is.
    pub route: Route,
    /// Why.
    pub route_reason: String,
    /// Who is to agree.
    pub parties: Vec<Party>,
    /// What challenge, call and response already say.
    pub content: Matters,
}

/// What the parties say about themselves (matter 2). Which organisations they are is settled when it begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Named {
    /// Role, address, signatory and approvers of each party.
    pub parties: Vec<Details>,
    /// The named clinical lead.
    pub clinical_lead: Option<PersonId>,
}

/// What one party says about itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Details {
    /// Which party.
    pub organisation: OrganisationId,
    /// What it does here.
    pub role: String,
    /// Its postal address.
    pub address: String,
    /// Who signs for it.
    pub signatory: Option<PersonId>,
    /// Whose approval it needs.
    pub path: Vec<Duty>,
}

/// A head with its new content.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is the head of the same name")]
pub enum Change {
    Beneficiaries(Beneficiaries),
    Parties(Named),
    Goals(Goals),
    Measures(Measures),
    Legacy(Legacy),
    Partnership(Partnership),
    InformationGovernance(InformationGovernance),
    Confidentiality(Confidentiality),
    Training(Training),
    Adoption(Adoption),
    Duration(Duration),
    Milestones(Milestones),
    Success(Success),
    Evaluation(Evaluation),
    Governance(Governance),
    Exit(Exit),
    Sustainability(InWords),
    Publication(InWords),
    Amendment(InWords),
}

impl Agreement {
    /// Begins the draft of an agreement between organisations on a route that this process covers (A1).
    pub fn begin(actor: &Actor, begin: Begin) -> Result<Decided<Agreement>, Refusal> {
        policy::may_begin_agreement(actor, begin.network)?;
        gate(begin.lacks())?;
        let Begin { id, reference, title, collaboration, call, challenge, group, network, route, .. } = begin;
        let Begin { route_reason, parties, content, .. } = begin;
        let (status, approvals, signatures) = (Status::Drafting, Vec::new(), Vec::new());
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
            version,
        };
        Ok(Decided::new(agreement, Event::Begun))
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
        Ok(Decided::new(self, Event::TextAgreed { hash }))
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
        Ok(Decided::new(self, Event::ApprovedByAll { organisation, hash }))
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
        Ok(Decided::new(self, Event::InForce { organisation, hash }))
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
        Ok(Decided::new(self.opened(status), Event::Refused { organisation, reason }))
    }

    /// Opens the text again, so that it can change. Approvals hold only for the text they were given for.
    pub fn reopen(self, actor: &Actor, reason: String) -> Result<Decided<Agreement>, Refusal> {
        let status = self.outcome(actor, Command::Reopen)?;
        Ok(Decided::new(self.opened(status), Event::Reopened { reason }))
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

    /// SHA-256 over the canonical form (RFC 8785) of the text as it stands, in hex.
    pub fn hash(&self) -> String {
        let text =
            record::canonical(&self.text()).expect("every number of an agreement is whole, and nothing stands deep");
        hex::encode(Sha256::digest(text))
    }

    /// The party that this organisation is.
    pub fn party(&self, organisation: OrganisationId) -> Option<&Party> {
        self.parties.iter().find(|party| party.organisation == organisation)
    }

    /// Whether an approval is of the text as it stands.
    pub fn stands(&self, approval: &Approval) -> bool {
        self.text_hash.as_ref() == Some(&approval.hash)
    }

    /// The duties whose approval a party still needs.
    pub fn awaits(&self, party: &Party) -> Vec<Duty> {
        let of = |approval: &&Approval| approval.organisation == party.organisation && self.stands(approval);
        let given: Vec<Duty> = self.approvals.iter().filter(of).map(|approval| approval.duty).collect();
        party.path.iter().copied().filter(|duty| !given.contains(duty)).collect()
    }

    /// Whether everybody on the party's path approved the text as it stands.
    pub fn has_approved(&self, party: &Party) -> bool {
        self.text_hash.is_some() && self.awaits(party).is_empty()
    }

    /// Whether the party signed.
    pub fn has_signed(&self, party: &Party) -> bool {
        self.signatures.iter().any(|signature| signature.organisation == party.organisation)
    }

    /// Approvals of an earlier text: void, and the page says whose.
    pub fn void(&self) -> Vec<&Approval> {
        self.approvals.iter().filter(|approval| !self.stands(approval)).collect()
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

    /// As a draft again: signatures are gone, approvals stay bound to the text they were given for.
    fn opened(self, status: Status) -> Agreement {
        Agreement { status, text_hash: None, agreed_at: None, signatures: Vec::new(), ..self }
    }

    /// Organisations in a change that are no party.
    fn strangers(&self, change: &Change) -> Vec<Reason> {
        let named: Vec<(&str, OrganisationId)> = match change {
            Change::Parties(it) => it.parties.iter().map(|party| ("organisation", party.organisation)).collect(),
            Change::Partnership(it) => it.contributions.iter().map(|c| ("organisation", c.organisation)).collect(),
            Change::InformationGovernance(it) => it.controllers.iter().map(|id| ("controllers", *id)).collect(),
            _ => Vec::new(),
        };
        let strangers = named.into_iter().filter(|(_, id)| self.party(*id).is_none());
        strangers.map(|(field, _)| Reason::new("not_a_party").at(field)).collect()
    }

    fn take(&mut self, change: Change) {
        let it = &mut self.content;
        match change {
            Change::Beneficiaries(new) => it.beneficiaries = new,
            Change::Parties(new) => self.take_parties(new),
            Change::Goals(new) => it.goals = new,
            Change::Measures(new) => it.measures = new,
            Change::Legacy(new) => it.legacy = new,
            Change::Partnership(new) => it.partnership = new,
            Change::InformationGovernance(new) => it.information_governance = new,
            Change::Confidentiality(new) => it.confidentiality = new,
            Change::Training(new) => it.training = new,
            Change::Adoption(new) => it.adoption = new,
            Change::Duration(new) => it.duration = new,
            Change::Milestones(new) => it.milestones = new,
            Change::Success(new) => it.success = new,
            Change::Evaluation(new) => it.evaluation = new,
            Change::Governance(new) => it.governance = new,
            Change::Exit(new) => it.exit = new,
            Change::Sustainability(new) => it.sustainability = new,
            Change::Publication(new) => it.publication = new,
            Change::Amendment(new) => it.amendment = new,
        }
    }

    fn take_parties(&mut self, named: Named) {
        self.content.clinical_lead = named.clinical_lead;
        for new in named.parties {
            let found = self.parties.iter_mut().find(|party| party.organisation == new.organisation);
            if let Some(party) = found {
                (party.role, party.address, party.signatory, party.path) =
                    (new.role, new.address, new.signatory, new.path);
            }
        }
    }

    fn after(&self, command: Command) -> Result<Status, Refusal> {
        LIFECYCLE.iter().find(|(from, by, _)| (*from, *by) == (self.status, command)).map(|(_, _, to)| *to).ok_or(
            Refusal::WrongStatus { subject: "agreement", status: self.status.as_str(), command: command.as_str() },
        )
    }
}

impl Begin {
    fn lacks(&self) -> Vec<Reason> {
        let stops = self.route.stops_here().map(|code| Reason::new(code).at("route"));
        let has = |side: Side| self.parties.iter().any(|party| party.side == side);
        let alone =
            (self.parties.len() < 2 || !has(Side::Public)).then(|| Reason::new("no_public_party").at("parties"));
        let twice = self
            .parties
            .iter()
            .enumerate()
            .any(|(n, one)| self.parties[..n].iter().any(|other| other.organisation == one.organisation));
        let twice = twice.then(|| Reason::new("party_named_twice").at("parties"));
        stops.into_iter().chain(alone).chain(twice).collect()
    }
}

impl Route {
    /// Why an agreement of this process is not the way for this route; none for the routes that it covers (A1).
    pub const fn stops_here(self) -> Option<&'static str> {
        match self {
            Route::CollaborativeWorking | Route::JointWorking | Route::Donation => None,
            Route::Research => Some("route_is_research"),
            Route::Procurement => Some("route_is_procurement"),
            Route::ContractedService => Some("route_is_contracted_service"),
            Route::Sponsorship => Some("route_is_sponsorship"),
        }
    }
}

impl Change {
    /// Which head it changes.
    pub const fn head(&self) -> Head {
        match self {
            Change::Beneficiaries(_) => Head::Beneficiaries,
            Change::Parties(_) => Head::Parties,
            Change::Goals(_) => Head::Goals,
            Change::Measures(_) => Head::Measures,
            Change::Legacy(_) => Head::Legacy,
            Change::Partnership(_) => Head::Partnership,
            Change::InformationGovernance(_) => Head::InformationGovernance,
            Change::Confidentiality(_) => Head::Confidentiality,
            Change::Training(_) => Head::Training,
            Change::Adoption(_) => Head::Adoption,
            Change::Duration(_) => Head::Duration,
            Change::Milestones(_) => Head::Milestones,
            Change::Success(_) => Head::Success,
            Change::Evaluation(_) => Head::Evaluation,
            Change::Governance(_) => Head::Governance,
            Change::Exit(_) => Head::Exit,
            Change::Sustainability(_) => Head::Sustainability,
            Change::Publication(_) => Head::Publication,
            Change::Amendment(_) => Head::Amendment,
        }
    }
}
