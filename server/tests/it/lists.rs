//! The lists of the API, asked for by everybody the demonstration has: each shows exactly what its reader may read (X3).
use crate::{access::PEOPLE, support::*};
use serde_json::Value;
use std::collections::BTreeSet;

/// A list of the API.
struct List {
    /// Its resource, as the description names it.
    resource: &'static str,
    /// The addresses that together give all of it.
    parts: &'static [&'static str],
    /// The table of what it lists.
    table: &'static str,
    /// Whose things it lists.
    of: Whose,
}

#[derive(PartialEq)]
enum Whose {
    /// What the public may read, as far as this reader may.
    Everybody,
    /// All that this reader may read.
    Reader,
    /// What this reader may read of their own organisations.
    OwnOrganisations,
    /// What this reader may read and is to judge.
    OwnJudgement,
}

const LISTS: [List; 9] = [
    List { resource: "/needs", parts: &["/needs"], table: "challenge", of: Whose::Everybody },
    List {
        resource: "/calls",
        parts: &["/calls?phase=open", "/calls?phase=over"],
        table: "call",
        of: Whose::Everybody,
    },
    List { resource: "/collaborations", parts: &["/collaborations"], table: "collaboration", of: Whose::Everybody },
    List { resource: "/outcomes", parts: &["/outcomes"], table: "outcome", of: Whose::Everybody },
    List { resource: "/groups", parts: &["/groups"], table: "oversight_group", of: Whose::Everybody },
    List { resource: "/organisations", parts: &["/organisations"], table: "organisation", of: Whose::Everybody },
    List { resource: "/agreements", parts: &["/agreements"], table: "agreement", of: Whose::Reader },
    List { resource: "/responses", parts: &["/responses"], table: "response", of: Whose::OwnOrganisations },
    List { resource: "/assessments", parts: &["/assessments"], table: "assessment", of: Whose::OwnJudgement },
];

/// Lists below a thing: what stands in them must open, and what opens must stand in one of them.
const BELOW: [&str; 2] = ["/groups/{reference}/decisions", "/groups/{reference}/business"];

/// Resources that list no things with pages of their own, and those that have tests of their own: the search, a group's
/// board and what awaits somebody.
const OTHERS: [&str; 7] = [
    "/groups/{reference}/members",
    "/groups/{reference}/interests",
    "/collaborations/{reference}/readings",
    "/calls/{reference}/panel",
    "/groups/{reference}/board",
    "/search",
    "/work",
];

/// How many things of one list are opened: only organisations are more.
const MOST: usize = 60;

/// A reader, by a short name.
struct Reader {
    name: &'static str,
    who: Option<Someone>,
}

async fn readers(world: &World) -> Vec<Reader> {
    let mut readers = vec![Reader { name: "public", who: None }];
    for (name, full) in PEOPLE {
        readers.push(Reader { name, who: Some(world.player(full).await) });
    }
    readers
}

impl Reader {
    async fn read(&self, world: &World, path: &str) -> Answer {
        match &self.who {
            Some(who) => world.read(who, path).await,
            None => world.get(&format!("/api/v1{path}")).await,
        }
    }
    async fn may_read(&self, world: &World, path: &str) -> bool {
        let status = self.read(world, path).await.status.as_u16();
        assert!([200, 401, 404].contains(&status), "{} at {path}: {status}", self.name);
        status == 200
    }
    /// What stands in this list, on all its pages, as the addresses of its things.
    async fn listed(&self, world: &World, path: &str, root: &str) -> BTreeSet<String> {
        let (mut found, mut path) = (BTreeSet::new(), path.to_string());
        loop {
            let answer = self.read(world, &path).await;
            if answer.status.as_u16() != 200 {
                assert!([401, 404].contains(&answer.status.as_u16()), "{} at {path}: {}", self.name, answer.status);
                return found;
            }
            let page = answer.json();
            found.extend(addresses(&page, root));
            match page["next"].as_str() {
                Some(next) => path = onwards(&path, next),
                None => return found,
            }
        }
    }
}

/// The page after this one: the list says where it goes on, or its whole address.
fn onwards(path: &str, next: &str) -> String {
    let mark = if path.contains('?') { '&' } else { '?' };
    match next.strip_prefix("/api/v1") {
        Some(address) => address.to_string(),
        None => format!("{}{mark}after={next}", path.split(&format!("{mark}after=")).next().unwrap()),
    }
}

/// The addresses of the things in the lists of an answer.
fn addresses(page: &Value, root: &str) -> Vec<String> {
    let lists = page.as_object().unwrap().values().filter_map(Value::as_array).flatten();
    let address = |thing: &Value| {
        let whole = thing["address"].as_str().and_then(|it| it.strip_prefix("http://trefoil.test"));
        whole.map(String::from).or_else(|| Some(format!("{root}/{}", thing["reference"].as_str()?)))
    };
    lists.filter_map(address).collect()
}

