//! Calls through pages and API: written, approved, published, run (C1 to C4, C6).
use crate::{
    on_both,
    support::{calls::*, *},
};
use domain::item::Verdict;
use serde_json::{Value, json};

/// Moves the clock to so many seconds from an instant, and does what is due.
async fn seconds_from(world: &World, moment: &str, seconds: i64) {
    let moment: domain::time::Timestamp = moment.parse().unwrap();
    world.at(&moment.plus_seconds(seconds).to_string()).await;
}

async fn status(world: &World, who: &Someone, call: &str) -> Value {
    world.read(who, &format!("/calls/{call}")).await.expect(200).json()["status"].clone()
}

async fn refused(world: &World, who: &Someone, path: &str, body: Value) -> Vec<String> {
    world.api(who, path, body).await.expect(422).codes()
}

on_both! {
    async fn a_call_is_begun_from_an_approved_need_alone(world) {
        let network = world.network().await;
        let waiting = world.submitted_need(&network.group.member, network.group.id).await;
        world.begin_call(&network.officer, &waiting).await.expect(404);
        world.begin_call(&network.officer, "ND-222222").await.expect(404);
        world.decide(&network.group, &waiting, Verdict::Agreed).await.expect(201);
        world.begin_call(&network.group.member, &waiting).await.expect(403);
        world.begin_call(&network.officer, &waiting).await.expect(201);
        assert_eq!(world.begin_call(&network.second, &waiting).await.expect(422).codes(), ["call_begun"]);
    }
    async fn a_call_is_written_page_by_page_from_what_the_need_says(world) {
        let network = world.network().await;
        let need = world.approved_need(&network.group).await;
        let form = world.get_as(&network.officer, &format!("/needs/{need}/call")).await.expect(200);
        assert!(form.shows("Heart failure in hospital") && form.shows("People wait too long"), "{}", form.text);
        let posted = "title=Heart+failure&summary=People+wait&stake=none";
        let page = world.post_as(&network.officer, &format!("/needs/{need}/call"), posted).await.path();
        let shown = world.get_as(&network.officer, &page).await.expect(200);
        for part in ["Text", "Questions", "Criteria and scale", "Timetable", "Procurement screening", "Still in the way of publishing"] {
            assert!(shown.shows(part), "{part}: {}", shown.text);
        }
        assert!(world.get_as(&network.officer, &format!("{page}/text")).await.expect(200).shows("Seen by a specialist"));
        let stale = world.post_as(&network.officer, &format!("{page}/questions"), "questions-0-text=What%3F&questions-0-words=100&_version=1").await;
        assert_eq!(stale.path(), page);
        let merge = world.post_as(&network.second, &format!("{page}/questions"), "questions-0-text=Why%3F&questions-0-words=90&_version=1").await.expect(409);
        assert!(merge.shows("What?") && merge.shows("Why?"), "{}", merge.text);
        world.get(&page).await.expect(404);
    }
    async fn criteria_that_do_not_add_up_stay_in_the_form_with_the_reason(world) {
        let network = world.network().await;
        let need = world.approved_need(&network.group).await;
        let call = world.begin_call(&network.officer, &need).await.json()["reference"].as_str().unwrap().to_string();
        let typed = "criteria-0-name=Benefit&criteria-0-description=What+patients+gain&criteria-0-weight=61&criteria-1-name=Delivery&criteria-1-description=Can+it+be+done&criteria-1-weight=40\
            &scale-0-points=0&scale-0-meaning=None&scale-1-points=5&scale-1-meaning=Strong&panel_size=3&_version=1";
        let answer = world.post_as(&network.officer, &format!("/calls/{call}/judging"), typed).await.expect(422);
        assert!(answer.shows("The weights of the criteria add up to 101") && answer.shows("What patients gain"), "{}", answer.text);
    }
    async fn a_deadline_in_the_past_or_in_the_hour_that_does_not_exist_is_refused(world) {
        let network = world.network().await;
        let need = world.approved_need(&network.group).await;
        let call = world.begin_call(&network.officer, &need).await.json()["reference"].as_str().unwrap().to_string();
        let path = format!("/calls/{call}/timetable");
        let mut late = timetable();
        (late["opens_at"], late["deadline"]) = (json!("2026-01-01T09:00:00Z"), json!(START));
        assert_eq!(refused(&world, &network.officer, &path, late).await, ["deadline_past"]);
        let gap = "opens_at-day=1&opens_at-month=12&opens_at-year=2026&opens_at-time=09:00&deadline-day=28&deadline-month=3&deadline-year=2027&deadline-time=01:30\
            &decision_by-day=1&decision_by-month=5&decision_by-year=2027&_version=1";
        let answer = world.post_as(&network.officer, &path, gap).await.expect(422);
        assert!(answer.shows("the clocks go forward that night"), "{}", answer.text);
        let twice = gap.replace("deadline-day=28&deadline-month=3", "deadline-day=31&deadline-month=10").replace("decision_by-month=5", "decision_by-month=12");
        assert!(world.post_as(&network.officer, &path, &twice).await.expect(422).shows("the clocks go back that night"));
    }
    async fn publishing_says_everything_that_is_missing_at_once(world) {
        let network = world.network().await;
        let need = world.approved_need(&network.group).await;
        let call = world.begin_call(&network.officer, &need).await.json()["reference"].as_str().unwrap().to_string();
        let codes = world.on_call(&network.officer, &call, "publication").await.expect(422).codes();
        for code in ["call_incomplete", "no_questions", "no_criteria", "scale_too_short", "not_approved", "not_screened"] {
            assert!(codes.iter().any(|found| found == code), "{code}: {codes:?}");
        }
        let page = world.post_as(&network.officer, &format!("/calls/{call}/publication"), "_version=1").await.expect(422);
        assert!(page.shows("What the NHS brings: say something") && page.shows("Nobody has recorded the procurement screening"), "{}", page.text);
    }
    async fn a_group_without_terms_of_reference_publishes_nothing(world) {
        let network = world.network().await;
        let call = world.approved_call(&network).await;
        let mut tx = world.app.db.write().await.unwrap();
        let mut group = server::groups::store::find(&mut tx, network.group.id).await.unwrap().unwrap();
        group.terms.clear();
        let write = db::sql!("UPDATE oversight_group SET body = $2 WHERE id = $1").bind_text(network.group.id);
        write.bind(json!(group).to_string()).execute(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.on_call(&network.officer, &call, "publication").await.expect(422).codes(), ["tor_not_in_force"]);
    }
    async fn an_approved_call_is_public_once_it_is_published(world) {
        let network = world.network().await;
        let call = world.approved_call(&network).await;
        let path = format!("/calls/{call}");
        world.get(&path).await.expect(404);
        world.on_call(&network.group.chair, &call, "publication").await.expect(403);
        world.post_as(&network.officer, &format!("{path}/publication"), "_version=8").await.expect(303);
        let page = world.get(&path).await.expect(200);
        for text in ["Start your response", "Tuesday 12 January 2027 at 12:00 noon", "What will it change for patients?", "Benefit", "60%", "Excellent", "Not procurement"] {
            assert!(page.shows(text), "{text}: {}", page.text);
        }
        assert!(!page.shows("Olive Officer"), "names of officers are for those inside");
        assert!(world.get("/calls").await.expect(200).shows(&call));
        let events = world.events().await;
        assert!(events.contains(&"challenge.called".to_string()), "{events:?}");
    }
    async fn an_edit_after_the_approval_voids_it(world) {
        let network = world.network().await;
        let call = world.approved_call(&network).await;
        let mut changed = text();
        changed["brings"] = json!("More than was approved.");
        world.api(&network.officer, &format!("/calls/{call}/text"), changed).await.expect(201);
        let codes = world.on_call(&network.officer, &call, "publication").await.expect(422).codes();
        assert_eq!(codes, ["not_approved", "screening_of_other_text"]);
        assert_eq!(status(&world, &network.officer, &call).await, "draft");
    }
    async fn a_second_author_declares_before_it_is_published(world) {
        let network = world.network().await;
        let call = world.written_call(&network).await;
        world.api(&network.second, &format!("/calls/{call}/questions"), questions()).await.expect(201);
        world.api(&network.second, &format!("/calls/{call}/screening"), screening()).await.expect(201);
        world.on_call(&network.officer, &call, "submission").await.expect(201);
        world.decide(&network.group, &call, Verdict::Agreed).await.expect(201);
        assert_eq!(world.on_call(&network.officer, &call, "publication").await.expect(422).codes(), ["author_undeclared"]);
        let path = format!("/calls/{call}/declaration");
        assert_eq!(refused(&world, &network.second, &path, json!({ "stake": "interest" })).await, ["stake_not_described"]);
        world.api(&network.second, &path, json!({ "stake": "none" })).await.expect(201);
        world.on_call(&network.officer, &call, "publication").await.expect(201);
    }
    async fn a_call_that_buys_something_stops_and_points_to_the_portal(world) {
        let network = world.network().await;
        let call = world.approved_call(&network).await;
        let mut found = screening();
        found["finding"] = json!("provider_selection_regime");
        world.api(&network.officer, &format!("/calls/{call}/screening"), found).await.expect(201);
        let answer = world.on_call(&network.officer, &call, "publication").await.expect(422);
        assert_eq!(answer.codes(), ["procurement"]);
        assert!(answer.shows("find-tender.service.gov.uk"));
    }
    async fn nobody_but_the_networks_officers_writes_or_runs_a_call(world) {
        let network = world.network().await;
        let call = world.published_call(&network).await;
        let other = world.network().await.officer;
        for (act, body) in [("extension", json!({ "deadline": "2027-02-01T12:00:00Z", "reason": "Why" })), ("cancellation", json!({ "reasons": "Why" })), ("opening", json!({}))] {
            for who in [&other, &network.group.chair] {
                world.api(who, &format!("/calls/{call}/{act}"), body.clone()).await.expect(403);
            }
        }
        assert_eq!(status(&world, &network.officer, &call).await, "open");
    }
    async fn a_published_call_is_frozen(world) {
        let network = world.network().await;
        let call = world.published_call(&network).await;
        for (part, body) in [("text", text()), ("questions", questions()), ("judging", judging()), ("timetable", timetable()), ("screening", screening())] {
            world.api(&network.officer, &format!("/calls/{call}/{part}"), body).await.expect(409);
        }
        world.on_call(&network.officer, &call, "publication").await.expect(409);
    }
    async fn more_time_is_a_numbered_addendum_and_less_is_refused(world) {
        let network = world.network().await;
        let call = world.published_call(&network).await;
        let path = format!("/calls/{call}/extension");
        let extend = |deadline: &str| json!({ "deadline": deadline, "reason": "The holidays", "changed": "Nothing else" });
        assert_eq!(refused(&world, &network.officer, &path, extend("2027-01-12T11:59:59Z")).await, ["only_longer"]);
        assert_eq!(refused(&world, &network.officer, &path, extend(DEADLINE)).await, ["only_longer"]);
        world.api(&network.officer, &path, extend("2027-01-20T12:00:00Z")).await.expect(201);
        seconds_from(&world, DEADLINE, 0).await;
        let page = world.get(&format!("/calls/{call}")).await.expect(200);
        assert!(page.shows("Change 1") && page.shows("The holidays") && page.shows("Start your response"), "{}", page.text);
        seconds_from(&world, "2027-01-20T12:00:00Z", 0).await;
        assert_eq!(status(&world, &network.officer, &call).await, "closed");
        assert_eq!(refused(&world, &network.officer, "/calls/CL-222222/extension", extend("x")).await, ["not_a_moment"]);
    }
    async fn two_people_open_the_responses_after_the_deadline(world) {
        let network = world.network().await;
        let call = world.published_call(&network).await;
        world.on_call(&network.officer, &call, "opening").await.expect(409);
        seconds_from(&world, DEADLINE, 1).await;
        world.on_call(&network.second, &call, "opening/confirmation").await.expect(422);
        world.on_call(&network.officer, &call, "opening").await.expect(201);
        world.on_call(&network.officer, &call, "opening/confirmation").await.expect(403);
        world.on_call(&network.group.secretary, &call, "opening/confirmation").await.expect(201);
        assert_eq!(status(&world, &network.officer, &call).await, "opened");
        assert_eq!(world.get(&format!("/api/v1/calls/{call}")).await.expect(200).json()["status"], "closed_for_answers");
        let opening = world.read(&network.officer, &format!("/calls/{call}")).await.expect(200).json()["opening"].clone();
        assert_eq!(opening["first"], json!(network.officer.id));
        assert_eq!(opening["second"], json!(network.group.secretary.id));
    }
    async fn those_who_wait_are_told(world) {
        let network = world.network().await;
        let call = world.published_call(&network).await;
        seconds_from(&world, DEADLINE, 1).await;
        let mails: Vec<String> = world.mails().await.into_iter().map(|(_, subject)| subject).collect();
        for subject in ["is approved and can be published", "has closed", "the group agreed to your need", "a call was published from your need"] {
            assert!(mails.iter().any(|found| found.contains(subject)), "{subject}: {mails:?}");
        }
        assert!(mails.contains(&format!("{call} has closed")), "{mails:?}");
    }
    async fn a_cancelled_call_stays_public_with_its_reason(world) {
        let network = world.network().await;
        let call = world.published_call(&network).await;
        let checked = world.post_as(&network.officer, &format!("/calls/{call}/cancellation"), "reasons=The+clinic+closes").await.expect(200);
        assert!(checked.shows("The clinic closes"));
        world.post_as(&network.officer, &format!("/calls/{call}/cancellation"), "reasons=The+clinic+closes&_confirmed=yes").await.expect(303);
        let page = world.get(&format!("/calls/{call}")).await.expect(200);
        assert!(page.shows("The clinic closes") && page.shows("Cancelled"), "{}", page.text);
        assert!(world.events().await.contains(&"challenge.expired".to_string()));
    }
    async fn a_call_that_nobody_answered_ends_and_another_may_be_written_later(world) {
        let network = world.network().await;
        let call = world.published_call(&network).await;
        seconds_from(&world, DEADLINE, 0).await;
        world.api(&network.officer, &format!("/calls/{call}/end"), json!({ "reasons": "Nobody answered" })).await.expect(201);
        assert_eq!(world.get(&format!("/api/v1/calls/{call}")).await.expect(200).json()["reasons"], "Nobody answered");
    }
    async fn a_call_sent_back_by_the_group_is_a_draft_with_reasons(world) {
        let network = world.network().await;
        let call = world.written_call(&network).await;
        world.on_call(&network.officer, &call, "submission").await.expect(201);
        world.decide(&network.group, &call, Verdict::NotAgreed).await.expect(201);
        let page = world.get_as(&network.officer, &format!("/calls/{call}")).await.expect(200);
        assert!(page.shows("It meets the need.") && page.shows("Put it before the group"), "{}", page.text);
    }
}
