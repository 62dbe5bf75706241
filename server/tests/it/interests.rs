//! Interests through pages and API: declared in full, renewed each year with reminders, stale ones that bar from voting,
//! assessing and approving, the public register and what is withheld in it (G3).
use crate::{on_both, support::*};
use domain::{actor::SeatRole, organisation::Kind};
use serde_json::{Value, json};

/// An interest in full, as a program sends it.
fn shares() -> Value {
    json!({
        "kind": "financial", "description": "Shares in a maker of stents", "organisation": "Stents Ltd",
        "from": "2024-01-01", "register": "Disclosure UK", "register_link": "https://disclosure.example.org/entries/7",
    })
}

/// The reference of an interest that somebody declares.
async fn declared(world: &World, who: &Someone, said: Value) -> String {
    let made = world.api(who, "/interests/new", said).await.expect(201).json();
    made["reference"].as_str().unwrap().to_string()
}

/// The subjects of the letters about interests that somebody has got.
async fn reminders(world: &World, who: &Someone) -> Vec<String> {
    let address = world.email(who).await;
    let mails =
        world.mails().await.into_iter().filter(|(to, subject)| *to == address && subject.contains("eclaration"));
    mails.map(|(_, subject)| subject).collect()
}

on_both! {
    async fn an_interest_stands_in_the_register_with_all_that_was_declared(world) {
        let cog = world.group().await;
        let maker = world.organisation("Lumen Diagnostics", Kind::Company).await;
        declared(&world, &cog.member, shares()).await;
        let form = "kind=indirect&description=My+sister+works+there&organisation=lumen+diagnostics&from-day=1&from-month=2&from-year=2025";
        world.post_as(&cog.member, "/interests/new", form).await.expect(303);
        let page = world.get(&format!("/groups/{}/interests", cog.reference)).await.expect(200);
        for text in ["Shares in a maker of stents", "Stents Ltd", "Disclosure UK", "https://disclosure.example.org/entries/7", "My sister works there", "1 February 2025", "Nothing to declare"] {
            assert!(page.shows(text), "{text} is missing: {}", page.text);
        }
        let seen = world.get(&format!("/api/v1/groups/{}/interests", cog.reference)).await.expect(200).json();
        let entries = seen["interests"].as_array().unwrap();
        let sister = entries.iter().find(|it| it["kind"] == "indirect").unwrap();
        assert_eq!((&sister["organisation"], &sister["listed"]), (&json!("Lumen Diagnostics"), &json!(maker)));
        assert_eq!(entries.iter().filter(|it| it["person"] == json!(cog.member.id)).count(), 2, "no nil return beside interests");
        let table = world.get(&format!("/groups/{}/interests.csv", cog.reference)).await.expect(200);
        assert!(table.shows("\"Mary Okafor\",\"financial\",\"Shares in a maker of stents\",\"Stents Ltd\",\"2024-01-01\""), "{}", table.text);
    }
    async fn an_interest_dated_in_the_future_is_refused_with_its_reason(world) {
        let other = world.person("Oda Berg", &[]).await;
        let mut said = shares();
        said["from"] = json!("2026-11-24");
        assert_eq!(world.api(&other, "/interests/new", said).await.expect(422).codes(), ["interest_in_the_future"]);
        let form = "kind=financial&description=Shares&from-day=24&from-month=11&from-year=2026";
        let page = world.post_as(&other, "/interests/new", form).await.expect(422);
        assert!(page.shows("an interest is declared when it has begun") && page.shows("Shares"), "{}", page.text);
        assert!(world.get_as(&other, "/interests").await.expect(200).shows("You have no current declaration"));
    }
    async fn what_is_declared_is_named_once_and_from_the_list_if_it_is_there(world) {
        let other = world.person("Oda Berg", &[]).await;
        let mut said = shares();
        said["listed"] = json!("OG-222222");
        assert_eq!(world.api(&other, "/interests/new", said.clone()).await.expect(422).codes(), ["no_such_organisation"]);
        world.organisation("Lumen Diagnostics", Kind::Company).await;
        let page = world.get_as(&other, "/interests/new").await.expect(200);
        assert!(page.shows("Lumen Diagnostics"), "{}", page.text);
        let of_list = page.text.split("<option value=\"OG-").nth(1).unwrap();
        said["listed"] = json!(format!("OG-{}", of_list.split('"').next().unwrap()));
        assert_eq!(world.api(&other, "/interests/new", said.clone()).await.expect(422).codes(), ["pick_or_name"]);
        said["organisation"] = json!("");
        declared(&world, &other, said).await;
        assert!(world.get_as(&other, "/interests").await.expect(200).shows("Lumen Diagnostics"));
    }
    async fn an_interest_is_changed_and_ended_by_its_person_alone_and_shown_for_six_months_more(world) {
        let cog = world.group().await;
        let it = declared(&world, &cog.member, shares()).await;
        let (change, end) = (format!("/interests/{it}/change"), format!("/interests/{it}/end"));
        world.get_as(&cog.chair, &change).await.expect(404);
        world.api(&cog.chair, &end, json!({ "to": "2026-11-23" })).await.expect(404);
        assert!(world.get_as(&cog.member, &change).await.expect(200).shows("Shares in a maker of stents"));
        let mut said = shares();
        said["description"] = json!("Shares, and a seat on the board");
        world.api(&cog.member, &change, said).await.expect(201);
        assert_eq!(world.api(&cog.member, &end, json!({ "to": "2026-11-24" })).await.expect(422).codes(), ["interest_in_the_future"]);
        world.api(&cog.member, &end, json!({ "to": "2026-11-20" })).await.expect(201);
        assert_eq!(world.api(&cog.member, &end, json!({ "to": "2026-11-20" })).await.expect(422).codes(), ["interest_is_over"]);
        let register = format!("/groups/{}/interests", cog.reference);
        assert!(world.get(&register).await.expect(200).shows("Shares, and a seat on the board"));
        world.at("2027-05-20T09:00:00Z").await;
        assert!(!world.get(&register).await.expect(200).shows("Shares, and a seat on the board"));
        let kinds = world.events().await;
        assert!(["interest.changed", "interest.ended"].iter().all(|kind| kinds.contains(&kind.to_string())));
    }
    async fn one_click_renews_what_runs_or_says_again_that_there_is_nothing(world) {
        let other = world.person("Oda Berg", &[]).await;
        assert_eq!(world.api(&other, "/interests/renewal", json!({})).await.expect(422).codes(), ["nothing_to_renew"]);
        let it = declared(&world, &other, shares()).await;
        world.at("2027-11-01T09:00:00Z").await;
        assert!(world.get_as(&other, "/interests").await.expect(200).shows("action=\"/interests/renewal\""));
        world.post_as(&other, "/interests/renewal", "").await.expect(303);
        assert!(world.get_as(&other, "/interests").await.expect(200).shows("counts until 1 November 2028"));
        world.api(&other, &format!("/interests/{it}/end"), json!({ "to": "2027-10-31" })).await.expect(201);
        world.at("2028-10-20T09:00:00Z").await;
        world.post_as(&other, "/interests/renewal", "").await.expect(303);
        let page = world.get_as(&other, "/interests").await.expect(200);
        assert!(page.shows("Nothing to declare") && page.shows("counts until 20 October 2029"), "{}", page.text);
    }
    async fn reminders_go_out_28_7_and_0_days_before_and_each_once(world) {
        let cog = world.group().await;
        world.api(&cog.lay, "/interests/new", json!({ "kind": "nothing" })).await.expect(201);
        let due = "Renew your declaration of interests by 23 November 2027";
        world.at("2027-10-26T07:59:59Z").await;
        assert_eq!(reminders(&world, &cog.lay).await, Vec::<String>::new());
        world.at("2027-10-26T08:00:00Z").await;
        assert_eq!(reminders(&world, &cog.lay).await, [due]);
        world.at("2027-11-16T09:00:00Z").await;
        assert_eq!(reminders(&world, &cog.lay).await, [due; 2]);
        assert!(world.get_as(&cog.lay, "/work").await.expect(200).shows("Renew your declaration of interests"));
        world.at("2027-12-24T09:00:00Z").await;
        assert_eq!(reminders(&world, &cog.lay).await, [due, due, "Your declaration of interests has lapsed"]);
    }
    async fn whoever_has_renewed_or_need_not_declare_gets_no_more_reminders(world) {
        let cog = world.group().await;
        let other = world.person("Oda Berg", &[]).await;
        world.api(&other, "/interests/new", json!({ "kind": "nothing" })).await.expect(201);
        world.at("2027-10-26T09:00:00Z").await;
        assert_eq!((reminders(&world, &cog.lay).await.len(), reminders(&world, &other).await.len()), (1, 0));
        world.post_as(&cog.lay, "/interests/renewal", "").await.expect(303);
        world.at("2028-09-01T09:00:00Z").await;
        assert_eq!((reminders(&world, &cog.lay).await.len(), reminders(&world, &cog.chair).await.len()), (1, 3));
        world.at("2028-10-01T09:00:00Z").await;
        assert_eq!(reminders(&world, &cog.lay).await.len(), 2);
    }
    async fn whoever_gets_a_seat_is_asked_to_declare(world) {
        let cog = world.group().await;
        let other = world.person("Oda Berg", &[]).await;
        world.seat(&cog, &other, SeatRole::Member).await.expect(201);
        world.run_jobs().await;
        let address = world.email(&other).await;
        assert!(world.mails().await.contains(&(address, "You have a seat in South West London".into())));
        assert!(world.get_as(&other, "/work").await.expect(200).shows("Declare your interests"));
        assert!(world.get(&format!("/groups/{}/interests", cog.reference)).await.expect(200).shows("No current declaration: Oda Berg"));
    }
    async fn a_stale_chair_neither_decides_nor_rules_nor_approves_minutes_and_is_told_where_to_renew(world) {
        let cog = world.group().await;
        let need = world.submitted_need(&cog.member, cog.id).await;
        world.at("2027-11-22T09:00:00Z").await;
        for who in [&cog.deputy, &cog.member, &cog.lay] {
            world.post_as(who, "/interests/renewal", "").await.expect(303);
        }
        world.at("2027-11-23T09:00:00Z").await;
        let (meeting, item) = world.begun(&cog, &need).await;
        let said = json!({ "items": [item], "interest": "My sister asked for it" });
        world.api(&cog.lay, &format!("{meeting}/declarations"), said).await.expect(201);
        let ruling = json!({ "person": cog.lay.id, "handling": "no_conflict" });
        let refused = world.api(&cog.chair, &format!("/items/{item}/rulings"), ruling.clone()).await.expect(422);
        assert_eq!(refused.codes(), ["interests_stale"]);
        let decision = json!({ "verdict": "agreed", "manner": "consensus", "reasons": "It meets the need." });
        let refused = world.api(&cog.chair, &format!("/items/{item}/decision"), decision).await.expect(422);
        assert!(refused.codes().contains(&"interests_stale".into()), "{}", refused.text);
        world.api(&cog.secretary, &format!("{meeting}/minutes"), json!({ "minutes": "We met." })).await.expect(201);
        let approval = format!("{meeting}/minutes/approval");
        let page = world.post_as(&cog.chair, &approval, "").await.expect(422);
        assert!(page.shows("Rule G3") && page.shows("href=\"/interests\""), "{}", page.text);
        world.post_as(&cog.chair, "/interests/renewal", "").await.expect(303);
        world.post_as(&cog.chair, &approval, "").await.expect(303);
    }
    async fn whoever_let_a_declaration_lapse_does_not_approve_an_agreement(world) {
        let it = world.text_agreed().await;
        world.api(&it.lawyer, "/interests/new", json!({ "kind": "nothing" })).await.expect(201);
        world.at("2028-06-01T09:00:00Z").await;
        let approval = json!({ "organisation": it.company.0, "hash": world.text_hash(&it).await });
        let approvals = format!("{}/approvals", it.path);
        assert_eq!(world.api(&it.lawyer, &approvals, approval.clone()).await.expect(422).codes(), ["interests_stale"]);
        assert!(world.get_as(&it.lawyer, &approvals).await.expect(422).shows("href=\"/interests\""));
        world.post_as(&it.lawyer, "/interests/renewal", "").await.expect(303);
        world.api(&it.lawyer, &approvals, approval).await.expect(201);
    }
    async fn a_stale_assessor_neither_accepts_nor_scores_nor_locks(world) {
        let call = world.open_call().await;
        world.submitted(&call, 1).await;
        let panel = format!("/calls/{}/panel", call.reference);
        let ben = world.person("Ben Assessor", &[]).await;
        world.api(&call.officer, &format!("{panel}/members"), json!({ "assessors": [ben.id] })).await.expect(201);
        let page = world.get_as(&ben, &format!("{panel}/acceptance")).await.expect(422);
        assert!(page.shows("Rule G3") && page.shows("href=\"/interests\""), "{}", page.text);
        assert_eq!(world.api(&ben, &format!("{panel}/acceptance"), json!({})).await.expect(422).codes(), ["interests_stale"]);
        let anna = world.panel(&call, &["Anna Assessor"]).await.remove(0);
        world.opened(&call).await;
        let mine = format!("/assessments/{}", world.assessments(&anna).await.remove(0));
        world.post_as(&anna, &format!("{mine}/declaration"), "declared=none").await.expect(303);
        world.at("2027-11-23T09:00:00Z").await;
        let scores = json!({ "scores": [{ "points": "4", "reasons": "Good" }, {}] });
        assert_eq!(world.api(&anna, &format!("{mine}/scores"), scores.clone()).await.expect(422).codes(), ["interests_stale"]);
        world.post_as(&anna, "/interests/renewal", "").await.expect(303);
        world.api(&anna, &format!("{mine}/scores"), scores).await.expect(201);
        world.at("2028-11-23T09:00:00Z").await;
        assert_eq!(world.api(&anna, &format!("{mine}/lock"), json!({ "final": true })).await.expect(422).codes(), ["interests_stale"]);
    }
    async fn what_is_withheld_says_so_with_the_reason_and_who_decided_and_is_whole_for_those_who_run_the_group(world) {
        let cog = world.group().await;
        let mut said = shares();
        said["withhold_because"] = json!("Somebody threatened me over it");
        let it = declared(&world, &cog.member, said).await;
        let register = format!("/groups/{}/interests", cog.reference);
        let ruling = format!("/interests/{it}/withholding");
        let asked = world.get(&register).await.expect(200);
        assert!(asked.shows("Withheld until it is decided") && !asked.shows("maker of stents") && !asked.shows("threatened"), "{}", asked.text);
        assert!(world.get_as(&cog.secretary, &register).await.expect(200).shows("Asked because: Somebody threatened me over it"));
        world.get_as(&cog.lay, &ruling).await.expect(404);
        world.get_as(&cog.member, &ruling).await.expect(404);
        let decision = json!({ "shown": "withheld", "reasons": "A real risk of harm." });
        world.api(&cog.lay, &ruling, decision.clone()).await.expect(403);
        world.api(&cog.chair, &ruling, decision).await.expect(201);
        for path in [register.clone(), format!("/groups/{}", cog.reference), format!("{register}.csv"), format!("/api/v1{register}")] {
            let seen = world.get(&path).await.expect(200);
            assert!(seen.shows("A real risk of harm.") && !seen.shows("Stents") && !seen.shows("threatened"), "{path}: {}", seen.text);
        }
        assert!(world.get(&register).await.expect(200).shows("Decided by Carol Nash on 23 November 2026"));
        for who in [&cog.chair, &cog.secretary, &cog.deputy] {
            assert!(world.get_as(who, &register).await.expect(200).shows("Shares in a maker of stents"), "{}", who.name);
        }
        assert!(!world.get_as(&cog.lay, &register).await.expect(200).shows("Shares in a maker of stents"));
        let opened = json!({ "shown": "public", "reasons": "The risk is over." });
        world.api(&cog.chair, &ruling, opened).await.expect(201);
        assert!(world.get(&register).await.expect(200).shows("Shares in a maker of stents"));
    }
}
