//! Groups through pages and API: seats, terms of reference, what they gate, interests (G1–G3).
use crate::{
    on_both,
    support::{groups::whole_terms, *},
};
use domain::{actor::SeatRole, item::Verdict};
use serde_json::json;

on_both! {
    async fn a_group_gets_its_terms_by_its_own_quorate_decision(world) {
        let cog = world.group().await;
        let seen = world.read(&cog.member, &format!("/groups/{}", cog.reference)).await.expect(200).json();
        assert_eq!(seen["terms"][0]["status"], "adopted");
        assert_eq!(seen["seats"].as_array().unwrap().len(), 5);
        assert!(world.stored_group(cog.id).await.governing(world.now()).is_ok());
    }
    async fn without_terms_chair_and_deputy_a_group_governs_nothing(world) {
        let id = world.bare_group().await;
        let group = world.stored_group(id).await;
        assert_eq!(group.governing(world.now()).unwrap_err().codes(), ["tor_not_in_force", "no_chair", "no_deputy"]);
        let page = world.get(&format!("/groups/{}", group.reference)).await.expect(200);
        assert!(page.shows("What is missing before it can govern") && page.shows("no deputy chair"), "{}", page.text);
    }
    async fn everybody_reads_seats_terms_decisions_and_the_register_of_interests(world) {
        let cog = world.group().await;
        let said = json!({ "kind": "financial", "description": "Shares in a maker of stents", "organisation": "Stents Ltd", "from": "2024-01-01" });
        world.api(&cog.member, "/interests/new", said).await.expect(201);
        let page = world.get(&format!("/groups/{}", cog.reference)).await.expect(200);
        for text in ["Carol Nash", "Lay member", "Version 1, adopted on 23 November 2026", "Adopt the terms of reference", "It meets the need.", "Shares in a maker of stents", "Nothing to declare"] {
            assert!(page.shows(text), "{text} is missing: {}", page.text);
        }
        assert!(world.get("/groups").await.expect(200).shows("South West London"));
        assert!(world.get(&format!("/groups/{}/terms", cog.reference)).await.expect(200).shows("What the model says about escalation"));
        let board = format!("/groups/{}/board", cog.reference);
        world.get(&board).await.expect(404);
        assert!(world.get_as(&cog.lay, &board).await.expect(200).shows("Nothing waits"));
    }
    async fn a_second_version_supersedes_the_first_and_both_can_be_read(world) {
        let cog = world.group().await;
        let terms = format!("/groups/{}/terms", cog.reference);
        let mut second = whole_terms();
        second["purpose"] = json!("A wider purpose");
        world.api(&cog.chair, &format!("{terms}/draft"), second).await.expect(201);
        world.get(&format!("{terms}?version=2")).await.expect(404);
        world.api(&cog.chair, &format!("{terms}/adoption"), json!({})).await.expect(201);
        world.decide(&cog, &cog.reference, Verdict::Agreed).await.expect(201);
        assert!(world.get(&terms).await.expect(200).shows("A wider purpose"));
        assert!(world.get(&format!("{terms}?version=1")).await.expect(200).shows("What the model says about purpose"));
    }
    async fn terms_without_purpose_and_quorum_are_not_put_before_the_group(world) {
        let cog = world.seated_group().await;
        let terms = format!("/groups/{}/terms", cog.reference);
        let draft = json!({ "chairing": "By vote", "frequency": "Monthly", "quorum": 1, "decision_rule": "majority" });
        world.api(&cog.secretary, &format!("{terms}/draft"), draft).await.expect(201);
        let refused = world.api(&cog.secretary, &format!("{terms}/adoption"), json!({})).await.expect(422);
        assert_eq!(refused.codes(), ["terms_incomplete", "quorum_too_small", "say_why_missing"]);
        let page = world.post_as(&cog.secretary, &format!("{terms}/adoption"), "missing_because=").await.expect(422);
        assert!(page.shows("the terms cannot be adopted without it"), "{}", page.text);
    }
    async fn a_quorum_above_the_seats_is_refused(world) {
        let cog = world.seated_group().await;
        let mut terms = whole_terms();
        terms["quorum"] = json!(5);
        world.api(&cog.secretary, &format!("/groups/{}/terms/draft", cog.reference), terms).await.expect(201);
        let refused = world.api(&cog.secretary, &format!("/groups/{}/terms/adoption", cog.reference), json!({})).await;
        assert_eq!(refused.expect(422).codes(), ["quorum_above_seats"]);
    }
    async fn overlapping_seats_and_voting_secretaries_are_refused(world) {
        let cog = world.seated_group().await;
        let page = format!("/groups/{}/seats", cog.reference);
        assert_eq!(world.seat(&cog, &cog.member, SeatRole::Observer).await.expect(422).codes(), ["seats_overlap"]);
        let seat = json!({ "email": "nobody@example.org", "role": "member", "from": "2026-11-01", "voting": "votes" });
        assert_eq!(world.api(&cog.secretary, &page, seat).await.expect(422).codes(), ["no_such_account"]);
        let other = world.person("Oda Berg", &[]).await;
        let seat = json!({ "email": world.email(&other).await, "role": "observer", "from": "2026-11-01", "voting": "votes" });
        assert_eq!(world.api(&cog.operator, &page, seat.clone()).await.expect(422).codes(), ["role_never_votes"]);
        world.api(&cog.member, &page, seat).await.expect(403);
    }
    async fn a_seat_gives_its_rights_from_its_first_to_its_last_day(world) {
        let cog = world.group().await;
        let other = world.person("Oda Berg", &[]).await;
        let seat = json!({ "email": world.email(&other).await, "role": "member", "from": "2026-12-01", "to": "2026-12-31", "voting": "votes" });
        world.api(&cog.secretary, &format!("/groups/{}/seats", cog.reference), seat).await.expect(201);
        let business = format!("/groups/{}/business", cog.reference);
        world.read(&other, &business).await.expect(404);
        world.at("2026-12-01T00:00:00Z").await;
        world.read(&other, &business).await.expect(200);
        world.at("2027-01-01T00:00:00Z").await;
        world.read(&other, &business).await.expect(404);
    }
    async fn an_ended_seat_ends_its_rights_the_day_after(world) {
        let cog = world.group().await;
        let group = world.stored_group(cog.id).await;
        let seat = group.seats.iter().find(|seat| seat.person == cog.lay.id).unwrap();
        let end = json!({ "seat": seat.id, "to": "2026-11-23" });
        world.api(&cog.chair, &format!("/groups/{}/seats/end", cog.reference), end).await.expect(201);
        let business = format!("/groups/{}/business", cog.reference);
        world.read(&cog.lay, &business).await.expect(200);
        world.at("2026-11-24T00:00:00Z").await;
        world.read(&cog.lay, &business).await.expect(404);
    }
    async fn only_an_operator_creates_a_group_of_known_organisations(world) {
        let (operator, other) = (world.operator("Olu Adeyemi").await, world.person("Oda Berg", &[]).await);
        world.get_as(&other, "/groups/new").await.expect(403);
        world.get_as(&operator, "/groups/new").await.expect(200);
        let unknown = json!({ "name": "South", "systems": ["OG-222222"], "network": "OG-222222" });
        assert_eq!(world.api(&operator, "/groups/new", unknown).await.expect(422).codes(), ["not_an_option"]);
    }
    async fn declaring_says_until_when_it_counts_and_a_missing_declaration_is_told(world) {
        let other = world.person("Oda Berg", &[]).await;
        assert!(world.get_as(&other, "/interests").await.expect(200).shows("you cannot vote"));
        let bare = world.api(&other, "/interests/new", json!({ "kind": "indirect" })).await.expect(422);
        assert_eq!(bare.codes(), ["say_which_interest", "say_since_when"]);
        world.post_as(&other, "/interests/new", "kind=nothing").await.expect(303);
        assert!(world.get_as(&other, "/interests").await.expect(200).shows("counts until 23 November 2027"));
    }
}
