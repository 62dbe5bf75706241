//! Working days: Monday to Friday but the bank holidays of each part of the United Kingdom (N2, S8).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

/// Bank holidays under the Banking and Financial Dealings Act 1971 and by proclamation, with their
/// substitute days: `date,division,name` in order. A proclamation made later needs a new row.
const DATA: &str = include_str!("../../data/bank-holidays.csv");

/// The years whose bank holidays [`DATA`] holds completely.
const YEARS: std::ops::RangeInclusive<i16> = 2025..=2028;

/// The parts of the United Kingdom that have bank holidays of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Division {
    /// England and Wales share theirs.
    EnglandAndWales,
    /// Scotland.
    Scotland,
    /// Northern Ireland.
    NorthernIreland,
}

/// Why working days cannot be counted. Displays as its stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WorkingDaysRefusal {
    /// The count reaches a year whose bank holidays are not known here: the date would be a guess.
    #[error("calendar.bank_holidays_unknown")]
    BankHolidaysUnknown {
        /// That year.
        year: i16,
    },
}

impl WorkingDaysRefusal {
    /// The stable code, for messages and the API.
    pub fn code(self) -> &'static str {
        match self {
            Self::BankHolidaysUnknown { .. } => "calendar.bank_holidays_unknown",
        }
    }

    /// What the sentence of the refusal mentions: names and values.
    pub fn facts(self) -> Vec<(&'static str, String)> {
        match self {
            Self::BankHolidaysUnknown { year } => vec![("year", year.to_string())],
        }
    }
}

impl Division {
    /// Every division.
    pub const ALL: [Self; 3] = [Self::EnglandAndWales, Self::Scotland, Self::NorthernIreland];

    /// Its name in the data.
    pub fn code(self) -> &'static str {
        match self {
            Self::EnglandAndWales => "england-and-wales",
            Self::Scotland => "scotland",
            Self::NorthernIreland => "northern-ireland",
        }
    }
}

/// The official English name of the bank holiday on a day, if there is one.
pub fn bank_holiday(division: Division, date: Date) -> Result<Option<&'static str>, WorkingDaysRefusal> {
    match YEARS.contains(&date.year()) {
        true => Ok(BANK_HOLIDAYS.get(&(division, date)).copied()),
        false => Err(WorkingDaysRefusal::BankHolidaysUnknown { year: date.year() }),
    }
}

/// Whether a day is Monday to Friday and no bank holiday.
pub fn is_working_day(division: Division, date: Date) -> Result<bool, WorkingDaysRefusal> {
    let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    Ok(bank_holiday(division, date)?.is_none() && !weekend)
}

/// The day that is so many working days after a day; the day itself does not count (N2, S8).
///
/// Zero working days after a day is that day, whatever day it is.
pub fn add_working_days(division: Division, from: Date, days: u32) -> Result<Date, WorkingDaysRefusal> {
    let mut date = from;
    let mut counted = 0;
    while counted < days {
        date = next_day(date)?;
        counted += u32::from(is_working_day(division, date)?);
    }
    Ok(date)
}

fn next_day(date: Date) -> Result<Date, WorkingDaysRefusal> {
    let unknown = |_| WorkingDaysRefusal::BankHolidaysUnknown { year: date.year() };
    date.checked_add(1.day()).map_err(unknown)
}

static BANK_HOLIDAYS: LazyLock<BTreeMap<(Division, Date), &'static str>> =
    LazyLock::new(|| DATA.lines().skip(1).map(row).collect());

/// One line of the data, which is compiled in and which a test reads whole.
fn row(line: &'static str) -> ((Division, Date), &'static str) {
    let (date, rest) = line.split_once(',').expect("three columns");
    let (division, name) = rest.split_once(',').expect("three columns");
    let date = date.parse().expect("a date");
    let named = |d: &Division| d.code() == division;
    let division = Division::ALL.into_iter().find(named).expect("a division");
    ((division, date), name)
}
