//! What it takes to begin an agreement, and when it cannot (A1).
use super::*;
use crate::refusal::Reason;

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

impl Begin {
    pub(super) fn lacks(&self) -> Vec<Reason> {
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
