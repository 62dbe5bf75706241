//! The second step at sign-in: codes of an app, recovery codes, and the roles that need one.
use crate::{
    on_both,
    people::{PASSWORD, member},
    support::{
        stranger::{Stranger, hidden},
        *,
    },
};
use totp_rs::{Builder, Secret};

const EMAIL: &str = "nora@example.org";
const PAGE: &str = "/account/second-factor";
const CODE: &str = "/sign-in/code";

/// The code that an app shows now.
fn code(world: &World, secret: &str) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let totp = Builder::new().with_secret(secret).with_account_name("x").build().unwrap();
    totp.generate(world.now().0.as_second() as u64).to_string()
}

/// Somebody with a second factor, signed in: their browser, its secret, and the recovery codes.
async fn with_factor(world: &World) -> (Stranger<'_>, String, Vec<String>) {
    member(world, EMAIL).await;
    let mut nora = Stranger::new(world);
    nora.sign_in(EMAIL, PASSWORD).await.expect(303);
    let (secret, codes) = sets_up(world, &mut nora).await;
    (nora, secret, codes)
}

/// Sets the second factor up as the page says.
async fn sets_up(world: &World, nora: &mut Stranger<'_>) -> (String, Vec<String>) {
    let secret = hidden(&nora.get(PAGE).await.expect(200).text, "secret");
    let shown = nora.fill(PAGE, PAGE, &format!("secret={secret}&code={}", code(world, &secret))).await.expect(200);
    let codes =
        shown.text.split("<code class=\"app-secret\">").skip(1).map(|rest| rest.split('<').next().unwrap().to_string());
    let codes: Vec<String> = codes.collect();
    assert_eq!(codes.len(), 10, "{}", shown.text);
    world.app.clock.forward(30);
    (secret, codes)
}

/// A browser at the second step.
async fn at_second_step(world: &World) -> Stranger<'_> {
    let mut browser = Stranger::new(world);
    assert_eq!(browser.sign_in(EMAIL, PASSWORD).await.path(), CODE);
    browser
}

/// Types a code at the second step.
async fn types(browser: &mut Stranger<'_>, code: &str) -> Answer {
    browser.fill(CODE, CODE, &format!("code={code}")).await
}

