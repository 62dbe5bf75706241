//! Steps 7 and 8: the agreement and its signatures; the summary and the start.
use super::*;

/// 7 · The agreement is filled from what is known; its heads are written; the text is agreed.
pub async fn the_parties_agree(case: &Case) {
    let agreement = case.does("grace", &case.page("call"), "agreement.begin", case.facts("begin")).await.reference();
    case.keep("agreement", &agreement);
    let page = case.page("agreement");
    case.does("ama", &page, "agreement.parties", case.facts("parties")).await;
    for head in case.facts("heads").as_object().expect("heads are a table").keys() {
        case.does("ama", &page, &format!("agreement.{head}"), case.facts(&format!("heads.{head}"))).await;
    }
    case.world.at("2026-01-20T11:30:00Z").await;
    case.does("grace", &page, "agreement.freeze", json!({ "complete": true })).await.shows(&case.status("agreed_text"));
}

/// 7 · Each party approves this very text and signs it; a change makes approvals void.
pub async fn the_parties_sign(case: &Case) {
    let page = case.page("agreement");
    case.does("ama", &page, "agreement.approve", json!({ "hash": "*" })).await;
    case.does("grace", &page, "agreement.reopen", json!({ "reason": "The lay member is to be named." })).await;
    let governance = json!({ "body": "A steering group with the lay member Mary Okafor meets every month." });
    case.does("ama", &page, "agreement.governance", governance).await;
    case.does("grace", &page, "agreement.freeze", json!({ "complete": true }))
        .await
        .shows("Clinical lead: approval void");
    for key in ["ama", "karen", "martin", "tom", "anjali"] {
        case.does(key, &page, "agreement.approve", json!({ "hash": "*" })).await;
    }
    case.world.at("2026-02-13T14:55:00Z").await;
    for (key, name) in [("marcus", "Marcus Thiel"), ("judith", "Professor Judith Crane")] {
        case.does(key, &page, "agreement.sign", json!({ "hash": "*", "full_name": name, "authority": true })).await;
    }
    let signed = case.sees("ama", &page).await.showing(&case.status("in_force"));
    let paper = signed.link("Agreement as PDF").expect("the page leads to the paper");
    let ama = case.somebody("ama").await;
    assert!(case.world.get_as(&ama, &paper).await.expect(200).text.starts_with("%PDF-"));
    let collaboration = signed.link_to("/collaborations/", "").expect("the agreement leads to its collaboration");
    case.keep("collaboration", collaboration.rsplit('/').next().unwrap());
}

/// 8 · The summary is public first; without it nothing starts.
pub async fn the_summary_comes_before_the_start(case: &Case) {
    let page = case.page("collaboration");
    assert_eq!(case.public(&page).await.status, 404);
    let refused = case.sees("ama", &format!("{page}/start")).await;
    assert_ne!(refused.status, 200, "it cannot start before its summary");
    case.does("ama", &page, "summary.publish", case.facts("summary")).await;
    case.public(&page).await.showing("£58,000");
    for key in ["tom", "ama"] {
        case.does(key, &page, "policies.attest", json!({ "attested": true })).await;
    }
    case.does("robert", &page, "summary.certify", json!({ "attested": true })).await;
    case.world.at("2026-03-01T09:00:00Z").await;
    case.does("ama", &page, "collaboration.start", json!({ "started_on": "2026-03-01" }))
        .await
        .shows(&case.status("started"));
}
