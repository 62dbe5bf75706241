//! Accounts: invitations, sign-in, passwords, sessions, tokens, duties, leaving.
use crate::{
    on_both,
    support::{
        stranger::{Stranger, hidden},
        *,
    },
};
use axum::{
    body::Body,
    http::{Request, header},
};
use domain::{
    actor::Duty,
    ids::{OrganisationId, PersonId},
    organisation::Kind,
};

/// The password of everybody here.
pub const PASSWORD: &str = "three words apart";

/// The path of the link in the newest mail.
async fn link(world: &World) -> String {
    world.run_jobs().await;
    let mut tx = world.app.db.read().await.unwrap();
    let mail = server::mail::outbox(&mut tx, None).await.unwrap().remove(0);
    let link = mail.body.lines().find(|line| line.starts_with("http://trefoil.test/")).unwrap();
    link.trim_start_matches("http://trefoil.test").to_string()
}

/// Somebody who was invited by an operator and has accepted.
pub async fn member(world: &World, email: &str) -> PersonId {
    let operator = world.operator("Olu Operator").await;
    world.post_as(&operator, "/people/new", &format!("name=Nora+New&email={email}")).await.expect(303);
    let link = link(world).await;
    let accepted = Stranger::new(world).fill(&link, &link, "name=Nora+New&password=three+words+apart").await;
    assert_eq!(accepted.path(), "/sign-in");
    let mut tx = world.app.db.read().await.unwrap();
    server::people::store::by_email(&mut tx, email).await.unwrap().unwrap().id
}

/// How many forms are parked, and how many are kept for their people.
async fn kept(world: &World) -> (i64, i64) {
    let mut tx = world.app.db.read().await.unwrap();
    let query = db::sql!("SELECT (SELECT COUNT(*) FROM parked) AS parked, (SELECT COUNT(*) FROM typed) AS typed");
    let row = query.one(&mut tx).await.unwrap();
    (row.get("parked").unwrap(), row.get("typed").unwrap())
}

