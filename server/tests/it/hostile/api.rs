//! Bad input at the API of an act.
use super::*;
use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Value, json};
use server::acts::Door;

/// Refuses what is wrong with a call, and points at it.
pub async fn refuses_wrong_calls(scene: &Scene<'_>) {
    api_refuses(scene).await;
    api_points_at_each_field(scene).await;
    api_wants_a_token(scene).await;
}

/// What the API answers to bodies that are wrong in ways no form can be.
async fn api_refuses(scene: &Scene<'_>) {
    let Scene { world, act, path, who } = scene;
    let before = world.length().await;
    let deep = "[".repeat(100_000);
    let bodies: [(&str, String, u16); 7] = [
        ("text/plain", "{}".into(), 415),
        ("application/json", "{\"title\": \"cut".into(), 400),
        ("application/json", deep, 400),
        ("application/json", "\u{0}".into(), 400),
        ("application/json", "[1]".into(), 422),
        ("application/json", json!({ "no_such_field": 1 }).to_string(), 422),
        ("application/json", "x".repeat(act.most_bytes + 100_000), 413),
    ];
    for (kind, body, status) in bodies {
        let start: String = body.chars().take(30).collect();
        let answer = world.api_raw(Some(who), path, kind, body).await;
        let said = format!("{} at {path} {kind} {start}: {}\n{}", act.name, answer.status, answer.text);
        assert_eq!(answer.status.as_u16(), status, "{said}");
        assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json", "{said}");
        assert!(answer.json()["errors"].as_array().is_some_and(|errors| !errors.is_empty()), "{said}");
    }
    assert_eq!(world.length().await, before, "{} at {path}", act.name);
}

/// Each wrong field has its entry with a pointer to it.
async fn api_points_at_each_field(scene: &Scene<'_>) {
    let Scene { world, act, path, who } = scene;
    for wrong in [Wrong::Empty, Wrong::TooLong, Wrong::ControlCharacters, Wrong::OtherKind] {
        let body: serde_json::Map<String, Value> = act
            .form
            .iter()
            .filter(|field| wrong != Wrong::Empty && can_be(wrong, field))
            .map(|field| (field.name.to_string(), json!(text(wrong, field))))
            .collect();
        let known = act.form.iter().filter(|it| !matches!(it.kind, Kind::Pick | Kind::Picks) || wrong == Wrong::Empty);
        let wanted: Vec<String> = known.filter(|it| can_be(wrong, it)).map(|it| format!("/{}", it.name)).collect();
        if wanted.is_empty() {
            continue;
        }
        let before = world.length().await;
        let answer = world.api(who, path, Value::Object(body)).await;
        let said = format!("{} {wrong:?} at {path}: {}\n{}", act.name, answer.status, answer.text);
        assert_eq!(answer.status.as_u16(), 422, "{said}");
        let errors = answer.json()["errors"].as_array().cloned().unwrap_or_default();
        let pointers: Vec<&str> = errors.iter().filter_map(|error| error["pointer"].as_str()).collect();
        assert!(wanted.iter().all(|field| pointers.contains(&field.as_str())), "{said}\nwanted {wanted:?}");
        assert_eq!(world.length().await, before, "{said}");
    }
}

/// Tokens that are none: the API says who it is for, and does nothing.
async fn api_wants_a_token(scene: &Scene<'_>) {
    let Scene { world, act, path, .. } = scene;
    for token in ["", "Bearer", "Bearer ", "Bearer no such token", "Basic YTpi", "Bearer \u{ff}", "Bearer ' OR 1=1 --"]
    {
        let mut request = Request::post(format!("/api/v1{path}")).header(header::CONTENT_TYPE, "application/json");
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, header::HeaderValue::from_bytes(token.as_bytes()).unwrap());
        }
        let answer = world.send(request.body(Body::from("{}")).unwrap()).await;
        let open = token.is_empty() && act.door == Door::Open;
        assert!(open || answer.status.as_u16() == 401, "{} {token:?} at {path}: {}", act.name, answer.status);
    }
}
