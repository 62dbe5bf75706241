//! Whoever is recused on a thing lives in a world without it (G4): everything they can open answers byte for byte what
//! it would if neither the thing nor what followed from it existed, but for what is public to everybody.
use crate::{
    on_both,
    support::{selection::Called, *},
};
use domain::item::Verdict;
use serde_json::json;
use server::people::store::{Grant, grant};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Where somebody begins to look around.
const DOORS: [&str; 12] = [
    "/",
    "/work",
    "/needs",
    "/calls",
    "/collaborations",
    "/outcomes",
    "/groups",
    "/organisations",
    "/search?q=heart",
    "/account",
    "/interests",
    "/data",
];

/// The page whose key is new with every answer.
const SECRET_EACH_TIME: &str = "/account/second-factor";

/// Everything somebody finds by following every link from every door, and every list of the API: address and answer.
async fn seen_by(world: &World, who: &Someone) -> BTreeMap<String, String> {
    world.run_jobs().await;
    let mut found = BTreeMap::new();
    let mut ahead: BTreeSet<String> = DOORS.iter().map(|door| door.to_string()).collect();
    while let Some(path) = ahead.pop_first() {
        let answer = world.get_as(who, &path).await;
        let new = links(&answer.text)
            .filter(|link| link != SECRET_EACH_TIME)
            .filter(|link| !found.contains_key(link) && *link != path);
        ahead.extend(new.collect::<Vec<_>>());
        found.insert(path, told(&answer));
        assert!(found.len() < 1500, "there is no end of links: {:?}", found.keys().collect::<Vec<_>>());
    }
    for list in server::resources().into_iter().filter(|path| !path.contains('{')) {
        found.insert(format!("GET {list}"), told(&world.read(who, list).await));
    }
    found.insert("mail".into(), world.letters_to(who).await.join("\n"));
    found
}

/// The addresses of this site that a page links to.
fn links(html: &str) -> impl Iterator<Item = String> {
    let all = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let ours = all.filter(|link| link.starts_with('/') && !link.starts_with("//") && !link.starts_with("/assets/"));
    ours.map(|link| link.split('#').next().unwrap_or_default().replace("&amp;", "&")).filter(|link| !link.is_empty())
}

/// An answer as it is compared: status, where it leads, and the body without what is new with every answer.
fn told(answer: &Answer) -> String {
    let mut body = answer.text.clone();
    for secret in ["_csrf", "_once"] {
        for before in [format!("name=\"{secret}\" value=\""), format!("\"{secret}\":\"")] {
            body =
                body.split(&before).enumerate().map(|(n, part)| past_quote(n, part)).collect::<Vec<_>>().join(&before);
        }
    }
    format!("{} {}\n{body}", answer.status, answer.location)
}

fn past_quote(n: usize, part: &str) -> String {
    if n == 0 { part.into() } else { part.split_once('"').map(|(_, rest)| format!("…\"{rest}")).unwrap_or_default() }
}

