//! Seats: asked for, accepted from the letter, declined, extended, given up, ended; the public register of members (G1).
use crate::{
    on_both,
    support::{groups::Cog, *},
};
use serde_json::{Value, json};

fn page(cog: &Cog, place: &str) -> String {
    format!("/groups/{}{place}", cog.reference)
}

async fn ask(world: &World, cog: &Cog, who: &Someone) -> Answer {
    let seat = json!({ "email": world.email(who).await, "role": "member", "from": "2026-11-01", "to": "2026-12-31", "voting": "votes" });
    world.api(&cog.secretary, &page(cog, "/seats/offers"), seat).await
}

async fn seat_of(world: &World, cog: &Cog, who: &Someone) -> Value {
    let group = world.stored_group(cog.id).await;
    json!(group.seats.iter().rev().find(|seat| seat.person == who.id))
}

on_both! {
    async fn somebody_who_is_asked_accepts_and_stands_in_the_public_register(world) {
        let cog = world.group().await;
        let oda = world.person("Oda Berg", &[]).await;
        ask(&world, &cog, &oda).await.expect(201);
        assert!(world.get_as(&oda, "/work").await.expect(200).shows("Say whether you take the seat"));
        let members = page(&cog, "/members");
        assert!(!world.get(&members).await.expect(200).shows("Oda Berg"));
        assert!(world.get_as(&cog.chair, &members).await.expect(200).shows("Oda Berg"));
        world.read(&oda, &page(&cog, "/business")).await.expect(404);
        let accept = page(&cog, "/seats/acceptance");
        assert!(world.get_as(&oda, &accept).await.expect(200).shows("31 December 2026"));
        world.read(&oda, &page(&cog, "/business")).await.expect(404);
        let done = world.post_as(&oda, &accept, "").await.expect(303);
        assert!(done.location.starts_with("/interests/new"), "{}", done.location);
        world.read(&oda, &page(&cog, "/business")).await.expect(200);
        for place in ["/members", "/members.csv"] {
            assert!(world.get(&page(&cog, place)).await.expect(200).shows("Oda Berg"), "{place}");
        }
        let open = world.get(&format!("/api/v1{members}")).await.expect(200).json();
        assert!(open["held"].to_string().contains("Oda Berg"), "{open}");
        assert_eq!(seat_of(&world, &cog, &oda).await["from"], "2026-11-23");
        world.post_as(&oda, &accept, "").await.expect(404);
    }
    async fn who_is_asked_and_who_declines_is_known_to_the_group_alone(world) {
        let cog = world.group().await;
        let oda = world.person("Oda Berg", &[]).await;
        ask(&world, &cog, &oda).await.expect(201);
        assert_eq!(ask(&world, &cog, &oda).await.expect(422).codes(), ["already_offered"]);
        world.get_as(&cog.lay, &page(&cog, "/seats/acceptance")).await.expect(404);
        world.post_as(&cog.chair, &page(&cog, "/seats/acceptance"), "").await.expect(404);
        world.api(&oda, &page(&cog, "/seats/refusal"), json!({})).await.expect(201);
        for place in ["", "/members", "/members.csv"] {
            assert!(!world.get(&page(&cog, place)).await.expect(200).shows("Oda Berg"), "{place}");
            assert!(!world.get(&page(&cog, place)).await.shows("Seat declined"), "{place}");
        }
        let open = world.get(&format!("/api/v1{}", page(&cog, ""))).await.expect(200).json();
        assert!(open.get("offers").is_none(), "{open}");
        assert!(world.get_as(&cog.secretary, &page(&cog, "")).await.expect(200).shows("Seat declined"));
        assert!(world.get_as(&oda, "/work").await.expect(200).shows("Nothing awaits you"));
    }
    async fn an_offer_that_is_taken_back_is_not_accepted(world) {
        let cog = world.group().await;
        let oda = world.person("Oda Berg", &[]).await;
        ask(&world, &cog, &oda).await.expect(201);
        let seat = world.stored_group(cog.id).await.offers[0].seat.id;
        world.api(&cog.member, &page(&cog, "/seats/offers/end"), json!({ "seat": seat })).await.expect(403);
        world.api(&cog.secretary, &page(&cog, "/seats/offers/end"), json!({ "seat": seat })).await.expect(201);
        world.api(&oda, &page(&cog, "/seats/acceptance"), json!({})).await.expect(404);
    }
    async fn a_seat_that_ends_is_told_of_extended_and_given_up(world) {
        let cog = world.group().await;
        let oda = world.person("Oda Berg", &[]).await;
        ask(&world, &cog, &oda).await.expect(201);
        world.api(&oda, &page(&cog, "/seats/acceptance"), json!({})).await.expect(201);
        world.at("2026-12-03T12:00:00Z").await;
        server::worker::run_due(&world.app).await.unwrap();
        let mut tx = world.app.db.read().await.unwrap();
        let mails = server::mail::outbox(&mut tx, None).await.unwrap();
        drop(tx);
        let told = mails.iter().filter(|mail| mail.subject.contains("ends on")).count();
        assert_eq!(told, 2, "{:?}", mails.iter().map(|mail| &mail.subject).collect::<Vec<_>>());
        let seat = seat_of(&world, &cog, &oda).await["id"].clone();
        let extend = page(&cog, "/seats/extension");
        let earlier = json!({ "seat": seat, "to": "2026-12-30" });
        assert_eq!(world.api(&cog.secretary, &extend, earlier).await.expect(422).codes(), ["not_an_extension"]);
        world.api(&cog.secretary, &extend, json!({ "seat": seat, "to": "2027-01-31" })).await.expect(201);
        let resign = page(&cog, "/seats/resignation");
        assert_eq!(world.api(&oda, &resign, json!({ "to": "2026-12-01" })).await.expect(422).codes(), ["resign_dates"]);
        world.api(&oda, &resign, json!({ "to": "2026-12-03" })).await.expect(201);
        world.at("2026-12-04T00:00:00Z").await;
        world.read(&oda, &page(&cog, "/business")).await.expect(404);
        let members = world.get(&page(&cog, "/members")).await.expect(200);
        assert!(members.shows("Past members") && members.shows("4 December 2026"), "{}", members.text);
        assert_eq!(world.api(&oda, &resign, json!({ "to": "2026-12-04" })).await.expect(422).codes(), ["no_seat_of_yours"]);
    }
    async fn a_seat_that_the_quorum_needs_ends_only_with_a_reason(world) {
        let cog = world.group().await;
        let end = page(&cog, "/seats/end");
        for who in [&cog.member, &cog.lay] {
            let said = json!({ "seat": seat_of(&world, &cog, who).await["id"], "to": "2026-11-23" });
            world.api(&cog.secretary, &end, said).await.expect(201);
        }
        let mut last = json!({ "seat": seat_of(&world, &cog, &cog.deputy).await["id"], "to": "2026-11-23" });
        assert_eq!(world.api(&cog.secretary, &end, last.clone()).await.expect(422).codes(), ["quorum_out_of_reach"]);
        last["because"] = json!("Retired");
        world.api(&cog.secretary, &end, last).await.expect(201);
        world.at("2026-11-24T09:00:00Z").await;
        assert!(world.get(&page(&cog, "/members")).await.expect(200).shows("Fewer people have a vote today"));
    }
    async fn who_leaves_loses_access_at_once_and_the_seat_is_vacant_from_the_next_day(world) {
        let cog = world.group().await;
        world.api(&cog.operator, &format!("/people/{}/departure", cog.chair.id), json!({})).await.expect(201);
        world.read(&cog.chair, &page(&cog, "/business")).await.expect(401);
        assert_eq!(seat_of(&world, &cog, &cog.chair).await["to"], "2026-11-23");
        world.at("2026-11-24T09:00:00Z").await;
        let members = world.get(&page(&cog, "/members")).await.expect(200);
        assert!(members.shows("Carol Nash") && members.shows("Vacant since"), "{}", members.text);
    }
}
