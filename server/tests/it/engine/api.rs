//! The API's promises: once only, versions, and a description that is true.
use crate::{on_both, support::*};
use axum::{
    body::Body,
    http::{Request, header},
};
use domain::actor::SeatRole;
use serde_json::{Value, json};
use server::acts::openapi::describe;

/// Every `$ref` of a description.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get("$ref").and_then(Value::as_str).map(String::from));
            map.values().for_each(|inner| references(inner, found));
        }
        Value::Array(list) => list.iter().for_each(|inner| references(inner, found)),
        _ => {}
    }
}

#[test]
fn the_description_names_every_act_once_and_points_at_nothing_missing() {
    let acts = server::acts();
    let description = describe(&acts, &server::resources());
    let mut ids: Vec<&str> = Vec::new();
    for path in description["paths"].as_object().unwrap().values() {
        ids.extend(["get", "post"].iter().filter_map(|method| path[method]["operationId"].as_str()));
    }
    let unique: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len());
    assert!(acts.iter().all(|act| unique.contains(act.name)));
    let mut pointed = Vec::new();
    references(&description, &mut pointed);
    for pointer in pointed {
        assert!(description.pointer(pointer.trim_start_matches('#')).is_some(), "{pointer}");
    }
}

#[test]
fn every_variable_part_of_an_address_is_described() {
    let description = describe(&server::acts(), &server::resources());
    for (path, item) in description["paths"].as_object().unwrap() {
        let named: Vec<&str> =
            item["parameters"].as_array().unwrap().iter().filter_map(|it| it["name"].as_str()).collect();
        assert_eq!(path.matches('{').count(), named.len(), "{path}");
        assert!(named.iter().all(|name| path.contains(&format!("{{{name}}}"))), "{path}");
    }
}

on_both! {
    async fn an_idempotency_key_makes_a_call_happen_once(world) {
        let group = world.bare_group().await;
        let member = world.seated("Mary Okafor", SeatRole::Member, group).await;
        let send = || {
            let request = Request::post("/api/v1/needs/new").header(header::AUTHORIZATION, member.bearer()).header("idempotency-key", "k-1");
            let body = json!({ "group": group, "title": "Heart failure" }).to_string();
            world.send(request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body)).unwrap())
        };
        let (one, two) = (send().await.expect(201).json(), send().await.expect(201).json());
        assert_eq!(one, two);
        assert_eq!(world.events().await.iter().filter(|event| *event == "challenge.drafted").count(), 1);
    }
    async fn a_stale_version_is_a_conflict(world) {
        let group = world.bare_group().await;
        let member = world.seated("Mary Okafor", SeatRole::Member, group).await;
        let made = world.api(&member, "/needs/new", json!({ "group": group, "title": "Heart failure" })).await.expect(201).json();
        let text = format!("/needs/{}/text", made["reference"].as_str().unwrap());
        world.api(&member, &text, json!({ "title": "One", "version": 1 })).await.expect(201);
        assert_eq!(world.api(&member, &text, json!({ "title": "Two", "version": 1 })).await.expect(409).codes(), ["stale"]);
        assert_eq!(world.api(&member, &text, json!({ "title": "Two", "version": "x" })).await.expect(422).codes(), ["wrong_type"]);
    }
    async fn a_token_that_only_reads_changes_nothing(world) {
        let someone = world.person("Mary Okafor", &[]).await;
        let mut tx = world.app.db.write().await.unwrap();
        db::sql!("UPDATE token SET scopes = 'read' WHERE person = $1").bind_text(someone.id).execute(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        world.read(&someone, "/needs").await.expect(200);
        world.api(&someone, "/needs/new", json!({})).await.expect(403);
    }
    async fn a_token_that_has_ended_is_refused(world) {
        let someone = world.person("Mary Okafor", &[]).await;
        world.app.clock.move_to("2100-01-02T00:00:00Z".parse().unwrap());
        world.read(&someone, "/needs").await.expect(401);
    }
    async fn a_session_ends_after_a_working_day(world) {
        let someone = world.person("Mary Okafor", &[]).await;
        assert!(world.get_as(&someone, "/needs").await.shows("Mary Okafor"));
        world.app.clock.forward(server::sessions::SESSION_SECONDS);
        assert!(!world.get_as(&someone, "/needs").await.shows("Mary Okafor"));
    }
}
