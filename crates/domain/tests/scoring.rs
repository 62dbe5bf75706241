//! The ranking: exact, in one order only, and open to be recomputed (S5).

use domain::scoring::*;
use proptest::prelude::*;
use rust_decimal::Decimal;

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn criterion(key: &str, weight: &str, threshold: Option<&str>) -> Criterion {
    Criterion { key: key.into(), weight: number(weight), threshold: threshold.map(number) }
}

/// Need 60, reach 40, on a scale of 0 to 5; need breaks ties.
fn judging() -> Judging {
    Judging {
        criteria: vec![criterion("need", "60", None), criterion("reach", "40", None)],
        scale: Scale { least: 0, most: 5 },
        tie_break: vec!["need".into()],
        responses: vec![],
        scores: vec![],
    }
}

/// The same with one more response, and its points on need and on reach, by assessors a, b, c and so on.
fn with(mut judging: Judging, response: &str, need: &[u32], reach: &[u32]) -> Judging {
    judging.responses.push(response.into());
    for (criterion, points) in [("need", need), ("reach", reach)] {
        for (assessor, points) in ('a'..).zip(points) {
            judging.scores.push(Score {
                response: response.into(),
                criterion: criterion.into(),
                assessor: assessor.into(),
                points: *points,
            });
        }
    }
    judging
}

/// Lines like `1 Acme 86.67` with the tie or the reason after it.
fn lines(judging: &Judging) -> Vec<String> {
    let line = |s: &ResponseStanding| match &s.standing {
        Standing::Ranked { rank, tie: Tie::None } => format!("{rank} {} {}", s.response, s.total),
        Standing::Ranked { rank, tie } => format!("{rank} {} {} {tie:?}", s.response, s.total),
        Standing::NotEligible { below } => {
            let below: Vec<_> = below.iter().map(|b| format!("{} {} < {}", b.criterion, b.mean, b.threshold)).collect();
            format!("- {} {} {}", s.response, s.total, below.join(", "))
        }
    };
    rank(judging).unwrap().standings.iter().map(line).collect()
}

fn codes(judging: &Judging) -> Vec<&'static str> {
    rank(judging).unwrap_err().iter().map(ScoringRefusal::code).collect()
}

#[test]
fn the_better_total_stands_first() {
    let two = with(with(judging(), "Birch", &[4, 4, 5], &[3, 3, 3]), "Ash", &[5, 5, 5], &[5, 5, 5]);
    // Birch: 13/3 ÷ 5 × 60 + 3 ÷ 5 × 40 = 52 + 24.
    assert_eq!(lines(&two), ["1 Ash 100.00", "2 Birch 76.00"]);
}

#[test]
fn a_half_is_shown_rounded_up_but_never_compared() {
    let many = with(judging(), "Ash", &[2, 2, 3, 1, 2, 2, 2, 3], &[0, 0, 0]);
    let shown = rank(&many).unwrap().standings.remove(0);
    assert_eq!(shown.working[0].exact_mean.to_string(), "17/8");
    assert_eq!(shown.working[0].mean, number("2.13")); // 2.125
    assert_eq!(shown.exact_total.to_string(), "51/2");
    assert_eq!(shown.total, number("25.50"));
}

#[test]
fn totals_that_only_look_alike_are_not_tied() {
    let wide = Judging {
        criteria: vec![criterion("need", "99.9999", None), criterion("reach", "0.0001", None)],
        tie_break: vec![],
        ..judging()
    };
    let two = with(with(wide, "Ash", &[3, 3, 3], &[1, 1, 1]), "Birch", &[3, 3, 3], &[1, 1, 2]);
    assert_eq!(lines(&two), ["1 Birch 60.00", "2 Ash 60.00"]);
}

#[test]
fn thirds_that_add_up_to_the_same_are_tied_exactly() {
    let base = Judging {
        criteria: vec![criterion("need", "50", None), criterion("reach", "50", None)],
        tie_break: vec![],
        ..judging()
    };
    let two = with(with(base, "Ash", &[3, 3, 4], &[2, 3, 3]), "Birch", &[3, 3, 3], &[3, 3, 3]);
    assert_eq!(lines(&two), ["1 Ash 60.00 Declared", "1 Birch 60.00 Declared"]);
}

#[test]
fn the_tie_break_parts_equal_totals_and_says_by_what() {
    // Two points of need are worth three of reach.
    let three = with(with(judging(), "Ash", &[2, 2, 2], &[5, 5, 5]), "Birch", &[4, 4, 4], &[2, 2, 2]);
    let three = with(three, "Cedar", &[1, 1, 1], &[1, 1, 1]);
    let broken = r#"BrokenBy { criterion: "need" }"#;
    let expected = [format!("1 Birch 64.00 {broken}"), format!("2 Ash 64.00 {broken}"), "3 Cedar 20.00".into()];
    assert_eq!(lines(&three), expected);
}

