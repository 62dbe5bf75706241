//! Outcome reports and their publication through pages and API (E2, E3, E5).
use crate::{
    on_both,
    support::{collaborations::*, *},
};
use serde_json::json;

on_both! {
    async fn the_report_is_filled_from_the_agreement_and_says_what_is_still_to_be_answered(world) {
        let it = world.completed("2026-11-30").await;
        let page = world.report_of(&it).await;
        let seen = world.get_as(&world.signed_in_again(&it.evaluator).await, &page).await.expect(200);
        assert!(seen.shows("Room for the clinic") && seen.shows("£58,000") && seen.shows("Seen by a specialist"));
        assert!(seen.shows("Give a final answer to the adoption factor “Room for the clinic”"));
        let refused = world.api(&it.evaluator, &format!("{page}/completion"), json!({ "complete": true })).await.expect(422);
        assert_eq!(refused.codes().len(), 13, "{:?}", refused.codes());
    }
    async fn an_author_who_does_not_say_who_pays_them_holds_the_report_up(world) {
        let it = world.completed("2026-11-30").await;
        let page = world.report_of(&it).await;
        let mut text = report();
        text["authors"] = json!([{ "role": "Consultant" }]);
        world.api(&it.evaluator, &format!("{page}/text"), text).await.expect(201);
        let refused = world.api(&it.evaluator, &format!("{page}/completion"), json!({ "complete": true })).await.expect(422);
        assert_eq!(refused.codes(), ["author_unpaid"]);
    }
    async fn two_who_write_at_once_get_the_merge_page(world) {
        let it = world.completed("2026-11-30").await;
        let page = world.report_of(&it).await;
        let (lead, evaluator) = (world.signed_in_again(&it.lead).await, world.signed_in_again(&it.evaluator).await);
        world.post_as(&lead, &format!("{page}/text"), "done=Theirs&_version=1").await.expect(303);
        let merge = world.post_as(&evaluator, &format!("{page}/text"), "done=Mine&_version=1").await.expect(409);
        assert!(merge.shows("Theirs") && merge.shows("Mine"));
    }
    async fn publication_is_due_three_calendar_months_after_completion(world) {
        let (it, page) = world.reported("2026-11-30").await;
        let seen = world.read(&it.lead, &page).await.json();
        assert_eq!((&seen["due"], &seen["due_at"]), (&json!("2027-02-28"), &json!("2027-02-28T23:59:59.000000Z")));
        world.get(&page).await.expect(404);
        world.publish(&it.lead, &page, it.trust).await.expect(201);
        assert!(world.get(&page).await.expect(200).shows("by the end of 28 February 2027"));
    }
    async fn nobody_publishes_for_another_party_and_each_once(world) {
        let (it, page) = world.reported("2026-11-30").await;
        world.publish(&it.lead, &page, it.company).await.expect(403);
        world.publish(&it.officer, &page, it.trust).await.expect(403);
        world.publish(&it.lead, &page, it.trust).await.expect(201);
        assert_eq!(world.publish(&it.lead, &page, it.trust).await.expect(422).codes(), ["already_published"]);
        let own = json!({ "organisation": it.company, "where": "own", "attested": true });
        let refused = world.api(&it.manager, &format!("{page}/publications"), own).await.expect(422);
        assert_eq!(refused.codes(), ["publication_needs_link"]);
    }
    async fn the_last_second_is_in_time_and_the_next_one_is_late(world) {
        let (it, page) = world.reported("2026-11-30").await;
        world.at("2027-02-28T23:59:59Z").await;
        world.publish(&it.lead, &page, it.trust).await.expect(201);
        assert!(!world.get(&it.page()).await.shows("Publication is overdue"));
        world.at("2027-03-01T00:00:00Z").await;
        let public = world.get(&it.page()).await;
        assert!(public.shows("Publication is overdue") && public.shows("Not published yet: Cardia Pharma Ltd."), "{}", public.text);
        world.publish(&it.manager, &page, it.company).await.expect(201);
        let standings = world.read(&it.lead, &page).await.json()["standings"].clone();
        let of = |name: &str| standings.as_array().unwrap().iter().find(|one| one["name"] == name).unwrap()["status"].clone();
        assert_eq!((of("St George's Hospitals"), of("Cardia Pharma Ltd")), (json!("published"), json!("published_late")));
        assert!(!world.get(&it.page()).await.shows("Publication is overdue"));
    }
    async fn parties_that_have_not_published_are_reminded_and_then_told_that_it_is_overdue(world) {
        let (it, page) = world.reported("2026-11-30").await;
        world.publish(&it.lead, &page, it.trust).await.expect(201);
        let mut told = Vec::new();
        for moment in ["2027-01-31T08:59:58Z", "2027-01-31T09:00:00Z", "2027-02-21T09:00:00Z", "2027-02-28T09:00:00Z", "2027-03-01T00:00:00Z"] {
            world.at(moment).await;
            let mails = world.mails().await.into_iter().filter(|(to, subject)| to.starts_with("tom.") && subject.contains("publication"));
            told.push(mails.map(|(_, subject)| subject.split(": ").last().unwrap().to_string()).collect::<Vec<_>>());
        }
        let due = "publication is due soon";
        assert_eq!(told.iter().map(Vec::len).collect::<Vec<_>>(), [0, 1, 2, 3, 4], "{told:?}");
        assert_eq!(told[4], [due, due, due, "publication is overdue"]);
        assert!(!world.mails().await.iter().any(|(to, subject)| to.contains("ama") && subject.contains("overdue")));
    }
    async fn when_every_party_has_published_the_chair_closes_it(world) {
        let (it, page) = world.published().await;
        let seen = world.read(&it.lead, &it.page()).await.json();
        assert_eq!(seen["status"], "published_by_all");
        assert!(world.get("/outcomes").await.expect(200).shows("Heart failure in-reach pharmacist"));
        assert!(world.get(&page).await.shows("Here: the party stands behind this report"));
        world.api(&it.lead, &it.at("closure"), json!({})).await.expect(403);
        world.api(&it.group.chair, &it.at("closure"), json!({})).await.expect(201);
        assert_eq!(world.read(&it.lead, &it.page()).await.json()["status"], "closed");
    }
    async fn a_complete_report_keeps_its_figures_and_its_text(world) {
        let (it, page) = world.reported("2026-11-30").await;
        world.api(&it.evaluator, &format!("{page}/text"), report()).await.expect(409);
        let seen = world.read(&it.evaluator, &page).await.json();
        assert_eq!(seen["achieved"].as_array().unwrap().len(), 5);
        assert_eq!(seen["given"][0]["promised"]["amount"], "58000");
    }
    async fn the_page_of_a_party_offers_its_own_publication_only(world) {
        let (it, page) = world.reported("2026-11-30").await;
        let manager = world.signed_in_again(&it.manager).await;
        let form = world.get_as(&manager, &format!("{page}/publications")).await.expect(200);
        assert!(form.shows("Cardia Pharma Ltd") && !form.shows("St George"), "{}", form.text);
        let fields = format!("organisation={}&where=own&link=https%3A%2F%2Fcardia.example%2Foutcome&attested=yes", it.company);
        assert!(world.post_as(&manager, &format!("{page}/publications"), &fields).await.expect(200).shows("name=\"_confirmed\""));
        world.post_as(&manager, &format!("{page}/publications"), &format!("{fields}&_confirmed=yes")).await.expect(303);
        assert!(world.get(&page).await.shows("https://cardia.example/outcome"));
    }
    async fn another_system_adapts_it_and_the_link_is_kept_both_ways(world) {
        let it = world.delivering().await;
        assert!(world.get(&it.page()).await.shows(&format!("/needs/new?adapts={}", it.reference)));
        assert!(world.get(&it.page()).await.shows("Nobody has adapted it yet."));
        let group = world.bare_group().await;
        let member = world.seated("Mary Okafor", domain::actor::SeatRole::Member, group).await;
        let unknown = json!({ "group": group, "title": "Ours", "adapts": "CO-22222A" });
        assert_eq!(world.api(&member, "/needs/new", unknown).await.expect(422).codes(), ["no_such_collaboration"]);
        let need = world.api(&member, "/needs/new", json!({ "group": group, "title": "Ours", "adapts": it.reference })).await.expect(201).json();
        let seen = world.read(&member, &format!("/needs/{}", need["reference"].as_str().unwrap())).await.json();
        assert_eq!(seen["adapts"], json!(it.id));
    }
}
