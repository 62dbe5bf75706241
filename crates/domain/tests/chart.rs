//! The geometry of charts, and the facts that say the same in a sentence.

use domain::chart::*;
use domain::spc::{Cause, Direction, Reliability, Rules, Side, Variation};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use rust_decimal::Decimal;

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Readings at the ends of the months of 2027.
fn monthly(values: &str) -> Vec<Reading> {
    let month = |i: usize| (date(2027, 1, 31)).saturating_add((i as i64).months());
    let reading = |(i, value)| Reading { date: month(i), value: number(value) };
    values.split_whitespace().enumerate().map(reading).collect()
}

fn series(values: &str, direction: Direction, target: Option<&str>) -> Series {
    let rules = Rules { direction, target: target.map(number), ..Rules::default() };
    Series::new(monthly(values), rules).unwrap()
}

fn ticks(values: &str) -> Vec<String> {
    let chart = series(values, Direction::Neutral, None).chart(Frame::default());
    chart.value_ticks.iter().map(|tick| tick.value.to_string()).collect()
}

#[test]
fn values_on_the_axis_are_round_and_hold_the_limits() {
    // Limits −3.32 and 7.32.
    assert_eq!(ticks("1 3 1 3"), ["-5", "0", "5", "10"]);
    assert_eq!(ticks("0.1 0.1"), ["-1", "-0.5", "0", "0.5", "1", "1.5"]);
    assert_eq!(ticks("1000000 1000000.5"), ["999998", "999999", "1000000", "1000001", "1000002"]);
}

#[test]
fn the_plot_fills_its_frame() {
    let frame = Frame { width: 120.0, height: 110.0, left: 10.0, right: 10.0, top: 5.0, bottom: 5.0 };
    let chart = series("1 3 1 3", Direction::Neutral, Some("10")).chart(frame);
    let xs: Vec<f64> = chart.points.iter().map(|point| point.x).collect();
    assert_eq!((xs[0], xs[3]), (10.0, 110.0));
    assert_eq!(xs[1], 41.46, "28 of 89 days");
    let heights: Vec<f64> = chart.value_ticks.iter().map(|tick| tick.y).collect();
    assert_eq!(heights, [105.0, 71.67, 38.33, 5.0]);
    assert_eq!(chart.target, Some(5.0));
    let lines = chart.limits.unwrap();
    assert_eq!((lines.upper, lines.mean, lines.lower), (22.87, 58.33, 93.8));
}

#[test]
fn the_line_goes_through_the_points() {
    let chart = series("1 3", Direction::Neutral, None).chart(Frame::default());
    let pairs: Vec<String> = chart.points.iter().map(|p| format!("{},{}", p.x, p.y)).collect();
    assert_eq!(chart.polyline, pairs.join(" "));
    assert!(chart.points[1].y < chart.points[0].y, "more is higher, and higher is a smaller y");
}

#[test]
fn at_most_six_dates_are_on_the_axis_first_and_last_among_them() {
    let of = |values: &str| series(values, Direction::Neutral, None).chart(Frame::default()).date_ticks;
    let many = of("1 2 1 2 1 2 1 2 1 2 1 2");
    let dates: Vec<i8> = many.iter().map(|tick| tick.date.month()).collect();
    assert_eq!(dates, [1, 4, 7, 10, 12]);
    assert_eq!(of("1 2 1").len(), 3);
    assert_eq!(of("1").len(), 1);
}

#[test]
fn one_reading_stands_in_the_middle_without_limits() {
    let one = series("7", Direction::Increase, Some("7"));
    let chart = one.chart(Frame { width: 100.0, left: 0.0, right: 0.0, ..Frame::default() });
    assert_eq!((chart.points[0].x, chart.limits), (50.0, None));
    let facts = one.facts();
    assert_eq!((facts.points, facts.met, facts.reliability), (1, Some(Met::Met), None));
}

