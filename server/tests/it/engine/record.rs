//! The record in the database: one order without gaps, a chain that holds, states that can be read back.
use crate::{needs::WHOLE, on_both, support::*};
use domain::{actor::SeatRole, ids::ChallengeId};
use serde_json::Value;
use server::record;

async fn drafted(world: &World) -> (Someone, String) {
    let group = world.bare_group().await;
    let member = world.seated("Mary Okafor", SeatRole::Member, group).await;
    let page = world.post_as(&member, "/needs/new", &format!("group={group}&title=Heart+failure")).await.path();
    (member, page)
}

async fn challenge(world: &World) -> ChallengeId {
    let mut tx = world.app.db.read().await.unwrap();
    db::sql!("SELECT id FROM challenge").one(&mut tx).await.unwrap().parse("id").unwrap()
}

on_both! {
    async fn every_version_of_a_thing_can_be_read_back(world) {
        let (member, page) = drafted(&world).await;
        world.post_as(&member, &page, &format!("{WHOLE}&_version=1")).await.expect(303);
        let id = challenge(&world).await;
        let mut tx = world.app.db.read().await.unwrap();
        let title = |state: Option<Value>| state.map(|state| state["content"]["title"].as_str().unwrap().to_string());
        assert_eq!(title(record::state_at(&mut tx, id, 1).await.unwrap()).as_deref(), Some("Heart failure"));
        assert_eq!(title(record::state_at(&mut tx, id, 2).await.unwrap()).as_deref(), Some("Heart failure in hospital"));
        assert_eq!(title(record::state_at(&mut tx, id, 3).await.unwrap()), None);
        let history = record::history(&mut tx, id).await.unwrap();
        assert_eq!(history.iter().map(|past| past.what.as_str()).collect::<Vec<_>>(), ["challenge.drafted", "challenge.edited"]);
        assert_eq!(record::people(&history), [member.id]);
    }
    async fn names_and_addresses_never_enter_the_record(world) {
        drafted(&world).await;
        let mut tx = world.app.db.read().await.unwrap();
        for row in db::sql!("SELECT what, state FROM event").all(&mut tx).await.unwrap() {
            let text = format!("{}{}", row.get::<String>("what").unwrap(), row.get::<String>("state").unwrap());
            assert!(!text.contains("Okafor") && !text.contains("example.org"), "{text}");
        }
    }
    async fn many_who_write_at_once_leave_no_gap(world) {
        let group = world.bare_group().await;
        let member = world.seated("Mary Okafor", SeatRole::Member, group).await;
        let (world, member) = (std::sync::Arc::new(world), std::sync::Arc::new(member));
        let writers = (0..20).map(|n| {
            let (world, member) = (world.clone(), member.clone());
            tokio::spawn(async move { world.post_as(&member, "/needs/new", &format!("group={group}&title=Need+{n}")).await.expect(303); })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
        let mut tx = world.app.db.read().await.unwrap();
        let rows = db::sql!("SELECT seq FROM event ORDER BY seq").all(&mut tx).await.unwrap();
        let seqs: Vec<i64> = rows.iter().map(|row| row.get("seq").unwrap()).collect();
        assert_eq!(seqs, (1..=seqs.len() as i64).collect::<Vec<_>>());
        assert!(seqs.len() >= 22);
    }
    async fn a_refused_act_leaves_no_trace(world) {
        let (member, page) = drafted(&world).await;
        let before = world.events().await;
        world.post_as(&member, &page.replace("/text", "/submission"), "looked=yes").await.expect(422);
        assert_eq!(world.events().await, before);
    }
}
