//! My work: what awaits somebody, by when and why; narrowed by filters; never a statement more for a row more (X7).
use crate::{on_both, support::*};
use serde_json::{Value, json};

/// What the API says awaits somebody, at this address of it.
async fn work(world: &World, who: &Someone, address: &str) -> Value {
    world.read(who, address).await.expect(200).json()
}

/// The texts of what to do.
fn todos(work: &Value) -> Vec<String> {
    work["items"].as_array().unwrap().iter().map(|item| item["todo"].as_str().unwrap().to_string()).collect()
}

/// The one item with this text.
#[track_caller]
fn item<'a>(work: &'a Value, todo: &str) -> &'a Value {
    let all: Vec<&Value> = work["items"].as_array().unwrap().iter().filter(|item| item["todo"] == todo).collect();
    assert_eq!(all.len(), 1, "{todo} in {:?}", todos(work));
    all[0]
}

const DECLARE: &str = "Declare your interests in the items";
const TABLE: &str = "Put it on the agenda of a meeting";
const PLAN: &str = "Plan a meeting: items wait and there is none to put them on";
const BEGIN: &str = "Begin the agreement with the selected partners";

impl World {
    /// A meeting of a group with what waits on its agenda.
    async fn plans(&self, cog: &groups::Cog, starts_at: &str, items: &[String]) -> Value {
        let plan = json!({ "starts_at": starts_at, "place": "Town Hall", "items": items });
        self.api(&cog.secretary, &format!("/groups/{}/meetings", cog.reference), plan).await.expect(201).json()
    }
}

