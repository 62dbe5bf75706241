//! Sending a register of organisations, and loading it after reading what that would do.
use crate::{
    acts::{Act, Address, Desk, Opened},
    error::{Done, Result},
    forms::{Field, Kind},
    organisations::{register, store::sheets::Sheet},
    unit::Unit,
};
use domain::{ids::SheetId, policy};
use serde::Deserialize;
use serde_json::json;

/// Send a register: a file, or its lines.
pub struct Send;

/// A register as it is sent.
#[derive(Deserialize)]
pub struct Lines {
    lines: String,
}

/// The page of a register that was sent.
pub fn path(sheet: &Sheet) -> String {
    format!("/organisations/registers/{}", sheet.id)
}

impl Act for Send {
    const NAME: &'static str = "organisation.register";
    const PATH: &'static str = "/organisations/registers/new";
    const FORM: &'static [Field] = &[Field::new("lines", Kind::Csv(register::MOST_BYTES))];
    const MOST_BYTES: usize = 4 * register::MOST_BYTES;
    const TEMPLATE: &'static str = "organisations/register.html";
    type Input = Lines;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        policy::may_edit_organisation(desk.actor)?;
        let facts = json!({ "columns": register::COLUMNS, "most": register::MOST_LINES, "kinds": domain::organisation::Kind::ALL });
        Ok(Opened { facts, back: "/organisations".into(), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, _: &Address, input: Lines) -> Result<Done> {
        let (sheet, report) = register::send(unit, input.lines).await?;
        Ok(Done::to(path(&sheet)).with("register", sheet.id).with("report", report))
    }
}

/// Load a register that was sent: every line or none.
pub struct Load;

impl Act for Load {
    const NAME: &'static str = "organisation.load_register";
    const PATH: &'static str = "/organisations/registers/{register}/load";
    type Input = ();

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let id: SheetId = desk.address.part("register")?;
        let sheet = register::get(desk.tx, desk.actor, id).await?;
        let report = register::loadable(desk.tx, desk.actor, &sheet, desk.at).await?;
        let facts = json!({ "new": report.new, "changed": report.changed, "same": report.same });
        Ok(Opened { facts, back: path(&sheet), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, address: &Address, (): ()) -> Result<Done> {
        let id: SheetId = address.part("register")?;
        let report = register::load(unit, id).await?;
        Ok(Done::to(format!("/organisations/registers/{id}")).with("report", report))
    }
}
