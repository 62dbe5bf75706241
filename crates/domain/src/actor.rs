//! Who is acting, and in which roles.
use crate::ids::{CallId, GroupId, OrganisationId, PersonId};
use uuid::Uuid;

words! {
    /// What a person does for an organisation.
    pub enum Duty {
        /// Of a network: triages, drafts calls, publishes approved calls, runs the timetable.
        NetworkOfficer = "network_officer",
        /// Of a company or another partner: responds, negotiates, enters delivery.
        PartnershipManager = "partnership_manager",
        /// Of an NHS party: owns pathway, outcomes and safety.
        ClinicalLead = "clinical_lead",
        /// Information governance.
        InformationGovernance = "information_governance",
        /// Finance.
        Finance = "finance",
        /// Legal.
        Legal = "legal",
        /// A company's medical certifier.
        Certifier = "certifier",
        /// A company's disclosure officer.
        DisclosureOfficer = "disclosure_officer",
        /// Signs agreements for the organisation.
        Signatory = "signatory",
        /// Evaluates outcomes.
        OutcomeEvaluator = "outcome_evaluator",
        /// May be asked to assess responses.
        Assessor = "assessor",
    }
}

words! {
    /// The role of a seat in a group.
    pub enum SeatRole {
        /// Runs the meetings.
        Chair = "chair",
        /// Takes the item when the chair is conflicted.
        Deputy = "deputy",
        /// Agendas, papers, attendance, minutes. Never votes.
        Secretary = "secretary",
        /// A member.
        Member = "member",
        /// A lay member.
        LayMember = "lay_member",
        /// Watches; never votes.
        Observer = "observer",
    }
}

/// One role of an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Runs the service.
    Operator,
    /// Reads everything in scope, changes nothing.
    Auditor,
    /// Does this for that organisation.
    Does(Duty, OrganisationId),
    /// Holds a seat in that group, today.
    Sits(SeatRole, GroupId),
    /// Was put on the panel of that call.
    Assesses(CallId),
}

/// The person who acts, with every role that holds at this moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Actor {
    /// Who.
    pub person: PersonId,
    /// In which roles.
    pub roles: Vec<Role>,
    /// The things on which this person is recused: they do not exist for them (G4).
    pub recused: Vec<Uuid>,
    /// Other accounts of this person, which became part of this one: what they did, this person did.
    pub formerly: Vec<PersonId>,
}

impl Actor {
    /// Somebody with these roles and no recusals.
    pub fn new(person: PersonId, roles: Vec<Role>) -> Actor {
        Actor { person, roles, recused: Vec::new(), formerly: Vec::new() }
    }
    /// Whoever is not signed in.
    pub fn public() -> Actor {
        Actor::new(PersonId::NOBODY, Vec::new())
    }
    /// Trefoil itself, for schedules and reactions.
    pub fn system() -> Actor {
        Actor::new(PersonId::SYSTEM, Vec::new())
    }
    /// Whether this is that person, by this account or by one that became part of it.
    pub fn is_person(&self, person: PersonId) -> bool {
        self.person == person || self.formerly.contains(&person)
    }
    /// This account, and those that became part of it.
    pub fn accounts(&self) -> impl Iterator<Item = PersonId> {
        std::iter::once(self.person).chain(self.formerly.iter().copied())
    }
    /// Whether this is Trefoil itself.
    pub fn is_system(&self) -> bool {
        self.person == PersonId::SYSTEM
    }
    /// Whether the actor has this very role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
    /// Whether the actor does this for the organisation.
    pub fn does(&self, duty: Duty, organisation: OrganisationId) -> bool {
        self.is(Role::Does(duty, organisation))
    }
    /// Whether the actor does anything for the organisation.
    pub fn belongs_to(&self, organisation: OrganisationId) -> bool {
        self.roles.iter().any(|role| matches!(role, Role::Does(_, of) if *of == organisation))
    }
    /// Whether the actor holds any seat of the group.
    pub fn sits_in(&self, group: GroupId) -> bool {
        self.roles.iter().any(|role| matches!(role, Role::Sits(_, of) if *of == group))
    }
    /// Whether the actor is chair or deputy of the group.
    pub fn leads(&self, group: GroupId) -> bool {
        self.is(Role::Sits(SeatRole::Chair, group)) || self.is(Role::Sits(SeatRole::Deputy, group))
    }
    /// Whether the actor is recused on the thing.
    pub fn is_recused_on(&self, thing: impl Into<Uuid>) -> bool {
        self.recused.contains(&thing.into())
    }
    /// Every organisation the actor does something for, each once.
    pub fn organisations(&self) -> Vec<OrganisationId> {
        let mut of: Vec<_> = self
            .roles
            .iter()
            .filter_map(|role| match role {
                Role::Does(_, organisation) => Some(*organisation),
                _ => None,
            })
            .collect();
        of.sort();
        of.dedup();
        of
    }
}
