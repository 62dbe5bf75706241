//! The lines of a register as they are read: which cells there are, and everything that is wrong in each line.
use super::whole;
use crate::{error::Result, forms::Problem};
use csv::{ByteRecord, ReaderBuilder};
use domain::{
    identifiers::{Identifier, Scheme},
    organisation::Kind,
};
use jiff::civil::Date;

/// The most lines of a register that are taken at a time.
pub const MOST_LINES: usize = 20_000;

/// The columns, in any order; `name`, `kinds` and one register must be there. An empty cell says nothing.
pub const COLUMNS: [&str; 15] = [
    "name",
    "brand",
    "kinds",
    "ods",
    "companies_house",
    "charity_england_wales",
    "charity_scotland",
    "charity_northern_ireland",
    "ukprn",
    "lei",
    "valid_from",
    "valid_to",
    "successors",
    "part_of",
    "hosted_by",
];

/// The column of each register's codes.
fn scheme(column: &str) -> Option<Scheme> {
    serde_json::from_value(serde_json::json!(column)).ok()
}

/// What one line says of an organisation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// Its number, as an editor counts, from 1.
    pub number: u64,
    /// The legal name.
    pub name: String,
    /// What people call it.
    pub brand: String,
    /// What it is.
    pub kinds: Vec<Kind>,
    /// Its codes.
    pub identifiers: Vec<Identifier>,
    /// Its first day.
    pub from: Option<Date>,
    /// Its last day.
    pub to: Option<Date>,
    /// Who takes its place.
    pub successors: Vec<Identifier>,
    /// What it is part of.
    pub part_of: Option<Identifier>,
    /// Who hosts it.
    pub hosted_by: Option<Identifier>,
    /// What cannot be read in it.
    pub wrong: Vec<Problem>,
}

impl Line {
    /// Every code that the line mentions.
    pub fn codes(&self) -> impl Iterator<Item = &Identifier> {
        let others = self.successors.iter().chain(&self.part_of).chain(&self.hosted_by);
        self.identifiers.iter().chain(others)
    }

    fn read(&mut self, column: &'static str, cell: &str) {
        let read = match column {
            "name" => text(cell).map(|it| self.name = it),
            "brand" => text(cell).map(|it| self.brand = it),
            "kinds" => several(cell).map(kind).collect::<Parsed<_>>().map(|it| self.kinds = it),
            "valid_from" => day(cell).map(|it| self.from = Some(it)),
            "valid_to" => day(cell).map(|it| self.to = Some(it)),
            "successors" => several(cell).map(named).collect::<Parsed<_>>().map(|it| self.successors = it),
            "part_of" => named(cell).map(|it| self.part_of = Some(it)),
            "hosted_by" => named(cell).map(|it| self.hosted_by = Some(it)),
            register => code(register, cell).map(|it| self.identifiers.push(it)),
        };
        self.wrong.extend(read.err().map(|problem| problem.at(column)));
    }

    fn finish(mut self) -> Line {
        let missing = [(self.name.is_empty(), "name"), (self.kinds.is_empty(), "kinds")];
        let said = |line: &Line, column: &str| line.wrong.iter().any(|it| it.field.as_deref() == Some(column));
        let lacking: Vec<_> = missing.iter().filter(|(lacks, column)| *lacks && !said(&self, column)).collect();
        self.wrong.extend(lacking.into_iter().map(|(_, column)| Problem::new("missing").at(*column)));
        if self.identifiers.is_empty() && self.wrong.is_empty() {
            self.wrong.push(Problem::new("register_no_code"));
        }
        self
    }
}

/// Reads a text: a line that names the columns, then one organisation a line.
pub fn read(text: &str) -> Result<Vec<Line>> {
    let text = text.trim_start_matches('\u{feff}');
    readable(text)?;
    let mut reader = ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut rows = reader.byte_records();
    let head = rows.next().transpose().ok().flatten().ok_or_else(|| whole("register_empty"))?;
    let columns = columns(&head)?;
    let (mut lines, mut counter) = (Vec::new(), Counter { byte: 0, line: 1 });
    for row in rows {
        if lines.len() == MOST_LINES {
            return Err(whole("register_too_long").with("most", MOST_LINES).into());
        }
        let row = row.map_err(|_| whole("register_empty"))?;
        let start = row.position().map_or(0, |it| usize::try_from(it.byte()).unwrap_or(usize::MAX));
        lines.push(line(&columns, &row, counter.reach(text, start)));
    }
    if lines.is_empty() { Err(whole("register_empty").into()) } else { Ok(lines) }
}

