//! Fresh proof of who somebody is, before what binds others (A5): sign, approve, open, rule.
use crate::{
    on_both,
    people::PASSWORD,
    support::{stranger::hidden, *},
};
use serde_json::json;
use server::{acts::Proof, sessions::tokens::Scope};

const PAGE: &str = "/account/proof";

/// The acts that ask for it: the list is the review.
#[test]
fn these_acts_ask_for_fresh_proof() {
    let mut names: Vec<&str> =
        server::acts().into_iter().filter(|act| act.proof == Proof::Fresh).map(|act| act.name).collect();
    names.sort();
    assert_eq!(
        names,
        [
            "agreement.approve",
            "agreement.sign",
            "assessment.rule",
            "call.confirm_opening",
            "call.open",
            "item.decide",
            "item.rule",
            "item.select",
            "meeting.approve_minutes",
            "person.merge",
            "person.reset_second_factor",
            "summary.certify",
        ]
    );
}

/// Makes a token with this scope for somebody, as they would.
async fn token(world: &World, who: &Someone, scope: Scope) -> String {
    let made = world.post_as(who, "/account/tokens", &format!("name=Script&scopes={scope}&days=30")).await.expect(200);
    format!("trefoil_{}", made.text.split("trefoil_").nth(1).unwrap().split('<').next().unwrap())
}

on_both! {
    async fn who_signs_late_in_a_session_proves_first_and_finds_everything_typed(world) {
        let it = world.agreement_approved().await;
        world.set_password(&it.nhs_signatory, PASSWORD).await;
        let (path, hash) = (format!("{}/signatures", it.path), world.text_hash(&it).await);
        let form = format!("organisation={}&hash={hash}&full_name=Sarah+Chief&authority=yes", it.nhs.0);
        world.app.clock.forward(15 * 60);
        let asked = world.post_as(&it.nhs_signatory, &path, &form).await;
        assert_eq!(asked.path(), PAGE);
        let page = world.get_as(&it.nhs_signatory, &asked.location).await.expect(200);
        assert!(page.shows("Confirm that it is you") && page.shows("autocomplete=\"current-password\""));
        let next = hidden(&page.text, "_next");
        assert_eq!(next, path);
        let wrong = world.post_as(&it.nhs_signatory, PAGE, &format!("password=guess&_next={next}")).await.expect(422);
        assert!(wrong.shows("not your present password"));
        let right = format!("password=three+words+apart&_next={next}");
        assert_eq!(world.post_as(&it.nhs_signatory, PAGE, &right).await.path(), path);
        let back = world.get_as(&it.nhs_signatory, &path).await.expect(200);
        assert!(back.shows("value=\"Sarah Chief\""), "{}", back.text);
        world.post_as(&it.nhs_signatory, &path, &form).await.expect(200);
        world.post_as(&it.nhs_signatory, &path, &format!("{form}&_confirmed=yes")).await.expect(303);
    }
    async fn a_confirmed_form_that_waited_too_long_is_asked_for_proof_as_well(world) {
        let it = world.agreement_approved().await;
        let (path, hash) = (format!("{}/signatures", it.path), world.text_hash(&it).await);
        let form = format!("organisation={}&hash={hash}&full_name=Sarah+Chief&authority=yes", it.nhs.0);
        world.post_as(&it.nhs_signatory, &path, &form).await.expect(200);
        world.app.clock.forward(15 * 60);
        let before = world.events().await.len();
        assert_eq!(world.post_as(&it.nhs_signatory, &path, &format!("{form}&_confirmed=yes")).await.path(), PAGE);
        assert_eq!(world.events().await.len(), before);
    }
    async fn a_mistake_is_told_before_the_proof_is_asked_for(world) {
        let it = world.agreement_approved().await;
        world.app.clock.forward(15 * 60);
        world.post_as(&it.nhs_signatory, &format!("{}/signatures", it.path), "full_name=").await.expect(422);
    }
    async fn what_binds_nobody_asks_for_no_proof(world) {
        let nora = world.person("Nora New", &[]).await;
        world.app.clock.forward(15 * 60);
        let answer = world.post_as(&nora, "/typed?form=/needs/new", "title=Half").await;
        answer.expect(200);
        world.get_as(&nora, "/account").await.expect(200);
    }
    async fn a_token_signs_only_with_the_scope_for_it(world) {
        let it = world.agreement_approved().await;
        let (path, hash) = (format!("/api/v1{}/signatures", it.path), world.text_hash(&it).await);
        let body = json!({ "organisation": it.nhs.0, "hash": hash, "full_name": "Sarah Chief", "authority": true });
        let call = async |secret: String| {
            let request = axum::http::Request::post(path.as_str()).header("authorization", format!("Bearer {secret}"));
            let request = request.header("content-type", "application/json");
            world.send(request.body(body.to_string().into()).unwrap()).await
        };
        let write = token(&world, &it.nhs_signatory, Scope::Write).await;
        assert_eq!(call(write).await.expect(403).codes(), ["prove_first"]);
        let sign = token(&world, &it.nhs_signatory, Scope::Sign).await;
        world.app.clock.forward(3600);
        call(sign).await.expect(201);
    }
    async fn making_a_token_asks_for_fresh_proof_and_keeps_what_was_typed(world) {
        let nora = world.person("Nora New", &[]).await;
        world.set_password(&nora, PASSWORD).await;
        world.app.clock.forward(15 * 60);
        let asked = world.post_as(&nora, "/account/tokens", "name=Night+run&scopes=sign&days=7").await;
        assert_eq!(asked.path(), PAGE);
        world.post_as(&nora, PAGE, "password=three+words+apart&_next=/account/tokens").await.expect(303);
        assert!(world.get_as(&nora, "/account/tokens").await.expect(200).shows("value=\"Night run\""));
        token(&world, &nora, Scope::Sign).await;
        assert!(!world.get_as(&nora, "/account/tokens").await.expect(200).shows("value=\"Night run\""));
    }
    async fn guesses_at_the_proof_are_counted_for_the_session(world) {
        let nora = world.person("Nora New", &[]).await;
        world.set_password(&nora, PASSWORD).await;
        world.app.clock.forward(15 * 60);
        for _ in 0..5 {
            world.post_as(&nora, PAGE, "password=guess").await.expect(422);
        }
        world.post_as(&nora, PAGE, "password=three+words+apart").await.expect(429);
    }
    async fn the_proof_leads_to_pages_of_ours_only(world) {
        let nora = world.person("Nora New", &[]).await;
        world.set_password(&nora, PASSWORD).await;
        for elsewhere in ["https://evil.example", "//evil.example", "/\\evil.example"] {
            assert_eq!(world.get_as(&nora, &format!("{PAGE}?next={elsewhere}")).await.location, "/account");
        }
        world.app.clock.forward(15 * 60);
        let answer = world.post_as(&nora, PAGE, "password=three+words+apart&_next=//evil.example").await;
        assert_eq!(answer.location, "/account");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_demonstration_one_click_is_enough() {
    let world = World::demonstration("sqlite").await;
    let mary = world.player("Mary Okafor").await;
    world.app.clock.forward(15 * 60);
    let page = world.get_as(&mary, &format!("{PAGE}?next=/work")).await.expect(200);
    assert!(page.shows("Yes, it is me") && !page.shows("type=\"password\""));
    assert_eq!(world.post_as(&mary, PAGE, "_next=/work").await.path(), "/work");
    assert_eq!(world.get_as(&mary, &format!("{PAGE}?next=/work")).await.path(), "/work");
}
