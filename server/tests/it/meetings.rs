//! Meetings through pages and API: declarations, rulings, quorum, decisions, minutes (G4, G6).
use crate::{on_both, support::*};
use domain::item::Verdict;
use serde_json::json;

on_both! {
    async fn a_submitted_need_is_approved_in_a_quorate_meeting(world) {
        let cog = world.group().await;
        let need = submitted(&world, &cog.member, &cog.reference).await;
        world.decide(&cog, &need, Verdict::Agreed).await.expect(201);
        assert_eq!(world.get(&format!("/needs/{need}")).await.status, 200);
    }
    async fn a_need_that_is_declined_stays_closed_to_the_public(world) {
        let cog = world.group().await;
        let need = submitted(&world, &cog.member, &cog.reference).await;
        world.decide(&cog, &need, Verdict::NotAgreed).await.expect(201);
        world.get(&format!("/needs/{need}")).await.expect(404);
        let log = world.get(&format!("/api/v1/groups/{}/decisions", cog.reference)).await.expect(200).json();
        assert_eq!(log["decisions"].as_array().unwrap().len(), 1, "only the terms: {log}");
    }
}

/// A need that a member has put before the group; gives its reference.
async fn submitted(world: &World, member: &Someone, group: &str) -> String {
    let made =
        world.api(member, "/needs/new", json!({ "group": group, "title": "Heart failure" })).await.expect(201).json();
    let need = made["reference"].as_str().unwrap().to_string();
    let page = format!("/needs/{need}");
    world.post_as(member, &format!("{page}/text"), crate::needs::WHOLE).await.expect(303);
    world.api(member, &format!("{page}/submission"), json!({ "looked": true })).await.expect(201);
    need
}
