//! Calls with responses, panels and selections, made by real acts.
use super::{Someone, World, calls as writing, groups::Cog};
use db::sql;
use domain::{
    actor::{Actor, Duty, Role, SeatRole},
    call::{Call, Content, Criterion, Point, Question, Status},
    group::Group,
    ids::{CallId, ChallengeId, GroupId, ItemId, MeetingId, OrganisationId, PersonId},
    item::{Choice, Item, Manner, Proposed, Ruling, Verdict, Votes},
    meeting::Meeting,
    organisation::Kind,
    sitting::Sitting,
    terms::Clauses,
    time::Timestamp,
};
use serde_json::{Value, json};
use server::{calls, ids, organisations, responses, selection, unit::Unit};

/// The deadline of [`World::open_call`].
pub const DEADLINE: &str = "2027-01-18T12:00:00Z";

/// A published call, with the people around it.
pub struct Called {
    /// Its id.
    pub id: CallId,
    /// Its reference.
    pub reference: String,
    /// The network that runs it.
    pub network: OrganisationId,
    /// The group that decides.
    pub group: GroupId,
    /// An officer of the network.
    pub officer: Someone,
    /// Another officer.
    pub second: Someone,
    /// The chair of the group.
    pub chair: Someone,
    /// The group at work, if the call came from one.
    pub cog: Option<Cog>,
}

/// An organisation that answers.
pub struct Respondent {
    /// Which.
    pub organisation: OrganisationId,
    /// Its reference.
    pub picked: String,
    /// Who answers for it.
    pub manager: Someone,
    /// The reference of its response; empty before it started one.
    pub response: String,
}

/// A panel that has locked every score.
pub struct Scored {
    /// The respondents, in the order in which they started.
    pub respondents: Vec<Respondent>,
    /// The assessors.
    pub assessors: Vec<Someone>,
}

impl World {
    /// An open call of a group at work: need, call, approval and publication all by real acts.
    pub async fn called(&self) -> Called {
        let cog = self.group().await;
        let officer = self.person("Olive Officer", &[(Duty::NetworkOfficer, cog.network)]).await;
        let second = self.person("Sam Second", &[(Duty::NetworkOfficer, cog.network)]).await;
        let need = self.submitted_need(&cog.member, cog.id).await;
        self.decide(&cog, &need, Verdict::Agreed).await.expect(201);
        let reference =
            self.begin_call(&officer, &need).await.expect(201).json()["reference"].as_str().unwrap().to_string();
        let call = call(cog.network, cog.id, officer.id);
        let Content { questions, criteria, scale, tie_break, deadline, opens_at, decision_by, .. } = &call.content;
        let parts = [
            ("text", writing::text()),
            ("questions", json!({ "questions": questions })),
            ("judging", json!({ "criteria": criteria, "scale": scale, "tie_break": tie_break, "panel_size": 3 })),
            ("timetable", json!({ "opens_at": opens_at, "deadline": deadline, "decision_by": decision_by })),
            ("screening", writing::screening()),
        ];
        for (part, body) in parts {
            self.api(&officer, &format!("/calls/{reference}/{part}"), body).await.expect(201);
        }
        self.on_call(&officer, &reference, "submission").await.expect(201);
        self.decide(&cog, &reference, Verdict::Agreed).await.expect(201);
        self.on_call(&officer, &reference, "publication").await.expect(201);
        let mut tx = self.app.db.read().await.unwrap();
        let id = calls::store::by_reference(&mut tx, &reference).await.unwrap().unwrap().id;
        let (network, group, chair) = (cog.network, cog.id, cog.chair.clone());
        Called { id, reference, network, group, officer, second, chair, cog: Some(cog) }
    }

