//! An act with its type forgotten: what its page, the API, the description and the demonstration know it by. They are
//! compiled once instead of once for each act.
use super::{Act, Address, Desk, Door, Flow, Opened, Proof};
use crate::{
    error::{Done, Error, Result},
    forms::{Field, Kind},
    unit::Unit,
};
use serde_json::Value;
use std::pin::Pin;

/// What is under way, whatever the act.
type Under<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// An [`Act`] as a value.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// Its name.
    pub name: &'static str,
    /// Its address.
    pub path: &'static str,
    /// What it asks.
    pub form: &'static [Field],
    /// Whether answers are checked first.
    pub flow: Flow,
    /// Who may come to the form.
    pub door: Door,
    /// The largest body it takes, in bytes.
    pub most_bytes: usize,
    /// How recently its person must have proved who they are.
    pub proof: Proof,
    /// The template of its form.
    pub template: &'static str,
    /// [`Act::autosave`].
    pub autosave: fn(&str) -> String,
    /// [`Act::open`].
    pub open: for<'a> fn(Desk<'a>) -> Under<'a, Opened>,
    /// [`Act::run`], with what the form gave. The unit is committed by whoever calls.
    pub run: for<'a> fn(&'a mut Unit, &'a Address, Value) -> Under<'a, Done>,
}

impl Known {
    /// What is known of an act.
    pub fn of<A: Act>() -> Known {
        Known {
            name: A::NAME,
            path: A::PATH,
            form: A::FORM,
            flow: A::FLOW,
            door: A::DOOR,
            most_bytes: A::MOST_BYTES,
            proof: A::PROOF,
            template: A::TEMPLATE,
            autosave: A::autosave,
            open: |desk| Box::pin(A::open(desk)),
            run: |unit, address, value| match input::<A>(value) {
                Ok(input) => Box::pin(A::run(unit, address, input)),
                Err(error) => Box::pin(std::future::ready(Err(error))),
            },
        }
    }

    /// Whether this path is an address of this act.
    pub fn stands_at(&self, path: &str) -> bool {
        let fits = |(shape, part): (&str, &str)| shape == part || shape.starts_with('{') && !part.is_empty();
        let (shape, parts) = (self.path.split('/'), path.split('/'));
        shape.clone().count() == parts.clone().count() && shape.zip(parts).all(fits)
    }

    /// Whether what is typed into its form may be kept: there is something to keep, no secret in it, and no table,
    /// which is a copy of something that lies elsewhere.
    pub fn may_be_kept(&self) -> bool {
        !self.form.is_empty() && !self.form.iter().any(|field| matches!(field.kind, Kind::Password | Kind::Csv(_)))
    }
}

/// The input type from a value that the form has read.
fn input<A: Act>(value: Value) -> Result<A::Input> {
    let value = if A::FORM.is_empty() { Value::Null } else { value };
    serde_json::from_value(value).map_err(|e| Error::Fault(format!("{}: the form and its input differ: {e}", A::NAME)))
}
