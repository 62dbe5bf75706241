//! One new database per test and engine.

use std::path::PathBuf;

use db::{Db, Migration};

/// The tables that most tests use.
pub const SCHEMA: &[Migration] = &[
    Migration::new(
        "0001_network",
        "CREATE TABLE network (id TEXT PRIMARY KEY, name TEXT NOT NULL, parent TEXT REFERENCES network (id));
         CREATE TABLE head (one BIGINT PRIMARY KEY, seq BIGINT NOT NULL);
         INSERT INTO head (one, seq) VALUES (1, 0);",
    ),
    Migration::new(
        "0002_call",
        "CREATE TABLE call (
            id TEXT PRIMARY KEY, network TEXT NOT NULL REFERENCES network (id),
            places BIGINT, open BOOLEAN, seal BYTEA
         );",
    ),
];

/// Runs the test on a new database of each engine, migrated with `SCHEMA`.
pub async fn on_both(test: impl AsyncFn(Db)) {
    on_both_empty(async |db| {
        db.migrate(SCHEMA).await.unwrap();
        test(db).await;
    })
    .await;
}

/// Runs the test on a new database of each engine, without any table.
pub async fn on_both_empty(test: impl AsyncFn(Db)) {
    for place in [Place::sqlite(), Place::postgres().await] {
        eprintln!("on {}", place.url());
        let db = Db::connect(&place.url()).await.unwrap();
        test(db.clone()).await;
        db.close().await;
        place.remove().await;
    }
}

/// PostgreSQL as many run it: text sorts as in a dictionary, not by its bytes.
const ENGLISH: &str = "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-GB' LOCALE 'C.UTF-8'";

/// Where a database of a test lives.
pub enum Place {
    Sqlite(PathBuf),
    Postgres { server: String, name: String },
}

impl Place {
    /// A file that does not exist yet.
    pub fn sqlite() -> Self {
        Place::Sqlite(std::env::temp_dir().join(format!("db-test-{}.db", uuid::Uuid::new_v4().simple())))
    }

    /// A database of its own on the server of `TEST_POSTGRES_URL`.
    pub async fn postgres() -> Self {
        let server = std::env::var("TEST_POSTGRES_URL")
            .expect("set TEST_POSTGRES_URL, for example postgres://postgres@127.0.0.1:5432");
        let name = format!("db_test_{}", uuid::Uuid::new_v4().simple());
        on_server(&server, format!("CREATE DATABASE {name} {ENGLISH}")).await;
        Place::Postgres { server, name }
    }

    pub fn url(&self) -> String {
        match self {
            Place::Sqlite(path) => format!("sqlite:{}", path.display()),
            Place::Postgres { server, name } => format!("{server}/{name}"),
        }
    }

    pub async fn remove(self) {
        match self {
            Place::Sqlite(path) => {
                for end in ["", "-wal", "-shm"] {
                    std::fs::remove_file(format!("{}{end}", path.display())).ok();
                }
            }
            Place::Postgres { server, name } => on_server(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await,
        }
    }
}

async fn on_server(server: &str, statement: String) {
    use sqlx::{Connection as _, Executor as _};
    let mut connection = sqlx::PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
    connection.execute(sqlx::AssertSqlSafe(statement)).await.unwrap();
    connection.close().await.unwrap();
}
