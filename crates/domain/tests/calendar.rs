//! Deadlines in London: due dates, what is left, and what people type.

use domain::calendar::*;
use jiff::civil::{Date, date, time};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn publication_is_due_three_calendar_months_later_at_the_end_of_the_day() {
    for (from, due, instant) in [
        (date(2026, 11, 30), date(2027, 2, 28), "2027-02-28T23:59:59Z"),
        (date(2026, 3, 31), date(2026, 6, 30), "2026-06-30T22:59:59Z"),
        (date(2027, 11, 30), date(2028, 2, 29), "2028-02-29T23:59:59Z"),
        (date(2027, 2, 28), date(2027, 5, 28), "2027-05-28T22:59:59Z"),
        (date(2026, 10, 15), date(2027, 1, 15), "2027-01-15T23:59:59Z"),
        (date(2026, 12, 28), date(2027, 3, 28), "2027-03-28T22:59:59Z"), // the clocks go forward that day
        (date(2026, 7, 31), date(2026, 10, 31), "2026-10-31T23:59:59Z"),
    ] {
        let expected = DueDate { date: due, at: at(instant) };
        assert_eq!(due_date(from, PUBLICATION_MONTHS), Ok(expected), "{from}");
    }
}

#[test]
fn a_pack_may_choose_other_months() {
    assert_eq!(due_date(date(2026, 8, 31), 6).unwrap().date, date(2027, 2, 28));
    assert_eq!(due_date(date(2026, 8, 31), 0).unwrap().date, date(2026, 8, 31));
    assert_eq!(due_date(date(2026, 8, 31), u32::MAX), Err(OutOfRange));
    assert_eq!(due_date(Date::MAX, 0).unwrap_err().code(), "calendar.out_of_range");
}

#[test]
fn a_deadline_is_kept_to_its_very_second() {
    let deadline = at("2026-12-01T12:00:00Z");
    for (instant, expected, in_time) in [
        ("2026-12-01T11:59:59.999999999Z", Position::Before, true),
        ("2026-12-01T12:00:00Z", Position::At, true),
        ("2026-12-01T12:00:00.999Z", Position::At, true),
        ("2026-12-01T12:00:01Z", Position::After, false),
    ] {
        let found = position(at(instant), deadline);
        assert_eq!((found, found.is_in_time()), (expected, in_time), "{instant}");
    }
    assert_eq!(position(at("1969-12-31T23:59:58.5Z"), at("1969-12-31T23:59:58Z")), Position::At);
}

#[test]
fn what_is_left_is_given_in_numbers() {
    let deadline = at("2026-12-01T12:00:00Z");
    let parts = |days, hours, minutes, seconds| Duration { days, hours, minutes, seconds };
    let left = |now: &str| time_left(at(now), deadline);
    assert_eq!(left("2026-11-29T09:57:55Z"), TimeLeft::Left(parts(2, 2, 2, 5)));
    assert_eq!(left("2026-12-01T12:00:00.9Z"), TimeLeft::Left(parts(0, 0, 0, 0)));
    assert_eq!(left("2026-12-01T12:00:01Z"), TimeLeft::Passed(parts(0, 0, 0, 1)));
    assert_eq!(left("2026-12-02T13:00:00Z"), TimeLeft::Passed(parts(1, 1, 0, 0)));
}

fn typed<'a>(day: &'a str, month: &'a str, year: &'a str) -> TypedDate<'a> {
    TypedDate { day, month, year }
}

#[test]
fn dates_are_read_from_their_boxes() {
    assert_eq!(parse_date(typed("1", " 03 ", "2027")), Ok(date(2027, 3, 1)));
    assert_eq!(parse_date(typed("29", "2", "2028")), Ok(date(2028, 2, 29)));
    for (boxes, code) in [
        (typed("", " ", ""), "date.empty"),
        (typed("", "3", "2027"), "date.day"),
        (typed("32", "3", "2027"), "date.day"),
        (typed("+1", "3", "2027"), "date.day"),
        (typed("1", "13", "2027"), "date.month"),
        (typed("1", "March", "2027"), "date.month"),
        (typed("1", "3", "27"), "date.year"),
        (typed("1", "3", "0027"), "date.year"),
        (typed("29", "2", "2027"), "date.no_such_day"),
    ] {
        let refusal = parse_date(boxes).unwrap_err();
        assert_eq!((refusal.code(), refusal.to_string().as_str()), (code, code), "{boxes:?}");
    }
    assert_eq!(parse_date(typed("31", "6", "2027")), Err(DateRefusal::NoSuchDay { last: 30 }));
}

