//! Passkeys: added, used to sign in and to prove who somebody is, removed; and every wrong answer to a challenge.
use crate::{
    on_both,
    people::{PASSWORD, member},
    support::{authenticator::Device, stranger::Stranger, *},
};
use axum::{
    body::Body,
    http::{Request, header},
};
use domain::ids::PersonId;
use serde_json::{Value, json};
use server::people::passkeys::party;

const EMAIL: &str = "nora@example.org";
const HERE: &str = "http://localhost:8080";
const LIST: &str = "/account/passkeys";
const NEW: &str = "/account/passkeys/new";
const PROOF: &str = "/account/proof";

/// The same world at an address where passkeys work.
fn at_home(world: &World, needing: &[&str]) -> World {
    world.reached_at(HERE, needing)
}

fn encoded(answer: &Value) -> String {
    form_urlencoded::byte_serialize(answer.to_string().as_bytes()).collect()
}

/// Somebody's browser, signed in with the password.
async fn signed_in(world: &World) -> Stranger<'_> {
    let mut browser = Stranger::new(world);
    browser.sign_in(EMAIL, PASSWORD).await.expect(303);
    browser
}

/// Adds a passkey as the page says.
async fn adds(browser: &mut Stranger<'_>, device: &mut Device, name: &str) -> Answer {
    let asked = browser.fill(NEW, "/account/passkeys/challenge", "").await.expect(200).json();
    let made = device.makes(&asked);
    browser.fill(NEW, NEW, &format!("name={name}&credential={}", encoded(&made))).await
}

/// Somebody with a passkey: their browser, signed in, and their device.
async fn with_passkey(world: &World) -> (Stranger<'_>, Device) {
    let (mut nora, mut device) = (signed_in(world).await, Device::new());
    assert_eq!(adds(&mut nora, &mut device, "My+phone").await.expect(303).path(), LIST);
    (nora, device)
}

/// What a browser on the sign-in page is asked.
async fn asked(browser: &mut Stranger<'_>) -> Value {
    browser.fill("/sign-in", "/sign-in/passkey/challenge", "").await.expect(200).json()
}

async fn says(browser: &mut Stranger<'_>, answer: &Value) -> Answer {
    browser.fill("/sign-in", "/sign-in/passkey", &format!("_next=/account&credential={}", encoded(answer))).await
}

/// Signs in with a passkey.
async fn enters(browser: &mut Stranger<'_>, device: &mut Device) -> Answer {
    let asked = asked(browser).await;
    says(browser, &device.answers(&asked)).await
}

/// Every passkey as it is kept.
async fn kept(world: &World) -> Vec<String> {
    let mut tx = world.app.db.read().await.unwrap();
    let rows = db::sql!("SELECT person, name, body FROM passkey ORDER BY made_at").all(&mut tx).await.unwrap();
    let all = |row: &db::Row| ["person", "name", "body"].map(|column| row.get::<String>(column).unwrap()).join(" ");
    rows.iter().map(all).collect()
}

async fn id(world: &World, email: &str) -> PersonId {
    server::people::store::by_email(&mut world.app.db.read().await.unwrap(), email).await.unwrap().unwrap().id
}

/// Where the only passkey on the page is removed.
async fn removal(browser: &mut Stranger<'_>) -> String {
    let page = browser.get(LIST).await.expect(200).text;
    let after = page.split("href=\"/account/passkeys/").find(|part| part.contains("/removal\"")).expect(&page);
    format!("{LIST}/{}", after.split('"').next().unwrap())
}

/// Somebody else with a passkey of their own.
async fn someone_else(world: &World) -> Device {
    let other = world.person("Otto Other", &[]).await;
    world.set_password(&other, PASSWORD).await;
    let account = server::people::store::account(&mut world.app.db.read().await.unwrap(), other.id).await.unwrap();
    let (mut browser, mut device) = (Stranger::new(world), Device::new());
    browser.sign_in(&account.unwrap().email, PASSWORD).await.expect(303);
    adds(&mut browser, &mut device, "Otto").await.expect(303);
    device
}

