//! Mergers and splits: every open matter resolves to one successor, and what was signed stays as it was (G8).
use crate::{on_both, support::*};
use domain::{
    actor::Duty,
    collaboration::Collaboration,
    ids::OrganisationId,
    organisation::{Kind, Matter},
};
use serde_json::{Value, json};
use server::{agreements, collaborations, organisations::store, people, responses};

impl World {
    async fn reference_of(&self, id: OrganisationId) -> String {
        let mut tx = self.app.db.read().await.unwrap();
        store::find(&mut tx, id).await.unwrap().unwrap().reference
    }

    /// The operator notes who follows an organisation.
    async fn follows(&self, operator: &Someone, of: OrganisationId, by: &[OrganisationId], last_day: &str) -> Answer {
        let mut successors = Vec::new();
        for id in by {
            successors.push(json!({ "organisation": self.reference_of(*id).await }));
        }
        let path = format!("/organisations/{}/succession", self.reference_of(of).await);
        self.api(operator, &path, json!({ "successors": successors, "to": last_day })).await
    }

    async fn duties(&self, who: &Someone) -> Vec<(Duty, OrganisationId)> {
        let mut tx = self.app.db.read().await.unwrap();
        people::store::find(&mut tx, who.id).await.unwrap().unwrap().duties
    }

    /// The operator chooses for one matter.
    async fn chooses(&self, operator: &Someone, of: OrganisationId, choices: &[(&str, OrganisationId)]) -> Answer {
        let mut rows = Vec::new();
        for (matter, by) in choices {
            rows.push(json!({ "matter": matter, "organisation": self.reference_of(*by).await }));
        }
        let path = format!("/organisations/{}/matters", self.reference_of(of).await);
        self.api(operator, &path, json!({ "choices": rows })).await
    }

    async fn organisation_of(&self, response: &str) -> OrganisationId {
        let mut tx = self.app.db.read().await.unwrap();
        responses::store::by_reference(&mut tx, response).await.unwrap().unwrap().organisation
    }
}

