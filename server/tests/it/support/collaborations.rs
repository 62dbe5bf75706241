//! Collaborations to start from: signed by all, under way, completed, reported, published.
use super::{Answer, Someone, World, decisions::Governing};
use domain::{
    actor::{
        Actor,
        Duty::{self, *},
    },
    agreement::*,
    collaboration::{Begun, Collaboration, Heads, Plan},
    ids::{AgreementId, CallId, ChallengeId, CollaborationId, GroupId, OrganisationId},
    item::Verdict,
    organisation::Kind,
};
use jiff::civil::{Date, date};
use serde_json::{Value, json};
use server::{collaborations, ids, unit::Unit};

/// A collaboration with everybody it takes. The trust measures, the company pays.
pub struct Project {
    /// Its id.
    pub id: CollaborationId,
    /// Its reference.
    pub reference: String,
    /// The group that governs it, with its chair.
    pub group: Governing,
    /// The NHS party.
    pub trust: OrganisationId,
    /// The company.
    pub company: OrganisationId,
    /// The trust's clinical lead.
    pub lead: Someone,
    /// The trust's outcome evaluator.
    pub evaluator: Someone,
    /// The company's partnership manager.
    pub manager: Someone,
    /// The company's certifier.
    pub certifier: Someone,
    /// The network's officer.
    pub officer: Someone,
}

impl Project {
    /// Its page.
    pub fn page(&self) -> String {
        format!("/collaborations/{}", self.reference)
    }
    /// An address below its page.
    pub fn at(&self, below: &str) -> String {
        format!("{}/{below}", self.page())
    }
}

/// What the summary says.
pub fn summary() -> Value {
    json!({
        "title": "Heart failure in-reach pharmacist", "rationale": "People admitted with heart failure wait too long for a specialist.",
        "objectives": "Every patient is seen by a specialist.", "financial": "The company pays for the pharmacist, the trust gives time.",
        "roles": "The trust runs the clinic.", "publication": "Both publish the outcome within three months.", "contacts": "hf@example.nhs.uk",
    })
}

/// What the outcome report says, complete.
pub fn report() -> Value {
    json!({
        "done": "A pharmacist joined the heart-failure team for nine months.", "results": "Four of five goals were met.",
        "benefits_patients": "Seen sooner.", "benefits_nhs": "A case for funding.", "benefits_industry": "Medicines used by guideline.",
        "disbenefits": "More clinic letters for practices.", "inequalities": "No difference by deprivation was found.", "incidents": "None.",
        "factors": [{ "factor": "Room for the clinic", "answer": "Found, for good." }],
        "next": "commission", "next_steps": "The trust pays from April.", "pack": [{ "piece": "Pathway", "link": "https://example.org/pathway" }],
        "limits": "One hospital, no comparison.", "funding": "The company and the trust.",
        "authors": [{ "role": "Outcome evaluator, the trust", "paid_by": "the trust" }],
    })
}

impl World {
    /// A collaboration whose agreement every party has signed, and nothing more.
    pub async fn agreed(&self) -> Project {
        self.agreed_with(|_| ()).await
    }

    /// The same, with something else in what they agreed.
    pub async fn agreed_with(&self, change: impl FnOnce(&mut Plan)) -> Project {
        let trust = self.organisation("St George's Hospitals", Kind::NhsProvider).await;
        let company = self.organisation("Cardia Pharma Ltd", Kind::Company).await;
        let group = self.governing_group().await;
        let network = group.network;
        let mut plan = plan([trust, company], self.now().day());
        change(&mut plan);
        let somebody = async |name: &str, duty: Duty, of| self.person(name, &[(duty, of)]).await;
        let (id, reference) = self.signed(group.id, network, [trust, company], plan).await;
        Project {
            id,
            reference,
            group,
            trust,
            company,
            lead: somebody("Dr Ama Boateng", ClinicalLead, trust).await,
            evaluator: somebody("Priya Nair", OutcomeEvaluator, trust).await,
            manager: somebody("Tom Ellery", PartnershipManager, company).await,
            certifier: somebody("Dr Ruth Marsh", Certifier, company).await,
            officer: somebody("Jo Adeyemi", NetworkOfficer, network).await,
        }
    }

