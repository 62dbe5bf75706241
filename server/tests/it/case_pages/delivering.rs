//! Steps 9 to 11: readings, completion, the outcome, the register; and the record of it all.
use super::*;

/// 9 · Readings month by month, charts, milestones.
pub async fn delivery_is_measured(case: &Case) {
    let page = case.page("collaboration");
    let readings = case.facts("readings");
    case.world.at("2026-11-23T09:00:00Z").await;
    case.does("yusuf", &page, "readings.import", json!({ "lines": readings["lines"] })).await;
    let reading = json!({ "measure": "Seen by a specialist", "period": "2026-11-20", "value": "82" });
    case.does("yusuf", &page, "reading.enter", reading).await.shows("82");
    for (milestone, on) in [
        ("Pharmacist in post", "2026-05-28"),
        ("First three months", "2026-08-31"),
        ("Second three months", "2026-11-20"),
    ] {
        let tick = json!({ "milestone": milestone, "on": on, "evidence": format!("{milestone}: reported.") });
        case.does("ama", &page, "milestone.tick", tick).await.shows(&format!("{milestone}: reported."));
    }
    let seen = case.public(&page).await.showing("Educated, with a personal care plan");
    assert_eq!(seen.html.matches("<svg class=\"app-chart__picture\"").count(), 5, "a chart for each measure");
}

/// 9 · Completed by decision of the group on 30 November 2026.
pub async fn completed_by_decision(case: &Case) {
    case.world.at("2026-11-30T10:00:00Z").await;
    for key in ["helena", "tunde", "colin", "siobhan", "mary"] {
        case.does(key, "/interests", "interest.declare", json!({ "kind": "nothing" })).await;
    }
    case.does("yusuf", &case.page("collaboration"), "readings.import", case.facts("november")).await;
    case.does("ama", &case.page("collaboration"), "collaboration.complete", json!({ "on": "2026-11-30" })).await;
    meets(case, "2026-12-02", "item.decide", json!({ "verdict": "agreed", "reasons": "Delivered as agreed." })).await;
    let done =
        case.public(&case.page("collaboration")).await.showing(&case.status("completed")).showing("28 February 2027");
    let outcome = done.link_to("/outcomes/", "");
    let outcome = match outcome {
        Some(outcome) => outcome,
        None => case
            .sees("yusuf", &case.page("collaboration"))
            .await
            .link_to("/outcomes/", "")
            .expect("the page leads to the report"),
    };
    case.keep("outcome", outcome.rsplit('/').next().unwrap());
}

/// 10 · The report is filled from the agreement; one party publishes in time, the other is overdue, then late.
pub async fn each_party_publishes(case: &Case) {
    let page = case.page("outcome");
    case.does("yusuf", &page, "outcome.write", case.facts("outcome")).await.shows("Seen by a specialist");
    case.does("yusuf", &page, "outcome.report", json!({ "complete": true })).await;
    case.does("judith", &page, "outcome.publish", json!({ "where": "here", "attested": true })).await;
    case.public(&page).await.showing("742 people").showing("4 of 5");
    case.world.at("2027-02-28T23:59:59Z").await;
    assert!(!case.public(&page).await.shows(&case.status("overdue")), "due until the end of the day");
    case.world.at("2027-03-01T00:00:01Z").await;
    case.public(&page).await.showing(&case.status("overdue")).showing("Calderwell Pharmaceuticals Limited");
    let own = json!({ "where": "own", "link": "https://www.calderwell.example/in-reach", "attested": true });
    case.does("tom", &page, "outcome.publish", own).await.shows(&case.status("published_late"));
}

/// 11 · The register finds it by text, condition and organisation; another system starts a need from it.
pub async fn the_register_finds_it(case: &Case) {
    for query in ["q=in-reach+pharmacist", "condition=Heart+failure", "organisation=Calderwell+Pharmaceuticals+Limited"]
    {
        let found = case.public(&format!("/search?{query}")).await;
        assert!(
            found.html.contains(&case.page("outcome")) || found.html.contains(&case.page("collaboration")),
            "{query}:\n{}",
            browser::words(&found.html)
        );
    }
    let adapt = case.sees("wen", &case.page("collaboration")).await.follow("Adapt this for your system").await;
    let begun = json!({ "group": "Greater Manchester", "title": "In-reach in another system" });
    let adapted = Seen::of(adapt.fill(&begun).await.send().await).shows("In-reach in another system");
    let need = case.sees("wen", &format!("/needs/{}", adapted.reference())).await;
    assert!(need.link_to(&case.page("collaboration"), "").is_some(), "the need says what it adapts");
}

/// At the end the whole record is checked.
pub async fn the_record_holds(case: &Case) {
    match server::verify::verify(&case.world.app.db).await.expect("the record can be read") {
        server::verify::Found::Whole { events, .. } => assert!(events > 150, "{events} events"),
        other => panic!("{other:?}"),
    }
}
