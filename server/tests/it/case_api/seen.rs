//! What the people of the case rely on, step by step: what must not be possible yet, and what has to be there after.
use super::*;

/// What must not be possible just before a step.
pub async fn before(case: &Case, stage: &Stage<'_>, beat: &Beat) {
    match beat.act.as_str() {
        "call.open" => too_late(case, stage).await,
        "assessment.lock" => assert!(!others_reasons_are_seen(case, beat, stage).await, "{} before locking", beat.who),
        "summary.publish" => cannot_start_yet(case, stage).await,
        _ => {}
    }
}

/// What has to be there after a step.
pub async fn after(case: &Case, stage: &Stage<'_>, beat: &Beat, told: &Value) {
    match (beat.act.as_str(), beat.who.as_str()) {
        ("need.submit", _) => hidden(case, &place("needs", stage, "$hf.need")).await,
        ("call.publish", _) => published(case, stage).await,
        ("response.submit", who) => submitted(case, stage, beat, who, told).await,
        ("assessment.lock", who) if beat.on["of"] == case.name("heart_trust") => {
            let first = who == "rajiv";
            assert_ne!(
                others_reasons_are_seen(case, beat, stage).await,
                first,
                "others' after locking all of one's own"
            );
        }
        ("panel.recommend", _) => ranked_exactly(case, stage).await,
        ("selection.announce", _) => everybody_has_a_letter(case).await,
        ("agreement.approve", "ama") => a_change_voids_approvals(case, stage).await,
        ("agreement.sign", "judith") => in_force(case, stage).await,
        ("summary.publish", _) => {
            let page = place("collaborations", stage, "$hf.agreement.collaboration");
            assert!(case.world.get(&page).await.expect(200).shows("£58,000"));
        }
        ("outcome.report", _) => filled_from_the_agreement(case, stage, told).await,
        _ => {}
    }
}

/// The public is told that there is no such thing.
async fn hidden(case: &Case, page: &str) {
    for address in [page.to_string(), format!("/api/v1{page}")] {
        case.world.get(&address).await.expect(404);
    }
}

/// 3 · Public page, list, feed; the group's approval of the need is public too.
async fn published(case: &Case, stage: &Stage<'_>) {
    let (need, call) = (place("needs", stage, "$hf.need"), place("calls", stage, "$hf.call"));
    assert_eq!(case.world.get(&format!("/api/v1{need}")).await.expect(200).json()["status"], "called");
    let seen = case.world.get(&format!("/api/v1{call}")).await.expect(200).json();
    assert_eq!((&seen["status"], &seen["deadline"]), (&json!("open"), &json!("2025-08-18T11:00:00.000000Z")));
    for list in ["/api/v1/calls", "/calls", "/calls.atom"] {
        assert!(case.world.get(list).await.expect(200).shows(call.trim_start_matches("/calls/")), "{list}");
    }
}

/// 4 · A receipt that anybody can check, and a response that nobody else can read; the latest submission counts.
async fn submitted(case: &Case, stage: &Stage<'_>, beat: &Beat, who: &str, told: &Value) {
    let page = place("responses", stage, beat.on["reference"].as_str().expect("its response"));
    let (reference, receipt) = (page.trim_start_matches("/responses/"), told["receipt"].as_str().expect("a receipt"));
    let manager = case.somebody(who).await;
    assert_eq!(case.world.read(&manager, &page).await.expect(200).json()["submission"]["receipt"], receipt);
    let check = format!("/verify?reference={reference}&hash={receipt}");
    assert!(case.world.get(&check).await.expect(200).shows("latest submission"));
    for other in ["tom", "claire", "esther", "grace", "helena", "ruth", "rajiv"].iter().filter(|key| **key != who) {
        case.world.read(&case.somebody(other).await, &page).await.expect(404);
    }
    let again =
        case.world.api(&manager, &format!("{page}/submission"), json!({ "authorised": true })).await.expect(201);
    assert_ne!(again.json()["receipt"], receipt);
    assert_eq!(case.world.read(&manager, &page).await.json()["submission"]["number"], 2);
    assert!(case.world.get(&check).await.shows("replaced by a later submission"));
}

/// 4 · After the deadline nothing is taken, and the reason is the time.
async fn too_late(case: &Case, stage: &Stage<'_>) {
    let (tom, page) = (case.somebody("tom").await, place("responses", stage, "$hf.calderwell"));
    let late = case.world.api(&tom, &format!("{page}/submission"), json!({ "authorised": true })).await.expect(422);
    assert_eq!(late.codes(), ["past_deadline"]);
    assert_eq!(case.world.read(&tom, &page).await.json()["status"], "sealed");
}

