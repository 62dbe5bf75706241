//! Readings of the measures: what may be entered, what it is worth, which entry counts (D2).
use super::{Collaboration, Command, Event, Plan};
use crate::{
    actor::Actor,
    agreement::Measure,
    event::Decided,
    ids::PersonId,
    refusal::{Reason, Refusal, gate},
    spc,
    time::Timestamp,
};
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A value made of numerator and denominator is stated to so many decimals; both are kept exactly.
pub const DECIMALS: u32 = 2;

/// One entry of a measure for a period. Never changed: a correction is a new entry with a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The measure's number, counted from 1.
    pub measure: usize,
    /// The last day of the period it is about.
    pub period: Date,
    /// How many of those below; none where only a value was entered.
    pub numerator: Option<Decimal>,
    /// Out of how many; none where only a value was entered.
    pub denominator: Option<Decimal>,
    /// The value: a percentage to [`DECIMALS`] decimals where there are numerator and denominator.
    pub value: Decimal,
    /// Why an earlier entry for the period is corrected; empty for the first.
    pub reason: String,
    /// Who entered it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
}

/// A reading as somebody enters it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The measure's number, counted from 1.
    pub measure: usize,
    /// The last day of the period it is about.
    pub period: Date,
    /// How many.
    pub numerator: Option<Decimal>,
    /// Out of how many.
    pub denominator: Option<Decimal>,
    /// The value itself, instead of the two.
    pub value: Option<Decimal>,
    /// Why it corrects an earlier entry.
    pub reason: String,
}

/// What is wrong with the entries of one list: the place in the list, counted from 0, with its reason.
pub type Wrong = Vec<(usize, Reason)>;

impl Collaboration {
    /// Enters readings. `known` are those entered before. All are taken or none.
    pub fn enter(
        mut self,
        actor: &Actor,
        entries: Vec<Entry>,
        known: &[Reading],
        at: Timestamp,
    ) -> Result<(Decided<Collaboration>, Vec<Reading>), Refusal> {
        self.status = self.outcome(actor, Command::Enter)?;
        let checked = check(self.planned()?, &entries, known, (actor.person, at));
        let readings = checked.map_err(|wrong| Refusal::Gate(wrong.into_iter().map(|(_, reason)| reason).collect()))?;
        self.readings += readings.len() as u64;
        let event = Event::ReadingsEntered { readings: readings.clone() };
        Ok((Decided::new(self, event), readings))
    }
}

/// The readings that entries make, or everything that is wrong with them.
pub fn check(
    plan: &Plan,
    entries: &[Entry],
    known: &[Reading],
    (by, at): (PersonId, Timestamp),
) -> Result<Vec<Reading>, Wrong> {
    let (mut readings, mut wrong): (Vec<Reading>, Wrong) = (Vec::new(), Vec::new());
    let mut taken: std::collections::BTreeSet<(usize, Date)> = known.iter().map(Reading::place).collect();
    for (n, entry) in entries.iter().enumerate() {
        let before = taken.contains(&(entry.measure, entry.period));
        match entry.read(plan, Stand { before, by, at }) {
            Ok(reading) => {
                taken.insert(reading.place());
                readings.push(reading);
            }
            Err(refusal) => wrong.extend(reasons(refusal).into_iter().map(|reason| (n, reason))),
        }
    }
    if wrong.is_empty() { Ok(readings) } else { Err(wrong) }
}

/// The entries that count: the latest for each period, in order of time.
pub fn current(readings: &[Reading], measure: usize) -> Vec<&Reading> {
    let own = readings.iter().filter(|reading| reading.measure == measure);
    let latest: BTreeMap<Date, &Reading> = own.map(|reading| (reading.period, reading)).collect();
    latest.into_values().collect()
}

struct Stand {
    before: bool,
    by: PersonId,
    at: Timestamp,
}

impl Reading {
    fn place(&self) -> (usize, Date) {
        (self.measure, self.period)
    }
}

impl Entry {
    fn read(&self, plan: &Plan, stand: Stand) -> Result<Reading, Refusal> {
        let no_measure = || Reason::new("no_such_measure").at("measure").with("measure", self.measure);
        let measure = plan.measure(self.measure).ok_or_else(no_measure)?;
        gate(self.wrong_period(&stand).into_iter().collect())?;
        let value = self.worth(measure)?;
        let Entry { measure, period, numerator, denominator, .. } = *self;
        let Stand { by, at, .. } = stand;
        Ok(Reading { measure, period, numerator, denominator, value, reason: self.reason.clone(), by, at })
    }

    fn wrong_period(&self, stand: &Stand) -> Option<Reason> {
        let (corrects, code) = (!self.reason.trim().is_empty(), |code| Reason::new(code).with("period", self.period));
        match stand.before {
            _ if self.period > stand.at.day() => Some(code("reading_ahead").at("period")),
            true if !corrects => Some(code("reading_exists").at("reason")),
            false if corrects => Some(code("nothing_to_correct").at("reason")),
            _ => None,
        }
    }

    fn worth(&self, measure: &Measure) -> Result<Decimal, Refusal> {
        let value = match (self.numerator, self.denominator, self.value) {
            (Some(numerator), Some(denominator), None) => percentage(numerator, denominator)?,
            (None, None, Some(value)) => value,
            (None, None, None) => return Err(Reason::new("reading_empty").at("numerator").into()),
            (_, _, Some(_)) => return Err(Reason::new("reading_twice").at("value").into()),
            _ => return Err(Reason::new("reading_half").at("denominator").into()),
        };
        let is_share = !measure.denominator.trim().is_empty();
        if is_share && !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&value) {
            return Err(Reason::new("not_a_percentage").at("value").into());
        }
        if spc::fits(value) { Ok(value.normalize()) } else { Err(Reason::new("reading_too_large").at("value").into()) }
    }
}

/// How many percent one number is of another.
fn percentage(numerator: Decimal, denominator: Decimal) -> Result<Decimal, Refusal> {
    if denominator <= Decimal::ZERO {
        return Err(Reason::new("denominator_not_above_zero").at("denominator").into());
    }
    if numerator < Decimal::ZERO {
        return Err(Reason::new("numerator_below_zero").at("numerator").into());
    }
    if numerator > denominator {
        return Err(Reason::new("numerator_above_denominator").at("numerator").into());
    }
    Ok((numerator * Decimal::ONE_HUNDRED / denominator).round_dp(DECIMALS))
}

fn reasons(refusal: Refusal) -> Vec<Reason> {
    match refusal {
        Refusal::Gate(reasons) => reasons,
        other => other.codes().into_iter().map(Reason::new).collect(),
    }
}
