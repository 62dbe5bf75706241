//! Votes by person: cast by oneself, for somebody absent, counted by the group's rule, told with reasons (G6).
use crate::{
    on_both,
    support::{groups::Cog, meetings::*, *},
};
use domain::actor::SeatRole;
use serde_json::{Value, json};

/// A meeting in which everybody has declared: the group, the meeting's page, the item's page.
async fn voting(world: &World) -> (Cog, String, String) {
    let (cog, _, meeting, item) = sitting(world).await;
    declare_all(world, &cog, &meeting).await;
    (cog, meeting, item)
}

async fn votes(world: &World, who: &Someone, item: &str, stance: &str, reasons: &str) -> Answer {
    world.api(who, &format!("{item}/vote"), json!({ "stance": stance, "reasons": reasons })).await
}

fn by_vote(verdict: &str) -> Value {
    json!({ "verdict": verdict, "manner": "vote", "reasons": "It meets the need." })
}

/// Dee, who stands in for Mary Okafor, with interests declared.
async fn stand_in(world: &World, cog: &Cog) -> Someone {
    let dee = world.person("Dee Lowe", &[]).await;
    let seat = json!({ "email": world.email(&dee).await, "role": SeatRole::Member, "from": "2026-11-01", "voting": "does_not_vote", "stands_in_for": cog.member.id });
    world.api(&cog.operator, &format!("/groups/{}/seats", cog.reference), seat).await.expect(201);
    world.api(&dee, "/interests/new", json!({ "kind": "nothing" })).await.expect(201);
    dee
}

on_both! {
    async fn members_vote_on_pages_and_the_decision_is_what_the_votes_come_to(world) {
        let (cog, meeting, item) = voting(&world).await;
        assert!(world.get_as(&cog.lay, &meeting).await.expect(200).shows(&format!("{item}/vote")));
        let silent = world.post_as(&cog.lay, &format!("{item}/vote"), "stance=against").await.expect(422);
        assert!(silent.shows("say why you are against"), "{}", silent.text);
        world.post_as(&cog.lay, &format!("{item}/vote"), "stance=against&reasons=Too+far+to+travel").await.expect(303);
        for who in [&cog.chair, &cog.deputy] {
            world.post_as(who, &format!("{item}/vote"), "stance=in_favour").await.expect(303);
        }
        let page = world.get_as(&cog.member, &meeting).await.expect(200);
        assert!(page.shows("2 for, 1 against, 0 abstained") && page.shows("would carry"), "{}", page.text);
        let decide = format!("{item}/decision");
        assert_eq!(world.api(&cog.chair, &decide, by_vote("not_agreed")).await.expect(422).codes(), ["votes_say_otherwise"]);
        world.api(&cog.chair, &decide, by_vote("agreed")).await.expect(201);
        let log = world.get(&format!("/groups/{}", cog.reference)).await.expect(200);
        assert!(log.shows("For: Carol Nash, Dev Patel") && log.shows("Lena Fox: Too far to travel"), "{}", log.text);
    }
    async fn a_vote_after_closing_is_refused_and_nothing_changes(world) {
        let (cog, _, item) = voting(&world).await;
        votes(&world, &cog.chair, &item, "in_favour", "").await.expect(201);
        world.api(&cog.chair, &format!("{item}/decision"), by_vote("agreed")).await.expect(201);
        let before = world.read(&cog.chair, &item).await.json();
        let late = votes(&world, &cog.member, &item, "against", "Too late").await.expect(422);
        assert_eq!(late.codes(), ["voting_closed"]);
        assert_eq!(world.read(&cog.chair, &item).await.json(), before);
    }
    async fn who_stands_in_votes_only_while_the_member_is_absent_and_has_not_voted(world) {
        let (cog, meeting, item) = voting(&world).await;
        let dee = stand_in(&world, &cog).await;
        let attend = |people: Value| json!({ "in_person": people });
        let attendance = format!("{meeting}/attendance");
        let both = json!([cog.chair.id, cog.deputy.id, cog.member.id, dee.id]);
        world.api(&cog.secretary, &attendance, attend(both)).await.expect(201);
        world.api(&dee, &format!("{meeting}/declarations"), json!({})).await.expect(201);
        assert_eq!(votes(&world, &dee, &item, "in_favour", "").await.expect(422).codes(), ["principal_present"]);
        let without = json!([cog.chair.id, cog.deputy.id, dee.id]);
        world.api(&cog.secretary, &attendance, attend(without.clone())).await.expect(201);
        votes(&world, &dee, &item, "in_favour", "").await.expect(201);
        let cast = world.read(&cog.chair, &item).await.json();
        assert_eq!((&cast["ballots"][0]["of"], &cast["ballots"][0]["by"]), (&json!(cog.member.id), &json!(dee.id)));
        let back = json!([cog.chair.id, cog.deputy.id, cog.member.id]);
        world.api(&cog.secretary, &attendance, attend(back)).await.expect(201);
        votes(&world, &cog.member, &item, "abstained", "").await.expect(201);
        world.api(&cog.secretary, &attendance, attend(without)).await.expect(201);
        assert_eq!(votes(&world, &dee, &item, "in_favour", "").await.expect(422).codes(), ["principal_voted"]);
        assert!(world.get(&format!("/groups/{}", cog.reference)).await.expect(200).shows("For Mary Okafor, if absent"));
    }
    async fn secretaries_and_people_without_a_seat_cast_no_vote(world) {
        let (cog, _, item) = voting(&world).await;
        let other = world.person("Oda Berg", &[]).await;
        assert_eq!(votes(&world, &cog.secretary, &item, "in_favour", "").await.expect(422).codes()[0], "no_vote_here");
        votes(&world, &other, &item, "in_favour", "").await.expect(404);
    }
}
