//! Papers with a cut-off, and the pack as one PDF, read by a library that is not ours (G6).
use crate::{
    on_both,
    support::{groups::Cog, meetings::*, *},
};
use serde_json::{Value, json};

/// A meeting on 10 December with a need on its agenda: papers are in time until 5 December.
async fn planned(world: &World) -> (Cog, String, String) {
    let cog = world.group().await;
    submitted(world, &cog).await;
    let business = world.read(&cog.secretary, &format!("/groups/{}/business", cog.reference)).await.json();
    let item = business["items"][0]["reference"].as_str().unwrap().to_string();
    let plan = json!({ "starts_at": "2026-12-10T10:00:00Z", "place": "Town Hall", "items": [item] });
    let made = world.api(&cog.secretary, &format!("/groups/{}/meetings", cog.reference), plan).await.expect(201).json();
    (cog, format!("/meetings/{}", made["reference"].as_str().unwrap()), item)
}

fn paper(title: &str) -> Value {
    json!({ "title": title, "words": "Eight hundred people wait.\n\nForty beds are free." })
}

/// The text of the pack without its spaces, and how many pages it has.
async fn read(world: &World, who: &Someone, meeting: &str) -> (String, usize) {
    let (text, pages) = world.printed(who, &format!("{meeting}/pack.pdf")).await;
    (text.split_whitespace().collect(), pages)
}

on_both! {
    async fn a_paper_after_the_cut_off_says_why_it_is_late(world) {
        let (cog, meeting, _) = planned(&world).await;
        let page = format!("{meeting}/papers/new");
        world.at("2026-12-05T23:59:59Z").await;
        world.api(&cog.secretary, &page, paper("Budget")).await.expect(201);
        world.at("2026-12-06T00:00:00Z").await;
        let typed = "title=Beds&words=Forty+beds+are+free";
        let refused = world.post_as(&cog.secretary, &page, typed).await.expect(422);
        assert!(refused.shows("5 December 2026") && refused.shows("Forty beds are free"), "{}", refused.text);
        world.post_as(&cog.secretary, &page, &format!("{typed}&late_because=New+figures")).await.expect(303);
        let shown = world.get_as(&cog.lay, &meeting).await.expect(200);
        assert!(shown.shows("Late: New figures") && shown.shows("Papers are in time until"), "{}", shown.text);
        world.api(&cog.lay, &page, paper("Mine")).await.expect(403);
    }
    async fn a_paper_is_taken_back_only_before_the_papers_are_out(world) {
        let (cog, meeting, _) = planned(&world).await;
        world.api(&cog.secretary, &format!("{meeting}/papers/new"), paper("Budget")).await.expect(201);
        let id = world.read(&cog.secretary, &meeting).await.json()["papers"][0]["id"].clone();
        world.api(&cog.secretary, &format!("{meeting}/papers/end"), json!({ "paper": id })).await.expect(201);
        assert!(!world.get_as(&cog.lay, &meeting).await.shows("Budget"));
        world.api(&cog.secretary, &format!("{meeting}/papers/new"), paper("Beds")).await.expect(201);
        let id = world.read(&cog.secretary, &meeting).await.json()["papers"][0]["id"].clone();
        world.api(&cog.secretary, &format!("{meeting}/papers"), json!({})).await.expect(201);
        world.api(&cog.secretary, &format!("{meeting}/papers/end"), json!({ "paper": id })).await.expect(409);
    }
    async fn the_pack_is_one_pdf_with_agenda_and_papers_and_without_what_its_reader_may_not_read(world) {
        let (cog, meeting, item) = planned(&world).await;
        let mut about = paper("Waiting times");
        about["item"] = json!(item);
        world.api(&cog.secretary, &format!("{meeting}/papers/new"), about).await.expect(201);
        world.api(&cog.secretary, &format!("{meeting}/papers/new"), paper("Budget")).await.expect(201);
        let (text, pages) = read(&world, &cog.member, &meeting).await;
        for part in ["SouthWestLondon", "TownHall", "1.Approvetheneed:Heartfailure", "Waitingtimes", "Budget", "Fortybedsarefree."] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert_eq!(pages, 2);
        let present = json!({ "in_person": [cog.chair.id, cog.deputy.id, cog.member.id, cog.lay.id] });
        world.at("2026-12-10T10:00:00Z").await;
        world.api(&cog.secretary, &format!("{meeting}/session"), present).await.expect(201);
        world.api(&cog.lay, &format!("{meeting}/declarations"), json!({ "items": [item], "interest": "My brother" })).await.expect(201);
        world.api(&cog.chair, &format!("/items/{item}/rulings"), json!({ "person": cog.lay.id, "handling": "recused" })).await.expect(201);
        let (text, _) = read(&world, &cog.lay, &meeting).await;
        assert!(text.contains("Budget") && !text.contains("Heartfailure") && !text.contains("Waitingtimes"), "{text}");
        assert!(!world.get_as(&cog.lay, &meeting).await.shows("Waiting times"));
        assert!(!world.read(&cog.lay, &meeting).await.json().to_string().contains("Waiting times"));
        world.get(&format!("{meeting}/pack.pdf")).await.expect(404);
    }
}
