//! What people do with organisations.
use super::store;
use crate::{
    error::{Error, Result},
    forms::Problem,
    ids,
    unit::Unit,
};
use db::Tx;
use domain::{
    ids::OrganisationId,
    organisation::{Organisation, Particulars, Succession},
};
use jiff::civil::Date;

/// The organisation of this reference; everybody may know every organisation.
pub async fn get(tx: &mut Tx, reference: &str) -> Result<Organisation> {
    store::by_reference(tx, reference).await?.ok_or(Error::NotFound)
}

/// The organisation of an option that was picked in this field: its reference, or its id.
pub async fn picked(tx: &mut Tx, value: &str, field: &str) -> Result<OrganisationId> {
    let found = match value.parse() {
        Ok(id) => store::find(tx, id).await?,
        Err(_) => store::by_reference(tx, &value.trim().to_ascii_uppercase()).await?,
    };
    Ok(found.ok_or_else(|| Problem::new("no_such_organisation").at(field))?.id)
}

/// Puts an organisation on the list.
pub async fn create(unit: &mut Unit, it: Particulars) -> Result<Organisation> {
    let (id, reference) = (ids::new(OrganisationId), ids::reference("OG"));
    let decided = Organisation::create(&unit.actor, id, reference, it)?;
    free(&mut unit.tx, decided.state()).await?;
    unit.save(decided).await
}

/// Changes its name, kinds, identifiers or dates.
pub async fn edit(unit: &mut Unit, reference: &str, it: Particulars) -> Result<Organisation> {
    let organisation = get(&mut unit.tx, reference).await?;
    unit.check(&organisation)?;
    let decided = organisation.edit(&unit.actor, it)?;
    free(&mut unit.tx, decided.state()).await?;
    unit.save(decided).await
}

/// Notes who took its place, and its last day.
pub async fn succeed(
    unit: &mut Unit,
    reference: &str,
    successors: Vec<OrganisationId>,
    last_day: Date,
) -> Result<Organisation> {
    let organisation = get(&mut unit.tx, reference).await?;
    unit.check(&organisation)?;
    let later = store::later(&mut unit.tx, &successors).await?;
    let decided = organisation.succeed(&unit.actor, Succession { successors, last_day, later })?;
    unit.save(decided).await
}

/// Refuses identifiers that another organisation has at the same time.
async fn free(tx: &mut Tx, it: &Organisation) -> Result<()> {
    let mut taken = Vec::new();
    for (n, one) in it.identifiers.iter().enumerate() {
        if let Some(name) = store::holder(tx, one, it.id).await? {
            let code = one.identifier.code();
            let problem = Problem::new("identifier_taken").at(format!("identifiers-{n}-code"));
            taken.push(problem.with("code", code).with("name", name));
        }
    }
    if taken.is_empty() { Ok(()) } else { Err(Error::Invalid(taken)) }
}