/// 5 · Whether an assessor can read what another one wrote about the same response.
async fn others_reasons_are_seen(case: &Case, beat: &Beat, stage: &Stage<'_>) -> bool {
    let of = beat.on["of"].as_str().expect("whose response");
    let body = ["calderwell", "penhallow", "heart_trust"].into_iter().find(|body| case.name(body) == of);
    let other = if beat.who == "rajiv" { "emma" } else { "rajiv" };
    let theirs = case.facts(&format!("scores.{other}.{}", body.expect("one of the three")));
    let who = case.somebody(&beat.who).await;
    let seen = case.world.read(&who, &format!("{}/panel", place("calls", stage, "$hf.call"))).await.expect(200);
    seen.shows(theirs["scores"][0]["reasons"].as_str().expect("a reason"))
}

/// 5 · By hand: the means of three, times the weights 40, 35 and 25, out of four points; below two of four on the first
/// criterion nobody is ranked.
async fn ranked_exactly(case: &Case, stage: &Stage<'_>) {
    let grace = case.somebody("grace").await;
    let panel = format!("{}/panel", place("calls", stage, "$hf.call"));
    let ranking = case.world.read(&grace, &panel).await.expect(200).json()["ranking"]["standings"].clone();
    for (name, total, rank) in
        [("calderwell", "83.33", json!(1)), ("heart_trust", "65", json!(2)), ("penhallow", "45.42", Value::Null)]
    {
        let response = stage.known(&format!("$hf.{name}")).expect("it was kept");
        let found = ranking.as_array().expect("a ranking").iter().find(|it| it["response"] == response);
        let found = found.unwrap_or_else(|| panic!("{name} is not in {ranking}"));
        assert_eq!(found["standing"]["ranked"]["rank"], rank, "{found}");
        let points: f64 = found["total"].to_string().trim_matches('"').parse().expect("a number");
        assert_eq!(points, total.parse::<f64>().expect("a number"), "{found}");
    }
}

/// 6 · Everybody is told by mail, at once.
async fn everybody_has_a_letter(case: &Case) {
    case.world.run_jobs().await;
    let mails = case.world.mails().await;
    for (key, word) in [("tom", "is selected"), ("esther", "is a reserve"), ("claire", "is not selected")] {
        let told = |(address, subject): &(String, String)| *address == case.address(key) && subject.ends_with(word);
        assert!(mails.iter().any(told), "{key} {word}: {mails:?}");
    }
}

/// 7 · The text is opened again and changed: the approval of the old one no longer holds, and the old hash is refused.
async fn a_change_voids_approvals(case: &Case, stage: &Stage<'_>) {
    let (page, grace, ama) =
        (place("agreements", stage, "$hf.agreement"), case.somebody("grace").await, case.somebody("ama").await);
    let first = case.world.read(&ama, &page).await.expect(200).json()["text_hash"].clone();
    let reason = json!({ "reason": "The lay member is to be named." });
    case.world.api(&grace, &format!("{page}/reopening"), reason).await.expect(201);
    let mut governance = case.facts("heads.governance");
    governance["body"] = json!("A steering group with the lay member Mary Okafor meets every month.");
    case.world.api(&ama, &format!("{page}/governance"), governance).await.expect(201);
    case.world.api(&grace, &format!("{page}/agreed-text"), json!({ "complete": true })).await.expect(201);
    let seen = case.world.read(&ama, &page).await.expect(200).json();
    let approvals = seen["approvals"].as_array().expect("approvals");
    assert!(approvals.iter().all(|it| it["hash"] != seen["text_hash"]), "{approvals:?}");
    let party = &seen["parties"][0]["organisation"];
    let approve = |hash: &Value| json!({ "organisation": party, "hash": hash });
    let old = case.world.api(&ama, &format!("{page}/approvals"), approve(&first)).await;
    assert!(old.status.is_client_error(), "{}", old.text);
    case.world.api(&ama, &format!("{page}/approvals"), approve(&seen["text_hash"])).await.expect(201);
}

