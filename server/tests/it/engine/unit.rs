//! Units of work: all or nothing, once only, never over somebody else's change.
use crate::{on_both, support::*};
use domain::{actor::Actor, ids::PersonId, person::Person};
use server::{
    error::{Done, Error},
    ids, people,
    unit::Unit,
};

async fn unit(world: &World) -> Unit {
    Unit::begin(&world.app.db, Actor::system(), world.now()).await.unwrap()
}

on_both! {
    async fn what_is_not_committed_never_was(world) {
        let id = ids::new(PersonId);
        let mut one = unit(&world).await;
        one.save(Person::invite(id, Vec::new())).await.unwrap();
        drop(one);
        let mut tx = world.app.db.read().await.unwrap();
        assert!(people::store::find(&mut tx, id).await.unwrap().is_none());
        assert!(world.events().await.is_empty());
    }
    async fn a_save_over_an_old_version_is_stale(world) {
        let id = ids::new(PersonId);
        let mut first = unit(&world).await;
        first.save(Person::invite(id, Vec::new())).await.unwrap();
        first.commit().await.unwrap();
        let old = people::store::find(&mut world.app.db.read().await.unwrap(), id).await.unwrap().unwrap();
        let mut second = unit(&world).await;
        second.save(old.clone().join().unwrap()).await.unwrap();
        second.commit().await.unwrap();
        let mut third = unit(&world).await;
        assert!(matches!(third.save(old.join().unwrap()).await, Err(Error::Stale)));
    }
    async fn a_key_gives_the_first_answer_again(world) {
        let done = Done::to("/needs/ND-222222").with("reference", "ND-222222");
        let mut first = unit(&world).await;
        first.once("k").await.unwrap();
        first.finish(&done).await.unwrap();
        match unit(&world).await.once("k").await {
            Err(Error::Already(again)) => assert_eq!(*again, done),
            other => panic!("{other:?}"),
        }
        unit(&world).await.once("another").await.unwrap();
    }
    async fn a_unit_that_failed_frees_its_key(world) {
        let mut first = unit(&world).await;
        first.once("k").await.unwrap();
        drop(first);
        unit(&world).await.once("k").await.unwrap();
    }
    async fn an_expected_version_is_held_against_the_thing(world) {
        let id = ids::new(PersonId);
        let mut first = unit(&world).await;
        let person = first.save(Person::invite(id, Vec::new())).await.unwrap();
        first.expect(Some(0));
        assert!(matches!(first.check(&person), Err(Error::Stale)));
        first.expect(Some(1));
        first.check(&person).unwrap();
        first.expect(None);
        first.check(&person).unwrap();
    }
}
