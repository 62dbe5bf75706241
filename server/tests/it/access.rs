//! Who gets where: every page and every act, asked for by everybody the demonstration has, as one table; and lists
//! show what the policy lets their reader read, all of it and nothing else (X3).
use crate::support::{browser::words, *};
use std::collections::BTreeMap;

/// The people of the table: a short name, and who stands for it.
pub const PEOPLE: [(&str, &str); 16] = [
    ("chair", "Dr Helena Marsh"),
    ("deputy", "Tunde Bakare"),
    ("secretary", "Priya Nair"),
    ("member", "Colin Weatherby"),
    ("recused", "Dr Siobhan Keane"),
    ("lay", "Mary Okafor"),
    ("observer", "Ben Falconer"),
    ("other_group", "Dr Farida Haq"),
    ("officer", "Grace Lindqvist"),
    ("other_officer", "Hannah Whitworth"),
    ("clinical_lead", "Dr Ama Boateng"),
    ("company", "Tom Verrall"),
    ("rival", "Claire Bidwell"),
    ("assessor", "Emma Thackray"),
    ("auditor", "Geoffrey Lund"),
    ("operator", "Ruth Adeyemi"),
];

/// Pages that are about no thing.
const PAGES: [&str; 17] = [
    "/",
    "/needs",
    "/calls",
    "/collaborations",
    "/outcomes",
    "/groups",
    "/organisations",
    "/people",
    "/work",
    "/account/calendar",
    "/search",
    "/outbox",
    "/jobs",
    "/account",
    "/data",
    "/demonstration/people",
    "/demonstration/clock",
];

/// The page of each kind of thing by the prefix of its reference.
const KINDS: [(&str, &str); 9] = [
    ("ND-", "/needs"),
    ("CL-", "/calls"),
    ("RS-", "/responses"),
    ("AG-", "/agreements"),
    ("CO-", "/collaborations"),
    ("OC-", "/outcomes"),
    ("GR-", "/groups"),
    ("MT-", "/meetings"),
    ("OG-", "/organisations"),
];

/// Every address worth asking for: pages, and each act at each thing of the story, with the name it goes by.
fn addresses(kept: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = PAGES.iter().map(|page| (page.to_string(), page.to_string())).collect();
    let things = kept.iter().filter(|(name, _)| name.matches('.').count() == 1);
    for (name, reference) in things {
        let Some((_, root)) = KINDS.iter().find(|(prefix, _)| reference.starts_with(prefix)) else { continue };
        all.push((format!("{root}/${name}"), format!("{root}/{reference}")));
        for act in server::acts().iter().filter(|act| act.path.starts_with(&format!("{root}/{{reference}}/"))) {
            let shape = act.path.replace("{reference}", &format!("${name}"));
            all.push((shape, act.path.replace("{reference}", reference)));
        }
    }
    all.sort();
    all.dedup();
    all
}

/// What an address answers, in three figures or a word.
fn told(answer: &Answer) -> String {
    match answer.status.as_u16() {
        200 => "yes".into(),
        404 => "-".into(),
        303 if answer.location.starts_with("/sign-in") => "sign in".into(),
        other => other.to_string(),
    }
}

