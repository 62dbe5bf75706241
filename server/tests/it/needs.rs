//! Challenges through pages and API (N1).
use crate::{on_both, support::*};
use domain::actor::SeatRole;
use serde_json::json;

/// A whole challenge as a posted form.
pub const WHOLE: &str = "title=Heart+failure+in+hospital&condition=Heart+failure&place=South+West+London&need=People+wait+too+long&population=900+a+year\
    &population_source=Hospital+data&evidence-0-what=Audit&evidence-0-link=https%3A%2F%2Fexample.org%2Faudit&plan_link=https%3A%2F%2Fexample.org%2Fplan\
    &outcomes-0-outcome=Seen+by+a+specialist&inequalities=Poorer+areas+wait+longer&clinical_owner=Dr+Ama+Boateng&lay_view=We+want+one+person+to+ask";

on_both! {
    async fn a_member_drafts_and_submits_a_need(world) {
        let group = world.bare_group().await;
        let member = world.seated("Mary Okafor", SeatRole::Member, group).await;
        let page = world.post_as(&member, "/needs/new", &format!("group={group}&title=Heart+failure")).await.path();
        let need = page.trim_end_matches("/text").to_string();
        world.post_as(&member, &page, &format!("{WHOLE}&_version=1")).await.expect(303);
        world.post_as(&member, &format!("{need}/submission"), "looked=yes").await.expect(303);
        assert!(world.get_as(&member, &need).await.expect(200).shows("Put before the group"));
        assert!(world.events().await.ends_with(&["challenge.drafted".into(), "challenge.edited".into(), "challenge.submitted".into()]));
        world.get(&need).await.expect(404);
    }
    async fn the_same_through_the_api(world) {
        let group = world.bare_group().await;
        let member = world.seated("Mary Okafor", SeatRole::Member, group).await;
        let made = world.api(&member, "/needs/new", json!({ "group": group, "title": "Heart failure" })).await.expect(201).json();
        let need = format!("/needs/{}", made["reference"].as_str().unwrap());
        let bare = world.api(&member, &format!("{need}/submission"), json!({ "looked": true })).await.expect(422);
        assert_eq!(bare.codes().len(), 11, "{}", bare.text);
        let seen = world.read(&member, &need).await.expect(200).json();
        assert_eq!((&seen["status"], &seen["available"]), (&json!("draft"), &json!(["edit", "submit", "withdraw"])));
    }
    async fn an_incomplete_need_is_not_submitted_and_says_all_that_is_missing(world) {
        let group = world.bare_group().await;
        let member = world.seated("Mary Okafor", SeatRole::Member, group).await;
        let need = world.post_as(&member, "/needs/new", &format!("group={group}&title=Heart+failure")).await.path().replace("/text", "");
        let answer = world.post_as(&member, &format!("{need}/submission"), "looked=yes").await.expect(422);
        assert!(answer.shows("Statement of need: say something before you submit") && answer.shows("What patients and carers say"));
    }
}
