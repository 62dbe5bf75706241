//! The heart-failure case through the pages alone, as a browser without JavaScript would go: links, forms, buttons.
use crate::{
    on_both,
    support::{
        browser::Page,
        case::{BODIES, CAST, Case, PASSWORD},
        stranger::Stranger,
        *,
    },
};
use serde_json::{Value, json};
use server::demo::script;

on_both! {
    async fn from_a_need_to_the_outcome_that_another_system_adapts(world) {
        let case = Case::begin(world).await;
        organisations_and_people(&case).await;
        a_group_with_terms_in_force(&case).await;
        a_need_that_the_group_approves(&case).await;
        a_call_that_is_published(&case).await;
        three_responses_that_nobody_reads(&case).await;
        three_assessors_judge(&case).await;
        the_group_selects(&case).await;
        the_parties_agree(&case).await;
        the_parties_sign(&case).await;
        the_summary_comes_before_the_start(&case).await;
        delivery_is_measured(&case).await;
        completed_by_decision(&case).await;
        each_party_publishes(&case).await;
        the_register_finds_it(&case).await;
        the_record_holds(&case).await;
    }
}

impl Case {
    /// Somebody does an act from the page of a thing, as its link says.
    async fn does(&self, who: &str, page: &str, act: &str, facts: Value) -> Seen {
        let who = self.somebody(who).await;
        Seen::of(self.world.does(&who, page, act, facts).await)
    }

    /// What somebody sees.
    async fn sees(&self, who: &str, page: &str) -> Page<'_> {
        let who = self.somebody(who).await;
        self.world.visit(Some(&who), page).await
    }

    /// What everybody sees.
    async fn public(&self, page: &str) -> Page<'_> {
        self.world.visit(None, page).await
    }
}

/// Where an act led, and what stood there.
struct Seen {
    path: String,
    html: String,
}

impl Seen {
    fn of(page: Page<'_>) -> Seen {
        Seen { path: page.path.split('?').next().unwrap_or_default().into(), html: page.html }
    }
    fn shows(self, text: &str) -> Seen {
        let seen = browser::words(&self.html);
        assert!(seen.contains(text), "{} does not show {text:?}:\n{seen}", self.path);
        self
    }
    /// The reference in the address it led to.
    fn reference(&self) -> String {
        self.path.split('/').nth(2).unwrap_or_else(|| panic!("{} names no thing", self.path)).into()
    }
}

/// 1 · The operator loads the boards, adds four organisations, and invites everybody by mail.
async fn organisations_and_people(case: &Case) {
    case.does("ruth", "/organisations", "organisation.load", Value::Null).await;
    for body in BODIES {
        case.does("ruth", "/organisations", "organisation.create", case.body(body)).await.shows(&case.name(body));
    }
    for key in CAST {
        let invitation = case.invitation(key);
        case.does("ruth", "/people", "person.invite", invitation).await.shows(&case.name(key));
        let link = case.link_in_mail(&case.email(key)).await;
        let mut stranger = Stranger::new(&case.world);
        let typed = format!("name={}&password={}", case.name(key).replace(' ', "+"), PASSWORD.replace(' ', "+"));
        stranger.fill(&link, &link, &typed).await.expect(303);
    }
    let mut ama = Stranger::new(&case.world);
    ama.sign_in(&case.email("ama"), PASSWORD).await.expect(303);
    assert!(ama.get("/work").await.expect(200).shows("Dr Ama Boateng"));
}

/// 1 · A group of one system: seats, terms of reference, adopted in its first meeting.
async fn a_group_with_terms_in_force(case: &Case) {
    let founding = json!({ "name": "South West London Collaboration Oversight Group", "systems": ["NHS South West London ICB"], "network": "Health Innovation Network South London" });
    let group = case.does("ruth", "/groups", "group.create", founding).await.reference();
    case.keep("group", &group);
    let seats = [
        ("helena", "chair"),
        ("tunde", "deputy"),
        ("priya", "secretary"),
        ("colin", "member"),
        ("siobhan", "member"),
        ("mary", "lay_member"),
    ];
    for (key, role) in seats {
        let voting = if role == "secretary" { "does_not_vote" } else { "votes" };
        let seat = json!({ "email": case.email(key), "role": role, "from": "2025-04-01", "voting": voting });
        case.does("ruth", &case.page("group"), "group.seat", seat).await.shows(&case.name(key));
        case.does(key, "/interests", "interest.declare", json!({ "kind": "nothing" })).await;
    }
    let terms = script::facts("groups").expect("the facts read")["terms"].clone();
    case.does("priya", &case.page("group"), "terms.draft", terms).await;
    case.does("priya", &case.page("group"), "terms.propose", Value::Null).await;
    meets(case, "2025-04-16", "item.decide", json!({ "verdict": "agreed", "reasons": "They follow the guide." })).await;
    case.public(&case.page("group")).await.showing("Dr Helena Marsh").showing("They follow the guide.");
}

