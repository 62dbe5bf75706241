//! The heart-failure case through the JSON API alone, each act with its person's token, step by step as the story
//! tells it: the demonstration's own steps, sent as a program would send them.
mod seen;

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
        for beat in script.beats.iter().filter(|beat| belongs(&case, beat)) {
            sent(&case, &mut stage, beat).await;
        }
        seen::running(&case, &stage).await;
        for beat in script.later.iter().filter(|beat| beat.file == "heart_failure") {
            sent(&case, &mut stage, beat).await;
        }
        seen::one_party_is_overdue_and_publishes_late(&case, &stage).await;
        found_and_adapted(&case, &stage).await;
        the_record_holds(&case).await;
    }
}

/// Whether a step of the story is about this case: the case's own, its group's up to the selection, and the group of
/// another system with the member who adapts it.
fn belongs(case: &Case, beat: &Beat) -> bool {
    let group = format!("{:?}{:?}{}", beat.on, beat.with, beat.keep);
    let of_the_group = beat.file == "groups" && !group.contains("gm") && !group.contains("Manchester");
    let people = CAST.contains(&beat.who.as_str()) || beat.who == "ruth";
    let needed = beat.act.starts_with("interest.") || beat.at < "2025-10-03T00:00:00Z".parse().expect("an instant");
    let elsewhere = beat.keep == "gm" || beat.with.get("email").is_some_and(|email| *email == case.address("wen"));
    beat.file == "heart_failure" || elsewhere || of_the_group && people && needed
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

/// Sends one step of the story with its person's token, at its moment, and looks at what it changed.
async fn sent(case: &Case, stage: &mut Stage<'_>, beat: &Beat) {
    clock::advance(&case.world.app, beat.at).await.expect("the clock moves");
    seen::before(case, stage, beat).await;
    let ready = stage
        .prepare(beat)
        .await
        .unwrap_or_else(|error| panic!("{} {} at {}: {error} {:?}", beat.who, beat.act, beat.at, error.reasons()));
    let who = case.somebody(&beat.who).await;
    let answer = case.world.api(&who, &ready.address.path, ready.typed).await;
    assert_eq!(answer.status.as_u16(), 201, "{} {} at {}: {}", beat.who, beat.act, ready.address.path, answer.text);
    let to = answer.location.trim_start_matches("/api/v1").to_string();
    stage.note(beat, &Done { to, body: answer.json() }).await.expect("what it led to is known");
    seen::after(case, stage, beat, &answer.json()).await;
}

/// The address of a thing of the story in the API and on the pages.
pub fn place(root: &str, stage: &Stage<'_>, name: &str) -> String {
    format!("/{root}/{}", stage.known(name).expect("it was kept"))
}

/// 11 · The register finds it; another need begins from it.
async fn found_and_adapted(case: &Case, stage: &Stage<'_>) {
    let reference = stage.known("$hf.agreement.collaboration").expect("it was kept");
    for query in ["q=in-reach+pharmacist", "condition=Heart+failure", "organisation=Calderwell"] {
        let found = case.world.get(&format!("/search?{query}")).await.expect(200);
        assert!(found.shows(&reference) || found.shows(&stage.known("$hf.outcome").unwrap()), "{query}");
    }
    let wen = case.somebody("wen").await;
    let group = stage.known("$gm").expect("it was kept");
    let need = json!({ "group": group, "title": "In-reach in another system", "adapts": reference });
    let made = case.world.api(&wen, "/needs/new", need).await.expect(201).json();
    let seen =
        case.world.read(&wen, &format!("/needs/{}", made["reference"].as_str().unwrap())).await.expect(200).json();
    let about = case.world.read(&wen, &format!("/collaborations/{reference}")).await.expect(200).json();
    assert_eq!((&seen["status"], &seen["adapts"]), (&json!("draft"), &about["id"]));
}

async fn the_record_holds(case: &Case) {
    match verify::verify(&case.world.app.db).await.expect("the record can be read") {
        verify::Found::Whole { events, .. } => assert!(events > 150, "{events} events"),
        other => panic!("{other:?}"),
    }
}