    async fn signed(
        &self,
        group: GroupId,
        network: OrganisationId,
        parties: [OrganisationId; 2],
        plan: Plan,
    ) -> (CollaborationId, String) {
        let mut unit = Unit::begin(&self.app.db, Actor::system(), self.now()).await.unwrap();
        let begun = Begun {
            id: ids::new(CollaborationId),
            reference: ids::reference("CO"),
            agreement: ids::new(AgreementId),
            call: ids::new(CallId),
            challenge: ids::new(ChallengeId),
            group,
            network,
            title: "Heart failure in-reach pharmacist".into(),
            condition: "Heart failure".into(),
            place: "South West London".into(),
            parties: collaborations::parties_of(&mut unit.tx, &parties).await.unwrap(),
            adapts: None,
        };
        let begun = unit.save(Collaboration::begin(begun)).await.unwrap();
        let agreed = begun.agreed(plan, self.now()).unwrap();
        let it = unit.save(agreed).await.unwrap();
        unit.commit().await.unwrap();
        (it.id, it.reference)
    }

    /// The same, with everything that the start asks for: summary public, certified, policies attested.
    pub async fn ready(&self) -> Project {
        let it = self.agreed().await;
        self.prepared(it).await
    }

    /// What the agreement's people do before any start.
    pub async fn prepared(&self, it: Project) -> Project {
        self.api(&it.lead, &it.at("summary"), summary()).await.expect(201);
        self.api(&it.certifier, &it.at("certificates"), json!({ "organisation": it.company, "attested": true }))
            .await
            .expect(201);
        self.api(&it.lead, &it.at("attestations"), json!({ "organisation": it.trust, "attested": true }))
            .await
            .expect(201);
        self.api(&it.manager, &it.at("attestations"), json!({ "organisation": it.company, "attested": true }))
            .await
            .expect(201);
        it
    }

    /// The same, started a second later.
    pub async fn delivering(&self) -> Project {
        let it = self.ready().await;
        self.app.clock.forward(1);
        self.api(&it.lead, &it.at("start"), json!({ "started_on": self.now().day() })).await.expect(201);
        it
    }

    /// Under way for nine months, with a reading of the first measure for each.
    pub async fn measured(&self) -> Project {
        let it = self.delivering().await;
        self.at("2027-09-01T09:00:00Z").await;
        let lines = ["46", "48", "52", "59", "63", "66", "71", "78", "82"];
        let months = (1..).map(|n| date(2026, 12, 1).checked_add(jiff::Span::new().months(n - 1)).unwrap());
        let line = |(month, value): (Date, &&str)| format!("1,{},{value},100", month.strftime("%Y-%m"));
        let lines: Vec<String> = months.zip(&lines).map(line).collect();
        let text = format!("measure,period,numerator,denominator\n{}", lines.join("\n"));
        self.api(&it.evaluator, &it.at("readings/import"), json!({ "lines": text })).await.expect(201);
        it
    }

    /// Completed on this day by decision of the group; the clock stands on that day.
    pub async fn completed(&self, on: &str) -> Project {
        let it = self.delivering().await;
        self.at(&format!("{on}T10:00:00Z")).await;
        self.api(&it.lead, &it.at("completion"), json!({ "on": on })).await.expect(201);
        self.rule_collaboration(&it.group, it.id, Verdict::Agreed).await.unwrap();
        it
    }

    /// The same person, signed in anew: sessions end while the clock moves.
    pub async fn signed_in_again(&self, who: &Someone) -> Someone {
        let mut tx = self.app.db.write().await.unwrap();
        let session = server::sessions::start(&mut tx, &super::begin(who.id, self.now())).await.unwrap();
        tx.commit().await.unwrap();
        Someone { session, ..who.clone() }
    }

