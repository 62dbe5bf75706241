//! Two accounts of one person become one; an address from which mail comes back is shown to who relies on it.
use crate::{
    on_both,
    people::{PASSWORD, member},
    support::{stranger::Stranger, *},
};
use domain::{
    actor::{Duty, SeatRole},
    ids::PersonId,
    organisation::Kind,
};
use server::people::store::{Grant, actor, grant};

/// The e-mail address of somebody.
async fn email(world: &World, id: PersonId) -> String {
    let mut tx = world.app.db.read().await.unwrap();
    server::people::store::account(&mut tx, id).await.unwrap().unwrap().email
}

/// Merges an account into another one, as the operator does.
async fn merges(world: &World, operator: &Someone, other: PersonId, kept: PersonId) -> Answer {
    let form = format!("email={}", email(world, kept).await);
    world.post_as(operator, &format!("/people/{other}/merge"), &form).await
}

/// Notes that mail to somebody came back.
async fn bounces(world: &World, who: PersonId) {
    let mut tx = world.app.db.write().await.unwrap();
    let query = db::sql!("INSERT INTO bounce (address, at, error) VALUES ($1, $2, '550 nobody here')");
    query.bind(email(world, who).await).bind_text(world.now()).execute(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

on_both! {
    async fn duties_recusals_and_history_join_and_the_other_account_ends(world) {
        let (acme, trust) = (world.organisation("Acme", Kind::Company).await, world.organisation("A trust", Kind::NhsProvider).await);
        let operator = world.operator("Olu Operator").await;
        let kept = world.person("Nora New", &[(Duty::Legal, acme)]).await;
        let old = world.person("Nora Newton", &[(Duty::ClinicalLead, trust)]).await;
        let thing = uuid::Uuid::from_u128(7);
        let mut tx = world.app.db.write().await.unwrap();
        let it = Grant { person: old.id, kind: "recused", word: "", thing, starts_at: world.now(), ends_at: None };
        grant(&mut tx, it).await.unwrap();
        tx.commit().await.unwrap();
        let page = merges(&world, &operator, old.id, kept.id).await.path();
        assert_eq!(page, format!("/people/{}", kept.id));
        let shown = world.get_as(&operator, &page).await.expect(200);
        for text in ["Acme", "A trust", "Another account of the same person became part of this one", "Became part of another account"] {
            assert!(shown.shows(text), "{text}: {}", shown.text);
        }
        assert!(world.get_as(&old, "/account").await.location.starts_with("/sign-in"));
        world.read(&old, "/organisations").await.expect(401);
        let (now, _) = actor(&mut world.app.db.read().await.unwrap(), kept.id, world.now()).await.unwrap().unwrap();
        assert!(now.does(Duty::ClinicalLead, trust) && now.does(Duty::Legal, acme) && now.is_recused_on(thing));
        assert!(now.is_person(old.id) && !now.is_person(operator.id));
        let events = world.events().await;
        assert_eq!(events[events.len() - 2..], ["person.absorbed", "person.merged_into"]);
        world.run_jobs().await;
        assert_eq!(world.mails().await.last().unwrap().0, email(&world, kept.id).await);
    }
    async fn only_an_operator_merges_and_nobody_an_account_of_their_own(world) {
        let acme = world.organisation("Acme", Kind::Company).await;
        let operator = world.operator("Olu Operator").await;
        let manager = world.person("Mia Manager", &[(Duty::PartnershipManager, acme)]).await;
        let (kept, old) = (world.person("Nora New", &[(Duty::Legal, acme)]).await, world.person("Nora Newton", &[(Duty::Legal, acme)]).await);
        merges(&world, &manager, old.id, kept.id).await.expect(403);
        assert!(merges(&world, &operator, old.id, operator.id).await.expect(422).shows("another operator must do it"));
        assert!(merges(&world, &operator, old.id, old.id).await.expect(422).shows("These are the same account"));
        let unknown = world.post_as(&operator, &format!("/people/{}/merge", old.id), "email=nobody@example.org").await.expect(422);
        assert!(unknown.shows("there is no account with this address") && unknown.shows("nobody@example.org"));
        world.get_as(&old, "/account").await.expect(200);
    }
    async fn seats_are_given_on_before_accounts_are_merged(world) {
        let group = world.bare_group().await;
        let operator = world.operator("Olu Operator").await;
        let old = world.seated("Nora Newton", SeatRole::Member, group).await;
        let kept = world.person("Nora New", &[]).await;
        assert!(merges(&world, &operator, old.id, kept.id).await.expect(422).shows("seats in groups or places on panels"));
        world.get_as(&old, "/account").await.expect(200);
    }
    async fn merging_asks_for_fresh_proof(world) {
        let operator = world.operator("Olu Operator").await;
        let (kept, old) = (world.person("Nora New", &[]).await, world.person("Nora Newton", &[]).await);
        world.app.clock.forward(15 * 60);
        assert_eq!(merges(&world, &operator, old.id, kept.id).await.path(), "/account/proof");
    }
    async fn an_address_that_bounces_is_shown_to_who_relies_on_it_and_to_nobody_else(world) {
        let acme = world.organisation("Acme", Kind::Company).await;
        let operator = world.operator("Olu Operator").await;
        let manager = world.person("Mia Manager", &[(Duty::PartnershipManager, acme)]).await;
        let lawyer = world.person("Lena Lawyer", &[(Duty::Legal, acme)]).await;
        assert!(!world.get_as(&manager, "/people").await.expect(200).shows("mail comes back"));
        bounces(&world, lawyer.id).await;
        for who in [&operator, &manager] {
            assert!(world.get_as(who, "/people").await.expect(200).shows("mail comes back"));
            let page = world.get_as(who, &format!("/people/{}", lawyer.id)).await.expect(200);
            assert!(page.shows("Mail to this address came back on Monday 23 November 2026"), "{}", page.text);
        }
        assert!(world.get_as(&lawyer, "/account").await.expect(200).shows("Mail to this address came back"));
    }
    async fn the_secretary_sees_whose_mail_comes_back_and_the_public_does_not(world) {
        let cog = world.group().await;
        bounces(&world, cog.member.id).await;
        let page = format!("/groups/{}", cog.reference);
        assert!(world.get_as(&cog.secretary, &page).await.expect(200).shows("mail comes back"));
        assert!(!world.get_as(&cog.lay, &page).await.expect(200).shows("mail comes back"));
        assert!(!world.get(&page).await.expect(200).shows("mail comes back"));
    }
    async fn nobody_signs_in_with_the_account_that_ended(world) {
        let old = member(&world, "nora@example.org").await;
        let (operator, kept) = (world.operator("Ola Operator").await, world.person("Nora New", &[]).await);
        merges(&world, &operator, old, kept.id).await.expect(303);
        Stranger::new(&world).sign_in("nora@example.org", PASSWORD).await.expect(422);
        let taken = world.post_as(&operator, "/people/new", "name=Nell&email=nora@example.org").await.expect(422);
        assert!(taken.shows("there is an account with this address already"));
    }
}