    /// An open call with two questions, two criteria and a scale of five points, put there as a row: quick.
    pub async fn open_call(&self) -> Called {
        let network = self.organisation("Health Innovation Network", Kind::HealthInnovationNetwork).await;
        let group = ids::new(GroupId);
        let officer = self.person("Olive Officer", &[(Duty::NetworkOfficer, network)]).await;
        let second = self.person("Sam Second", &[(Duty::NetworkOfficer, network)]).await;
        let chair = self.seated("Chloe Chair", SeatRole::Chair, group).await;
        let call = call(network, group, officer.id);
        let mut tx = self.app.db.write().await.unwrap();
        sql!("INSERT INTO call (id, reference, challenge, group_id, network, status, phase, rank, title, condition, place, body, version) VALUES ($1, $2, $1, $3, $4, 'published', 'open', 0, $5, '', '', $6, 1)")
            .bind_text(call.id)
            .bind(call.reference.as_str())
            .bind_text(group)
            .bind_text(network)
            .bind(call.content.title.as_str())
            .bind(json!(call).to_string())
            .execute(&mut tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        Called { id: call.id, reference: call.reference, network, group, officer, second, chair, cog: None }
    }

    /// A company with somebody who answers for it.
    pub async fn respondent(&self, name: &str) -> Respondent {
        let organisation = self.organisation(name, Kind::Company).await;
        let mut tx = self.app.db.read().await.unwrap();
        let picked = organisations::store::find(&mut tx, organisation).await.unwrap().unwrap().reference;
        drop(tx);
        let manager = self.person(&format!("Manager of {name}"), &[(Duty::PartnershipManager, organisation)]).await;
        Respondent { organisation, picked, manager, response: String::new() }
    }

    /// A company that has begun to answer the call.
    pub async fn started(&self, call: &Called, name: &str) -> Respondent {
        let mut it = self.respondent(name).await;
        let form = format!("organisation={}", it.picked);
        let page = self.post_as(&it.manager, &format!("/calls/{}/response", call.reference), &form).await.path();
        it.response = page.trim_start_matches("/responses/").to_string();
        it
    }

    /// Writes both answers of a response and submits it.
    pub async fn submits(&self, it: &Respondent, answer: &str) {
        let path = format!("/responses/{}", it.response);
        let form = format!("answers-0-answer={answer}&answers-1-answer=In+ten+weeks");
        self.post_as(&it.manager, &format!("{path}/answers"), &form).await.expect(303);
        self.post_as(&it.manager, &format!("{path}/submission"), "authorised=yes").await.expect(303);
    }

    /// So many organisations that have submitted.
    pub async fn submitted(&self, call: &Called, n: usize) -> Vec<Respondent> {
        let mut respondents = Vec::new();
        for name in ["Lumen Diagnostics", "Corvane Health", "Heartline Trust", "Arbor Analytics"].iter().take(n) {
            let it = self.started(call, name).await;
            self.submits(&it, "A+nurse+at+every+bedside").await;
            respondents.push(it);
        }
        respondents
    }

    /// The deadline passes and two officers open the responses.
    pub async fn opened(&self, call: &Called) {
        self.at(DEADLINE).await;
        calls::close(&self.app, call.id).await.unwrap();
        let opening = format!("/calls/{}/opening", call.reference);
        self.api(&call.officer, &opening, json!({})).await.expect(201);
        self.api(&call.second, &format!("{opening}/confirmation"), json!({})).await.expect(201);
    }

    /// People who were named for the panel and said yes.
    pub async fn panel(&self, call: &Called, names: &[&str]) -> Vec<Someone> {
        let mut assessors = Vec::new();
        for name in names {
            assessors.push(self.person(name, &[(Duty::Assessor, call.network)]).await);
        }
        let form: Vec<String> = assessors.iter().map(|it| format!("assessors={}", it.id)).collect();
        let panel = format!("/calls/{}/panel", call.reference);
        self.post_as(&call.officer, &format!("{panel}/members"), &form.join("&")).await.expect(303);
        for it in &assessors {
            self.api(it, "/interests/new", json!({ "kind": "nothing" })).await.expect(201);
            self.post_as(it, &format!("{panel}/acceptance"), "").await.expect(303);
        }
        assessors
    }

    /// The references of somebody's assessments, in the order of the responses.
    pub async fn assessments(&self, who: &Someone) -> Vec<String> {
        let mut all: Vec<Value> =
            self.read(who, "/assessments").await.json()["assessments"].as_array().unwrap().clone();
        all.sort_by_key(|it| it["response"].as_str().unwrap_or_default().to_string());
        all.iter().map(|it| it["reference"].as_str().unwrap().to_string()).collect()
    }

    /// An assessor declares no interest, scores both criteria and locks.
    pub async fn judges(&self, who: &Someone, assessment: &str, points: [u32; 2]) {
        let path = format!("/assessments/{assessment}");
        self.post_as(who, &format!("{path}/declaration"), "declared=none").await.expect(303);
        self.post_as(who, &format!("{path}/scores"), &scores(points)).await.expect(303);
        self.post_as(who, &format!("{path}/lock"), "final=yes").await.expect(303);
    }

    /// Three organisations and three assessors who have locked every score; the first is best.
    pub async fn scored(&self, call: &Called) -> Scored {
        let respondents = self.submitted(call, 3).await;
        let assessors = self.panel(call, &["Anna Assessor", "Ben Assessor", "Cara Assessor"]).await;
        self.opened(call).await;
        for who in &assessors {
            for (n, assessment) in self.assessments(who).await.into_iter().enumerate() {
                self.judges(who, &assessment, [4 - n as u32, 3]).await;
            }
        }
        Scored { respondents, assessors }
    }

    /// As [`World::scored`]; the first is selected, the second a reserve, and everybody has been told.
    pub async fn selected(&self, call: &Called) -> Scored {
        let scored = self.scored(call).await;
        self.post_as(&call.officer, &format!("/calls/{}/recommendation", call.reference), "").await.expect(303);
        self.rules(call, "As advised", &[(&scored.respondents[0], "selected"), (&scored.respondents[1], "reserve")])
            .await;
        let letters = "letters-0-letter=One&letters-1-letter=Two&letters-2-letter=Three&_confirmed=yes";
        self.post_as(&call.officer, &format!("/calls/{}/announcement", call.reference), letters).await.expect(303);
        self.run_jobs().await;
        scored
    }

    /// The group's decision arrives.
    pub async fn rules(&self, call: &Called, reasons: &str, choices: &[(&Respondent, &str)]) {
        self.try_rules(call, reasons, choices).await.unwrap();
    }

    /// The group selects in a meeting.
    async fn elects(&self, cog: &Cog, call: &Called, choices: &[(&Respondent, &str)]) -> server::error::Result<()> {
        let mut tx = self.app.db.read().await.unwrap();
        let (mut selected, mut reserve) = (Vec::new(), Vec::new());
        for (it, place) in choices {
            let response = responses::store::by_reference(&mut tx, &it.response).await.unwrap().unwrap();
            let list = if *place == "selected" { &mut selected } else { &mut reserve };
            list.push(response.id.to_string());
        }
        drop(tx);
        self.select(cog, &call.reference, &selected, &reserve).await.expect(201);
        Ok(())
    }

    /// As [`World::rules`], which may be refused.
    pub async fn try_rules(
        &self,
        call: &Called,
        reasons: &str,
        choices: &[(&Respondent, &str)],
    ) -> server::error::Result<()> {
        if let Some(cog) = &call.cog {
            return self.elects(cog, call, choices).await;
        }
        let mut unit = Unit::begin(&self.app.db, Actor::system(), self.now()).await.unwrap();
        let mut chosen = Vec::new();
        for (it, place) in choices {
            let response = responses::store::by_reference(&mut unit.tx, &it.response).await.unwrap().unwrap();
            chosen.push(json!({ "response": response.id, "place": place }));
        }
        let choices = serde_json::from_value(json!(chosen)).unwrap();
        let ruling = ruling(call, self.now(), reasons, choices);
        selection::actions::ruled(&mut unit, &ruling).await?;
        unit.commit().await
    }
}

/// The decision of a group of two who agree, as its meeting makes it.
fn ruling(call: &Called, at: Timestamp, reasons: &str, choices: Vec<Choice>) -> Ruling {
    let (deputy, item, meeting) = (ids::new(PersonId), ids::new(ItemId), ids::new(MeetingId));
    let chair = Actor::new(call.chair.id, vec![Role::Sits(SeatRole::Chair, call.group)]);
    let seat = |person: PersonId, role: &str| json!({ "id": person, "person": person, "role": role, "organisation": null, "from": "2020-01-01", "to": null, "voting": true });
    let group: Group = serde_json::from_value(json!({
        "id": call.group, "reference": "GR-222222", "name": "", "systems": [], "network": call.network, "version": 1,
        "seats": [seat(chair.person, "chair"), seat(deputy, "deputy")],
        "terms": [{ "number": 1, "status": "adopted", "clauses": Clauses { quorum: Some(2), ..Clauses::default() }, "adopted_at": super::START, "item": null, "superseded_at": null }],
    }))
    .unwrap();
    let present = |person: PersonId| json!({ "person": person, "presence": "remote" });
    let meeting: Meeting = serde_json::from_value(json!({
        "id": meeting, "reference": "ME-222222", "group": call.group, "title": "", "status": "in_session", "version": 1,
        "plan": { "starts_at": at }, "attendance": [present(chair.person), present(deputy)], "minutes": null, "cancelled_because": "",
    }))
    .unwrap();
    let declared = |person: PersonId| json!({ "person": person, "said": "nothing", "recorded_by": person, "at": at, "handling": null, "ruled_by": null });
    let item: Item = serde_json::from_value(json!({
        "id": item, "reference": "IT-222222", "group": call.group, "motion": "select", "subject": call.id, "about": call.reference,
        "title": "", "drafter": null, "tabled_at": at, "status": "on_agenda", "meeting": meeting.id, "public": false,
        "declarations": [declared(chair.person), declared(deputy)], "decision": null, "version": 1,
    }))
    .unwrap();
    let current = [chair.person, deputy].into();
    let sitting = Sitting { group: &group, meeting: &meeting, current: &current, at };
    let votes = Votes::default();
    let (verdict, manner, reasons) = (Verdict::Agreed, Manner::Consensus, reasons.to_string());
    let proposed = Proposed { verdict, manner, votes, reasons, choices, review_on: None };
    item.decide(&chair, &sitting, proposed).unwrap().1
}

/// Points and reasons for both criteria, as a posted form.
pub fn scores(points: [u32; 2]) -> String {
    let [one, two] = points;
    format!("scores-0-points={one}&scores-0-reasons=Well+argued&scores-1-points={two}&scores-1-reasons=Some+doubts")
}

fn call(network: OrganisationId, group: GroupId, drafter: PersonId) -> Call {
    let question = |text: &str| Question { text: text.into(), guidance: "Say how".into(), words: 20 };
    let criterion = |name: &str, weight| Criterion {
        name: name.into(),
        description: "How good it is".into(),
        weight,
        threshold: None,
    };
    let meanings = ["Nothing", "Poor", "Fair", "Good", "Excellent"].into_iter().zip(0..);
    let content = Content {
        title: "Heart failure in hospital".into(),
        condition: String::new(),
        place: String::new(),
        summary: "People wait too long".into(),
        brings: "Beds".into(),
        seeks: "Nurses".into(),
        eligibility: "Anybody".into(),
        questions: vec![question("What will you do?"), question("By when?")],
        criteria: vec![criterion("Outcomes", 60), criterion("Delivery", 40)],
        scale: meanings.map(|(meaning, points)| Point { points, meaning: meaning.into() }).collect(),
        tie_break: "Outcomes".into(),
        panel_size: 3,
        one_stage_reason: "Small".into(),
        publishes: "The decision".into(),
        conflicts: "Declared".into(),
        opens_at: super::START.parse().unwrap(),
        deadline: DEADLINE.parse().unwrap(),
        decision_by: "2027-03-01".parse().unwrap(),
    };
    Call {
        id: ids::new(CallId),
        reference: ids::reference("CL"),
        challenge: ids::new(ChallengeId),
        group,
        network,
        drafter,
        authors: vec![drafter],
        status: Status::Published,
        content,
        declarations: Vec::new(),
        screening: None,
        submitted: None,
        approval: None,
        reasons: String::new(),
        published_at: Some(super::START.parse().unwrap()),
        addenda: Vec::new(),
        opening: None,
        found: None,
        version: 1,
    }
}