#[test]
fn times_are_read_as_people_write_them() {
    for (typed, expected) in [
        ("17:00", time(17, 0, 0, 0)),
        ("9:05", time(9, 5, 0, 0)),
        ("09.05", time(9, 5, 0, 0)),
        ("5pm", time(17, 0, 0, 0)),
        ("5.30 PM", time(17, 30, 0, 0)),
        ("12am", time(0, 0, 0, 0)),
        ("12pm", time(12, 0, 0, 0)),
        (" 0:00 ", time(0, 0, 0, 0)),
    ] {
        assert_eq!(parse_time(typed), Ok(expected), "{typed}");
    }
    for refused in ["5", "24:00", "12:60", "12:5", "13pm", "0am", "midnight", "-1:00", "noon", "1:00:00", "é"] {
        assert_eq!(parse_time(refused).unwrap_err().code(), "time.not_a_time", "{refused}");
    }
    assert_eq!(parse_time("  ").unwrap_err().code(), "time.empty");
}

#[test]
fn an_hour_that_does_not_exist_is_refused_with_the_next_that_does() {
    let spring = date(2027, 3, 28);
    for minute in [0, 30, 59] {
        let refused = london_moment(spring, time(1, minute, 0, 0), Twice::Earlier).unwrap_err();
        assert_eq!(refused, MomentRefusal::DoesNotExist { next: at("2027-03-28T01:00:00Z") });
        assert_eq!(refused.code(), "moment.does_not_exist");
    }
    let before = london_moment(spring, time(0, 59, 0, 0), Twice::Ask);
    let after = london_moment(spring, time(2, 0, 0, 0), Twice::Ask);
    assert_eq!((before, after), (Ok(at("2027-03-28T00:59:00Z")), Ok(at("2027-03-28T01:00:00Z"))));
}

#[test]
fn an_hour_that_exists_twice_is_asked_about() {
    let autumn = |twice| london_moment(date(2026, 10, 25), time(1, 30, 0, 0), twice);
    let (earlier, later) = (at("2026-10-25T00:30:00Z"), at("2026-10-25T01:30:00Z"));
    assert_eq!(autumn(Twice::Ask), Err(MomentRefusal::ExistsTwice { earlier, later }));
    let facts = autumn(Twice::Ask).unwrap_err().facts();
    assert_eq!(facts[0], ("earlier", "2026-10-25T00:30:00Z".to_owned()));
    assert_eq!(autumn(Twice::Earlier), Ok(earlier));
    assert_eq!(autumn(Twice::Later), Ok(later));
    assert_eq!(autumn(Twice::Ask).unwrap_err().to_string(), "moment.exists_twice");
}

proptest! {
    #[test]
    fn a_due_date_ends_one_second_before_the_next_day(day in 0..20_000_i32, months in 0..40_u32) {
        let due = due_date(date(2000, 1, 1) + day.days(), months).unwrap();
        prop_assert_eq!(london_date(due.at), due.date);
        prop_assert_eq!(london_date(due.at + 1.second()), due.date + 1.day());
    }

    #[test]
    fn a_typed_moment_shows_the_same_in_london(day in 0..20_000_i32, minute in 0..1440_i32) {
        let typed = (date(2000, 1, 1) + day.days()).at(0, 0, 0, 0) + minute.minutes();
        if let Ok(instant) = london_moment(typed.date(), typed.time(), Twice::Later) {
            prop_assert_eq!(instant.to_zoned(london()).datetime(), typed);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC*") {
        let _ = parse_time(&text);
        let _ = parse_date(typed(&text, &text, &text));
    }
}
