//! Calls through pages and API (C1 to C4, C6).
use crate::{on_both, support::*};
use domain::actor::SeatRole;

on_both! {
    async fn a_call_is_not_written_from_a_need_that_waits(world) {
        let group = world.bare_group().await;
        let member = world.seated("Mary Okafor", SeatRole::Member, group).await;
        let network = world.network_of(group).await;
        let need = world.submitted_need(&member, group).await;
        world.begin_call(&network.officer, &need).await.expect(404);
        world.begin_call(&member, &need).await.expect(403);
    }
    async fn the_lists_say_why_they_are_empty(world) {
        assert!(world.get("/calls").await.expect(200).shows("No call is open now"));
        assert!(world.get("/calls?phase=over&condition=Nothing&after=x~y").await.expect(200).shows("No call fits"));
        assert!(world.get("/calls.atom").await.expect(200).shows("<feed"));
    }
}