/// The same text with references and ids numbered as they come, so that two worlds can be compared.
fn numbered(text: &str) -> String {
    let mut names: Vec<String> = Vec::new();
    let text = text.replace("%2F", "/");
    let words = text.split_inclusive(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
    words
        .map(|word| {
            let name = word.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
            let is_reference =
                name.len() == 9 && name.as_bytes()[2] == b'-' && name[..2].chars().all(|c| c.is_ascii_uppercase());
            if !is_reference && name.parse::<Uuid>().is_err() {
                return word.to_string();
            }
            let number = names.iter().position(|known| known == name).unwrap_or_else(|| {
                names.push(name.into());
                names.len() - 1
            });
            word.replace(name, &format!("#{number}"))
        })
        .collect()
}

fn assert_same(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) {
    let addresses = |seen: &BTreeMap<String, String>| seen.keys().cloned().collect::<BTreeSet<_>>();
    let (had, has) = (addresses(before), addresses(after));
    assert_eq!(had.symmetric_difference(&has).collect::<Vec<_>>(), Vec::<&String>::new(), "what can be opened differs");
    for (address, text) in before {
        let difference = text.lines().zip(after[address].lines()).find(|(was, is)| was != is);
        assert!(difference.is_none() && *text == after[address], "{address} differs: {difference:?}");
    }
}

impl World {
    /// The letters that were written to somebody.
    async fn letters_to(&self, who: &Someone) -> Vec<String> {
        let mut tx = self.app.db.read().await.unwrap();
        let query = db::sql!("SELECT subject || ' ' || body AS text FROM mail WHERE person = $1 ORDER BY id");
        let rows = query.bind_text(who.id).all(&mut tx).await.unwrap();
        rows.iter().map(|row| row.get("text").unwrap()).collect()
    }

    /// Somebody is recused on a thing from now on, as a ruling leaves it.
    async fn recuse(&self, who: &Someone, thing: Uuid) {
        let mut tx = self.app.db.write().await.unwrap();
        let it = Grant { person: who.id, kind: "recused", word: "", thing, starts_at: self.now(), ends_at: None };
        grant(&mut tx, it).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The id of a need.
    async fn need_id(&self, reference: &str) -> Uuid {
        let mut tx = self.app.db.read().await.unwrap();
        server::needs::store::by_reference(&mut tx, reference).await.unwrap().unwrap().id.0
    }
}

/// What can be compared between two worlds, with every name of a thing numbered; pages whose addresses are then the same
/// stand in the order of what they say.
fn comparable(seen: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let apart = ["/organisations", "GET /organisations", "/interests/new", "/account"];
    let comparable = seen.into_iter().filter(|(path, _)| !apart.iter().any(|one| path.starts_with(one)));
    let mut pages: Vec<_> = comparable.map(|(path, text)| (numbered(&path), numbered(&text))).collect();
    pages.sort();
    let mut compared = BTreeMap::new();
    for (path, text) in pages {
        let same = compared.keys().filter(|known: &&String| known.split(' ').next() == path.split(' ').next()).count();
        compared.insert(if same > 0 { format!("{path} {same}") } else { path }, text);
    }
    compared
}

/// A panel of one call, and what its first assessor sees when these organisations have answered and those whose names
/// stand in `recused` are beyond them.
async fn assessing(world: &World, answered: &[&str], recused: &[&str]) -> BTreeMap<String, String> {
    let call: Called = world.open_call().await;
    let mut beyond = Vec::new();
    for name in answered {
        let it = world.started(&call, name).await;
        world.submits(&it, "A+nurse+at+every+bedside").await;
        if recused.contains(name) {
            let mut tx = world.app.db.read().await.unwrap();
            beyond.push(server::responses::store::by_reference(&mut tx, &it.response).await.unwrap().unwrap().id.0);
        }
    }
    let anna = world.panel(&call, &["Anna Assessor"]).await.remove(0);
    for thing in beyond {
        world.recuse(&anna, thing).await;
    }
    world.opened(&call).await;
    let seen = seen_by(world, &anna).await;
    comparable(seen)
}

/// What a lay member sees when a meeting has dealt with one need and, where there is a second, with that one too: the
/// lay member is recused on the second, it has a paper and an action, and the group declines both.
async fn met(world: &World, needs: usize) -> BTreeMap<String, String> {
    let cog = world.group().await;
    let mut items = Vec::new();
    for _ in 0..needs {
        world.submitted_need(&cog.member, cog.id).await;
    }
    let business = world.read(&cog.secretary, &format!("/groups/{}/business", cog.reference)).await.expect(200).json();
    items.extend(
        business["items"].as_array().unwrap().iter().map(|item| item["reference"].as_str().unwrap().to_string()),
    );
    assert_eq!(items.len(), needs);
    let plan = json!({ "starts_at": world.now(), "place": "Town Hall", "items": items });
    let made = world.api(&cog.secretary, &format!("/groups/{}/meetings", cog.reference), plan).await.expect(201).json();
    let meeting = format!("/meetings/{}", made["reference"].as_str().unwrap());
    for item in &items[1..] {
        let paper = json!({ "title": "Canary paper", "words": "Canary words", "item": item, "late_because": "Canary" });
        world.api(&cog.secretary, &format!("{meeting}/papers/new"), paper).await.expect(201);
    }
    let people = [&cog.chair, &cog.deputy, &cog.secretary, &cog.member, &cog.lay].map(|who| who.id);
    world.api(&cog.secretary, &format!("{meeting}/session"), json!({ "in_person": people })).await.expect(201);
    for item in &items[1..] {
        let said = json!({ "items": [item], "interest": "My brother works for a maker" });
        world.api(&cog.lay, &format!("{meeting}/declarations"), said).await.expect(201);
        let ruling = json!({ "person": cog.lay.id, "handling": "recused", "note": "Canary note" });
        world.api(&cog.chair, &format!("/items/{item}/rulings"), ruling).await.expect(201);
        let action = json!({ "what": "Canary action", "owner": cog.member.id, "due_on": "2026-12-01", "item": item });
        world.api(&cog.secretary, &format!("{meeting}/actions"), action).await.expect(201);
    }
    let voters = json!({ "people": [cog.chair.id, cog.deputy.id, cog.member.id, cog.lay.id] });
    world.api(&cog.secretary, &format!("{meeting}/declarations"), voters).await.expect(201);
    for item in &items {
        let no = json!({ "verdict": "not_agreed", "manner": "consensus", "reasons": "Not now." });
        world.api(&cog.chair, &format!("/items/{item}/decision"), no).await.expect(201);
    }
    let form = world.get_as(&cog.secretary, &format!("{meeting}/minutes")).await.expect(200);
    assert_eq!(form.shows("Canary action"), needs > 1);
    let words = form.text.split("</textarea>").next().unwrap().rsplit('>').next().unwrap().replace("&#x27;", "'");
    world.api(&cog.secretary, &format!("{meeting}/minutes"), json!({ "minutes": words.trim() })).await.expect(201);
    assert_eq!(world.get_as(&cog.chair, &meeting).await.expect(200).shows("Canary action"), needs > 1);
    let mut seen = seen_by(world, &cog.lay).await;
    let resource = world.read(&cog.lay, &meeting).await.expect(200).json();
    seen.insert("minutes".into(), resource["minutes"].as_str().unwrap().into());
    let business = world.read(&cog.lay, &format!("/groups/{}/business", cog.reference)).await.expect(200).json();
    seen.insert("papers".into(), business["meetings"][0]["papers"].to_string());
    let packs: Vec<String> = seen.keys().filter(|path| path.ends_with(".pdf")).cloned().collect();
    assert!(!packs.is_empty());
    for pack in packs {
        let (text, pages) = world.printed(&cog.lay, &pack).await;
        seen.insert(pack, format!("{pages} {text}"));
    }
    comparable(seen)
}

on_both! {
    async fn minutes_papers_and_actions_do_not_know_what_their_reader_is_recused_on(world) {
        let with = met(&world, 2).await;
        assert!(with.values().all(|text| !text.contains("Canary")));
        let other = World::new(world.engine()).await;
        assert_same(&met(&other, 1).await, &with);
    }
    async fn a_recused_secretary_neither_reads_nor_loses_what_was_decided(world) {
        let cog = world.group().await;
        let need = world.submitted_need(&cog.member, cog.id).await;
        let item = world.in_session(&cog, &need).await;
        let no = json!({ "verdict": "not_agreed", "manner": "consensus", "reasons": "Canary reasons." });
        world.api(&cog.chair, &format!("/items/{item}/decision"), no).await.expect(201);
        world.recuse(&cog.secretary, world.need_id(&need).await).await;
        let business = world.read(&cog.chair, &format!("/groups/{}/business", cog.reference)).await.json();
        let meeting = format!("/meetings/{}", business["meetings"][0]["reference"].as_str().unwrap());
        let form = world.get_as(&cog.secretary, &format!("{meeting}/minutes")).await.expect(200);
        assert!(!form.shows("Canary") && !form.shows(&item), "{}", form.text);
        world.api(&cog.secretary, &format!("{meeting}/minutes"), json!({ "minutes": "Held in good order" })).await.expect(201);
        let whole = world.read(&cog.chair, &meeting).await.expect(200).json();
        let words = whole["minutes"].as_str().unwrap();
        assert!(words.starts_with("Held in good order") && words.contains("Canary reasons."), "{words}");
        let own = world.read(&cog.secretary, &meeting).await.expect(200).json();
        assert!(!own["minutes"].as_str().unwrap().contains("Canary"), "{own}");
    }
    async fn a_need_is_not_there_for_whoever_is_recused_on_it(world) {
        let cog = world.group().await;
        let before = seen_by(&world, &cog.lay).await;
        let need = world.submitted_need(&cog.member, cog.id).await;
        world.recuse(&cog.lay, world.need_id(&need).await).await;
        assert_same(&before, &seen_by(&world, &cog.lay).await);
        assert!(world.letters_to(&cog.deputy).await.join(" ").contains(&need), "the others hear of it");
        let unknown = world.get_as(&cog.lay, "/needs/ND-ZZZZZZ").await.expect(404);
        let its = world.get_as(&cog.lay, &format!("/needs/{need}")).await.expect(404);
        assert_eq!(told(&its).replace(&need, ""), told(&unknown).replace("ND-ZZZZZZ", ""));
    }
    async fn nor_is_what_follows_from_it_until_that_is_public(world) {
        let network = world.network().await;
        let cog = &network.group;
        let need = world.approved_need(cog).await;
        world.recuse(&cog.lay, world.need_id(&need).await).await;
        world.get_as(&cog.lay, &format!("/needs/{need}")).await.expect(200);
        let before = seen_by(&world, &cog.lay).await;
        let call = world.written_call_of(&network, &need).await;
        world.on_call(&network.officer, &call, "submission").await.expect(201);
        assert_same(&before, &seen_by(&world, &cog.lay).await);
        world.get_as(&cog.lay, &format!("/calls/{call}")).await.expect(404);
        world.decide(cog, &call, Verdict::Agreed).await.expect(201);
        world.get_as(&cog.lay, &format!("/calls/{call}")).await.expect(404);
        world.on_call(&network.officer, &call, "publication").await.expect(201);
        world.get_as(&cog.lay, &format!("/calls/{call}")).await.expect(200);
    }
    async fn a_response_is_not_there_for_an_assessor_who_is_recused_on_it(world) {
        let with = assessing(&world, &["Lumen Diagnostics", "Corvane Health"], &["Corvane Health"]).await;
        let other = World::new(world.engine()).await;
        let without = assessing(&other, &["Lumen Diagnostics"], &[]).await;
        assert_same(&without, &with);
    }
}
