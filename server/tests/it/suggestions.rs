//! Conflicts that the system suggests, each with its evidence, answered on the record; and the dry run of people against
//! organisations before they are invited (G5).
use crate::{
    on_both,
    support::{groups::Cog, selection::Called, *},
};
use domain::{
    actor::{Duty, SeatRole},
    ids::OrganisationId,
    organisation::Kind,
};
use serde_json::json;
use server::people::store::{Grant, grant};
use uuid::Uuid;

impl World {
    /// Somebody does something for an organisation from now on.
    async fn appoint(&self, who: &Someone, duty: Duty, thing: Uuid) {
        let mut tx = self.app.db.write().await.unwrap();
        let it =
            Grant { person: who.id, kind: "does", word: duty.as_str(), thing, starts_at: self.now(), ends_at: None };
        grant(&mut tx, it).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A selection before the group: three respondents, of whom the first employs the lay member and the second is named
    /// by what the member declared. Gives the call, the meeting's page and the item.
    async fn selection_with_ties(&self) -> (Called, Cog, String, String) {
        let call = self.called().await;
        let cog = call.cog.clone().unwrap();
        let scored = self.scored(&call).await;
        self.appoint(&cog.lay, Duty::OutcomeEvaluator, scored.respondents[0].organisation.0).await;
        let shares = json!({ "kind": "financial", "description": "Shares", "organisation": "Corvane Health", "from": "2024-01-01" });
        self.api(&cog.member, "/interests/new", shares).await.expect(201);
        self.post_as(&call.officer, &format!("/calls/{}/recommendation", call.reference), "").await.expect(303);
        let (meeting, item) = self.begun(&cog, &call.reference).await;
        (call, cog, meeting, item)
    }
}

/// The value by which the form names the suggestion of this person.
async fn value(world: &World, reader: &Someone, path: &str, of: &Someone) -> String {
    let page = world.get_as(reader, path).await.expect(200).text;
    let at = page.find(&format!("value=\"{}.", of.id)).unwrap_or_else(|| panic!("nothing about {}: {page}", of.name));
    page[at + 7..].split('"').next().unwrap().to_string()
}

on_both! {
    async fn those_who_run_the_meeting_and_the_person_concerned_see_the_evidence_and_nobody_else(world) {
        let (_, cog, meeting, item) = world.selection_with_ties().await;
        let evidence = "Outcome evaluator of Lumen Diagnostics";
        for who in [&cog.chair, &cog.deputy, &cog.secretary] {
            let page = world.get_as(who, &meeting).await.expect(200);
            assert!(page.shows(evidence) && page.shows("Declared: Shares (IN-"), "{}: {}", who.name, page.text);
        }
        let seen = world.read(&cog.secretary, &format!("/items/{item}")).await.expect(200).json();
        assert_eq!(seen["suggested"].as_array().map(Vec::len), Some(2), "{seen}");
        let own = world.get_as(&cog.lay, &meeting).await.expect(200);
        assert!(own.shows(evidence) && !own.shows("Declared: Shares"), "{}", own.text);
        let other = world.get_as(&cog.member, &meeting).await.expect(200);
        assert!(!other.shows(evidence) && other.shows("Declared: Shares"), "{}", other.text);
    }
    async fn a_confirmed_suggestion_is_a_declaration_that_waits_for_a_ruling(world) {
        let (_, cog, meeting, item) = world.selection_with_ties().await;
        let path = format!("/items/{item}/suggestions");
        let lay = value(&world, &cog.lay, &path, &cog.lay).await;
        world.post_as(&cog.lay, &path, &format!("suggestion={lay}&answer=confirmed&reasons=Two+days+a+week")).await.expect(303);
        let page = world.get_as(&cog.chair, &meeting).await.expect(200);
        assert!(page.shows("Confirmed by Lena Fox") && page.shows("Lena Fox: an interest. Outcome evaluator of Lumen Diagnostics. Two days a week"), "{}", page.text);
        let ruling = json!({ "person": cog.lay.id, "handling": "recused" });
        world.api(&cog.chair, &format!("/items/{item}/rulings"), ruling).await.expect(201);
        let gone = world.get_as(&cog.lay, &meeting).await.expect(200);
        assert!(!gone.shows("Lumen") && !gone.shows(&item), "{}", gone.text);
        world.get_as(&cog.lay, &path).await.expect(404);
        assert!(world.events().await.contains(&"suggestion.confirmed".into()));
    }
    async fn a_dismissal_needs_a_reason_and_is_never_of_ones_own(world) {
        let (_, cog, meeting, item) = world.selection_with_ties().await;
        let path = format!("/items/{item}/suggestions");
        let lay = value(&world, &cog.chair, &path, &cog.lay).await;
        let own = json!({ "suggestion": lay, "answer": "dismissed", "reasons": "It is small" });
        assert_eq!(world.api(&cog.lay, &path, own.clone()).await.expect(422).codes(), ["own_suggestion"]);
        world.api(&cog.member, &path, own.clone()).await.expect(422);
        let bare = json!({ "suggestion": lay, "answer": "dismissed" });
        assert_eq!(world.api(&cog.chair, &path, bare).await.expect(422).codes(), ["say_why_not"]);
        let unknown = json!({ "suggestion": "somebody", "answer": "dismissed", "reasons": "It is small" });
        assert_eq!(world.api(&cog.chair, &path, unknown).await.expect(422).codes(), ["not_an_option"]);
        world.api(&cog.chair, &path, own.clone()).await.expect(201);
        assert!(world.get_as(&cog.secretary, &meeting).await.expect(200).shows("Dismissed by Carol Nash. It is small"));
        assert_eq!(world.api(&cog.chair, &path, own).await.expect(422).codes(), ["not_an_option"]);
        assert!(world.events().await.contains(&"suggestion.dismissed".into()));
        assert!(!world.get_as(&cog.lay, &meeting).await.expect(200).shows("Nobody has answered this yet"));
        let brother = json!({ "kind": "indirect", "description": "My brother works there", "organisation": "Lumen Diagnostics", "from": "2026-01-01" });
        world.api(&cog.lay, "/interests/new", brother).await.expect(201);
        let again = world.get_as(&cog.lay, &meeting).await.expect(200);
        assert!(again.shows("Declared: My brother works there") && again.shows("Nobody has answered this yet"), "{}", again.text);
    }
    async fn an_assessor_and_those_who_rule_see_ties_with_a_respondent_once_it_is_known(world) {
        let call = world.open_call().await;
        world.submitted(&call, 2).await;
        let people = world.panel(&call, &["Anna Assessor", "Ben Assessor"]).await;
        let (anna, ben) = (&people[0], &people[1]);
        let shares = json!({ "kind": "financial", "description": "Shares", "organisation": "Corvane Health", "from": "2024-01-01" });
        world.api(anna, "/interests/new", shares).await.expect(201);
        let panel = format!("/calls/{}/panel", call.reference);
        assert!(!world.get_as(anna, &panel).await.expect(200).shows("Declared: Shares"));
        world.opened(&call).await;
        for who in [anna, &call.officer, &call.chair] {
            assert!(world.get_as(who, &panel).await.expect(200).shows("Declared: Shares"), "{}", who.name);
        }
        assert!(!world.get_as(ben, &panel).await.expect(200).shows("Declared: Shares"));
        let page = world.get_as(anna, &panel).await.text;
        let path = page.split("href=\"").find(|it| it.starts_with("/assessments/") && it.contains("/suggestions\"")).unwrap();
        let path = path.split('"').next().unwrap().to_string();
        let it = value(&world, anna, &path, anna).await;
        let dismissed = json!({ "suggestion": it, "answer": "dismissed", "reasons": "Sold" });
        assert_eq!(world.api(anna, &path, dismissed).await.expect(422).codes(), ["own_suggestion"]);
        world.api(anna, &path, json!({ "suggestion": it, "answer": "confirmed" })).await.expect(201);
        let ruling = path.replace("suggestions", "ruling");
        assert!(world.get_as(&call.officer, &ruling).await.expect(200).shows("Declared: Shares"));
        world.post_as(&call.officer, &ruling, "panel_ruling=recused&reasons=Too+close").await.expect(303);
        world.get_as(anna, &path).await.expect(404);
        assert!(!world.get_as(anna, &panel).await.expect(200).shows("Corvane"));
    }
    async fn a_dry_run_checks_people_against_organisations_before_they_are_invited(world) {
        let cog = world.group().await;
        let officer = world.officer(&cog, "Olive Officer").await;
        let (lumen, corvane) = (world.organisation("Lumen Diagnostics", Kind::Company).await, world.organisation("Corvane Health", Kind::Company).await);
        let works = world.person("Wim Worker", &[(Duty::Legal, lumen)]).await;
        let declares = world.person("Dora Declarer", &[]).await;
        let shares = json!({ "kind": "financial", "description": "=1+1 shares", "organisation": "Corvane Health", "from": "2024-01-01" });
        world.api(&declares, "/interests/new", shares).await.expect(201);
        let addresses = format!("{}\n{}\nnobody@example.org", world.email(&works).await, world.email(&declares).await);
        let bodies = [lumen, corvane].map(|it: OrganisationId| json!({ "organisation": it }));
        let asked = json!({ "people": addresses, "organisations": bodies });
        world.api(&cog.member, "/dry-runs/new", asked.clone()).await.expect(403);
        for who in [&cog.secretary, &officer] {
            let made = world.api(who, "/dry-runs/new", asked.clone()).await.expect(201).json();
            let page = format!("/dry-runs/{}", made["reference"].as_str().unwrap());
            let shown = world.get_as(who, &page).await.expect(200);
            for text in ["Legal of Lumen Diagnostics", "Declared: =1+1 shares", "No account with this address", "Nothing known"] {
                assert!(shown.shows(text), "{text}: {}", shown.text);
            }
            let table = world.get_as(who, &format!("{page}/table.csv")).await.expect(200);
            assert!(table.shows("\"Wim Worker\",\"Lumen Diagnostics\",\"something\",\"Legal of Lumen Diagnostics\""), "{}", table.text);
            assert_eq!(table.text.lines().count(), 7);
            world.get_as(&cog.chair, &page).await.expect(404);
            world.get(&page).await.expect(303);
        }
        let wrong = json!({ "people": "Wim Worker", "organisations": [{ "organisation": "OG-222222" }] });
        assert_eq!(world.api(&officer, "/dry-runs/new", wrong).await.expect(422).codes(), ["not_an_address"]);
    }
    async fn who_represents_a_party_or_worked_with_it_before_is_suggested_with_the_project(world) {
        let (cog, body) = (world.group().await, world.organisation("Wandle Trust", Kind::NhsProvider).await);
        let other = world.person("Oda Berg", &[]).await;
        let seat = json!({ "email": world.email(&other).await, "role": SeatRole::Member, "organisation": body, "from": "2026-11-01", "voting": "votes" });
        world.api(&cog.operator, &format!("/groups/{}/seats", cog.reference), seat).await.expect(201);
        let asked = json!({ "people": world.email(&other).await, "organisations": [{ "organisation": body }] });
        let made = world.api(&cog.secretary, "/dry-runs/new", asked).await.expect(201).json();
        let seen = world.read(&cog.secretary, &format!("/dry-runs/{}", made["reference"].as_str().unwrap())).await.expect(200).json();
        assert_eq!(seen["pairs"][0]["evidence"][0]["text"], "Represents Wandle Trust in South West London");
    }
}
