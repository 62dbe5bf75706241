//! Agreements of a world on the facts of the heart-failure case, made by real acts from an announced selection on.
use super::{Answer, Someone, World};
use db::sql;
use domain::{
    actor::{Actor, Duty, Role, SeatRole},
    ids::{CallId, ChallengeId, GroupId, OrganisationId, PersonId, ResponseId},
    organisation::{Kind, Particulars},
};
use serde_json::{Value, json};
use server::{groups, ids, organisations, unit::Unit};

/// The heads of an agreement in the order in which the tests fill them.
pub const HEADS: [&str; 19] = [
    "beneficiaries",
    "parties",
    "goals",
    "measures",
    "legacy",
    "partnership",
    "information_governance",
    "confidentiality",
    "training",
    "adoption",
    "duration",
    "milestones",
    "success",
    "evaluation",
    "governance",
    "exit",
    "sustainability",
    "publication",
    "amendment",
];

/// A trust and a company that agree, and everybody around them.
pub struct Negotiation {
    /// The reference of the call.
    pub call: String,
    /// The path of the agreement; empty before it begins.
    pub path: String,
    /// The group that governs it.
    pub group: GroupId,
    /// The trust, and its reference.
    pub nhs: (OrganisationId, String),
    /// The company that was selected, and its reference.
    pub company: (OrganisationId, String),
    /// An officer of the network.
    pub officer: Someone,
    /// The trust's clinical lead.
    pub lead: Someone,
    /// The trust's approver.
    pub governance: Someone,
    /// The trust's signatory.
    pub nhs_signatory: Someone,
    /// The company's partnership manager.
    pub manager: Someone,
    /// The company's approver.
    pub lawyer: Someone,
    /// The company's signatory.
    pub company_signatory: Someone,
    /// The partnership manager of a company that was not selected.
    pub rival: Someone,
    /// The chair of the group.
    pub chair: Someone,
}

impl Negotiation {
    /// A head of the case as its form takes it.
    pub fn head(&self, head: &str) -> Value {
        let mut text = include_str!("../../../../crates/domain/tests/heart-failure.agreement.json").to_string();
        let ids = [
            ("nhs", self.nhs.0.to_string()),
            ("company", self.company.0.to_string()),
            ("lead", self.lead.id.to_string()),
            ("nhs_signatory", self.nhs_signatory.id.to_string()),
            ("company_signatory", self.company_signatory.id.to_string()),
        ];
        for (name, id) in ids {
            text = text.replace(&format!("{{{name}}}"), &id);
        }
        let mut all: Value = serde_json::from_str(&text).unwrap();
        all[head].take()
    }
    /// The address of the act that changes a head.
    pub fn at(&self, head: &str) -> String {
        format!("{}/{}", self.path, head.replace('_', "-"))
    }
}

impl World {
    /// A selection that is announced: one company was selected, one was not.
    pub async fn partner_announced(&self) -> Negotiation {
        let group = self.bare_group().await;
        let network = groups::actions::network_of(&mut self.app.db.read().await.unwrap(), group).await.unwrap();
        let nhs = self.body("St George's University Hospitals NHS Foundation Trust", Kind::NhsProvider).await;
        let company = self.body("Acorn Medicines UK Limited", Kind::Company).await;
        let rival = self.body("Birch Devices Limited", Kind::Company).await;
        let call = self.announced_call(group, network, company.0).await;
        Negotiation {
            call,
            path: String::new(),
            group,
            officer: self.person("Olive Officer", &[(Duty::NetworkOfficer, network)]).await,
            lead: self.person("Ama Boateng", &[(Duty::ClinicalLead, nhs.0)]).await,
            governance: self.person("Ivy Governor", &[(Duty::InformationGovernance, nhs.0)]).await,
            nhs_signatory: self.person("Sarah Chief", &[(Duty::Signatory, nhs.0)]).await,
            manager: self.person("Paul Manager", &[(Duty::PartnershipManager, company.0)]).await,
            lawyer: self.person("Lena Lawyer", &[(Duty::Legal, company.0)]).await,
            company_signatory: self.person("Carl Director", &[(Duty::Signatory, company.0)]).await,
            rival: self.person("Rita Rival", &[(Duty::PartnershipManager, rival.0)]).await,
            chair: self.seated("Chloe Chair", SeatRole::Chair, group).await,
            nhs,
            company,
        }
    }

    /// An agreement that the network has begun.
    pub async fn agreement_begun(&self) -> Negotiation {
        let mut it = self.partner_announced().await;
        let made = self.begin_agreement(&it, "collaborative_working").await.expect(201).json();
        it.path = format!("/agreements/{}", made["reference"].as_str().unwrap());
        it
    }

    /// The network begins the agreement on this route.
    pub async fn begin_agreement(&self, it: &Negotiation, route: &str) -> Answer {
        let wish = json!({ "route": route, "route_reason": "Both pool resources", "parties": [it.nhs.1] });
        self.api(&it.officer, &format!("/calls/{}/agreement", it.call), wish).await
    }

    /// An agreement of which every head is complete.
    pub async fn agreement_completed(&self) -> Negotiation {
        let it = self.agreement_begun().await;
        for head in HEADS {
            self.api(&it.manager, &it.at(head), it.head(head)).await.expect(201);
        }
        it
    }

    /// An agreement whose text is agreed.
    pub async fn text_agreed(&self) -> Negotiation {
        let it = self.agreement_completed().await;
        self.agree_text(&it).await;
        it
    }

    /// The parties agree the text.
    pub async fn agree_text(&self, it: &Negotiation) {
        self.api(&it.manager, &format!("{}/agreed-text", it.path), json!({ "complete": true })).await.expect(201);
    }

