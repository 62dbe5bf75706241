//! Readings as comma-separated text: read line by line, nothing half; and written for everybody (D2, E4).
use super::{
    Plan,
    readings::{Entry, Reading},
};
use crate::refusal::Reason;
use jiff::civil::Date;
use rust_decimal::Decimal;

/// The most lines of readings that are taken at a time.
pub const MOST_LINES: usize = 1000;

/// The columns, in the order in which they are written. Read in any order; `measure` and `period` must be there.
pub const COLUMNS: [&str; 6] = ["measure", "period", "numerator", "denominator", "value", "reason"];

/// What is wrong with a text: the line as an editor counts it, from 1, with its reason.
pub type Wrong = Vec<(usize, Reason)>;

/// An entry with the line it stands on, counted from 1.
pub type Line = (usize, Entry);

/// Reads a text: a line that names the columns, then one reading a line. Commas, tabs or semicolons separate.
pub fn read(text: &str, plan: &Plan) -> Result<Vec<Line>, Wrong> {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let (_, head) = lines.next().ok_or_else(|| vec![(1, Reason::new("csv_empty"))])?;
    let columns = Columns::read(head).map_err(|reason| vec![(1, reason)])?;
    let lines: Vec<(usize, &str)> = lines.map(|(n, line)| (n + 1, line)).collect();
    if lines.len() > MOST_LINES {
        return Err(vec![(MOST_LINES + 2, Reason::new("csv_too_long").with("most", MOST_LINES))]);
    }
    if lines.is_empty() {
        return Err(vec![(1, Reason::new("csv_empty"))]);
    }
    entries(lines, &columns, plan)
}

/// Readings as text, with a line that names the columns.
pub fn write(plan: &Plan, readings: &[Reading]) -> String {
    let number = |value: Option<Decimal>| value.map_or_else(String::new, |value| value.to_string());
    let line = |it: &Reading| {
        let name = plan.measure(it.measure).map_or("", |measure| &measure.name);
        let cells = [cell(name), it.period.to_string(), number(it.numerator), number(it.denominator)];
        format!("{},{},{}\r\n", cells.join(","), it.value, cell(&it.reason))
    };
    let head = format!("{}\r\n", COLUMNS.join(","));
    head + &readings.iter().map(line).collect::<String>()
}

fn entries(lines: Vec<(usize, &str)>, columns: &Columns, plan: &Plan) -> Result<Vec<Line>, Wrong> {
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for (number, line) in lines {
        match columns.entry(line, plan) {
            Ok(entry) => found.push((number, entry)),
            Err(reason) => wrong.push((number, reason)),
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

/// A cell that spreadsheets read as text: quoted where it must be, and never as a formula.
fn cell(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_string() };
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text,
    }
}

/// Where each column stands, and what separates them.
struct Columns {
    separator: char,
    places: [Option<usize>; COLUMNS.len()],
    count: usize,
}

impl Columns {
    fn read(head: &str) -> Result<Columns, Reason> {
        let wrong = || Reason::new("csv_header").with("columns", COLUMNS.join(", "));
        let separator = ['\t', ';'].into_iter().find(|mark| head.contains(*mark)).unwrap_or(',');
        let names: Vec<String> = split(head, separator).ok_or_else(wrong)?;
        let names: Vec<String> = names.iter().map(|name| name.trim().to_lowercase()).collect();
        let places = COLUMNS.map(|column| names.iter().position(|name| name == column));
        let known = places.iter().flatten().count() == names.len();
        let enough = places[0].is_some() && places[1].is_some();
        if known && enough { Ok(Columns { separator, places, count: names.len() }) } else { Err(wrong()) }
    }

    fn entry(&self, line: &str, plan: &Plan) -> Result<Entry, Reason> {
        if line.chars().any(|c| c == '\u{fffd}' || c.is_control() && c != '\t') {
            return Err(Reason::new("csv_characters"));
        }
        let cells = split(line, self.separator).filter(|cells| cells.len() == self.count);
        let cells = cells.ok_or_else(|| Reason::new("csv_cells").with("count", self.count))?;
        let text = |column: usize| self.places[column].map_or("", |place| cells[place].trim());
        Ok(Entry {
            measure: measure(text(0), plan)?,
            period: period(text(1))?,
            numerator: number(text(2))?,
            denominator: number(text(3))?,
            value: number(text(4))?,
            reason: text(5).into(),
        })
    }
}

/// A measure by its number or its name.
fn measure(text: &str, plan: &Plan) -> Result<usize, Reason> {
    let named = |number: &usize| plan.measures[number - 1].name.trim().eq_ignore_ascii_case(text);
    let by_number = text.parse().ok().filter(|number| plan.measure(*number).is_some());
    let found = by_number.or_else(|| (1..=plan.measures.len()).find(named));
    found.ok_or_else(|| Reason::new("no_such_measure").with("measure", text))
}

/// A day as `2027-03-31`, `31/03/2027`, or a month as `2027-03`: its last day.
fn period(text: &str) -> Result<Date, Reason> {
    let month = || format!("{text}-01").parse::<Date>().ok().filter(|_| text.len() == 7).map(Date::last_of_month);
    let written = || Date::strptime("%d/%m/%Y", text).ok();
    let day = text.parse().ok().filter(|_| text.len() == 10).or_else(month).or_else(written);
    day.filter(|day| (2000..=2200).contains(&day.year())).ok_or_else(|| Reason::new("csv_period").with("period", text))
}

/// A plain number with at most six decimals; nothing for nothing.
fn number(text: &str) -> Result<Option<Decimal>, Reason> {
    let plain = text.trim_end_matches('%').trim();
    if plain.is_empty() {
        return Ok(None);
    }
    let digits = plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let number = plain
        .parse::<Decimal>()
        .ok()
        .filter(|_| digits)
        .filter(|number| number.scale() <= 6 && crate::spc::fits(*number));
    number.map(Some).ok_or_else(|| Reason::new("csv_number").with("text", text))
}

/// The cells of a line; a cell in double quotes may hold the separator, and two quotes for one. None where a quote is left open.
fn split(line: &str, separator: char) -> Option<Vec<String>> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = line.trim_end_matches('\r').chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
            '"' => quoted = !quoted,
            mark if mark == separator && !quoted => cells.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    cells.push(cell);
    (!quoted).then_some(cells)
}
