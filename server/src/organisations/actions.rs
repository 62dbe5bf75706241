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
    identifiers::Identifier,
    ids::OrganisationId,
    organisation::{Correction, Organisation, Particulars, Renaming, Tie, TieKind},
};

/// The organisation of this reference; everybody may know every organisation.
pub async fn get(tx: &mut Tx, reference: &str) -> Result<Organisation> {
    store::by_reference(tx, reference).await?.ok_or(Error::NotFound)
}

/// Who has a code, or had it last: as open data names it (`GB-NHS-QNQ`).
pub async fn by_code(tx: &mut Tx, org_id: &str) -> Result<Organisation> {
    let code = Identifier::of_org_id(org_id).ok_or(Error::NotFound)?;
    store::by_code(tx, code.scheme(), code.code()).await?.ok_or(Error::NotFound)
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

/// Changes its kinds, identifiers or dates.
pub async fn edit(unit: &mut Unit, reference: &str, it: Correction) -> Result<Organisation> {
    let organisation = get(&mut unit.tx, reference).await?;
    unit.check(&organisation)?;
    let decided = organisation.edit(&unit.actor, it)?;
    free(&mut unit.tx, decided.state()).await?;
    unit.save(decided).await
}

/// Gives it another name; the one before is kept.
pub async fn rename(unit: &mut Unit, reference: &str, it: Renaming) -> Result<Organisation> {
    let organisation = get(&mut unit.tx, reference).await?;
    unit.check(&organisation)?;
    let decided = organisation.rename(&unit.actor, it)?;
    unit.save(decided).await
}

/// Says what it is part of and who hosts it, all of it.
pub async fn tie(unit: &mut Unit, reference: &str, ties: Vec<Tie>) -> Result<Organisation> {
    let organisation = get(&mut unit.tx, reference).await?;
    unit.check(&organisation)?;
    let mut above = Vec::new();
    for kind in TieKind::ALL {
        let of_kind: Vec<_> = ties.iter().filter(|tie| tie.kind == *kind).map(|tie| tie.organisation).collect();
        above.extend(store::above(&mut unit.tx, *kind, &of_kind).await?);
    }
    let decided = organisation.tie(&unit.actor, ties, &above)?;
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
