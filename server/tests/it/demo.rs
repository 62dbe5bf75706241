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
    async fn its_pages_are_nowhere_else() {
        let world = World::new("sqlite").await;
        world.get("/demonstration/people").await.expect(404);
        world.get("/demonstration/clock").await.expect(404);
    }
}
