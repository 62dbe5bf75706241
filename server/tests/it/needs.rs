//! Challenges through pages and API (N1, E5).
use crate::{on_both, support::*};
use domain::{
    actor::{Actor, Role, SeatRole},
    ids::PersonId,
    organisation::{Kind, Particulars},
};
use serde_json::json;
use server::{ids, organisations, unit::Unit};

/// A whole challenge as a posted form.
pub const WHOLE: &str = "title=Heart+failure+in+hospital&condition=Heart+failure&place=South+West+London&need=People+wait+too+long&population=900+a+year\
    &population_source=Hospital+data&evidence-0-what=Audit&evidence-0-link=https%3A%2F%2Fexample.org%2Faudit&plan_link=https%3A%2F%2Fexample.org%2Fplan\
    &outcomes-0-outcome=Seen+by+a+specialist&inequalities=Poorer+areas+wait+longer&clinical_owner=Dr+Ama+Boateng&lay_view=We+want+one+person+to+ask";

/// A company that Trefoil knows.
async fn company(world: &World, name: &str) {
    let operator = Actor::new(ids::new(PersonId), vec![Role::Operator]);
    let mut unit = Unit::begin(&world.app.db, operator, world.now()).await.unwrap();
    let kinds = vec![Kind::Company];
    let (brand, identifiers) = (String::new(), Vec::new());
    let company = Particulars { name: name.into(), brand, kinds, identifiers, from: None, to: None };
    organisations::actions::create(&mut unit, company).await.unwrap();
    unit.commit().await.unwrap();
}

