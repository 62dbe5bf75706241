//! Before the start: summary, certificates, attestations, the start itself (A7, A8).
use super::{only, opened, parties, path};
use crate::{
    acts::{Act, Address, Desk, Flow, Opened, Proof},
    collaborations::actions,
    error::{Done, Result},
    forms::{Field, Kind},
    organisations,
    unit::Unit,
};
use domain::{
    collaboration::{Assessed, Command, SummaryText},
    refusal::gate,
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;

/// Publish the summary.
pub struct PublishSummary;

impl Act for PublishSummary {
    const NAME: &'static str = "summary.publish";
    const PATH: &'static str = "/collaborations/{reference}/summary";
    const FORM: &'static [Field] = &[
        Field::line("title"),
        Field::text("rationale"),
        Field::text("objectives"),
        Field::text("financial"),
        Field::text("roles"),
        Field::text("publication"),
        Field::text("contacts"),
    ];
    const FLOW: Flow = Flow::Checked;
    type Input = SummaryText;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let (it, opened) = opened(desk, Command::Publish).await?;
        let text = it.planned()?.summary(&it.title);
        Ok(Opened { values: json!(text), version: Some(it.version), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, text: SummaryText) -> Result<Done> {
        let it = actions::publish(unit, &address.reference()?, text).await?;
        let hash = it.summary.map(|summary| summary.hash);
        Ok(Done::to(path(&it.reference)).with("hash", hash))
    }
}

/// For which organisation somebody says so.
#[derive(Deserialize)]
pub struct Organisation {
    organisation: String,
}

const WORD: &[Field] = &[Field::pick("organisation"), Field::new("attested", Kind::Yes)];

/// Attest the local policies of one's organisation.
pub struct AttestPolicies;

impl Act for AttestPolicies {
    const NAME: &'static str = "policies.attest";
    const PATH: &'static str = "/collaborations/{reference}/attestations";
    const FORM: &'static [Field] = WORD;
    type Input = Organisation;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let actor = desk.actor.clone();
        let (it, opened) = opened(desk, Command::Attest).await?;
        let options = parties(it.to_attest(&actor));
        let values = json!({ "organisation": only(&options) });
        Ok(Opened { values, options: [("organisation", options)].into(), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: Organisation) -> Result<Done> {
        let organisation = organisations::actions::picked(&mut unit.tx, &input.organisation, "organisation").await?;
        let it = actions::attest(unit, &address.reference()?, organisation).await?;
        Ok(Done::to(path(&it.reference)))
    }
}

/// Certify the summary for one's company.
pub struct CertifySummary;

impl Act for CertifySummary {
    const NAME: &'static str = "summary.certify";
    const PATH: &'static str = "/collaborations/{reference}/certificates";
    const FORM: &'static [Field] = WORD;
    const PROOF: Proof = Proof::Fresh;
    type Input = Organisation;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let actor = desk.actor.clone();
        let (it, mut opened) = opened(desk, Command::Certify).await?;
        let options = parties(it.to_certify(&actor));
        let summary = it.summary.ok_or_else(|| domain::refusal::Refusal::because("summary_not_public"))?;
        opened.facts["hash"] = json!(summary.hash);
        let values = json!({ "organisation": only(&options) });
        Ok(Opened { values, options: [("organisation", options)].into(), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: Organisation) -> Result<Done> {
        let organisation = organisations::actions::picked(&mut unit.tx, &input.organisation, "organisation").await?;
        let it = actions::certify(unit, &address.reference()?, organisation).await?;
        Ok(Done::to(path(&it.reference)))
    }
}

/// Record that the full data protection impact assessment is approved.
pub struct ApproveAssessment;

/// Who approved it, when, and where it is kept.
#[derive(Deserialize)]
pub struct Approval {
    organisation: String,
    approved_on: Date,
    document: String,
}

impl Act for ApproveAssessment {
    const NAME: &'static str = "impact_assessment.approve";
    const PATH: &'static str = "/collaborations/{reference}/assessment";
    const FORM: &'static [Field] =
        &[Field::pick("organisation"), Field::new("approved_on", Kind::Date), Field::line("document")];
    type Input = Approval;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let actor = desk.actor.clone();
        let (it, opened) = opened(desk, Command::Assess).await?;
        let options = parties(it.to_assess(&actor));
        let values = json!({ "organisation": only(&options) });
        Ok(Opened { values, options: [("organisation", options)].into(), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: Approval) -> Result<Done> {
        let organisation = organisations::actions::picked(&mut unit.tx, &input.organisation, "organisation").await?;
        let assessed = Assessed { organisation, approved_on: input.approved_on, document: input.document };
        let it = actions::assess(unit, &address.reference()?, assessed).await?;
        Ok(Done::to(path(&it.reference)))
    }
}

/// Start the project.
pub struct Start;

/// The day it starts.
#[derive(Deserialize)]
pub struct StartInput {
    started_on: Date,
}

impl Act for Start {
    const NAME: &'static str = "collaboration.start";
    const PATH: &'static str = "/collaborations/{reference}/start";
    const FORM: &'static [Field] = &[Field::new("started_on", Kind::Date)];
    const FLOW: Flow = Flow::Checked;
    type Input = StartInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let today = desk.at.day();
        let (it, opened) = opened(desk, Command::Start).await?;
        gate(it.missing())?;
        Ok(Opened { values: json!({ "started_on": today }), version: Some(it.version), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: StartInput) -> Result<Done> {
        let it = actions::start(unit, &address.reference()?, input.started_on).await?;
        Ok(Done::to(path(&it.reference)))
    }
}
