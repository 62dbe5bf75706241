//! The heart-failure case as both walks use it: the facts of its file, and its people by the names of the story.
use super::{Someone, World, browser::words_of};
use serde_json::{Map, Value, json};
use server::demo::script::{self, Body, Player};
use std::{cell::RefCell, collections::BTreeMap};

/// The password that everybody in the walks chooses.
pub const PASSWORD: &str = "a long enough walk through the woods";

/// Who takes part in the case, by the keys of the story's cast.
pub const CAST: [&str; 24] = [
    "helena", "tunde", "priya", "colin", "siobhan", "mary", "ben", "grace", "daniel", "ama", "karen", "martin",
    "judith", "yusuf", "tom", "anjali", "robert", "marcus", "claire", "esther", "rajiv", "emma", "patricia", "wen",
];

/// The organisations that no official list holds, by the keys of the story.
pub const BODIES: [&str; 6] = ["irwell", "wandle_practices", "st_brannock", "calderwell", "penhallow", "heart_trust"];

/// The walk: its world, its facts, who is there, and the references it has met.
pub struct Case {
    /// The world.
    pub world: World,
    facts: Map<String, Value>,
    players: BTreeMap<String, Player>,
    bodies: BTreeMap<String, Body>,
    kept: RefCell<BTreeMap<String, String>>,
}

impl Case {
    /// An empty world with the first operator, on the day on which everything begins.
    pub async fn begin(world: World) -> Case {
        world.at("2025-04-01T08:00:00Z").await;
        let script = script::script().expect("the story reads");
        let players = script.players.into_iter().map(|it| (it.key.clone(), it)).collect();
        let bodies = script.bodies.into_iter().map(|it| (it.key.clone(), it)).collect();
        let facts = script::facts("heart_failure").expect("the facts read");
        world.operator("Ruth Adeyemi").await;
        Case { world, facts, players, bodies, kept: RefCell::default() }
    }

    /// Facts by their name, `heads.goals`.
    pub fn facts(&self, name: &str) -> Value {
        let facts = Value::Object(self.facts.clone());
        let found = facts.pointer(&format!("/{}", name.replace('.', "/"))).cloned();
        found.unwrap_or_else(|| panic!("there are no facts {name}"))
    }

    /// Facts by their name, only these of them.
    pub fn some(&self, name: &str, fields: &[&str]) -> Value {
        let all = self.facts(name);
        fields.iter().map(|field| (field.to_string(), all[*field].clone())).collect::<Map<_, _>>().into()
    }

    /// Somebody by the story's key, just signed in: the clock of the walk goes on by months.
    pub async fn somebody(&self, key: &str) -> Someone {
        self.world.player(&self.name(key)).await
    }

    /// What an operator types to invite somebody.
    pub fn invitation(&self, key: &str) -> Value {
        let player = &self.players[key];
        let duties: Vec<&String> = player.does.keys().collect();
        let organisation = player.does.values().next();
        json!({ "name": player.name, "email": self.email(key), "organisation": organisation, "duties": duties })
    }

    /// The name of a person or an organisation by the story's key.
    pub fn name(&self, key: &str) -> String {
        self.players.get(key).map(|it| it.name.clone()).unwrap_or_else(|| self.bodies[key].name.clone())
    }

    /// What an operator types about an organisation.
    pub fn body(&self, key: &str) -> Value {
        let Body { name, kinds, scheme, code, .. } = &self.bodies[key];
        json!({ "name": name, "kinds": kinds, "identifiers": [{ "scheme": scheme, "code": code }] })
    }

    /// The identifier of an organisation by the story's key.
    pub fn code(&self, key: &str) -> String {
        self.bodies[key].code.clone()
    }

    /// The reference of an organisation by the story's key.
    pub async fn organisation(&self, key: &str) -> String {
        let mut tx = self.world.app.db.read().await.unwrap();
        let found = server::organisations::store::by_name(&mut tx, &self.name(key)).await.unwrap();
        found.expect("it was made").reference
    }

    /// A person's address.
    pub fn email(&self, key: &str) -> String {
        format!("{key}@walk.example")
    }

    /// A person's address as the story has it.
    pub fn address(&self, key: &str) -> String {
        server::demo::fill::address(&self.players[key])
    }

    /// Keeps a reference under a name.
    pub fn keep(&self, name: &str, reference: &str) {
        self.kept.borrow_mut().insert(name.into(), reference.into());
    }

    /// A kept reference.
    pub fn kept(&self, name: &str) -> String {
        self.kept.borrow().get(name).unwrap_or_else(|| panic!("nothing is kept as {name}")).clone()
    }

    /// The page of a kept thing.
    pub fn page(&self, name: &str) -> String {
        let reference = self.kept(name);
        let roots = [
            ("ND", "needs"),
            ("CL", "calls"),
            ("RS", "responses"),
            ("AG", "agreements"),
            ("CO", "collaborations"),
            ("OC", "outcomes"),
            ("GR", "groups"),
            ("MT", "meetings"),
            ("AS", "assessments"),
        ];
        let (_, root) = roots.iter().find(|(prefix, _)| reference.starts_with(prefix)).expect("a known kind");
        format!("/{root}/{reference}")
    }

    /// The one link of the newest mail to an address.
    pub async fn link_in_mail(&self, address: &str) -> String {
        self.world.run_jobs().await;
        let mut tx = self.world.app.db.read().await.unwrap();
        let rows =
            db::sql!("SELECT body FROM mail WHERE address = $1 ORDER BY id DESC").bind(address).all(&mut tx).await;
        let body: String = rows.unwrap().first().unwrap_or_else(|| panic!("no mail to {address}")).get("body").unwrap();
        let link = body.split_whitespace().find(|word| word.starts_with(&self.world.app.base_url));
        link.expect("the mail has a link").trim_start_matches(&self.world.app.base_url).to_string()
    }

    /// The words of a status.
    pub fn status(&self, status: &str) -> String {
        words_of(&format!("status.{status}"))
    }
}