/// One line of the table: the address, then each answer with everybody who gets it.
fn line(shape: &str, answers: &[(String, &str)]) -> String {
    let mut by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (answer, who) in answers {
        by.entry(answer).or_default().push(who);
    }
    let mut said: Vec<String> = Vec::new();
    for (answer, who) in by {
        let all = who.len() == answers.len();
        said.push(format!("{answer}: {}", if all { "everybody".into() } else { who.join(" ") }));
    }
    format!("{shape}\n    {}", said.join("\n    "))
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_gets_where_the_table_says() {
    let world = World::demonstration("sqlite").await;
    let kept = world.kept().await;
    let mut people = Vec::new();
    for (short, name) in PEOPLE {
        people.push((short, world.player(name).await));
    }
    let mut lines = Vec::new();
    for (shape, path) in addresses(&kept) {
        let mut answers = vec![(told(&world.get(&path).await), "public")];
        for (short, who) in &people {
            answers.push((told(&world.get_as(who, &path).await), *short));
        }
        assert!(answers.iter().all(|(answer, _)| !answer.starts_with('5')), "{path}: {answers:?}");
        lines.push(line(&shape, &answers));
    }
    compare("routes.out", &lines.join("\n"));
}

/// Compares with a table beside the tests; `UPDATE=1` accepts what there is.
fn compare(name: &str, found: &str) {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it").join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, format!("{found}\n")).unwrap();
    }
    let known = std::fs::read_to_string(&file).unwrap_or_default();
    let differ: Vec<String> =
        known.lines().zip(found.lines()).filter(|(a, b)| a != b).map(|(a, b)| format!("- {a}\n+ {b}")).collect();
    assert!(known.trim_end() == found.trim_end(), "{name} differs; UPDATE=1 accepts\n{}", differ.join("\n"));
}

/// Every public list with the kind of thing it shows.
const LISTS: [(&str, &str); 5] =
    [("/needs", "ND-"), ("/calls", "CL-"), ("/collaborations", "CO-"), ("/outcomes", "OC-"), ("/groups", "GR-")];

/// The references of one kind that a page links to.
fn linked(html: &str, root: &str, prefix: &str) -> Vec<String> {
    let start = format!("href=\"{root}/{prefix}");
    let mut found: Vec<String> = html
        .match_indices(&start)
        .map(|(at, _)| html[at + start.len() - prefix.len()..].chars().take(9).collect())
        .collect();
    found.sort();
    found.dedup();
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_show_all_that_their_reader_may_read_and_nothing_else() {
    let world = World::demonstration("sqlite").await;
    let kept = world.kept().await;
    for name in ["", "Dr Siobhan Keane", "Mary Okafor", "Claire Bidwell", "Ruth Adeyemi"] {
        let who = if name.is_empty() { None } else { Some(world.player(name).await) };
        for (root, prefix) in LISTS {
            let list = world.visit(who.as_ref(), root).await;
            let shown = linked(&list.html, root, prefix);
            for reference in &shown {
                let page = world.visit(who.as_ref(), &format!("{root}/{reference}")).await;
                assert_eq!(page.status, 200, "{name:?} sees {reference} on {root} and cannot open it");
            }
            if root == "/calls" {
                // This list begins with the open calls; the closed ones stand behind its filter.
                continue;
            }
            for reference in kept.values().filter(|it| it.starts_with(prefix) && it.len() == 9) {
                let public = world.get(&format!("{root}/{reference}")).await.status.as_u16() == 200;
                let mine = world.visit(who.as_ref(), &format!("{root}/{reference}")).await.status == 200;
                let listed = shown.contains(reference);
                let owed = public && mine;
                assert!(listed || !owed, "{name:?} misses {reference} on {root}\n{}", words(&list.html));
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_a_page_offers_to_do_can_be_opened() {
    let world = World::demonstration("sqlite").await;
    let kept = world.kept().await;
    for (short, name) in PEOPLE {
        let who = world.player(name).await;
        for (shape, path) in
            addresses(&kept).into_iter().filter(|(shape, _)| shape.contains('$') && shape.matches('/').count() == 2)
        {
            let page = world.visit(Some(&who), &path).await;
            for act in server::acts() {
                let offered = act.path.replace("{reference}", path.rsplit('/').next().unwrap_or_default());
                if offered.starts_with(&path) && page.html.contains(&format!("href=\"{offered}\"")) {
                    let status = world.get_as(&who, &offered).await.status.as_u16();
                    assert!([200, 422].contains(&status), "{short} on {shape} is offered {offered}: {status}");
                }
            }
        }
    }
}