#[test]
fn a_tie_that_nothing_breaks_is_declared_and_takes_up_both_ranks() {
    let same = |judging, response| with(judging, response, &[3, 3, 3], &[3, 3, 3]);
    let four = same(same(with(judging(), "Ash", &[5, 5, 5], &[5, 5, 5]), "Cedar"), "Birch");
    let four = with(four, "Elm", &[1, 1, 1], &[1, 1, 1]);
    let expected = ["1 Ash 100.00", "2 Birch 60.00 Declared", "2 Cedar 60.00 Declared", "4 Elm 20.00"];
    assert_eq!(lines(&four), expected);
}

#[test]
fn a_response_below_a_threshold_stands_last_with_the_reason() {
    let mut strict = judging();
    strict.criteria[1].threshold = Some(number("2.34"));
    let three = with(with(strict, "Ash", &[5, 5, 5], &[2, 2, 3]), "Birch", &[1, 1, 1], &[3, 3, 3]);
    let three = with(three, "Cedar", &[5, 5, 5], &[0, 0, 0]);
    // 7/3 is shown as 2.33 and is below 2.34.
    let expected = ["1 Birch 36.00", "- Ash 78.67 reach 7/3 < 2.34", "- Cedar 60.00 reach 0 < 2.34"];
    assert_eq!(lines(&three), expected);
}

#[test]
fn a_mean_that_equals_the_threshold_is_enough() {
    let mut strict = judging();
    strict.criteria[0].threshold = Some(number("3.5"));
    let one = with(strict, "Ash", &[3, 4, 3, 4], &[0, 0, 0]);
    assert_eq!(lines(&one), ["1 Ash 42.00"]);
}

#[test]
fn an_ineligible_response_ties_with_nobody() {
    let mut strict = judging();
    strict.criteria[1].threshold = Some(number("3"));
    let two = with(with(strict, "Ash", &[2, 2, 2], &[5, 5, 5]), "Birch", &[4, 4, 4], &[2, 2, 2]);
    assert_eq!(lines(&two), ["1 Ash 64.00", "- Birch 64.00 reach 2 < 3"]);
}

#[test]
fn fewer_than_three_scores_are_refused_with_which() {
    let one = with(judging(), "Ash", &[5, 5], &[5, 5, 5]);
    let expected = ScoringRefusal::NumberOfScores { response: "Ash".into(), criterion: "need".into(), scores: 2 };
    let facts = [("response", "Ash"), ("criterion", "need"), ("scores", "2")];
    assert_eq!(expected.facts(), facts.map(|(name, value)| (name, value.to_owned())));
    assert_eq!(rank(&one), Err(vec![expected]));
    assert_eq!(codes(&with(judging(), "Ash", &[], &[1; 41])), ["scoring.number_of_scores"; 2]);
}

#[test]
fn every_reason_is_given_at_once() {
    let mut wrong = with(with(judging(), "Ash", &[5, 6, 5], &[5, 5, 5]), "Ash", &[5, 5, 5], &[5, 5, 5]);
    wrong.criteria = vec![criterion("need", "60.00001", Some("5.5")), criterion("need", "40", None)];
    wrong.tie_break = vec!["reach".into()];
    let mut expected = vec!["scoring.criterion_twice", "scoring.weight", "scoring.weights_sum", "scoring.threshold"];
    expected.extend(["scoring.tie_break", "scoring.response_twice", "scoring.unknown", "scoring.points"]);
    expected.extend(["scoring.scored_twice"; 6]);
    assert_eq!(codes(&wrong), expected);
    for refusal in rank(&wrong).unwrap_err() {
        assert_eq!(refusal.to_string(), refusal.code());
    }
}

#[test]
fn weights_must_sum_to_a_hundred_and_scales_must_go_up() {
    let with_weights = |a: &str, b: &str| Judging {
        criteria: vec![criterion("need", a, None), criterion("reach", b, None)],
        ..judging()
    };
    assert_eq!(rank(&with_weights("60", "39.9")), Err(vec![ScoringRefusal::WeightsSum { sum: number("99.9") }]));
    assert_eq!(codes(&with_weights("100", "0")), ["scoring.weight"]);
    assert_eq!(codes(&with_weights("110", "-10")), ["scoring.weight", "scoring.weight"]);
    let huge = Decimal::MAX.to_string();
    assert_eq!(codes(&with_weights(&huge, &huge)).len(), 3);
    for (least, most) in [(5, 5), (0, 0), (6, 5), (0, 1001)] {
        assert_eq!(codes(&Judging { scale: Scale { least, most }, ..judging() }), ["scoring.scale"]);
    }
}

