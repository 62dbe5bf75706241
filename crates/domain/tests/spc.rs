//! XmR charts: limits, special causes and assurance as in field.md §8.2.

use domain::spc::*;
use proptest::prelude::*;
use rust_decimal::Decimal;

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn numbers(text: &str) -> Vec<Decimal> {
    text.split_whitespace().map(number).collect()
}

fn chart(text: &str, rules: Rules) -> Xmr {
    xmr(&numbers(text), rules).unwrap()
}

fn towards(direction: Direction) -> Rules {
    Rules { direction, ..Rules::default() }
}

/// One letter per point: O outside, T trend, 2 two of three, S one side, - none.
fn causes(text: &str) -> String {
    let letter = |point: &Point| match point.cause {
        Some(Cause::OutsideLimits) => 'O',
        Some(Cause::Trend) => 'T',
        Some(Cause::TwoOfThree) => '2',
        Some(Cause::OneSide) => 'S',
        None => '-',
    };
    chart(text, Rules::default()).points.iter().map(letter).collect()
}

const VECTOR: &str = "1 2 1 2 10 1 2 1 2 1 2 1 2 1 2 1 2 1";

#[test]
fn the_published_series_has_the_published_limits() {
    let all = chart(VECTOR, Rules::default()).limits;
    let shown = [all.mean, all.upper, all.lower].map(|v| v.round_dp(2).to_string());
    assert_eq!(shown, ["1.94", "6.95", "-3.06"]);
}

#[test]
fn with_screening_the_published_series_has_the_other_published_limits() {
    let rules = Rules { screening: Screening::On, ..Rules::default() };
    let screened = chart(VECTOR, rules).limits;
    let shown = [screened.mean, screened.upper, screened.lower].map(|v| v.round_dp(2).to_string());
    assert_eq!(shown, ["1.94", "4.60", "-0.72"]);
    assert_eq!(screened.mean_moving_range, Decimal::ONE);
}

#[test]
fn near_limits_stand_at_two_thirds() {
    // Mean 2, moving range 2.
    let limits = chart("1 3 1 3", Rules::default()).limits;
    assert_eq!((limits.upper, limits.lower), (number("7.32"), number("-3.32")));
    assert_eq!(limits.near_upper.round_dp(4), number("5.5467"));
    assert_eq!(limits.near_lower.round_dp(4), number("-1.5467"));
}

#[test]
fn a_point_beyond_a_limit_is_outside() {
    assert_eq!(causes(VECTOR), "----O-------------");
}

#[test]
fn seven_points_that_rise_are_a_trend_and_six_are_not() {
    assert_eq!(&causes("5 4 1 2 3 4 5 6 7 4 5 3 5 4")[..], "--TTTTTTT-----");
    assert_eq!(&causes("5 4 1 2 3 4 5 6 4 5 3 5 4")[..], "-------------");
    assert_eq!(&causes("5 4 1 2 3 4 4 5 6 4 5 3 5 4")[..], "--------------", "a level step breaks it");
}

#[test]
fn two_of_three_near_a_limit_flags_only_those_two() {
    let series = "0 1 -1 0 1 -1 0 1 -1 0 3 1 3 -1 0 -1 0 -1 0 1 -1 0 -1 0";
    let found = causes(series);
    assert_eq!(&found[10..13], "2-2");
    assert_eq!(found.matches('2').count(), 2);
}

#[test]
fn two_of_three_needs_all_three_on_one_side() {
    let series = "0 1 -1 0 1 -1 0 1 -1 0 3 -1 3 -1 0 -1 0 -1 0 1 -1 0 -1 0";
    assert_eq!(causes(series).matches('2').count(), 0);
}

#[test]
fn seven_points_on_one_side_are_a_run_and_the_mean_breaks_it() {
    let run = "3 4 3 4 3 4 3 1 2 0 1 2 1 0";
    assert_eq!(&causes(run)[..7], "SSSSSSS");
    // The mean is exactly 2: the fourth point lies on it.
    assert_eq!(causes("3 4 3 2 3 4 3 1 0 1 2 1 0 1"), "--------------");
}

#[test]
fn the_mean_is_compared_without_rounding() {
    // In binary, a third of 0.1 + 0.2 + 0.3 is not 0.2, and the seven would be a run.
    assert_eq!(causes("0.1 0.3 0.2 0.2 0.2 0.2 0.2 0.2 0.2 0.1 0.3"), "-----------");
    assert_eq!(causes("0.1 0.1 0.1 0.1 0.1 0.1 0.1 0.1"), "--------");
}

#[test]
fn direction_makes_a_cause_an_improvement_or_a_concern() {
    let falling = "9 8 7 6 5 4 3 6 5 7 6 5";
    for (direction, expected) in [
        (Direction::Increase, Variation::Concern(Side::Low)),
        (Direction::Decrease, Variation::Improvement(Side::Low)),
        (Direction::Neutral, Variation::Neutral(Side::Low)),
    ] {
        let points = chart(falling, towards(direction)).points;
        assert_eq!(points[3].variation, expected);
        assert_eq!(points[9].variation, Variation::Common);
    }
    let high = chart(VECTOR, towards(Direction::Increase)).points[4];
    assert_eq!(high.variation, Variation::Improvement(Side::High));
}