    /// Completed on this day, with a complete report. Gives the report's page.
    pub async fn reported(&self, on: &str) -> (Project, String) {
        let it = self.completed(on).await;
        let page = self.report_of(&it).await;
        self.api(&it.evaluator, &format!("{page}/text"), report()).await.expect(201);
        self.api(&it.evaluator, &format!("{page}/completion"), json!({ "complete": true })).await.expect(201);
        (it, page)
    }

    /// Completed on 30 November 2026, reported, and published here by both parties. Gives the report's page.
    pub async fn published(&self) -> (Project, String) {
        let (it, page) = self.reported("2026-11-30").await;
        self.publish(&it.lead, &page, it.trust).await.expect(201);
        self.publish(&it.manager, &page, it.company).await.expect(201);
        (it, page)
    }

    /// Publishes a report here, as somebody for an organisation.
    pub async fn publish(&self, who: &Someone, page: &str, organisation: OrganisationId) -> Answer {
        let body = json!({ "organisation": organisation, "where": "here", "attested": true });
        self.api(who, &format!("{page}/publications"), body).await
    }

    /// The page of a project's report.
    pub async fn report_of(&self, it: &Project) -> String {
        let mut tx = self.app.db.read().await.unwrap();
        let outcome = server::outcomes::store::of_collaboration(&mut tx, it.id).await.unwrap().unwrap();
        format!("/outcomes/{}", outcome.reference)
    }
}

fn measure(name: &str, baseline: i64, target: i64) -> Measure {
    Measure {
        name: name.into(),
        kind: MeasureKind::Outcome,
        definition: format!("Share of patients with heart failure: {}", name.to_lowercase()),
        numerator: name.into(),
        denominator: "Patients with heart failure under the trust's care".into(),
        unit: "%".into(),
        source: "Hospital records".into(),
        baseline: Some(baseline.into()),
        baseline_period: "2025".into(),
        baseline_by: None,
        target: target.into(),
        target_on: date(2027, 8, 31),
        direction: Direction::Increase,
        frequency: Frequency::Monthly,
        owner: "Outcome evaluator".into(),
    }
}

/// What the parties agreed: five measures, two milestones, money and time, nine months from the start.
fn plan([trust, company]: [OrganisationId; 2], starts_on: Date) -> Plan {
    let contribution = |organisation, kind, amount: &str, what: &str| Contribution {
        organisation,
        kind,
        amount: amount.parse().unwrap(),
        what: what.into(),
        basis: "Staff rates".into(),
    };
    let milestone = |name: &str, due_on| Milestone { name: name.into(), due_on, owner: "The trust".into() };
    let text = |text: &str| text.to_string();
    Plan {
        starts_on,
        ends_on: date(2027, 8, 31),
        measures: [
            ("Seen by a specialist", 46, 80),
            ("Discharge planned", 31, 75),
            ("Referred to the specialist", 52, 85),
            ("Treated by the protocol", 40, 80),
            ("Educated, with a plan", 18, 60),
        ]
        .map(|(name, baseline, target)| measure(name, baseline, target))
        .into(),
        milestones: vec![
            milestone("Pharmacist employed, clinic begins", date(2027, 2, 28)),
            milestone("Three months of clinic", date(2027, 5, 31)),
        ],
        contributions: vec![
            contribution(company, ContributionKind::Cash, "58000", "Pays for the pharmacist"),
            contribution(trust, ContributionKind::InKind, "41000", "Time of staff"),
        ],
        assessment: None,
        heads: Heads {
            rationale: text("People with heart failure wait."),
            objectives: text("Seen by a specialist"),
            roles: text("The trust runs the clinic"),
            exit: text("Care goes on with the ward team"),
            sustainability: text("A case for funding"),
            evaluation: text("Against baseline each month"),
            controllers: text("The trust"),
            publication: text("Within three months"),
            contacts: text("hf@example.nhs.uk"),
            factors: vec![text("Room for the clinic")],
        },
    }
}
