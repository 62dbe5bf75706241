//! Meetings of a world: a need before its group, a meeting in session, everybody declared.
use super::{World, groups::Cog};
use serde_json::{Value, json};

/// A need that a member has put before the group; gives its reference.
pub async fn submitted(world: &World, cog: &Cog) -> String {
    let begun = json!({ "group": cog.reference, "title": "Heart failure" });
    let made = world.api(&cog.member, "/needs/new", begun).await.expect(201).json();
    let need = made["reference"].as_str().unwrap().to_string();
    let page = format!("/needs/{need}");
    world.api(&cog.member, &format!("{page}/text"), whole_need()).await.expect(201);
    world.api(&cog.member, &format!("{page}/submission"), json!({ "looked": true })).await.expect(201);
    need
}

/// Everything that a need must say.
fn whole_need() -> Value {
    json!({
        "title": "Heart failure", "condition": "Heart failure", "place": "South West London", "need": "People wait",
        "population": "900 a year", "population_source": "Hospital data", "plan_link": "https://example.org/plan",
        "evidence": [{ "what": "Audit", "link": "https://example.org/audit" }],
        "outcomes": [{ "outcome": "Seen by a specialist" }], "inequalities": "Poorer areas wait longer",
        "clinical_owner": "Dr Ama Boateng", "lay_view": "We want one person to ask",
    })
}

/// A working group with a submitted need on the agenda of a meeting in session: need, meeting's page, item's page.
pub async fn sitting(world: &World) -> (Cog, String, String, String) {
    let cog = world.group().await;
    let need = submitted(world, &cog).await;
    let (meeting, item) = world.begun(&cog, &need).await;
    (cog, need, meeting, format!("/items/{item}"))
}

/// Everybody present declares that they have no interest.
pub async fn declare_all(world: &World, cog: &Cog, meeting: &str) {
    let people = json!({ "people": [cog.chair.id, cog.deputy.id, cog.member.id, cog.lay.id] });
    world.api(&cog.secretary, &format!("{meeting}/declarations"), people).await.expect(201);
}