on_both! {
    async fn an_invitation_leads_to_an_account(world) {
        member(&world, "nora@example.org").await;
        let mut browser = Stranger::new(&world);
        assert_eq!(browser.sign_in("Nora@Example.org", PASSWORD).await.path(), "/work");
        assert!(browser.get("/account").await.expect(200).shows("Nora New"));
        assert!(world.events().await.ends_with(&["person.invited".into(), "person.joined".into()]));
    }
    async fn opening_an_invitation_changes_nothing_and_it_works_once(world) {
        let operator = world.operator("Olu Operator").await;
        world.post_as(&operator, "/people/new", "name=Nora+New&email=nora@example.org").await.expect(303);
        let link = link(&world).await;
        for _ in 0..3 {
            world.get(&link).await.expect(200);
        }
        Stranger::new(&world).fill(&link, &link, "name=Nora&password=three+words+apart").await.expect(303);
        let again = world.get(&link).await.expect(422);
        assert!(again.shows("was used or has ended"), "{}", again.text);
    }
    async fn an_invitation_ends_after_a_week_and_can_be_sent_again(world) {
        let operator = world.operator("Olu Operator").await;
        let page = world.post_as(&operator, "/people/new", "name=Nora+New&email=nora@example.org").await.path();
        let first = link(&world).await;
        world.at("2026-11-30T09:00:00Z").await;
        assert!(world.get(&first).await.expect(422).shows("Otherwise ask whoever invited you to send it again"));
        let operator = world.operator("Ola Operator").await;
        world.post_as(&operator, &format!("{page}/invitation"), "").await.expect(303);
        let second = link(&world).await;
        assert_ne!(first, second);
        world.get(&second).await.expect(200);
    }
    async fn short_passwords_and_taken_addresses_are_refused_at_the_field(world) {
        member(&world, "nora@example.org").await;
        let operator = world.operator("Ola Operator").await;
        let taken = world.post_as(&operator, "/people/new", "name=Nell&email=nora@example.org").await.expect(422);
        assert!(taken.shows("there is an account with this address already"));
        world.post_as(&operator, "/people/new", "name=Nell&email=nell@example.org").await.expect(303);
        let link = link(&world).await;
        let short = Stranger::new(&world).fill(&link, &link, "name=Nell&password=short").await.expect(422);
        assert!(short.shows("use at least 12 characters") && short.shows("Nell"));
    }
    async fn of_two_who_invite_the_same_person_at_once_one_is_told(world) {
        let operator = world.operator("Olu Operator").await;
        let form = "name=Nora+New&email=nora@example.org";
        let (one, two) = tokio::join!(world.post_as(&operator, "/people/new", form), world.post_as(&operator, "/people/new", form));
        let mut statuses = [one.status.as_u16(), two.status.as_u16()];
        statuses.sort();
        assert_eq!(statuses, [303, 422]);
    }
    async fn who_looks_after_a_company_invites_for_it_alone(world) {
        let acme = world.organisation("Acme", Kind::Company).await;
        let other = world.organisation("Other", Kind::Company).await;
        let manager = world.person("Mia Manager", &[(Duty::PartnershipManager, acme)]).await;
        let clinician = world.person("Cleo Clinician", &[(Duty::ClinicalLead, acme)]).await;
        let form = |of: OrganisationId| format!("name=Sam&email=sam@example.org&organisation={of}&duties=signatory");
        world.post_as(&manager, "/people/new", &form(other)).await.expect(403);
        world.post_as(&manager, "/people/new", "name=Sam&email=sam@example.org").await.expect(403);
        world.post_as(&clinician, "/people/new", &form(acme)).await.expect(403);
        let page = world.post_as(&manager, "/people/new", &form(acme)).await.path();
        assert!(world.get_as(&manager, &page).await.expect(200).shows("Signatory"));
        world.get_as(&clinician, &page).await.expect(404);
        assert!(world.get_as(&manager, "/people").await.expect(200).shows("sam@example.org"));
        world.get_as(&clinician, "/people").await.expect(403);
    }
    async fn a_wrong_password_and_an_unknown_address_get_the_same_answer(world) {
        member(&world, "nora@example.org").await;
        let mut browser = Stranger::new(&world);
        let wrong = browser.sign_in("nora@example.org", "three words together").await.expect(422);
        let unknown = browser.sign_in("nobody@example.org", PASSWORD).await.expect(422);
        assert!(wrong.shows("The e-mail address or the password is not right"));
        assert_eq!(wrong.text.replace("nora@", "nobody@"), unknown.text);
    }
    async fn too_many_tries_wait(world) {
        member(&world, "nora@example.org").await;
        let mut browser = Stranger::new(&world);
        for _ in 0..5 {
            browser.sign_in("nora@example.org", "not the password").await.expect(422);
        }
        let refused = browser.sign_in("nora@example.org", PASSWORD).await.expect(429);
        assert_eq!(refused.header("retry-after"), "900");
        world.app.clock.forward(900);
        browser.sign_in("nora@example.org", PASSWORD).await.expect(303);
    }
    async fn signing_in_leads_on_to_pages_of_ours_only(world) {
        member(&world, "nora@example.org").await;
        let to = async |next: &str| {
            let mut browser = Stranger::new(&world);
            let page = browser.get(&format!("/sign-in?next={next}")).await;
            let kept = hidden(&page.text, "_next");
            let fields = format!("email=nora@example.org&password=three+words+apart&_next={kept}");
            browser.fill("/sign-in", "/sign-in", &fields).await.location
        };
        assert_eq!(to("/account").await, "/account");
        for elsewhere in ["https://evil.example", "//evil.example", "/%5Cevil.example", "evil"] {
            assert_eq!(to(elsewhere).await, "/work", "{elsewhere}");
        }
    }
    async fn a_form_that_came_too_late_stands_there_again_after_signing_in(world) {
        let id = member(&world, "nora@example.org").await;
        let mut tx = world.app.db.write().await.unwrap();
        let starts_at = world.now();
        let it = server::people::store::Grant { person: id, kind: "operator", word: "", thing: uuid::Uuid::nil(), starts_at, ends_at: None };
        server::people::store::grant(&mut tx, it).await.unwrap();
        tx.commit().await.unwrap();
        let mut browser = Stranger::new(&world);
        let late = browser.fill("/sign-in", "/organisations/new", "name=Half+typed+Ltd&kinds=company").await;
        let parked = late.location.split("parked=").nth(1).unwrap().to_string();
        assert!(browser.get(&late.location).await.shows("What you typed is kept"));
        let fields = format!("email=nora@example.org&password=three+words+apart&_parked={parked}");
        let signed_in = browser.fill(&late.location, "/sign-in", &fields).await;
        assert_eq!(signed_in.location, "/organisations/new");
        assert!(browser.get("/organisations/new").await.expect(200).shows("Half typed Ltd"));
    }
    async fn a_password_that_came_too_late_is_kept_nowhere(world) {
        let mut browser = Stranger::new(&world);
        let late = browser.fill("/sign-in", "/account/password", "current=canary+yellow&password=canary+green").await;
        assert!(late.location.starts_with("/sign-in?parked="), "{}", late.location);
        let mut tx = world.app.db.read().await.unwrap();
        let parked = db::sql!("SELECT fields FROM parked").one(&mut tx).await.unwrap();
        assert_eq!(parked.get::<String>("fields").unwrap(), "");
    }
    async fn a_form_with_a_password_is_never_saved_while_typing(world) {
        let nora = world.person("Nora New", &[]).await;
        let form = world.get_as(&nora, "/account/password").await.expect(200);
        assert!(form.shows("autocomplete=\"current-password\"") && !form.shows("data-autosave"), "{}", form.text);
        let typed = "current=canary+yellow&password=canary+green";
        world.post_as(&nora, "/typed?form=/account/password", typed).await.expect(404);
        world.post_as(&nora, "/typed?form=/no/such/form", "a=b").await.expect(404);
    }
    async fn what_nobody_came_back_for_is_forgotten(world) {
        member(&world, "nora@example.org").await;
        Stranger::new(&world).fill("/sign-in", "/organisations/new", "name=Half+typed+Ltd").await;
        let nora = world.person("Nora Newton", &[]).await;
        world.post_as(&nora, "/typed?form=/needs/new", "title=Half+a+title").await.expect(200);
        assert_eq!(kept(&world).await, (1, 1));
        world.at("2026-11-24T10:00:00Z").await;
        Stranger::new(&world).sign_in("nora@example.org", PASSWORD).await.expect(303);
        assert_eq!(kept(&world).await, (0, 1));
        world.at("2027-11-24T10:00:00Z").await;
        Stranger::new(&world).sign_in("nora@example.org", PASSWORD).await.expect(303);
        assert_eq!(kept(&world).await, (0, 0));
    }
    async fn what_nobody_can_use_any_more_is_forgotten(world) {
        member(&world, "nora@example.org").await;
        Stranger::new(&world).fill("/password-reset", "/password-reset", "email=nora@example.org&_once=first").await.expect(303);
        world.run_jobs().await;
        let counts = async || {
            let mut tx = world.app.db.read().await.unwrap();
            let query = db::sql!("SELECT (SELECT COUNT(*) FROM once) AS once, (SELECT COUNT(*) FROM link) AS link, (SELECT COUNT(*) FROM session) AS session");
            let row = query.one(&mut tx).await.unwrap();
            ["once", "link", "session"].map(|name| row.get::<i64>(name).unwrap())
        };
        let before = counts().await;
        assert!(before[0] > 0 && before[1] > 0, "{before:?}");
        world.app.clock.forward(29 * 86_400);
        Stranger::new(&world).sign_in("nora@example.org", PASSWORD).await.expect(303);
        assert_eq!(counts().await, [before[0], 0, 1]);
        world.app.clock.forward(2 * 86_400);
        Stranger::new(&world).sign_in("nora@example.org", PASSWORD).await.expect(303);
        assert_eq!(counts().await, [0, 0, 1]);
    }
    async fn signing_out_ends_the_session(world) {
        member(&world, "nora@example.org").await;
        let mut browser = Stranger::new(&world);
        browser.sign_in("nora@example.org", PASSWORD).await.expect(303);
        let before = browser.cookies.clone();
        browser.fill("/account", "/sign-out", "").await.expect(303);
        browser.cookies = before;
        assert!(browser.get("/account").await.location.starts_with("/sign-in"));
    }
    async fn signing_out_everywhere_ends_every_session(world) {
        member(&world, "nora@example.org").await;
        let (mut one, mut two) = (Stranger::new(&world), Stranger::new(&world));
        one.sign_in("nora@example.org", PASSWORD).await.expect(303);
        two.sign_in("nora@example.org", PASSWORD).await.expect(303);
        assert!(one.get("/account/sessions").await.expect(200).shows("this browser"));
        one.fill("/account/sign-out-everywhere", "/account/sign-out-everywhere", "").await.expect(303);
        for browser in [&mut one, &mut two] {
            assert!(browser.get("/account").await.location.starts_with("/sign-in"));
        }
    }
    async fn a_forgotten_password_is_set_through_a_mail(world) {
        member(&world, "nora@example.org").await;
        let mut browser = Stranger::new(&world);
        browser.sign_in("nora@example.org", PASSWORD).await.expect(303);
        let asked = Stranger::new(&world).fill("/password-reset", "/password-reset", "email=nora@example.org").await;
        let link = link(&world).await;
        let unknown = Stranger::new(&world).fill("/password-reset", "/password-reset", "email=nobody@example.org").await;
        assert_eq!((asked.status, &asked.location), (unknown.status, &unknown.location));
        world.run_jobs().await;
        assert_eq!(world.mails().await.len(), 2);
        world.get(&link).await.expect(200);
        Stranger::new(&world).fill(&link, &link, "password=other+words+entirely").await.expect(303);
        assert!(browser.get("/account").await.location.starts_with("/sign-in"), "the sessions have ended");
        browser.sign_in("nora@example.org", "other words entirely").await.expect(303);
        assert!(world.get(&link).await.expect(422).shows("href=\"/password-reset\""));
        assert!(world.events().await.ends_with(&["person.password_changed".into()]));
    }
    async fn one_address_gets_one_mail_at_a_time(world) {
        member(&world, "nora@example.org").await;
        for _ in 0..3 {
            Stranger::new(&world).fill("/password-reset", "/password-reset", "email=nora@example.org").await.expect(303);
            world.run_jobs().await;
        }
        assert_eq!(world.mails().await.len(), 2);
    }
    async fn changing_the_password_asks_for_the_present_one(world) {
        member(&world, "nora@example.org").await;
        let mut browser = Stranger::new(&world);
        browser.sign_in("nora@example.org", PASSWORD).await.expect(303);
        let fields = |current: &str| format!("current={current}&password=other+words+entirely");
        let page = "/account/password";
        let wrong = browser.fill(page, page, &fields("guess")).await.expect(422);
        assert!(wrong.shows("this is not your present password"));
        browser.fill(page, page, &fields("three+words+apart")).await.expect(303);
        browser.sign_in("nora@example.org", "other words entirely").await.expect(303);
    }
    async fn a_token_is_shown_once_and_carries_its_scope(world) {
        let other = world.operator("Ola Operator").await;
        let operator = world.operator("Olu Operator").await;
        let page = world.post_as(&operator, "/account/tokens", "name=Script&scopes=read&days=30").await.expect(200);
        let secret = format!("trefoil_{}", page.text.split("trefoil_").nth(1).unwrap().split('<').next().unwrap());
        let as_token = |method: &str, path: &str| {
            let request = Request::builder().method(method).uri(path).header(header::AUTHORIZATION, format!("Bearer {secret}"));
            world.send(request.header(header::CONTENT_TYPE, "application/json").body(Body::from("{}")).unwrap())
        };
        as_token("GET", "/api/v1/organisations").await.expect(200);
        as_token("POST", "/api/v1/organisations/new").await.expect(403);
        let list = world.get_as(&operator, "/account/tokens").await.expect(200);
        assert!(list.shows("Script") && !list.shows(&secret));
        let revocation = format!("/account/tokens/{}/revocation", server::sessions::hash(&secret));
        world.post_as(&other, &revocation, "").await.expect(404);
        world.post_as(&operator, &revocation, "").await.expect(303);
        as_token("GET", "/api/v1/organisations").await.expect(401);
        assert!(world.events().await.ends_with(&["person.token_made".into(), "person.token_revoked".into()]));
    }
    async fn a_token_ends_by_itself(world) {
        let operator = world.operator("Olu Operator").await;
        let page = world.post_as(&operator, "/account/tokens", "name=Script&scopes=write&days=1").await.expect(200);
        let secret = format!("trefoil_{}", page.text.split("trefoil_").nth(1).unwrap().split('<').next().unwrap());
        let ask = || Request::get("/api/v1/organisations").header(header::AUTHORIZATION, format!("Bearer {secret}"));
        world.send(ask().body(Body::empty()).unwrap()).await.expect(200);
        world.app.clock.forward(24 * 3600);
        world.send(ask().body(Body::empty()).unwrap()).await.expect(401);
    }
    async fn the_operator_says_what_somebody_does_and_it_holds_at_once(world) {
        let network = world.organisation("A network", Kind::HealthInnovationNetwork).await;
        let (operator, person) = (world.operator("Olu Operator").await, world.person("Nia New", &[]).await);
        let page = format!("/people/{}", person.id);
        world.get_as(&person, "/people").await.expect(403);
        let form = format!("duties-0-duty=network_officer&duties-0-organisation={network}&_version=2");
        world.post_as(&person, &format!("{page}/duties"), &form).await.expect(403);
        world.post_as(&operator, &format!("{page}/duties"), &form).await.expect(303);
        world.get_as(&person, "/people").await.expect(200);
        assert!(world.get_as(&operator, &page).await.shows("A network"));
        world.post_as(&operator, &format!("{page}/duties"), "_version=3").await.expect(303);
        world.get_as(&person, "/people").await.expect(403);
    }
    async fn who_leaves_has_no_access_from_then_on(world) {
        let (operator, person) = (world.operator("Olu Operator").await, world.person("Lea Leaver", &[]).await);
        world.get_as(&person, "/account").await.expect(200);
        world.post_as(&operator, &format!("/people/{}/departure", person.id), "").await.expect(303);
        assert!(world.get_as(&person, "/account").await.location.starts_with("/sign-in"));
        world.read(&person, "/organisations").await.expect(401);
        assert!(world.events().await.ends_with(&["person.left".into()]));
    }
    async fn somebody_is_always_left_who_runs_the_service(world) {
        let operator = appointed_operator(&world).await;
        let page = format!("/people/{}", operator.id);
        assert!(world.post_as(&operator, &format!("{page}/departure"), "").await.expect(422).shows("make another person operator first"));
        assert!(world.post_as(&operator, &format!("{page}/duties"), "_version=3").await.expect(422).shows("make another person operator first"));
    }
}

/// An operator as the command line makes one: the roles stand in the record too.
async fn appointed_operator(world: &World) -> Someone {
    let someone = world.person("Olu Operator", &[]).await;
    let mut unit = world.app.unit(domain::actor::Actor::system()).await.unwrap();
    let it = domain::person::Appointment { operator: true, ..Default::default() };
    server::people::actions::appoint(&mut unit, someone.id, it).await.unwrap_or_else(|e| panic!("{e}"));
    unit.commit().await.unwrap();
    someone
}
