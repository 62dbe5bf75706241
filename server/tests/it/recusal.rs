//! Whoever is recused on a thing lives in a world without it (G4): everything they can open answers byte for byte what
//! it would if neither the thing nor what followed from it existed, but for what is public to everybody.
use crate::{
    on_both,
    support::{selection::Called, *},
};
use domain::item::Verdict;
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
    let comparable = |path: &str| {
        !["/organisations", "GET /organisations", "/interests/new", "/account"].iter().any(|one| path.starts_with(one))
    };
    seen.into_iter()
        .filter(|(path, _)| comparable(path))
        .map(|(path, text)| (numbered(&path), numbered(&text)))
        .collect()
}

on_both! {
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
