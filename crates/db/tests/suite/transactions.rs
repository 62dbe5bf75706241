//! Commit, roll back, read one moment, count statements.

use std::task::Poll;

use db::{Db, Engine, sql};

use crate::databases::{Place, SCHEMA, on_both};

async fn raise_head(tx: &mut db::Tx) {
    sql!("UPDATE head SET seq = seq + 1").execute(tx).await.unwrap();
}

async fn head(tx: &mut db::Tx) -> i64 {
    sql!("SELECT seq FROM head").one(tx).await.unwrap().get("seq").unwrap()
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
        assert!(sql!("UPDATE head SET seq = 9").execute(&mut tx).await.is_err());
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
        let insert = sql!("INSERT INTO call (id, network) VALUES ('c1', 'nowhere')").execute(&mut tx).await;
        assert!(insert.unwrap_err().as_database_error().unwrap().is_foreign_key_violation());
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
    for (url, expected) in [("mysql://x", "sqlite:FILE or postgres://"), ("sqlite::memory:", "needs a file")] {
        let error = Db::connect(url).await.err().expect("refused").to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[tokio::test]
async fn a_file_may_have_any_name() {
    let folder = std::env::temp_dir().join(format!("db test {} 100%? #1 ü", uuid::Uuid::new_v4().simple()));
    std::fs::create_dir(&folder).unwrap();
    let db = Db::open(&folder.join("a b?mode=memory#%20.db")).await.unwrap();
    db.migrate(SCHEMA).await.unwrap();
    assert_eq!(head(&mut db.read().await.unwrap()).await, 0);
    db.close().await;
    assert!(folder.join("a b?mode=memory#%20.db").exists());
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused_and_left_alone() {
    let place = Place::sqlite();
    let path = place.url().replace("sqlite:", "");
    let text = "a letter, not a database. ".repeat(100);
    std::fs::write(&path, &text).unwrap();
    assert!(Db::connect(&place.url()).await.is_err());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    place.remove().await;
}

#[tokio::test]
async fn a_writer_that_was_given_up_halfway_blocks_nobody() {
    on_both(async |db| {
        let mut ended = 0;
        for patience in 1..12 {
            ended += i64::from(give_up_after(patience, raise(db.clone())).await);
        }
        raise(db.clone()).await;
        let head = head(&mut db.read().await.unwrap()).await;
        assert!((ended + 1..=12).contains(&head), "{ended} ended, the head is {head}");
    })
    .await;
}

/// Runs the work until it has waited so many times, then drops it; whether it came to its end.
async fn give_up_after(patience: u32, work: impl Future<Output = ()>) -> bool {
    let mut work = std::pin::pin!(work);
    let mut waited = 0;
    std::future::poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(()) => Poll::Ready(true),
        Poll::Pending if waited == patience => Poll::Ready(false),
        Poll::Pending => {
            waited += 1;
            Poll::Pending
        }
    })
    .await
}

#[tokio::test]
async fn after_a_refused_statement_the_connection_serves_the_next_transaction() {
    on_both(async |db| {
        for _ in 0..20 {
            let mut tx = db.write().await.unwrap();
            raise_head(&mut tx).await;
            let twice = sql!("INSERT INTO head (one, seq) VALUES (1, 0)").execute(&mut tx).await;
            assert!(twice.unwrap_err().as_database_error().unwrap().is_unique_violation());
        }
        assert_eq!(head(&mut db.read().await.unwrap()).await, 0);
    })
    .await;
}