#[test]
fn nothing_to_rank_is_an_empty_ranking() {
    assert_eq!(lines(&judging()), Vec::<String>::new());
}

#[test]
fn the_working_is_plain_json() {
    let one = with(judging(), "Ash", &[3, 4, 4], &[1, 2, 2]);
    let json = serde_json::to_value(rank(&one).unwrap()).unwrap();
    let expected = serde_json::json!({
        "scale": {"least": 0, "most": 5},
        "criteria": [
            {"key": "need", "weight": "60", "threshold": null},
            {"key": "reach", "weight": "40", "threshold": null},
        ],
        "tie_break": ["need"],
        "standings": [{
        "response": "Ash",
        "standing": {"ranked": {"rank": 1, "tie": "none"}},
        "total": "57.33",
        "exact_total": "172/3",
        "working": [
            {"criterion": "need", "weight": "60", "scores": {"a": 3, "b": 4, "c": 4}, "sum": 11,
             "mean": "3.67", "exact_mean": "11/3", "weighted": "44"},
            {"criterion": "reach", "weight": "40", "scores": {"a": 1, "b": 2, "c": 2}, "sum": 5,
             "mean": "1.67", "exact_mean": "5/3", "weighted": "40/3"},
        ],
    }]});
    assert_eq!(json, expected);
}

#[test]
fn the_largest_judging_there_may_be_stays_exact() {
    let weights = ["0.0001", "33.3333", "66.6666"];
    let keys = ["k0", "k1", "k2"];
    let criteria = keys.iter().zip(weights).map(|(key, weight)| criterion(key, weight, None)).collect();
    let mut large = Judging { criteria, scale: Scale { least: 0, most: 997 }, tie_break: vec![], ..judging() };
    large.responses.push("Ash".into());
    for (key, assessors) in keys.iter().zip([37_u32, 39, 40]) {
        let score =
            |i| Score { response: "Ash".into(), criterion: (*key).into(), assessor: format!("{i}"), points: 900 + i };
        large.scores.extend((0..assessors).map(score));
    }
    assert_eq!(lines(&large), ["1 Ash 92.21"]);
    let exact = rank(&large).unwrap().standings[0].exact_total;
    assert_eq!(exact.to_string(), "229833333/2492500");
}

fn any_judging() -> impl Strategy<Value = Judging> {
    let response = || (proptest::collection::vec(0..=5_u32, 3..6), proptest::collection::vec(0..=5_u32, 3..6));
    proptest::collection::vec(response(), 1..8).prop_map(|responses| {
        let mut all = judging();
        all.criteria[1].threshold = Some(number("1.5"));
        let numbered = responses.iter().enumerate();
        numbered.fold(all, |all, (i, (need, reach))| with(all, &format!("response {i}"), need, reach))
    })
}

fn shuffled() -> impl Strategy<Value = (Judging, Judging)> {
    any_judging().prop_flat_map(|judging| {
        let responses = Just(judging.responses.clone()).prop_shuffle();
        let scores = Just(judging.scores.clone()).prop_shuffle();
        let other = (Just(judging.clone()), responses, scores);
        other.prop_map(|(judging, responses, scores)| (judging.clone(), Judging { responses, scores, ..judging }))
    })
}

proptest! {
    #[test]
    fn the_order_of_the_input_does_not_matter((one, other) in shuffled()) {
        prop_assert_eq!(rank(&one).unwrap(), rank(&other).unwrap());
    }

    #[test]
    fn anyone_can_recompute_the_total_from_the_working(judging in any_judging()) {
        for standings in rank(&judging).unwrap().standings {
            let share = |line: &CriterionWorking| {
                let points: u32 = line.scores.values().sum();
                f64::from(points) / line.scores.len() as f64 / 5.0 * line.weight.to_string().parse::<f64>().unwrap()
            };
            let total: f64 = standings.working.iter().map(share).sum();
            let shown: f64 = standings.total.to_string().parse().unwrap();
            prop_assert!((total - shown).abs() < 0.005_001, "{} is shown as {}", total, shown);
        }
    }

    #[test]
    fn ranks_go_down_as_totals_go_down(judging in any_judging()) {
        let ranking = rank(&judging).unwrap().standings;
        for pair in ranking.windows(2) {
            match (&pair[0].standing, &pair[1].standing) {
                (Standing::Ranked { rank: first, .. }, Standing::Ranked { rank: second, .. }) => {
                    prop_assert!(first <= second && pair[0].exact_total >= pair[1].exact_total);
                }
                (Standing::NotEligible { .. }, Standing::Ranked { .. }) => prop_assert!(false, "a ranked one after an ineligible one"),
                _ => {}
            }
        }
    }
}