#[test]
fn where_a_trend_turns_the_later_one_counts() {
    let series = "0 8 0 8 0 8 0 1 2 3 4 5 6 7 6 5 4 3 2 1";
    let points = chart(series, towards(Direction::Increase)).points;
    let (before, top) = (points[12].variation, points[13].variation);
    assert_eq!((before, top), (Variation::Improvement(Side::High), Variation::Concern(Side::Low)));
}

#[test]
fn assurance_needs_a_target_and_a_direction() {
    // Limits −3.32 and 7.32.
    let assured = |direction, target: &str| {
        let rules = Rules { direction, target: Some(number(target)), ..Rules::default() };
        chart("1 3 1 3", rules).assurance
    };
    for (target, increase, decrease) in [
        ("-4", Assurance::ConsistentlyPass, Assurance::ConsistentlyFail),
        ("8", Assurance::ConsistentlyFail, Assurance::ConsistentlyPass),
        ("7.32", Assurance::Inconsistent, Assurance::Inconsistent),
        ("2", Assurance::Inconsistent, Assurance::Inconsistent),
    ] {
        assert_eq!(assured(Direction::Increase, target), Some(increase), "{target}");
        assert_eq!(assured(Direction::Decrease, target), Some(decrease), "{target}");
        assert_eq!(assured(Direction::Neutral, target), None);
    }
    assert_eq!(chart("1 3", towards(Direction::Increase)).assurance, None);
}

#[test]
fn fewer_than_twelve_points_have_trial_limits() {
    let eleven = "1 2 1 2 1 2 1 2 1 2 1";
    assert_eq!(chart(eleven, Rules::default()).reliability, Reliability::Trial);
    assert_eq!(chart(&format!("{eleven} 2"), Rules::default()).reliability, Reliability::Firm);
}

#[test]
fn a_frozen_baseline_ignores_what_comes_after() {
    let frozen = Rules { baseline: Baseline::FirstPoints(12), ..Rules::default() };
    let found = chart("1 3 1 3 1 3 1 3 1 3 1 3 9 9", frozen);
    assert_eq!((found.limits.mean, found.limits.upper), (number("2"), number("7.32")));
    assert_eq!(found.points[13].cause, Some(Cause::OutsideLimits));
}

#[test]
fn what_cannot_be_charted_is_refused() {
    let code = |text: &str, rules| xmr(&numbers(text), rules).unwrap_err().code();
    let frozen = |points| Rules { baseline: Baseline::FirstPoints(points), ..Rules::default() };
    assert_eq!(code("", Rules::default()), "spc.number_of_points");
    assert_eq!(code("1", Rules::default()), "spc.number_of_points");
    assert_eq!(code(&"1 ".repeat(MOST_POINTS + 1), Rules::default()), "spc.number_of_points");
    assert_eq!(code(VECTOR, frozen(11)), "spc.baseline");
    assert_eq!(code(VECTOR, frozen(19)), "spc.baseline");
    assert_eq!(code("1 0.000000001", Rules::default()), "spc.value");
    assert_eq!(code("1 1000000000000.1", Rules::default()), "spc.value");
    let rules = Rules { target: Some(Decimal::MAX), ..Rules::default() };
    assert_eq!(code("1 2", rules), "spc.value");
}

#[test]
fn the_largest_series_there_may_be_does_not_overflow() {
    let largest = [LARGEST_VALUE, -LARGEST_VALUE].repeat(MOST_POINTS / 2);
    assert_eq!(LARGEST_VALUE, number("1000000000000"));
    let found = xmr(&largest, Rules { screening: Screening::On, ..Rules::default() }).unwrap();
    assert_eq!(found.limits.mean, Decimal::ZERO);
}

fn series() -> impl Strategy<Value = Vec<Decimal>> {
    proptest::collection::vec((-100_000..100_000_i64, 0..4_u32), 2..60)
        .prop_map(|values| values.into_iter().map(|(m, s)| Decimal::new(m, s)).collect())
}

proptest! {
    #[test]
    fn turning_a_series_upside_down_turns_its_reading(values in series()) {
        let turned: Vec<Decimal> = values.iter().map(|v| -*v).collect();
        let up = xmr(&values, towards(Direction::Increase)).unwrap();
        let down = xmr(&turned, towards(Direction::Decrease)).unwrap();
        let good = |x: &Xmr| x.points.iter().map(|p| (p.cause, matches!(p.variation, Variation::Improvement(_)))).collect::<Vec<_>>();
        prop_assert_eq!(good(&up), good(&down));
        prop_assert_eq!(up.limits.upper, -down.limits.lower);
    }

    #[test]
    fn moving_a_series_moves_its_limits_and_no_cause(values in series(), by in -1000..1000_i64) {
        let by = Decimal::from(by);
        let moved: Vec<Decimal> = values.iter().map(|v| *v + by).collect();
        let causes = |values: &[Decimal]| xmr(values, Rules::default()).unwrap().points.iter().map(|p| p.cause).collect::<Vec<_>>();
        prop_assert_eq!(causes(&values), causes(&moved));
    }

    #[test]
    fn screening_never_widens_the_limits(values in series()) {
        let all = xmr(&values, Rules::default()).unwrap().limits;
        let screened = xmr(&values, Rules { screening: Screening::On, ..Rules::default() }).unwrap().limits;
        prop_assert!(screened.upper <= all.upper && screened.lower >= all.lower);
    }
}
