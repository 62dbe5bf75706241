//! The dry run: people are checked against organisations before they are invited (G5).
use super::store::{self, DryRun};
use crate::{
    acts::{Act, Address, Desk, Opened},
    error::{Done, Result},
    forms::{Field, Kind as Of, Problem},
    ids, organisations,
    unit::Unit,
};
use domain::{ids::OrganisationId, policy};
use serde::Deserialize;
use std::collections::BTreeSet;

/// The most people of one dry run.
const MOST_PEOPLE: usize = 50;
/// The most organisations of one dry run.
const MOST_ORGANISATIONS: usize = 20;

/// Check people against organisations.
pub struct AskDryRun;

/// Whom to check, and against what.
#[derive(Deserialize)]
pub struct Asked {
    people: String,
    organisations: Vec<Body>,
}

#[derive(Deserialize)]
struct Body {
    organisation: String,
}

const BODIES: &[Field] = &[Field::pick("organisation")];

impl Act for AskDryRun {
    const NAME: &'static str = "interest.dry_run";
    const PATH: &'static str = "/dry-runs/new";
    const FORM: &'static [Field] =
        &[Field::new("people", Of::Text(4000)), Field::rows("organisations", BODIES).required()];
    type Input = Asked;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        policy::may_dry_run(desk.actor)?;
        let options = [("organisation", organisations::store::options(desk.tx, &[]).await?)].into();
        Ok(Opened { options, back: "/work".into(), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, _: &Address, it: Asked) -> Result<Done> {
        policy::may_dry_run(&unit.actor)?;
        let people = addresses(&it.people)?;
        let organisations = bodies(unit, &it.organisations).await?;
        let (reference, person, asked_at) = (ids::reference("DR"), unit.actor.person, unit.at);
        let asked = DryRun { reference, person, asked_at, people, organisations };
        store::keep(&mut unit.tx, ids::new(|id| id), &asked).await?;
        Ok(Done::to(path(&asked.reference)).with("reference", asked.reference))
    }
}

/// The page of a dry run.
pub fn path(reference: &str) -> String {
    format!("/dry-runs/{reference}")
}

/// One address a line, each once.
fn addresses(text: &str) -> Result<Vec<String>> {
    let lines = text.split(['\n', ',', ';']).map(|line| line.trim().to_lowercase()).filter(|line| !line.is_empty());
    let mut seen = BTreeSet::new();
    let people: Vec<String> = lines.filter(|line| seen.insert(line.clone())).collect();
    if let Some(wrong) = people.iter().find(|line| !line.contains('@') || line.contains(char::is_whitespace)) {
        return Err(Problem::new("not_an_address").at("people").with("text", wrong).into());
    }
    match people.len() {
        0 => Err(Problem::new("missing").at("people").into()),
        n if n > MOST_PEOPLE => Err(Problem::new("too_many_people").at("people").with("most", MOST_PEOPLE).into()),
        _ => Ok(people),
    }
}

async fn bodies(unit: &mut Unit, rows: &[Body]) -> Result<Vec<OrganisationId>> {
    let mut found: Vec<OrganisationId> = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        let field = format!("organisations-{n}-organisation");
        let id = organisations::actions::picked(&mut unit.tx, &row.organisation, &field).await?;
        if !found.contains(&id) {
            found.push(id);
        }
    }
    if found.len() > MOST_ORGANISATIONS {
        return Err(Problem::new("too_many_organisations").at("organisations").with("most", MOST_ORGANISATIONS).into());
    }
    Ok(found)
}
