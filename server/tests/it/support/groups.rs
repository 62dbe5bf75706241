//! Groups of a world: bare ones, and working ones made by real acts.
use super::World;
use domain::{
    actor::{Actor, Role},
    group::{Founding, Group},
    ids::{GroupId, OrganisationId, PersonId},
};
use server::{ids, unit::Unit};

impl World {
    /// A group without seats and terms, for an invented system and network.
    pub async fn bare_group(&self) -> GroupId {
        let operator = Actor::new(ids::new(PersonId), vec![Role::Operator]);
        let mut unit = Unit::begin(&self.app.db, operator, self.now()).await.unwrap();
        let (id, systems) = (ids::new(GroupId), vec![ids::new(OrganisationId)]);
        let (reference, network) = (ids::reference("GR"), ids::new(OrganisationId));
        let founding = Founding { id, reference, name: "South West London".into(), systems, network };
        let decided = Group::create(&unit.actor, founding).unwrap();
        unit.save(decided).await.unwrap();
        unit.commit().await.unwrap();
        id
    }
}
