//! Groups of a world: bare ones, working ones made by real acts, and decisions taken in their meetings.
use super::{Answer, Someone, World};
use domain::{
    actor::{Actor, Duty, Role, SeatRole},
    group::{Founding, Group},
    ids::{GroupId, OrganisationId, PersonId},
    item::Verdict,
};
use serde_json::{Value, json};
use server::{groups, ids, unit::Unit};

/// A working group with the people who make it work.
#[derive(Clone)]
pub struct Cog {
    /// Its id.
    pub id: GroupId,
    /// Its reference.
    pub reference: String,
    /// The network that writes its calls.
    pub network: OrganisationId,
    /// The integrated care board of its system.
    pub system: OrganisationId,
    /// Runs the service; created the group.
    pub operator: Someone,
    /// Its chair.
    pub chair: Someone,
    /// Its deputy chair.
    pub deputy: Someone,
    /// Its secretary.
    pub secretary: Someone,
    /// A member with a vote.
    pub member: Someone,
    /// A lay member with a vote.
    pub lay: Someone,
}

/// Terms of reference that say everything.
pub fn whole_terms() -> Value {
    let texts = [
        "purpose",
        "aims",
        "accountable_to",
        "membership",
        "joining",
        "membership_length",
        "chairing",
        "chair_tenure",
        "duties",
        "work_review",
        "keeper",
        "frequency",
        "organised",
        "values",
        "remote",
        "papers_owner",
        "deputies_votes",
        "conflicts",
        "confidentiality",
        "escalation",
        "chairs_action",
    ];
    let mut terms = json!({ "papers_cutoff": 5, "quorum": 2, "decision_rule": "majority", "review_on": "2027-11-01" });
    texts.iter().for_each(|name| terms[name] = json!(format!("What the model says about {name}")));
    terms
}

impl World {
    /// A group without seats and terms, for an invented system and network.
    pub async fn bare_group(&self) -> GroupId {
        self.found(
            &Actor::new(ids::new(PersonId), vec![Role::Operator]),
            ids::new(OrganisationId),
            ids::new(OrganisationId),
        )
        .await
        .id
    }

    /// A working group: seats, current interests, terms adopted in a meeting, all by real acts.
    pub async fn group(&self) -> Cog {
        let cog = self.seated_group().await;
        self.api(&cog.secretary, &format!("/groups/{}/terms/draft", cog.reference), whole_terms()).await.expect(201);
        let adoption = format!("/groups/{}/terms/adoption", cog.reference);
        self.api(&cog.secretary, &adoption, json!({})).await.expect(201);
        self.decide(&cog, &cog.reference, Verdict::Agreed).await.expect(201);
        cog
    }

    /// A group with seats and current interests, but without terms of reference.
    pub async fn seated_group(&self) -> Cog {
        let operator = self.operator("Olu Adeyemi").await;
        let (system, network) = (ids::new(OrganisationId), ids::new(OrganisationId));
        let (chair, deputy) = (self.person("Carol Nash", &[]).await, self.person("Dev Patel", &[]).await);
        let (secretary, member) = (self.person("Sam Reid", &[]).await, self.person("Mary Okafor", &[]).await);
        let lay = self.person("Lena Fox", &[]).await;
        let group = self.found(&Actor::new(operator.id, vec![Role::Operator]), system, network).await;
        let cog = Cog {
            id: group.id,
            reference: group.reference,
            network,
            system,
            operator,
            chair,
            deputy,
            secretary,
            member,
            lay,
        };
        let seats = [
            (&cog.chair, SeatRole::Chair),
            (&cog.deputy, SeatRole::Deputy),
            (&cog.secretary, SeatRole::Secretary),
            (&cog.member, SeatRole::Member),
            (&cog.lay, SeatRole::LayMember),
        ];
        for (who, role) in seats {
            self.seat(&cog, who, role).await.expect(201);
            self.api(who, "/interests/new", json!({ "kind": "nothing" })).await.expect(201);
        }
        cog
    }