/// 7 · With the last signature it is in force; every signature is of this text, and the paper is there.
async fn in_force(case: &Case, stage: &Stage<'_>) {
    let (page, ama) = (place("agreements", stage, "$hf.agreement"), case.somebody("ama").await);
    let seen = case.world.read(&ama, &page).await.expect(200).json();
    assert_eq!((&seen["status"], &seen["in_force_at"]), (&json!("in_force"), &json!("2026-02-13T14:55:00.000000Z")));
    let signatures = seen["signatures"].as_array().expect("signatures");
    assert!(signatures.len() == 2 && signatures.iter().all(|it| it["hash"] == seen["text_hash"]), "{signatures:?}");
    let paper = case.world.get_as(&ama, &format!("{page}/agreement.pdf")).await.expect(200);
    assert!(paper.text.starts_with("%PDF-") && paper.header("content-type") == "application/pdf");
}

/// 8 · Signed, but nothing is public and nothing starts before the summary.
async fn cannot_start_yet(case: &Case, stage: &Stage<'_>) {
    let (page, ama) = (place("collaborations", stage, "$hf.agreement.collaboration"), case.somebody("ama").await);
    hidden(case, &page).await;
    let early = case.world.api(&ama, &format!("{page}/start"), json!({ "started_on": "2026-02-16" })).await;
    assert!(early.status.is_client_error(), "{}", early.text);
    let events = case.world.events().await;
    assert!(!events.contains(&"collaboration.started".into()));
}

/// 9 · It runs: nine readings of all five measures as data, and a chart of each.
pub async fn running(case: &Case, stage: &Stage<'_>) {
    let page = place("collaborations", stage, "$hf.agreement.collaboration");
    let seen = case.world.get(&format!("/api/v1{page}")).await.expect(200).json();
    assert_eq!((&seen["status"], &seen["started_on"]), (&json!("started"), &json!("2026-03-01")));
    assert_eq!(seen["plan"]["measures"].as_array().map(Vec::len), Some(5), "{seen}");
    assert_eq!(case.world.get(&format!("{page}/readings.csv")).await.expect(200).text.lines().count(), 1 + 9 * 5);
    let shown = case.world.get(&page).await.expect(200);
    assert_eq!(shown.text.matches("<svg class=\"app-chart__picture\"").count(), 5);
}

/// 10 · Promised against achieved, from the signed plan and the last readings.
async fn filled_from_the_agreement(case: &Case, _: &Stage<'_>, told: &Value) {
    let yusuf = case.somebody("yusuf").await;
    let seen = case.world.read(&yusuf, told["address"].as_str().expect("its address")).await.expect(200).json();
    let line = |it: &Value| {
        let words = |value: &Value| value.to_string().trim_matches('"').to_string();
        [&it["measure"]["baseline"], &it["measure"]["target"], &it["value"], &it["met"]].map(words).join(" ")
    };
    let achieved: Vec<String> = seen["achieved"].as_array().expect("results").iter().map(line).collect();
    let expected = ["46 80 83 true", "31 75 77 true", "52 85 87 true", "40 80 81 true", "18 60 57 false"];
    assert_eq!(achieved, expected);
    assert_eq!((&seen["ended"]["on"], &seen["due"]), (&json!("2026-11-30"), &json!("2027-02-28")));
}

/// 10 · Due to the end of 28 February 2027; from the next second on one party is overdue; it publishes late.
pub async fn one_party_is_overdue_and_publishes_late(case: &Case, stage: &Stage<'_>) {
    let page = place("outcomes", stage, "$hf.outcome");
    for (moment, standing) in [("2027-02-28T23:59:59Z", "due"), ("2027-03-01T00:00:00Z", "overdue")] {
        clock::advance(&case.world.app, moment.parse().expect("an instant")).await.expect("the clock moves");
        assert_eq!(standings(case, &page).await, ["published", standing]);
    }
    assert!(case.world.get(&page).await.expect(200).shows("Overdue"));
    let tom = case.somebody("tom").await;
    let link = "https://www.calderwell.example/in-reach";
    let own = json!({ "organisation": case.organisation("calderwell").await, "where": "own", "link": link, "attested": true });
    case.world.api(&tom, &format!("{page}/publications"), own).await.expect(201);
    assert_eq!(standings(case, &page).await, ["published", "published_late"]);
}

/// Where the Trust and the company stand with their publication.
async fn standings(case: &Case, page: &str) -> [String; 2] {
    let seen = case.world.get(&format!("/api/v1{page}")).await.expect(200).json();
    let standings = seen["standings"].as_array().expect("one for each party").clone();
    ["st_brannock", "calderwell"].map(|key| {
        let found = standings.iter().find(|it| it["name"] == case.name(key)).expect("it is a party");
        found["status"].as_str().expect("a word").to_string()
    })
}
