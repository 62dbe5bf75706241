//! What people do with accounts.
use super::store::{self, Grant, Particulars};
use crate::{error::Result, ids, unit::Unit};
use domain::{
    actor::Duty,
    ids::{OrganisationId, PersonId},
    person::Person,
    policy,
};

/// Makes an account that may not sign in yet, and invites its person by mail.
pub async fn invite(unit: &mut Unit, name: &str, email: &str, duties: Vec<(Duty, OrganisationId)>) -> Result<PersonId> {
    policy::may_invite(&unit.actor, &duties)?;
    let id = ids::new(PersonId);
    unit.save(Person::invite(id, duties.clone())).await?;
    let particulars = Particulars { name: name.into(), email: email.to_lowercase(), password: String::new() };
    store::describe(&mut unit.tx, id, &particulars).await?;
    for (duty, organisation) in duties {
        let (word, starts_at) = (duty.as_str(), unit.at);
        let grant = Grant { person: id, kind: "does", word, thing: organisation.0, starts_at, ends_at: None };
        store::grant(&mut unit.tx, grant).await?;
    }
    Ok(id)
}