    /// The operator gives somebody a seat from the beginning of the month on; secretaries and observers without a vote.
    pub async fn seat(&self, cog: &Cog, who: &Someone, role: SeatRole) -> Answer {
        let voting = if matches!(role, SeatRole::Secretary | SeatRole::Observer) { "does_not_vote" } else { "votes" };
        let seat = json!({ "email": self.email(who).await, "role": role, "from": "2026-11-01", "voting": voting });
        self.api(&cog.operator, &format!("/groups/{}/seats", cog.reference), seat).await
    }

    /// An officer of the group's network.
    pub async fn officer(&self, cog: &Cog, name: &str) -> Someone {
        self.person(name, &[(Duty::NetworkOfficer, cog.network)]).await
    }

    /// Takes the waiting item about a thing through a quorate meeting; the answer is that of the decision.
    pub async fn decide(&self, cog: &Cog, about: &str, verdict: Verdict) -> Answer {
        let item = self.in_session(cog, about).await;
        let decision = json!({ "verdict": verdict, "manner": "consensus", "reasons": "It meets the need." });
        self.api(&cog.chair, &format!("/items/{item}/decision"), decision).await
    }

    /// Takes the waiting selection for a call through a quorate meeting; responses by their ids.
    pub async fn select(&self, cog: &Cog, call: &str, selected: &[String], reserve: &[String]) -> Answer {
        let item = self.in_session(cog, call).await;
        let decision = json!({ "verdict": "agreed", "manner": "consensus", "reasons": "They follow the panel's advice.", "selected": selected, "reserve": reserve });
        self.api(&cog.chair, &format!("/items/{item}/selection"), decision).await
    }

    /// A meeting in session with the item about a thing, everybody present and declared; gives the item's reference.
    pub async fn in_session(&self, cog: &Cog, about: &str) -> String {
        let (meeting, item) = self.begun(cog, about).await;
        let people = json!([cog.chair.id, cog.deputy.id, cog.member.id, cog.lay.id]);
        self.api(&cog.secretary, &format!("{meeting}/declarations"), json!({ "people": people })).await.expect(201);
        item
    }

    /// A meeting in session with the item about a thing; gives the meeting's page and the item's reference.
    pub async fn begun(&self, cog: &Cog, about: &str) -> (String, String) {
        let business =
            self.read(&cog.secretary, &format!("/groups/{}/business", cog.reference)).await.expect(200).json();
        let items = business["items"].as_array().unwrap();
        let found = items
            .iter()
            .find(|item| item["about"] == about)
            .unwrap_or_else(|| panic!("no item about {about} in {business}"));
        let item = found["reference"].as_str().unwrap().to_string();
        let plan = json!({ "starts_at": self.now(), "place": "Town Hall", "items": [item] });
        let made =
            self.api(&cog.secretary, &format!("/groups/{}/meetings", cog.reference), plan).await.expect(201).json();
        let meeting = format!("/meetings/{}", made["reference"].as_str().unwrap());
        let people = json!([cog.chair.id, cog.deputy.id, cog.secretary.id, cog.member.id]);
        let present = json!({ "in_person": people, "remote": [cog.lay.id] });
        self.api(&cog.secretary, &format!("{meeting}/session"), present).await.expect(201);
        (meeting, item)
    }

    /// The group as it is stored.
    pub async fn stored_group(&self, id: GroupId) -> Group {
        let mut tx = self.app.db.read().await.unwrap();
        groups::store::find(&mut tx, id).await.unwrap().unwrap()
    }

    async fn found(&self, operator: &Actor, system: OrganisationId, network: OrganisationId) -> Group {
        let mut unit = Unit::begin(&self.app.db, operator.clone(), self.now()).await.unwrap();
        let (id, reference) = (ids::new(GroupId), ids::reference("GR"));
        let founding = Founding { id, reference, name: "South West London".into(), systems: vec![system], network };
        let decided = Group::create(&unit.actor, founding).unwrap();
        let group = unit.save(decided).await.unwrap();
        unit.commit().await.unwrap();
        group
    }

    /// The e-mail address of somebody.
    pub async fn email(&self, who: &Someone) -> String {
        let mut tx = self.app.db.read().await.unwrap();
        let row = db::sql!("SELECT email FROM person WHERE id = $1").bind_text(who.id).one(&mut tx).await.unwrap();
        row.get("email").unwrap()
    }
}
