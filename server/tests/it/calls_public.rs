//! What the public sees of calls: deadlines to the second, lists, feed, data (C3, C6).
use crate::{
    on_both,
    support::{calls::*, *},
};
use domain::time::Timestamp;
use serde_json::json;

/// A published call with this deadline; gives its reference.
async fn closing(world: &World, deadline: &str) -> String {
    let network = world.network().await;
    let call = world.written_call(&network).await;
    let dates = json!({ "opens_at": START, "deadline": deadline, "decision_by": "2028-03-01" });
    world.api(&network.officer, &format!("/calls/{call}/timetable"), dates).await.expect(201);
    world.api(&network.officer, &format!("/calls/{call}/screening"), screening()).await.expect(201);
    world.on_call(&network.officer, &call, "submission").await.expect(201);
    world.decide(&network.group, &call, domain::item::Verdict::Agreed).await.expect(201);
    world.on_call(&network.officer, &call, "publication").await.expect(201);
    call
}

/// Whether anybody is told that the call is open, so many seconds from its deadline.
async fn is_open(world: &World, call: &str, deadline: &str, seconds: i64) -> bool {
    let moment: Timestamp = deadline.parse().unwrap();
    world.app.clock.move_to(moment.plus_seconds(seconds));
    let told = world.get(&format!("/api/v1/calls/{call}")).await.expect(200).json();
    assert_eq!(told["open"] == json!(true), told["status"] == json!("open"));
    told["open"] == json!(true)
}

async fn is_open_until_its_second(world: &World, deadline: &str) {
    let call = closing(world, deadline).await;
    let mut seen = Vec::new();
    for seconds in [-1, 0, 1] {
        seen.push(is_open(world, &call, deadline, seconds).await);
        world.run_jobs().await;
    }
    assert_eq!(seen, [true, false, false], "{deadline}");
    let closed = world.events().await.iter().filter(|event| *event == "call.closed").count();
    assert_eq!(closed, 1);
}

