//! The reference organisations that come with the product: England's integrated care boards, those before them, and
//! the health innovation networks.
use super::{actions, store, succession};
use crate::{
    error::{Error, Result},
    unit::Unit,
};
use domain::{
    identifiers::{Identifier, Scheme},
    ids::OrganisationId,
    organisation::{Identified, Kind, Particulars},
};
use jiff::civil::Date;

const BOARDS: &str = include_str!("../../data/integrated-care-boards.csv");
const NETWORKS: &str = include_str!("../../data/health-innovation-networks.csv");

/// A board of the list.
struct Board {
    code: Identifier,
    name: String,
    from: Option<Date>,
    to: Option<Date>,
    successors: Vec<String>,
}

/// Loads those that are not there yet, each by a real act; tells how many were made. Loading again makes none.
pub async fn load(unit: &mut Unit) -> Result<usize> {
    domain::policy::may_edit_organisation(&unit.actor)?;
    let boards: Vec<Board> = rows(BOARDS).map(|row| board(&row)).collect::<Result<_>>()?;
    let mut made = 0;
    for board in &boards {
        made += load_board(unit, board).await?;
    }
    for board in boards.iter().filter(|board| !board.successors.is_empty()) {
        follow(unit, board).await?;
    }
    for row in rows(NETWORKS) {
        made += load_network(unit, &row[0]).await?;
    }
    Ok(made)
}

async fn load_board(unit: &mut Unit, board: &Board) -> Result<usize> {
    if store::by_code(&mut unit.tx, Scheme::Ods, board.code.code()).await?.is_some() {
        return Ok(0);
    }
    let Board { code, name, from, to, .. } = board;
    let identified = Identified { identifier: code.clone(), from: *from, to: *to };
    let kinds = vec![Kind::IntegratedCareBoard];
    let (name, brand) = (name.clone(), String::new());
    let it = Particulars { name, brand, kinds, identifiers: vec![identified], from: *from, to: *to };
    actions::create(unit, it).await?;
    Ok(1)
}

/// Notes who followed a board, unless that is known.
async fn follow(unit: &mut Unit, board: &Board) -> Result<()> {
    let before = store::by_code(&mut unit.tx, Scheme::Ods, board.code.code()).await?.ok_or(Error::NotFound)?;
    let (true, Some(last_day)) = (before.successors.is_empty(), board.to) else { return Ok(()) };
    let mut successors: Vec<OrganisationId> = Vec::new();
    for code in &board.successors {
        let next = store::by_code(&mut unit.tx, Scheme::Ods, code).await?;
        successors.push(next.ok_or(Error::NotFound)?.id);
    }
    succession::succeed(unit, &before.reference, successors, last_day).await?;
    Ok(())
}

async fn load_network(unit: &mut Unit, name: &str) -> Result<usize> {
    if store::by_name(&mut unit.tx, name).await?.is_some() {
        return Ok(0);
    }
    let kinds = vec![Kind::HealthInnovationNetwork];
    let (name, brand, identifiers) = (name.into(), String::new(), Vec::new());
    let it = Particulars { name, brand, kinds, identifiers, from: None, to: None };
    actions::create(unit, it).await?;
    Ok(1)
}

fn board(row: &[String]) -> Result<Board> {
    let [code, _, name, from, to, successors] = row else {
        return Err(Error::Fault(format!("a board with {} columns", row.len())));
    };
    let wrong = |what: &dyn std::fmt::Display| Error::Fault(format!("board {code}: {what}"));
    let day = |text: &str| match text {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|e: jiff::Error| wrong(&e)),
    };
    let split = successors.split(';').filter(|code| !code.is_empty());
    Ok(Board {
        code: Identifier::parse(Scheme::Ods, code).map_err(|e| wrong(&e))?,
        name: name.clone(),
        from: day(from)?,
        to: day(to)?,
        successors: split.map(String::from).collect(),
    })
}

/// The lines after the first, cut at commas that do not stand in quotes.
fn rows(csv: &str) -> impl Iterator<Item = Vec<String>> {
    csv.lines().skip(1).filter(|line| !line.is_empty()).map(cells)
}

fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            other => cells.last_mut().expect("there is always a cell").push(other),
        }
    }
    cells
}
