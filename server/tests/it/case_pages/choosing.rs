//! Steps 4 to 6: responses, the panel's scores and ranking, the group's selection.
use super::*;

/// 4 · Drafts, submissions, a receipt; nobody else reads them; from the deadline's second on it is refused.
pub async fn three_responses_that_nobody_reads(case: &Case) {
    for (key, body) in [("tom", "calderwell"), ("claire", "penhallow"), ("esther", "heart_trust")] {
        let response = case
            .does(key, &case.page("call"), "response.start", json!({ "organisation": case.name(body) }))
            .await
            .shows("NOT SUBMITTED")
            .reference();
        case.keep(body, &response);
        case.does(key, &case.page(body), "response.edit", case.facts(&format!("answers.{body}"))).await;
        case.does(key, &case.page(body), "response.submit", json!({ "authorised": true })).await.shows("eceipt");
    }
    for who in ["grace", "helena", "claire", "ruth"] {
        assert_eq!(
            case.sees(who, &case.page("calderwell")).await.status,
            404,
            "{who} reads a response before the deadline"
        );
    }
    the_receipt_of_the_latest_submission_counts(case).await;
    let tom = case.somebody("tom").await;
    let form = case.world.visit(Some(&tom), &format!("{}/submission", case.page("calderwell"))).await;
    let filled = form.fill(&json!({ "authorised": true })).await;
    case.world.at("2025-08-18T11:00:00Z").await;
    let late = filled.try_send().await.expect(422);
    assert!(late.shows("12:00"), "{}", browser::words(&late.text));
    case.public(&case.page("call")).await.showing(&case.status("closed"));
}

/// 4 · To the last second a response is submitted again; anybody can check both receipts.
async fn the_receipt_of_the_latest_submission_counts(case: &Case) {
    let receipt = format!("{}/receipt", case.page("calderwell"));
    let first = case.sees("tom", &receipt).await.link("Check a receipt").expect("a receipt can be checked");
    case.world.at("2025-08-18T10:59:59Z").await;
    case.does("tom", &case.page("calderwell"), "response.submit", json!({ "authorised": true })).await;
    let second = case.sees("tom", &receipt).await.link("Check a receipt").expect("a receipt can be checked");
    for (check, standing) in [(first, "replaced by a later submission"), (second, "latest submission")] {
        case.public(&check).await.showing("This receipt is genuine").showing(standing);
    }
}

/// 5 · Two officers open; three people declare, score with reasons and lock; the ranking is computed.
pub async fn three_assessors_judge(case: &Case) {
    let panel = ["rajiv", "emma", "patricia"];
    let names = panel.map(|key| case.name(key));
    case.does("grace", &format!("{}/panel", case.page("call")), "panel.name", json!({ "assessors": names })).await;
    for key in panel {
        case.does(key, "/interests", "interest.declare", json!({ "kind": "nothing" })).await;
        case.does(key, &format!("{}/panel", case.page("call")), "panel.accept", Value::Null).await;
    }
    case.does("grace", &case.page("call"), "call.open", Value::Null).await;
    case.does("daniel", &case.page("call"), "call.confirm_opening", Value::Null).await;
    for key in panel {
        for body in ["calderwell", "penhallow", "heart_trust"] {
            judged(case, key, body).await;
        }
    }
    let advice = case.does("grace", &format!("{}/panel", case.page("call")), "panel.recommend", Value::Null).await;
    let ranking =
        ["Calderwell Pharmaceuticals Limited Rank 1 Score 83.33", "The Wandle Heart Trust Rank 2 Score 65.00"];
    let below = "Penhallow Devices Limited Rank Below a threshold Score 45.42";
    ranking.into_iter().chain([below]).fold(advice, |advice, line| advice.shows(line));
}

/// One assessor on one response; nobody sees the scores of others before locking.
pub async fn judged(case: &Case, key: &str, body: &str) {
    let panel = case.sees(key, &format!("{}/panel", case.page("call"))).await;
    let own = panel.link_to("/assessments/", &case.name(body)).expect("the panel's page leads to my assessment");
    case.does(key, &own, "assessment.declare", json!({ "declared": "none" })).await;
    case.does(key, &own, "assessment.score", case.facts(&format!("scores.{key}.{body}"))).await;
    let other = case.facts(&format!("scores.{}.{body}", if key == "rajiv" { "emma" } else { "rajiv" }));
    let reasons = other["scores"][0]["reasons"].as_str().unwrap().to_string();
    assert!(!case.sees(key, &own).await.shows(&reasons), "{key} sees others' reasons before locking");
    case.does(key, &own, "assessment.lock", json!({ "final": true })).await.shows(&case.status("locked"));
}

/// 6 · The group selects one and a reserve; all letters go at once.
pub async fn the_group_selects(case: &Case) {
    let decision = json!({ "verdict": "agreed", "selected": [case.name("calderwell")], "reserve": [case.name("heart_trust")], "reasons": "First on the panel's advice." });
    meets(case, "2025-10-01", "item.select", decision).await;
    let before = case.world.mails().await.len();
    case.world.at("2025-10-06T11:00:00Z").await;
    case.does("grace", &format!("{}/panel", case.page("call")), "selection.announce", Value::Null).await;
    case.world.run_jobs().await;
    let told: Vec<String> = case.world.mails().await[before..].iter().map(|(address, _)| address.clone()).collect();
    for key in ["tom", "claire", "esther"] {
        assert!(told.contains(&case.email(key)), "{key} has a letter: {told:?}");
    }
    assert!(!case.public(&case.page("call")).await.shows("Calderwell"), "the standstill runs first");
    case.world.at("2025-10-17T00:00:00Z").await;
    case.public(&case.page("call")).await.showing("Selected partners Calderwell Pharmaceuticals Limited Reasons");
}
