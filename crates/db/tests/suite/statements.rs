//! What goes in through `sql!` comes out through `Row`.

use std::collections::BTreeMap;

use db::{Db, Error, Value, sql};

use crate::databases::on_both;

async fn add_network(db: &Db, id: &str) {
    let mut tx = db.write().await.unwrap();
    sql!("INSERT INTO network (id, name) VALUES ($1, $2)").bind(id).bind("Northern").execute(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn each_of_the_four_types_comes_back_as_it_went_in() {
    on_both(async |db| {
        add_network(&db, "n1").await;
        let mut tx = db.write().await.unwrap();
        sql!("INSERT INTO call (id, network, places, open, seal) VALUES ($1, $2, $3, $4, $5)")
            .bind_text("c1")
            .bind("n1")
            .bind(i64::MAX)
            .bind(true)
            .bind(vec![0_u8, 255])
            .execute(&mut tx)
            .await
            .unwrap();
        let row = sql!("SELECT id, places, open, seal FROM call").one(&mut tx).await.unwrap();
        assert_eq!(row.get::<String>("id").unwrap(), "c1");
        assert_eq!(row.get::<i64>("places").unwrap(), i64::MAX);
        assert!(row.get::<bool>("open").unwrap());
        assert_eq!(row.get::<Vec<u8>>("seal").unwrap(), [0, 255]);
    })
    .await;
}

#[tokio::test]
async fn nothing_goes_in_and_comes_out_as_null() {
    on_both(async |db| {
        add_network(&db, "n1").await;
        let mut tx = db.write().await.unwrap();
        sql!("INSERT INTO call (id, network, places, open, seal) VALUES ($1, $2, $3, $4, $5)")
            .bind("c1")
            .bind_text_option(Some("n1"))
            .bind(None::<u64>)
            .bind(None::<bool>)
            .bind(None::<Vec<u8>>)
            .execute(&mut tx)
            .await
            .unwrap();
        let row = sql!("SELECT places, open, seal FROM call").one(&mut tx).await.unwrap();
        assert_eq!(row.get::<Option<i64>>("places").unwrap(), None);
        assert_eq!(row.get::<Option<bool>>("open").unwrap(), None);
        assert_eq!(row.get::<Option<Vec<u8>>>("seal").unwrap(), None);
        assert!(row.get::<i64>("places").is_err());
    })
    .await;
}

#[tokio::test]
async fn text_reads_as_json_and_as_anything_that_parses() {
    on_both(async |db| {
        let mut tx = db.read().await.unwrap();
        let row = sql!("SELECT '{\"a\":[1,2]}' AS body, '42' AS number, CAST(NULL AS TEXT) AS missing")
            .one(&mut tx)
            .await
            .unwrap();
        let body: BTreeMap<String, Vec<u8>> = row.json("body").unwrap();
        assert_eq!(body["a"], [1, 2]);
        assert_eq!(row.parse::<u8>("number").unwrap(), 42);
        assert_eq!(row.parse_option::<u8>("missing").unwrap(), None);
        assert_eq!(row.json_option::<u8>("missing").unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_column_that_does_not_read_as_asked_is_an_error_that_names_it() {
    on_both(async |db| {
        let mut tx = db.read().await.unwrap();
        let row = sql!("SELECT 'x' AS body, CAST(-1 AS BIGINT) AS version").one(&mut tx).await.unwrap();
        let errors = [
            row.json::<u8>("body").unwrap_err(),
            row.parse::<u8>("body").unwrap_err(),
            row.number::<u64>("version").unwrap_err(),
        ];
        for (error, column) in errors.into_iter().zip(["body", "body", "version"]) {
            assert!(matches!(&error, Error::ColumnDecode { index, .. } if index.contains(column)), "{error}");
        }
    })
    .await;
}

#[tokio::test]
async fn too_few_and_too_many_values_are_refused_with_the_place_of_the_statement() {
    on_both(async |db| {
        let mut tx = db.read().await.unwrap();
        let few = sql!("SELECT id FROM call WHERE id = $1 AND network = $2").bind("c1").all(&mut tx).await;
        let many = sql!("SELECT id FROM call").bind("c1").all(&mut tx).await;
        for (answer, counts) in [(few, "wants 2 parameters, got 1"), (many, "wants 0 parameters, got 1")] {
            let error = answer.err().expect("refused").to_string();
            assert!(error.contains("statements.rs:") && error.contains(counts), "{error}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_number_beyond_bigint_is_refused_and_not_cut() {
    on_both(async |db| {
        let mut tx = db.write().await.unwrap();
        let answer = sql!("UPDATE head SET seq = $1").bind(u64::MAX).execute(&mut tx).await;
        assert!(answer.unwrap_err().to_string().contains("18446744073709551615 is too large"));
    })
    .await;
}

#[tokio::test]
async fn a_text_that_one_engine_cannot_keep_is_refused_on_both() {
    on_both(async |db| {
        let mut tx = db.write().await.unwrap();
        let answer = sql!("INSERT INTO network (id, name) VALUES ('n1', $1)").bind("a\0b").execute(&mut tx).await;
        assert!(answer.unwrap_err().to_string().contains("U+0000"));
    })
    .await;
}

#[tokio::test]
async fn text_comes_back_byte_for_byte_whatever_it_is_made_of() {
    let texts =
        ["", " ", "'; DROP TABLE network; --", "$1 ? :x @y", "\u{1}\t\r\n\u{7f}", "e\u{301} \u{e9} \u{1F340} \u{202E}"];
    on_both(async |db| {
        let mut tx = db.write().await.unwrap();
        for text in texts {
            sql!("INSERT INTO network (id, name) VALUES ($1, $1)").bind(text).execute(&mut tx).await.unwrap();
            let row = sql!("SELECT name FROM network WHERE id = $1").bind(text).one(&mut tx).await.unwrap();
            assert_eq!(row.get::<String>("name").unwrap(), text);
        }
    })
    .await;
}

#[tokio::test]
async fn execute_tells_how_many_rows_it_touched() {
    on_both(async |db| {
        let mut tx = db.write().await.unwrap();
        let update = |seq: u64| sql!("UPDATE head SET seq = seq + 1 WHERE seq = $1").bind(seq);
        assert_eq!(update(0).execute(&mut tx).await.unwrap(), 1);
        assert_eq!(update(0).execute(&mut tx).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_page_of_rows_comes_in_one_statement() {
    on_both(async |db| {
        for id in ["n1", "n2", "n3"] {
            add_network(&db, id).await;
        }
        let mut tx = db.read().await.unwrap();
        let rows = sql!("SELECT id FROM network WHERE id > $1 ORDER BY id LIMIT $2").bind("n1").bind(5_u32);
        let ids: Vec<String> = rows.all(&mut tx).await.unwrap().iter().map(|row| row.get("id").unwrap()).collect();
        assert_eq!(ids, ["n2", "n3"]);
        assert_eq!(tx.statements(), 1);
    })
    .await;
}

#[tokio::test]
async fn one_wants_a_row_and_optional_does_not() {
    on_both(async |db| {
        let mut tx = db.read().await.unwrap();
        assert!(sql!("SELECT id FROM call").optional(&mut tx).await.unwrap().is_none());
        assert!(matches!(sql!("SELECT id FROM call").one(&mut tx).await, Err(Error::RowNotFound)));
    })
    .await;
}

#[tokio::test]
async fn statements_that_the_engine_would_not_run_are_listed() {
    on_both(async |db| {
        let refused = db.refused().await.unwrap();
        assert_eq!(refused.len(), 1, "{refused:?}");
        assert!(refused[0].contains("no_such_table") && refused[0].contains("statements.rs:"), "{refused:?}");
    })
    .await;
}

/// Never run; `refused` finds it.
#[expect(dead_code, reason = "only its registration matters")]
fn registered_and_wrong() -> db::Query {
    sql!("SELECT id FROM no_such_table")
}

#[test]
fn every_kind_of_value_can_be_bound() {
    assert_eq!(Value::from("a"), Value::Text(Some("a".into())));
    assert_eq!(Value::from(Some("a")), Value::text('a'));
    assert_eq!(Value::from(None::<String>), Value::Text(None));
    assert_eq!(Value::from(7_u32), Value::Int(Some(7)));
    assert_eq!(Value::from(Some(7_usize)), Value::Int(Some(7)));
    assert_eq!(Value::from(Some(u64::MAX)), Value::TooLarge(u64::MAX));
    assert_eq!(Value::from(Some(false)), Value::Bool(Some(false)));
    assert_eq!(Value::from(&b"x"[..]), Value::Bytes(Some(b"x".to_vec())));
}
