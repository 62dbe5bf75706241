//! Bad input at every act, as page and through the API: the right status, a message at the field and in the summary,
//! what was typed is still there, and the record is as it was (X4, X11).
use crate::support::{scene::*, *};
use axum::{
    body::Body,
    http::{Method, Request, header},
};
use serde_json::{Value, json};
use server::{
    acts::{Door, Known},
    forms::{Field, Kind},
};

/// What is wrong with every field at once.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Wrong {
    Empty,
    TooLong,
    ControlCharacters,
    OtherKind,
    Markup,
}

const MARKUP: &str = "<script>alert(1)</script>";

/// Whether a field can be wrong in this way.
fn can_be(wrong: Wrong, field: &Field) -> bool {
    let is_text = matches!(field.kind, Kind::Line(_) | Kind::Text(_));
    match wrong {
        Wrong::Empty => field.required,
        Wrong::TooLong | Wrong::ControlCharacters | Wrong::Markup => is_text,
        Wrong::OtherKind => !is_text && !matches!(field.kind, Kind::Yes | Kind::Password | Kind::Rows(_)),
    }
}

/// A text that is wrong for a field in this way.
fn text(wrong: Wrong, field: &Field) -> String {
    match (wrong, field.kind) {
        (Wrong::TooLong, Kind::Line(most) | Kind::Text(most)) => "x".repeat(most + 1),
        (Wrong::ControlCharacters, _) => "kept\u{7}text".into(),
        (Wrong::Markup, _) => MARKUP.into(),
        (_, Kind::Date) => "2027-02-31".into(),
        (_, Kind::Moment) => "2027-02-31T12:00:00Z".into(),
        _ => "no such thing".into(),
    }
}

/// Every field of a form wrong in one way, as names with texts.
fn all_wrong(wrong: Wrong, form: &[Field]) -> Vec<(String, String)> {
    let mut typed = Vec::new();
    for field in form {
        match field.kind {
            Kind::Rows(fields) if wrong != Wrong::Empty => {
                let inside = all_wrong(wrong, fields).into_iter();
                typed.extend(inside.map(|(name, text)| (format!("{}-0-{name}", field.name), text)));
            }
            _ if wrong != Wrong::Empty && can_be(wrong, field) => typed.push((field.name.into(), text(wrong, field))),
            _ => {}
        }
    }
    typed
}

fn encoded(typed: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(typed).finish()
}

/// Whether anything at all is wrong with what is sent.
fn is_wrong(wrong: Wrong, form: &[Field]) -> bool {
    let here = |field: &Field| match field.kind {
        Kind::Rows(fields) if wrong != Wrong::Empty => is_wrong(wrong, fields),
        _ => can_be(wrong, field),
    };
    wrong != Wrong::Markup && form.iter().any(here)
}

/// A page with wrong fields: refused, each mistake told twice, everything typed still there, nothing changed.
async fn page_refuses(scene: &Scene<'_>, wrong: Wrong) {
    let Scene { world, act, path, who } = scene;
    let only_text = act.form.iter().all(|field| matches!(field.kind, Kind::Each(_)));
    if !is_wrong(wrong, act.form) || (wrong == Wrong::OtherKind && only_text) {
        return;
    }
    let (before, typed) = (world.length().await, all_wrong(wrong, act.form));
    let answer = world.post_as(who, path, &encoded(&typed)).await;
    let said = format!("{} {wrong:?} at {path}: {}\n{}", act.name, answer.status, browser::words(&answer.text));
    assert_eq!(answer.status.as_u16(), 422, "{said}");
    assert!(answer.shows("There is a problem") && answer.shows("nhsuk-error-message"), "{said}");
    assert!(!answer.text.contains(MARKUP), "{said}");
    if wrong == Wrong::ControlCharacters {
        assert!(answer.shows("kept"), "{said}");
    }
    assert_eq!(world.length().await, before, "{said}");
}

/// Markup stays text, and is still there when something else is wrong.
async fn markup_stays_text(scene: &Scene<'_>) {
    let Scene { world, act, path, who } = scene;
    let typed = all_wrong(Wrong::Markup, act.form);
    let wrong = [Wrong::OtherKind, Wrong::TooLong].map(|wrong| all_wrong(wrong, act.form)).concat();
    let Some(spoilt) = wrong.into_iter().find(|(name, _)| typed.first().is_some_and(|(first, _)| name != first)) else {
        return;
    };
    let mut typed: Vec<_> = typed.into_iter().filter(|(name, _)| *name != spoilt.0).collect();
    typed.push(spoilt);
    let answer = world.post_as(who, path, &encoded(&typed)).await;
    let said = format!("{} at {path}: {}\n{}", act.name, answer.status, answer.text);
    assert!(answer.status.is_client_error(), "{said}");
    assert!(!answer.text.contains(MARKUP) && answer.shows("&lt;script&gt;alert(1)"), "{said}");
}

/// A form without its token, from a page of somebody else, or of a kind that is no form.
async fn page_is_guarded(scene: &Scene<'_>) {
    let Scene { world, act, path, who } = scene;
    let before = world.length().await;
    let said = format!("{} at {path}", act.name);
    let post = |kind: &str, body: String| {
        let request = Request::post(path.as_str()).header(header::COOKIE, who.cookie());
        request.header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap()
    };
    let form = "application/x-www-form-urlencoded";
    assert_eq!(world.send(post(form, String::new())).await.status.as_u16(), 403, "{said} without a token");
    assert_eq!(world.send(post(form, "_csrf=forged".into())).await.status.as_u16(), 403, "{said} with a forged token");
    assert_eq!(world.send(post("application/json", "{}".into())).await.status.as_u16(), 415, "{said} as JSON");
    assert_eq!(world.send(post(form, "x".repeat(1_100_000))).await.status.as_u16(), 413, "{said} too large");
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        let request = Request::builder().method(method).uri(path.as_str()).header(header::COOKIE, who.cookie());
        assert_eq!(world.send(request.body(Body::empty()).unwrap()).await.status.as_u16(), 405, "{said}");
    }
    world.get_as(who, path).await.expect(200);
    assert_eq!(world.length().await, before, "{said}");
}

