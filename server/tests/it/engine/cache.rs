//! Public pages that are kept for a second: never stale after a change, never another reader's.
use crate::{needs::WHOLE, on_both, support::*};
use domain::{actor::SeatRole, ids::GroupId};
use server::ids;

on_both! {
    async fn a_page_for_somebody_is_never_kept_for_the_public(world) {
        let member = world.seated("Mary Okafor", SeatRole::Member, ids::new(GroupId)).await;
        assert!(world.get_as(&member, "/needs").await.expect(200).shows("Mary Okafor"));
        assert!(!world.get("/needs").await.expect(200).shows("Mary Okafor"));
        assert!(world.get_as(&member, "/needs").await.expect(200).shows("Mary Okafor"));
    }
    async fn a_kept_page_is_thrown_away_with_the_next_change(world) {
        let before = world.app.db.changes();
        world.get("/needs").await.expect(200);
        assert_eq!(world.app.db.changes(), before, "reading announces nothing");
        let group = world.bare_group().await;
        let member = world.seated("Mary Okafor", SeatRole::Member, group).await;
        assert!(world.app.db.changes() > before, "a person joined");
        let joined = world.app.db.changes();
        let refused = world.post_as(&member, "/needs/new", "title=").await;
        assert_eq!((refused.status.as_u16(), world.app.db.changes()), (422, joined), "{WHOLE}");
    }
    async fn a_page_that_sets_a_cookie_is_made_anew_for_each_visitor(world) {
        let (one, two) = (world.get("/sign-in").await.expect(200), world.get("/sign-in").await.expect(200));
        let token = |text: &str| text.split("name=\"_csrf\" value=\"").nth(1).unwrap()[..40].to_string();
        assert_ne!(token(&one.text), token(&two.text));
    }
}
