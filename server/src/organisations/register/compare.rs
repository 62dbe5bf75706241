//! A register against the list: line by line what would be new, what would change from what to what, what is the same,
//! and what is refused and why. Nothing here writes.
use super::{
    known::Known,
    lines::Line,
    plan::{Change, Step},
};
use crate::forms::{self, Problem};
use domain::{actor::Actor, event::Decided, identifiers::Identifier, ids::OrganisationId, organisation::Organisation};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a register would do.
#[derive(Debug)]
pub struct Plan {
    steps: Vec<Step>,
}

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// An organisation that was not on the list.
    New,
    /// One that changes.
    Changed,
    /// One that stands there just so.
    Same,
    /// A line that is refused.
    Refused,
}

/// What becomes of each line, in words for people and programs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// How many would be new.
    pub new: usize,
    /// How many would change.
    pub changed: usize,
    /// How many are the same.
    pub same: usize,
    /// How many lines are refused; if there is one, nothing is loaded.
    pub refused: usize,
    /// Each line but those that are the same.
    pub lines: Vec<Told>,
}

/// What becomes of one line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// Its number, as an editor counts, from 1.
    pub line: u64,
    /// The name it gives.
    pub name: String,
    /// What becomes of it.
    pub verdict: Verdict,
    /// What would change.
    pub changes: Vec<Change>,
    /// Why it is refused, as sentences.
    pub reasons: Vec<String>,
    /// The stable codes of these.
    pub codes: Vec<&'static str>,
    /// The organisation, if its place is taken by others.
    #[serde(skip)]
    pub followed: Option<(OrganisationId, Date)>,
}

/// Compares a register with what is known.
pub fn compare(actor: &Actor, today: Date, mut known: Known, lines: &[Line]) -> Plan {
    let mut steps: Vec<Step> = lines.iter().map(|line| Step::of(line, &known)).collect();
    repeated(&mut steps, lines);
    for (step, line) in steps.iter_mut().zip(lines).filter(|(step, _)| step.wrong.is_empty()) {
        step.stand(actor, today, &mut known, line);
    }
    for (step, line) in steps.iter_mut().zip(lines).filter(|(step, _)| step.wrong.is_empty()) {
        step.belong(actor, &mut known, line);
    }
    Plan { steps }
}

/// Refuses a code that stands in two lines, and two lines about one organisation.
fn repeated(steps: &mut [Step], lines: &[Line]) {
    let mut codes: BTreeMap<&Identifier, u64> = BTreeMap::new();
    let mut found: BTreeMap<OrganisationId, u64> = BTreeMap::new();
    for (step, line) in steps.iter_mut().zip(lines) {
        for code in &line.identifiers {
            if let Some(before) = codes.insert(code, line.number) {
                let said = Problem::new("register_repeated").with("code", code.code()).with("line", before);
                step.wrong.push(said);
            }
        }
        let before = step.found.and_then(|id| found.insert(id, line.number));
        if let (Some(before), true) = (before, step.wrong.is_empty()) {
            step.wrong.push(Problem::new("register_twice").with("line", before));
        }
    }
}

impl Plan {
    /// The report of it.
    pub fn report(&self) -> Report {
        let count = |verdict| self.steps.iter().filter(|step| step.verdict() == verdict).count();
        let told = self.steps.iter().filter(|step| step.verdict() != Verdict::Same).map(Told::of);
        Report {
            new: count(Verdict::New),
            changed: count(Verdict::Changed),
            same: count(Verdict::Same),
            refused: count(Verdict::Refused),
            lines: told.collect(),
        }
    }

    /// What is to be saved, in order.
    pub fn decisions(self) -> impl Iterator<Item = Decided<Organisation>> {
        let (first, then): (Vec<_>, Vec<_>) = self.steps.into_iter().map(|step| (step.first, step.then)).unzip();
        first.into_iter().chain(then).flatten()
    }
}

impl Told {
    fn of(step: &Step) -> Told {
        let sentence = |it: &Problem| {
            let field = it.field.as_deref().unwrap_or_default();
            forms::sentence(it, field.rsplit('-').next().unwrap_or(field))
        };
        Told {
            line: step.line,
            name: step.name.clone(),
            verdict: step.verdict(),
            changes: step.changes.clone(),
            reasons: step.wrong.iter().map(sentence).collect(),
            codes: step.wrong.iter().map(|it| it.code).collect(),
            followed: step.followed,
        }
    }
}