#[test]
fn readings_are_put_in_order_of_time() {
    let mut readings = monthly("1 2 3");
    readings.reverse();
    let facts = Series::new(readings, Rules::default()).unwrap().facts();
    assert_eq!((facts.first.value, facts.latest.value), (number("1"), number("3")));
    assert_eq!(facts.latest.date, date(2027, 3, 31));
}

#[test]
fn the_facts_say_what_the_chart_shows() {
    let facts = series("5 6 5 6 5 6 5 6 5 6 5 6 20", Direction::Increase, Some("18")).facts();
    assert_eq!(facts.points, 13);
    assert_eq!((facts.target, facts.met), (Some(number("18")), Some(Met::Met)));
    assert_eq!(facts.cause, Some(Cause::OutsideLimits));
    assert_eq!(facts.variation, Variation::Improvement(Side::High));
    assert_eq!(facts.reliability, Some(Reliability::Firm));
}

#[test]
fn whether_a_target_is_met_depends_on_the_direction() {
    let met = |direction, target| series("3 4", direction, Some(target)).facts().met;
    assert_eq!(met(Direction::Increase, "4"), Some(Met::Met));
    assert_eq!(met(Direction::Increase, "4.1"), Some(Met::NotMet));
    assert_eq!(met(Direction::Decrease, "4"), Some(Met::Met));
    assert_eq!(met(Direction::Decrease, "3.9"), Some(Met::NotMet));
    assert_eq!(met(Direction::Neutral, "4"), None);
    assert_eq!(series("3 4", Direction::Increase, None).facts().met, None);
}

#[test]
fn what_cannot_be_charted_is_refused() {
    let refused = |values: &str, target: Option<Decimal>| {
        let rules = Rules { target, ..Rules::default() };
        Series::new(monthly(values), rules).unwrap_err().code()
    };
    assert_eq!(refused("", None), "spc.number_of_points");
    assert_eq!(refused("1000000000001", None), "spc.value");
    assert_eq!(refused("1", Some(Decimal::MIN)), "spc.value");
}

fn any_readings() -> impl Strategy<Value = Vec<Reading>> {
    let reading = (0..4000_i32, -1_000_000_000..1_000_000_000_i64, 0..8_u32);
    let start: Date = date(2020, 1, 1);
    let made = move |(day, mantissa, scale): (i32, i64, u32)| Reading {
        date: start + day.days(),
        value: Decimal::new(mantissa, scale),
    };
    proptest::collection::vec(reading.prop_map(made), 1..50)
}

proptest! {
    #[test]
    fn nothing_is_drawn_outside_the_plot(readings in any_readings(), target in -1000..1000_i64) {
        let rules = Rules { target: Some(Decimal::from(target)), ..Rules::default() };
        let frame = Frame::default();
        let chart = Series::new(readings, rules).unwrap().chart(frame);
        let lines = chart.limits.iter().flat_map(|l| [l.mean, l.upper, l.lower]);
        let heights = chart.points.iter().map(|p| p.y).chain(lines).chain(chart.target);
        for y in heights {
            prop_assert!((frame.top..=frame.height - frame.bottom).contains(&y), "{}", y);
        }
        for point in &chart.points {
            prop_assert!((frame.left..=frame.width - frame.right).contains(&point.x));
        }
    }

    #[test]
    fn the_axis_has_a_few_even_steps(readings in any_readings()) {
        let chart = Series::new(readings, Rules::default()).unwrap().chart(Frame::default());
        let values: Vec<Decimal> = chart.value_ticks.iter().map(|tick| tick.value).collect();
        prop_assert!((3..=8).contains(&values.len()), "{:?}", values);
        let step = values[1] - values[0];
        prop_assert!(values.windows(2).all(|pair| pair[1] - pair[0] == step));
        let digits = step.normalize().mantissa().to_string();
        prop_assert!(["1", "2", "5"].contains(&digits.trim_end_matches('0')), "{}", step);
    }
}
