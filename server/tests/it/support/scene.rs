//! For an act, somebody of the demonstration who can do it now, and where.
use super::{Answer, Someone, World};
use axum::{
    body::Body,
    http::{Request, header},
};
use domain::{actor::Actor, ids::PersonId};
use server::{
    acts::{Address, Desk, Known},
    people,
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

/// Each of these acts with somebody who can do it now, as far as the demonstration has one.
pub async fn scenes(engine: &str, mine: fn(&Known) -> bool) -> Vec<Scene<'static>> {
    let world: &'static World = Box::leak(Box::new(World::demonstration(engine).await));
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
    async fn opens(&self, act: &Known, people: &[(Actor, String)]) -> Option<(String, String)> {
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
            _ if part("person") => ("person", self.column("person", "id").await),
            Some((_, table)) if part("reference") => ("reference", self.column(table, "reference").await),
            _ if act.path.contains('{') => return Vec::new(),
            _ => return vec![BTreeMap::new()],
        };
        values.into_iter().map(|value| BTreeMap::from([(name.to_string(), value)])).collect()
    }

    async fn column(&self, table: &str, column: &str) -> Vec<String> {
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
            "assessment" => db::sql!("SELECT id AS it FROM assessment ORDER BY id DESC"),
            "organisation" => db::sql!("SELECT reference AS it FROM organisation ORDER BY id DESC LIMIT 3"),
            _ => db::sql!("SELECT id AS it FROM person WHERE active = TRUE ORDER BY id DESC LIMIT 5"),
        };
        let _ = column;
        all.all(&mut tx).await.unwrap_or_default().iter().map(|row| row.get("it").unwrap()).collect()
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
