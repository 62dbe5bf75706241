//! Working days, with the bank holidays of each part of the United Kingdom.

use domain::calendar::*;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use proptest::prelude::*;

const ENGLAND: Division = Division::EnglandAndWales;

fn holidays(division: Division, year: i16) -> Vec<String> {
    let days = date(year, 1, 1).series(1.day()).take_while(|day| day.year() == year);
    let named = |day: Date| bank_holiday(division, day).unwrap().map(|name| format!("{day} {name}"));
    days.filter_map(named).collect()
}

#[test]
fn the_bank_holidays_of_2026_in_england_are_these() {
    let expected = [
        "2026-01-01 New Year’s Day",
        "2026-04-03 Good Friday",
        "2026-04-06 Easter Monday",
        "2026-05-04 Early May bank holiday",
        "2026-05-25 Spring bank holiday",
        "2026-08-31 Summer bank holiday",
        "2026-12-25 Christmas Day",
        "2026-12-28 Boxing Day (substitute day)",
    ];
    assert_eq!(holidays(ENGLAND, 2026), expected);
}

#[test]
fn every_year_has_as_many_as_the_law_gives() {
    for year in 2025..=2028 {
        let counts = Division::ALL.map(|division| holidays(division, year).len());
        let scotland = if year == 2026 { 10 } else { 9 };
        assert_eq!(counts, [8, scotland, 10], "{year}");
    }
}

#[test]
fn no_bank_holiday_falls_on_a_weekend() {
    for (division, year) in Division::ALL.into_iter().flat_map(|d| (2025..=2028).map(move |y| (d, y))) {
        for holiday in holidays(division, year) {
            let day: Date = holiday[..10].parse().unwrap();
            assert!(!matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday), "{holiday}");
        }
    }
}

#[test]
fn the_nations_differ() {
    let on = |division, day| bank_holiday(division, day).unwrap();
    assert_eq!(on(Division::Scotland, date(2026, 4, 6)), None);
    assert_eq!(on(Division::Scotland, date(2026, 6, 15)), Some("World Cup bank holiday"));
    assert_eq!(on(Division::Scotland, date(2028, 1, 4)), Some("2nd January (substitute day)"));
    assert_eq!(on(Division::Scotland, date(2025, 12, 1)), Some("St Andrew’s Day (substitute day)"));
    assert_eq!(on(Division::NorthernIreland, date(2027, 3, 17)), Some("St Patrick’s Day"));
    assert_eq!(on(ENGLAND, date(2027, 3, 17)), None);
}

#[test]
fn working_days_step_over_weekends_and_bank_holidays() {
    for (from, days, expected) in [
        (date(2026, 11, 23), 5, date(2026, 11, 30)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 12, 21), 8, date(2027, 1, 5)), // a standstill over Christmas
        (date(2027, 12, 24), 1, date(2027, 12, 29)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 11, 28), 0, date(2026, 11, 28)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 2), 30, date(2026, 12, 14)),
    ] {
        assert_eq!(add_working_days(ENGLAND, from, days), Ok(expected), "{from} + {days}");
    }
    assert_eq!(add_working_days(Division::Scotland, date(2026, 4, 2), 1), Ok(date(2026, 4, 6)));
}

#[test]
fn a_year_whose_bank_holidays_are_unknown_is_never_guessed() {
    let refused = add_working_days(ENGLAND, date(2028, 12, 29), 1).unwrap_err();
    assert_eq!(refused, WorkingDaysRefusal::BankHolidaysUnknown { year: 2029 });
    assert_eq!(refused.code(), "calendar.bank_holidays_unknown");
    assert!(is_working_day(ENGLAND, date(2024, 12, 31)).is_err());
    assert!(add_working_days(ENGLAND, Date::MAX, u32::MAX).is_err());
}

proptest! {
    #[test]
    fn days_are_added_one_after_the_other(start in 0..1000_i32, a in 0..60_u32, b in 1..60_u32) {
        let from = date(2025, 1, 1) + start.days();
        for division in Division::ALL {
            let step = add_working_days(division, from, a).unwrap();
            let both = add_working_days(division, from, a + b).unwrap();
            prop_assert_eq!(add_working_days(division, step, b).unwrap(), both);
            prop_assert!(is_working_day(division, both).unwrap());
        }
    }
}
