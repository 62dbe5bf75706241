//! The organisations of a project as its parties.
use crate::{error::Result, organisations};
use db::Tx;
use domain::{
    agreement::Side,
    collaboration::Party,
    ids::OrganisationId,
    organisation::{Kind, Organisation},
};

/// The organisations as parties, under the names and on the sides they have now.
pub async fn of(tx: &mut Tx, some: &[OrganisationId]) -> Result<Vec<Party>> {
    let found = organisations::store::several(tx, some).await?;
    let party = |it: &Organisation| Party { organisation: it.id, name: it.name.clone(), side: side(&it.kinds) };
    Ok(found.iter().map(party).collect())
}

fn side(kinds: &[Kind]) -> Side {
    let is = |some: &[Kind]| kinds.iter().any(|kind| some.contains(kind));
    match () {
        () if is(&[Kind::Company]) => Side::Industry,
        () if is(&[Kind::ThirdSector, Kind::University]) => Side::Third,
        () => Side::Public,
    }
}