/// Refuses what is no UTF-8 text, with its line.
fn readable(text: &str) -> Result<()> {
    let wrong = |c: char| c == '\u{fffd}' || c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    match text.lines().position(|line| line.contains(wrong)) {
        Some(n) => Err(whole("register_encoding").with("line", n + 1).into()),
        None => Ok(()),
    }
}

fn columns(head: &ByteRecord) -> Result<Vec<&'static str>> {
    let wrong = || whole("register_header").with("columns", COLUMNS.join(", "));
    let cells: Vec<String> = head.iter().map(|cell| cell_of(cell).to_lowercase()).collect();
    let known = |cell: &String| COLUMNS.iter().copied().find(|column| column == cell);
    let found: Vec<&str> = cells.iter().map(known).collect::<Option<_>>().ok_or_else(wrong)?;
    let twice = (1..found.len()).any(|n| found[..n].contains(&found[n]));
    let enough = ["name", "kinds"].iter().all(|column| found.contains(column));
    let code = found.iter().any(|column| scheme(column).is_some());
    if twice || !enough || !code { Err(wrong().into()) } else { Ok(found) }
}

/// Counts lines as an editor does, blank ones too, from one record to the next.
struct Counter {
    byte: usize,
    line: u64,
}

impl Counter {
    /// The line on which the record stands that begins at this byte, or after the line ends there.
    fn reach(&mut self, text: &str, start: usize) -> u64 {
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let ends = rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let passed = text.as_bytes().get(self.byte..start + ends).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.byte = start + ends;
        self.line
    }
}

fn line(columns: &[&'static str], row: &ByteRecord, number: u64) -> Line {
    let mut line = Line { number, ..Line::default() };
    if row.len() != columns.len() {
        line.wrong.push(Problem::new("csv_cells").with("count", columns.len()));
        return line;
    }
    for (column, cell) in columns.iter().zip(row) {
        let cell = cell_of(cell);
        if !cell.is_empty() {
            line.read(column, &cell);
        }
    }
    line.finish()
}

fn cell_of(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).trim().to_string()
}

type Parsed<T> = std::result::Result<T, Problem>;

fn several(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|one| !one.is_empty())
}

fn text(cell: &str) -> Parsed<String> {
    let limits = domain::text::Limits { lines: domain::text::Lines::One, characters: 200, words: None };
    let parsed = domain::text::parse_text(cell, limits);
    parsed.map(|text| text.as_str().to_string()).map_err(|refusal| Problem::new(refusal.code()).with("most", 200))
}

fn kind(word: &str) -> Parsed<Kind> {
    let known = || Kind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(", ");
    word.parse().map_err(|_| Problem::new("register_kind").with("text", word).with("known", known()))
}

fn day(cell: &str) -> Parsed<Date> {
    let day = cell.parse::<Date>().ok().filter(|_| cell.len() == 10);
    let day = day.or_else(|| Date::strptime("%d/%m/%Y", cell).ok());
    let wrong = || Problem::new("register_day").with("text", cell);
    day.filter(|day| (1800..=2200).contains(&day.year())).ok_or_else(wrong)
}

fn code(column: &str, cell: &str) -> Parsed<Identifier> {
    let scheme = scheme(column).ok_or_else(|| Problem::new("register_header"))?;
    Identifier::parse(scheme, cell).map_err(|refusal| Problem::new(refusal.code()))
}

/// Another organisation, as `ods:QRL` or `GB-NHS-QRL`.
fn named(text: &str) -> Parsed<Identifier> {
    let wrong = || Problem::new("register_reference").with("text", text);
    match text.split_once(':') {
        Some((register, cell)) => {
            scheme(register.trim()).ok_or_else(wrong)?;
            code(register.trim(), cell)
        }
        None => Identifier::of_org_id(text).ok_or_else(wrong),
    }
}
