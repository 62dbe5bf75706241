//! The story told with bad manners: each act of it, as its moment comes, is first done wrongly in every way there is,
//! then twice at once, and then once more (X4, X11). What the demonstration is past is walked here too.
use super::{Wrong, can_be, text, walk};
use crate::support::{scene::*, *};
use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Value, json};
use server::{
    acts::{Address, Desk, Known},
    demo::{
        clock, fill, script,
        stage::{Prepared, Stage},
    },
    error::Done,
    forms::{Field, Kind, Raw},
};
use std::collections::BTreeSet;

/// Acts that the story does not do, with an act of it before which they could be done.
const BESIDE: [(&str, &str); 6] = [
    ("item.vote", "item.decide"),
    ("meeting.attend", "item.decide"),
    ("call.declare", "call.screen"),
    ("call.end", "call.open"),
    ("agreement.refuse", "agreement.approve"),
    ("agreement.reopen", "agreement.approve"),
];

/// Acts whose version is not that of what they change, so that two people may do them at once, with the reason.
const TOGETHER: [(&str, &str); 1] =
    [("response.submit", "the version is the draft's: the same answers may be submitted twice, each with its receipt")];

/// Acts that another test walks, with the reason.
const ELSEWHERE: [(&str, &str); 4] = [
    ("item.suggestion", "nothing is suggested in the story while an item is open: see the tests of suggestions"),
    ("assessment.rule", "nobody declares an interest: see whoever_rules_on_an_interest_is_refused_bad_input"),
    ("organisation.choose", "nothing of the story is split: see the tests of organisations_following"),
    ("organisation.load_register", "its address is that of a kept report: see the tests of organisations_register"),
];

/// An act at the moment at which somebody does it, with what they send.
struct Moment<'w> {
    scene: Scene<'w>,
    typed: Value,
    version: Option<u64>,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_act_of_the_story_stands_bad_manners_and_every_act_is_walked() {
    let mut lacking = past_in_the_demonstration().await;
    let (world, script) = (&*Box::leak(Box::new(World::before_the_story().await)), script::script().unwrap());
    let mut stage = Stage::new(&world.app);
    fill::found(&world.app, &script, &mut stage).await.unwrap();
    let (mut seen, mut faults) = (BTreeSet::new(), Vec::new());
    for beat in &script.beats {
        if !seen.insert(beat.act.clone()) {
            stage.play(beat).await.unwrap();
            continue;
        }
        clock::advance(&world.app, beat.at).await.unwrap();
        for (act, _) in BESIDE.iter().filter(|(_, before)| *before == beat.act) {
            faults.extend(fault(beside(world, act)).await);
            lacking.remove(*act);
        }
        let moment: &Moment = Box::leak(Box::new(moment(world, stage.prepare(beat).await.unwrap()).await));
        if lacking.remove(beat.act.as_str()) {
            faults.extend(fault(walk(&moment.scene)).await);
        }
        faults.extend(moment.is_done_wrongly().await);
        let done = moment.is_done_twice(beat.keep.is_empty()).await;
        stage.note(beat, &done).await.unwrap();
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    let excused: BTreeSet<&str> = ELSEWHERE.iter().map(|(act, _)| *act).collect();
    assert_eq!(lacking, excused, "acts that no test walks");
}

/// What a check had to say: the story goes on, so that one telling finds every fault.
async fn fault(check: impl Future<Output = ()> + Send + 'static) -> Option<String> {
    let panic = tokio::spawn(check).await.err()?.into_panic();
    Some(panic.downcast::<String>().map_or_else(|_| "a check panicked".into(), |said| *said))
}

/// The acts that nobody can do in the demonstration any more.
async fn past_in_the_demonstration() -> BTreeSet<&'static str> {
    let walked: Vec<&str> = scenes("sqlite", |_| true).await.iter().map(|scene| scene.act.name).collect();
    server::acts().iter().map(|act| act.name).filter(|name| !walked.contains(name)).collect()
}

/// An act that somebody could do at this moment and nobody does.
async fn beside(world: &'static World, name: &'static str) {
    let act = server::acts().into_iter().find(|act| act.name == name).unwrap();
    let open = world.opens(&act, &world.actors().await).await;
    let (path, who) = open.unwrap_or_else(|| panic!("nobody can do {name} at {}", world.now()));
    walk(&Scene { world, act, path, who: world.player(&who).await }).await;
}

