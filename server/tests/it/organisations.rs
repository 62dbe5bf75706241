//! Organisations: identifiers, search, who follows whom, and the reference list (G8).
use crate::{on_both, support::*};
use domain::organisation::Kind;
use serde_json::json;
use server::organisations::store;

const NOVA: &str =
    "name=Nova+Devices+Limited&kinds=company&identifiers-0-scheme=companies_house&identifiers-0-code=0982+6787";

/// The reference of an organisation, by its name.
async fn reference(world: &World, name: &str) -> String {
    let mut tx = world.app.db.read().await.unwrap();
    store::by_name(&mut tx, name).await.unwrap().unwrap_or_else(|| panic!("there is no {name}")).reference
}

on_both! {
    async fn an_operator_adds_an_organisation_and_everybody_finds_it(world) {
        let operator = world.operator("Olu Operator").await;
        let page = world.post_as(&operator, "/organisations/new", NOVA).await.path();
        let shown = world.get(&page).await.expect(200);
        assert!(shown.shows("Nova Devices Limited") && shown.shows("GB-COH-09826787") && shown.shows("Company"));
        for typed in ["nova", "DEV+nov", "09826787", "limited"] {
            assert!(world.get(&format!("/organisations?q={typed}")).await.expect(200).shows("Nova Devices"), "{typed}");
        }
        for typed in ["nova+trust", "ova", "%25"] {
            let kept = world.get(&format!("/organisations?q={typed}&kind=university")).await.expect(200);
            assert!(!kept.shows("Nova Devices") && kept.shows("No organisations found"), "{typed}");
        }
        assert_eq!(world.events().await.last().unwrap(), "organisation.created");
    }
    async fn only_operators_change_the_list(world) {
        let someone = world.person("Sam Someone", &[]).await;
        world.post_as(&someone, "/organisations/new", NOVA).await.expect(403);
        let acme = world.organisation("Acme", Kind::Company).await;
        assert!(acme.to_string().len() == 36);
        let page = format!("/organisations/{}", reference(&world, "Acme").await);
        for act in ["particulars", "name", "ties", "succession", "matters"] {
            world.get_as(&someone, &format!("{page}/{act}")).await.expect(403);
        }
        world.post_as(&someone, "/organisations/reference-list", "").await.expect(403);
        world.post_as(&someone, "/organisations/registers/new", "lines=name").await.expect(403);
        assert!(!world.get_as(&someone, &page).await.expect(200).shows("Note who takes its place"));
    }
    async fn an_identifier_is_checked_by_its_register(world) {
        let operator = world.operator("Olu Operator").await;
        let typed = "name=Nova&kinds=company&identifiers-0-scheme=lei&identifiers-0-code=5493001KJTIIGC8Y1R13&identifiers-1-scheme=ods&identifiers-1-code=Q!";
        let refused = world.post_as(&operator, "/organisations/new", typed).await.expect(422);
        assert!(refused.shows("the check digits do not agree") && refused.shows("three to six letters and digits"));
        assert!(refused.shows("5493001KJTIIGC8Y1R13"), "what was typed stands there");
        let api = world.api(&operator, "/organisations/new", json!({ "name": "Nova", "kinds": ["company"], "identifiers": [{ "scheme": "moon", "code": "1" }] }));
        assert_eq!(api.await.expect(422).codes(), ["not_an_option"]);
    }
    async fn an_identifier_belongs_to_one_organisation_at_a_time(world) {
        let operator = world.operator("Olu Operator").await;
        world.post_as(&operator, "/organisations/new", NOVA).await.expect(303);
        let other = NOVA.replace("Nova+Devices+Limited", "Other+Limited");
        let refused = world.post_as(&operator, "/organisations/new", &other).await.expect(422);
        assert!(refused.shows("09826787 belongs to Nova Devices Limited"), "{}", refused.text);
        let page = format!("/organisations/{}/particulars", reference(&world, "Nova Devices Limited").await);
        let until = "&identifiers-0-to-day=31&identifiers-0-to-month=3&identifiers-0-to-year=2026&_version=1";
        world.post_as(&operator, &page, &format!("{NOVA}{until}")).await.expect(303);
        let from = "&identifiers-0-from-day=1&identifiers-0-from-month=4&identifiers-0-from-year=2026";
        world.post_as(&operator, "/organisations/new", &format!("{other}{from}")).await.expect(303);
    }
    async fn days_in_the_wrong_order_and_codes_twice_are_refused(world) {
        let operator = world.operator("Olu Operator").await;
        let dates = "&from-day=1&from-month=4&from-year=2026&to-day=31&to-month=3&to-year=2026";
        let twice = "&identifiers-1-scheme=companies_house&identifiers-1-code=09826787";
        let refused = world.post_as(&operator, "/organisations/new", &format!("{NOVA}{dates}{twice}")).await.expect(422);
        assert!(refused.shows("not before the first day") && refused.shows("stands here twice"), "{}", refused.text);
    }
    async fn the_reference_list_holds_boards_with_their_successors_and_networks(world) {
        let operator = world.operator("Olu Operator").await;
        world.post_as(&operator, "/organisations/reference-list", "").await.expect(303);
        let events = world.events().await;
        let count = |kind: &str| events.iter().filter(|event| *event == kind).count();
        assert_eq!((count("organisation.created"), count("organisation.succeeded")), (48 + 15, 12));
        let again = world.api(&operator, "/organisations/reference-list", json!({})).await.expect(201).json();
        assert_eq!(again["loaded"], 0);
        let mut tx = world.app.db.read().await.unwrap();
        assert_eq!(store::options(&mut tx, &[Kind::IntegratedCareBoard]).await.unwrap().len(), 36);
        assert_eq!(store::options(&mut tx, &[Kind::HealthInnovationNetwork]).await.unwrap().len(), 15);
    }
    async fn an_old_code_leads_to_those_that_follow(world) {
        let operator = world.operator("Olu Operator").await;
        world.post_as(&operator, "/organisations/reference-list", "").await.expect(303);
        assert!(world.get("/organisations?q=qnq").await.expect(200).shows("NHS Frimley ICB"));
        let frimley = reference(&world, "NHS Frimley ICB").await;
        let page = world.get(&format!("/organisations/{frimley}")).await.expect(200);
        for next in ["NHS Thames Valley ICB", "NHS Surrey and Sussex ICB", "NHS Hampshire and Isle of Wight ICB"] {
            assert!(page.shows(next), "{next}");
        }
        assert!(page.shows("31 March 2026"));
        let thames = reference(&world, "NHS Thames Valley ICB").await;
        assert!(world.get(&format!("/organisations/{thames}")).await.shows("NHS Frimley ICB"));
        let api = world.read(&operator, &format!("/organisations/{frimley}")).await.expect(200).json();
        assert_eq!(api["successors"].as_array().unwrap().len(), 3);
        assert_eq!(api["org_ids"], json!(["GB-NHS-QNQ"]));
    }
    async fn nobody_follows_themselves_not_even_through_others(world) {
        let operator = world.operator("Olu Operator").await;
        for name in ["One", "Two", "Three"] {
            world.organisation(name, Kind::NhsProvider).await;
        }
        let of = [reference(&world, "One").await, reference(&world, "Two").await, reference(&world, "Three").await];
        let follow = |before: usize, after: usize| {
            let form = format!("successors-0-organisation={}&to-day=31&to-month=3&to-year=2026&_version=1", of[after]);
            let page = format!("/organisations/{}/succession", of[before]);
            let (world, operator) = (&world, &operator);
            async move { world.post_as(operator, &page, &form).await }
        };
        follow(0, 1).await.expect(303);
        follow(1, 2).await.expect(303);
        assert!(follow(2, 0).await.expect(422).shows("Three cannot follow itself"));
        assert!(follow(2, 2).await.expect(422).shows("cannot follow itself"));
    }
    async fn a_long_list_goes_on(world) {
        let operator = world.operator("Olu Operator").await;
        world.post_as(&operator, "/organisations/reference-list", "").await.expect(303);
        let first = world.get("/organisations").await.expect(200);
        assert!(first.shows("Health Innovation East") && !first.shows("UCLPartners"));
        let next = first.text.split("href=\"/organisations?").find(|it| it.contains("after=")).unwrap().split('"').next().unwrap();
        let second = world.get(&format!("/organisations?{}", next.replace("&amp;", "&"))).await.expect(200);
        assert!(second.shows("UCLPartners") && !second.shows("Health Innovation East<"));
    }
    async fn a_new_name_keeps_the_old_one_and_both_find_it(world) {
        let operator = world.operator("Olu Operator").await;
        let page = world.post_as(&operator, "/organisations/new", NOVA).await.path();
        let renamed = "name=Stella+Devices+Limited&brand=Stella&from-day=1&from-month=11&from-year=2026&_version=1";
        world.post_as(&operator, &format!("{page}/name"), renamed).await.expect(303);
        let shown = world.get(&page).await.expect(200);
        for text in ["Stella Devices Limited", "Nova Devices Limited", "31 October 2026", "Given another name"] {
            assert!(shown.shows(text), "{text}");
        }
        for typed in ["nova", "stella", "09826787"] {
            assert!(world.get(&format!("/organisations?q={typed}")).await.shows("Stella Devices Limited"), "{typed}");
        }
        let early = renamed.replace("Stella+Devices", "Other").replace("_version=1", "_version=2");
        assert!(world.post_as(&operator, &format!("{page}/name"), &early).await.expect(422).shows("after the first day"));
        let future = early.replace("year=2026", "year=2027");
        assert!(world.post_as(&operator, &format!("{page}/name"), &future).await.expect(422).shows("not in the future"));
        assert_eq!(world.events().await.last().unwrap(), "organisation.renamed");
    }
    async fn every_code_it_has_or_had_leads_to_it(world) {
        let operator = world.operator("Olu Operator").await;
        world.post_as(&operator, "/organisations/reference-list", "").await.expect(303);
        let frimley = format!("/organisations/{}", reference(&world, "NHS Frimley ICB").await);
        assert_eq!(world.get("/organisations/by-code/gb-nhs-qnq").await.path(), frimley);
        let api = world.read(&operator, "/organisations/by-code/GB-NHS-QHL").await.expect(200).json();
        assert_eq!(api["name"], "NHS Birmingham and Solihull ICB");
        assert_eq!(api["today"], api["reference"]);
        let followed = world.read(&operator, "/organisations/by-code/GB-NHS-QUE").await.expect(200).json();
        assert_eq!(followed["today"], world.read(&operator, "/organisations/by-code/GB-NHS-S1Y5D").await.json()["reference"]);
        for unknown in ["GB-NHS-ZZZ", "ZZZ", "GB-COH-QNQ", "%00"] {
            world.get(&format!("/organisations/by-code/{unknown}")).await.expect(404);
        }
    }
    async fn a_network_is_hosted_by_a_trust(world) {
        let operator = world.operator("Olu Operator").await;
        for (name, kind) in [("Health Innovation Nowhere", Kind::HealthInnovationNetwork), ("Nowhere Trust", Kind::NhsProvider)] {
            world.organisation(name, kind).await;
        }
        let network = format!("/organisations/{}", reference(&world, "Health Innovation Nowhere").await);
        let trust = reference(&world, "Nowhere Trust").await;
        let form = format!("ties-0-tie=hosted_by&ties-0-organisation={trust}&ties-0-from-day=1&ties-0-from-month=4&ties-0-from-year=2026&_version=1");
        world.post_as(&operator, &format!("{network}/ties"), &form).await.expect(303);
        assert!(world.get(&network).await.shows("Hosted by") && world.get(&network).await.shows("Nowhere Trust"));
        let host = world.get(&format!("/organisations/{trust}")).await.expect(200);
        assert!(host.shows("Is hosted by it") && host.shows("Health Innovation Nowhere"), "{}", host.text);
        let round = form.replace(&trust, network.rsplit('/').next().unwrap());
        let refused = world.post_as(&operator, &format!("/organisations/{trust}/ties"), &round).await.expect(422);
        assert!(refused.shows("Nowhere Trust cannot belong to itself"), "{}", refused.text);
        let twice = form.replace("_version=1", "_version=2") + &format!("&ties-1-tie=hosted_by&ties-1-organisation={trust}");
        assert!(world.post_as(&operator, &format!("{network}/ties"), &twice).await.expect(422).shows("holds on the same days"));
    }
}