/// The group meets on a day, all of it, and decides the one item on its agenda.
async fn meets(case: &Case, day: &str, act: &str, decision: Value) {
    let plan = json!({ "starts_at": format!("{day}T14:00"), "place": "Wimbledon" });
    let meeting = case.does("priya", &case.page("group"), "meeting.plan", plan).await.reference();
    let page = format!("/meetings/{meeting}");
    case.does("priya", &page, "meeting.papers", Value::Null).await;
    case.world.at(&format!("{day}T13:00:00Z")).await;
    let present = ["helena", "tunde", "priya", "colin", "siobhan", "mary"].map(|key| case.name(key));
    case.does("priya", &page, "meeting.start", json!({ "in_person": present })).await;
    case.does("priya", &page, "meeting.declare", json!({ "people": present })).await;
    case.does("helena", &page, act, decision.clone()).await.shows(decision["reasons"].as_str().unwrap());
    case.does("priya", &page, "meeting.minutes", Value::Null).await;
    case.does("helena", &page, "meeting.approve_minutes", Value::Null).await.shows(&case.status("minutes_approved"));
}

/// 2 · A member describes the need; the group approves it; it is public.
async fn a_need_that_the_group_approves(case: &Case) {
    let begun = json!({ "group": "South West London", "title": case.facts("need")["title"] });
    let need = case.does("colin", "/needs", "need.draft", begun).await.reference();
    case.keep("need", &need);
    case.does("colin", &case.page("need"), "need.edit", case.facts("need")).await;
    case.does("colin", &case.page("need"), "need.submit", json!({ "looked": true })).await.shows("submitted");
    assert_eq!(case.public(&case.page("need")).await.status, 404);
    meets(case, "2025-06-04", "item.decide", json!({ "verdict": "agreed", "reasons": "Clear and measured." })).await;
    case.public(&case.page("need"))
        .await
        .showing("Specialist care for everyone admitted")
        .showing(&case.status("approved"));
}

/// 3 · An officer writes the call, the group approves this very text, another officer publishes it.
async fn a_call_that_is_published(case: &Case) {
    let begun =
        json!({ "title": case.facts("call")["title"], "summary": case.facts("call")["summary"], "stake": "none" });
    let call = case.does("grace", &case.page("need"), "call.draft", begun).await.reference();
    case.keep("call", &call);
    let page = case.page("call");
    let text = [
        "title",
        "condition",
        "place",
        "summary",
        "brings",
        "seeks",
        "eligibility",
        "one_stage_reason",
        "publishes",
        "conflicts",
    ];
    case.does("grace", &page, "call.edit", case.some("call", &text)).await;
    case.does("grace", &page, "call.questions", case.some("call", &["questions"])).await;
    case.does("grace", &page, "call.judging", case.some("call", &["criteria", "scale", "tie_break", "panel_size"]))
        .await;
    let timetable =
        json!({ "opens_at": "2025-07-07T09:00", "deadline": "2025-08-18T12:00", "decision_by": "2025-10-10" });
    case.does("grace", &page, "call.timetable", timetable).await;
    case.does("grace", &page, "call.screen", case.facts("screening")).await;
    case.does("grace", &page, "call.submit_for_approval", Value::Null).await;
    meets(case, "2025-07-02", "item.decide", json!({ "verdict": "agreed", "reasons": "It asks for the need." })).await;
    case.world.at("2025-07-07T08:00:00Z").await;
    case.does("daniel", &page, "call.publish", Value::Null).await.shows(&case.status("published"));
    case.public(&page).await.showing("Monday 18 August 2025 at 12:00 noon").showing("Benefit to patients");
    case.public("/calls").await.showing("Partners for an in-reach heart-failure service");
    assert!(case.world.get("/calls.atom").await.expect(200).shows(&call), "the feed has it");
}

/// 4 · Drafts, submissions, a receipt; nobody else reads them; from the deadline's second on it is refused.
async fn three_responses_that_nobody_reads(case: &Case) {
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
    case.world.at("2025-08-18T10:59:59Z").await;
    case.does("tom", &case.page("calderwell"), "response.submit", json!({ "authorised": true })).await;
    let tom = case.somebody("tom").await;
    let form = case.world.visit(Some(&tom), &format!("{}/submission", case.page("calderwell"))).await;
    let filled = form.fill(&json!({ "authorised": true })).await;
    case.world.at("2025-08-18T11:00:00Z").await;
    let late = filled.try_send().await.expect(422);
    assert!(late.shows("12:00"), "{}", browser::words(&late.text));
    case.public(&case.page("call")).await.showing(&case.status("closed"));
}

