//! Responses through pages and API: drafts, deadlines, receipts, secrecy (R1, R2, R4, R7).
use crate::{
    on_both,
    support::{
        selection::{Called, DEADLINE, Respondent},
        *,
    },
};
use domain::actor::{Duty, SeatRole};
use serde_json::json;

/// A text that must not be found where it does not belong.
const SECRET: &str = "Zanzibar-nurse-rota";

fn page(it: &Respondent) -> String {
    format!("/responses/{}", it.response)
}

/// Everything that other tables hold as text.
async fn elsewhere(world: &World) -> String {
    let mut tx = world.app.db.read().await.unwrap();
    let tables = [
        db::sql!("SELECT what || state AS text FROM event ORDER BY seq"),
        db::sql!("SELECT subject || body || html AS text FROM mail ORDER BY id"),
        db::sql!("SELECT fields AS text FROM typed ORDER BY person"),
        db::sql!("SELECT body AS text FROM job ORDER BY id"),
        db::sql!("SELECT location || body AS text FROM once ORDER BY key"),
        db::sql!("SELECT body AS text FROM response ORDER BY id"),
    ];
    let mut all = String::new();
    for table in tables {
        for row in table.all(&mut tx).await.unwrap() {
            all += &row.get::<String>("text").unwrap();
        }
    }
    all
}

/// Everybody who might look, but is not of the organisation.
async fn others(world: &World, call: &Called) -> Vec<Someone> {
    let operator = world.operator("Otto Operator").await;
    let auditor = world.auditor("Ada Auditor").await;
    let member = world.seated("Mia Member", SeatRole::Member, call.group).await;
    let rival = world.started(call, "Rival Ltd").await.manager;
    let assessors = world.panel(call, &["Anna Assessor"]).await;
    [vec![operator, auditor, member, rival, call.officer.clone(), call.chair.clone()], assessors].concat()
}