#[test]
fn passkeys_work_where_browsers_take_the_address_for_a_name() {
    let origin = |url: &str| party(url, "Trefoil").map(|party| party.origin);
    assert_eq!(origin("https://trefoil.example.nhs.uk/path").as_deref(), Some("https://trefoil.example.nhs.uk"));
    assert_eq!(origin("http://127.0.0.1:8080").as_deref(), Some("http://localhost:8080"));
    assert_eq!(origin("http://[::1]:9").as_deref(), Some("http://localhost:9"));
    assert_eq!(origin("http://localhost:8080").as_deref(), Some("http://localhost:8080"));
    for nowhere in ["http://trefoil.test", "https://192.0.2.7", "http://192.0.2.7:8080", "https://[2001:db8::1]", "no"]
    {
        assert_eq!(origin(nowhere), None, "{nowhere}");
    }
}

on_both! {
    async fn a_passkey_is_added_listed_and_told_by_mail(world) {
        member(&world, EMAIL).await;
        let home = at_home(&world, &[]);
        let (mut nora, _) = with_passkey(&home).await;
        let page = browser::words(&nora.get(LIST).await.expect(200).text);
        assert!(page.contains("My phone") && page.contains("Not used yet") && page.contains("Remove"), "{page}");
        assert!(home.events().await.ends_with(&["person.passkey_added".into()]));
        home.run_jobs().await;
        assert!(home.mails().await.iter().any(|(_, subject)| subject == "A passkey was added to your account"));
    }
    async fn it_opens_the_account_without_password_or_code_and_leads_on(world) {
        member(&world, EMAIL).await;
        let home = at_home(&world, &[]);
        let (mut nora, mut device) = with_passkey(&home).await;
        let mut browser = Stranger::new(&home);
        assert!(browser.get("/sign-in").await.expect(200).shows("Sign in with a passkey"));
        assert_eq!(enters(&mut browser, &mut device).await.path(), "/account");
        assert!(browser.get("/account").await.expect(200).shows("Nora New"));
        assert!(browser::words(&browser.get("/account/sessions").await.expect(200).text).contains("Passkey"));
        assert!(!nora.get(LIST).await.expect(200).shows("Not used yet"));
        assert_eq!(enters(&mut Stranger::new(&home), &mut device).await.path(), "/account");
    }
    async fn every_wrong_answer_is_refused_with_its_reason_and_changes_nothing(world) {
        member(&world, EMAIL).await;
        let home = at_home(&world, &[]);
        let (_, mut device) = with_passkey(&home).await;
        enters(&mut Stranger::new(&home), &mut device).await.expect(303);
        let (before, events) = (kept(&home).await, home.events().await);
        let mut stranger = Device::new();
        stranger.handle = device.handle.clone();
        let mut renamed = device.clone();
        renamed.handle = vec![7; 16];
        let (mut elsewhere, mut other_name, mut other_port) = (device.clone(), device.clone(), device.clone());
        elsewhere.origin = "https://localhost.example".into();
        other_port.origin = "http://localhost:9".into();
        other_name.name = "localhost.example".into();
        let (mut careless, mut copied) = (device.clone(), device.clone());
        careless.checks = false;
        copied.counter = 0;
        for (mut device, said) in [
            (stranger, "opens no account here"),
            (renamed, "opens no account here"),
            (elsewhere, "at another address than http://localhost:8080"),
            (other_port, "at another address than http://localhost:8080"),
            (other_name, "at another address than http://localhost:8080"),
            (careless, "did not check that it is you"),
            (copied, "seems to be a copy"),
        ] {
            let mut browser = Stranger::new(&home);
            let refused = enters(&mut browser, &mut device).await.expect(422);
            assert!(refused.shows(said), "{said}\n{}", browser::words(&refused.text));
            assert!(browser.get("/account").await.location.starts_with("/sign-in"), "{said}");
        }
        assert_eq!((kept(&home).await, home.events().await), (before, events));
        enters(&mut Stranger::new(&home), &mut device).await.expect(303);
    }
    async fn an_answer_that_was_tampered_with_is_refused(world) {
        member(&world, EMAIL).await;
        let home = at_home(&world, &[]);
        let (_, mut device) = with_passkey(&home).await;
        let before = kept(&home).await;
        for (part, with) in [
            ("signature", json!("MEUCIQ")),
            ("authenticatorData", json!("AAAA")),
            ("clientDataJSON", json!("e30")),
            ("signature", Value::Null),
        ] {
            let mut browser = Stranger::new(&home);
            let mut answer = device.answers(&asked(&mut browser).await);
            answer["response"][part] = with;
            let refused = says(&mut browser, &answer).await.expect(422);
            assert!(refused.shows("was not accepted") || refused.shows("could not be read"), "{}", refused.text);
        }
        let mut browser = Stranger::new(&home);
        let asked = asked(&mut browser).await;
        let (mut answer, other) = (device.answers(&asked), device.clone().answers(&asked));
        answer["response"]["signature"] = other["response"]["signature"].clone();
        assert!(says(&mut browser, &answer).await.expect(422).shows("was not accepted"));
        for nonsense in ["", "{", "[]", "null", "{\"id\":7}", "\u{0}", "%FF"] {
            let mut browser = Stranger::new(&home);
            self::asked(&mut browser).await;
            let body = format!("credential={}", form_urlencoded::byte_serialize(nonsense.as_bytes()).collect::<String>());
            let refused = browser.fill("/sign-in", "/sign-in/passkey", &body).await;
            assert!([400, 422].contains(&refused.status.as_u16()), "{nonsense}: {}", refused.status);
        }
        assert_eq!(kept(&home).await, before);
    }
    async fn a_challenge_is_answered_once_in_time_by_the_browser_that_was_given_it(world) {
        member(&world, EMAIL).await;
        let home = at_home(&world, &[]);
        let (mut nora, mut device) = with_passkey(&home).await;
        let mut browser = Stranger::new(&home);
        let first = asked(&mut browser).await;
        let answer = device.answers(&first);
        assert!(says(&mut Stranger::new(&home), &answer).await.expect(422).shows("answered already"));
        let visitor = browser.cookies.clone();
        says(&mut browser, &answer).await.expect(303);
        let mut again = Stranger::new(&home);
        again.cookies = visitor;
        assert!(says(&mut again, &answer).await.expect(422).shows("answered already"));
        let late = asked(&mut again).await;
        home.app.clock.forward(300);
        assert!(says(&mut again, &device.answers(&late)).await.expect(422).shows("too long ago"));
        asked(&mut again).await;
        assert!(says(&mut again, &device.answers(&late)).await.expect(422).shows("was not accepted"));
        home.app.clock.forward(900);
        let proof = nora.fill(PROOF, "/account/proof/passkey/challenge", "").await.expect(200).json();
        assert!(says(&mut again, &device.answers(&proof)).await.expect(422).shows("answered already"));
    }
    async fn no_answer_but_the_right_one_adds_a_passkey_and_none_is_added_twice(world) {
        member(&world, EMAIL).await;
        let home = at_home(&world, &[]);
        let (mut nora, mut device) = with_passkey(&home).await;
        let before = kept(&home).await;
        let asked = nora.fill(NEW, "/account/passkeys/challenge", "").await.expect(200).json();
        assert_eq!(asked["excludeCredentials"][0]["id"].as_str().unwrap().len(), 22);
        assert_eq!(asked["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(asked["authenticatorSelection"]["userVerification"], "required");
        let again = nora.fill(NEW, NEW, &format!("name=Twice&credential={}", encoded(&device.makes(&asked)))).await.expect(422);
        assert!(again.shows("in use already") && again.shows("value=\"Twice\""), "{}", again.text);
        let mut other = Stranger::new(&home);
        let account = home.person("Otto Other", &[]).await;
        home.set_password(&account, PASSWORD).await;
        let account = server::people::store::account(&mut home.app.db.read().await.unwrap(), account.id).await.unwrap();
        other.sign_in(&account.unwrap().email, PASSWORD).await.expect(303);
        assert!(adds(&mut other, &mut device.clone(), "X").await.expect(422).shows("in use already"));
        let (mut elsewhere, mut careless) = (Device::new(), Device::new());
        elsewhere.origin = "https://evil.example".into();
        careless.checks = false;
        assert!(adds(&mut nora, &mut elsewhere, "X").await.expect(422).shows("at another address"));
        assert!(adds(&mut nora, &mut careless, "X").await.expect(422).shows("did not check"));
        assert!(nora.fill(NEW, NEW, "name=X&credential=").await.expect(422).shows("JavaScript"));
        assert!(nora.fill(NEW, NEW, "name=X&credential={}").await.expect(422).shows("answered already"));
        nora.fill(NEW, "/account/passkeys/challenge", "").await.expect(200);
        assert!(nora.fill(NEW, NEW, "name=X&credential={}").await.expect(422).shows("could not be read"));
        let unnamed = adds(&mut nora, &mut Device::new(), "").await.expect(422);
        assert!(browser::words(&unnamed.text).contains("There is a problem"), "{}", unnamed.text);
        assert_eq!(kept(&home).await, before);
    }
    async fn proof_is_given_by_ones_own_passkey(world) {
        member(&world, EMAIL).await;
        let home = at_home(&world, &[]);
        let (mut nora, mut device) = with_passkey(&home).await;
        let mut other = someone_else(&home).await;
        home.app.clock.forward(15 * 60);
        let removal = removal(&mut nora).await;
        assert_eq!(nora.get(&removal).await.path(), PROOF);
        let page = format!("{PROOF}?next={removal}");
        let shown = nora.get(&page).await.expect(200);
        assert!(shown.shows("Use a passkey") && shown.shows("type=\"password\""), "{}", shown.text);
        for (device, status) in [(&mut other, 422), (&mut device, 303)] {
            let asked = nora.fill(&page, "/account/proof/passkey/challenge", "").await.expect(200).json();
            assert_eq!(asked["allowCredentials"].as_array().unwrap().len(), 1);
            let fields = format!("_next={removal}&credential={}", encoded(&device.answers(&asked)));
            let answer = nora.fill(&page, "/account/proof/passkey", &fields).await.expect(status);
            match status {
                422 => assert!(answer.shows("belongs to another account")),
                _ => assert_eq!(answer.path(), removal),
            }
        }
        nora.fill(&removal, &removal, "").await.expect(303);
        assert!(nora.get(LIST).await.expect(200).shows("You have no passkeys"));
        assert!(home.events().await.ends_with(&["person.passkey_removed".into()]));
        assert!(enters(&mut Stranger::new(&home), &mut device).await.expect(422).shows("opens no account here"));
        home.run_jobs().await;
        assert!(home.mails().await.iter().any(|(_, subject)| subject == "A passkey of your account was removed"));
    }
    async fn nobody_removes_or_adds_without_fresh_proof_or_for_somebody_else(world) {
        member(&world, EMAIL).await;
        let home = at_home(&world, &[]);
        let (mut nora, _) = with_passkey(&home).await;
        let removal = removal(&mut nora).await;
        let other = home.person("Otto Other", &[]).await;
        home.get_as(&other, &removal).await.expect(404);
        home.post_as(&other, &removal, "").await.expect(404);
        home.app.clock.forward(15 * 60);
        assert_eq!(nora.fill(LIST, &removal, "").await.path(), PROOF);
        assert_eq!(nora.get(NEW).await.path(), PROOF);
        assert_eq!(nora.fill(LIST, "/account/passkeys/challenge", "").await.path(), PROOF);
        assert_eq!(nora.fill(LIST, NEW, "name=X&credential={}").await.path(), PROOF);
        let request = Request::get(LIST).header(header::AUTHORIZATION, other.bearer()).body(Body::empty()).unwrap();
        home.send(request).await.expect(404);
        assert!(Stranger::new(&home).get(LIST).await.location.starts_with("/sign-in"));
        assert_eq!(kept(&home).await.len(), 1);
    }
    async fn whose_roles_need_a_second_step_has_it_with_a_passkey_and_then_no_password_is_enough(world) {
        let olu = world.operator("Olu Operator").await;
        world.set_password(&olu, PASSWORD).await;
        let account = server::people::store::account(&mut world.app.db.read().await.unwrap(), olu.id).await.unwrap().unwrap();
        let strict = at_home(&world, &["operator"]);
        let (mut browser, mut device) = (Stranger::new(&strict), Device::new());
        browser.sign_in(&account.email, PASSWORD).await.expect(303);
        let led = browser.get("/people").await.location;
        assert!(browser.get(&led).await.expect(200).shows("Or add a passkey"));
        adds(&mut browser, &mut device, "Key").await.expect(303);
        browser.get("/people").await.expect(200);
        strict.read(&olu, "/organisations").await.expect(200);
        let mut thief = Stranger::new(&strict);
        let refused = thief.sign_in(&account.email, PASSWORD).await.expect(422);
        assert!(refused.shows("a passkey is yours: use it"), "{}", refused.text);
        assert!(thief.get("/account").await.location.starts_with("/sign-in"));
        let removal = removal(&mut browser).await;
        let kept = browser.fill(&removal, &removal, "").await.expect(422);
        assert!(kept.shows("this is the last one you have"), "{}", kept.text);
        strict.app.clock.forward(15 * 60);
        let proof = browser.get(&format!("{PROOF}?next=/people")).await.expect(200);
        assert!(proof.shows("Use a passkey") && !proof.shows("type=\"password\""), "{}", proof.text);
        let guess = browser.fill(PROOF, PROOF, "password=three+words+apart").await.expect(422);
        assert!(guess.shows("use it"), "{}", guess.text);
        let mut fresh = Stranger::new(&strict);
        enters(&mut fresh, &mut device).await.expect(303);
        fresh.get("/people").await.expect(200);
    }
    async fn whoever_lost_it_asks_an_operator(world) {
        let nora = member(&world, EMAIL).await;
        let home = at_home(&world, &[]);
        let (_, mut device) = with_passkey(&home).await;
        let operator = home.operator("Ola Operator").await;
        let reset = format!("/people/{nora}/second-factor");
        assert!(home.get_as(&operator, &format!("/people/{nora}")).await.expect(200).shows(&reset));
        home.post_as(&operator, &reset, "").await.expect(303);
        assert!(home.events().await.ends_with(&["person.passkey_removed".into()]));
        assert!(enters(&mut Stranger::new(&home), &mut device).await.expect(422).shows("opens no account here"));
        home.post_as(&operator, &reset, "").await.expect(422);
    }
    async fn an_account_that_ended_is_opened_by_none(world) {
        let nora = member(&world, EMAIL).await;
        let home = at_home(&world, &[]);
        let (_, mut device) = with_passkey(&home).await;
        let mut before = Stranger::new(&home);
        let asked = asked(&mut before).await;
        let operator = home.operator("Ola Operator").await;
        let version = home.get_as(&operator, &format!("/people/{nora}/departure")).await.expect(200);
        let version = stranger::hidden(&version.text, "_version");
        home.post_as(&operator, &format!("/people/{nora}/departure"), &format!("_version={version}")).await.expect(303);
        assert!(says(&mut before, &device.answers(&asked)).await.expect(422).shows("opens no account here"));
        assert!(kept(&home).await.is_empty());
    }
    async fn passkeys_go_on_with_the_account_that_goes_on(world) {
        let nora = member(&world, EMAIL).await;
        let home = at_home(&world, &[]);
        let (_, mut device) = with_passkey(&home).await;
        let (operator, new) = (home.operator("Ola Operator").await, home.person("Nora New", &[]).await);
        let account = server::people::store::account(&mut home.app.db.read().await.unwrap(), new.id).await.unwrap().unwrap();
        let page = format!("/people/{nora}/merge");
        let version = stranger::hidden(&home.get_as(&operator, &page).await.expect(200).text, "_version");
        home.post_as(&operator, &page, &format!("_version={version}&email={}", account.email)).await.expect(303);
        let mut browser = Stranger::new(&home);
        enters(&mut browser, &mut device).await.expect(303);
        assert!(browser.get("/account").await.expect(200).shows(&account.email));
        assert_eq!(id(&home, &account.email).await, new.id);
    }
    async fn where_no_passkey_works_the_pages_say_so(world) {
        member(&world, EMAIL).await;
        let mut nora = signed_in(&world).await;
        let page = nora.get(LIST).await.expect(200);
        assert!(page.shows("Passkeys do not work at this service’s address") && !page.shows(NEW));
        nora.get(NEW).await.expect(404);
        nora.fill("/account", "/account/passkeys/challenge", "").await.expect(404);
        let mut browser = Stranger::new(&world);
        assert!(!browser.get("/sign-in").await.expect(200).shows("passkey"));
        browser.fill("/sign-in", "/sign-in/passkey/challenge", "").await.expect(404);
    }
    async fn who_asks_for_challenge_after_challenge_is_slowed_down(world) {
        let home = at_home(&world, &[]);
        let mut browser = Stranger::new(&home);
        for _ in 0..5 {
            asked(&mut browser).await;
        }
        browser.fill("/sign-in", "/sign-in/passkey/challenge", "").await.expect(429);
        let forged = Request::post("/sign-in/passkey/challenge").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        home.send(forged.body(Body::empty()).unwrap()).await.expect(403);
        home.app.clock.forward(900);
        asked(&mut browser).await;
        let mut tx = home.app.db.read().await.unwrap();
        let row = db::sql!("SELECT COUNT(*) AS many FROM passkey_challenge").one(&mut tx).await.unwrap();
        assert_eq!(row.get::<i64>("many").unwrap(), 1);
    }
}