    /// The hash of the text, as the API shows it.
    pub async fn text_hash(&self, it: &Negotiation) -> String {
        self.read(&it.manager, &it.path).await.expect(200).json()["text_hash"].as_str().unwrap().to_string()
    }

    /// An agreement that every party approved.
    pub async fn agreement_approved(&self) -> Negotiation {
        let it = self.text_agreed().await;
        self.approve_text(&it).await;
        it
    }

    /// Both parties approve the text.
    pub async fn approve_text(&self, it: &Negotiation) {
        let hash = self.text_hash(it).await;
        for (who, party) in [(&it.governance, it.nhs.0), (&it.lawyer, it.company.0)] {
            let approval = json!({ "organisation": party, "hash": hash });
            self.api(who, &format!("{}/approvals", it.path), approval).await.expect(201);
        }
    }

    /// Somebody signs for a party.
    pub async fn signs(&self, it: &Negotiation, who: &Someone, party: OrganisationId) -> Answer {
        let hash = self.text_hash(it).await;
        let signature = json!({ "organisation": party, "hash": hash, "full_name": who.name, "authority": true });
        self.api(who, &format!("{}/signatures", it.path), signature).await
    }

    /// An agreement that every party signed.
    pub async fn in_force(&self) -> Negotiation {
        let it = self.agreement_approved().await;
        self.signs(&it, &it.nhs_signatory, it.nhs.0).await.expect(201);
        self.signs(&it, &it.company_signatory, it.company.0).await.expect(201);
        it
    }

    async fn body(&self, name: &str, kind: Kind) -> (OrganisationId, String) {
        let operator = Actor::new(ids::new(PersonId), vec![Role::Operator]);
        let mut unit = Unit::begin(&self.app.db, operator, self.now()).await.unwrap();
        let (brand, identifiers) = (String::new(), Vec::new());
        let it = Particulars { name: name.into(), brand, kinds: vec![kind], identifiers, from: None, to: None };
        let made = organisations::actions::create(&mut unit, it).await.unwrap();
        unit.commit().await.unwrap();
        (made.id, made.reference)
    }

    /// A call that was announced with one partner, with the need it answers.
    async fn announced_call(&self, group: GroupId, network: OrganisationId, partner: OrganisationId) -> String {
        let (need, call, response) = (ids::new(ChallengeId), ids::new(CallId), ids::new(ResponseId));
        let (reference, author) = (ids::reference("CL"), ids::new(PersonId));
        let mut tx = self.app.db.write().await.unwrap();
        let body = challenge(need, group, author);
        sql!("INSERT INTO challenge (id, reference, group_id, author, status, title, body, version) VALUES ($1, 'ND-222222', $2, $3, 'called', 'Heart failure', $4, 1)")
            .bind_text(need).bind_text(group).bind_text(author).bind(body.to_string()).execute(&mut tx).await.unwrap();
        let body = announced(call, &reference, need, group, network, author);
        sql!("INSERT INTO call (id, reference, challenge, group_id, network, status, phase, rank, title, condition, place, body, version) VALUES ($1, $2, $3, $4, $5, 'announced', 'over', 0, 'Heart failure', '', '', $6, 1)")
            .bind_text(call).bind(reference.as_str()).bind_text(need).bind_text(group).bind_text(network).bind(body.to_string()).execute(&mut tx).await.unwrap();
        let body = json!({ "id": response, "reference": "RS-222222", "call": call, "title": "Heart failure", "organisation": partner, "status": "selected", "submission": null, "place": "selected", "version": 1 });
        sql!("INSERT INTO response (id, reference, call_id, organisation, status, body, version) VALUES ($1, 'RS-222222', $2, $3, 'selected', $4, 1)")
            .bind_text(response).bind_text(call).bind_text(partner).bind(body.to_string()).execute(&mut tx).await.unwrap();
        let answers = json!([{ "question": "What will you do?", "answer": "A pharmacist who comes to the ward." }]);
        sql!("INSERT INTO answer_sheet (response, number, salt, body) VALUES ($1, 1, '', $2)")
            .bind_text(response)
            .bind(answers.to_string())
            .execute(&mut tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        reference
    }
}

fn challenge(id: ChallengeId, group: GroupId, author: PersonId) -> Value {
    json!({
        "id": id, "reference": "ND-222222", "group": group, "author": author, "status": "called", "adapts": null, "reasons": "",
        "content": {
            "title": "Heart failure", "condition": "Heart failure", "place": "South West London",
            "need": "People with heart failure wait too long", "population": "People admitted with heart failure",
            "outcomes": [{ "outcome": "Seen by a specialist within a day" }], "inequalities": "Poorer areas wait longer",
        },
        "version": 1,
    })
}

fn announced(
    id: CallId,
    reference: &str,
    need: ChallengeId,
    group: GroupId,
    network: OrganisationId,
    by: PersonId,
) -> Value {
    json!({
        "id": id, "reference": reference, "challenge": need, "group": group, "network": network, "drafter": by, "authors": [by],
        "status": "announced", "declarations": [], "screening": null, "submitted": null, "approval": null, "reasons": "",
        "published_at": super::START, "addenda": [], "opening": null, "found": null, "version": 1,
        "content": {
            "title": "Heart-failure in-reach pharmacist", "condition": "Heart failure", "place": "South West London",
            "summary": "An in-reach pharmacist for people with heart failure.", "brings": "Wards, data and a team.",
            "seeks": "A partner for an in-reach service.", "eligibility": "", "questions": [], "criteria": [], "scale": [],
            "tie_break": "", "panel_size": 3, "one_stage_reason": "", "publishes": "The outcome of the project.", "conflicts": "",
            "opens_at": super::START, "deadline": super::START, "decision_by": "2027-03-01",
        },
    })
}
