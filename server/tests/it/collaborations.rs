//! Collaborations through pages and API: before the start, delivery, readings, the end (A7, A8, D1–D3, E1).
use crate::{
    on_both,
    support::{collaborations::*, *},
};
use domain::{agreement::Assessment, item::Verdict};
use serde_json::json;

on_both! {
    async fn a_group_that_may_not_govern_holds_the_start_up(world) {
        let it = world.ready().await;
        world.app.clock.forward(1);
        world.disband(&it.group).await;
        let refused = world.api(&it.lead, &it.at("start"), json!({ "started_on": "2026-11-23" })).await.expect(422);
        assert_eq!(refused.codes(), ["no_chair", "no_deputy"]);
    }
    async fn starting_too_early_says_everything_that_is_missing(world) {
        let it = world.agreed().await;
        let refused = world.api(&it.lead, &it.at("start"), json!({ "started_on": "2026-11-23" })).await.expect(422);
        assert_eq!(refused.codes(), ["summary_not_public", "summary_not_certified", "policies_not_attested", "policies_not_attested"]);
        let page = world.get_as(&it.lead, &it.at("start")).await.expect(422);
        assert!(page.shows("Cardia Pharma Ltd has not certified the summary"), "{}", page.text);
        let page = world.get_as(&it.lead, &it.page()).await.expect(200);
        assert!(page.shows("It cannot start yet") && !page.shows("Start the project"));
    }
    async fn a_collaboration_starts_when_its_summary_is_public_certified_and_attested(world) {
        let it = world.ready().await;
        let seen = world.read(&it.lead, &it.page()).await.json();
        assert_eq!((&seen["status"], &seen["missing"]), (&json!("ready"), &json!([])));
        world.app.clock.forward(1);
        world.api(&it.officer, &it.at("start"), json!({ "started_on": "2026-11-23" })).await.expect(201);
        assert_eq!(world.read(&it.lead, &it.page()).await.json()["started_on"], "2026-11-23");
        let events = world.events().await;
        assert!(events.ends_with(&["collaboration.became_ready".into(), "collaboration.started".into()]), "{events:?}");
    }
    async fn a_needed_impact_assessment_holds_the_start_up_until_a_controller_records_its_approval(world) {
        let it = world.agreed_with(|plan| plan.assessment = Some(Assessment::InProgress)).await;
        let it = world.prepared(it).await;
        let start = json!({ "started_on": "2026-11-23" });
        world.app.clock.forward(1);
        let refused = world.api(&it.officer, &it.at("start"), start.clone()).await.expect(422);
        assert_eq!(refused.codes(), ["assessment_not_approved"]);
        assert!(world.get_as(&it.lead, "/work").await.shows("Record the approved impact assessment"));
        let approval = |organisation, on: &str| json!({ "organisation": organisation, "approved_on": on, "document": "Register, number 7" });
        world.api(&it.officer, &it.at("assessment"), approval(it.trust, "2026-11-20")).await.expect(403);
        for (organisation, on, code) in
            [(it.company, "2026-11-20", "company_approves_no_assessment"), (it.trust, "2026-11-24", "day_ahead")]
        {
            let who = if organisation == it.company { &it.manager } else { &it.lead };
            assert_eq!(world.api(who, &it.at("assessment"), approval(organisation, on)).await.expect(422).codes(), [code]);
        }
        let form = format!("organisation={}&approved_on-day=20&approved_on-month=11&approved_on-year=2026&document=Register", it.trust);
        world.post_as(&it.lead, &it.at("assessment"), &form).await.expect(303);
        let again = world.api(&it.lead, &it.at("assessment"), approval(it.trust, "2026-11-20")).await.expect(409);
        assert_eq!(again.codes(), ["wrong_status"]);
        world.api(&it.officer, &it.at("start"), start).await.expect(201);
    }
    async fn a_start_in_the_very_instant_of_the_summary_is_refused(world) {
        let it = world.ready().await;
        let start = json!({ "started_on": "2026-11-23" });
        assert_eq!(world.api(&it.lead, &it.at("start"), start).await.expect(422).codes(), ["summary_not_before_start"]);
        let before = json!({ "started_on": "2026-11-22" });
        world.app.clock.forward(60);
        assert_eq!(world.api(&it.lead, &it.at("start"), before).await.expect(422).codes(), ["summary_not_before_start"]);
        let ahead = json!({ "started_on": "2026-11-24" });
        assert_eq!(world.api(&it.lead, &it.at("start"), ahead).await.expect(422).codes(), ["start_ahead"]);
    }
    async fn nobody_outside_knows_it_before_the_summary_is_public_and_everybody_after(world) {
        let it = world.agreed().await;
        let stranger = world.person("Nobody Here", &[]).await;
        world.get(&it.page()).await.expect(404);
        world.get_as(&stranger, &it.page()).await.expect(404);
        for insider in [&it.lead, &it.manager, &it.officer, &it.group.chair] {
            world.get_as(insider, &it.page()).await.expect(200);
        }
        assert!(!world.get("/collaborations").await.expect(200).shows(&it.reference));
        world.api(&it.lead, &it.at("summary"), summary()).await.expect(201);
        assert!(world.get(&it.page()).await.expect(200).shows("wait too long for a specialist"));
        assert!(world.get("/collaborations?status=agreed&condition=Heart+failure").await.expect(200).shows(&it.reference));
        assert!(!world.get("/collaborations?status=closed").await.expect(200).shows(&it.reference));
    }
    async fn the_summary_is_filled_from_the_agreement_checked_and_never_changes(world) {
        let it = world.agreed().await;
        let form = world.get_as(&it.lead, &it.at("summary")).await.expect(200);
        assert!(form.shows("People with heart failure wait.") && form.shows("hf@example.nhs.uk"));
        let fields = "title=T&rationale=R&objectives=O&financial=F&roles=W&publication=P&contacts=C&_version=2";
        assert!(world.post_as(&it.lead, &it.at("summary"), fields).await.expect(200).shows("name=\"_confirmed\""));
        world.post_as(&it.lead, &it.at("summary"), &format!("{fields}&_confirmed=yes")).await.expect(303);
        let again = world.api(&it.lead, &it.at("summary"), summary()).await.expect(422);
        assert_eq!(again.codes(), ["summary_already_public"]);
    }
    async fn a_stale_form_leads_to_the_merge_page_with_both_texts(world) {
        let it = world.agreed().await;
        world.api(&it.lead, &it.at("attestations"), json!({ "organisation": it.trust, "attested": true })).await.expect(201);
        let fields = "title=Mine&rationale=R&objectives=O&financial=F&roles=W&publication=P&contacts=C&_version=2&_confirmed=yes";
        let page = world.post_as(&it.lead, &it.at("summary"), fields).await.expect(409);
        assert!(page.shows("Choose what to keep") && page.shows("Mine"));
    }
    async fn only_the_companys_certifier_certifies_and_nobody_attests_for_another_party(world) {
        let it = world.agreed().await;
        world.api(&it.lead, &it.at("summary"), summary()).await.expect(201);
        let body = json!({ "organisation": it.company, "attested": true });
        world.api(&it.manager, &it.at("certificates"), body.clone()).await.expect(403);
        world.api(&it.lead, &it.at("attestations"), body.clone()).await.expect(403);
        world.api(&it.certifier, &it.at("certificates"), body.clone()).await.expect(201);
        assert_eq!(world.api(&it.certifier, &it.at("certificates"), body).await.expect(422).codes(), ["already_certified"]);
    }
    async fn a_reading_is_entered_as_numbers_and_corrected_by_a_new_entry_with_a_reason(world) {
        let it = world.delivering().await;
        world.at("2027-02-01T09:00:00Z").await;
        let evaluator = world.signed_in_again(&it.evaluator).await;
        let form = "measure=1&period-day=31&period-month=1&period-year=2027&numerator=25&denominator=48&value=&reason=";
        world.post_as(&evaluator, &it.at("readings"), form).await.expect(303);
        let again = world.post_as(&evaluator, &it.at("readings"), form).await.expect(422);
        assert!(again.shows("There is a reading for the period to 31 January 2027 already"), "{}", again.text);
        world.post_as(&evaluator, &it.at("readings"), &form.replace("=25&", "=24&").replace("reason=", "reason=One+twice")).await.expect(303);
        let all = world.get(&it.at("readings.json")).await.expect(200).json();
        let values: Vec<_> = all["readings"].as_array().unwrap().iter().map(|one| one["value"].as_str().unwrap().to_string()).collect();
        assert_eq!(values, ["52.08", "50"]);
        assert!(world.get(&it.page()).await.shows("One reading so far: 50%"));
    }
    async fn companies_never_enter_readings(world) {
        let it = world.delivering().await;
        let entry = json!({ "measure": "1", "period": "2026-11-23", "value": "50" });
        world.api(&it.manager, &it.at("readings"), entry).await.expect(403);
    }
    async fn readings_that_cannot_be_are_refused_with_the_reason_at_the_field(world) {
        let it = world.delivering().await;
        let entry = |numerator: &str, denominator: &str, value: &str| json!({ "measure": "1", "period": "2026-11-23", "numerator": numerator, "denominator": denominator, "value": value });
        for (entry, code) in [
            (entry("49", "48", ""), "numerator_above_denominator"),
            (entry("1", "0", ""), "denominator_not_above_zero"),
            (entry("-1", "48", ""), "numerator_below_zero"),
            (entry("1", "", ""), "reading_half"),
            (entry("", "", ""), "reading_empty"),
            (entry("1", "2", "50"), "reading_twice"),
            (entry("", "", "100.5"), "not_a_percentage"),
            (json!({ "measure": "9", "period": "2026-11-23", "value": "50" }), "no_such_measure"),
            (json!({ "measure": "1", "period": "2026-11-24", "value": "50" }), "reading_ahead"),
        ] {
            let refused = world.api(&it.evaluator, &it.at("readings"), entry).await.expect(422);
            assert_eq!(refused.codes(), [code]);
        }
        assert_eq!(world.get(&it.at("readings.json")).await.json()["readings"], json!([]));
    }
    async fn a_list_of_readings_is_taken_whole_and_its_chart_is_public(world) {
        let it = world.measured().await;
        let page = world.get(&it.page()).await.expect(200);
        assert!(page.shows("9 readings, from 46% on 31 December 2026 to 82% on 31 August 2027"), "{}", page.text);
        assert!(page.shows("The target of 80% is met.") && page.shows("<polyline"));
        let csv = world.get(&it.at("readings.csv")).await.expect(200);
        assert!(csv.text.starts_with("measure,period,numerator,denominator,value,reason\r\nSeen by a specialist,2026-12-31,46,100,46,\r\n"), "{}", csv.text);
        assert_eq!(csv.text.lines().count(), 10);
    }
    async fn a_list_with_one_wrong_line_changes_nothing_and_says_which(world) {
        let it = world.delivering().await;
        let lines = "measure;period;value\n1;2026-11-22;50\n1;2026-11-22;51\nSleep;2026-11-21;1\n2;sometime;1\n2;2026-11-20;many\n2;2026-11-20";
        let refused = world.api(&it.evaluator, &it.at("readings/import"), json!({ "lines": lines })).await.expect(422);
        let details: Vec<String> = refused.json()["errors"].as_array().unwrap().iter().map(|one| one["detail"].as_str().unwrap().into()).collect();
        assert_eq!(details.len(), 4, "{details:?}");
        assert!(details[0].starts_with("Line 4: There is no measure “Sleep”") && details[3].starts_with("Line 7: There are not 3 cells"), "{details:?}");
        let twice = json!({ "lines": "measure,period,value\n1,2026-11-22,50\n1,2026-11-22,51" });
        let refused = world.api(&it.evaluator, &it.at("readings/import"), twice).await.expect(422);
        assert!(refused.shows("Line 3: There is a reading for the period to 22 November 2026 already"), "{}", refused.text);
        assert_eq!(world.get(&it.at("readings.json")).await.json()["readings"], json!([]));
    }
    async fn a_list_that_is_no_list_is_refused_and_stands_there_again(world) {
        let it = world.delivering().await;
        let long = format!("measure,period,value{}", "\n1,2026-11-22,50".repeat(10_000));
        for (lines, told) in [
            ("measure,when,value\n1,2026-11-22,50", "The first line must name columns"),
            ("1,2026-11-22,50", "The first line must name columns"),
            ("measure,period,value", "There are no readings"),
            ("measure,period,value\n1,2026-11-22,5\u{fffd}", "save the file as UTF-8"),
            (long.as_str(), "Send at most 1000 lines at a time"),
        ] {
            let form: String = form_urlencoded::Serializer::new(String::new()).append_pair("lines", lines).finish();
            let page = world.post_as(&it.evaluator, &it.at("readings/import"), &form).await.expect(422);
            assert!(page.shows(told) && page.shows("2026-11-22") | page.shows("measure,period,value"), "{told}");
        }
    }
    async fn a_milestone_is_ticked_once_with_its_evidence(world) {
        let it = world.delivering().await;
        let tick = json!({ "milestone": "1", "on": "2026-11-23", "evidence": "Employed since today" });
        world.api(&it.lead, &it.at("milestones"), tick.clone()).await.expect(201);
        assert_eq!(world.api(&it.lead, &it.at("milestones"), tick).await.expect(422).codes(), ["milestone_already_ticked"]);
        let ahead = json!({ "milestone": "2", "on": "2026-11-24", "evidence": "Soon" });
        assert_eq!(world.api(&it.lead, &it.at("milestones"), ahead).await.expect(422).codes(), ["day_ahead"]);
        assert!(world.get(&it.page()).await.shows("Employed since today"));
    }
    async fn contributions_stand_beside_what_was_promised_each_by_its_own_party(world) {
        let it = world.delivering().await;
        let made = json!({ "contribution": "1", "amount": "29000.50", "on": "2026-11-23", "note": "First half" });
        world.api(&it.lead, &it.at("contributions"), made.clone()).await.expect(403);
        world.api(&it.manager, &it.at("contributions"), made).await.expect(201);
        let page = world.get(&it.page()).await;
        assert!(page.shows("£58,000") && page.shows("£29,000.50") && page.shows("£41,000"));
    }
    async fn a_transfer_of_value_is_confirmed_or_disputed_by_the_other_side(world) {
        let it = world.delivering().await;
        let paid = json!({ "payer": it.company, "payee": it.trust, "amount": "58000", "on": "2026-11-23", "what": "Pharmacist" });
        world.api(&it.manager, &it.at("transfers"), paid).await.expect(201);
        assert!(world.get(&it.page()).await.shows("Not yet confirmed"));
        let yes = json!({ "transfer": "1", "answered": "confirmed" });
        world.api(&it.manager, &it.at("transfers/answer"), yes.clone()).await.expect(403);
        let why = world.api(&it.lead, &it.at("transfers/answer"), json!({ "transfer": "1", "answered": "disputed" })).await.expect(422);
        assert_eq!(why.codes(), ["dispute_needs_reason"]);
        world.api(&it.lead, &it.at("transfers/answer"), yes).await.expect(201);
        assert!(world.get(&it.page()).await.shows("Confirmed"));
        let wrong = json!({ "payer": it.trust, "payee": it.company, "amount": "1", "on": "2026-11-23", "what": "Back" });
        assert_eq!(world.api(&it.lead, &it.at("transfers"), wrong).await.expect(422).codes(), ["payer_not_a_company"]);
    }
    async fn completion_is_asked_of_the_group_and_decided_by_it(world) {
        let it = world.delivering().await;
        world.at("2026-11-30T10:00:00Z").await;
        world.api(&it.manager, &it.at("completion"), json!({ "on": "2026-11-30" })).await.expect(403);
        let refused = world.api(&it.lead, &it.at("completion"), json!({ "on": "2026-11-01" })).await.expect(422);
        assert_eq!(refused.codes(), ["before_start"]);
        world.api(&it.lead, &it.at("completion"), json!({ "on": "2026-11-30" })).await.expect(201);
        assert_eq!(world.read(&it.lead, &it.page()).await.json()["status"], "started");
        world.rule_collaboration(&it.group, it.id, Verdict::NotAgreed).await.unwrap();
        world.api(&it.lead, &it.at("completion"), json!({ "on": "2026-11-29" })).await.expect(201);
        world.rule_collaboration(&it.group, it.id, Verdict::Agreed).await.unwrap();
        let seen = world.read(&it.lead, &it.page()).await.json();
        assert_eq!((&seen["status"], &seen["ended"]["on"]), (&json!("completed"), &json!("2026-11-29")));
    }
    async fn a_completion_that_nobody_asked_for_is_not_decided(world) {
        let it = world.delivering().await;
        let refused = world.rule_collaboration(&it.group, it.id, Verdict::Agreed).await.unwrap_err();
        assert_eq!(refused.reasons()[0].code, "completion_not_asked");
    }
    async fn a_project_is_not_completed_after_its_agreed_end(world) {
        let it = world.delivering().await;
        world.at("2027-09-15T10:00:00Z").await;
        let refused = world.api(&it.lead, &it.at("completion"), json!({ "on": "2027-09-01" })).await.expect(422);
        assert_eq!(refused.codes(), ["after_agreed_end"]);
        world.api(&it.lead, &it.at("completion"), json!({ "on": "2027-08-31" })).await.expect(201);
    }
    async fn a_project_that_is_stopped_early_reports_too(world) {
        let it = world.delivering().await;
        let stop = json!({ "on": "2026-11-23", "trigger": "safety", "reasons": "A recall" });
        world.api(&it.manager, &it.at("stop"), stop.clone()).await.expect(403);
        world.api(&it.group.chair, &it.at("stop"), stop).await.expect(201);
        assert!(world.get(&it.page()).await.shows("Patients would not be safe"));
        let page = world.report_of(&it).await;
        assert_eq!(world.read(&it.lead, &page).await.json()["due"], "2027-02-23");
    }
    async fn the_parties_and_the_group_hear_of_the_start(world) {
        let it = world.delivering().await;
        world.run_jobs().await;
        let told: Vec<String> = world.mails().await.into_iter().filter(|(_, subject)| subject.ends_with(": started")).map(|(to, _)| to).collect();
        let names = told.iter().map(|to| to.split('.').next().unwrap()).collect::<std::collections::BTreeSet<_>>();
        assert_eq!(names, ["chloe", "dev", "dr", "mary", "priya", "tom"].into(), "{} {told:?}", it.reference);
    }
}
