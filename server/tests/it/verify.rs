//! `trefoil verify` on what is stored: every row says what the newest event of its thing left, on both engines.
use crate::support::*;
use server::verify::{
    Found,
    rows::{Difference, How},
    verify,
};

const ENGINES: [&str; 2] = ["sqlite", "postgres"];

/// What is found after this statement ran behind the product's back.
async fn found_after(world: &World, statement: db::Query) -> Found {
    let mut tx = world.app.db.write().await.unwrap();
    assert_eq!(statement.execute(&mut tx).await.unwrap(), 1, "the statement changes one row");
    tx.commit().await.unwrap();
    verify(&world.app.db).await.unwrap()
}

/// The one thing that differs.
#[track_caller]
fn only(found: &Found) -> &Difference {
    match found {
        Found::Differs(things) if things.len() == 1 => &things[0],
        other => panic!("{other:?}"),
    }
}

/// The newest event about a thing.
async fn newest_event(world: &World, table_row: db::Query) -> (u64, String) {
    let mut tx = world.app.db.read().await.unwrap();
    let row = table_row.one(&mut tx).await.unwrap();
    (row.number("seq").unwrap(), row.get("id").unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_untouched_demonstration_verifies_down_to_every_row() {
    for engine in ENGINES {
        let world = World::demonstration(engine).await;
        let (found, statements) = db::counted(verify(&world.app.db)).await;
        assert!(matches!(found.unwrap(), Found::Whole { events, .. } if events > 300), "{engine}");
        assert!(statements < 100, "{engine}: {statements} statements");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_was_changed_is_named_with_its_reference_its_event_and_its_field() {
    for engine in ENGINES {
        let world = World::demonstration(engine).await;
        let need = &world.kept().await["as.need"];
        let found = found_after(
            &world,
            db::sql!(
                "UPDATE challenge SET body = replace(body, '\"status\":\"', '\"status\":\"un') WHERE reference = $1"
            )
            .bind(need),
        )
        .await;
        let event = newest_event(&world, db::sql!("SELECT e.seq, e.id FROM event e JOIN challenge c ON c.id = e.subject_id WHERE c.reference = $1 AND e.state <> 'null' ORDER BY e.seq DESC LIMIT 1").bind(need)).await;
        let How::Changed(named, fields) = &only(&found).how else { panic!("{found:?}") };
        assert_eq!(
            (named.seq, named.id.clone(), fields.join(" ")),
            (event.0, event.1.clone(), "status".into()),
            "{engine}"
        );
        let (seq, id) = event;
        assert_eq!(
            found.sentence(),
            format!("The challenge {need} is stored otherwise than event {seq} (id {id}) left it: status")
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_or_a_version_that_was_changed_is_named() {
    for engine in ENGINES {
        let world = World::demonstration(engine).await;
        let call = &world.kept().await["as.call"];
        let found = found_after(
            &world,
            db::sql!(
                "UPDATE call SET status = 'withdrawn', title = 'Another' , version = version + 1 WHERE reference = $1"
            )
            .bind(call),
        )
        .await;
        assert_eq!(&only(&found).reference, call, "{engine}");
        assert!(found.sentence().ends_with(": status, title, version"), "{}", found.sentence());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_was_taken_away_is_missed() {
    for engine in ENGINES {
        let world = World::demonstration(engine).await;
        let found = found_after(&world, db::sql!("DELETE FROM outcome WHERE id = (SELECT MIN(id) FROM outcome)")).await;
        assert!(matches!(only(&found).how, How::Gone(_)), "{engine}: {found:?}");
        assert!(found.sentence().starts_with("The outcome report OC-"), "{}", found.sentence());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_no_event_made_is_named() {
    for engine in ENGINES {
        let world = World::demonstration(engine).await;
        let found = found_after(&world, db::sql!("INSERT INTO panel (id, call_id, status, body, version) SELECT '0', '0', status, body, version FROM panel ORDER BY id LIMIT 1")).await;
        assert_eq!(only(&found).how, How::Unrecorded, "{engine}");
        assert!(found.sentence().starts_with("The panel "), "{}", found.sentence());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_be_erased_leaves_the_record_whole() {
    for engine in ENGINES {
        let world = World::demonstration(engine).await;
        let found = found_after(&world, db::sql!("UPDATE person SET name = 'erased', email = 'erased', password = '' WHERE id = (SELECT MAX(id) FROM person)")).await;
        assert!(matches!(found, Found::Whole { .. }), "{engine}: {found:?}");
        let found = found_after(&world, db::sql!("UPDATE interest SET description = '', organisation = '', salt = '' WHERE id = (SELECT MAX(id) FROM interest)")).await;
        assert!(matches!(found, Found::Whole { .. }), "{engine}: {found:?}");
    }
}
