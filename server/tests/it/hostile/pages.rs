//! Bad input at the form of an act.
use super::*;
use axum::{
    body::Body,
    http::{Method, Request, header},
};
use serde_json::{Value, json};
use server::{acts::Door, typed};

/// Refuses whatever is wrong with its fields, and keeps it.
pub async fn refuse_wrong_input(scene: &Scene<'_>) {
    for wrong in [Wrong::Empty, Wrong::TooLong, Wrong::ControlCharacters, Wrong::OtherKind] {
        page_refuses(scene, wrong).await;
    }
    wrong_dates_are_kept_in_their_boxes(scene).await;
    markup_stays_text(scene).await;
}

/// Refuses what no page of ours would send, and loses nothing that was typed.
pub async fn are_guarded(scene: &Scene<'_>) {
    page_is_guarded(scene).await;
    stale_version_is_not_written(scene).await;
    unknown_things_are_not_found(scene).await;
    what_was_typed_outlives_the_session(scene).await;
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
    nothing_typed_is_lost(act, &typed, &answer.text);
    assert_eq!(world.length().await, before, "{said}");
}

/// The names of the inputs that show again whatever text was typed into them.
fn inputs(form: &[Field], prefix: &str) -> Vec<String> {
    let shows = |kind| {
        matches!(
            kind,
            Kind::Line(_) | Kind::Text(_) | Kind::Email | Kind::Link | Kind::Money | Kind::Number(..) | Kind::Decimal
        )
    };
    let mut names = Vec::new();
    for field in form {
        match field.kind {
            Kind::Rows(fields) => names.extend(inputs(fields, &format!("{prefix}{}-0-", field.name))),
            kind if shows(kind) => names.push(format!("{prefix}{}", field.name)),
            _ => {}
        }
    }
    names
}

/// Everything that was typed into inputs is still there.
fn nothing_typed_is_lost(act: &Known, typed: &[(String, String)], page: &str) {
    let inputs = inputs(act.form, "");
    for (name, text) in typed.iter().filter(|(name, _)| inputs.contains(name)) {
        let shown = text.replace('\u{7}', "");
        assert!(
            page.contains(text.as_str()) || page.contains(&shown),
            "{}: {name} has lost {text:.60}\n{page}",
            act.name
        );
    }
}

/// A day and time that cannot be, in the boxes of each date: refused, and still in its boxes.
async fn wrong_dates_are_kept_in_their_boxes(scene: &Scene<'_>) {
    let Scene { world, act, path, who } = scene;
    let dates = act.form.iter().filter(|field| matches!(field.kind, Kind::Date | Kind::Moment));
    let boxes = [("day", "31"), ("month", "2"), ("year", "2027"), ("time", "25:61")];
    let typed: Vec<_> = dates
        .flat_map(|field| boxes.map(|(part, text)| (format!("{}-{part}", field.name), text.to_string())))
        .collect();
    if typed.is_empty() {
        return;
    }
    let before = world.length().await;
    let answer = world.post_as(who, path, &encoded(&typed)).await;
    let said = format!("{} at {path}: {}\n{}", act.name, answer.status, answer.text);
    assert_eq!(answer.status.as_u16(), 422, "{said}");
    assert!(["31", "2", "2027"].iter().all(|text| answer.shows(&format!("value=\"{text}\""))), "{said}");
    assert_eq!(world.length().await, before, "{said}");
}

/// A form that comes after the session has ended leads to sign-in, changes nothing, and is there again afterwards.
async fn what_was_typed_outlives_the_session(scene: &Scene<'_>) {
    let Scene { world, act, path, who } = scene;
    if act.door == Door::Open {
        return;
    }
    let (before, typed) = (world.length().await, all_wrong(Wrong::Markup, act.form));
    let request = Request::post(path.as_str()).header(header::COOKIE, "trefoil=ended");
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let answer = world.send(request.body(Body::from(encoded(&typed))).unwrap()).await.expect(303);
    let secret =
        answer.location.strip_prefix("/sign-in?parked=").unwrap_or_else(|| panic!("{}: {}", act.name, answer.location));
    let mut tx = world.app.db.write().await.unwrap();
    let to = typed::adopt(&mut tx, secret, who.id, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(to.as_ref(), Some(path), "{}", act.name);
    let page = world.get_as(who, path).await.expect(200);
    let shown = |(name, _): &&(String, String)| act.may_be_kept() && inputs(act.form, "").contains(name);
    let lost = typed.iter().filter(shown).count() > page.text.matches("&lt;script&gt;alert(1)").count();
    assert!(!lost, "{} at {path} has lost what was typed\n{}", act.name, page.text);
    let mut tx = world.app.db.write().await.unwrap();
    typed::forget(&mut tx, who.id, path).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.length().await, before, "{} at {path}", act.name);
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
    assert_eq!(
        world.send(post(form, "x".repeat(act.most_bytes + 100_000))).await.status.as_u16(),
        413,
        "{said} too large"
    );
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
