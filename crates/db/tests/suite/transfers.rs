//! Everything from one engine to the other and back, the same bytes.

use db::{Db, Migration, sql};

use crate::databases::{Place, SCHEMA, on_both, on_both_empty};

async fn written(db: &Db) -> String {
    let mut bytes = Vec::new();
    db::export(db, &mut bytes).await.unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A database with a bit of everything: a row that refers to a later one, NULL, every byte, text that sorts differently
/// in most languages.
async fn fill(db: &Db) {
    let mut tx = db.write().await.unwrap();
    for (id, name) in [("z", "Zoë \u{1F340} \"quoted\"\n"), ("B", ""), ("ä", "x"), ("a_", "x"), ("aB", "x")] {
        sql!("INSERT INTO network (id, name) VALUES ($1, $2)").bind(id).bind(name).execute(&mut tx).await.unwrap();
    }
    sql!("UPDATE network SET parent = 'z' WHERE id <> 'z'").execute(&mut tx).await.unwrap();
    sql!("UPDATE head SET seq = 7").execute(&mut tx).await.unwrap();
    for n in 0..700_u32 {
        sql!("INSERT INTO call (id, network, places, open, seal) VALUES ($1, $2, $3, $4, $5)")
            .bind_text(format_args!("c{n}"))
            .bind("aB")
            .bind((n % 3 > 0).then_some(i64::MIN + i64::from(n)))
            .bind((n % 2 > 0).then_some(n % 5 > 0))
            .bind((n % 7 > 0).then(|| (0..=255).collect::<Vec<u8>>()))
            .execute(&mut tx)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
}

/// Takes what was filled in on SQLite through PostgreSQL back to SQLite; the same bytes at each stop.
async fn there_and_back(schema: &[Migration], fill: impl AsyncFn(&Db)) -> String {
    let mut before: Option<String> = None;
    for place in [Place::sqlite(), Place::postgres().await, Place::sqlite()] {
        let db = Db::connect(&place.url()).await.unwrap();
        db.migrate(schema).await.unwrap();
        match &before {
            None => fill(&db).await,
            Some(text) => db::import(&db, text.as_bytes()).await.unwrap(),
        }
        let now = written(&db).await;
        assert_eq!(*before.get_or_insert_with(|| now.clone()), now);
        db.close().await;
        place.remove().await;
    }
    before.unwrap()
}

#[tokio::test]
async fn sqlite_to_postgres_to_sqlite_gives_the_same_bytes() {
    let text = there_and_back(SCHEMA, fill).await;
    assert_eq!(text.lines().count(), 1 + 3 + 5 + 1 + 700 + 1);
}

#[tokio::test]
async fn odd_names_tables_without_a_key_and_circles_of_references_go_along() {
    const ODD: Migration = Migration::new(
        "0001_odd",
        "CREATE TABLE \"Order \"\"by\"\"\" (\"select\" TEXT, b BOOLEAN, a BIGINT);
         INSERT INTO \"Order \"\"by\"\"\" (\"select\", b, a)
            VALUES ('x', TRUE, NULL), (NULL, FALSE, 2), (NULL, NULL, 2), ('x', TRUE, NULL), ('X', TRUE, NULL);
         CREATE TABLE chair (id TEXT PRIMARY KEY, follows TEXT NOT NULL REFERENCES chair (id));
         INSERT INTO chair (id, follows) VALUES ('b', 'B'), ('B', 'b');
         CREATE TABLE vote (n BIGINT, by TEXT, PRIMARY KEY (n, by));
         INSERT INTO vote (n, by) VALUES (10, 'b'), (9, 'c'), (10, 'B'), (-1, '');",
    );
    let text = there_and_back(&[ODD], async |_| {}).await;
    let expected = r#"{"transfer":1,"migrations":["0001_odd"]}
{"table":"Order \"by\"","columns":[["a","int"],["b","bool"],["select","text"]]}
[null,true,"X"]
[null,true,"x"]
[null,true,"x"]
[2,null,null]
[2,false,null]
{"table":"chair","columns":[["follows","text"],["id","text"]]}
["b","B"]
["B","b"]
{"table":"vote","columns":[["by","text"],["n","int"]]}
["",-1]
["c",9]
["B",10]
["b",10]
{"end":{"tables":3,"rows":11}}
"#;
    assert_eq!(text, expected);
}

#[tokio::test]
async fn the_text_is_one_that_a_person_can_read() {
    on_both(async |db| {
        let mut tx = db.write().await.unwrap();
        sql!("INSERT INTO network (id, name) VALUES ('n1', 'North')").execute(&mut tx).await.unwrap();
        sql!("INSERT INTO call (id, network, open, seal) VALUES ('c1', 'n1', TRUE, $1)")
            .bind(vec![0xAB_u8])
            .execute(&mut tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(written(&db).await, include_str!("transfer.jsonl"));
    })
    .await;
}

#[tokio::test]
async fn a_database_in_use_is_refused_and_stays_as_it_is() {
    on_both(async |db| {
        let new = written(&db).await;
        fill(&db).await;
        let before = written(&db).await;
        let error = db::import(&db, new.as_bytes()).await.unwrap_err().to_string();
        assert!(error.contains("in use already"), "{error}");
        assert_eq!(written(&db).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_changed_row_that_migrations_made_also_counts_as_in_use() {
    on_both(async |db| {
        let new = written(&db).await;
        let mut tx = db.write().await.unwrap();
        sql!("UPDATE head SET seq = 1").execute(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        assert!(db::import(&db, new.as_bytes()).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn a_file_that_does_not_fit_is_refused_with_its_line_and_nothing_changes() {
    let good = include_str!("transfer.jsonl");
    let cases = [
        (good.replace("\"transfer\":1", "\"transfer\":2"), "export of format 1"),
        (good.replace("0002_call", "0003_call"), "use the same release for both"),
        (good.replace("\"table\":\"head\"", "\"table\":\"hat\""), "line 4: expected"),
        (good.replace("[\"name\",\"text\"]", "[\"label\",\"text\"]"), "line 6: expected"),
        (good.replace("\"North\"", "5"), "line 7: network.name is of type text"),
        (good.replace("\"ab\"", "\"abc\""), "line 3: call.seal is of type bytes"),
        (good.replace(",true", ""), "line 3: a row of call has 5 values"),
        (good.replace("\"rows\":3", "\"rows\":4"), "expected the end after 3 tables and 3 rows"),
        (good.lines().take(7).collect::<Vec<_>>().join("\n"), "line 8: the file is cut short"),
        (format!("{good}[]\n"), "more after the end"),
        (good.replace("[1,0]", "[1,0"), "line 5: "),
        (String::new(), "line 1: the file is cut short"),
    ];
    on_both(async |db| {
        let new = written(&db).await;
        for (file, expected) in &cases {
            let error = db::import(&db, file.as_bytes()).await.unwrap_err().to_string();
            assert!(error.contains(expected), "{error} should contain {expected}");
            assert_eq!(written(&db).await, new);
        }
        db::import(&db, good.as_bytes()).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_file_whose_rows_refer_to_nothing_is_refused() {
    on_both(async |db| {
        let file = include_str!("transfer.jsonl").replace("[\"n1\",\"North\",null]", "[\"n2\",\"North\",null]");
        let error = db::import(&db, file.as_bytes()).await.unwrap_err();
        assert!(error.as_database_error().unwrap().is_foreign_key_violation(), "{error}");
    })
    .await;
}

#[tokio::test]
async fn references_are_strict_again_after_an_import() {
    on_both(async |db| {
        db::import(&db, &include_bytes!("transfer.jsonl")[..]).await.unwrap();
        let mut tx = db.write().await.unwrap();
        let insert = sql!("INSERT INTO call (id, network) VALUES ('c9', 'nowhere')").execute(&mut tx).await;
        assert!(insert.is_err());
    })
    .await;
}

#[tokio::test]
async fn search_indexes_and_computed_columns_stay_behind() {
    const SEARCH: Migration = Migration {
        name: "0001_search",
        sqlite: "CREATE TABLE page (id TEXT PRIMARY KEY, body TEXT, size BIGINT GENERATED ALWAYS AS (length(body)));
            CREATE VIRTUAL TABLE words USING fts5 (id UNINDEXED, body);
            INSERT INTO page (id, body) VALUES ('p', 'some words'); INSERT INTO words SELECT id, body FROM page;",
        postgres: "CREATE TABLE page (id TEXT PRIMARY KEY, body TEXT, size BIGINT GENERATED ALWAYS AS (length(body)) STORED);
            CREATE TABLE words (id TEXT, body TSVECTOR);
            INSERT INTO page (id, body) VALUES ('p', 'some words'); INSERT INTO words SELECT id, to_tsvector(body) FROM page;",
    };
    on_both_empty(async |db| {
        db.migrate(&[SEARCH]).await.unwrap();
        let text = written(&db).await;
        let lines: Vec<&str> = text.lines().skip(1).collect();
        assert_eq!(lines[0], r#"{"table":"page","columns":[["body","text"],["id","text"]]}"#);
        assert_eq!(lines[1..], [r#"["some words","p"]"#, r#"{"end":{"tables":1,"rows":1}}"#]);
        db::import(&db, text.as_bytes()).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_column_of_a_fifth_type_is_named_at_once() {
    on_both_empty(async |db| {
        let money = Migration::new("0001_money", "CREATE TABLE contribution (amount NUMERIC);");
        let error = db.migrate(&[money]).await.unwrap_err().to_string();
        assert!(error.contains("contribution.amount is NUMERIC; columns are TEXT"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_task_of_its_own_can_carry_a_transfer() {
    on_both(async |db| {
        let task = tokio::spawn(async move {
            let mut bytes = Vec::new();
            db::export(&db, &mut bytes).await?;
            db::import(&db, bytes.as_slice()).await?;
            db::Result::Ok(bytes.len())
        });
        assert!(task.await.unwrap().unwrap() > 0);
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_not_text_is_refused() {
    on_both(async |db| {
        assert!(db::import(&db, &b"\xff\xfe\x00"[..]).await.is_err());
        assert!(db::import(&db, &b"SQLite format 3\0"[..]).await.is_err());
        db::import(&db, &include_bytes!("transfer.jsonl")[..]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_was_imported_can_be_worked_with_and_migrated_on() {
    on_both(async |db| {
        db::import(&db, &include_bytes!("transfer.jsonl")[..]).await.unwrap();
        let next = Migration::new("0003_region", "ALTER TABLE network ADD COLUMN region TEXT;");
        db.migrate(&[SCHEMA[0], SCHEMA[1], next]).await.unwrap();
        let again = written(&db).await;
        assert!(again.contains("[\"n1\",\"North\",null,null]"), "{again}");
        let error = db::import(&db, again.as_bytes()).await.unwrap_err().to_string();
        assert!(error.contains("in use already"), "{error}");
    })
    .await;
}
