//! Steps 1 to 3: organisations, people and groups; the need and its approval; the call.
use super::*;
use crate::support::{
    case::{BODIES, CAST, PASSWORD},
    stranger::Stranger,
};
use server::demo::script;

/// 1 · The operator loads the boards, adds four organisations, and invites everybody by mail.
pub async fn organisations_and_people(case: &Case) {
    case.does("ruth", "/organisations", "organisation.load", Value::Null).await;
    for body in BODIES {
        case.does("ruth", "/organisations", "organisation.create", case.body(body)).await.shows(&case.code(body));
    }
    for key in CAST {
        let invitation = case.invitation(key);
        case.does("ruth", "/people", "person.invite", invitation).await.shows(&case.name(key));
        let link = case.link_in_mail(&case.email(key)).await;
        let mut stranger = Stranger::new(&case.world);
        let typed = format!("name={}&password={}", case.name(key).replace(' ', "+"), PASSWORD.replace(' ', "+"));
        stranger.fill(&link, &link, &typed).await.expect(303);
    }
    let mut ama = Stranger::new(&case.world);
    ama.sign_in(&case.email("ama"), PASSWORD).await.expect(303);
    assert!(ama.get("/work").await.expect(200).shows("Dr Ama Boateng"));
}

/// 1 · A group of one system: seats, terms of reference, adopted in its first meeting.
pub async fn a_group_with_terms_in_force(case: &Case) {
    let founding = json!({ "name": "South West London Collaboration Oversight Group", "systems": ["NHS South West London ICB"], "network": "Health Innovation Network South London" });
    let group = case.does("ruth", "/groups", "group.create", founding).await.reference();
    case.keep("group", &group);
    let seats = [
        ("helena", "chair"),
        ("tunde", "deputy"),
        ("priya", "secretary"),
        ("colin", "member"),
        ("siobhan", "member"),
        ("mary", "lay_member"),
    ];
    for (key, role) in seats {
        let voting = if role == "secretary" { "does_not_vote" } else { "votes" };
        let seat = json!({ "email": case.email(key), "role": role, "from": "2025-04-01", "voting": voting });
        case.does("ruth", &case.page("group"), "group.seat", seat).await.shows(&case.name(key));
        case.does(key, "/interests", "interest.declare", json!({ "kind": "nothing" })).await;
    }
    let terms = script::facts("groups").expect("the facts read")["terms"].clone();
    case.does("priya", &case.page("group"), "terms.draft", terms).await;
    case.does("priya", &case.page("group"), "terms.propose", Value::Null).await;
    meets(case, "2025-04-16", "item.decide", json!({ "verdict": "agreed", "reasons": "They follow the guide." })).await;
    let group = case.public(&case.page("group")).await;
    group.showing("Dr Helena Marsh").showing("They follow the guide.").showing("Quorum 3 people who may vote");
}

/// 1 · Another system has a group of its own: one of its members comes back at the end.
pub async fn a_group_of_another_system(case: &Case) {
    let founding = json!({ "name": "Greater Manchester Collaboration Oversight Group", "systems": ["NHS Greater Manchester ICB"], "network": "Health Innovation Manchester" });
    let group = case.does("ruth", "/groups", "group.create", founding).await.reference();
    let seat = json!({ "email": case.email("wen"), "role": "member", "from": "2025-04-01", "voting": "votes" });
    case.does("ruth", &format!("/groups/{group}"), "group.seat", seat).await.shows(&case.name("wen"));
}

/// 2 · A member describes the need; the group approves it; it is public.
pub async fn a_need_that_the_group_approves(case: &Case) {
    let begun = json!({ "group": "South West London", "title": case.facts("need")["title"] });
    let need = case.does("colin", "/needs", "need.draft", begun).await.reference();
    case.keep("need", &need);
    case.does("colin", &case.page("need"), "need.edit", case.facts("need")).await;
    case.does("colin", &case.page("need"), "need.submit", json!({ "looked": true }))
        .await
        .shows(&case.status("submitted"));
    assert_eq!(case.public(&case.page("need")).await.status, 404);
    meets(case, "2025-06-04", "item.decide", json!({ "verdict": "agreed", "reasons": "Clear and measured." })).await;
    case.public(&case.page("need"))
        .await
        .showing("Specialist care for everyone admitted")
        .showing(&case.status("approved"));
}

/// 3 · An officer writes the call, the group approves this very text, another officer publishes it.
pub async fn a_call_that_is_published(case: &Case) {
    let begun =
        json!({ "title": case.facts("call")["title"], "summary": case.facts("call")["summary"], "stake": "none" });
    let call = case.does("grace", &case.page("need"), "call.draft", begun).await.reference();
    case.keep("call", &call);
    let page = case.page("call");
    let text = [
        "title",
        "condition",
        "place",
        "summary",
        "brings",
        "seeks",
        "eligibility",
        "one_stage_reason",
        "publishes",
        "conflicts",
    ];
    case.does("grace", &page, "call.edit", case.some("call", &text)).await;
    case.does("grace", &page, "call.questions", case.some("call", &["questions"])).await;
    case.does("grace", &page, "call.judging", case.some("call", &["criteria", "scale", "tie_break", "panel_size"]))
        .await;
    let timetable =
        json!({ "opens_at": "2025-07-07T09:00", "deadline": "2025-08-18T12:00", "decision_by": "2025-10-10" });
    case.does("grace", &page, "call.timetable", timetable).await;
    case.does("grace", &page, "call.screen", case.facts("screening")).await;
    case.does("grace", &page, "call.submit_for_approval", Value::Null).await;
    meets(case, "2025-07-02", "item.decide", json!({ "verdict": "agreed", "reasons": "It asks for the need." })).await;
    case.world.at("2025-07-07T08:00:00Z").await;
    case.does("daniel", &page, "call.publish", Value::Null).await.shows(&case.status("published"));
    case.public(&page).await.showing("Monday 18 August 2025 at 12:00 noon").showing("Benefit to patients");
    case.public("/calls").await.showing("Partners for an in-reach heart-failure service");
    assert!(case.world.get("/calls.atom").await.expect(200).shows(&call), "the feed has it");
}