on_both! {
    async fn a_draft_says_not_submitted_until_it_is(world) {
        let call = world.open_call().await;
        let it = world.started(&call, "Lumen Diagnostics").await;
        assert!(world.get_as(&it.manager, &page(&it)).await.expect(200).shows("NOT SUBMITTED"));
        world.submits(&it, "A+nurse").await;
        let shown = world.get_as(&it.manager, &page(&it)).await.expect(200);
        assert!(shown.shows("Submitted ·") && !shown.shows("NOT SUBMITTED"), "{}", shown.text);
    }
    async fn whoever_has_submitted_finds_the_response_on_the_call_and_under_my_work(world) {
        let call = world.open_call().await;
        let (it, rival) = (world.started(&call, "Lumen Diagnostics").await, world.started(&call, "Rival Ltd").await);
        world.submits(&it, "A+nurse").await;
        let link = format!("href=\"{}\"", page(&it));
        for place in [format!("/calls/{}", call.reference), "/responses".into()] {
            assert!(world.get_as(&it.manager, &place).await.expect(200).shows(&link), "{place}");
            assert!(!world.get_as(&rival.manager, &place).await.expect(200).shows(&link), "{place}");
        }
        assert!(world.get_as(&it.manager, "/work").await.expect(200).shows("href=\"/responses\""));
        assert!(!world.get_as(&it.manager, &format!("/calls/{}", call.reference)).await.shows("Start your response"));
        world.get("/responses").await.expect(303);
    }
    async fn a_receipt_can_be_checked_by_anybody_and_is_mailed_without_content(world) {
        let call = world.open_call().await;
        let it = world.started(&call, "Lumen Diagnostics").await;
        world.submits(&it, SECRET).await;
        world.run_jobs().await;
        let hash = world.read(&it.manager, &page(&it)).await.json()["submission"]["receipt"].as_str().unwrap().to_string();
        assert!(world.get_as(&it.manager, &format!("{}/receipt", page(&it))).await.expect(200).shows(&hash));
        let checked = world.get(&format!("/verify?reference={}&hash={hash}", it.response)).await.expect(200);
        assert!(checked.shows("This receipt is genuine") && checked.shows("latest submission") && !checked.shows(SECRET));
        let wrong = world.get(&format!("/verify?reference={}&hash={}", it.response, hash.replace(&hash[..1], if hash.starts_with('0') { "1" } else { "0" }))).await.expect(200);
        assert!(wrong.shows("No receipt with this reference"), "{}", wrong.text);
        assert!(elsewhere(&world).await.contains(&format!("Receipt: {hash}")));
        assert!(world.mails().await.iter().any(|(_, subject)| subject.contains(&it.response)));
    }
    async fn submitting_says_everything_that_is_wrong_at_once(world) {
        let call = world.open_call().await;
        let it = world.started(&call, "Lumen Diagnostics").await;
        let long = "word+".repeat(21);
        world.post_as(&it.manager, &format!("{}/answers", page(&it)), &format!("answers-0-answer={long}")).await.expect(303);
        let refused = world.post_as(&it.manager, &format!("{}/submission", page(&it)), "authorised=yes").await.expect(422);
        assert!(refused.shows("Shorten your answer to 20 words (it has 21)") && refused.shows("Answer this question: By when?"), "{}", refused.text);
        let bare = world.api(&it.manager, &format!("{}/submission", page(&it)), json!({ "authorised": true })).await.expect(422);
        assert_eq!(bare.codes(), ["answer_too_long", "answer_missing"]);
    }
    async fn nhs_numbers_are_neither_kept_nor_lost_from_the_page(world) {
        let call = world.open_call().await;
        let it = world.started(&call, "Lumen Diagnostics").await;
        let form = "answers-0-answer=Patient+943+476+5919+waits";
        let refused = world.post_as(&it.manager, &format!("{}/answers", page(&it)), form).await.expect(422);
        assert!(refused.shows("Take out the NHS number") && refused.shows("943 476 5919"), "{}", refused.text);
        world.post_as(&it.manager, &format!("{}/draft", page(&it)), form).await.expect(422);
        assert!(!world.get_as(&it.manager, &format!("{}/answers", page(&it))).await.shows("943 476 5919"));
        let kept = elsewhere(&world).await;
        assert!(!kept.contains("943 476 5919") && !kept.contains("943+476+5919") && !kept.contains("9434765919"));
    }
    async fn a_draft_is_saved_while_typing_and_colleagues_see_it(world) {
        let call = world.open_call().await;
        let it = world.started(&call, "Lumen Diagnostics").await;
        let colleague = world.person("Carl Colleague", &[(Duty::PartnershipManager, it.organisation)]).await;
        let saved = world.post_as(&it.manager, &format!("{}/draft", page(&it)), "answers-0-answer=Half+a+sen&_version=1").await.expect(200);
        assert_eq!(saved.json()["version"], 2);
        assert!(world.get_as(&colleague, &format!("{}/answers", page(&it))).await.expect(200).shows("Half a sen"));
        world.post_as(&colleague, &format!("{}/draft", page(&it)), "answers-0-answer=Mine&_version=1").await.expect(409);
    }
    async fn two_who_write_at_once_choose_answer_by_answer(world) {
        let call = world.open_call().await;
        let it = world.started(&call, "Lumen Diagnostics").await;
        let form = format!("{}/answers", page(&it));
        world.post_as(&it.manager, &form, "answers-0-answer=First&answers-1-answer=Same&_version=1").await.expect(303);
        let merge = world.post_as(&it.manager, &form, "answers-0-answer=Second&answers-1-answer=Same&_version=1").await.expect(409);
        assert!(merge.shows("First") && merge.shows("Second") && merge.shows("_keep-answers-0") && !merge.shows("_keep-answers-1"), "{}", merge.text);
        world.post_as(&it.manager, &form, "answers-0-answer=Second&answers-1-answer=Other&_version=2&_merge=yes&_keep-answers-0=saved").await.expect(303);
        let kept = world.get_as(&it.manager, &form).await.expect(200);
        assert!(kept.shows("First") && kept.shows("Other"), "{}", kept.text);
    }
    async fn resubmitting_replaces_and_the_old_receipt_says_so(world) {
        let call = world.open_call().await;
        let it = world.started(&call, "Lumen Diagnostics").await;
        world.submits(&it, "First").await;
        let first = world.read(&it.manager, &page(&it)).await.json()["submission"]["receipt"].as_str().unwrap().to_string();
        world.post_as(&it.manager, &format!("{}/answers", page(&it)), "answers-0-answer=Second&answers-1-answer=Soon").await.expect(303);
        assert!(world.get_as(&it.manager, &page(&it)).await.shows("Your latest changes are NOT SUBMITTED"));
        world.post_as(&it.manager, &format!("{}/submission", page(&it)), "authorised=yes").await.expect(303);
        let now = world.read(&it.manager, &page(&it)).await.json();
        assert_eq!((&now["submission"]["number"], &now["submitted"][0]["answer"]), (&json!(2), &json!("Second")));
        assert!(world.get(&format!("/verify?reference={}&hash={first}", it.response)).await.shows("replaced by a later submission"));
    }
    async fn what_changed_since_the_page_was_made_is_not_submitted_unseen(world) {
        let call = world.open_call().await;
        let it = world.started(&call, "Lumen Diagnostics").await;
        world.submits(&it, "First").await;
        world.post_as(&it.manager, &format!("{}/answers", page(&it)), "answers-0-answer=Second&answers-1-answer=Soon").await.expect(303);
        world.post_as(&it.manager, &format!("{}/submission", page(&it)), "authorised=yes&_version=2").await.expect(409).shows("Second").then_some(()).expect("the new answer is shown");
        assert_eq!(world.read(&it.manager, &page(&it)).await.json()["submission"]["number"], 1);
    }
    async fn the_second_before_the_deadline_is_in_time(world) {
        let call = world.open_call().await;
        let it = world.started(&call, "Lumen Diagnostics").await;
        world.at("2027-01-18T11:59:59Z").await;
        world.submits(&it, "Just+in+time").await;
    }
    async fn from_the_deadlines_second_on_everything_is_refused_with_the_times(world) {
        let call = world.open_call().await;
        let it = world.started(&call, "Lumen Diagnostics").await;
        world.post_as(&it.manager, &format!("{}/answers", page(&it)), "answers-0-answer=Ready&answers-1-answer=Soon").await.expect(303);
        let before = world.events().await;
        for moment in [DEADLINE, "2027-01-18T12:00:01Z"] {
            world.at(moment).await;
            let late = world.post_as(&it.manager, &format!("{}/submission", page(&it)), "authorised=yes&_version=2").await.expect(422);
            assert!(late.shows("The deadline was 18 January 2027, 12:00:00 GMT. It is 18 January 2027, 12:00:0"), "{}", late.text);
            let typed = world.post_as(&it.manager, &format!("{}/answers", page(&it)), "answers-0-answer=Typed+before").await.expect(422);
            assert!(typed.shows("Typed before"), "{}", typed.text);
            world.post_as(&it.manager, &format!("{}/draft", page(&it)), "answers-0-answer=Late").await.expect(422);
        }
        assert_eq!(world.events().await, before);
    }
    async fn after_the_opening_a_late_change_is_refused_with_the_times_too(world) {
        let call = world.open_call().await;
        let it = world.started(&call, "Lumen Diagnostics").await;
        world.submits(&it, "In+time").await;
        world.opened(&call).await;
        for form in ["submission", "answers"] {
            let late = world.post_as(&it.manager, &format!("{}/{form}", page(&it)), "authorised=yes").await.expect(422);
            assert!(late.shows("The deadline was 18 January 2027, 12:00:00 GMT"), "{}", late.text);
        }
        let late = world.api(&it.manager, &format!("{}/submission", page(&it)), json!({ "authorised": true })).await.expect(422);
        assert_eq!(late.codes(), ["past_deadline"]);
    }
    async fn an_organisation_answers_once_and_only_for_itself(world) {
        let call = world.open_call().await;
        let it = world.started(&call, "Lumen Diagnostics").await;
        let address = format!("/calls/{}/response", call.reference);
        let again = world.api(&it.manager, &address, json!({ "organisation": it.picked })).await.expect(422);
        assert_eq!(again.codes(), ["already_responded"]);
        let rival = world.respondent("Rival Ltd").await;
        world.api(&rival.manager, &address, json!({ "organisation": it.picked })).await.expect(403);
        world.api(&rival.manager, &address, json!({ "organisation": "OG-000000" })).await.expect(422);
        world.get_as(&call.officer, &address).await.expect(422);
        world.get_as(&rival.manager, &page(&it)).await.expect(404);
        world.get_as(&rival.manager, "/responses/RS-222222").await.expect(404);
    }
    async fn two_submits_at_once_give_one_receipt_each_or_one(world) {
        let call = world.open_call().await;
        let it = world.started(&call, "Lumen Diagnostics").await;
        world.post_as(&it.manager, &format!("{}/answers", page(&it)), "answers-0-answer=Ready&answers-1-answer=Soon").await.expect(303);
        let form = "authorised=yes&_version=2&_once=click";
        let path = format!("{}/submission", page(&it));
        let (one, two) = tokio::join!(world.post_as(&it.manager, &path, form), world.post_as(&it.manager, &path, form));
        assert_eq!((one.path(), two.path()), (format!("{}/receipt", page(&it)), format!("{}/receipt", page(&it))));
        assert_eq!(world.events().await.iter().filter(|event| *event == "response.submitted").count(), 1);
    }
    async fn before_the_opening_nobody_else_finds_anything(world) {
        let call = world.open_call().await;
        let it = world.started(&call, "Lumen Diagnostics").await;
        world.post_as(&it.manager, &format!("{}/draft", page(&it)), &format!("answers-0-answer={SECRET}")).await.expect(200);
        world.submits(&it, SECRET).await;
        world.run_jobs().await;
        let panel = format!("/calls/{}/panel", call.reference);
        for moment in ["2027-01-10T09:00:00Z", "2027-01-18T12:00:05Z"] {
            let others = if moment.contains("-10T") { others(&world, &call).await } else { vec![call.officer.clone(), call.chair.clone()] };
            world.at(moment).await;
            for who in &others {
                for path in [page(&it), format!("{}/answers", page(&it)), format!("{}/receipt", page(&it)), panel.clone(), "/work".into(), "/responses".into()] {
                    let (shown, read) = (world.get_as(who, &path).await, world.read(who, &path).await);
                    for answer in [shown, read] {
                        assert!(!answer.shows(SECRET) && !answer.shows("Lumen Diagnostics") && !answer.shows(&it.response), "{} at {path}: {}", who.name, answer.text);
                    }
                }
            }
        }
        assert!(!elsewhere(&world).await.contains(SECRET));
    }
    async fn once_opened_every_reading_is_in_the_record(world) {
        let call = world.open_call().await;
        let it = world.submitted(&call, 1).await.remove(0);
        world.opened(&call).await;
        assert!(world.get_as(&call.officer, &page(&it)).await.expect(200).shows("A nurse at every bedside"));
        world.read(&call.chair, &page(&it)).await.expect(200);
        assert_eq!(world.events().await.iter().filter(|event| *event == "response.read").count(), 2);
        world.get_as(&world.operator("Otto Operator").await, &page(&it)).await.expect(404);
        world.get_as(&world.respondent("Rival Ltd").await.manager, &page(&it)).await.expect(404);
    }
    async fn reminders_say_not_submitted_until_it_is(world) {
        let call = world.open_call().await;
        let it = world.started(&call, "Lumen Diagnostics").await;
        world.at("2027-01-11T12:00:00Z").await;
        world.at("2027-01-16T12:00:00Z").await;
        world.submits(&it, "Ready").await;
        world.at("2027-01-18T11:30:00Z").await;
        let subjects: Vec<String> = world.mails().await.into_iter().map(|(_, subject)| subject).collect();
        let reminders: Vec<&String> = subjects.iter().filter(|subject| subject.contains("NOT SUBMITTED")).collect();
        assert_eq!(reminders.len(), 2, "{subjects:?}");
        assert!(reminders[0].contains("7 days") && reminders[1].contains("48 hours"), "{subjects:?}");
    }
    async fn a_response_that_is_taken_back_takes_no_part(world) {
        let call = world.open_call().await;
        let it = world.submitted(&call, 1).await.remove(0);
        world.post_as(&it.manager, &format!("{}/withdrawal", page(&it)), "").await.expect(303);
        world.opened(&call).await;
        world.get_as(&call.officer, &page(&it)).await.expect(404);
        assert!(world.get_as(&it.manager, &page(&it)).await.expect(200).shows("took it back"));
    }
    async fn the_whole_of_it_through_the_api(world) {
        let call = world.open_call().await;
        let it = world.respondent("Lumen Diagnostics").await;
        let made = world.api(&it.manager, &format!("/calls/{}/response", call.reference), json!({ "organisation": it.picked })).await.expect(201).json();
        let path = format!("/responses/{}", made["reference"].as_str().unwrap());
        let answers = json!({ "answers": [{ "answer": "A nurse" }, { "answer": "Soon" }], "version": 1 });
        assert_eq!(world.api(&it.manager, &format!("{path}/answers"), answers.clone()).await.expect(201).json()["version"], 2);
        world.api(&it.manager, &format!("{path}/answers"), answers).await.expect(409);
        let many = json!({ "answers": [{ "answer": "1" }, { "answer": "2" }, { "answer": "3" }] });
        assert_eq!(world.api(&it.manager, &format!("{path}/answers"), many).await.expect(422).codes(), ["unknown_field"]);
        let done = world.api(&it.manager, &format!("{path}/submission"), json!({ "authorised": true, "version": 2 })).await.expect(201).json();
        assert_eq!(done["receipt"].as_str().unwrap().len(), 64);
        let seen = world.read(&it.manager, &path).await.expect(200).json();
        assert_eq!((&seen["status"], &seen["available"]), (&json!("submitted"), &json!(["edit", "submit", "withdraw"])));
    }
}
