//! What was typed about an organisation, checked register by register.
use crate::{
    error::{Error, Result},
    forms::Problem,
};
use domain::{
    identifiers::{Identifier, Scheme},
    organisation::{Correction, Identified, Kind, Organisation, Particulars},
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

/// What is said of a new organisation.
#[derive(Deserialize)]
pub struct Input {
    name: String,
    brand: String,
    #[serde(flatten)]
    rest: Corrected,
}

/// What may be corrected at any time.
#[derive(Deserialize)]
pub struct Corrected {
    kinds: Vec<Kind>,
    identifiers: Vec<Row>,
    from: Option<Date>,
    to: Option<Date>,
}

#[derive(Deserialize)]
struct Row {
    scheme: String,
    code: String,
    from: Option<Date>,
    to: Option<Date>,
}

impl Input {
    /// The particulars, or everything that is wrong with the identifiers.
    pub fn particulars(self) -> Result<Particulars> {
        let Correction { kinds, identifiers, from, to } = self.rest.correction()?;
        Ok(Particulars { name: self.name, brand: self.brand, kinds, identifiers, from, to })
    }
}

impl Corrected {
    /// The correction, or everything that is wrong with the identifiers.
    pub fn correction(self) -> Result<Correction> {
        let mut problems = Vec::new();
        let mut identifiers = Vec::new();
        for (n, row) in self.identifiers.into_iter().enumerate() {
            match identified(row, n) {
                Ok(one) => identifiers.push(one),
                Err(problem) => problems.push(problem),
            }
        }
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        Ok(Correction { kinds: self.kinds, identifiers, from: self.from, to: self.to })
    }
}

fn identified(row: Row, n: usize) -> std::result::Result<Identified, Problem> {
    let wrong_scheme = |_| Problem::new("not_an_option").at(format!("identifiers-{n}-scheme"));
    let scheme: Scheme = serde_json::from_value(json!(row.scheme)).map_err(wrong_scheme)?;
    let wrong = |refusal: domain::identifiers::IdentifierRefusal| {
        Problem::new(refusal.code()).at(format!("identifiers-{n}-code"))
    };
    let identifier = Identifier::parse(scheme, &row.code).map_err(wrong)?;
    Ok(Identified { identifier, from: row.from, to: row.to })
}

/// What stands in the form of an organisation.
pub fn values(it: &Organisation) -> Value {
    let row = |one: &Identified| json!({ "scheme": one.identifier.scheme(), "code": one.identifier.code(), "from": one.from, "to": one.to });
    let rows: Vec<Value> = it.identifiers.iter().map(row).collect();
    json!({ "kinds": it.kinds, "identifiers": rows, "from": it.from, "to": it.to })
}
