//! What every form promises: tokens, versions, once only, nothing typed lost (X4, X11).
use crate::{needs::WHOLE, on_both, support::*};
use axum::{
    body::Body,
    http::{Request, header},
};
use domain::actor::SeatRole;

async fn draft(world: &World) -> (Someone, String) {
    let group = world.bare_group().await;
    let member = world.seated("Mary Okafor", SeatRole::Member, group).await;
    let page = world.post_as(&member, "/needs/new", &format!("group={group}&title=Heart+failure")).await.path();
    (member, page)
}

on_both! {
    async fn a_form_without_its_token_changes_nothing(world) {
        let (member, page) = draft(&world).await;
        let other = world.person("Other One", &[]).await;
        let before = world.events().await;
        let request = Request::post(&page).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        world.send(request.body(Body::from(WHOLE)).unwrap()).await.expect(303);
        world.post_as(&other, &page, WHOLE).await.expect(404);
        world.get_as(&member, &page).await.expect(200);
        assert_eq!(world.events().await, before);
    }
    async fn what_was_typed_stands_there_again_with_every_mistake(world) {
        let (member, page) = draft(&world).await;
        let answer = world.post_as(&member, &page, "title=&condition=Kept+text&plan_link=javascript%3Aalert(1)&_version=1").await.expect(422);
        assert!(answer.shows("Kept text") && answer.shows("Title: fill this in") && answer.shows("begins with https://"), "{}", answer.text);
    }
    async fn the_second_of_two_editors_gets_the_merge_page_and_both_texts(world) {
        let (member, page) = draft(&world).await;
        world.post_as(&member, &page, "title=Heart+failure&place=Tooting&_version=1").await.expect(303);
        let merge = world.post_as(&member, &page, "title=Heart+failure&place=Balham&_version=1").await.expect(409);
        assert!(merge.shows("Tooting") && merge.shows("Balham"), "{}", merge.text);
        world.post_as(&member, &page, "title=Heart+failure&place=Balham&_version=2&_merge=yes&_keep-place=saved").await.expect(303);
        assert!(world.get_as(&member, &page).await.shows("Tooting"));
    }
    async fn a_double_click_does_it_once(world) {
        let group = world.bare_group().await;
        let member = world.seated("Mary Okafor", SeatRole::Member, group).await;
        let form = format!("group={group}&title=Heart+failure&_once=k1");
        let (one, two) = tokio::join!(world.post_as(&member, "/needs/new", &form), world.post_as(&member, "/needs/new", &form));
        assert_eq!(one.path(), two.path());
        assert_eq!(world.events().await.iter().filter(|event| *event == "challenge.drafted").count(), 1);
    }
    async fn a_form_posted_after_the_session_ended_is_parked(world) {
        let (_, page) = draft(&world).await;
        let request = Request::post(&page).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = world.send(request.body(Body::from("title=Long+text")).unwrap()).await;
        assert!(answer.location.starts_with("/sign-in?parked="), "{}", answer.location);
    }
    async fn autosave_brings_back_what_was_typed(world) {
        let (member, page) = draft(&world).await;
        world.post_as(&member, &format!("/typed?form={page}"), "title=Heart+failure&need=Half+a+sentence").await.expect(200);
        assert!(world.get_as(&member, &page).await.expect(200).shows("Half a sentence"));
    }
    async fn another_row_can_be_asked_for_without_scripts(world) {
        let (member, page) = draft(&world).await;
        let answer = world.post_as(&member, &page, "title=Heart&evidence-0-what=Audit&_more=evidence&_version=1").await.expect(200);
        assert!(answer.shows("evidence-2-what") && answer.shows("Audit"), "{}", answer.text);
    }
    async fn a_body_of_a_hundred_megabytes_is_refused(world) {
        let (member, page) = draft(&world).await;
        let answer = world.post_as(&member, &page, &"x".repeat(100_000_000)).await.expect(413);
        assert!(answer.shows("too large"), "{}", answer.text);
    }
}