on_both! {
    async fn each_task_says_what_to_do_by_when_and_why_it_is_this_person(world) {
        let cog = world.group().await;
        let need = world.submitted_need(&cog.member, cog.id).await;
        let before = work(&world, &cog.secretary, "/work").await;
        assert_eq!(item(&before, TABLE)["by"], Value::Null);
        assert!(todos(&before).iter().any(|todo| todo == PLAN), "{before}");
        world.plans(&cog, "2026-11-26T14:00:00Z", &[]).await;
        let after = work(&world, &cog.secretary, "/work").await;
        let table = item(&after, TABLE);
        assert_eq!(table["by"], "2026-11-26T14:00:00.000000Z");
        assert_eq!(table["reference"], need.as_str());
        assert_eq!(table["why"], "You are secretary of South West London");
        assert_eq!(table["role"], "secretary");
        assert_eq!(table["for"], json!({ "reference": cog.reference, "name": "South West London" }));
        assert!(table["href"].as_str().unwrap().ends_with("/agenda"));
        assert!(!todos(&after).iter().any(|todo| todo == PLAN), "{after}");
        let page = world.get_as(&cog.secretary, "/work").await.expect(200);
        assert!(page.shows("You are secretary of South West London") && page.shows("in 3 days, 5 hours"), "{}", page.text);
        world.get_as(&cog.secretary, table["href"].as_str().unwrap()).await.expect(200);
    }
    async fn what_is_due_first_stands_first_and_what_is_overdue_says_so(world) {
        let cog = world.group().await;
        world.submitted_need(&cog.member, cog.id).await;
        world.plans(&cog, "2026-11-26T14:00:00Z", &[]).await;
        world.at("2026-11-27T09:00:00Z").await;
        let work = work(&world, &cog.secretary, "/work").await;
        let due: Vec<&str> = work["items"].as_array().unwrap().iter().filter_map(|item| item["by"].as_str()).collect();
        assert!(due.len() >= 2 && due.is_sorted(), "{due:?}");
        assert_eq!(item(&work, TABLE)["late"], true);
        let page = world.get_as(&cog.secretary, "/work").await.expect(200);
        assert!(page.shows("id=\"overdue\"") && page.shows("ago"), "{}", page.text);
    }
    async fn filters_narrow_the_list_at_an_address_of_their_own(world) {
        let (cog, other) = (world.group().await, world.group().await);
        world.submitted_need(&cog.member, cog.id).await;
        world.seat(&other, &cog.secretary, domain::actor::SeatRole::Secretary).await.expect(201);
        world.submitted_need(&other.member, other.id).await;
        world.plans(&other, "2026-12-20T14:00:00Z", &[]).await;
        let all = work(&world, &cog.secretary, "/work").await;
        let of = work(&world, &cog.secretary, &format!("/work?for={}", other.reference)).await;
        assert!(todos(&of).len() < todos(&all).len() && of["total"] == all["total"], "{of}");
        assert!(of["items"].as_array().unwrap().iter().all(|item| item["for"]["reference"] == other.reference.as_str()));
        assert_eq!(todos(&work(&world, &cog.secretary, "/work?kind=call").await), Vec::<String>::new());
        assert_eq!(todos(&work(&world, &cog.secretary, "/work?due=overdue").await), Vec::<String>::new());
        assert_eq!(todos(&work(&world, &cog.secretary, "/work?due=week").await), Vec::<String>::new());
        assert!(todos(&work(&world, &cog.secretary, "/work?kind=group&due=").await).len() == todos(&all).len());
        let page = world.get_as(&cog.secretary, "/work?kind=call&due=nonsense&for=%3Cscript%3E").await.expect(200);
        assert!(page.shows("Nothing like this awaits you") && !page.shows("<script>alert") && page.shows("href=\"/work\""));
        let chosen = world.get_as(&cog.secretary, &format!("/work?for={}", other.reference)).await.expect(200);
        assert!(chosen.shows(&format!("value=\"{}\" selected", other.reference)), "{}", chosen.text);
    }
    async fn an_announced_call_awaits_its_agreement_until_one_is_begun(world) {
        let it = world.partner_announced().await;
        let begin = work(&world, &it.officer, "/work").await;
        assert_eq!(item(&begin, BEGIN)["reference"], it.call.as_str());
        assert_eq!(item(&begin, BEGIN)["role"], "network_officer");
        assert!(!todos(&work(&world, &it.manager, "/work").await).iter().any(|todo| todo == BEGIN));
        world.get_as(&it.officer, item(&begin, BEGIN)["href"].as_str().unwrap()).await.expect(200);
        world.begin_agreement(&it, "collaborative_working").await.expect(201);
        assert!(!todos(&work(&world, &it.officer, "/work").await).iter().any(|todo| todo == BEGIN));
    }
    async fn interests_are_asked_for_again_four_weeks_before_they_are_stale(world) {
        let cog = world.group().await;
        const RENEW: &str = "Renew your declaration of interests";
        world.at("2027-10-20T09:00:00Z").await;
        assert!(!todos(&work(&world, &cog.member, "/work").await).iter().any(|todo| todo == RENEW));
        world.at("2027-10-27T09:00:00Z").await;
        let asked = work(&world, &cog.member, "/work").await;
        assert_eq!(item(&asked, RENEW)["by"], "2027-11-22T23:59:59.000000Z");
        world.at("2027-11-23T09:00:00Z").await;
        assert_eq!(item(&work(&world, &cog.member, "/work").await, RENEW)["late"], true);
        world.api(&cog.member, "/interests/new", json!({ "kind": "nothing" })).await.expect(201);
        assert!(!todos(&work(&world, &cog.member, "/work").await).iter().any(|todo| todo == RENEW));
    }
    async fn milestones_readings_and_the_end_of_a_project_are_asked_for_in_time(world) {
        let it = world.delivering().await;
        const READING: &str = "Enter the readings of the last period";
        const MILESTONE: &str = "Reach the milestone and mark it as reached";
        const END: &str = "Ask the group to agree that the project is completed";
        assert!(todos(&work(&world, &it.lead, "/work").await).iter().all(|todo| ![READING, MILESTONE, END].contains(&todo.as_str())));
        world.at("2027-01-02T09:00:00Z").await;
        assert_eq!(item(&work(&world, &it.evaluator, "/work").await, READING)["by"], "2027-01-28T23:59:59.000000Z");
        assert!(!todos(&work(&world, &it.manager, "/work").await).iter().any(|todo| todo == READING));
        world.at("2027-02-10T09:00:00Z").await;
        assert_eq!(item(&work(&world, &it.lead, "/work").await, MILESTONE)["by"], "2027-02-28T23:59:59.000000Z");
        world.at("2027-08-20T09:00:00Z").await;
        assert_eq!(item(&work(&world, &it.lead, "/work").await, END)["by"], "2027-08-31T22:59:59.000000Z");
    }
    async fn a_reading_that_was_entered_is_asked_for_no_more(world) {
        let it = world.measured().await;
        let reading = |all: &Value| todos(all).iter().any(|todo| todo.starts_with("Enter the readings"));
        assert!(reading(&work(&world, &it.evaluator, "/work").await), "four measures have none");
        for measure in 2..=5 {
            for month in ["2026-12", "2027-01", "2027-02", "2027-03", "2027-04", "2027-05", "2027-06", "2027-07", "2027-08"] {
                let lines = format!("measure,period,numerator,denominator\n{measure},{month},50,100");
                world.api(&it.evaluator, &it.at("readings/import"), json!({ "lines": lines })).await.expect(201);
            }
        }
        assert!(!reading(&work(&world, &it.evaluator, "/work").await));
    }
    async fn a_call_without_enough_people_on_its_panel_awaits_its_officer(world) {
        let call = world.open_call().await;
        const NAME: &str = "Name people for the panel: it is too small";
        assert_eq!(item(&work(&world, &call.officer, "/work").await, NAME)["kind"], "selection");
        world.panel(&call, &["Anna One", "Bert Two", "Cleo Three", "Dora Four", "Emil Five"]).await;
        assert!(!todos(&work(&world, &call.officer, "/work").await).iter().any(|todo| todo == NAME));
    }
    async fn what_comes_in_what_somebody_follows_stands_below(world) {
        let network = world.network().await;
        let call = world.published_call(&network).await;
        let meeting = world.plans(&network.group, "2026-12-20T14:00:00Z", &[]).await;
        let ahead = work(&world, &network.group.lay, "/work").await["ahead"].clone();
        let whats: Vec<&str> = ahead.as_array().unwrap().iter().map(|one| one["what"].as_str().unwrap()).collect();
        assert_eq!(whats, ["Meeting of the group", "Deadline for answers", "Decision planned by"]);
        assert_eq!((ahead[0]["reference"].clone(), ahead[1]["reference"].as_str()), (meeting["reference"].clone(), Some(call.as_str())));
        assert!(world.get_as(&network.group.lay, "/work").await.expect(200).shows("Deadline for answers"));
    }
    async fn the_list_takes_as_many_statements_for_thirty_tasks_as_for_three(world) {
        let cog = world.group().await;
        for _ in 0..3 {
            world.submitted_need(&cog.member, cog.id).await;
        }
        let (_, few) = db::counted(world.get_as(&cog.secretary, "/work")).await;
        for _ in 0..27 {
            world.submitted_need(&cog.member, cog.id).await;
        }
        let (page, many) = db::counted(world.get_as(&cog.secretary, "/work")).await;
        assert_eq!(page.text.matches(TABLE).count(), 30);
        assert_eq!(few, many);
    }
    async fn whoever_is_recused_is_asked_for_nothing_about_it(world) {
        let cog = world.group().await;
        world.submitted_need(&cog.member, cog.id).await;
        let items = world.read(&cog.secretary, &format!("/groups/{}/business", cog.reference)).await.json();
        let reference = items["items"][0]["reference"].as_str().unwrap().to_string();
        world.plans(&cog, "2026-11-26T14:00:00Z", &[reference]).await;
        assert!(todos(&work(&world, &cog.lay, "/work").await).iter().any(|todo| todo == DECLARE));
        let thing = items["items"][0]["subject"].as_str().unwrap().parse().unwrap();
        let mut tx = world.app.db.write().await.unwrap();
        let it = server::people::store::Grant { person: cog.lay.id, kind: "recused", word: "", thing, starts_at: world.now(), ends_at: None };
        server::people::store::grant(&mut tx, it).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!todos(&work(&world, &cog.lay, "/work").await).iter().any(|todo| todo == DECLARE));
    }
}