on_both! {
    async fn a_member_drafts_and_submits_a_need(world) {
        let group = world.bare_group().await;
        let member = world.seated("Mary Okafor", SeatRole::Member, group).await;
        let page = world.post_as(&member, "/needs/new", &format!("group={group}&title=Heart+failure")).await.path();
        let need = page.trim_end_matches("/text").to_string();
        world.post_as(&member, &page, &format!("{WHOLE}&_version=1")).await.expect(303);
        world.post_as(&member, &format!("{need}/submission"), "looked=yes").await.expect(303);
        assert!(world.get_as(&member, &need).await.expect(200).shows("Put before the group"));
        let events = world.events().await;
        assert!(events.ends_with(&["challenge.drafted", "challenge.edited", "challenge.submitted", "item.tabled"].map(String::from)), "{events:?}");
        world.get(&need).await.expect(404);
    }
    async fn the_same_through_the_api(world) {
        let group = world.bare_group().await;
        let member = world.seated("Mary Okafor", SeatRole::Member, group).await;
        let made = world.api(&member, "/needs/new", json!({ "group": group, "title": "Heart failure" })).await.expect(201).json();
        let need = format!("/needs/{}", made["reference"].as_str().unwrap());
        let bare = world.api(&member, &format!("{need}/submission"), json!({ "looked": true })).await.expect(422);
        assert_eq!(bare.codes().len(), 11, "{}", bare.text);
        let seen = world.read(&member, &need).await.expect(200).json();
        assert_eq!((&seen["status"], &seen["available"]), (&json!("draft"), &json!(["edit", "submit", "withdraw"])));
    }
    async fn an_incomplete_need_is_not_submitted_and_says_all_that_is_missing(world) {
        let group = world.bare_group().await;
        let member = world.seated("Mary Okafor", SeatRole::Member, group).await;
        let need = world.post_as(&member, "/needs/new", &format!("group={group}&title=Heart+failure")).await.path().replace("/text", "");
        let answer = world.post_as(&member, &format!("{need}/submission"), "looked=yes").await.expect(422);
        assert!(answer.shows("Statement of need: say something before you submit") && answer.shows("What patients and carers say"));
    }
    async fn a_named_company_is_a_warning_that_its_author_goes_past_with_a_reason(world) {
        company(&world, "Novartis Pharmaceuticals UK Limited").await;
        let group = world.bare_group().await;
        let member = world.seated("Mary Okafor", SeatRole::Member, group).await;
        let page = world.post_as(&member, "/needs/new", &format!("group={group}&title=Heart+failure")).await.path();
        let need = page.trim_end_matches("/text").to_string();
        let named = WHOLE.replace("need=People+wait+too+long", "need=People+wait.+We+like+Novartis+best.");
        world.post_as(&member, &page, &format!("{named}&_version=1")).await.expect(303);
        let warned = world.post_as(&member, &format!("{need}/submission"), "looked=yes").await.expect(422);
        assert!(warned.shows("Novartis Pharmaceuticals UK Limited is named: “We like Novartis best.”"), "{}", warned.text);
        world.post_as(&member, &format!("{need}/submission"), "looked=yes&naming_reason=It+is+a+quotation").await.expect(303);
        assert!(world.get_as(&member, &need).await.expect(200).shows("It is a quotation"));
    }
    async fn one_looks_at_similar_projects_before_one_submits(world) {
        let group = world.bare_group().await;
        let member = world.seated("Mary Okafor", SeatRole::Member, group).await;
        let page = world.post_as(&member, "/needs/new", &format!("group={group}&title=Heart+failure")).await.path();
        world.post_as(&member, &page, &format!("{WHOLE}&_version=1")).await.expect(303);
        let need = page.trim_end_matches("/text").to_string();
        let form = world.get_as(&member, &format!("{need}/submission")).await.expect(200);
        assert!(form.shows("Has anyone done this?"), "{}", form.text);
        world.post_as(&member, &format!("{need}/submission"), "").await.expect(422);
    }
    async fn only_a_published_collaboration_can_be_adapted(world) {
        let group = world.bare_group().await;
        let member = world.seated("Mary Okafor", SeatRole::Member, group).await;
        let asked = format!("group={group}&title=Heart+failure&adapts=CO-222222");
        let answer = world.post_as(&member, "/needs/new", &asked).await.expect(422);
        assert!(answer.shows("There is no published collaboration with this reference"), "{}", answer.text);
    }
    async fn the_people_of_a_group_see_its_drafts_in_the_list_and_nobody_else_does(world) {
        let group = world.bare_group().await;
        let member = world.seated("Mary Okafor", SeatRole::Member, group).await;
        let other = world.seated("Otto Other", SeatRole::Member, world.bare_group().await).await;
        world.post_as(&member, "/needs/new", &format!("group={group}&title=Quiet+draft")).await.expect(303);
        assert!(world.get_as(&member, "/needs").await.expect(200).shows("Quiet draft"));
        assert!(!world.get_as(&other, "/needs").await.expect(200).shows("Quiet draft"));
        assert!(!world.get("/needs").await.expect(200).shows("Quiet draft"));
    }
    async fn the_group_gets_a_letter_about_a_submitted_need(world) {
        let group = world.bare_group().await;
        let member = world.seated("Mary Okafor", SeatRole::Member, group).await;
        world.submitted_need(&member, group).await;
        world.run_jobs().await;
        let mails = world.mails().await;
        assert!(mails.iter().any(|(_, subject)| subject.ends_with("a need was put before your group")), "{mails:?}");
    }
    async fn what_awaits_an_author_is_their_draft(world) {
        let group = world.bare_group().await;
        let member = world.seated("Mary Okafor", SeatRole::Member, group).await;
        world.post_as(&member, "/needs/new", &format!("group={group}&title=Quiet+draft")).await.expect(303);
        let actor = Actor::new(member.id, Vec::new());
        let awaiting = server::needs::work::awaiting(&mut world.app.db.read().await.unwrap(), &actor, world.now()).await.unwrap();
        assert_eq!(awaiting.iter().map(|item| (item.todo, item.about.title.as_str())).collect::<Vec<_>>(), [("finish_need", "Quiet draft")]);
    }
}
