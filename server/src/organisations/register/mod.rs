//! A register of organisations as comma-separated text: read line by line, compared with the list, loaded whole or not
//! at all (G8). Read in this order.
mod compare;
mod known;
mod lines;
mod plan;

pub use compare::{Report, Verdict};

use super::store::{
    self,
    sheets::{self, Sheet},
};
use crate::{
    error::{Error, Result},
    forms::Problem,
    ids,
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::Actor,
    ids::SheetId,
    organisation::TieKind,
    policy,
    refusal::{Reason, Refusal},
    time::Timestamp,
};
use known::Known;
use lines::Line;
use serde_json::{Value, json};

pub use lines::{COLUMNS, MOST_LINES};

/// The most bytes of a register.
pub const MOST_BYTES: usize = 10_000_000;

/// Keeps a register that was sent, if it can be read at all, and compares it with the list.
pub async fn send(unit: &mut Unit, text: String) -> Result<(Sheet, Report)> {
    policy::may_edit_organisation(&unit.actor)?;
    let lines = lines::read(&text)?;
    let sheet = Sheet { id: ids::new(SheetId), sent_at: unit.at, lines: text, loaded_at: None, report: Value::Null };
    sheets::keep(&mut unit.tx, unit.actor.person, &sheet).await?;
    let report = compared(&mut unit.tx, &unit.actor, unit.at, &lines).await?.report();
    Ok((sheet, report))
}

/// A register that was sent, for whoever keeps the list.
pub async fn get(tx: &mut Tx, actor: &Actor, id: SheetId) -> Result<Sheet> {
    policy::may_edit_organisation(actor)?;
    sheets::find(tx, id).await?.ok_or(Error::NotFound)
}

/// What loading this register would do now; what it did, once it is loaded.
pub async fn report(tx: &mut Tx, actor: &Actor, sheet: &Sheet, at: Timestamp) -> Result<Value> {
    if sheet.loaded_at.is_some() {
        return Ok(sheet.report.clone());
    }
    Ok(json!(compared(tx, actor, at, &lines::read(&sheet.lines)?).await?.report()))
}

/// What loading this register would do, unless it was loaded, changes nothing, or has a wrong line.
pub async fn loadable(tx: &mut Tx, actor: &Actor, sheet: &Sheet, at: Timestamp) -> Result<Report> {
    if sheet.loaded_at.is_some() {
        return Err(Refusal::because("register_loaded").into());
    }
    let report = compared(tx, actor, at, &lines::read(&sheet.lines)?).await?.report();
    refuse(&report)?;
    Ok(report)
}

/// Loads a register: every line in one transaction, or none with every reason.
pub async fn load(unit: &mut Unit, id: SheetId) -> Result<Report> {
    let sheet = get(&mut unit.tx, &unit.actor, id).await?;
    if sheet.loaded_at.is_some() {
        return Err(Refusal::because("register_loaded").into());
    }
    let plan = compared(&mut unit.tx, &unit.actor, unit.at, &lines::read(&sheet.lines)?).await?;
    let report = plan.report();
    refuse(&report)?;
    for decided in plan.decisions() {
        unit.save(decided).await?;
    }
    plan::begin_successions(unit, &report).await?;
    match sheets::loaded(&mut unit.tx, id, unit.at, &json!(report)).await? {
        true => Ok(report),
        false => Err(Error::Stale),
    }
}

/// Refuses to load a register with a wrong line in it, and one that changes nothing.
fn refuse(report: &Report) -> Result<()> {
    match (report.refused, report.new + report.changed) {
        (0, 0) => Err(Refusal::because("register_changes_nothing").into()),
        (0, _) => Ok(()),
        (count, _) => Err(Reason::new("register_refused").with("count", count).into()),
    }
}

async fn compared(tx: &mut Tx, actor: &Actor, at: Timestamp, lines: &[Line]) -> Result<compare::Plan> {
    let known = known(tx, lines).await?;
    Ok(compare::compare(actor, at.day(), known, lines))
}

/// Everything that is known of whoever these lines name: five statements, however many lines there are.
async fn known(tx: &mut Tx, lines: &[Line]) -> Result<Known> {
    let codes: Vec<&str> = lines.iter().flat_map(Line::codes).map(|one| one.code()).collect();
    let found = store::with_codes(tx, &codes).await?;
    let followed = store::successions(tx).await?;
    let parts = store::ties(tx, TieKind::PartOf).await?;
    let hosted = store::ties(tx, TieKind::HostedBy).await?;
    let ties = [(TieKind::PartOf, parts), (TieKind::HostedBy, hosted)].into();
    Ok(Known::new(found, followed, ties).with_references(store::references(tx).await?))
}

/// A problem of the whole text.
fn whole(code: &'static str) -> Problem {
    Problem::new(code).at("lines")
}
