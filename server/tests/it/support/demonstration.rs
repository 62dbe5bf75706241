//! A world that holds the demonstration. It is filled once for each build of the tests; every test gets a copy.
use super::{Someone, World, address, begin, token};
use db::Db;
use domain::ids::PersonId;
use server::{
    cache::Cache,
    clock::Clock,
    demo::{fill, script},
    keys::Keys,
    mail::Post,
    migrations::MIGRATIONS,
    sessions,
    view::Views,
    web::{App, Mode, Parts, router},
};
use sqlx::{Connection, PgConnection};
use std::{fs::File, path::PathBuf};

impl World {
    /// The demonstration on `sqlite` or `postgres`, at the moment where its story stops.
    pub async fn demonstration(engine: &str) -> World {
        let address = match engine {
            "sqlite" => copy_of_file().await,
            _ => copy_of_database().await,
        };
        World::telling(Db::connect(&address).await.expect("the copy opens"))
    }

    /// A world in which the story has not begun: whoever tells it moves the clock.
    pub async fn before_the_story() -> World {
        let db = Db::connect(&address("sqlite").await).await.expect("the test database opens");
        db.migrate(MIGRATIONS).await.expect("the migrations run");
        World::telling(db)
    }

    fn telling(db: Db) -> World {
        let parts = Parts {
            db,
            keys: Keys::passing(),
            views: Views::new(),
            clock: Clock::still(script::script().expect("the story reads").now),
            base_url: "http://trefoil.test".into(),
            service_name: "Trefoil".into(),
            post: Post::waiting(),
            second_factor: Default::default(),
            mode: Mode::Demonstration,
            cache: Cache::default(),
        };
        let app = App::new(parts);
        World { web: router(app.clone()), app }
    }

    /// The references of the story's things by the names it calls them.
    pub async fn kept(&self) -> std::collections::BTreeMap<String, String> {
        server::demo::store::kept(&mut self.app.db.read().await.unwrap()).await.unwrap()
    }

    /// Somebody of the demonstration, by name, with a session and a token.
    pub async fn player(&self, name: &str) -> Someone {
        let mut tx = self.app.db.read().await.unwrap();
        let row = db::sql!("SELECT id FROM person WHERE name = $1").bind(name).one(&mut tx).await.unwrap();
        drop(tx);
        self.signed_in(row.parse("id").unwrap(), name).await
    }

    /// Somebody with an account, with a new session and token.
    pub async fn signed_in(&self, id: PersonId, name: &str) -> Someone {
        let mut tx = self.app.db.write().await.unwrap();
        let session = sessions::start(&mut tx, &begin(id, self.now())).await.unwrap();
        let token = token(&mut tx, id).await;
        tx.commit().await.unwrap();
        Someone { id, name: name.into(), session, token }
    }
}

/// The name of this build's demonstration: another build fills another.
fn name() -> String {
    let program = std::env::current_exe().unwrap().metadata().unwrap();
    let built = program.modified().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap();
    format!("demo{}x{}", built.as_nanos(), program.len())
}

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join("trefoil-tests");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Only one test fills it; the others wait.
fn lock(engine: &str) -> File {
    let file = File::create(folder().join(format!("{}.{engine}.lock", name()))).unwrap();
    file.lock().unwrap();
    file
}

async fn copy_of_file() -> String {
    let whole = folder().join(format!("{}.db", name()));
    let lock = lock("sqlite");
    if !whole.exists() {
        let begun = folder().join(format!("{}.begun.db", name()));
        let _ = std::fs::remove_file(&begun);
        filled(&format!("sqlite://{}", begun.display())).await;
        std::fs::rename(begun, &whole).unwrap();
    }
    drop(lock);
    let address = address("sqlite").await;
    std::fs::copy(whole, address.trim_start_matches("sqlite://")).unwrap();
    address
}

async fn copy_of_database() -> String {
    let server = std::env::var("TEST_POSTGRES_URL").expect("TEST_POSTGRES_URL says where PostgreSQL is");
    let mut admin = PgConnection::connect(&format!("{server}/postgres")).await.unwrap();
    let (name, copy) = (name(), format!("t{}", server::ids::new(|id| id).simple()));
    let lock = lock("postgres");
    let there = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1").bind(&name).fetch_optional(&mut admin);
    if there.await.unwrap().is_none() {
        command(&mut admin, format!("DROP DATABASE IF EXISTS {name}begun")).await;
        command(&mut admin, format!("CREATE DATABASE {name}begun")).await;
        filled(&format!("{server}/{name}begun")).await;
        command(&mut admin, format!("ALTER DATABASE {name}begun RENAME TO {name}")).await;
    }
    command(&mut admin, format!("CREATE DATABASE {copy} TEMPLATE {name}")).await;
    drop(lock);
    format!("{server}/{copy}")
}

async fn command(admin: &mut PgConnection, text: String) {
    sqlx::query(sqlx::AssertSqlSafe(text)).execute(admin).await.unwrap();
}

async fn filled(address: &str) {
    let db = Db::connect(address).await.expect("the test database opens");
    db.migrate(MIGRATIONS).await.expect("the migrations run");
    fill::fill(&db, &Keys::passing()).await.unwrap_or_else(|error| panic!("{error}"));
    db.close().await;
}
