//! The queue: jobs are leased, put back with a growing pause, and given up visibly.
use crate::{on_both, support::*};
use domain::{
    ids::{CallId, CollaborationId, PersonId, ResponseId},
    response::Reminder,
};
use server::{
    ids,
    jobs::{Audience, Claimed, Job, Letter, MOST_ATTEMPTS, claim, enqueue, enqueue_in_slot, fail, finish, sweep},
};
use uuid::Uuid;

fn letter(reference: &str) -> Job {
    Job::Tell(Letter {
        kind: "test".into(),
        to: Audience::Person(PersonId::NOBODY),
        about: Uuid::nil(),
        reference: reference.into(),
        title: "T".into(),
        link: "/".into(),
        facts: Default::default(),
        entry: None,
    })
}

async fn put(world: &World, reference: &str, slot: Option<&str>) {
    let mut tx = world.app.db.write().await.unwrap();
    enqueue_in_slot(&mut tx, &letter(reference), world.now(), slot.map(String::from)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn put_job(world: &World, job: &Job, slot: &str) {
    let mut tx = world.app.db.write().await.unwrap();
    enqueue_in_slot(&mut tx, job, world.now(), Some(slot.into())).await.unwrap();
    tx.commit().await.unwrap();
}

/// What is scheduled once for its moment; none of these things is there, so that nothing follows.
fn once_only() -> [Job; 3] {
    let response = ids::new(ResponseId);
    [
        Job::CloseCall { call: ids::new(CallId) },
        Job::RemindResponse { response, reminder: Reminder::ALL[0] },
        Job::PublicationDue { collaboration: ids::new(CollaborationId) },
    ]
}

/// Takes and finishes every job that is due, and tells how many there were.
async fn run_all(world: &World) -> usize {
    let mut count = 0;
    while let Some(claimed) = take(world).await {
        let mut tx = world.app.db.write().await.unwrap();
        finish(&mut tx, &claimed, world.now()).await.unwrap();
        tx.commit().await.unwrap();
        count += 1;
    }
    count
}

/// Two years and a day later.
async fn forget_slots(world: &World) {
    let mut tx = world.app.db.write().await.unwrap();
    sweep(&mut tx, world.now().plus_seconds(731 * 86_400)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn take(world: &World) -> Option<Claimed> {
    let mut tx = world.app.db.write().await.unwrap();
    let claimed = claim(&mut tx, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    claimed
}

async fn put_back(world: &World, claimed: &Claimed) {
    let mut tx = world.app.db.write().await.unwrap();
    fail(&mut tx, claimed, "the server was away", world.now()).await.unwrap();
    tx.commit().await.unwrap();
}

on_both! {
    async fn a_claimed_job_is_not_claimed_again_until_its_lease_has_lapsed(world) {
        put(&world, "A", None).await;
        assert!(take(&world).await.is_some() && take(&world).await.is_none());
        world.app.clock.forward(server::jobs::LEASE_SECONDS + 1);
        assert_eq!(take(&world).await.unwrap().attempts, 2);
    }
    async fn a_job_for_later_waits_for_its_time(world) {
        let mut tx = world.app.db.write().await.unwrap();
        enqueue(&mut tx, &letter("A"), world.now().plus_seconds(60)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(take(&world).await.is_none());
        world.app.clock.forward(60);
        assert!(take(&world).await.is_some());
    }
    async fn a_slot_is_taken_once(world) {
        put(&world, "A", Some("daily 2026-11-23")).await;
        put(&world, "B", Some("daily 2026-11-23")).await;
        assert!(take(&world).await.is_some() && take(&world).await.is_none());
    }
    async fn a_failed_job_comes_back_later_each_time_and_is_given_up_in_the_end(world) {
        put(&world, "A", None).await;
        for attempt in 1..=MOST_ATTEMPTS {
            let claimed = take(&world).await.unwrap_or_else(|| panic!("attempt {attempt}"));
            put_back(&world, &claimed).await;
            assert!(take(&world).await.is_none(), "no pause after attempt {attempt}");
            world.app.clock.forward(15 << attempt.min(12));
        }
        assert!(take(&world).await.is_none());
        let mut tx = world.app.db.read().await.unwrap();
        let row = db::sql!("SELECT given_up, error FROM job").one(&mut tx).await.unwrap();
        assert_eq!((row.get("given_up").unwrap(), row.get("error").unwrap()), (true, "the server was away".to_string()));
    }
    async fn a_finished_job_is_gone(world) {
        put(&world, "A", None).await;
        let claimed = take(&world).await.unwrap();
        let mut tx = world.app.db.write().await.unwrap();
        finish(&mut tx, &claimed, world.now()).await.unwrap();
        tx.commit().await.unwrap();
        world.app.clock.forward(86_400);
        assert!(take(&world).await.is_none());
    }
    async fn what_ran_in_a_slot_never_runs_there_again(world) {
        for job in once_only() {
            for _ in 0..3 {
                put_job(&world, &job, "once").await;
            }
            assert_eq!(run_all(&world).await, 1, "{job:?} doubled while it waited");
            put_job(&world, &job, "once").await;
            assert_eq!(run_all(&world).await, 0, "{job:?} ran again");
            put_job(&world, &job, "for another moment").await;
            assert_eq!(run_all(&world).await, 1, "{job:?} is not kept from another moment");
            forget_slots(&world).await;
        }
    }
    async fn a_slot_of_a_job_that_waits_without_one_stays_free(world) {
        put(&world, "A", None).await;
        put(&world, "B", None).await;
        assert_eq!(run_all(&world).await, 2);
        put(&world, "C", None).await;
        assert_eq!(run_all(&world).await, 1);
    }
    async fn a_password_may_be_forgotten_again(world) {
        let job = Job::ResetPassword { email: "a@example.org".into() };
        for time in 1..=2 {
            put_job(&world, &job, "password").await;
            put_job(&world, &job, "password").await;
            assert_eq!(run_all(&world).await, 1, "the {time}. time");
        }
    }
    async fn forty_workers_take_forty_jobs_once_each(world) {
        for n in 0..40 {
            put(&world, &n.to_string(), None).await;
        }
        let world = std::sync::Arc::new(world);
        let takers = (0..40).map(|_| { let world = world.clone(); tokio::spawn(async move { take(&world).await.map(|it| it.id) }) });
        let mut taken = Vec::new();
        for taker in takers.collect::<Vec<_>>() {
            taken.extend(taker.await.unwrap());
        }
        taken.sort();
        taken.dedup();
        assert_eq!(taken.len(), 40);
    }
}
