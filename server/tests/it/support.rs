//! A world for a test: a database of its own, a clock that stands still, people to act as.
pub mod agreements;
pub mod authenticator;
pub mod browser;
pub mod calls;
pub mod case;
pub mod collaborations;
pub mod decisions;
mod demonstration;
#[expect(dead_code, reason = "builders give more than today's tests ask for")]
pub mod groups;
pub mod meetings;
pub mod scene;
#[expect(dead_code, reason = "builders give more than today's tests ask for")]
pub mod selection;
pub mod stranger;

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use db::Db;
use domain::{
    actor::{Duty, SeatRole},
    ids::{GroupId, OrganisationId, PersonId},
    organisation::{self, Kind},
    person::Person,
    time::Timestamp,
};
use serde_json::Value;
use server::{
    cache::Cache,
    clock::Clock,
    ids,
    keys::Keys,
    mail::Post,
    migrations::MIGRATIONS,
    people::{
        factor::Required,
        store::{Grant, Particulars, describe, grant},
    },
    sessions,
    unit::Unit,
    view::Views,
    web::{App, Mode, Parts, router},
    worker,
};
use sqlx::Connection;
use tower::ServiceExt;
use uuid::Uuid;

/// When every test begins.
pub const START: &str = "2026-11-23T09:00:00Z";

/// A running server with its own everything.
pub struct World {
    /// The server.
    pub app: App,
    web: Router,
}

/// A person of the world, with what they need to come through the door.
#[derive(Clone)]
pub struct Someone {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    session: String,
    token: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// Where it leads, for redirects.
    pub location: String,
    /// The body.
    pub text: String,
    /// The headers.
    pub headers: HeaderMap,
}

impl World {
    /// A world on `sqlite` or `postgres`, where mail waits in the outbox.
    pub async fn new(engine: &str) -> World {
        World::in_database(&address(engine).await, Post::waiting()).await
    }

    /// A world in the empty database at this address, which hands its mail to this post.
    pub async fn in_database(address: &str, post: Post) -> World {
        let db = Db::connect(address).await.expect("the test database opens");
        db.migrate(MIGRATIONS).await.expect("the migrations run");
        let parts = Parts {
            db,
            keys: Keys::passing(),
            views: Views::new(),
            clock: Clock::still(START.parse().unwrap()),
            base_url: "http://trefoil.test".into(),
            service_name: "Trefoil".into(),
            post,
            second_factor: Default::default(),
            cache: Cache::default(),
            mode: Mode::Real,
        };
        let app = App::new(parts);
        World { web: router(app.clone()), app }
    }

