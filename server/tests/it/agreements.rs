//! Agreements through pages and API: the draft, the agreed text, approvals, signatures, paper and evidence (A1–A6).
use crate::{
    on_both,
    support::{
        agreements::{HEADS, Negotiation},
        *,
    },
};
use serde_json::{Value, json};
use std::str::FromStr;

async fn status(world: &World, it: &Negotiation) -> String {
    world.read(&it.manager, &it.path).await.expect(200).json()["status"].as_str().unwrap().to_string()
}

async fn letters(world: &World) -> Vec<String> {
    world.run_jobs().await;
    let mails = world.mails().await;
    let line = |(address, subject): &(String, String)| {
        format!(
            "{}: {}",
            address.split('@').next().unwrap().rsplit_once('.').unwrap().0,
            subject.split_once(": ").map_or(subject.as_str(), |(_, text)| text)
        )
    };
    mails.iter().map(line).collect()
}

on_both! {
    async fn the_draft_is_filled_from_need_call_and_response(world) {
        let it = world.agreement_begun().await;
        let draft = world.read(&it.manager, &it.path).await.expect(200).json();
        let content = &draft["content"];
        assert_eq!(content["beneficiaries"]["group"], "People admitted with heart failure");
        assert_eq!(content["goals"]["goals"][0]["goal"], "Seen by a specialist within a day");
        assert!(content["goals"]["method"].as_str().unwrap().contains("A pharmacist who comes to the ward."));
        assert_eq!(content["publication"]["plan"], "The outcome of the project.");
        assert_eq!(content["information_governance"]["controllers"], json!([it.nhs.0]));
        let parties: Vec<&Value> = draft["parties"].as_array().unwrap().iter().map(|party| &party["signatory"]).collect();
        assert_eq!(parties, [&json!(it.nhs_signatory.id), &json!(it.company_signatory.id)]);
        let page = world.get_as(&it.lead, &it.path).await.expect(200);
        assert!(page.shows("heads still lack something") && page.shows("Acorn Medicines UK Limited"), "{}", page.text);
        assert!(world.events().await.contains(&"response.read".to_string()));
    }
    async fn the_whole_way_by_pages_alone(world) {
        let mut it = world.partner_announced().await;
        let form = format!("route=collaborative_working&route_reason=Both+pool+resources&parties={}", it.nhs.1);
        it.path = world.post_as(&it.officer, &format!("/calls/{}/agreement", it.call), &form).await.path();
        for head in HEADS {
            world.visit(Some(&it.lead), &it.at(head)).await.fill(&it.head(head)).await.send().await;
        }
        assert!(world.get_as(&it.lead, &it.path).await.expect(200).shows("Every head is complete"));
        world.post_as(&it.lead, &format!("{}/agreed-text", it.path), "complete=yes").await.expect(303);
        let hash = world.text_hash(&it).await;
        for (who, party) in [(&it.governance, it.nhs.0), (&it.lawyer, it.company.0)] {
            world.post_as(who, &format!("{}/approvals", it.path), &format!("organisation={party}&hash={hash}")).await.expect(303);
        }
        for (who, party, name) in [(&it.nhs_signatory, it.nhs.0, "sarah++chief"), (&it.company_signatory, it.company.0, "Carl+Director")] {
            let form = format!("organisation={party}&hash={hash}&full_name={name}&authority=yes");
            let check = world.post_as(who, &format!("{}/signatures", it.path), &form).await.expect(200);
            assert!(check.shows("A signature cannot be taken back"), "{}", check.text);
            world.post_as(who, &format!("{}/signatures", it.path), &format!("{form}&_confirmed=yes")).await.expect(303);
        }
        let page = world.get_as(&it.chair, &it.path).await.expect(200);
        assert!(page.shows("the agreement is in force") && page.shows("Signed by Sarah Chief"), "{}", page.text);
    }
    async fn the_last_signature_puts_it_in_force_and_hands_over_the_plan_at_once(world) {
        let it = world.in_force().await;
        let agreement = world.read(&it.manager, &it.path).await.json();
        assert_eq!((&agreement["status"], &agreement["in_force_at"]), (&json!("in_force"), &json!("2026-11-23T09:00:00.000000Z")));
        let mut tx = world.app.db.read().await.unwrap();
        let id = agreement["collaboration"].as_str().unwrap().parse().unwrap();
        let project = server::collaborations::store::find(&mut tx, id).await.unwrap().unwrap();
        let plan = project.plan.unwrap();
        assert_eq!((plan.starts_on.to_string(), plan.ends_on.to_string()), ("2026-12-07".into(), "2027-09-06".into()));
        assert_eq!((plan.measures.len(), plan.milestones.len(), plan.contributions.len()), (5, 3, 2));
        let events = world.events().await;
        let place = |what: &str| events.iter().rposition(|event| event == what).unwrap_or_else(|| panic!("{what} in {events:?}"));
        assert!(place("agreement.in_force") < place("challenge.answered"));
    }
    async fn letters_go_to_whoever_has_to_act(world) {
        let it = world.in_force().await;
        let letters = letters(&world).await;
        for line in ["paul.manager: a draft agreement is ready for you", "ivy.governor: please approve the agreed text", "lena.lawyer: please approve the agreed text", "sarah.chief: please sign the agreement", "ama.boateng: the agreement is in force"] {
            assert!(letters.contains(&line.to_string()), "{line} not in {letters:#?}");
        }
        assert!(!letters.iter().any(|line| line.starts_with("rita.rival") || line == "paul.manager: please approve the agreed text"), "{letters:#?}");
        let _ = it;
    }
    async fn whoever_has_to_act_finds_it_in_their_work(world) {
        let it = world.agreement_approved().await;
        let work = world.get_as(&it.nhs_signatory, "/work").await.expect(200);
        assert!(work.shows("Sign the agreement") && work.shows("Agreement AG-") && work.shows("Collaboration CO-"), "{}", work.text);
        assert!(!world.get_as(&it.rival, "/work").await.expect(200).shows("in-reach"));
    }
    async fn rivals_and_the_public_know_nothing_of_it(world) {
        let it = world.in_force().await;
        for path in [it.path.clone(), format!("{}/agreement.pdf", it.path), format!("{}/evidence.json", it.path), format!("{}/versions", it.path)] {
            world.get_as(&it.rival, &path).await.expect(404);
            world.get(&path).await.expect(404);
        }
        world.read(&it.rival, &it.path).await.expect(404);
        assert_eq!(world.read(&it.rival, "/agreements").await.expect(200).json()["agreements"], json!([]));
        assert!(!world.get_as(&it.rival, "/agreements").await.expect(200).shows("in-reach"));
        assert!(world.get_as(&it.chair, "/agreements").await.expect(200).shows("in-reach"));
    }
    async fn a_text_with_gaps_is_not_agreed_and_every_gap_is_named_with_its_place(world) {
        let it = world.agreement_begun().await;
        let page = world.get_as(&it.manager, &format!("{}/agreed-text", it.path)).await.expect(200);
        assert!(page.shows("Measures: fill in “Measures”") && page.shows(&it.at("measures")), "{}", page.text);
        let refused = world.api(&it.manager, &format!("{}/agreed-text", it.path), json!({ "complete": true })).await.expect(422);
        assert!(refused.codes().len() > 25 && refused.codes().contains(&"agreement_exit".to_string()), "{:?}", refused.codes());
        assert_eq!(status(&world, &it).await, "drafting");
    }
    async fn one_character_after_the_lawyers_approval_voids_it_and_the_page_says_whose(world) {
        let it = world.text_agreed().await;
        let hash = world.text_hash(&it).await;
        world.api(&it.lawyer, &format!("{}/approvals", it.path), json!({ "organisation": it.company.0, "hash": hash })).await.expect(201);
        world.api(&it.lead, &format!("{}/reopening", it.path), json!({ "reason": "One word" })).await.expect(201);
        let mut head = it.head("sustainability");
        head["plan"] = json!(format!("{}!", head["plan"].as_str().unwrap()));
        world.api(&it.lead, &it.at("sustainability"), head).await.expect(201);
        world.agree_text(&it).await;
        let page = world.get_as(&it.manager, &it.path).await.expect(200);
        assert!(page.shows("Acorn Medicines UK Limited: Lena Lawyer (Legal), approved an earlier text"), "{}", page.text);
        let old = world.api(&it.lawyer, &format!("{}/approvals", it.path), json!({ "organisation": it.company.0, "hash": hash })).await.expect(422);
        assert_eq!(old.codes(), ["text_changed"]);
        world.approve_text(&it).await;
        assert_eq!(status(&world, &it).await, "approved");
    }
    async fn nobody_approves_or_signs_for_another_or_twice_or_under_another_name(world) {
        let it = world.text_agreed().await;
        let hash = world.text_hash(&it).await;
        let foreign = json!({ "organisation": it.nhs.0, "hash": hash });
        world.api(&it.lawyer, &format!("{}/approvals", it.path), foreign.clone()).await.expect(403);
        world.api(&it.manager, &format!("{}/approvals", it.path), foreign).await.expect(403);
        world.api(&it.rival, &format!("{}/approvals", it.path), json!({ "organisation": "x", "hash": hash })).await.expect(422);
        world.approve_text(&it).await;
        world.signs(&it, &it.company_signatory, it.nhs.0).await.expect(403);
        let alias = json!({ "organisation": it.nhs.0, "hash": hash, "full_name": "Somebody Else", "authority": true });
        assert_eq!(world.api(&it.nhs_signatory, &format!("{}/signatures", it.path), alias).await.expect(422).codes(), ["not_your_name"]);
        world.signs(&it, &it.nhs_signatory, it.nhs.0).await.expect(201);
        assert_eq!(world.signs(&it, &it.nhs_signatory, it.nhs.0).await.expect(422).codes(), ["already_signed"]);
        assert_eq!(status(&world, &it).await, "approved");
    }
    async fn a_refusal_with_a_reason_makes_it_a_draft_again_and_tells_everybody(world) {
        let it = world.agreement_approved().await;
        world.signs(&it, &it.nhs_signatory, it.nhs.0).await.expect(201);
        world.api(&it.company_signatory, &format!("{}/refusal", it.path), json!({ "organisation": it.company.0, "reason": "" })).await.expect(422);
        let refusal = json!({ "organisation": it.company.0, "reason": "Liability is one-sided" });
        world.api(&it.company_signatory, &format!("{}/refusal", it.path), refusal).await.expect(201);
        let after = world.read(&it.manager, &it.path).await.json();
        assert_eq!((&after["status"], &after["signatures"]), (&json!("drafting"), &json!([])));
        assert!(world.get_as(&it.lead, &it.path).await.expect(200).shows("Liability is one-sided"));
        assert!(letters(&world).await.contains(&"sarah.chief: the text was refused".to_string()));
    }
    async fn bad_input_in_a_head_is_refused_at_its_field(world) {
        let it = world.agreement_begun().await;
        let mut money = it.head("partnership");
        money["contributions"][0]["amount"] = json!("-1");
        let mut stranger = it.head("partnership");
        stranger["contributions"][0]["organisation"] = json!(uuid::Uuid::nil());
        let mut endless = it.head("confidentiality");
        endless["items"][0]["until"] = json!(null);
        let mut signer = it.head("parties");
        signer["parties"][0]["signatory"] = json!(it.company_signatory.id);
        let mut nobody = it.head("parties");
        nobody["parties"][0]["signatory"] = json!("Somebody");
        let mut third = it.head("parties");
        third["parties"].as_array_mut().unwrap().push(json!({ "role": "Watches" }));
        let mut none = it.head("beneficiaries");
        none["none_because"] = json!("Nobody benefits");
        let cases = [
            ("partnership", money, "money.negative"),
            ("partnership", stranger, "not_an_option"),
            ("confidentiality", endless, "missing"),
            ("parties", signer, "signs_for_another"),
            ("parties", nobody, "not_an_option"),
            ("parties", third, "no_party_to_this"),
            ("beneficiaries", none, "unknown_field"),
        ];
        let before = world.events().await;
        for (head, body, code) in cases {
            assert_eq!(world.api(&it.manager, &it.at(head), body).await.expect(422).codes(), [code], "{head}");
        }
        assert_eq!(world.events().await, before);
    }
    async fn a_target_before_the_start_stops_the_text(world) {
        let it = world.agreement_completed().await;
        let mut measures = it.head("measures");
        measures["measures"][0]["target_on"] = json!("2026-12-01");
        world.api(&it.manager, &it.at("measures"), measures).await.expect(201);
        let refused = world.api(&it.manager, &format!("{}/agreed-text", it.path), json!({ "complete": true })).await.expect(422);
        assert_eq!(refused.codes(), ["target_before_start"]);
    }
    async fn the_calls_page_leads_its_officer_to_the_beginning_until_it_is_begun(world) {
        let it = world.partner_announced().await;
        let (call, link) = (format!("/calls/{}", it.call), format!("href=\"/calls/{}/agreement\"", it.call));
        assert!(world.get_as(&it.officer, &call).await.expect(200).shows(&link));
        assert!(!world.get_as(&it.manager, &call).await.expect(200).shows(&link));
        world.begin_agreement(&it, "joint_working").await.expect(201);
        assert!(!world.get_as(&it.officer, &call).await.expect(200).shows(&link));
    }
    async fn only_routes_of_this_process_go_on_and_only_once_and_only_by_the_network(world) {
        let it = world.partner_announced().await;
        assert_eq!(world.begin_agreement(&it, "procurement").await.expect(422).codes(), ["route_is_procurement"]);
        let wish = json!({ "route": "joint_working", "route_reason": "Patients", "parties": [it.nhs.1] });
        world.api(&it.manager, &format!("/calls/{}/agreement", it.call), wish).await.expect(403);
        world.begin_agreement(&it, "joint_working").await.expect(201);
        assert_eq!(world.begin_agreement(&it, "joint_working").await.expect(422).codes(), ["agreement_exists"]);
    }
    async fn two_heads_changed_at_once_both_hold_and_the_same_head_is_asked_about(world) {
        let it = world.agreement_begun().await;
        let seen = world.read(&it.lead, &it.path).await.json()["version"].as_u64().unwrap();
        world.post_as(&it.lead, &it.at("sustainability"), &format!("plan=The+Trust+decides&_version={seen}")).await.expect(303);
        world.post_as(&it.manager, &it.at("amendment"), &format!("plan=In+writing&_version={seen}")).await.expect(303);
        let merge = world.post_as(&it.manager, &it.at("sustainability"), &format!("plan=We+decide&_version={seen}")).await.expect(409);
        assert!(merge.shows("The Trust decides") && merge.shows("We decide"), "{}", merge.text);
    }
    async fn versions_stand_side_by_side_with_what_differs(world) {
        let it = world.agreement_completed().await;
        let page = world.get_as(&it.chair, &format!("{}/versions?from=1&to=2", it.path)).await.expect(200);
        assert!(page.shows("Who is meant to benefit: How many") && page.shows("<ins>About 900 people a year</ins>"), "{}", page.text);
        world.get_as(&it.chair, &format!("{}/versions?from=1&to=99", it.path)).await.expect(404);
    }
    async fn the_pdf_states_the_text_its_hash_and_the_signatures(world) {
        let it = world.in_force().await;
        let path = format!("{}/agreement.pdf", it.path);
        let request = axum::http::Request::get(&path).header("cookie", it.chair.cookie());
        let response = world.raw(request.body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!(response.headers()["content-type"], "application/pdf");
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let paper = lopdf::Document::load_mem(&bytes).unwrap();
        let pages: Vec<u32> = paper.get_pages().into_keys().collect();
        let text: String = paper.extract_text(&pages).unwrap().replace('\u{200B}', "").split_whitespace().collect();
        let hash = world.text_hash(&it).await;
        for said in ["Seenbyaspecialist", "£58,000", "SarahChief", "Monday23November2026", &hash] {
            assert!(text.contains(said), "{said} not in {text}");
        }
    }
    async fn the_evidence_checks_without_us(world) {
        let it = world.in_force().await;
        let evidence = world.get_as(&it.chair, &format!("{}/evidence.json", it.path)).await.expect(200).json();
        let text = record::canonical(&evidence["text"]).unwrap();
        let hash = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(text));
        assert_eq!(evidence["text_hash"], hash);
        assert!(evidence["signatures"].as_array().unwrap().iter().all(|it| it["hash"] == hash.as_str()));
        let entries = evidence["record"].as_array().unwrap();
        for proven in entries {
            let value = |name: &str| serde_json::from_str(proven[name].as_str().unwrap()).unwrap();
            let text = |name: &str| proven[name].as_str().unwrap().to_string();
            let entry = record::Entry { seq: proven["seq"].as_u64().unwrap(), id: text("id"), at: text("at"), by: text("by"), subject: text("subject"), subject_id: text("subject_id"), what: value("what"), state: value("state"), version: proven["version"].as_u64().unwrap() };
            let before = record::Hash::from_str(&text("before")).unwrap();
            assert_eq!(record::chain(&before, &entry).unwrap().to_string(), text("chain"));
        }
        let last: Value = serde_json::from_str(entries.last().unwrap()["state"].as_str().unwrap()).unwrap();
        assert_eq!((&last["status"], &last["text_hash"]), (&json!("in_force"), &json!(hash)));
    }
}
