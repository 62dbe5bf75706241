//! Actions that meetings agree: they return to each agenda until they are done, and stand in their owner's work (G6).
use crate::{
    on_both,
    support::{groups::Cog, meetings::*, *},
};
use serde_json::json;

/// Agrees that Mary Okafor asks the trust by 1 December; gives the action's page.
async fn agreed(world: &World, cog: &Cog, meeting: &str) -> String {
    let wanted = json!({ "what": "Ask the trust for bed numbers", "owner": cog.member.id, "due_on": "2026-12-01" });
    world.api(&cog.secretary, &format!("{meeting}/actions"), wanted).await.expect(201);
    let found = world.read(&cog.secretary, meeting).await.expect(200).json();
    format!("/actions/{}", found["actions"][0]["reference"].as_str().unwrap())
}

async fn next_meeting(world: &World, cog: &Cog) -> String {
    let plan = json!({ "starts_at": "2026-12-10T10:00:00Z" });
    let made = world.api(&cog.secretary, &format!("/groups/{}/meetings", cog.reference), plan).await.expect(201).json();
    format!("/meetings/{}", made["reference"].as_str().unwrap())
}

const WHAT: &str = "Ask the trust for bed numbers";

on_both! {
    async fn an_action_returns_to_each_agenda_until_its_owner_has_done_it(world) {
        let (cog, _, meeting, _) = sitting(&world).await;
        let form = format!("what=Ask+the+trust+for+bed+numbers&owner={}&due_on-day=1&due_on-month=12&due_on-year=2026", cog.member.id);
        world.post_as(&cog.secretary, &format!("{meeting}/actions"), &form).await.expect(303);
        let next = next_meeting(&world, &cog).await;
        assert!(world.get_as(&cog.lay, &next).await.expect(200).shows(WHAT));
        let work = world.get_as(&cog.member, "/work").await.expect(200);
        assert!(work.shows(WHAT) && !world.get_as(&cog.lay, "/work").await.shows(WHAT), "{}", work.text);
        let action = world.read(&cog.member, &meeting).await.json()["actions"][0]["reference"].as_str().unwrap().to_string();
        world.post_as(&cog.member, &format!("/actions/{action}/completion"), "note=Thirty+beds").await.expect(303);
        assert!(!world.get_as(&cog.lay, &next).await.expect(200).shows(WHAT));
        assert!(!world.get_as(&cog.member, "/work").await.shows(WHAT));
        assert!(world.get_as(&cog.lay, &meeting).await.shows("Thirty beds"));
    }
    async fn an_overdue_action_stands_on_the_board(world) {
        let (cog, _, meeting, _) = sitting(&world).await;
        agreed(&world, &cog, &meeting).await;
        let board = format!("/groups/{}/board", cog.reference);
        world.at("2026-12-01T23:59:59Z").await;
        assert!(!world.get_as(&cog.lay, &board).await.expect(200).shows("Overdue: Ask the trust"));
        world.at("2026-12-02T00:00:00Z").await;
        assert!(world.get_as(&cog.lay, &board).await.expect(200).shows("Overdue: Ask the trust"));
    }
    async fn only_the_owner_and_those_who_run_the_meetings_touch_an_action(world) {
        let (cog, _, meeting, _) = sitting(&world).await;
        let action = agreed(&world, &cog, &meeting).await;
        let stranger = world.person("Oda Berg", &[]).await;
        let done = format!("{action}/completion");
        world.api(&cog.lay, &done, json!({})).await.expect(403);
        world.api(&stranger, &done, json!({})).await.expect(404);
        let later = json!({ "owner": cog.lay.id, "due_on": "2026-12-15", "note": "Mary is away" });
        world.api(&cog.member, &format!("{action}/charge"), later.clone()).await.expect(403);
        world.api(&cog.secretary, &format!("{action}/charge"), later).await.expect(201);
        world.api(&cog.lay, &done, json!({})).await.expect(201);
        assert_eq!(world.api(&cog.chair, &format!("{action}/end"), json!({ "note": "No" })).await.expect(409).codes(), ["wrong_status"]);
    }
    async fn an_action_is_agreed_in_a_meeting_by_somebody_with_a_seat_for_a_day_to_come(world) {
        let (cog, _, meeting, _) = sitting(&world).await;
        let stranger = world.person("Oda Berg", &[]).await;
        let page = format!("{meeting}/actions");
        let wanted = |owner, due_on| json!({ "what": WHAT, "owner": owner, "due_on": due_on });
        assert_eq!(world.api(&cog.secretary, &page, wanted(stranger.id, "2026-12-01")).await.expect(422).codes(), ["not_an_option"]);
        assert_eq!(world.api(&cog.secretary, &page, wanted(cog.lay.id, "2026-11-22")).await.expect(422).codes(), ["due_in_the_past"]);
        world.api(&cog.lay, &page, wanted(cog.lay.id, "2026-12-01")).await.expect(403);
        let next = next_meeting(&world, &cog).await;
        let early = world.api(&cog.secretary, &format!("{next}/actions"), wanted(cog.lay.id, "2026-12-20")).await.expect(422);
        assert_eq!(early.codes(), ["not_in_session"]);
    }
    async fn minutes_begin_with_the_actions_and_their_owners(world) {
        let (cog, _, meeting, _) = sitting(&world).await;
        agreed(&world, &cog, &meeting).await;
        let draft = world.get_as(&cog.secretary, &format!("{meeting}/minutes")).await.expect(200);
        assert!(draft.shows("Ask the trust for bed numbers Mary Okafor, by 01/12/2026. To do."), "{}", draft.text);
    }
    async fn whoever_is_recused_on_the_item_does_not_see_its_action(world) {
        let (cog, _, meeting, item) = sitting(&world).await;
        declare_all(&world, &cog, &meeting).await;
        let item = item.trim_start_matches("/items/").to_string();
        let wanted = json!({ "what": WHAT, "owner": cog.lay.id, "due_on": "2026-12-01", "item": item });
        world.api(&cog.secretary, &format!("{meeting}/actions"), wanted).await.expect(201);
        assert!(world.get_as(&cog.lay, "/work").await.shows(WHAT));
        world.api(&cog.lay, &format!("{meeting}/declarations"), json!({ "items": [item], "interest": "My brother" })).await.expect(201);
        let ruling = json!({ "person": cog.lay.id, "handling": "recused" });
        world.api(&cog.chair, &format!("/items/{item}/rulings"), ruling).await.expect(201);
        for page in ["/work".to_string(), meeting.clone()] {
            assert!(!world.get_as(&cog.lay, &page).await.expect(200).shows(WHAT), "{page}");
        }
        assert!(world.get_as(&cog.member, &meeting).await.shows(WHAT));
    }
}
