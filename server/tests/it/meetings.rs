//! Meetings through pages and API: declarations, rulings, quorum, decisions, minutes (G4, G6).
use crate::{
    on_both,
    support::{meetings::*, *},
};
use domain::item::Verdict;
use serde_json::{Value, json};

fn agreed() -> Value {
    json!({ "verdict": "agreed", "manner": "consensus", "reasons": "It meets the need." })
}

async fn interest_of(world: &World, who: &Someone, meeting: &str, item: &str) {
    let said = json!({ "items": [item.trim_start_matches("/items/")], "interest": "My brother works for a maker" });
    world.api(who, &format!("{meeting}/declarations"), said).await.expect(201);
}

async fn rule(world: &World, by: &Someone, item: &str, of: &Someone, handling: &str) -> Answer {
    let ruling = json!({ "person": of.id, "handling": handling, "note": "Leaves the room" });
    world.api(by, &format!("{item}/rulings"), ruling).await
}

on_both! {
    async fn a_submitted_need_is_approved_in_a_quorate_meeting(world) {
        let cog = world.group().await;
        let need = submitted(&world, &cog).await;
        world.decide(&cog, &need, Verdict::Agreed).await.expect(201);
        world.get(&format!("/needs/{need}")).await.expect(200);
        let log = world.get(&format!("/groups/{}", cog.reference)).await.expect(200);
        assert!(log.shows("Approve the need") && log.shows("Heart failure"), "{}", log.text);
        let events = world.events().await;
        assert!(events.ends_with(&["item.decided".into(), "challenge.approved".into()]), "{events:?}");
    }
    async fn a_need_that_is_declined_stays_closed_to_the_public(world) {
        let cog = world.group().await;
        let need = submitted(&world, &cog).await;
        world.decide(&cog, &need, Verdict::NotAgreed).await.expect(201);
        world.get(&format!("/needs/{need}")).await.expect(404);
        let log = world.read(&world.person("Oda Berg", &[]).await, &format!("/groups/{}/decisions", cog.reference)).await.expect(200).json();
        assert_eq!(log["decisions"].as_array().unwrap().len(), 1, "only the terms: {log}");
    }
    async fn the_whole_meeting_is_held_by_pages_alone(world) {
        let cog = world.group().await;
        let need = submitted(&world, &cog).await;
        let business = world.read(&cog.secretary, &format!("/groups/{}/business", cog.reference)).await.json();
        let item = business["items"][0]["reference"].as_str().unwrap().to_string();
        let plan = format!("starts_at-day=23&starts_at-month=11&starts_at-year=2026&starts_at-time=14%3A00&place=Town+Hall&items={item}");
        let page = world.post_as(&cog.secretary, &format!("/groups/{}/meetings", cog.reference), &plan).await.path();
        let people = [&cog.chair, &cog.deputy, &cog.secretary].map(|who| format!("in_person={}", who.id)).join("&");
        world.post_as(&cog.secretary, &format!("{page}/session"), &people).await.expect(303);
        for who in [&cog.chair, &cog.deputy] {
            assert!(world.get_as(who, &page).await.expect(200).shows("I have no interest in any item"));
            world.post_as(who, &format!("{page}/declarations"), "").await.expect(303);
        }
        assert!(world.get_as(&cog.chair, &page).await.expect(200).shows(&format!("/items/{item}/decision")));
        let decision = "verdict=agreed&manner=consensus&reasons=It+meets+the+need.";
        let check = world.post_as(&cog.chair, &format!("/items/{item}/decision"), decision).await.expect(200);
        assert!(check.shows("By consensus") && check.shows("Record the decision"), "{}", check.text);
        world.post_as(&cog.chair, &format!("/items/{item}/decision"), &format!("{decision}&_confirmed=yes")).await.expect(303);
        world.get(&format!("/needs/{need}")).await.expect(200);
        let draft = world.get_as(&cog.secretary, &format!("{page}/minutes")).await.expect(200);
        assert!(draft.shows("1. Approve the need: Heart failure") && draft.shows("Carol Nash presided"), "{}", draft.text);
        world.post_as(&cog.secretary, &format!("{page}/minutes"), "minutes=Held+in+good+order").await.expect(303);
        world.post_as(&cog.secretary, &format!("{page}/minutes/approval"), "").await.expect(403);
        world.post_as(&cog.chair, &format!("{page}/minutes/approval"), "").await.expect(303);
        assert!(world.get_as(&cog.member, &page).await.expect(200).shows("Held in good order"));
    }
    async fn before_everybody_has_declared_nothing_is_decided(world) {
        let (cog, _, meeting, item) = sitting(&world).await;
        let refused = world.api(&cog.chair, &format!("{item}/decision"), agreed()).await.expect(422);
        assert_eq!(refused.codes(), ["declarations_missing"]);
        let page = world.get_as(&cog.chair, &meeting).await.expect(200);
        assert!(page.shows("4 of those present have not declared"), "{}", page.text);
        declare_all(&world, &cog, &meeting).await;
        world.api(&cog.chair, &format!("{item}/decision"), agreed()).await.expect(201);
    }
    async fn whoever_is_recused_no_longer_sees_item_need_or_decision(world) {
        let (cog, need, meeting, item) = sitting(&world).await;
        declare_all(&world, &cog, &meeting).await;
        interest_of(&world, &cog.lay, &meeting, &item).await;
        assert!(world.get_as(&cog.lay, &meeting).await.expect(200).shows("Heart failure"));
        rule(&world, &cog.chair, &item, &cog.lay, "recused").await.expect(201);
        world.read(&cog.lay, &item).await.expect(404);
        world.get_as(&cog.lay, &format!("/needs/{need}")).await.expect(404);
        for page in [meeting.clone(), format!("/groups/{}/board", cog.reference), "/work".into()] {
            let seen = world.get_as(&cog.lay, &page).await.expect(200);
            assert!(!seen.shows("Heart failure") && !seen.shows(&need), "{page}: {}", seen.text);
        }
        world.api(&cog.chair, &format!("{item}/decision"), agreed()).await.expect(201);
        let decided = world.read(&cog.chair, &item).await.expect(200).json();
        assert_eq!(decided["decision"]["present"].as_array().unwrap().len(), 3);
        world.get_as(&cog.lay, &format!("/needs/{need}")).await.expect(200);
    }
    async fn an_item_that_recusals_make_inquorate_is_not_decided(world) {
        let (cog, _, meeting, item) = sitting(&world).await;
        declare_all(&world, &cog, &meeting).await;
        for who in [&cog.deputy, &cog.member, &cog.lay] {
            interest_of(&world, who, &meeting, &item).await;
            rule(&world, &cog.chair, &item, who, "recused").await.expect(201);
        }
        let refused = world.api(&cog.chair, &format!("{item}/decision"), agreed()).await.expect(422);
        assert_eq!(refused.codes(), ["inquorate"]);
        assert!(refused.shows("1 present who may vote, 2 needed"));
    }
    async fn a_conflicted_chair_hands_the_item_to_the_deputy(world) {
        let (cog, _, meeting, item) = sitting(&world).await;
        declare_all(&world, &cog, &meeting).await;
        interest_of(&world, &cog.chair, &meeting, &item).await;
        assert_eq!(rule(&world, &cog.chair, &item, &cog.chair, "no_conflict").await.expect(422).codes(), ["own_conflict"]);
        rule(&world, &cog.deputy, &item, &cog.chair, "manageable").await.expect(201);
        assert_eq!(world.api(&cog.chair, &format!("{item}/decision"), agreed()).await.expect(422).codes(), ["own_conflict"]);
        world.api(&cog.deputy, &format!("{item}/decision"), agreed()).await.expect(201);
    }
    async fn votes_are_counted_by_person_and_only_those_who_may_vote(world) {
        let (cog, _, meeting, item) = sitting(&world).await;
        declare_all(&world, &cog, &meeting).await;
        let vote = |yes: Value, no: Value| json!({ "verdict": "agreed", "manner": "vote", "reasons": "Good", "in_favour": yes, "against": no });
        let (chair, lay, secretary) = (cog.chair.id, cog.lay.id, cog.secretary.id);
        let page = format!("{item}/decision");
        let cases = [
            (vote(json!([chair, secretary]), json!([])), "may_not_vote"),
            (vote(json!([]), json!([])), "votes_missing"),
            (json!({ "verdict": "not_agreed", "manner": "vote", "reasons": "Bad", "in_favour": [chair] }), "votes_say_otherwise"),
            (json!({ "verdict": "agreed", "manner": "vote", "reasons": "Good", "in_favour": [chair, lay], "abstained": [lay] }), "voted_twice"),
            (vote(json!(["somebody"]), json!([])), "not_an_option"),
        ];
        for (body, code) in cases {
            assert_eq!(world.api(&cog.chair, &page, body).await.expect(422).codes(), [code]);
        }
        world.api(&cog.secretary, &page, agreed()).await.expect(403);
        let mut carried = vote(json!([chair, lay]), json!([cog.member.id]));
        assert_eq!(world.api(&cog.chair, &page, carried.clone()).await.expect(422).codes(), ["dissent_unexplained"]);
        carried["dissent"] = json!([{ "person": cog.member.id, "why": "Too few beds" }]);
        world.api(&cog.chair, &page, carried).await.expect(201);
        assert_eq!(world.api(&cog.chair, &page, agreed()).await.expect(409).codes(), ["wrong_status"]);
        assert!(world.get(&format!("/groups/{}", cog.reference)).await.expect(200).shows("Mary Okafor: Too few beds"));
    }
    async fn who_has_not_declared_for_a_year_cannot_vote(world) {
        let cog = world.group().await;
        world.at("2027-11-23T09:00:00Z").await;
        for who in [&cog.chair, &cog.deputy] {
            world.api(who, "/interests/new", json!({ "kind": "nothing" })).await.expect(201);
        }
        let need = submitted(&world, &cog).await;
        let item = world.in_session(&cog, &need).await;
        let vote = json!({ "verdict": "agreed", "manner": "vote", "reasons": "Good", "in_favour": [cog.chair.id, cog.member.id] });
        let refused = world.api(&cog.chair, &format!("/items/{item}/decision"), vote).await.expect(422);
        assert_eq!(refused.codes(), ["interests_stale", "may_not_vote"]);
        world.api(&cog.chair, &format!("/items/{item}/decision"), agreed()).await.expect(201);
    }
    async fn what_was_not_decided_waits_again_when_the_minutes_are_written(world) {
        let (cog, need, meeting, _) = sitting(&world).await;
        world.api(&cog.secretary, &format!("{meeting}/minutes"), json!({ "minutes": "Nothing was decided" })).await.expect(201);
        let business = world.read(&cog.secretary, &format!("/groups/{}/business", cog.reference)).await.json();
        assert_eq!((&business["items"][0]["about"], &business["items"][0]["status"]), (&json!(need), &json!("waiting")));
        world.decide(&cog, &need, Verdict::Agreed).await.expect(201);
    }
    async fn a_need_that_is_taken_back_leaves_the_business(world) {
        let (cog, need, _, item) = sitting(&world).await;
        world.api(&cog.member, &format!("/needs/{need}/withdrawal"), json!({})).await.expect(201);
        assert_eq!(world.read(&cog.chair, &item).await.expect(200).json()["status"], "withdrawn");
    }
    async fn meetings_are_for_those_with_a_seat_and_planned_by_those_who_run_them(world) {
        let (cog, _, meeting, _) = sitting(&world).await;
        let other = world.person("Oda Berg", &[]).await;
        world.get(&meeting).await.expect(404);
        world.get_as(&other, &meeting).await.expect(404);
        world.read(&other, &format!("/groups/{}/business", cog.reference)).await.expect(404);
        let plans = format!("/groups/{}/meetings", cog.reference);
        let plan = json!({ "starts_at": "2026-12-01T10:00:00Z" });
        world.api(&cog.member, &plans, plan).await.expect(403);
        let past = json!({ "starts_at": "2026-11-01T10:00:00Z" });
        assert_eq!(world.api(&cog.secretary, &plans, past).await.expect(422).codes(), ["meeting_in_the_past"]);
        let unknown = json!({ "starts_at": "2026-12-01T10:00:00Z", "items": ["IT-222222"] });
        assert_eq!(world.api(&cog.secretary, &plans, unknown).await.expect(422).codes(), ["not_an_option"]);
        let strangers = json!({ "in_person": [other.id] });
        assert_eq!(world.api(&cog.secretary, &format!("{meeting}/attendance"), strangers).await.expect(422).codes(), ["no_seat_today"]);
    }
    async fn letters_and_work_tell_the_secretary_and_everybody_with_a_seat(world) {
        let cog = world.group().await;
        let need = submitted(&world, &cog).await;
        assert!(world.get_as(&cog.secretary, "/work").await.expect(200).shows("Put it on the agenda of a meeting"));
        world.run_jobs().await;
        let before = world.mails().await;
        assert!(before.iter().any(|(to, subject)| to.starts_with("sam.reid") && subject.contains("asked to decide")), "{before:?}");
        world.begun(&cog, &need).await;
        world.run_jobs().await;
        let planned = world.mails().await.split_off(before.len());
        assert_eq!(planned.iter().filter(|(_, subject)| subject.contains("a meeting of South West London")).count(), 5);
        assert!(world.get_as(&cog.lay, "/work").await.expect(200).shows("Declare your interests in the items"));
    }
}
