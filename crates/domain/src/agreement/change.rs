//! A head of an agreement with its new content.
use super::*;
use crate::refusal::Reason;

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
    /// Organisations in a change that are no party.
    pub(super) fn strangers(&self, change: &Change) -> Vec<Reason> {
        let named: Vec<(&str, OrganisationId)> = match change {
            Change::Parties(it) => it.parties.iter().map(|party| ("organisation", party.organisation)).collect(),
            Change::Partnership(it) => it.contributions.iter().map(|c| ("organisation", c.organisation)).collect(),
            Change::InformationGovernance(it) => it.controllers.iter().map(|id| ("controllers", *id)).collect(),
            _ => Vec::new(),
        };
        let strangers = named.into_iter().filter(|(_, id)| self.party(*id).is_none());
        strangers.map(|(field, _)| Reason::new("no_party_to_this").at(field)).collect()
    }

    pub(super) fn take(&mut self, change: Change) {
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
