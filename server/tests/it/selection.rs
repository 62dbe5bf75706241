//! Panels through pages and API: declarations, scores, ranking, selection, letters (S1, S3, S5, S7, S8).
use crate::{
    on_both,
    support::{
        selection::{Called, scores},
        *,
    },
};
use domain::actor::SeatRole;
use serde_json::json;

fn panel(call: &Called) -> String {
    format!("/calls/{}/panel", call.reference)
}

on_both! {
    async fn whoever_is_named_is_asked_by_mail_and_answers(world) {
        let call = world.open_call().await;
        let anna = world.person("Anna Assessor", &[]).await;
        let form = json!({ "assessors": [anna.id] });
        world.api(&call.officer, &format!("{}/members", panel(&call)), form.clone()).await.expect(201);
        world.run_jobs().await;
        assert!(world.mails().await.iter().any(|(_, subject)| subject.contains("asked to judge")));
        assert_eq!(world.api(&call.officer, &format!("{}/members", panel(&call)), form).await.expect(422).codes(), ["nobody_new"]);
        world.api(&call.chair, &format!("{}/members", panel(&call)), json!({ "assessors": [anna.id] })).await.expect(403);
        world.post_as(&anna, &format!("{}/refusal", panel(&call)), "reasons=On+leave").await.expect(303);
        assert!(world.get_as(&call.officer, &panel(&call)).await.expect(200).shows("On leave"));
        assert!(!world.get_as(&call.chair, &panel(&call)).await.expect(200).shows("On leave"));
        world.post_as(&anna, &format!("{}/acceptance", panel(&call)), "").await.expect(404);
        let unknown = json!({ "assessors": [], "email": "nobody@example.org" });
        assert_eq!(world.api(&call.officer, &format!("{}/members", panel(&call)), unknown).await.expect(422).codes(), ["unknown_person"]);
    }
    async fn the_page_of_a_call_leads_to_its_panel_whoever_may_open_it_and_nobody_else(world) {
        let call = world.open_call().await;
        let anna = world.panel(&call, &["Anna Assessor"]).await.remove(0);
        let watcher = world.seated("Wim Watcher", SeatRole::Observer, call.group).await;
        let stranger = world.person("Sam Stranger", &[]).await;
        for (who, leads) in [(&anna, true), (&call.chair, true), (&watcher, false), (&stranger, false)] {
            let shown = world.get_as(who, &format!("/calls/{}", call.reference)).await.expect(200);
            assert_eq!(shown.shows(&format!("href=\"{}\"", panel(&call))), leads, "{}", who.name);
            world.get_as(who, &panel(&call)).await.expect(if leads { 200 } else { 404 });
        }
    }
    async fn nothing_is_read_or_scored_before_declaring(world) {
        let call = world.open_call().await;
        let it = world.submitted(&call, 1).await.remove(0);
        let anna = world.panel(&call, &["Anna Assessor"]).await.remove(0);
        assert!(world.assessments(&anna).await.is_empty());
        world.opened(&call).await;
        let mine = world.assessments(&anna).await.remove(0);
        world.get_as(&anna, &format!("/responses/{}", it.response)).await.expect(404);
        let early = world.post_as(&anna, &format!("/assessments/{mine}/scores"), &scores([3, 3])).await.expect(409);
        assert!(early.shows("not possible now"), "{}", early.text);
        world.post_as(&anna, &format!("/assessments/{mine}/declaration"), "declared=none").await.expect(303);
        assert!(world.get_as(&anna, &format!("/responses/{}", it.response)).await.expect(200).shows("bedside"));
        world.post_as(&call.officer, &format!("/assessments/{mine}/scores"), &scores([3, 3])).await.expect(403);
    }
    async fn my_work_says_what_is_to_do_next(world) {
        let call = world.open_call().await;
        let it = world.started(&call, "Lumen Diagnostics").await;
        assert!(world.get_as(&it.manager, "/work").await.expect(200).shows("Finish and submit your response: it is NOT SUBMITTED"));
        world.submits(&it, "A+nurse").await;
        assert!(!world.get_as(&it.manager, "/work").await.expect(200).shows("NOT SUBMITTED"));
        let anna = world.person("Anna Assessor", &[]).await;
        world.api(&call.officer, &format!("{}/members", panel(&call)), json!({ "assessors": [anna.id] })).await.expect(201);
        assert!(world.get_as(&anna, "/work").await.expect(200).shows("Say whether you will sit on the panel"));
        world.api(&anna, "/interests/new", json!({ "kind": "nothing" })).await.expect(201);
        world.post_as(&anna, &format!("{}/acceptance", panel(&call)), "").await.expect(303);
        world.opened(&call).await;
        assert!(world.get_as(&anna, "/work").await.expect(200).shows("Declare your interests in a respondent"));
        let mine = world.assessments(&anna).await.remove(0);
        world.post_as(&anna, &format!("/assessments/{mine}/declaration"), "declared=interest&about=Shares").await.expect(303);
        assert!(world.get_as(&call.chair, "/work").await.expect(200).shows("Rule on an assessor"));
        world.post_as(&call.officer, &format!("/assessments/{mine}/ruling"), "panel_ruling=clear&reasons=Small").await.expect(303);
        assert!(world.get_as(&anna, "/work").await.expect(200).shows("Score a response and lock your scores"));
        world.post_as(&anna, &format!("/assessments/{mine}/scores"), &scores([4, 3])).await.expect(303);
        world.post_as(&anna, &format!("/assessments/{mine}/lock"), "final=yes").await.expect(303);
        assert!(world.get_as(&call.officer, "/work").await.expect(200).shows("Give the ranked advice to the group"));
    }
    async fn whoever_is_recused_knows_nothing_of_the_response(world) {
        let call = world.open_call().await;
        let it = world.submitted(&call, 1).await.remove(0);
        let anna = world.panel(&call, &["Anna Assessor"]).await.remove(0);
        world.opened(&call).await;
        let mine = format!("/assessments/{}", world.assessments(&anna).await.remove(0));
        let bare = world.post_as(&anna, &format!("{mine}/declaration"), "declared=interest").await.expect(422);
        assert!(bare.shows("What the interest is: fill this in"), "{}", bare.text);
        world.post_as(&anna, &format!("{mine}/declaration"), "declared=interest&about=My+brother+works+there").await.expect(303);
        world.get_as(&anna, &format!("/responses/{}", it.response)).await.expect(404);
        assert!(world.get_as(&call.officer, &format!("{mine}/ruling")).await.expect(200).shows("My brother works there"));
        world.post_as(&anna, &format!("{mine}/ruling"), "panel_ruling=clear&reasons=Fine").await.expect(403);
        world.post_as(&call.officer, &format!("{mine}/ruling"), "panel_ruling=recused&reasons=Too+close").await.expect(303);
        for path in [format!("/responses/{}", it.response), mine.clone(), format!("{mine}/scores")] {
            world.get_as(&anna, &path).await.expect(404);
        }
        assert!(!world.get_as(&anna, &panel(&call)).await.expect(200).shows("Lumen"));
    }
    async fn scores_are_of_the_scale_complete_and_then_for_good(world) {
        let call = world.open_call().await;
        world.submitted(&call, 1).await;
        let anna = world.panel(&call, &["Anna Assessor"]).await.remove(0);
        world.opened(&call).await;
        let mine = format!("/assessments/{}", world.assessments(&anna).await.remove(0));
        world.post_as(&anna, &format!("{mine}/declaration"), "declared=none").await.expect(303);
        for points in ["9", "-1", "four"] {
            let wrong = json!({ "scores": [{ "points": points, "reasons": "x" }, {}] });
            assert_eq!(world.api(&anna, &format!("{mine}/scores"), wrong).await.expect(422).codes(), ["score_outside_scale"]);
        }
        world.api(&anna, &format!("{mine}/scores"), json!({ "scores": [{ "points": "4", "reasons": "Good" }, {}] })).await.expect(201);
        let lock = world.api(&anna, &format!("{mine}/lock"), json!({ "final": true })).await.expect(422);
        assert_eq!(lock.codes(), ["score_missing", "score_without_reasons"]);
        world.post_as(&anna, &format!("{mine}/scores"), &format!("{}&_version=1", scores([4, 2]))).await.expect(303);
        assert!(world.post_as(&anna, &format!("{mine}/scores"), &format!("{}&_version=1", scores([1, 2]))).await.expect(409).shows("_keep-scores-0"));
        world.post_as(&anna, &format!("{mine}/lock"), "final=yes&_version=1").await.expect(409);
        world.post_as(&anna, &format!("{mine}/lock"), "final=yes&_version=2").await.expect(303);
        world.post_as(&anna, &format!("{mine}/scores"), &scores([0, 0])).await.expect(409);
        assert_eq!(world.read(&anna, &mine).await.json()["scores"][0]["points"], 4);
    }
    async fn nobody_sees_other_scores_before_locking_their_own(world) {
        let call = world.open_call().await;
        world.submitted(&call, 1).await;
        let people = world.panel(&call, &["Anna Assessor", "Ben Assessor", "Cara Assessor"]).await;
        world.opened(&call).await;
        let mut mine = Vec::new();
        for who in &people {
            mine.push(world.assessments(who).await.remove(0));
        }
        world.judges(&people[0], &mine[0], [4, 4]).await;
        for who in [&people[1], &call.officer, &call.chair] {
            let shown = world.get_as(who, &panel(&call)).await.expect(200);
            assert!(shown.shows("1 of 3") && !shown.shows("Well argued") && !shown.shows("Scores out of 100"), "{}: {}", who.name, shown.text);
            assert_eq!(world.read(who, &panel(&call)).await.json()["scores"], json!({}));
        }
        world.judges(&people[1], &mine[1], [2, 2]).await;
        assert!(world.get_as(&people[1], &panel(&call)).await.shows("Well argued"));
        assert!(!world.get_as(&people[2], &panel(&call)).await.shows("Well argued"));
        assert!(!world.get_as(&call.officer, &panel(&call)).await.shows("Well argued"));
        let early = world.api(&call.officer, &format!("/calls/{}/recommendation", call.reference), json!({})).await.expect(422);
        assert_eq!(early.codes(), ["assessments_open"]);
        world.judges(&people[2], &mine[2], [3, 3]).await;
        assert!(world.get_as(&call.officer, &panel(&call)).await.shows("Well argued"));
    }
    async fn the_ranking_is_exact_and_shown_with_its_working(world) {
        let call = world.open_call().await;
        let scored = world.scored(&call).await;
        let shown = world.get_as(&call.officer, &panel(&call)).await.expect(200);
        assert!(shown.shows("90.00") && shown.shows("75.00") && shown.shows("60.00"), "{}", shown.text);
        let ranking = world.read(&call.officer, &panel(&call)).await.json()["ranking"]["standings"].clone();
        assert_eq!(ranking[0]["response"], json!(scored.respondents[0].response));
        world.get_as(&scored.respondents[0].manager, &panel(&call)).await.expect(404);
    }
    async fn two_scores_on_a_criterion_are_not_enough(world) {
        let call = world.open_call().await;
        world.submitted(&call, 1).await;
        let people = world.panel(&call, &["Anna Assessor", "Ben Assessor"]).await;
        world.opened(&call).await;
        for who in &people {
            let mine = world.assessments(who).await.remove(0);
            world.judges(who, &mine, [4, 4]).await;
        }
        let refused = world.api(&call.officer, &format!("/calls/{}/recommendation", call.reference), json!({})).await.expect(422);
        assert_eq!(refused.codes(), ["scoring.number_of_scores"; 2]);
    }
    async fn departing_from_the_advice_needs_reasons(world) {
        let call = world.open_call().await;
        let scored = world.scored(&call).await;
        world.post_as(&call.officer, &format!("/calls/{}/recommendation", call.reference), "").await.expect(303);
        let second = [(&scored.respondents[1], "selected")];
        assert!(world.try_rules(&call, " ", &second).await.is_err());
        world.rules(&call, "Closer to the patients", &second).await;
        assert!(!world.get_as(&scored.respondents[1].manager, &format!("/responses/{}", scored.respondents[1].response)).await.shows("Selected"));
    }
    async fn a_whole_call_from_the_need_to_the_letters_by_real_acts(world) {
        let call = world.called().await;
        let scored = world.selected(&call).await;
        let shown = world.read(&scored.respondents[0].manager, &format!("/responses/{}", scored.respondents[0].response)).await.expect(200).json();
        assert_eq!(shown["status"], "selected");
        assert_eq!(world.read(&call.officer, &format!("/calls/{}", call.reference)).await.json()["status"], "announced");
        assert!(world.get(&format!("/calls/{}", call.reference)).await.expect(200).shows("Announced"));
    }
    async fn everybody_is_told_at_once_and_no_mail_tells_more_than_how_it_ended(world) {
        let call = world.open_call().await;
        let scored = world.selected(&call).await;
        let subjects: Vec<String> = world.mails().await.into_iter().map(|(_, subject)| subject).collect();
        for (it, word) in scored.respondents.iter().zip(["is selected", "is a reserve", "is not selected"]) {
            assert!(subjects.iter().any(|subject| subject.starts_with(&it.response) && subject.ends_with(word)), "{subjects:?}");
        }
        let path = |n: usize| format!("/responses/{}", scored.respondents[n].response);
        let told = world.get_as(&scored.respondents[2].manager, &path(2)).await.expect(200);
        assert!(told.shows("Three") && told.shows("Well argued") && told.shows("60.00 of 100") && told.shows("28 January 2027"), "{}", told.text);
        assert!(!told.shows("Anna Assessor") && !told.shows("Lumen Diagnostics"));
        assert!(world.get_as(&call.officer, &panel(&call)).await.shows("28 January 2027"));
        world.post_as(&call.officer, &format!("/calls/{}/announcement", call.reference), "letters-0-letter=Again").await.expect(409);
        world.post_as(&scored.respondents[0].manager, &format!("{}/withdrawal", path(0)), "").await.expect(409);
    }
    async fn the_public_learns_who_was_selected_when_the_standstill_is_over(world) {
        let call = world.open_call().await;
        world.selected(&call).await;
        let page = format!("/calls/{}", call.reference);
        world.at("2027-01-28T23:59:59Z").await;
        assert!(!world.get(&page).await.expect(200).shows("Lumen Diagnostics"));
        world.at("2027-01-29T00:00:00Z").await;
        let told = world.get(&page).await.expect(200);
        assert!(told.shows("Selected partners") && told.shows("Lumen Diagnostics"), "{}", told.text);
        assert_eq!(world.get(&format!("/api/v1{page}")).await.json()["around"]["selected"], json!(["Lumen Diagnostics"]));
    }
    async fn the_letters_are_drafted_and_shown_once_more_before_they_go(world) {
        let call = world.open_call().await;
        let scored = world.scored(&call).await;
        world.post_as(&call.officer, &format!("/calls/{}/recommendation", call.reference), "").await.expect(303);
        world.rules(&call, "As advised", &[(&scored.respondents[0], "selected")]).await;
        let address = format!("/calls/{}/announcement", call.reference);
        let drafted = world.get_as(&call.officer, &address).await.expect(200);
        assert!(drafted.shows("Lumen Diagnostics: Selected") && drafted.shows("Outcomes (weight 60): your mean was 2.00; the best of a selected partner was 4.00"), "{}", drafted.text);
        let check = world.post_as(&call.officer, &address, "letters-0-letter=One&letters-1-letter=Two&letters-2-letter=Three").await.expect(200);
        assert!(check.shows("Three") && check.shows("Release all letters"), "{}", check.text);
        assert!(!world.events().await.contains(&"panel.announced".to_string()));
    }
}
