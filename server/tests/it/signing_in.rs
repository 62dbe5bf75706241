//! Where people are signed in, from which browsers, and who can keep whom out.
use crate::{
    on_both,
    people::{PASSWORD, member},
    support::{stranger::Stranger, *},
};
use server::sessions;

/// A browser that has just signed in, with the answer.
async fn signed_in<'w>(world: &'w World, email: &str) -> Stranger<'w> {
    let mut browser = Stranger::new(world);
    browser.sign_in(email, PASSWORD).await.expect(303);
    browser
}

/// The value of a cookie of a browser.
fn cookie(browser: &Stranger<'_>, name: &str) -> String {
    let start = format!("{name}=");
    let found = browser.cookies.split("; ").find_map(|pair| pair.strip_prefix(&start));
    found.unwrap_or_default().to_string()
}

/// The subjects of the mails since the invitation.
async fn subjects(world: &World) -> Vec<String> {
    world.run_jobs().await;
    world.mails().await.into_iter().skip(1).map(|(_, subject)| subject).collect()
}

on_both! {
    async fn the_list_of_sessions_says_which_browser_when_and_how_and_ends_each_by_itself(world) {
        member(&world, "nora@example.org").await;
        let mut one = signed_in(&world, "nora@example.org").await;
        world.app.clock.forward(3600);
        let mut two = Stranger::new(&world);
        two.agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1".into();
        two.sign_in("nora@example.org", PASSWORD).await.expect(303);
        let list = one.get("/account/sessions").await.expect(200);
        for shown in ["Safari on iPhone", "this browser", "9:00am", "10:00am", "Password"] {
            assert!(list.shows(shown), "{shown}: {}", list.text);
        }
        let end = format!("/account/sessions/{}/end", sessions::hash(&cookie(&two, "trefoil")));
        assert!(one.get(&end).await.expect(200).shows("Safari on iPhone"));
        one.fill(&end, &end, "").await.expect(303);
        assert!(two.get("/account").await.location.starts_with("/sign-in"));
        one.get("/account").await.expect(200);
    }
    async fn nobody_ends_the_session_of_another_person(world) {
        member(&world, "nora@example.org").await;
        let mut nora = signed_in(&world, "nora@example.org").await;
        let other = world.operator("Ola Operator").await;
        let end = format!("/account/sessions/{}/end", sessions::hash(&cookie(&nora, "trefoil")));
        world.get_as(&other, &end).await.expect(404);
        world.post_as(&other, &end, "").await.expect(404);
        nora.get("/account").await.expect(200);
    }
    async fn a_sign_in_from_a_new_browser_is_told_by_mail(world) {
        member(&world, "nora@example.org").await;
        let mut usual = signed_in(&world, "nora@example.org").await;
        usual.fill("/account", "/sign-out", "").await.expect(303);
        usual.sign_in("nora@example.org", PASSWORD).await.expect(303);
        assert_eq!(subjects(&world).await, Vec::<String>::new());
        let mut other = Stranger::new(&world);
        other.agent = "Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0".into();
        other.sign_in("nora@example.org", PASSWORD).await.expect(303);
        assert_eq!(subjects(&world).await, ["You signed in from a new browser"]);
        let mail = server::mail::outbox(&mut world.app.db.read().await.unwrap(), None).await.unwrap().remove(0);
        for part in ["Firefox on Windows", "Monday 23 November 2026", "http://trefoil.test/account/sessions"] {
            assert!(mail.body.contains(part), "{part}: {}", mail.body);
        }
    }
    async fn a_browser_shared_by_two_people_is_new_to_each(world) {
        member(&world, "nora@example.org").await;
        member(&world, "nell@example.org").await;
        let mut nell = signed_in(&world, "nell@example.org").await;
        nell.fill("/account", "/sign-out", "").await.expect(303);
        signed_in(&world, "nora@example.org").await;
        nell.sign_in("nora@example.org", PASSWORD).await.expect(303);
        assert_eq!(subjects(&world).await.last().unwrap(), "You signed in from a new browser");
    }
    async fn an_attacker_behind_the_same_address_does_not_lock_the_owner_out_of_a_browser_of_theirs(world) {
        member(&world, "nora@example.org").await;
        let mut nora = signed_in(&world, "nora@example.org").await;
        nora.fill("/account", "/sign-out", "").await.expect(303);
        for _ in 0..5 {
            Stranger::new(&world).sign_in("nora@example.org", "not the password").await.expect(422);
        }
        Stranger::new(&world).sign_in("nora@example.org", PASSWORD).await.expect(429);
        nora.sign_in("nora@example.org", PASSWORD).await.expect(303);
    }
    async fn a_known_browser_gives_no_endless_tries_either(world) {
        member(&world, "nora@example.org").await;
        let mut nora = signed_in(&world, "nora@example.org").await;
        nora.fill("/account", "/sign-out", "").await.expect(303);
        for _ in 0..5 {
            nora.sign_in("nora@example.org", "not the password").await.expect(422);
        }
        nora.sign_in("nora@example.org", PASSWORD).await.expect(429);
        nora.sign_in("Nora@example.org", PASSWORD).await.expect(429);
    }
    async fn a_changed_password_is_told_by_mail(world) {
        member(&world, "nora@example.org").await;
        let mut nora = signed_in(&world, "nora@example.org").await;
        let page = "/account/password";
        nora.fill(page, page, "current=three+words+apart&password=other+words+entirely").await.expect(303);
        assert_eq!(subjects(&world).await, ["Your password was changed"]);
    }
    async fn passwords_that_others_would_guess_are_refused_whatever_they_are_made_of(world) {
        member(&world, "nora.newton@example.org").await;
        let mut nora = signed_in(&world, "nora.newton@example.org").await;
        let page = "/account/password";
        for guessable in ["aaaaaaaaaaaaaaaa", "123456789012", "qwertyuiop[]", "Password1234!", "nora.newton1", "Trefoil12345"] {
            let refused = nora.fill(page, page, &format!("current=three+words+apart&password={guessable}")).await.expect(422);
            assert!(refused.shows("others would guess this one"), "{guessable}: {}", refused.text);
        }
        for good in ["correct donkey hat", "ägypten möchte grün", &"long ".repeat(39)] {
            let fields = format!("current=three+words+apart&password={}", good.replace(' ', "+"));
            let answer = nora.fill(page, page, &fields).await;
            assert_eq!(answer.status.as_u16(), if good.starts_with("long") { 422 } else { 303 }, "{good}: {}", answer.text);
            if answer.status.as_u16() == 303 {
                nora.sign_in("nora.newton@example.org", &good.replace(' ', "+")).await.expect(303);
                nora.fill(page, page, &format!("current={}&password=three+words+apart", good.replace(' ', "+"))).await.expect(303);
                nora.sign_in("nora.newton@example.org", PASSWORD).await.expect(303);
            }
        }
    }
    async fn password_managers_are_told_which_password_is_new(world) {
        member(&world, "nora@example.org").await;
        let sign_in = world.get("/sign-in").await.expect(200);
        assert!(sign_in.shows("autocomplete=\"username\"") && sign_in.shows("autocomplete=\"current-password\""));
        let mut nora = signed_in(&world, "nora@example.org").await;
        let change = nora.get("/account/password").await.expect(200);
        assert!(change.shows("autocomplete=\"current-password\"") && change.shows("autocomplete=\"new-password\""));
    }
}
