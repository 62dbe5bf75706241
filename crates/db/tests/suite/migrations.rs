//! Each migration once, in order, unchanged.

use db::{Db, Migration, sql};

use crate::databases::{Place, SCHEMA, on_both, on_both_empty};

#[tokio::test]
async fn a_migration_is_applied_once() {
    on_both_empty(async |db| {
        assert_eq!(db.migrate(SCHEMA).await.unwrap(), ["0001_network", "0002_call"]);
        assert_eq!(db.migrate(SCHEMA).await.unwrap(), [""; 0]);
        assert_eq!(db.migrations().await.unwrap(), ["0001_network", "0002_call"]);
    })
    .await;
}

#[tokio::test]
async fn a_later_release_applies_only_what_is_new() {
    on_both_empty(async |db| {
        db.migrate(&SCHEMA[..1]).await.unwrap();
        assert_eq!(db.migrate(SCHEMA).await.unwrap(), ["0002_call"]);
    })
    .await;
}

#[tokio::test]
async fn a_changed_migration_is_refused_by_name_but_other_line_endings_are_not() {
    on_both_empty(async |db| {
        db.migrate(&[Migration::new("0001_a", "CREATE TABLE a (\nid TEXT);")]).await.unwrap();
        assert!(db.migrate(&[Migration::new("0001_a", "CREATE TABLE a (\r\nid TEXT);")]).await.unwrap().is_empty());
        let error = db.migrate(&[Migration::new("0001_a", "CREATE TABLE b (id TEXT);")]).await.unwrap_err().to_string();
        assert!(error.contains("migration 0001_a was changed after it was applied"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_database_of_a_later_release_is_refused() {
    on_both(async |db| {
        let error = db.migrate(&SCHEMA[..1]).await.unwrap_err().to_string();
        assert!(error.contains("0002_call") && error.contains("another release"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn when_one_fails_none_is_applied_and_its_name_is_told() {
    on_both_empty(async |db| {
        let good = Migration::new("0001_good", "CREATE TABLE good (id TEXT);");
        let bad = Migration::new("0002_bad", "CREATE TABLE bad (id TEXT); INSERT INTO nowhere VALUES (1);");
        let error = db.migrate(&[good, bad]).await.unwrap_err().to_string();
        assert!(error.contains("migration 0002_bad"), "{error}");
        assert_eq!(db.migrate(&[good]).await.unwrap(), ["0001_good"]);
    })
    .await;
}

#[tokio::test]
async fn of_several_that_migrate_at_once_one_does_it() {
    for place in [Place::sqlite(), Place::postgres().await] {
        let programs: Vec<_> = (0..4).map(|_| tokio::spawn(start(place.url()))).collect();
        let mut applied = Vec::new();
        for program in programs {
            applied.extend(program.await.unwrap());
        }
        assert_eq!(applied, ["0001_network", "0002_call"]);
        place.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn several_that_open_a_new_file_at_once_all_open_it() {
    for _ in 0..30 {
        let place = Place::sqlite();
        let opening: Vec<_> =
            (0..8).map(|_| place.url()).map(|url| tokio::spawn(async move { Db::connect(&url).await })).collect();
        for one in opening {
            one.await.unwrap().unwrap().close().await;
        }
        place.remove().await;
    }
}

async fn start(url: String) -> Vec<String> {
    let db = Db::connect(&url).await.unwrap();
    let applied = db.migrate(SCHEMA).await.unwrap();
    db.close().await;
    applied
}

#[tokio::test]
async fn rebuilding_a_table_does_not_touch_what_refers_to_it() {
    const REBUILD: Migration = Migration {
        name: "0003_rebuild",
        sqlite: "CREATE TABLE new (id TEXT PRIMARY KEY, name TEXT, parent TEXT REFERENCES network (id));
            INSERT INTO new SELECT id, name, parent FROM network; DROP TABLE network; ALTER TABLE new RENAME TO network;",
        postgres: "ALTER TABLE network ALTER COLUMN name DROP NOT NULL;",
    };
    on_both(async |db| {
        let mut tx = db.write().await.unwrap();
        sql!("INSERT INTO network (id, name) VALUES ('n1', 'N')").execute(&mut tx).await.unwrap();
        sql!("INSERT INTO call (id, network) VALUES ('c1', 'n1')").execute(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        db.migrate(&[SCHEMA[0], SCHEMA[1], REBUILD]).await.unwrap();
        let mut tx = db.read().await.unwrap();
        assert_eq!(sql!("SELECT id FROM call").all(&mut tx).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_migration_that_breaks_a_reference_is_refused() {
    on_both_empty(async |db| {
        let orphan = Migration::new("0003_orphan", "INSERT INTO call (id, network) VALUES ('c1', 'nowhere');");
        assert!(db.migrate(&[SCHEMA[0], SCHEMA[1], orphan]).await.is_err());
    })
    .await;
}
