//! The operator's pages, my work, and a system that is new.
use crate::{on_both, support::*};
use db::sql;
use domain::ids::JobId;
use server::{
    ids,
    mail::{self, Draft},
};

/// A mail in the outbox; gives its page.
async fn mail(world: &World) -> String {
    let mut tx = world.app.db.write().await.unwrap();
    let draft = Draft {
        subject: "A subject".into(),
        body: "Secret words\n\nhttp://trefoil.test/invitations/abc".into(),
        calendar: None,
    };
    let id = mail::put(&mut tx, None, "ann@example.org", &draft, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    format!("/admin/outbox/{id}")
}

/// A job that was given up; gives its id.
async fn given_up(world: &World) -> JobId {
    let (id, mut tx) = (ids::new(JobId), world.app.db.write().await.unwrap());
    sql!("INSERT INTO job (id, body, run_at, attempts, given_up, error) VALUES ($1, '{\"job\":\"reset_password\",\"email\":\"x@example.org\"}', $2, 8, $3, 'the moon was full')")
        .bind_text(id)
        .bind(START)
        .bind(true)
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    id
}

on_both! {
    async fn a_new_system_greets_and_asks_nobody_to_be_there(world) {
        for path in ["/", "/needs", "/organisations", "/sign-in", "/health/ready"] {
            world.get(path).await.expect(200);
        }
        let operator = world.operator("Olu Operator").await;
        for path in ["/work", "/admin", "/admin/outbox", "/admin/jobs", "/people", "/account"] {
            let page = world.get_as(&operator, path).await.expect(200);
            assert!(!page.shows("[["), "{path}: {}", page.text);
        }
    }
    async fn the_outbox_shows_texts_to_operators_only(world) {
        let page = mail(&world).await;
        let (operator, auditor, someone) = (world.operator("Olu").await, world.auditor("Ada").await, world.person("Sam", &[]).await);
        assert!(world.get_as(&operator, &page).await.expect(200).shows("Secret words"));
        assert!(world.get_as(&operator, "/admin/outbox").await.expect(200).shows("ann@example.org"));
        let read = world.get_as(&auditor, &page).await.expect(200);
        assert!(read.shows("A subject") && !read.shows("Secret words") && !read.shows("/copy"));
        world.post_as(&auditor, &format!("{page}/copy"), "").await.expect(403);
        for path in ["/admin", "/admin/outbox", "/admin/jobs", &page] {
            world.get_as(&someone, path).await.expect(403);
            assert!(world.get(path).await.location.starts_with("/sign-in"), "{path}");
        }
    }
    async fn a_mail_is_sent_again_as_a_new_one(world) {
        let (page, operator) = (mail(&world).await, world.operator("Olu").await);
        let copy = world.post_as(&operator, &format!("{page}/copy"), "").await.path();
        assert_ne!(copy, page);
        assert!(world.get_as(&operator, &copy).await.expect(200).shows("Secret words"));
        assert_eq!(world.mails().await.len(), 2);
    }
    async fn a_job_that_was_given_up_is_shown_and_tried_again(world) {
        let (id, operator, auditor) = (given_up(&world).await, world.operator("Olu").await, world.auditor("Ada").await);
        for who in [&operator, &auditor] {
            let page = world.get_as(who, "/admin/jobs").await.expect(200);
            assert!(page.shows("the moon was full") && page.shows("forgotten password"));
        }
        world.post_as(&auditor, &format!("/admin/jobs/{id}/attempt"), "").await.expect(403);
        world.post_as(&operator, &format!("/admin/jobs/{id}/attempt"), "").await.expect(303);
        world.run_jobs().await;
        assert!(world.get_as(&operator, "/admin/jobs").await.shows("No job was given up"));
        world.post_as(&operator, &format!("/admin/jobs/{id}/attempt"), "").await.expect(404);
    }
}