/// A form that was made from a version that is no more is not written over what came after it.
async fn stale_version_is_not_written(scene: &Scene<'_>) {
    let Scene { world, act, path, who } = scene;
    let page = world.visit(Some(who), path).await;
    if !page.html.contains("name=\"_version\"") {
        return;
    }
    let before = world.length().await;
    let answer = page.fill(&Value::Null).await.with("_version", "424242").try_send().await;
    let status = answer.status.as_u16();
    assert!([409, 422, 200].contains(&status), "{} at {path}: {status}\n{}", act.name, browser::words(&answer.text));
    assert_eq!(world.length().await, before, "{} at {path}", act.name);
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
        ("application/json", "x".repeat(1_100_000), 413),
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

/// Addresses of things that are not there, and of what cannot be a thing.
async fn unknown_things_are_not_found(scene: &Scene<'_>) {
    let Scene { world, act, path, who } = scene;
    let parts: Vec<&str> = act.path.split('/').filter(|part| part.starts_with('{')).collect();
    let Some(part) = parts.first() else { return };
    for unknown in ["ND-222222", "%00", "..%2f..%2fetc", "%F0%9F%8D%80", "0", &"9".repeat(3000)] {
        let shape: Vec<String> = act
            .path
            .split('/')
            .zip(path.split('/'))
            .map(|(shape, is)| if shape == *part { unknown.into() } else { is.into() })
            .collect();
        let path = shape.join("/");
        let answer = world.post_as(who, &path, "").await;
        assert!(
            [404, 422, 400].contains(&answer.status.as_u16()),
            "{} at {path}: {}\n{}",
            act.name,
            answer.status,
            browser::words(&answer.text)
        );
        let answer = world.api(who, &path, json!({})).await;
        assert!(answer.status.is_client_error(), "{} at {path}: {}", act.name, answer.status);
    }
}

/// The rooms: each is a test of its own, so that none takes long.
macro_rules! rooms { ($($room:ident: $prefixes:expr;)*) => { $(
    mod $room {
        use super::*;

        fn mine(act: &Known) -> bool {
            let prefixes: &[&str] = &$prefixes;
            prefixes.iter().any(|prefix| act.name.starts_with(prefix))
        }
        #[tokio::test(flavor = "multi_thread")]
        async fn every_page_refuses_wrong_input_and_keeps_it() {
            for scene in scenes("sqlite", mine).await {
                for wrong in [Wrong::Empty, Wrong::TooLong, Wrong::ControlCharacters, Wrong::OtherKind] {
                    page_refuses(&scene, wrong).await;
                }
                markup_stays_text(&scene).await;
            }
        }
        #[tokio::test(flavor = "multi_thread")]
        async fn every_page_is_guarded() {
            for scene in scenes("sqlite", mine).await {
                page_is_guarded(&scene).await;
                stale_version_is_not_written(&scene).await;
                unknown_things_are_not_found(&scene).await;
            }
        }
        #[tokio::test(flavor = "multi_thread")]
        async fn the_api_refuses_wrong_input_with_a_pointer() {
            for scene in scenes("sqlite", mine).await {
                api_refuses(&scene).await;
                api_points_at_each_field(&scene).await;
                api_wants_a_token(&scene).await;
            }
        }
    }
)* } }

rooms! {
    needs: ["need."];
    calls: ["call."];
    responses: ["response."];
    selection: ["selection.", "panel.", "assessment."];
    agreements: ["agreement."];
    collaborations: ["collaboration.", "reading.", "milestone.", "summary."];
    outcomes: ["outcome.", "publication."];
    groups: ["group.", "seat.", "terms.", "interest.", "meeting.", "item.", "action."];
    organisations: ["organisation."];
    people: ["person.", "password.", "sign", "token.", "session."];
}

#[test]
fn every_act_belongs_to_a_room_here() {
    let known = [
        "need.",
        "call.",
        "response.",
        "selection.",
        "panel.",
        "assessment.",
        "agreement.",
        "collaboration.",
        "reading.",
        "milestone.",
        "summary.",
        "outcome.",
        "publication.",
        "group.",
        "seat.",
        "terms.",
        "interest.",
        "meeting.",
        "item.",
        "action.",
        "organisation.",
        "person.",
        "password.",
        "sign",
        "token.",
        "session.",
        "sessions.",
        "policies.",
        "readings.",
        "contribution.",
        "transfer.",
        "register.",
        "mail.",
        "job.",
    ];
    let acts = server::acts();
    let strangers: Vec<&str> =
        acts.iter().map(|act| act.name).filter(|name| !known.iter().any(|prefix| name.starts_with(prefix))).collect();
    assert!(strangers.is_empty(), "{strangers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_megabytes_are_refused_at_both_doors() {
    let world = World::demonstration("sqlite").await;
    let mary = world.player("Mary Okafor").await;
    world.post_as(&mary, "/needs/new", &"x".repeat(100_000_000)).await.expect(413);
    let answer = world.api_raw(Some(&mary), "/needs/new", "application/json", "x".repeat(100_000_000)).await;
    assert_eq!(answer.status.as_u16(), 413);
    assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json");
}
