//! An act as everything but its own page knows it: by name, opened and run without a browser.
use super::{Act, Address, Desk, Door, Opened, post::input};
use crate::{
    error::{Done, Result},
    forms::Field,
    unit::Unit,
};
use serde_json::Value;
use std::pin::Pin;

/// What is under way, whatever the act.
type Under<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// An act as the API's description, the demonstration and the tests know it.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    /// Its name.
    pub name: &'static str,
    /// Its address.
    pub path: &'static str,
    /// What it asks.
    pub form: &'static [Field],
    /// Who may come to the form.
    pub door: Door,
    /// [`Act::open`].
    pub open: for<'a> fn(Desk<'a>) -> Under<'a, Opened>,
    /// [`Act::run`], with what the form gave. The unit is committed by whoever calls.
    pub run: for<'a> fn(&'a mut Unit, &'a Address, Value) -> Under<'a, Done>,
}

impl Known {
    /// What is known of an act.
    pub fn of<A: Act>() -> Known {
        let (name, path, form, door) = (A::NAME, A::PATH, A::FORM, A::DOOR);
        Known { name, path, form, door, open: |desk| Box::pin(A::open(desk)), run: run::<A> }
    }
}

fn run<'a, A: Act>(unit: &'a mut Unit, address: &'a Address, value: Value) -> Under<'a, Done> {
    Box::pin(async move { A::run(unit, address, input::<A>(value)?).await })
}
