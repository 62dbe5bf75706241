//! The group's board: everything it governs by stage, for how long, what is due, and what waits on whom (G7, X8).
use crate::{on_both, support::*};
use domain::item::Verdict;
use serde_json::Value;

/// The board as the API gives it.
async fn board(world: &World, who: &Someone, group: &str) -> Value {
    world.read(who, &format!("/groups/{group}/board")).await.expect(200).json()
}

/// The things of a stage.
fn stage<'a>(board: &'a Value, word: &str) -> &'a Vec<Value> {
    let stages = board["stages"].as_array().unwrap();
    stages.iter().find(|stage| stage["stage"] == word).unwrap()["things"].as_array().unwrap()
}

/// How many things stand in each stage, in order, and how many are over.
fn counts(board: &Value) -> Vec<usize> {
    let stages = board["stages"].as_array().unwrap().iter().map(|stage| stage["things"].as_array().unwrap().len());
    stages.chain([board["over"].as_array().unwrap().len()]).collect()
}

on_both! {
    async fn a_thing_moves_through_the_stages_and_its_days_are_counted_from_the_record(world) {
        let network = world.network().await;
        let cog = &network.group;
        let need = world.submitted_need(&cog.member, cog.id).await;
        world.at("2026-12-05T09:00:00Z").await;
        let seen = board(&world, &cog.lay, &cog.reference).await;
        let it = &stage(&seen, "needs")[0];
        assert_eq!((it["status"].as_str(), it["days"].as_i64()), (Some("submitted"), Some(12)), "{it}");
        assert_eq!(it["waits"][0]["text"], "The group’s decision");
        world.decide(cog, &need, Verdict::Agreed).await.expect(201);
        world.at("2026-12-07T08:00:00Z").await;
        let seen = board(&world, &cog.lay, &cog.reference).await;
        assert_eq!((stage(&seen, "needs")[0]["status"].as_str(), stage(&seen, "needs")[0]["days"].as_i64()), (Some("approved"), Some(1)));
        let call = world.written_call_of(&network, &need).await;
        world.on_call(&network.officer, &call, "submission").await.expect(201);
        world.decide(cog, &call, Verdict::Agreed).await.expect(201);
        world.on_call(&network.officer, &call, "publication").await.expect(201);
        let seen = board(&world, &cog.lay, &cog.reference).await;
        assert_eq!(counts(&seen), [0, 1, 0, 0, 0, 0, 1], "{seen}");
        let it = &stage(&seen, "calls")[0];
        assert_eq!((it["days"].as_i64(), it["due"].as_str(), it["overdue"].as_bool()), (Some(0), Some("2027-01-12T12:00:00.000000Z"), Some(false)));
        world.at("2027-01-12T12:00:00Z").await;
        world.at("2027-03-02T09:00:00Z").await;
        let seen = board(&world, &cog.lay, &cog.reference).await;
        let it = &stage(&seen, "selections")[0];
        assert_eq!((it["status"].as_str(), it["days"].as_i64(), it["overdue"].as_bool()), (Some("closed"), Some(48), Some(true)));
        assert!(it["waits"][0]["text"].as_str().unwrap().contains("two people open the responses"));
        let page = world.get_as(&cog.lay, &format!("/groups/{}/board", cog.reference)).await.expect(200);
        assert!(page.shows("48 days") && page.shows("Overdue since") && page.shows("two people open"), "{}", page.text);
        assert!(page.shows(&format!("{call} Heart failure in hospital: overdue since Monday 1 March 2027")), "{}", page.text);
    }
    async fn an_agreement_waits_on_the_parties_that_have_not_approved_or_signed(world) {
        let it = world.text_agreed().await;
        let group = world.stored_group(it.group).await.reference;
        let seen = board(&world, &it.chair, &group).await;
        assert_eq!(counts(&seen)[3], 1, "the collaboration that is being agreed is its agreement: {seen}");
        assert_eq!(stage(&seen, "agreements")[0]["waits"][0]["what"], "parties_approve");
        world.approve_text(&it).await;
        let seen = board(&world, &it.chair, &group).await;
        let who = stage(&seen, "agreements")[0]["waits"][0]["who"].as_str().unwrap().to_string();
        assert!(who.contains("Acorn Medicines") && who.contains("St George"), "{who}");
        world.signs(&it, &it.company_signatory, it.company.0).await.expect(201);
        let seen = board(&world, &it.chair, &group).await;
        let who = stage(&seen, "agreements")[0]["waits"][0]["who"].as_str().unwrap().to_string();
        assert!(!who.contains("Acorn Medicines") && who.contains("St George"), "{who}");
    }
    async fn an_announced_call_waits_on_the_network_to_begin_the_agreement(world) {
        let it = world.partner_announced().await;
        let group = world.stored_group(it.group).await.reference;
        let seen = board(&world, &it.chair, &group).await;
        assert_eq!(stage(&seen, "agreements")[0]["reference"], it.call.as_str());
        assert_eq!(stage(&seen, "agreements")[0]["waits"][0]["what"], "network_begins");
    }
    async fn a_project_and_its_report_wait_on_those_who_have_not_done_their_part(world) {
        let it = world.agreed().await;
        let group = world.stored_group(it.group.id).await.reference;
        let seen = board(&world, &it.group.chair, &group).await;
        let what = |seen: &Value| stage(seen, "collaborations")[0]["waits"].as_array().unwrap().iter().map(|it| it["what"].as_str().unwrap().to_string()).collect::<Vec<_>>();
        assert_eq!(what(&seen), ["summary", "policies"]);
        let other = World::new(world.engine()).await;
        let (it, page) = other.reported("2026-11-30").await;
        let group = other.stored_group(it.group.id).await.reference;
        let seen = board(&other, &it.group.chair, &group).await;
        assert_eq!(stage(&seen, "outcomes")[0]["waits"][0]["who"].as_str().unwrap().matches(", ").count(), 1, "{seen}");
        assert_eq!(stage(&seen, "outcomes")[0]["due"], "2027-02-28T23:59:59.000000Z");
        other.publish(&it.lead, &page, it.trust).await.expect(201);
        let seen = board(&other, &it.group.chair, &group).await;
        assert_eq!(stage(&seen, "outcomes")[0]["waits"][0]["who"], "Cardia Pharma Ltd");
    }
    async fn what_is_usual_is_said_once_there_is_enough_to_compare(world) {
        let cog = world.group().await;
        for day in ["2026-11-27", "2026-12-01", "2026-12-05"] {
            let need = world.submitted_need(&cog.member, cog.id).await;
            world.at(&format!("{day}T09:00:00Z")).await;
            world.decide(&cog, &need, Verdict::Agreed).await.expect(201);
        }
        world.submitted_need(&cog.member, cog.id).await;
        let seen = board(&world, &cog.chair, &cog.reference).await;
        let it = stage(&seen, "needs").iter().find(|it| it["status"] == "submitted").unwrap();
        assert_eq!((it["usual_days"].as_i64(), it["in_stage"].as_str()), (Some(4), Some("less than a day, usually 4 days here")));
    }
    async fn without_a_seat_there_is_no_board_and_a_recused_person_sees_one_without_the_thing(world) {
        let cog = world.group().await;
        let before = board(&world, &cog.lay, &cog.reference).await;
        let need = world.submitted_need(&cog.member, cog.id).await;
        assert_ne!(board(&world, &cog.lay, &cog.reference).await, before);
        let mut tx = world.app.db.write().await.unwrap();
        let thing = server::needs::store::by_reference(&mut tx, &need).await.unwrap().unwrap().id.0;
        let it = server::people::store::Grant { person: cog.lay.id, kind: "recused", word: "", thing, starts_at: world.now(), ends_at: None };
        server::people::store::grant(&mut tx, it).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(board(&world, &cog.lay, &cog.reference).await, before);
        let stranger = world.person("Nora Hill", &[]).await;
        world.read(&stranger, &format!("/groups/{}/board", cog.reference)).await.expect(404);
        world.get(&format!("/groups/{}/board", cog.reference)).await.expect(404);
    }
    async fn the_board_takes_as_many_statements_for_twenty_needs_as_for_two(world) {
        let cog = world.group().await;
        let path = format!("/groups/{}/board", cog.reference);
        for _ in 0..2 {
            world.submitted_need(&cog.member, cog.id).await;
        }
        let (_, few) = db::counted(world.get_as(&cog.chair, &path)).await;
        for _ in 0..18 {
            world.submitted_need(&cog.member, cog.id).await;
        }
        let (page, many) = db::counted(world.get_as(&cog.chair, &path)).await;
        assert!(page.shows("Needs (20)"));
        assert_eq!(few, many);
    }
    async fn stages_are_what_the_record_says(world) {
        let network = world.network().await;
        let call = world.published_call(&network).await;
        let mut tx = world.app.db.read().await.unwrap();
        let id = server::calls::store::by_reference(&mut tx, &call).await.unwrap().unwrap().id.0;
        let stays = server::record::stages::of(&mut tx, &[id]).await.unwrap().remove(&id).unwrap();
        let statuses: Vec<&str> = stays.iter().map(|stay| stay.status.as_str()).collect();
        assert_eq!(statuses, ["draft", "in_approval", "approved", "published"]);
        assert!(stays[..3].iter().all(|stay| stay.until.is_some()) && stays[3].until.is_none());
        drop(tx);
        world.stages_again().await;
        let mut tx = world.app.db.read().await.unwrap();
        assert_eq!(server::record::stages::of(&mut tx, &[id]).await.unwrap()[&id], stays, "an older record gives the same");
    }
}

impl World {
    /// Makes the stages anew from the record alone, as the migration does for a database that had none.
    async fn stages_again(&self) {
        let texts = server::migrations::MIGRATIONS.iter().find(|it| it.name == "0021_stages").unwrap();
        let text = if self.engine() == "sqlite" { texts.sqlite } else { texts.postgres };
        let from_record = text
            .split_once("INSERT INTO stage")
            .map(|(_, rest)| format!("DELETE FROM stage; INSERT INTO stage{rest}"))
            .unwrap();
        let again = db::Migration::new("0999_again", Box::leak(from_record.into_boxed_str()));
        let all = [server::migrations::MIGRATIONS, &[again]].concat();
        self.app.db.migrate(&all).await.unwrap();
    }
}