#[test]
fn every_resource_that_lists_things_is_known_here() {
    let known: Vec<&str> = LISTS.iter().map(|list| list.resource).chain(BELOW).chain(OTHERS).collect();
    let resources = server::resources().into_iter().filter(|it| !it.ends_with('}'));
    let strangers: Vec<&str> = resources.filter(|it| !known.contains(it)).collect();
    assert!(strangers.is_empty(), "{strangers:?}");
}

/// The addresses that a list owes to a reader who may read them.
async fn owed(world: &World, list: &List, reader: &Reader, public: &Reader) -> Vec<String> {
    let things = match (&list.of, &reader.who) {
        (Whose::Everybody | Whose::Reader, _) => world.references(list.table).await,
        (_, None) => Vec::new(),
        (Whose::OwnOrganisations, Some(who)) => own(world, db::sql!("SELECT reference FROM response WHERE organisation IN (SELECT thing FROM role WHERE person = $1 AND kind = 'does')"), who).await,
        (Whose::OwnJudgement, Some(who)) => own(world, db::sql!("SELECT reference FROM assessment WHERE assessor = $1"), who).await,
    };
    let mut owed = Vec::new();
    for path in things.iter().map(|thing| format!("{}/{thing}", list.resource)) {
        if list.of != Whose::Everybody || public.may_read(world, &path).await {
            owed.push(path);
        }
    }
    owed
}

async fn own(world: &World, query: db::Query, who: &Someone) -> Vec<String> {
    let mut tx = world.app.db.read().await.unwrap();
    let rows = query.bind_text(who.id).all(&mut tx).await.unwrap();
    rows.iter().map(|row| row.get("reference").unwrap()).collect()
}

/// What is wrong with a list as this reader gets it.
async fn wrong(world: &World, list: &List, reader: &Reader, public: &Reader) -> Vec<String> {
    let (mut listed, mut wrong) = (BTreeSet::new(), Vec::new());
    for part in list.parts {
        listed.extend(reader.listed(world, part, list.resource).await);
    }
    for path in listed.iter().take(MOST) {
        if !reader.may_read(world, path).await {
            wrong.push(format!("{} is shown {path} and cannot open it", reader.name));
        }
    }
    for path in owed(world, list, reader, public).await.iter().filter(|path| !listed.contains(*path)) {
        if reader.may_read(world, path).await {
            wrong.push(format!("{} may read {path} and is not shown it", reader.name));
        }
    }
    wrong
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_of_the_api_shows_exactly_what_its_reader_may_read() {
    let world = World::demonstration("sqlite").await;
    let readers = readers(&world).await;
    let mut found = Vec::new();
    for list in &LISTS {
        for reader in &readers {
            found.extend(wrong(&world, list, reader, &readers[0]).await);
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The addresses of what stands in the lists below some groups.
async fn below(world: &World, reader: &Reader, groups: &[String]) -> BTreeSet<String> {
    let mut listed = BTreeSet::new();
    for path in groups.iter().flat_map(|group| BELOW.map(|below| below.replace("{reference}", group))) {
        let references = reader.listed(world, &path, "").await;
        listed.extend(references.into_iter().map(|it| match it.rsplit('/').next().unwrap() {
            meeting if meeting.starts_with("MT-") => format!("/meetings/{meeting}"),
            item => format!("/items/{item}"),
        }));
    }
    listed
}

#[tokio::test(flavor = "multi_thread")]
async fn the_business_and_decisions_of_a_group_are_the_items_its_reader_may_read() {
    let world = World::demonstration("sqlite").await;
    let (groups, items) = (world.references("oversight_group").await, world.references("item").await);
    let mut wrong = Vec::new();
    for reader in &readers(&world).await {
        let listed = below(&world, reader, &groups).await;
        for path in &listed {
            if !reader.may_read(&world, path).await {
                wrong.push(format!("{} is shown {path} and cannot open it", reader.name));
            }
        }
        for path in items.iter().map(|item| format!("/items/{item}")).filter(|path| !listed.contains(path)) {
            if reader.may_read(&world, &path).await {
                wrong.push(format!("{} may read {path} and is not shown it", reader.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_search_finds_and_counts_what_its_reader_may_read() {
    let world = World::demonstration("sqlite").await;
    let readers = readers(&world).await;
    let everything = readers[0].listed(&world, "/search", "").await;
    let mut wrong = Vec::new();
    for reader in &readers {
        for asked in ["/search", "/search?kind=call", "/search?q=asthma+OR+kidney"] {
            let found = reader.listed(&world, asked, "").await;
            let total = reader.read(&world, asked).await.json()["total"].as_u64().unwrap();
            for path in &found {
                if !reader.may_read(&world, path).await {
                    wrong.push(format!("{} finds {path} at {asked} and cannot open it", reader.name));
                }
            }
            if found.len() as u64 != total {
                wrong.push(format!("{} finds {} of {total} at {asked}", reader.name, found.len()));
            }
            for path in everything.difference(&found).filter(|_| asked == "/search") {
                if reader.may_read(&world, path).await {
                    wrong.push(format!("{} may read {path} and does not find it", reader.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
