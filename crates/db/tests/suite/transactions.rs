//! Commit, roll back, read one moment, count statements.

use db::{Db, Engine, sql};

use crate::databases::{Place, on_both};

async fn raise_head(tx: &mut db::Tx) {
    sql!("UPDATE head SET seq = seq + 1")
        .execute(tx)
        .await
        .unwrap();
}

async fn head(tx: &mut db::Tx) -> i64 {
    sql!("SELECT seq FROM head")
        .one(tx)
        .await
        .unwrap()
        .get("seq")
        .unwrap()
}

#[tokio::test]
async fn what_is_not_committed_never_happened() {
    on_both(async |db| {
        let mut tx = db.write().await.unwrap();
        raise_head(&mut tx).await;
        drop(tx);
        assert_eq!(head(&mut db.write().await.unwrap()).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_reader_sees_one_moment_while_others_write() {
    on_both(async |db| {
        let mut reader = db.read().await.unwrap();
        assert_eq!(head(&mut reader).await, 0);
        let mut writer = db.write().await.unwrap();
        raise_head(&mut writer).await;
        writer.commit().await.unwrap();
        assert_eq!(head(&mut reader).await, 0);
        assert_eq!(head(&mut db.read().await.unwrap()).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_reader_cannot_write() {
    on_both(async |db| {
        let mut tx = db.read().await.unwrap();
        assert!(
            sql!("UPDATE head SET seq = 9")
                .execute(&mut tx)
                .await
                .is_err()
        );
    })
    .await;
}

#[tokio::test]
async fn of_many_writers_none_is_lost() {
    on_both(async |db| {
        let writers: Vec<_> = (0..20).map(|_| tokio::spawn(raise(db.clone()))).collect();
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(head(&mut db.read().await.unwrap()).await, 20);
    })
    .await;
}

async fn raise(db: Db) {
    let mut tx = db.write().await.unwrap();
    raise_head(&mut tx).await;
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_transaction_counts_its_statements() {
    on_both(async |db| {
        let mut tx = db.write().await.unwrap();
        assert_eq!(tx.statements(), 0);
        raise_head(&mut tx).await;
        head(&mut tx).await;
        sql!("SELECT id FROM call").all(&mut tx).await.unwrap();
        assert_eq!(tx.statements(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_reference_to_nothing_is_refused() {
    on_both(async |db| {
        let mut tx = db.write().await.unwrap();
        let insert = sql!("INSERT INTO call (id, network) VALUES ('c1', 'nowhere')")
            .execute(&mut tx)
            .await;
        assert!(
            insert
                .unwrap_err()
                .as_database_error()
                .unwrap()
                .is_foreign_key_violation()
        );
    })
    .await;
}

#[tokio::test]
async fn sqlite_keeps_every_commit_through_a_power_cut() {
    let place = Place::sqlite();
    let db = Db::connect(&place.url()).await.unwrap();
    assert_eq!(db.engine(), Engine::Sqlite);
    let mut tx = db.write().await.unwrap();
    let row = sql!(sqlite: "SELECT (SELECT journal_mode FROM pragma_journal_mode) AS journal,
            (SELECT synchronous FROM pragma_synchronous) AS synchronous", postgres: "SELECT 1")
    .one(&mut tx)
    .await
    .unwrap();
    assert_eq!(row.get::<String>("journal").unwrap(), "wal");
    assert_eq!(row.get::<i64>("synchronous").unwrap(), 2);
    drop(tx);
    db.close().await;
    place.remove().await;
}

#[tokio::test]
async fn an_address_that_is_no_database_is_refused_with_what_was_expected() {
    for (url, expected) in [
        ("mysql://x", "sqlite:FILE or postgres://"),
        ("sqlite::memory:", "needs a file"),
    ] {
        let error = Db::connect(url).await.err().expect("refused").to_string();
        assert!(error.contains(expected), "{error}");
    }
}
