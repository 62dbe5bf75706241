//! For an act, somebody of the demonstration who can do it now, and where.
use super::{Answer, Someone, World};
use axum::{
    body::Body,
    http::{Request, header},
};
use domain::{actor::Actor, ids::PersonId};
use serde_json::json;
use server::{
    acts::{Address, Desk, Known},
    jobs::{self, Job},
    people::{self, links::Purpose},
    sessions,
    unit::Unit,
};
use std::collections::BTreeMap;

/// An act that somebody can do now.
pub struct Scene<'w> {
    /// The demonstration.
    pub world: &'w World,
    /// The act.
    pub act: Known,
    /// Where it can be done.
    pub path: String,
    /// Who can do it.
    pub who: Someone,
}

/// The tables whose things have references, by the first part of their pages' addresses.
const TABLES: [(&str, &str); 13] = [
    ("needs", "challenge"),
    ("calls", "call"),
    ("responses", "response"),
    ("agreements", "agreement"),
    ("collaborations", "collaboration"),
    ("outcomes", "outcome"),
    ("groups", "oversight_group"),
    ("meetings", "meeting"),
    ("items", "item"),
    ("actions", "action"),
    ("interests", "interest"),
    ("organisations", "organisation"),
    ("assessments", "assessment"),
];

/// The secrets of one-time links that are in every scene: an invitation and a new password.
const SECRETS: [&str; 2] = ["an-invitation", "a-new-password"];

/// Each of these acts with somebody who can do it now, as far as the demonstration has one.
pub async fn scenes(engine: &str, mine: fn(&Known) -> bool) -> Vec<Scene<'static>> {
    let world: &'static World = Box::leak(Box::new(World::demonstration(engine).await));
    world.add_what_the_story_lacks().await;
    let people = world.actors().await;
    let mut scenes = Vec::new();
    for act in server::acts().into_iter().filter(mine) {
        if let Some((path, name)) = world.opens(&act, &people).await {
            scenes.push(Scene { world, act, path, who: world.player(&name).await });
        }
    }
    scenes
}

impl World {
    /// What no story tells: somebody who was invited and has not come, links that wait, a job that was given up, a token.
    async fn add_what_the_story_lacks(&self) {
        let (operator, day) = (self.player("Ruth Adeyemi").await, self.now().plus_seconds(24 * 3600));
        let mut unit = Unit::begin(&self.app.db, Actor::system(), self.now()).await.unwrap();
        let guest = people::actions::invite(&mut unit, "Ida Invited", "ida@example.org", Vec::new()).await.unwrap();
        for (secret, person, purpose) in
            [(SECRETS[0], guest, Purpose::Invitation), (SECRETS[1], operator.id, Purpose::Password)]
        {
            people::store::keep_link(&mut unit.tx, &sessions::hash(secret), person, purpose, day).await.unwrap();
        }
        jobs::enqueue(&mut unit.tx, &Job::ResetPassword { email: "nobody@example.org".into() }, day).await.unwrap();
        db::sql!("UPDATE job SET given_up = TRUE, error = 'away' WHERE run_at = $1")
            .bind_text(day)
            .execute(&mut unit.tx)
            .await
            .unwrap();
        unit.commit().await.unwrap();
        self.keep_a_decision_back().await;
    }

    async fn keep_a_decision_back(&self) {
        let act = server::acts().into_iter().find(|act| act.name == "item.withhold").unwrap();
        let (path, name) = self.opens(&act, &self.actors().await).await.expect("an item waits for a decision");
        let why = json!({ "because": "It names a person", "until": "2027-01-31" });
        self.api(&self.player(&name).await, &path, why).await.expect(201);
    }

    /// How many events the record has.
    pub async fn length(&self) -> u64 {
        let mut tx = self.app.db.read().await.unwrap();
        db::sql!("SELECT seq FROM event_head WHERE one = 1").one(&mut tx).await.unwrap().number("seq").unwrap()
    }

    /// Everybody who may sign in, as they can act now.
    pub async fn actors(&self) -> Vec<(Actor, String)> {
        let mut tx = self.app.db.read().await.unwrap();
        let rows = db::sql!("SELECT id FROM person WHERE active = TRUE ORDER BY id").all(&mut tx).await.unwrap();
        let mut actors = Vec::new();
        for row in rows {
            let id: PersonId = row.parse("id").unwrap();
            actors.extend(people::store::actor(&mut tx, id, self.now()).await.unwrap());
        }
        actors
    }

