//! Needs and calls of a world, made by real acts.
use super::{Answer, Someone, World, groups::Cog};
use crate::needs::WHOLE;
use domain::{actor::Duty, ids::OrganisationId, item::Verdict};
use serde_json::{Value, json};

/// A group at work, its network, and the people who write its calls.
pub struct Network {
    /// The group and its people.
    pub group: Cog,
    /// The network that writes its calls.
    pub id: OrganisationId,
    /// The officer who writes them.
    pub officer: Someone,
    /// Another officer.
    pub second: Someone,
}

/// When the calls of a world close, unless a test says otherwise: twelve o'clock noon in London.
pub const DEADLINE: &str = "2027-01-12T12:00:00Z";

/// What a call says, page by page, as its officer would send it to the API.
pub fn text() -> Value {
    json!({
        "title": "Heart failure in hospital", "condition": "Heart failure", "place": "South West London",
        "summary": "People with heart failure wait too long for a specialist.",
        "brings": "Clinics, data and a team.", "seeks": "A partner to test in-reach.",
        "eligibility": "Any company or charity in the United Kingdom.",
        "one_stage_reason": "Few responses are expected.", "publishes": "Who answered, scores and reasons.",
        "conflicts": "Everybody declares; the chair rules.",
    })
}

/// The questions of a call.
pub fn questions() -> Value {
    json!({ "questions": [
        { "text": "What will you do?", "guidance": "Say who does what.", "words": 500 },
        { "text": "What will it change for patients?", "words": 300 },
    ] })
}

/// Criteria, scale and panel of a call.
pub fn judging() -> Value {
    json!({
        "criteria": [
            { "name": "Benefit", "description": "What patients gain", "weight": 60, "threshold": 2 },
            { "name": "Delivery", "description": "Whether it can be done", "weight": 40 },
        ],
        "scale": [{ "points": 0, "meaning": "Nothing" }, { "points": 3, "meaning": "Good" }, { "points": 5, "meaning": "Excellent" }],
        "tie_break": "Benefit, Delivery", "panel_size": 3,
    })
}

/// The dates of a call that opens at once.
pub fn timetable() -> Value {
    json!({ "opens_at": super::START, "deadline": DEADLINE, "decision_by": "2027-03-01" })
}

/// What a screening finds when nothing is bought.
pub fn screening() -> Value {
    json!({ "finding": "not_procurement", "intended_route": "collaborative_working", "reasons": "Nothing is bought." })
}

impl World {
    /// A group at work, and two officers of the network that writes its calls.
    pub async fn network(&self) -> Network {
        let group = self.group().await;
        let id = group.network;
        let officer = self.person("Olive Officer", &[(Duty::NetworkOfficer, id)]).await;
        let second = self.person("Sam Second", &[(Duty::NetworkOfficer, id)]).await;
        Network { group, id, officer, second }
    }

    /// A complete need, put before the group by one of its members; gives its reference.
    pub async fn submitted_need(&self, member: &Someone, group: domain::ids::GroupId) -> String {
        let draft = format!("group={group}&title=Heart+failure+in+hospital");
        let page = self.post_as(member, "/needs/new", &draft).await.path();
        let need = page.trim_end_matches("/text").to_string();
        self.post_as(member, &page, &format!("{WHOLE}&_version=1")).await.expect(303);
        self.post_as(member, &format!("{need}/submission"), "looked=yes").await.expect(303);
        need.trim_start_matches("/needs/").to_string()
    }

    /// A need that its group has approved; gives its reference.
    pub async fn approved_need(&self, group: &Cog) -> String {
        let need = self.submitted_need(&group.member, group.id).await;
        self.decide(group, &need, Verdict::Agreed).await.expect(201);
        need
    }

    /// Begins a call from an approved need and answers with what the API said.
    pub async fn begin_call(&self, officer: &Someone, need: &str) -> Answer {
        let body = json!({ "title": "Heart failure in hospital", "summary": "People wait.", "stake": "none" });
        self.api(officer, &format!("/needs/{need}/call"), body).await
    }

    /// A call with every part written and screened, not yet before the group; gives its reference.
    pub async fn written_call(&self, network: &Network) -> String {
        let need = self.approved_need(&network.group).await;
        self.written_call_of(network, &need).await
    }

    /// As [`World::written_call`], from this approved need.
    pub async fn written_call_of(&self, network: &Network, need: &str) -> String {
        let made = self.begin_call(&network.officer, need).await.expect(201).json();
        let reference = made["reference"].as_str().unwrap().to_string();
        let parts = [("text", text()), ("questions", questions()), ("judging", judging()), ("timetable", timetable())];
        for (part, body) in parts.into_iter().chain([("screening", screening())]) {
            self.api(&network.officer, &format!("/calls/{reference}/{part}"), body).await.expect(201);
        }
        reference
    }

    /// A call that its group has approved; gives its reference.
    pub async fn approved_call(&self, network: &Network) -> String {
        let call = self.written_call(network).await;
        self.on_call(&network.officer, &call, "submission").await.expect(201);
        self.decide(&network.group, &call, Verdict::Agreed).await.expect(201);
        call
    }

    /// A public call that is open now; gives its reference.
    pub async fn published_call(&self, network: &Network) -> String {
        let call = self.approved_call(network).await;
        self.on_call(&network.officer, &call, "publication").await.expect(201);
        call
    }

    /// Does an act without a form on a call, through the API.
    pub async fn on_call(&self, who: &Someone, reference: &str, act: &str) -> Answer {
        self.api(who, &format!("/calls/{reference}/{act}"), json!({})).await
    }
}
