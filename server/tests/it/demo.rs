//! The demonstration: it fills itself, people become its people, and its clock moves.
use crate::support::*;

mod on {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn anybody_becomes_somebody_with_one_click() {
        let world = World::demonstration("sqlite").await;
        let page = world.visit(None, "/demonstration/people").await.showing("Become Dr Ama Boateng");
        assert!(page.shows("Ruth Adeyemi"));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn everybody_has_a_line_that_says_what_they_can_do_now_and_a_page_to_do_it_on() {
        let world = World::demonstration("sqlite").await;
        let cast = server::demo::store::cast(&mut world.app.db.read().await.unwrap()).await.unwrap();
        let seen = browser::words(&world.get("/demonstration/people").await.expect(200).text);
        for player in server::demo::script::script().unwrap().players {
            assert!(!player.now.is_empty() && seen.contains(&player.now), "{} has no line", player.name);
            let who = world.player(&player.name).await;
            let link = cast[who.id.to_string()]["link"].as_str().unwrap_or_default().to_string();
            let there = world.get_as(&who, &link).await;
            assert_eq!(there.status, 200, "{} cannot open {link}", player.name);
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn whoever_moves_the_clock_stays_signed_in() {
        let world = World::demonstration("sqlite").await;
        let zoe = world.player("Zoe Akintola").await;
        world.post_as(&zoe, "/demonstration/clock", "move=month").await.expect(303);
        let work = world.get_as(&zoe, "/work").await.expect(200);
        assert!(work.shows("Zoe Akintola") && work.shows("23 December 2026"));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn its_pages_are_nowhere_else() {
        let world = World::new("sqlite").await;
        world.get("/demonstration/people").await.expect(404);
        world.get("/demonstration/clock").await.expect(404);
    }
}
