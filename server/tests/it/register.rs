//! The public register: what it holds, how it is found, and that nothing private is ever in it (X3, C6, E4).
use crate::{on_both, support::*};
use domain::{
    challenge::{Challenge, Content, Status, Wanted},
    ids::{ChallengeId, GroupId, PersonId},
};
use serde_json::{Value, json};
use server::{ids, register};

/// Content that must never be seen by the public.
const CANARY: &str = "Zanzibarquokka";

/// A need as its row: the register reads rows, so how it came to be this far does not matter here.
async fn need(world: &World, status: Status, content: Content) -> Challenge {
    let (group, author) = (ids::new(GroupId), ids::new(PersonId));
    let (id, reference) = (ids::new(ChallengeId), ids::reference("ND"));
    let reasons = String::new();
    let need = Challenge {
        id,
        reference,
        group,
        author,
        status,
        content,
        adapts: None,
        reasons,
        naming_reason: String::new(),
        version: 1,
    };
    let mut tx = world.app.db.write().await.unwrap();
    db::sql!("INSERT INTO challenge (id, reference, group_id, author, status, title, body, version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)")
        .bind_text(id)
        .bind(need.reference.as_str())
        .bind_text(group)
        .bind_text(author)
        .bind_text(status)
        .bind(need.content.title.as_str())
        .bind(json!(need).to_string())
        .execute(&mut tx)
        .await
        .unwrap();
    register::actions::renew(&mut tx, "challenge", id.0, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    need
}

/// The need, moved to another status behind everybody's back, and indexed again.
async fn moved(world: &World, need: &Challenge, status: Status) {
    let need = Challenge { status, ..need.clone() };
    let mut tx = world.app.db.write().await.unwrap();
    db::sql!("UPDATE challenge SET status = $2, body = $3 WHERE id = $1")
        .bind_text(need.id)
        .bind_text(status)
        .bind(json!(need).to_string())
        .execute(&mut tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    register::index(&world.app, "challenge", need.id.0).await.unwrap();
}

fn content(title: &str, condition: &str, place: &str, need: &str) -> Content {
    let outcomes = vec![Wanted { outcome: "Shorter stays".into() }];
    let [title, condition, place, need] = [title, condition, place, need].map(String::from);
    Content { title, condition, place, need, outcomes, ..Content::default() }
}

/// Three public needs to search in.
async fn three(world: &World) {
    for (title, condition, place, text) in [
        (
            "Heart failure in hospital",
            "Heart failure",
            "South West London",
            "Patients with failing hearts wait for an in-reach nurse.",
        ),
        ("Asthma at school", "Asthma", "Leeds", "Children miss lessons. Their hearts are fine."),
        (
            "Stroke rehabilitation at home",
            "Stroke",
            "South Yorkshire",
            "People practise <b>too little</b> & lose what they learnt.",
        ),
    ] {
        need(world, Status::Approved, content(title, condition, place, text)).await;
    }
}

/// The titles that a search finds, in order.
async fn found(world: &World, query: &str) -> Vec<String> {
    let answer = world.get(&format!("/api/v1/search?{query}")).await.expect(200).json();
    let titles = answer["entries"].as_array().unwrap().iter().map(|entry| entry["title"].as_str().unwrap().to_string());
    titles.collect()
}

async fn first_words(world: &World, query: &str) -> String {
    let titles = found(world, query).await;
    titles.iter().map(|title| title.split(' ').next().unwrap()).collect::<Vec<_>>().join(" ")
}

on_both! {
    async fn words_are_found_in_every_form_and_the_title_counts_most(world) {
        three(&world).await;
        assert_eq!(first_words(&world, "q=heart").await, "Heart Asthma");
        assert_eq!(first_words(&world, "q=failing+heart").await, "Heart");
        assert_eq!(first_words(&world, "q=children+asthma").await, "Asthma");
        assert_eq!(first_words(&world, "q=the+rehabilitated+people").await, "Stroke");
        assert_eq!(first_words(&world, "q=unicorn").await, "");
    }
    async fn phrases_unwanted_words_and_hyphens_are_understood(world) {
        three(&world).await;
        assert_eq!(first_words(&world, "q=%22heart+failure%22").await, "Heart");
        assert_eq!(first_words(&world, "q=%22failure+heart%22").await, "");
        assert_eq!(first_words(&world, "q=heart+-asthma").await, "Heart");
        assert_eq!(first_words(&world, "q=in-reach").await, "Heart");
        assert_eq!(first_words(&world, "q=-asthma+-stroke").await, "Heart");
    }
    async fn filters_go_together_with_words_and_with_each_other(world) {
        three(&world).await;
        assert_eq!(first_words(&world, "place=south&order=title").await, "Heart Stroke");
        assert_eq!(first_words(&world, "place=South+west+LONDON").await, "Heart");
        assert_eq!(first_words(&world, "kind=need&stage=seeking&condition=asthma").await, "Asthma");
        assert_eq!(first_words(&world, "kind=call").await, "");
        assert_eq!(first_words(&world, "q=heart&condition=asthma").await, "Asthma");
        assert_eq!(first_words(&world, "condition=leeds").await, "");
    }
    async fn lists_are_sorted_by_age_and_title(world) {
        three(&world).await;
        assert_eq!(first_words(&world, "").await, "Stroke Asthma Heart");
        assert_eq!(first_words(&world, "order=title").await, "Asthma Heart Stroke");
        assert_eq!(first_words(&world, "q=heart&order=newest").await, "Asthma Heart");
    }
    async fn a_result_shows_where_the_words_stand_and_never_markup_of_others(world) {
        three(&world).await;
        let page = world.get("/search?q=practising").await.expect(200);
        assert!(page.shows("<mark>practise</mark>"), "{}", page.text);
        assert!(!page.shows("<b>too little"), "{}", page.text);
        assert!(page.shows("&amp; lose") && page.shows("1 result<"), "{}", page.text);
    }
    async fn pages_follow_each_other_without_gaps_or_repeats_in_every_order(world) {
        for n in 0..45 {
            need(&world, Status::Approved, content(&format!("Need {n:02}"), "Asthma", "Leeds", "Wheezing")).await;
        }
        for query in ["", "kind=need", "q=wheezing", "order=title", "order=title&kind=need"] {
            let mut next = format!("/search?{query}");
            let mut seen = Vec::new();
            for _ in 0..3 {
                let page = world.get(&next).await.expect(200);
                assert!(page.shows("45 results"), "{query}");
                seen.extend((0..45).filter(|n| page.shows(&format!(">Need {n:02}<"))));
                let link = page.text.split("<a href=\"").find(|rest| rest.contains("rel=\"next\"") && rest.starts_with("/search"));
                next = link.map(|rest| rest.split('"').next().unwrap().replace("&amp;", "&")).unwrap_or_default();
            }
            seen.sort();
            assert_eq!(seen, (0..45).collect::<Vec<_>>(), "{query}");
            assert_eq!(next, "", "{query}");
        }
    }
    async fn what_is_not_public_is_nowhere_and_what_is_withdrawn_disappears(world) {
        let shown = need(&world, Status::Approved, content("Asthma at school", "Asthma", "Leeds", "Wheezing")).await;
        for status in [Status::Draft, Status::Submitted, Status::Declined, Status::Withdrawn] {
            need(&world, status, content(CANARY, CANARY, CANARY, CANARY)).await;
        }
        let gone = need(&world, Status::Approved, content(CANARY, CANARY, CANARY, CANARY)).await;
        assert_eq!(found(&world, &format!("q={CANARY}")).await, [CANARY]);
        moved(&world, &gone, Status::Withdrawn).await;
        for address in public_addresses(&world).await {
            let answer = world.get(&address).await;
            assert!(answer.status.is_success() || answer.status.is_redirection(), "{address} {}", answer.status);
            let echoed = address.contains(CANARY);
            assert!(echoed || !answer.shows(CANARY), "{address}\n{}", answer.text);
        }
        assert_eq!(found(&world, &format!("q={CANARY}")).await, Vec::<String>::new());
        world.get(&format!("/needs/{}", gone.reference)).await.expect(404);
        world.get(&format!("/needs/{}", shown.reference)).await.expect(200);
    }
    async fn a_need_that_somebody_edits_does_not_appear_before_its_approval(world) {
        let group = ids::new(GroupId);
        let member = world.seated("Mary Okafor", domain::actor::SeatRole::Member, group).await;
        world.api(&member, "/needs/new", json!({ "group": group, "title": CANARY })).await;
        world.run_jobs().await;
        assert_eq!(found(&world, "").await, Vec::<String>::new());
    }
    async fn any_search_gives_a_page(world) {
        three(&world).await;
        let long = "heart%20".repeat(1300);
        let token = "x".repeat(10_000);
        let hostile = [
            "%27", "%22", "%22%22%22", "AND", "NOT", "NEAR(a+b)", "title%3Aheart", "heart*", "%5Eheart", "(heart", "%00", "he%00art", "%FF%FE",
            "a+%26+b", "a+%7C+b", "!a", "%3A%2A", "%5C", "a%3C-%3Eb", "%27%29%3B+DROP+TABLE+entry%3B--", "-", "--", "%F0%9F%AB%80", "%E2%80%AE", &long, &token,
        ];
        for text in hostile {
            for query in [format!("q={text}"), format!("q=heart&place={text}&after={text}&order={text}&kind={text}"), format!("organisation={text}")] {
                let page = world.get(&format!("/search?{query}")).await;
                assert_eq!(page.status, 200, "{query}\n{}", page.text);
                let status = world.get(&format!("/api/v1/search?{query}")).await.status;
                assert!(status == 200 || status == 422, "{query} {status}");
            }
        }
        assert_eq!(found(&world, "q=heart%00").await.len(), 2);
    }
    async fn pages_cost_the_same_whatever_the_number_of_entries(world) {
        let paths = ["/", "/search", "/search?q=wheezing", "/search?kind=need&place=leeds&order=title", "/register.atom", "/sitemap.xml", "/api/v1/search?q=wheezing"];
        let mut few = Vec::new();
        for (n, total) in [(0, 5), (5, 500)] {
            for n in n..total {
                need(&world, Status::Approved, content(&format!("Need {n}"), "Asthma", "Leeds", "Wheezing")).await;
            }
            let mut counts = Vec::new();
            for path in paths {
                let (page, count) = db::counted(world.get(path)).await;
                page.expect(200);
                counts.push((path, count));
            }
            if few.is_empty() { few = counts } else { assert_eq!(few, counts) }
        }
        assert!(few.iter().all(|(_, count)| *count > 0 && *count <= 6), "{few:?}");
    }
    async fn the_search_is_rebuilt_by_an_operator_and_by_nobody_else(world) {
        three(&world).await;
        let mut tx = world.app.db.write().await.unwrap();
        db::sql!("DELETE FROM entry_search").execute(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let (somebody, operator) = (world.person("Some One", &[]).await, world.operator("Olu Ade").await);
        world.post_as(&somebody, "/search/index", "").await.expect(403);
        assert_eq!(first_words(&world, "q=asthma").await, "");
        world.post_as(&operator, "/search/index", "").await.expect(303);
        assert_eq!(first_words(&world, "q=asthma").await, "Asthma");
    }
    async fn the_spreadsheet_holds_the_same_list_and_no_formulas(world) {
        need(&world, Status::Approved, content("=HYPERLINK(\"x\")", "Asthma", "@Leeds", "Wheezing")).await;
        need(&world, Status::Approved, content("Other", "Stroke", "Leeds", "Wheezing")).await;
        let csv = world.get("/search.csv?condition=asthma").await.expect(200);
        assert!(csv.text.starts_with("\"reference\",\"kind\",\"title\""), "{}", csv.text);
        assert!(csv.shows("\"'=HYPERLINK(\"\"x\"\")\"") && csv.shows("\"'@Leeds\"") && !csv.shows("Other"), "{}", csv.text);
        assert_eq!(csv.text.lines().count(), 2);
    }
    async fn everything_can_be_downloaded_as_json_lines(world) {
        three(&world).await;
        let all = world.get("/data/register.jsonl").await.expect(200);
        let lines: Vec<Value> = all.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 3);
        let address = lines[0]["address"].as_str().unwrap();
        assert!(address.starts_with("http://trefoil.test/needs/ND-"), "{address}");
        assert!(lines[0].get("words").is_none() && lines[0].get("facets").is_none());
    }
    async fn the_feed_and_the_site_map_are_well_formed(world) {
        three(&world).await;
        let feed = world.get("/register.atom").await.expect(200);
        assert_eq!(elements(&feed.text).iter().filter(|name| *name == "entry").count(), 3);
        for name in ["id", "title", "updated", "author", "link"] {
            assert!(elements(&feed.text).iter().any(|element| element == name), "{name}");
        }
        let map = world.get("/sitemap.xml").await.expect(200);
        let pages = map.text.split("<loc>http://trefoil.test").skip(1).map(|rest| rest.split('<').next().unwrap().to_string());
        for page in pages.collect::<Vec<_>>() {
            assert_eq!(world.get(&page).await.status, 200, "{page}");
        }
        assert!(world.get("/robots.txt").await.expect(200).shows("Sitemap: http://trefoil.test/sitemap.xml"));
    }
    async fn similar_things_are_found_from_a_long_text(world) {
        three(&world).await;
        let mut tx = world.app.db.read().await.unwrap();
        let text = "Our wards see many patients with heart failure. They stay too long, and no nurse comes to them in hospital.";
        let found = register::actions::similar(&mut tx, text).await.unwrap();
        assert_eq!(found[0].title, "Heart failure in hospital");
        assert!(register::actions::similar(&mut tx, "the of and").await.unwrap().is_empty());
        register::actions::similar(&mut tx, &"wort \u{0}\"' ".repeat(20_000)).await.unwrap();
    }
    async fn every_problem_is_explained(world) {
        world.get("/problems").await.expect(200);
        for code in ["not_found", "stale", "text.too_long", "need_incomplete", "wrong_status"] {
            let page = world.get(&format!("/problems/{code}")).await.expect(200);
            assert!(page.shows(code) && !page.shows("{label}"), "{}", page.text);
        }
        world.get("/problems/no_such_code").await.expect(404);
    }
    async fn the_api_page_lists_every_act_with_an_example(world) {
        let page = world.get("/api").await.expect(200);
        for act in server::acts() {
            assert!(page.shows(&format!("id=\"{}\"", act.name)), "{}", act.name);
            assert!(page.shows(&format!("/api/v1{}", act.path).replace('\'', "&#39;")), "{}", act.path);
        }
    }
    async fn the_cookie_page_names_the_cookies_that_are_set(world) {
        let page = world.get("/cookies").await.expect(200);
        assert!(page.shows(">trefoil<") && page.shows(">trefoil-visitor<"), "{}", page.text);
    }
}

/// Every public address that could show something of a thing.
async fn public_addresses(world: &World) -> Vec<String> {
    let map = world.get("/sitemap.xml").await.expect(200);
    let pages =
        map.text.split("<loc>http://trefoil.test").skip(1).map(|rest| rest.split('<').next().unwrap().to_string());
    let mut all: Vec<String> = pages.collect();
    all.extend(
        ["/api/v1/search", "/search.csv", "/data/register.jsonl", "/register.atom", "/sitemap.xml", "/api/v1/needs"]
            .map(String::from),
    );
    all.extend(["", "&order=title", "&order=newest", "&kind=need"].map(|more| format!("/search?q={CANARY}{more}")));
    all.extend(["condition", "place", "organisation"].map(|filter| format!("/api/v1/search?{filter}={CANARY}")));
    all
}

/// The names of all elements of an XML text, which must be well formed.
fn elements(xml: &str) -> Vec<String> {
    let (mut open, mut names) = (Vec::new(), Vec::new());
    for tag in xml.split('<').skip(1) {
        let (inside, text) = tag.split_once('>').expect("a tag ends");
        assert!(!text.contains('>'), "{text}");
        for reference in text.split('&').skip(1) {
            assert!(["amp;", "lt;", "gt;", "quot;"].iter().any(|known| reference.starts_with(known)), "{text}");
        }
        let name = inside.trim_start_matches('/').split([' ', '/']).next().unwrap().to_string();
        match inside {
            _ if inside.starts_with('?') => {}
            _ if inside.starts_with('/') => assert_eq!(open.pop(), Some(name)),
            _ if inside.ends_with('/') => names.push(name),
            _ => {
                open.push(name.clone());
                names.push(name);
            }
        }
    }
    assert!(open.is_empty(), "{open:?}");
    names
}
