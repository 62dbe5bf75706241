//! The public log of decisions, what a group withholds from it, and attendance by one's own click (G6).
use crate::{
    on_both,
    support::{groups::Cog, meetings::*, *},
};
use domain::item::Verdict;
use serde_json::{Value, json};

fn log(cog: &Cog) -> String {
    format!("/groups/{}/decisions", cog.reference)
}

fn kept(until: &str) -> Value {
    json!({ "because": "A patient could be recognised", "until": until })
}

on_both! {
    async fn everybody_reads_in_the_log_what_why_how_and_who_was_recused(world) {
        let (cog, _, meeting, item) = sitting(&world).await;
        declare_all(&world, &cog, &meeting).await;
        let interest = json!({ "items": [item.trim_start_matches("/items/")], "interest": "My brother works there" });
        world.api(&cog.lay, &format!("{meeting}/declarations"), interest).await.expect(201);
        let ruling = json!({ "person": cog.lay.id, "handling": "recused" });
        world.api(&cog.chair, &format!("{item}/rulings"), ruling).await.expect(201);
        let decision = json!({ "verdict": "agreed", "manner": "vote", "reasons": "It meets the need.", "in_favour": [cog.chair.id, cog.deputy.id], "abstained": [cog.member.id], "review_on": "2027-06-01" });
        world.api(&cog.chair, &format!("{item}/decision"), decision).await.expect(201);
        let page = world.get(&log(&cog)).await.expect(200);
        for text in ["It meets the need.", "For: Carol Nash, Dev Patel", "Abstained: Mary Okafor", "2 people who may vote", "Recused", "Lena Fox", "1 June 2027"] {
            assert!(page.shows(text), "{text}: {}", page.text);
        }
        assert!(!page.shows("My brother"));
    }
    async fn a_withheld_decision_stands_in_the_log_with_reason_and_day_until_it_comes(world) {
        let cog = world.group().await;
        let need = submitted(&world, &cog).await;
        let item = format!("/items/{}", world.in_session(&cog, &need).await);
        let withholding = format!("{item}/withholding");
        world.api(&cog.secretary, &withholding, kept("2026-12-01")).await.expect(403);
        assert_eq!(world.api(&cog.chair, &withholding, kept("2026-11-23")).await.expect(422).codes(), ["withheld_until_past"]);
        world.post_as(&cog.chair, &withholding, "because=A+patient+could+be+recognised&until-day=1&until-month=12&until-year=2026").await.expect(303);
        let decision = json!({ "verdict": "agreed", "manner": "consensus", "reasons": "It meets the need." });
        world.api(&cog.chair, &format!("{item}/decision"), decision).await.expect(201);
        let page = world.get(&log(&cog)).await.expect(200);
        assert!(page.shows("A decision that is withheld") && page.shows("A patient could be recognised") && page.shows("1 December 2026"), "{}", page.text);
        assert!(!page.shows("Heart failure") && !world.get(&format!("/groups/{}", cog.reference)).await.shows("Approve the need"));
        let told = world.read(&world.person("Oda Berg", &[]).await, &log(&cog)).await.expect(200).json();
        assert_eq!(told["withheld"][0]["because"], "A patient could be recognised");
        assert!(world.get_as(&cog.member, &log(&cog)).await.expect(200).shows("It meets the need."));
        world.at("2026-11-30T23:59:59Z").await;
        assert!(world.get(&log(&cog)).await.shows("A decision that is withheld"));
        world.at("2026-12-01T00:00:00Z").await;
        let open = world.get(&log(&cog)).await.expect(200);
        assert!(open.shows("Heart failure") && !open.shows("withheld until"), "{}", open.text);
    }
    async fn the_chair_releases_a_decision_before_its_day_but_withholds_nothing_that_was_public(world) {
        let cog = world.group().await;
        let need = submitted(&world, &cog).await;
        let item = format!("/items/{}", world.in_session(&cog, &need).await);
        world.api(&cog.chair, &format!("{item}/withholding"), kept("2026-12-01")).await.expect(201);
        let decision = json!({ "verdict": "agreed", "manner": "consensus", "reasons": "It meets the need." });
        world.api(&cog.chair, &format!("{item}/decision"), decision).await.expect(201);
        world.post_as(&cog.deputy, &format!("{item}/withholding/end"), "").await.expect(303);
        assert!(world.get(&log(&cog)).await.expect(200).shows("Heart failure"));
        let again = world.api(&cog.chair, &format!("{item}/withholding"), kept("2026-12-01")).await.expect(422);
        assert_eq!(again.codes(), ["already_public"]);
        world.at("2026-12-01T00:00:00Z").await;
        assert!(world.get(&log(&cog)).await.expect(200).shows("Heart failure"));
    }
    async fn the_log_goes_on_page_by_page(world) {
        let cog = world.group().await;
        let need = submitted(&world, &cog).await;
        world.decide(&cog, &need, Verdict::Agreed).await.expect(201);
        assert!(!world.get(&format!("{}?page=1", log(&cog))).await.expect(200).shows("Heart failure"));
        for odd in ["-1", "x", "99999999999999999999"] {
            world.get(&format!("{}?page={odd}", log(&cog))).await.expect(200);
        }
    }
    async fn members_say_themselves_that_they_attend_and_the_quorum_follows(world) {
        let (cog, _, meeting, item) = sitting(&world).await;
        let alone = json!({ "in_person": [cog.chair.id] });
        world.api(&cog.secretary, &format!("{meeting}/attendance"), alone).await.expect(201);
        world.api(&cog.secretary, &format!("{meeting}/declarations"), json!({ "people": [cog.chair.id, cog.deputy.id] })).await.expect(201);
        let agreed = json!({ "verdict": "agreed", "manner": "consensus", "reasons": "It meets the need." });
        assert_eq!(world.api(&cog.chair, &format!("{item}/decision"), agreed.clone()).await.expect(422).codes(), ["inquorate"]);
        assert!(world.get_as(&cog.deputy, &meeting).await.expect(200).shows("1 present who may vote, 2 needed, of 4 who are not recused. Not quorate."));
        world.post_as(&cog.deputy, &format!("{meeting}/attendance/own"), "presence=remote").await.expect(303);
        let page = world.get_as(&cog.member, &meeting).await.expect(200);
        assert!(page.shows("2 present who may vote") && page.shows("Quorate."), "{}", page.text);
        world.api(&cog.chair, &format!("{item}/decision"), agreed).await.expect(201);
    }
    async fn apologies_said_before_a_meeting_stand_ready_for_the_secretary(world) {
        let cog = world.group().await;
        let plan = json!({ "starts_at": "2026-12-01T10:00:00Z" });
        let made = world.api(&cog.secretary, &format!("/groups/{}/meetings", cog.reference), plan).await.expect(201).json();
        let meeting = format!("/meetings/{}", made["reference"].as_str().unwrap());
        world.api(&cog.lay, &format!("{meeting}/attendance/own"), json!({ "presence": "apologies" })).await.expect(201);
        let form = world.get_as(&cog.secretary, &format!("{meeting}/session")).await.expect(200);
        assert!(form.text.contains("checked"), "{}", form.text);
        let stranger = world.person("Oda Berg", &[]).await;
        world.api(&stranger, &format!("{meeting}/attendance/own"), json!({ "presence": "remote" })).await.expect(404);
    }
}
