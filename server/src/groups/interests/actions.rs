//! What people do with their standing interests.
use super::store;
use crate::{error::Result, ids, unit::Unit};
use domain::{
    ids::InterestId,
    interest::{Declaring, Interest, Kind},
};
use jiff::civil::Date;
use serde::Deserialize;

/// What a person declares.
#[derive(Debug, Deserialize)]
pub struct Declared {
    /// Which kind.
    pub kind: Kind,
    /// What it is.
    pub description: String,
    /// With which organisation.
    pub organisation: String,
    /// Since when.
    pub from: Option<Date>,
    /// Until when.
    pub to: Option<Date>,
}

/// A person declares for themselves; the words stand beside the record.
pub async fn declare(unit: &mut Unit, it: Declared) -> Result<Interest> {
    let salt = ids::salt();
    let words = serde_json::json!([it.description, it.organisation]).to_string();
    let declaring = Declaring {
        id: ids::new(InterestId),
        reference: ids::reference("IN"),
        kind: it.kind,
        description: it.description.clone(),
        from: it.from,
        to: it.to,
        says: record::commit(&salt, words.as_bytes()).to_string(),
    };
    let decided = Interest::declare(&unit.actor, declaring, unit.at)?;
    let interest = unit.save(decided).await?;
    let salt: String = salt.iter().map(|byte| format!("{byte:02x}")).collect();
    store::describe(&mut unit.tx, interest.id, &it.description, &it.organisation, &salt).await?;
    Ok(interest)
}