on_both! {
    async fn the_password_alone_opens_nothing_any_more(world) {
        let (_, secret, _) = with_factor(&world).await;
        let mut browser = at_second_step(&world).await;
        assert!(browser.get("/account").await.location.starts_with("/sign-in"));
        let wrong = types(&mut browser, "000000").await.expect(422);
        assert!(wrong.shows("This code is not right") && !wrong.shows(&secret));
        let now = code(&world, &secret);
        assert_eq!(types(&mut browser, &format!("{}+{}", &now[..3], &now[3..])).await.path(), "/work");
        assert!(browser.get("/account/sessions").await.expect(200).shows("Password and code"));
    }
    async fn no_code_works_twice_in_its_window(world) {
        let (_, secret, _) = with_factor(&world).await;
        let now = code(&world, &secret);
        types(&mut at_second_step(&world).await, &now).await.expect(303);
        types(&mut at_second_step(&world).await, &now).await.expect(422);
        world.app.clock.forward(30);
        types(&mut at_second_step(&world).await, &now).await.expect(422);
        types(&mut at_second_step(&world).await, &code(&world, &secret)).await.expect(303);
    }
    async fn of_two_who_use_the_same_code_at_once_one_is_in(world) {
        let (_, secret, _) = with_factor(&world).await;
        let (mut one, mut two) = (at_second_step(&world).await, at_second_step(&world).await);
        let now = code(&world, &secret);
        let (one, two) = tokio::join!(types(&mut one, &now), types(&mut two, &now));
        let inside = [one, two].into_iter().filter(|answer| answer.location == "/work").count();
        assert_eq!(inside, 1);
    }
    async fn a_recovery_code_works_once_and_its_person_is_told(world) {
        let (mut nora, _, codes) = with_factor(&world).await;
        types(&mut at_second_step(&world).await, &codes[3].to_uppercase().replace('-', "+")).await.expect(303);
        types(&mut at_second_step(&world).await, &codes[3]).await.expect(422);
        assert!(browser::words(&nora.get(PAGE).await.expect(200).text).contains("Recovery codes left 9"));
        assert!(world.events().await.ends_with(&["person.second_factor_set".into(), "person.recovery_code_used".into()]));
        world.run_jobs().await;
        let subjects: Vec<String> = world.mails().await.into_iter().map(|(_, subject)| subject).collect();
        assert!(subjects.contains(&"A recovery code of your account was used".into()), "{subjects:?}");
    }
    async fn new_recovery_codes_end_those_before(world) {
        let (mut nora, _, codes) = with_factor(&world).await;
        let shown = nora.fill("/account/second-factor/codes", "/account/second-factor/codes", "").await.expect(200);
        assert!(!shown.shows(&codes[0]));
        types(&mut at_second_step(&world).await, &codes[0]).await.expect(422);
        let fresh = shown.text.split("<code class=\"app-secret\">").nth(1).unwrap().split('<').next().unwrap();
        types(&mut at_second_step(&world).await, fresh).await.expect(303);
    }
    async fn guessing_codes_is_slowed_down_wherever_it_comes_from_and_keeps_the_owner_in(world) {
        let (mut nora, secret, _) = with_factor(&world).await;
        nora.fill("/account", "/sign-out", "").await.expect(303);
        for _ in 0..5 {
            types(&mut at_second_step(&world).await, "000000").await.expect(422);
        }
        types(&mut at_second_step(&world).await, &code(&world, &secret)).await.expect(429);
        assert_eq!(nora.sign_in(EMAIL, PASSWORD).await.path(), CODE);
        types(&mut nora, &code(&world, &secret)).await.expect(303);
    }
    async fn the_second_step_waits_ten_minutes_and_leads_on_to_what_was_asked_for(world) {
        let (_, secret, _) = with_factor(&world).await;
        let mut browser = Stranger::new(&world);
        let fields = format!("email={EMAIL}&password=three+words+apart&_next=/account/tokens");
        browser.fill("/sign-in", "/sign-in", &fields).await.expect(303);
        world.app.clock.forward(600);
        assert_eq!(browser.get(CODE).await.location, "/sign-in");
        browser.fill("/sign-in", "/sign-in", &fields).await.expect(303);
        assert_eq!(types(&mut browser, &code(&world, &secret)).await.path(), "/account/tokens");
        assert_eq!(Stranger::new(&world).get(CODE).await.location, "/sign-in");
    }
    async fn sessions_that_began_without_it_end_when_it_is_set_up(world) {
        member(&world, EMAIL).await;
        let (mut here, mut there) = (Stranger::new(&world), Stranger::new(&world));
        here.sign_in(EMAIL, PASSWORD).await.expect(303);
        there.sign_in(EMAIL, PASSWORD).await.expect(303);
        sets_up(&world, &mut here).await;
        here.get("/account").await.expect(200);
        assert!(there.get("/account").await.location.starts_with("/sign-in"));
    }
    async fn a_wrong_code_sets_nothing_up_and_keeps_the_key(world) {
        member(&world, EMAIL).await;
        let mut nora = Stranger::new(&world);
        nora.sign_in(EMAIL, PASSWORD).await.expect(303);
        let page = nora.get(PAGE).await.expect(200);
        assert!(page.shows("otpauth://totp/Trefoil:nora%40example.org") && page.shows("<svg"), "{}", page.text);
        let secret = hidden(&page.text, "secret");
        let wrong = nora.fill(PAGE, PAGE, &format!("secret={secret}&code=000000")).await.expect(422);
        assert_eq!(hidden(&wrong.text, "secret"), secret);
        assert_eq!(nora.fill(PAGE, PAGE, "secret=AAAA&code=000000").await.path(), PAGE);
        Stranger::new(&world).sign_in(EMAIL, PASSWORD).await.expect(303);
    }
    async fn the_secret_and_the_codes_are_shown_once_and_stand_in_no_record(world) {
        let (mut nora, secret, codes) = with_factor(&world).await;
        let page = nora.get(PAGE).await.expect(200);
        assert!(!page.shows(&secret[..8]) && !page.shows(&codes[0]));
        let mut tx = world.app.db.read().await.unwrap();
        let rows = db::sql!("SELECT what, state FROM event").all(&mut tx).await.unwrap();
        let told = |row: &db::Row| format!("{}{}", row.get::<String>("what").unwrap(), row.get::<String>("state").unwrap());
        assert!(rows.iter().map(told).all(|text| !text.contains(&secret) && !text.contains(&codes[0])));
        let row = db::sql!("SELECT secret FROM second_factor").one(&mut tx).await.unwrap();
        let kept = row.get::<String>("secret").unwrap();
        assert!(kept.starts_with(&world.app.keys.mark()) && !kept.contains(&secret), "{kept}");
        let kept = db::sql!("SELECT hash FROM recovery_code").all(&mut tx).await.unwrap();
        assert!(kept.len() == 10 && kept.iter().all(|row| row.get::<String>("hash").unwrap().len() == 64));
    }
    async fn it_is_turned_off_only_with_fresh_proof(world) {
        let (mut nora, secret, _) = with_factor(&world).await;
        world.app.clock.forward(15 * 60);
        let removal = "/account/second-factor/removal";
        assert_eq!(nora.fill("/account", removal, "").await.path(), "/account/proof");
        let asked = nora.get(&format!("/account/proof?next={removal}")).await.expect(200);
        assert!(asked.shows("a code from your authenticator app") && !asked.shows("type=\"password\""));
        let proof = format!("code={}&_next={removal}", code(&world, &secret));
        assert_eq!(nora.fill("/account/proof", "/account/proof", &proof).await.path(), removal);
        nora.fill(removal, removal, "").await.expect(303);
        assert_eq!(Stranger::new(&world).sign_in(EMAIL, PASSWORD).await.path(), "/work");
        assert!(world.events().await.ends_with(&["person.second_factor_removed".into()]));
    }
    async fn an_operator_takes_it_away_from_somebody_who_lost_everything(world) {
        let (mut nora, _, codes) = with_factor(&world).await;
        let id = server::people::store::by_email(&mut world.app.db.read().await.unwrap(), EMAIL).await.unwrap().unwrap().id;
        let operator = world.operator("Ola Operator").await;
        let page = format!("/people/{id}");
        let reset = format!("{page}/second-factor");
        assert!(world.get_as(&operator, &page).await.expect(200).shows(&format!("href=\"{reset}\"")));
        nora.fill("/account", &reset, "").await.expect(403);
        world.post_as(&operator, &format!("/people/{}/second-factor", operator.id), "").await.expect(422);
        world.post_as(&operator, &reset, "").await.expect(303);
        assert!(nora.get("/account").await.location.starts_with("/sign-in"));
        assert_eq!(Stranger::new(&world).sign_in(EMAIL, PASSWORD).await.path(), "/work");
        world.run_jobs().await;
        assert!(world.mails().await.iter().any(|(_, subject)| subject == "The second step of your account was turned off"));
        assert!(world.post_as(&operator, &reset, "").await.expect(422).shows("no second step"));
        assert_eq!(codes.len(), 10);
    }
    async fn a_token_does_not_touch_the_second_factor(world) {
        let nora = world.person("Nora New", &[]).await;
        let request = axum::http::Request::get(PAGE).header("authorization", nora.bearer());
        world.send(request.body(axum::body::Body::empty()).unwrap()).await.expect(404);
    }
    async fn people_of_a_role_that_needs_it_set_it_up_before_they_go_on(world) {
        let (operator, nora) = (world.operator("Olu Operator").await, world.person("Nora New", &[]).await);
        let strict = world.requiring(&["operator"]);
        strict.get_as(&nora, "/account").await.expect(200);
        let led = strict.get_as(&operator, "/people").await;
        assert_eq!(led.location, "/account/second-factor?next=%2Fpeople");
        assert_eq!(strict.post_as(&operator, "/people/new", "name=X&email=x@example.org").await.path(), PAGE);
        assert_eq!(strict.read(&operator, "/organisations").await.expect(403).codes(), ["second_factor_first"]);
        let page = strict.get_as(&operator, &led.location).await.expect(200);
        assert!(page.shows("Your roles need a second step"), "{}", page.text);
        let secret = hidden(&page.text, "secret");
        let form = format!("secret={secret}&_next=/people&code={}", code(&strict, &secret));
        assert!(strict.post_as(&operator, PAGE, &form).await.expect(200).shows("href=\"/people\""));
        strict.get_as(&operator, "/people").await.expect(200);
        strict.read(&operator, "/organisations").await.expect(200);
        let kept = strict.post_as(&operator, "/account/second-factor/removal", "").await.expect(422);
        assert!(kept.shows("it cannot be turned off"));
    }
}
