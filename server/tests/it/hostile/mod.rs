//! Bad input at every act, as page and through the API: the right status, a message at the field and in the summary,
//! what was typed is still there, and the record is as it was (X4, X11).
mod api;
mod pages;
mod story;

use crate::support::{scene::*, *};
use server::{
    acts::Known,
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

/// Every check of a scene.
async fn walk(scene: &Scene<'_>) {
    pages::refuse_wrong_input(scene).await;
    pages::are_guarded(scene).await;
    api::refuses_wrong_calls(scene).await;
}

/// The rooms: each is a test of its own, so that none takes long.
macro_rules! rooms { ($($room:ident: $prefixes:expr;)*) => {
    /// The beginnings of the names of each room's acts.
    const ROOMS: &[&[&str]] = &[$(&$prefixes,)*];

    $(mod $room {
        use super::*;

        fn mine(act: &Known) -> bool {
            let prefixes: &[&str] = &$prefixes;
            prefixes.iter().any(|prefix| act.name.starts_with(prefix))
        }
        #[tokio::test(flavor = "multi_thread")]
        async fn every_page_refuses_wrong_input_and_keeps_it() {
            for scene in scenes("sqlite", mine).await {
                pages::refuse_wrong_input(&scene).await;
            }
        }
        #[tokio::test(flavor = "multi_thread")]
        async fn every_page_is_guarded() {
            for scene in scenes("sqlite", mine).await {
                pages::are_guarded(&scene).await;
            }
        }
        #[tokio::test(flavor = "multi_thread")]
        async fn the_api_refuses_wrong_input_with_a_pointer() {
            for scene in scenes("sqlite", mine).await {
                api::refuses_wrong_calls(&scene).await;
            }
        }
    })*
} }

rooms! {
    needs: ["need."];
    calls: ["call."];
    responses: ["response."];
    selection: ["selection.", "panel.", "assessment."];
    agreements: ["agreement."];
    collaborations: ["collaboration.", "reading", "milestone.", "summary.", "policies.", "impact_assessment.", "contribution.", "transfer."];
    outcomes: ["outcome.", "publication."];
    groups: ["group.", "seat.", "terms.", "interest.", "meeting.", "item.", "action."];
    organisations: ["organisation."];
    people: ["person.", "password.", "sign", "token.", "session"];
    work: ["digest.", "calendar."];
    the_rest: ["register.", "mail.", "job."];
}

#[test]
fn every_act_belongs_to_one_room_here() {
    let rooms = |name: &str| ROOMS.iter().filter(|room| room.iter().any(|prefix| name.starts_with(prefix))).count();
    let acts = server::acts();
    let strangers: Vec<&str> = acts.iter().map(|act| act.name).filter(|name| rooms(name) != 1).collect();
    assert!(strangers.is_empty(), "{strangers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_megabytes_are_refused_at_both_doors() {
    let world = World::demonstration("sqlite").await;
    let mary = world.player("Mary Okafor").await;
    world.post_as(&mary, "/needs/new", &"x".repeat(100_000_000)).await.expect(413);
    let answer = world.api_raw(Some(&mary), "/needs/new", "application/json", "x".repeat(100_000_000)).await;
    assert_eq!(answer.status.as_u16(), 413);
    assert_eq!(answer.header("content-type"), "application/problem+json");
}