async fn moment(world: &'static World, it: Prepared) -> Moment<'static> {
    let Prepared { act, address, actor, typed } = it;
    let mut tx = world.app.db.read().await.unwrap();
    let opened = (act.open)(Desk { tx: &mut tx, actor: &actor, at: world.now(), address: &address }).await.unwrap();
    drop(tx);
    let who = world.signed_in(actor.person, act.name).await;
    Moment { scene: Scene { world, act, path: address.path, who }, typed, version: opened.version }
}

/// One field with one wrong value: its name, and where the refusal must point.
struct Slip {
    field: &'static str,
    value: Value,
    pointer: String,
}

/// Everything that a field can be wrong with by itself, as the first row of its kind if it is in rows.
fn slips(field: &'static Field, typed: &Value) -> Vec<Slip> {
    let slip = |value| Slip { field: field.name, value, pointer: format!("/{}", field.name) };
    let mut slips = vec![slip(json!({ "a": [1] }))];
    match (field.kind, typed[field.name].as_array()) {
        (Kind::Rows(cells) | Kind::Each(cells), Some(rows)) if !rows.is_empty() => {
            for (cell, value) in
                cells.iter().flat_map(|cell| wrong_values(cell).into_iter().map(move |value| (cell, value)))
            {
                let mut rows = rows.clone();
                rows[0][cell.name] = value;
                slips.push(Slip { pointer: format!("/{}/0/{}", field.name, cell.name), ..slip(json!(rows)) });
            }
        }
        _ => slips.extend(wrong_values(field).into_iter().map(slip)),
    }
    slips
}

fn wrong_values(field: &Field) -> Vec<Value> {
    if matches!(field.kind, Kind::Each(_) | Kind::Rows(_)) {
        return Vec::new();
    }
    let ways = [Wrong::Empty, Wrong::TooLong, Wrong::ControlCharacters, Wrong::OtherKind];
    let ways = ways.into_iter().filter(|wrong| can_be(*wrong, field));
    let texts = ways.map(|wrong| if wrong == Wrong::Empty { String::new() } else { text(wrong, field) });
    texts
        .map(|text| {
            if matches!(field.kind, Kind::Picks | Kind::Choices(_)) && !text.is_empty() {
                json!([text])
            } else {
                json!(text)
            }
        })
        .collect()
}

impl Moment<'static> {
    /// What is right but for one thing is refused for that one thing, as page and through the API, and changes nothing.
    async fn is_done_wrongly(&'static self) -> Vec<String> {
        let mut faults = Vec::new();
        let before = self.scene.world.length().await;
        for slip in self.scene.act.form.iter().flat_map(|field| slips(field, &self.typed)) {
            faults.extend(fault(self.one_is_wrong(slip)).await);
        }
        faults.extend(fault(self.what_is_unknown_is_refused()).await);
        faults.extend(fault(self.what_is_stale_is_refused()).await);
        faults.extend(fault(self.what_is_not_theirs_is_refused()).await);
        let changed = self.scene.world.length().await != before;
        faults.extend(changed.then(|| format!("{} was done", self.scene.act.name)));
        faults
    }

    fn with(&self, name: &str, value: Value) -> Value {
        let mut typed = self.typed.clone();
        typed[name] = value;
        typed
    }

    async fn one_is_wrong(&self, slip: Slip) {
        let Scene { world, act, path, who } = &self.scene;
        let Slip { field, value, pointer } = slip;
        let answer = world.api(who, path, self.with(field, value.clone())).await;
        let said = format!("{} at {path} with {field} = {value:.300}: {}\n{}", act.name, answer.status, answer.text);
        assert_eq!(answer.status.as_u16(), 422, "{said}");
        let errors = answer.json()["errors"].as_array().cloned().unwrap_or_default();
        assert!(errors.iter().any(|it| it["pointer"] == pointer.as_str()), "{said}\nwanted {pointer}");
        assert!(errors.iter().all(|it| it["detail"].as_str().is_some_and(|text| text.len() > 5)), "{said}");
    }

    /// References of nothing, in every field that holds one.
    async fn what_is_unknown_is_refused(&self) {
        let Scene { world, act, path, who } = &self.scene;
        for field in act.form.iter().filter(|field| matches!(field.kind, Kind::Pick)) {
            for unknown in ["OG-222222", "ND-222222", "019aaf5e-0000-7000-8000-000000000000"] {
                let answer = world.api(who, path, self.with(field.name, json!(unknown))).await;
                let said = format!(
                    "{} at {path} with {} = {unknown}: {}\n{}",
                    act.name, field.name, answer.status, answer.text
                );
                assert!(answer.status.is_client_error(), "{said}");
                assert_eq!(answer.headers[header::CONTENT_TYPE], "application/problem+json", "{said}");
            }
        }
    }

    /// What was made from a version that is no more.
    async fn what_is_stale_is_refused(&self) {
        let Scene { world, act, path, who } = &self.scene;
        if self.version.is_none() {
            return;
        }
        let answer = world.api(who, path, self.with("version", json!(424_242))).await;
        assert_eq!(answer.status.as_u16(), 409, "{} at {path}: {}", act.name, answer.text);
        let answer = world.post_as(who, path, &self.posted("stale", Some(424_242))).await;
        assert_eq!(answer.status.as_u16(), 409, "{} at {path}: {}", act.name, answer.text);
    }

    /// The same on other things of the kind, on which this person may not do it.
    async fn what_is_not_theirs_is_refused(&self) {
        let Scene { world, act, path, who } = &self.scene;
        let actors = world.actors().await;
        let (actor, _) = actors.iter().find(|(actor, _)| actor.person == who.id).unwrap();
        for parts in world.places(act).await.into_iter().take(12) {
            let address = Address::new(act.path, parts);
            let mut tx = world.app.db.read().await.unwrap();
            let closed = (act.open)(Desk { tx: &mut tx, actor, at: world.now(), address: &address }).await.is_err();
            drop(tx);
            if closed && address.path != *path {
                let answer = world.api(who, &address.path, self.typed.clone()).await;
                assert!(
                    answer.status.is_client_error(),
                    "{} at {}: {}\n{}",
                    act.name,
                    address.path,
                    answer.status,
                    answer.text
                );
                let answer = world.post_as(who, &address.path, &self.posted("elsewhere", None)).await;
                assert!(
                    answer.status.is_client_error(),
                    "{} at {}: {}\n{}",
                    act.name,
                    address.path,
                    answer.status,
                    answer.text
                );
            }
        }
    }

    /// The form as a page sends it, answers checked.
    fn posted(&self, once: &str, version: Option<u64>) -> String {
        let version = version.map(|version| format!("&_version={version}")).unwrap_or_default();
        format!(
            "{}&_once={}-{once}&_confirmed=yes{version}",
            Raw::of(self.scene.act.form, &self.typed).encode(),
            self.scene.act.name
        )
    }

    /// Two at once, then one of them again: it happens once. By two clicks on the page, or two calls to the API. Where
    /// a version is seen, the two are two people: the second is told.
    async fn is_done_twice(&self, by_page: bool) -> Done {
        let Scene { world, act, path, .. } = &self.scene;
        let before = world.length().await;
        let alone = self.version.is_some() && TOGETHER.iter().all(|(name, _)| *name != act.name);
        let second = if alone { "two" } else { "one" };
        let (one, two) = tokio::join!(self.sent(by_page, "one"), self.sent(by_page, second));
        let said = format!("{} at {path}: {} {}\n{}\n{}", act.name, one.status, two.status, one.text, two.text);
        let ok = |answer: &Answer| [201, 303].contains(&answer.status.as_u16());
        let (won, key, lost) = if ok(&one) { (&one, "one", &two) } else { (&two, second, &one) };
        assert!(ok(won), "{said}");
        match alone {
            false => assert_eq!((lost.status, &lost.location), (won.status, &won.location), "{said}"),
            true => assert!([409, 422, 403, 404].contains(&lost.status.as_u16()), "{said}"),
        }
        let after = world.length().await;
        let again = self.sent(by_page, key).await;
        assert_eq!((again.status, &again.location), (won.status, &won.location), "{said}\n{}", again.text);
        assert_eq!(world.length().await, after, "{said}");
        self.nothing_happened_twice(before).await;
        let to = won.location.trim_start_matches("/api/v1").to_string();
        Done { to, body: if by_page { Value::Null } else { won.json() } }
    }

    async fn sent(&self, by_page: bool, key: &str) -> Answer {
        let Scene { world, act, path, who } = &self.scene;
        if by_page {
            return world.post_as(who, path, &self.posted(key, self.version)).await;
        }
        let body = match self.version {
            Some(version) => self.with("version", json!(version)),
            None => self.typed.clone(),
        };
        let request = Request::post(format!("/api/v1{path}")).header(header::AUTHORIZATION, who.bearer());
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let request = request.header("idempotency-key", format!("{} {key}", act.name));
        world.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// No two events after this one say the same of the same thing.
    async fn nothing_happened_twice(&self, before: u64) {
        let Scene { world, act, .. } = &self.scene;
        let mut tx = world.app.db.read().await.unwrap();
        let rows =
            db::sql!("SELECT subject_id, what FROM event WHERE seq > $1").bind(before).all(&mut tx).await.unwrap();
        let said =
            rows.iter().map(|row| (row.get::<String>("subject_id").unwrap(), row.get::<String>("what").unwrap()));
        let said: Vec<_> = said.collect();
        assert_eq!(said.iter().collect::<BTreeSet<_>>().len(), said.len(), "{}: {said:?}", act.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_rules_on_an_interest_is_refused_bad_input() {
    let world = World::new("sqlite").await;
    let call = world.open_call().await;
    world.submitted(&call, 1).await;
    let anna = world.panel(&call, &["Anna Assessor"]).await.remove(0);
    world.opened(&call).await;
    let mine = format!("/assessments/{}", world.assessments(&anna).await.remove(0));
    world.post_as(&anna, &format!("{mine}/declaration"), "declared=interest&about=Shares").await.expect(303);
    let act: Known = server::acts().into_iter().find(|act| act.name == "assessment.rule").unwrap();
    walk(&Scene { world: &world, act, path: format!("{mine}/ruling"), who: call.officer.clone() }).await;
}