    /// Where an act is open to somebody, and the name of that person.
    pub async fn opens(&self, act: &Known, people: &[(Actor, String)]) -> Option<(String, String)> {
        for parts in self.places(act).await {
            let address = Address::new(act.path, parts);
            for (actor, name) in people {
                let mut tx = self.app.db.read().await.unwrap();
                let desk = Desk { tx: &mut tx, actor, at: self.now(), address: &address };
                if (act.open)(desk).await.is_ok() {
                    return Some((address.path, name.clone()));
                }
            }
        }
        None
    }

    /// The addresses that an act has in this world, newest things first.
    pub async fn places(&self, act: &Known) -> Vec<BTreeMap<String, String>> {
        let part = |name: &str| act.path.contains(&format!("{{{name}}}"));
        let root = act.path.split('/').nth(1).unwrap_or_default();
        let (name, values) = match TABLES.iter().find(|(known, _)| *known == root) {
            _ if part("secret") => ("secret", SECRETS.map(String::from).to_vec()),
            Some((_, table)) if part("reference") => ("reference", self.references(table).await),
            _ => match ["person", "mail", "job", "token", "session"].into_iter().find(|name| part(name)) {
                Some(name) => (name, self.references(name).await),
                None if act.path.contains('{') => return Vec::new(),
                None => return vec![BTreeMap::new()],
            },
        };
        values.into_iter().map(|value| BTreeMap::from([(name.to_string(), value)])).collect()
    }

    /// What addresses name the things of this table by, newest first.
    pub async fn references(&self, table: &str) -> Vec<String> {
        let mut tx = self.app.db.read().await.unwrap();
        let all = match table {
            "challenge" => db::sql!("SELECT reference AS it FROM challenge ORDER BY id DESC"),
            "call" => db::sql!("SELECT reference AS it FROM call ORDER BY id DESC"),
            "response" => db::sql!("SELECT reference AS it FROM response ORDER BY id DESC"),
            "agreement" => db::sql!("SELECT reference AS it FROM agreement ORDER BY id DESC"),
            "collaboration" => db::sql!("SELECT reference AS it FROM collaboration ORDER BY id DESC"),
            "outcome" => db::sql!("SELECT reference AS it FROM outcome ORDER BY id DESC"),
            "oversight_group" => db::sql!("SELECT reference AS it FROM oversight_group ORDER BY id DESC"),
            "meeting" => db::sql!("SELECT reference AS it FROM meeting ORDER BY id DESC"),
            "action" => db::sql!("SELECT reference AS it FROM action ORDER BY id DESC"),
            "item" => db::sql!("SELECT reference AS it FROM item ORDER BY id DESC"),
            "interest" => db::sql!("SELECT reference AS it FROM interest ORDER BY id DESC"),
            "assessment" => db::sql!("SELECT reference AS it FROM assessment ORDER BY id DESC"),
            "organisation" => db::sql!("SELECT reference AS it FROM organisation ORDER BY id DESC LIMIT 3"),
            "person" => db::sql!("SELECT id AS it FROM person ORDER BY id DESC LIMIT 6"),
            "mail" => db::sql!("SELECT id AS it FROM mail ORDER BY id DESC LIMIT 1"),
            "job" => db::sql!("SELECT id AS it FROM job WHERE given_up = TRUE"),
            "token" => db::sql!("SELECT hash AS it FROM token"),
            "session" => db::sql!("SELECT token AS it FROM session"),
            other => panic!("no table {other} is known here"),
        };
        all.all(&mut tx).await.unwrap().iter().map(|row| row.get("it").unwrap()).collect()
    }

    /// Posts any body to the API.
    pub async fn api_raw(&self, who: Option<&Someone>, path: &str, kind: &str, body: String) -> Answer {
        let mut request = Request::post(format!("/api/v1{path}")).header(header::CONTENT_TYPE, kind);
        if let Some(who) = who {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", who.token));
        }
        self.send(request.body(Body::from(body)).unwrap()).await
    }
}