/// 5 · Two officers open; three people declare, score with reasons and lock; the ranking is computed.
async fn three_assessors_judge(case: &Case) {
    let panel = ["rajiv", "emma", "patricia"];
    let names = panel.map(|key| case.name(key));
    case.does("grace", &format!("{}/panel", case.page("call")), "panel.name", json!({ "assessors": names })).await;
    for key in panel {
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
    advice.shows("Calderwell Pharmaceuticals Limited");
}

/// One assessor on one response; nobody sees the scores of others before locking.
async fn judged(case: &Case, key: &str, body: &str) {
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
async fn the_group_selects(case: &Case) {
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
    case.public(&case.page("call")).await.showing("Calderwell Pharmaceuticals Limited");
}

/// 7 · The agreement is filled from what is known; its heads are written; the text is agreed.
async fn the_parties_agree(case: &Case) {
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
async fn the_parties_sign(case: &Case) {
    let page = case.page("agreement");
    case.does("ama", &page, "agreement.approve", json!({ "hash": "*" })).await;
    case.does("grace", &page, "agreement.reopen", json!({ "reason": "A telephone number was missing." })).await;
    case.does("grace", &page, "agreement.freeze", json!({ "complete": true })).await;
    for key in ["ama", "karen", "martin", "tom", "anjali"] {
        case.does(key, &page, "agreement.approve", json!({ "hash": "*" })).await;
    }
    case.world.at("2026-02-13T14:55:00Z").await;
    for (key, name) in [("marcus", "Marcus Thiel"), ("judith", "Professor Judith Crane")] {
        case.does(key, &page, "agreement.sign", json!({ "hash": "*", "full_name": name, "authority": true })).await;
    }
    let signed = case.sees("ama", &page).await.showing(&case.status("in_force"));
    let collaboration = signed.link_to("/collaborations/", "").expect("the agreement leads to its collaboration");
    case.keep("collaboration", collaboration.rsplit('/').next().unwrap());
}

/// 8 · The summary is public first; without it nothing starts.
async fn the_summary_comes_before_the_start(case: &Case) {
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

/// 9 · Readings month by month, charts, milestones.
async fn delivery_is_measured(case: &Case) {
    let page = case.page("collaboration");
    let readings = case.facts("readings");
    case.world.at("2026-11-23T09:00:00Z").await;
    case.does("yusuf", &page, "readings.import", json!({ "lines": readings["lines"] })).await;
    case.does(
        "yusuf",
        &page,
        "reading.enter",
        json!({ "measure": "Seen by a specialist", "period": "2026-11-20", "value": "83" }),
    )
    .await
    .shows("83");
    let tick = json!({ "milestone": "Pharmacist in post", "on": "2026-05-29", "evidence": "Contract signed, procedures on the ward intranet." });
    case.does("ama", &page, "milestone.tick", tick).await.shows("Contract signed");
    let seen = case.public(&page).await.showing("Educated, with a personal care plan");
    assert!(seen.html.matches("<svg").count() >= 5, "a chart for each measure");
}

/// 9 · Completed by decision of the group on 30 November 2026.
async fn completed_by_decision(case: &Case) {
    case.world.at("2026-11-30T10:00:00Z").await;
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
async fn each_party_publishes(case: &Case) {
    let page = case.page("outcome");
    case.does("yusuf", &page, "outcome.write", case.facts("outcome")).await.shows("Seen by a specialist");
    case.does("yusuf", &page, "outcome.report", json!({ "complete": true })).await;
    case.does("judith", &page, "outcome.publish", json!({ "where": "here", "attested": true })).await;
    case.public(&page).await.showing("742 people");
    case.world.at("2027-02-28T23:59:59Z").await;
    assert!(!case.public(&page).await.shows(&case.status("overdue")), "due until the end of the day");
    case.world.at("2027-03-01T00:00:01Z").await;
    case.public(&page).await.showing(&case.status("overdue")).showing("Calderwell Pharmaceuticals Limited");
    let own = json!({ "where": "own", "link": "https://www.calderwell.example/in-reach", "attested": true });
    case.does("tom", &page, "outcome.publish", own).await.shows(&case.status("published_late"));
}

/// 11 · The register finds it by text, condition and organisation; another system starts a need from it.
async fn the_register_finds_it(case: &Case) {
    for query in
        ["text=in-reach+pharmacist", "condition=Heart+failure", "organisation=Calderwell+Pharmaceuticals+Limited"]
    {
        let found = case.public(&format!("/search?{query}")).await;
        assert!(
            found.html.contains(&case.page("outcome")) || found.html.contains(&case.page("collaboration")),
            "{query}:\n{}",
            browser::words(&found.html)
        );
    }
    let adapt = case.sees("colin", &case.page("collaboration")).await.follow("Adapt this").await;
    let adapted = adapt
        .fill(&json!({ "group": "South West London", "title": "In-reach at a second hospital" }))
        .await
        .send()
        .await;
    adapted.showing("In-reach at a second hospital");
}

/// At the end the whole record is checked.
async fn the_record_holds(case: &Case) {
    match server::verify::verify(&case.world.app.db).await.expect("the record can be read") {
        server::verify::Found::Whole { events, .. } => assert!(events > 150, "{events} events"),
        other => panic!("{other:?}"),
    }
}
