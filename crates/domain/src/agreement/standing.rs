//! Who has agreed to exactly which text.
use super::*;
use sha2::{Digest, Sha256};

impl Agreement {
    /// SHA-256 over the canonical form (RFC 8785) of the text as it stands, in hex.
    pub fn hash(&self) -> String {
        let text =
            record::canonical(&self.text()).expect("every number of an agreement is whole, and nothing stands deep");
        hex::encode(Sha256::digest(text))
    }

    /// The parties' organisations, in order.
    pub fn organisations(&self) -> Vec<OrganisationId> {
        self.parties.iter().map(|party| party.organisation).collect()
    }

    /// Calls a party by the name of the organisation that took its place.
    pub(crate) fn rename(&mut self, heir: &Heir) {
        let of = |party: &&mut Party| party.organisation == heir.by;
        self.parties.iter_mut().filter(of).for_each(|party| party.name = heir.name.clone());
    }

    /// Whose approval the text needs: everybody on a party's path.
    pub fn approvers(&self) -> Vec<Approver> {
        let of = |party: &Party| {
            let organisation = party.organisation;
            party.path.iter().map(move |duty| Approver { organisation, duty: *duty }).collect::<Vec<_>>()
        };
        self.parties.iter().flat_map(of).collect()
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
}
