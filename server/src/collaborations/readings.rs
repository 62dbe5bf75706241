//! Entering readings, one at a time or as a list, and what each measure's readings show.
use super::{actions::get, store};
use crate::{
    error::{Error, Result},
    forms,
    unit::Unit,
};
use domain::{
    agreement::{Direction, Measure},
    chart::{Frame, Reading as Point, Series},
    collaboration::{
        Collaboration, Command, csv,
        readings::{Entry, Reading, check, current},
    },
    refusal::Reason,
    spc,
};
use serde_json::{Value, json};

/// The most mistakes of a list that are shown at once.
const MOST_SHOWN: usize = 20;

/// Enters readings: all or none.
pub async fn enter(unit: &mut Unit, reference: &str, entries: Vec<Entry>) -> Result<Collaboration> {
    let collaboration = get(&mut unit.tx, &unit.actor, reference).await?;
    let known = store::readings(&mut unit.tx, collaboration.id).await?;
    let before = collaboration.readings;
    let (decided, readings) = collaboration.enter(&unit.actor, entries, &known, unit.at)?;
    let collaboration = unit.save(decided).await?;
    store::keep(&mut unit.tx, collaboration.id, before, &readings).await?;
    Ok(collaboration)
}

/// Enters a list of readings that came as comma-separated text. Every wrong line is told; nothing is half loaded.
pub async fn import(unit: &mut Unit, reference: &str, text: &str) -> Result<(Collaboration, usize)> {
    let collaboration = get(&mut unit.tx, &unit.actor, reference).await?;
    collaboration.outcome(&unit.actor, Command::Enter)?;
    let (lines, entries): (Vec<usize>, Vec<Entry>) =
        csv::read(text, collaboration.planned()?).map_err(report)?.into_iter().unzip();
    let known = store::readings(&mut unit.tx, collaboration.id).await?;
    let checked = check(collaboration.planned()?, &entries, &known, (unit.actor.person, unit.at));
    checked.map_err(|wrong| report(wrong.into_iter().map(|(n, reason)| (lines[n], reason)).collect()))?;
    let count = entries.len();
    Ok((enter(unit, reference, entries).await?, count))
}

/// Each wrong line with its number and what is wrong with it.
fn report(wrong: csv::Wrong) -> Error {
    let more = wrong.len().saturating_sub(MOST_SHOWN);
    let mut reasons: Vec<Reason> = wrong.iter().take(MOST_SHOWN).map(|(line, reason)| told(*line, reason)).collect();
    if more > 0 {
        reasons.push(Reason::new("csv_more").at("lines").with("count", more));
    }
    Error::Invalid(reasons)
}

fn told(line: usize, reason: &Reason) -> Reason {
    let label = forms::label("reading.enter", reason.field.as_deref().unwrap_or_default());
    Reason::new("csv_line").at("lines").with("line", line).with("why", forms::sentence(reason, &label))
}

/// The readings of a measure that count, with their limits; none without readings.
pub fn series(measure: &Measure, number: usize, readings: &[Reading]) -> Option<Series> {
    let point = |reading: &&Reading| Point { date: reading.period, value: reading.value };
    let points: Vec<Point> = current(readings, number).iter().map(point).collect();
    let direction = match measure.direction {
        Direction::Increase => spc::Direction::Increase,
        Direction::Decrease => spc::Direction::Decrease,
        Direction::Neutral => spc::Direction::Neutral,
    };
    let rules = spc::Rules { direction, target: Some(measure.target), ..spc::Rules::default() };
    if points.is_empty() { None } else { Series::new(points, rules).ok() }
}

/// What `parts/chart.html` draws for a measure; null without readings.
pub fn geometry(measure: &Measure, number: usize, readings: &[Reading]) -> Value {
    let Some(series) = series(measure, number, readings) else { return Value::Null };
    let frame = Frame { width: 760.0, right: 124.0, ..Frame::default() };
    let limits = series.xmr().map(|xmr| xmr.limits);
    json!({
        "id": format!("measure-{number}"), "title": measure.name, "unit": unit(measure),
        "drawing": series.chart(frame), "facts": series.facts(), "limits": limits,
    })
}

/// The unit of a measure's values; a share without one is a percentage.
pub fn unit(measure: &Measure) -> &str {
    if measure.unit.is_empty() && !measure.denominator.is_empty() { "%" } else { &measure.unit }
}
