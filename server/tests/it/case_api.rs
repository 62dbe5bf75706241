//! The heart-failure case through the JSON API alone, each act with its person's token, step by step as the story
//! tells it: the demonstration's own steps, sent as a program would send them.
use crate::{
    on_both,
    support::{
        case::{BODIES, CAST, Case, PASSWORD},
        *,
    },
};
use serde_json::{Value, json};
use server::{
    demo::{
        clock,
        script::{self, Beat},
        stage::Stage,
    },
    error::Done,
    verify,
};

on_both! {
    async fn from_a_need_to_the_outcome_with_every_party(world) {
        let case = Case::begin(world).await;
        let mut stage = Stage::new(&case.world.app);
        everybody_joins(&case, &mut stage).await;
        let script = script::script().expect("the story reads");
        for beat in script.beats.iter().filter(|beat| belongs(beat)) {
            sent(&case, &mut stage, beat).await;
        }
        running_with_nine_readings(&case, &stage).await;
        for beat in script.later.iter().filter(|beat| beat.file == "heart_failure") {
            sent(&case, &mut stage, beat).await;
        }
        one_party_is_overdue_and_publishes_late(&case, &stage).await;
        found_and_adapted(&case, &stage).await;
        the_record_holds(&case).await;
    }
}

/// Whether a step of the story is about this case: the case's own, and its group's up to the selection.
fn belongs(beat: &Beat) -> bool {
    let group = format!("{:?}{:?}{}", beat.on, beat.with, beat.keep);
    let of_the_group = beat.file == "groups" && !group.contains("gm") && !group.contains("Manchester");
    let people = CAST.contains(&beat.who.as_str()) || beat.who == "ruth";
    let before = beat.at < "2025-10-03T00:00:00Z".parse().expect("an instant");
    beat.file == "heart_failure" || of_the_group && people && before
}

/// 1 · Organisations with identifiers, people with duties, through the API.
async fn everybody_joins(case: &Case, stage: &mut Stage<'_>) {
    let ruth = case.somebody("ruth").await;
    stage.enter("ruth", ruth.id);
    case.world.api(&ruth, "/organisations/reference-list", json!({})).await.expect(201);
    for body in BODIES {
        case.world.api(&ruth, "/organisations/new", case.body(body)).await.expect(201);
    }
    for key in CAST {
        case.world.api(&ruth, "/people/new", invitation(case, key).await).await.expect(201);
        let link = case.link_in_mail(&case.address(key)).await;
        let joined = case
            .world
            .api_raw(
                None,
                &link,
                "application/json",
                json!({ "name": case.name(key), "password": PASSWORD }).to_string(),
            )
            .await;
        joined.expect(201);
        stage.enter(key, case.somebody(key).await.id);
    }
}

/// What a program sends to invite somebody: the organisation by its reference.
async fn invitation(case: &Case, key: &str) -> Value {
    let mut invitation = case.invitation(key);
    invitation["email"] = json!(case.address(key));
    if let Some(name) = invitation["organisation"].as_str() {
        let mut tx = case.world.app.db.read().await.unwrap();
        let found = server::organisations::store::by_name(&mut tx, name).await.unwrap();
        invitation["organisation"] = json!(found.expect("it was loaded or made").reference);
    }
    invitation
}

/// Sends one step of the story with its person's token, at its moment.
async fn sent(case: &Case, stage: &mut Stage<'_>, beat: &Beat) {
    clock::advance(&case.world.app, beat.at).await.expect("the clock moves");
    let ready = stage
        .prepare(beat)
        .await
        .unwrap_or_else(|error| panic!("{} {} at {}: {error} {:?}", beat.who, beat.act, beat.at, error.reasons()));
    let who = case.somebody(&beat.who).await;
    let answer = case.world.api(&who, &ready.address.path, ready.typed).await;
    assert_eq!(answer.status.as_u16(), 201, "{} {} at {}: {}", beat.who, beat.act, ready.address.path, answer.text);
    let to = answer.location.trim_start_matches("/api/v1").to_string();
    stage.note(beat, &Done { to, body: answer.json() }).await.expect("what it led to is known");
}

fn place(root: &str, stage: &Stage<'_>, name: &str) -> String {
    format!("/{root}/{}", stage.known(name).expect("it was kept"))
}

/// 9 · It runs: readings of all five measures, from the signed plan.
async fn running_with_nine_readings(case: &Case, stage: &Stage<'_>) {
    let yusuf = case.somebody("yusuf").await;
    let seen = case
        .world
        .read(&yusuf, &place("collaborations", stage, "$hf.agreement.collaboration"))
        .await
        .expect(200)
        .json();
    assert_eq!(seen["status"], "started", "{seen}");
    assert_eq!(seen["plan"]["measures"].as_array().map(Vec::len), Some(5), "{seen}");
}

/// 10 · Due on 28 February 2027; from the next day on one party is overdue; it publishes late.
async fn one_party_is_overdue_and_publishes_late(case: &Case, stage: &Stage<'_>) {
    let page = place("outcomes", stage, "$hf.outcome");
    let yusuf = case.somebody("yusuf").await;
    let seen = case.world.read(&yusuf, &page).await.expect(200).json();
    assert!(seen.to_string().contains("2027-02-28"), "{seen}");
    clock::advance(&case.world.app, "2027-03-01T00:00:01Z".parse().unwrap()).await.unwrap();
    case.world.get(&page).await.expect(200);
    assert!(case.world.get(&page).await.shows("Overdue"));
    let tom = case.somebody("tom").await;
    let organisation =
        server::organisations::store::by_name(&mut case.world.app.db.read().await.unwrap(), &case.name("calderwell"))
            .await
            .unwrap();
    let own = json!({ "organisation": organisation.expect("it was made").reference, "where": "own", "link": "https://www.calderwell.example/in-reach", "attested": true });
    case.world.api(&tom, &format!("{page}/publications"), own).await.expect(201);
    assert!(case.world.get(&page).await.shows("Published late"));
}

/// 11 · The register finds it; another need begins from it.
async fn found_and_adapted(case: &Case, stage: &Stage<'_>) {
    let reference = stage.known("$hf.agreement.collaboration").expect("it was kept");
    for query in ["q=in-reach+pharmacist", "condition=Heart+failure", "organisation=Calderwell"] {
        let found = case.world.get(&format!("/search?{query}")).await.expect(200);
        assert!(found.shows(&reference) || found.shows(&stage.known("$hf.outcome").unwrap()), "{query}");
    }
    let colin = case.somebody("colin").await;
    let group = stage.known("$swl").expect("it was kept");
    let need = json!({ "group": group, "title": "In-reach at a second hospital", "adapts": reference });
    let made = case.world.api(&colin, "/needs/new", need).await.expect(201).json();
    let seen = case.world.read(&colin, &format!("/needs/{}", made["reference"].as_str().unwrap())).await.expect(200);
    assert_eq!(seen.json()["status"], "draft");
}

async fn the_record_holds(case: &Case) {
    match verify::verify(&case.world.app.db).await.expect("the record can be read") {
        verify::Found::Whole { events, .. } => assert!(events > 150, "{events} events"),
        other => panic!("{other:?}"),
    }
}
