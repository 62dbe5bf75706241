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
        let refused = world.stored_group(id).await.governing(world.now()).unwrap_err();
        assert_eq!(refused.codes(), ["tor_not_in_force", "no_chair", "no_deputy"]);
    }
}