    /// The word for the engine it is on.
    pub fn engine(&self) -> &'static str {
        match self.app.db.engine() {
            db::Engine::Sqlite => "sqlite",
            db::Engine::Postgres => "postgres",
        }
    }

    /// The same world, where people of these roles need a second factor.
    pub fn requiring(&self, roles: &[&str]) -> World {
        self.reached_at(&self.app.base_url, roles)
    }

    /// The same world as people reach it at another address, where people of these roles need a second factor.
    pub fn reached_at(&self, base_url: &str, roles: &[&str]) -> World {
        let parts = Parts {
            db: self.app.db.clone(),
            keys: self.app.keys.clone(),
            views: Views::new(),
            clock: self.app.clock.clone(),
            base_url: base_url.into(),
            service_name: self.app.service_name.clone(),
            post: Post::waiting(),
            second_factor: Required::of(roles.iter().map(ToString::to_string).collect()),
            cache: Cache::default(),
            mode: Mode::Real,
        };
        let app = App::new(parts);
        World { web: router(app.clone()), app }
    }

    /// Gives somebody a password.
    pub async fn set_password(&self, who: &Someone, password: &str) {
        let hash = server::people::password_hash(password.into()).await.unwrap();
        let mut tx = self.app.db.write().await.unwrap();
        let query = db::sql!("UPDATE person SET password = $2 WHERE id = $1").bind_text(who.id);
        query.bind(hash).execute(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    /// Moves the clock to an instant, does every job that is due then, and everybody signs in again.
    pub async fn at(&self, moment: &str) {
        self.app.clock.move_to(moment.parse().unwrap());
        self.run_jobs().await;
        let mut tx = self.app.db.write().await.unwrap();
        let ends_at = self.now().plus_seconds(sessions::SESSION_SECONDS);
        db::sql!("UPDATE session SET ends_at = $1, proved_at = $2")
            .bind_text(ends_at)
            .bind_text(self.now())
            .execute(&mut tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Does every job that is due.
    pub async fn run_jobs(&self) {
        worker::run_due(&self.app).await.expect("the jobs run");
    }

    /// Somebody who can sign in and has these duties.
    pub async fn person(&self, name: &str, duties: &[(Duty, OrganisationId)]) -> Someone {
        let id = ids::new(PersonId);
        let mut unit = Unit::begin(&self.app.db, domain::actor::Actor::system(), self.now()).await.unwrap();
        let person = unit.save(Person::invite(id, duties.to_vec())).await.unwrap();
        unit.save(person.join().unwrap()).await.unwrap();
        let email = format!("{}.{}@example.org", name.to_lowercase().replace(' ', "."), &id.to_string()[28..]);
        let particulars = Particulars { name: name.into(), email, password: String::new() };
        describe(&mut unit.tx, id, &particulars).await.unwrap();
        for (duty, organisation) in duties {
            self.allow(&mut unit.tx, id, "does", duty.as_str(), organisation.0).await;
        }
        let session = sessions::start(&mut unit.tx, &begin(id, self.now())).await.unwrap();
        let token = token(&mut unit.tx, id).await;
        unit.commit().await.unwrap();
        Someone { id, name: name.into(), session, token }
    }

    /// An organisation of the list.
    pub async fn organisation(&self, name: &str, kind: Kind) -> OrganisationId {
        let mut unit = Unit::begin(&self.app.db, domain::actor::Actor::system(), self.now()).await.unwrap();
        let it = organisation::Particulars {
            name: name.into(),
            brand: String::new(),
            kinds: vec![kind],
            identifiers: vec![],
            from: None,
            to: None,
        };
        let made = server::organisations::actions::create(&mut unit, it).await.unwrap();
        unit.commit().await.unwrap();
        made.id
    }

    /// An auditor.
    pub async fn auditor(&self, name: &str) -> Someone {
        let someone = self.person(name, &[]).await;
        let mut tx = self.app.db.write().await.unwrap();
        self.allow(&mut tx, someone.id, "auditor", "", Uuid::nil()).await;
        tx.commit().await.unwrap();
        someone
    }

    /// An operator.
    pub async fn operator(&self, name: &str) -> Someone {
        let someone = self.person(name, &[]).await;
        let mut tx = self.app.db.write().await.unwrap();
        self.allow(&mut tx, someone.id, "operator", "", Uuid::nil()).await;
        tx.commit().await.unwrap();
        someone
    }

    /// Somebody with a seat in a group.
    pub async fn seated(&self, name: &str, role: SeatRole, group: GroupId) -> Someone {
        let someone = self.person(name, &[]).await;
        let mut tx = self.app.db.write().await.unwrap();
        self.allow(&mut tx, someone.id, "sits", role.as_str(), group.0).await;
        tx.commit().await.unwrap();
        someone
    }

    async fn allow(&self, tx: &mut db::Tx, person: PersonId, kind: &str, word: &str, thing: Uuid) {
        let starts_at = "2020-01-01T00:00:00Z".parse().unwrap();
        grant(tx, Grant { person, kind, word, thing, starts_at, ends_at: None }).await.unwrap();
    }

    /// Asks for a page as the public.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Asks for a page as somebody.
    pub async fn get_as(&self, who: &Someone, path: &str) -> Answer {
        self.send(Request::get(path).header(header::COOKIE, who.cookie()).body(Body::empty()).unwrap()).await
    }

    /// The words of a PDF, as somebody gets it, and how many pages it has.
    pub async fn printed(&self, who: &Someone, path: &str) -> (String, usize) {
        let request = Request::get(path).header(header::COOKIE, who.cookie());
        let response = self.raw(request.body(Body::empty()).unwrap()).await;
        assert_eq!(response.headers()["content-type"], "application/pdf");
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let pdf = lopdf::Document::load_mem(&bytes).unwrap();
        let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
        let text = pdf.extract_text(&pages).unwrap().replace('\u{200B}', "");
        (text.split_whitespace().collect::<Vec<_>>().join(" "), pages.len())
    }

    /// Posts a form as somebody, with the token their forms carry. `fields` is `name=value&…`, already encoded.
    pub async fn post_as(&self, who: &Someone, path: &str, fields: &str) -> Answer {
        let body = format!("_csrf={}&{fields}", sessions::form_token(&who.session));
        let request = Request::post(path).header(header::COOKIE, who.cookie());
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Posts JSON to the API with somebody's token.
    pub async fn api(&self, who: &Someone, path: &str, body: Value) -> Answer {
        let request =
            Request::post(format!("/api/v1{path}")).header(header::AUTHORIZATION, format!("Bearer {}", who.token));
        let request = request.header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// Reads a resource of the API with somebody's token.
    pub async fn read(&self, who: &Someone, path: &str) -> Answer {
        let request =
            Request::get(format!("/api/v1{path}")).header(header::AUTHORIZATION, format!("Bearer {}", who.token));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Sends any request.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.web.clone().oneshot(request).await.expect("the router answers");
        let status = response.status();
        let headers = response.headers().clone();
        let location = headers.get(header::LOCATION).map(|value| value.to_str().unwrap().to_string());
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer {
            status,
            location: location.unwrap_or_default(),
            text: String::from_utf8_lossy(&bytes).into_owned(),
            headers,
        }
    }

    /// Sends any request and gives the whole answer, headers included.
    pub async fn raw(&self, request: Request<Body>) -> axum::response::Response {
        self.web.clone().oneshot(request).await.expect("the router answers")
    }

    /// Every event of the record, as `subject.kind`, in order.
    pub async fn events(&self) -> Vec<String> {
        let mut tx = self.app.db.read().await.unwrap();
        let rows = db::sql!("SELECT what FROM event ORDER BY seq").all(&mut tx).await.unwrap();
        let what = |row: &db::Row| row.json::<Value>("what").unwrap();
        let words = rows.iter().map(what);
        words
            .map(|what| format!("{}.{}", what["subject"].as_str().unwrap(), what["event"]["kind"].as_str().unwrap()))
            .collect()
    }

    /// Subjects and addresses of the mails in the outbox, oldest first.
    pub async fn mails(&self) -> Vec<(String, String)> {
        let mut tx = self.app.db.read().await.unwrap();
        let rows = db::sql!("SELECT address, subject FROM mail ORDER BY id").all(&mut tx).await.unwrap();
        rows.iter().map(|row| (row.get("address").unwrap(), row.get("subject").unwrap())).collect()
    }
}

impl Someone {
    /// The cookie of their session.
    pub fn cookie(&self) -> String {
        format!("trefoil={}", self.session)
    }
    /// The header of their API token.
    pub fn bearer(&self) -> String {
        format!("Bearer {}", self.token)
    }
}

impl Answer {
    /// A header; empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }
    /// The codes of all reasons of a problem.
    pub fn codes(&self) -> Vec<String> {
        let problem = self.json();
        let errors = problem["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| error["code"].as_str().unwrap_or_default().to_string()).collect()
    }
    /// Whether the body holds this text.
    pub fn shows(&self, text: &str) -> bool {
        self.text.contains(text)
    }
    /// This answer, if it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Answer {
        assert_eq!(self.status.as_u16(), status, "to {}\n{}", self.location, self.text);
        self
    }
    /// The path this answer leads to, without its query.
    #[track_caller]
    pub fn path(&self) -> String {
        assert!(self.status.is_redirection(), "{}\n{}", self.status, self.text);
        self.location.split('?').next().unwrap().to_string()
    }
}

/// A session of a test's person, who has just proved who they are.
fn begin(person: PersonId, now: Timestamp) -> sessions::Beginning<'static> {
    sessions::Beginning { person, method: sessions::Method::Password, agent: "test", now }
}

async fn token(tx: &mut db::Tx, person: PersonId) -> String {
    let secret = ids::secret();
    db::sql!("INSERT INTO token (hash, person, name, scopes, created_at, ends_at) VALUES ($1, $2, 'test', 'read write sign', $3, '2100-01-01T00:00:00.000000Z')")
        .bind(sessions::hash(&secret))
        .bind_text(person)
        .bind(START)
        .execute(tx)
        .await
        .unwrap();
    secret
}

/// The address of a new, empty database.
pub async fn address(engine: &str) -> String {
    let name = format!("t{}", ids::new(|id| id).simple());
    if engine == "sqlite" {
        let folder = std::env::temp_dir().join("trefoil-tests");
        std::fs::create_dir_all(&folder).unwrap();
        return format!("sqlite://{}", folder.join(format!("{name}.db")).display());
    }
    as_administrator(format!("CREATE DATABASE {name}")).await;
    format!("{}/{name}", server())
}

/// Removes the database of a test that passed: hundreds of them would fill a small disk.
pub async fn forget(address: &str) {
    match address.strip_prefix("sqlite://") {
        Some(file) => ["", "-wal", "-shm"].iter().for_each(|end| drop(std::fs::remove_file(format!("{file}{end}")))),
        None => as_administrator(format!("DROP DATABASE {} WITH (FORCE)", address.rsplit('/').next().unwrap())).await,
    }
}

fn server() -> String {
    std::env::var("TEST_POSTGRES_URL").expect("TEST_POSTGRES_URL says where PostgreSQL is")
}

async fn as_administrator(order: String) {
    let mut admin = sqlx::PgConnection::connect(&format!("{}/postgres", server())).await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(order)).execute(&mut admin).await.unwrap();
}

/// Runs each test on both engines.
#[macro_export]
macro_rules! on_both { ($($(#[$doc:meta])* async fn $name:ident($world:ident) $body:block)*) => { $(
    mod $name {
        use super::*;
        async fn run($world: World) $body
        async fn on(engine: &str) {
            let address = $crate::support::address(engine).await;
            run(World::in_database(&address, server::mail::Post::waiting()).await).await;
            $crate::support::forget(&address).await
        }
        #[tokio::test(flavor = "multi_thread")]
        async fn sqlite() { on("sqlite").await }
        #[tokio::test(flavor = "multi_thread")]
        async fn postgres() { on("postgres").await }
    }
)* } }