on_both! {
    async fn after_a_merger_the_heir_acts_in_every_open_project(world) {
        let operator = world.operator("Olu Operator").await;
        let project = world.delivering().await;
        let heir = world.organisation("South London Hospitals", Kind::NhsProvider).await;
        let newcomer = world.person("Nina New", &[(Duty::ClinicalLead, heir)]).await;
        world.api(&newcomer, &project.at("milestones"), json!({ "milestone": "1", "on": "2026-11-23" })).await;
        let done = world.follows(&operator, project.trust, &[heir], "2026-11-22").await.expect(201).json();
        assert_eq!((done["handed_over"].as_u64(), &done["staying"]), (Some(3), &json!([])), "{done}");
        assert_eq!(world.duties(&project.lead).await, [(Duty::ClinicalLead, heir)]);
        let mut tx = world.app.db.read().await.unwrap();
        let it = collaborations::store::find(&mut tx, project.id).await.unwrap().unwrap();
        drop(tx);
        assert_eq!(it.parties.iter().map(|party| party.name.as_str()).collect::<Vec<_>>(), ["Cardia Pharma Ltd", "South London Hospitals"]);
        let live = Collaboration { summary: None, ..it };
        assert!(!live.names(project.trust), "nothing but the published summary names the old one");
        let reading = json!({ "measure": "1", "period": "2026-11-23", "numerator": "46", "denominator": "100" });
        world.api(&project.evaluator, &project.at("readings"), reading).await.expect(201);
        assert!(world.get_as(&newcomer, &project.page()).await.expect(200).shows("South London Hospitals"));
        world.run_jobs().await;
        assert!(world.mails().await.iter().any(|(_, subject)| subject.contains("took over a place in a project")));
        let again = world.follows(&operator, project.trust, &[project.company], "2026-11-22").await.expect(422);
        assert_eq!(again.codes(), ["successors_stand"]);
    }
    async fn a_merger_noted_ahead_hands_over_on_the_day_after(world) {
        let operator = world.operator("Olu Operator").await;
        let project = world.agreed().await;
        let heir = world.organisation("South London Hospitals", Kind::NhsProvider).await;
        let done = world.follows(&operator, project.trust, &[heir], "2026-12-31").await.expect(201).json();
        assert_eq!(done["handed_over"], 0);
        world.at("2026-12-31T23:59:59Z").await;
        assert_eq!(world.duties(&project.lead).await, [(Duty::ClinicalLead, project.trust)]);
        world.at("2027-01-01T00:00:00Z").await;
        assert_eq!(world.duties(&project.lead).await, [(Duty::ClinicalLead, heir)]);
    }
    async fn what_was_signed_keeps_its_hash_and_its_names(world) {
        let operator = world.operator("Olu Operator").await;
        let it = world.in_force().await;
        let hash = world.text_hash(&it).await;
        let heir = world.organisation("Oak Medicines Limited", Kind::Company).await;
        world.follows(&operator, it.company.0, &[heir], "2026-10-31").await.expect(201);
        let mut tx = world.app.db.read().await.unwrap();
        let agreement = agreements::store::by_reference(&mut tx, it.path.rsplit('/').next().unwrap()).await.unwrap().unwrap();
        drop(tx);
        assert_eq!((agreement.hash(), agreement.text_hash.clone()), (hash.clone(), Some(hash)));
        assert!(agreement.organisations().contains(&heir) && agreement.text().to_string().contains(&it.company.0.to_string()));
        assert!(agreement.parties.iter().all(|party| agreement.has_signed(party) && agreement.has_approved(party)));
        assert!(world.get_as(&it.manager, &it.path).await.expect(200).shows("Acorn Medicines UK Limited"));
    }
    async fn a_draft_of_an_agreement_takes_the_new_name(world) {
        let operator = world.operator("Olu Operator").await;
        let it = world.agreement_begun().await;
        let heir = world.organisation("Oak Medicines Limited", Kind::Company).await;
        world.follows(&operator, it.company.0, &[heir], "2026-10-31").await.expect(201);
        let page = world.get_as(&it.manager, &it.path).await.expect(200);
        assert!(page.shows("Oak Medicines Limited") && !page.shows("Acorn Medicines UK Limited"));
    }
    async fn a_split_asks_for_a_choice_for_each_open_matter(world) {
        let operator = world.operator("Olu Operator").await;
        let call = world.open_call().await;
        let one = world.started(&call, "Lumen Diagnostics").await;
        let (north, south) = (world.organisation("Lumen North", Kind::Company).await, world.organisation("Lumen South", Kind::Company).await);
        let stranger = world.organisation("Stranger Limited", Kind::Company).await;
        let done = world.follows(&operator, one.organisation, &[north, south], "2026-10-31").await.expect(201).json();
        assert_eq!(done["handed_over"], 0, "nothing goes anywhere before somebody chooses");
        let page = world.get_as(&operator, &format!("/organisations/{}/matters", one.picked)).await.expect(200);
        assert!(page.shows(&one.response) && page.shows("Manager of Lumen Diagnostics") && page.shows("Not chosen yet"));
        assert!(!page.shows("Heart"), "what is not public shows by its reference alone");
        let manager = one.manager.id.to_string();
        let wrong = world.chooses(&operator, one.organisation, &[(&manager, south), (&one.response, stranger)]).await.expect(422);
        assert_eq!(wrong.codes(), ["not_a_successor"]);
        assert_eq!(wrong.json()["errors"][0]["pointer"], "/choices/1/organisation");
        assert_eq!(world.duties(&one.manager).await, [(Duty::PartnershipManager, one.organisation)], "all or none");
        assert_eq!(world.chooses(&operator, one.organisation, &[("RS-222222", north)]).await.codes(), ["matter_not_open"]);
        assert_eq!(world.chooses(&operator, one.organisation, &[]).await.codes(), ["choose_a_successor"]);
        world.chooses(&operator, one.organisation, &[(&one.response, north)]).await.expect(201);
        assert_eq!(world.organisation_of(&one.response).await, north);
        let form = format!("choices-0-matter={manager}&choices-0-organisation={}", world.reference_of(north).await);
        world.post_as(&operator, &format!("/organisations/{}/matters", one.picked), &form).await.expect(303);
        assert!(world.get_as(&one.manager, &format!("/responses/{}", one.response)).await.expect(200).shows("Lumen North"));
        let left = world.get_as(&operator, &format!("/organisations/{}/matters", one.picked)).await.expect(200);
        assert!(left.shows("Nothing that is open names this organisation"), "{}", left.text);
    }
    async fn two_responses_to_one_call_stay_two(world) {
        let operator = world.operator("Olu Operator").await;
        let call = world.open_call().await;
        let (one, two) = (world.started(&call, "Lumen Diagnostics").await, world.started(&call, "Corvane Health").await);
        let done = world.follows(&operator, one.organisation, &[two.organisation], "2026-10-31").await.expect(201).json();
        assert_eq!((done["handed_over"].as_u64(), &done["staying"]), (Some(1), &json!([one.response])), "{done}");
        let both = [(Duty::PartnershipManager, one.organisation), (Duty::PartnershipManager, two.organisation)];
        assert_eq!(world.duties(&one.manager).await, both);
        world.get_as(&one.manager, &format!("/responses/{}", one.response)).await.expect(200);
        world.submits(&one, "A+nurse").await;
    }
    async fn a_group_and_its_seats_follow_the_board(world) {
        let operator = world.operator("Olu Operator").await;
        let board = world.organisation("NHS Old ICB", Kind::IntegratedCareBoard).await;
        let heir = world.organisation("NHS New ICB", Kind::IntegratedCareBoard).await;
        let network = world.organisation("Health Innovation Nowhere", Kind::HealthInnovationNetwork).await;
        let (board_is, network_is) = (world.reference_of(board).await, world.reference_of(network).await);
        let founded = json!({ "name": "Nowhere COG", "systems": [board_is], "network": network_is });
        let group = world.api(&operator, "/groups/new", founded).await.expect(201).json();
        let group = group["reference"].as_str().unwrap().to_string();
        let member = world.person("Mary Okafor", &[]).await;
        let seat = json!({ "email": world.email(&member).await, "role": "member", "organisation": board_is, "from": "2026-11-01", "voting": "votes" });
        world.api(&operator, &format!("/groups/{group}/seats"), seat).await.expect(201);
        assert!(world.get(&format!("/organisations/{board_is}")).await.shows("Nowhere COG"));
        let done = world.follows(&operator, board, &[heir], "2026-10-31").await.expect(201).json();
        assert_eq!(done["handed_over"], 2, "the group and the seat: {done}");
        let api = world.read(&operator, &format!("/groups/{group}")).await.expect(200);
        assert!(!api.text.contains(&board.to_string()), "{}", api.text);
        assert!(world.get(&format!("/groups/{group}")).await.shows("NHS New ICB"));
        let page: Value = world.read(&operator, &format!("/organisations/{board_is}")).await.json();
        assert_eq!(page["today"], world.reference_of(heir).await);
    }
}