on_both! {
    async fn a_call_closes_to_the_second(world) {
        is_open_until_its_second(&world, DEADLINE).await;
    }
    async fn a_call_closes_to_the_second_when_the_clocks_go_forward(world) {
        is_open_until_its_second(&world, "2027-03-28T01:00:00Z").await;
    }
    async fn a_call_closes_to_the_second_in_the_hour_that_comes_twice(world) {
        is_open_until_its_second(&world, "2027-10-31T01:30:00Z").await;
    }
    async fn open_calls_come_closing_soon_first_and_past_ones_apart(world) {
        let later = closing(&world, "2027-01-12T12:00:00Z").await;
        let sooner = closing(&world, "2026-12-24T12:00:00Z").await;
        let list = |phase: &'static str| {
            let world = &world;
            async move {
                let list = world.get(&format!("/api/v1/calls?phase={phase}")).await.expect(200).json();
                list["calls"].as_array().unwrap().iter().map(|call| call["reference"].as_str().unwrap().to_string()).collect::<Vec<_>>()
            }
        };
        assert_eq!(list("open").await, [sooner.clone(), later.clone()]);
        world.at("2026-12-24T12:00:00Z").await;
        assert_eq!(list("open").await, std::slice::from_ref(&later));
        assert_eq!(list("over").await, std::slice::from_ref(&sooner));
        world.at("2027-01-12T12:00:00Z").await;
        assert_eq!(list("over").await, [later, sooner]);
    }
    async fn the_list_is_filtered_by_condition_and_place(world) {
        let call = closing(&world, DEADLINE).await;
        assert!(world.get("/calls?condition=Heart+failure&place=South+West+London").await.expect(200).shows(&call));
        assert!(world.get("/calls?condition=Heart+failure").await.expect(200).shows(&call));
        assert!(world.get("/calls?place=South+West+London").await.expect(200).shows(&call));
        assert!(world.get("/calls?place=Leeds").await.expect(200).shows("No call fits"));
        assert!(!world.get("/calls?condition=Asthma").await.expect(200).shows(&call));
    }
    async fn the_list_goes_on_after_the_place_where_it_stopped(world) {
        let sooner = closing(&world, "2026-12-24T12:00:00Z").await;
        let later = closing(&world, DEADLINE).await;
        let first = world.get("/api/v1/calls").await.expect(200).json();
        let mut tx = world.app.db.read().await.unwrap();
        let call = server::calls::store::by_reference(&mut tx, &sooner).await.unwrap().unwrap();
        drop(tx);
        let after = format!("{}~{}", server::calls::store::rank(&call), call.id);
        let next = world.get(&format!("/api/v1/calls?after={after}")).await.expect(200).json();
        assert_eq!((first["calls"].as_array().unwrap().len(), &first["next"]), (2, &json!(null)));
        assert_eq!(next["calls"][0]["reference"], later.as_str());
        assert_eq!(next["calls"].as_array().unwrap().len(), 1);
    }
    async fn the_feed_is_atom_that_a_reader_can_read(world) {
        let call = closing(&world, DEADLINE).await;
        let feed = world.get("/calls.atom").await.expect(200);
        let parsed = roxmltree::Document::parse(&feed.text).unwrap();
        let atom = |name: &'static str| move |node: &roxmltree::Node<'_, '_>| node.has_tag_name(("http://www.w3.org/2005/Atom", name));
        let root = parsed.root_element();
        let text = |node: roxmltree::Node<'_, '_>, name| node.children().find(atom(name)).and_then(|node| node.text()).map(String::from);
        for name in ["id", "title", "updated"] {
            assert!(text(root, name).is_some_and(|text| !text.is_empty()), "{name}: {}", feed.text);
        }
        assert!(root.children().any(|node| atom("link")(&node) && node.attribute("rel") == Some("self")));
        let entries: Vec<_> = root.children().filter(atom("entry")).collect();
        assert_eq!(entries.len(), 1);
        assert_eq!(text(entries[0], "title").as_deref(), Some("Heart failure in hospital"));
        assert!(text(entries[0], "updated").unwrap().parse::<Timestamp>().is_ok());
        let link = entries[0].children().find(atom("link")).and_then(|node| node.attribute("href"));
        assert_eq!(link, Some(format!("http://trefoil.test/calls/{call}").as_str()));
    }
    async fn empty_lists_say_why(world) {
        assert!(world.get("/calls").await.expect(200).shows("No call is open now"));
        assert!(world.get("/calls?phase=over&condition=Nothing&after=x~y").await.expect(200).shows("No call fits"));
        roxmltree::Document::parse(&world.get("/calls.atom").await.expect(200).text).unwrap();
    }
    async fn what_the_group_decided_is_not_public_before_it_is_announced(world) {
        let network = world.network().await;
        let call = world.published_call(&network).await;
        let told = world.get(&format!("/api/v1/calls/{call}")).await.expect(200).json();
        for inside in ["found", "declarations", "approval", "opening", "drafter", "authors"] {
            assert_eq!(told[inside], json!(null), "{inside}");
        }
        assert_eq!(told["reasons"], "");
    }
    async fn what_awaits_an_officer_follows_the_call(world) {
        let network = world.network().await;
        let todo = |who: Someone, duties: Vec<domain::actor::Role>| {
            let world = &world;
            async move {
                let actor = domain::actor::Actor::new(who.id, duties);
                let mut tx = world.app.db.read().await.unwrap();
                let items = [
                    server::needs::work::awaiting(&mut tx, &actor, world.now()).await.unwrap(),
                    server::calls::work::awaiting(&mut tx, &actor, world.now()).await.unwrap(),
                ];
                items.concat().iter().map(|item| item.todo).collect::<Vec<_>>()
            }
        };
        let officer = vec![domain::actor::Role::Does(domain::actor::Duty::NetworkOfficer, network.id)];
        world.approved_need(&network.group).await;
        assert_eq!(todo(network.officer.clone(), officer.clone()).await, ["write_call"]);
        let call = world.approved_call(&network).await;
        assert_eq!(todo(network.officer.clone(), officer.clone()).await, ["write_call", "publish_call"]);
        world.on_call(&network.officer, &call, "publication").await.expect(201);
        assert_eq!(todo(network.officer.clone(), officer.clone()).await, ["write_call"]);
        world.at(DEADLINE).await;
        assert_eq!(todo(network.officer.clone(), officer.clone()).await, ["write_call", "open_responses"]);
        world.on_call(&network.officer, &call, "opening").await.expect(201);
        assert_eq!(todo(network.officer.clone(), officer.clone()).await, ["write_call"]);
        assert_eq!(todo(network.second.clone(), officer).await, ["write_call", "confirm_opening"]);
    }
}
