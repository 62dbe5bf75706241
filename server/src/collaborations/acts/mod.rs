//! What each act on a collaboration asks, and where it stands: before the start, while it runs, at its end.
mod before;
mod during;
mod ending;
mod readings;

use super::actions;
use crate::{
    acts::{Acts, Desk, Opened, offer},
    error::Result,
    forms::Choice,
};
use domain::{
    actor::Actor,
    collaboration::{Collaboration, Command, Party},
};
use serde_json::{Value, json};

/// The acts of this room.
pub fn acts() -> Acts {
    Acts::new()
        .with::<before::PublishSummary>()
        .with::<before::AttestPolicies>()
        .with::<before::CertifySummary>()
        .with::<before::ApproveAssessment>()
        .with::<before::Start>()
        .with::<readings::EnterReading>()
        .with::<readings::ImportReadings>()
        .with::<during::TickMilestone>()
        .with::<during::RecordContribution>()
        .with::<during::RecordTransfer>()
        .with::<during::AnswerTransfer>()
        .with::<ending::Ask>()
        .with::<ending::Stop>()
        .with::<ending::Close>()
}

/// The page of a collaboration.
pub fn path(reference: &str) -> String {
    format!("/collaborations/{reference}")
}

/// What this actor can do now to move the collaboration on, as links; the first is the one to do next.
pub fn offers(it: &Collaboration, actor: &Actor) -> Vec<Value> {
    use Command::*;
    let order = [Publish, Certify, Attest, Assess, Start, Enter, Confirm, Ask, Close, Stop];
    let can = it.available(actor);
    order.iter().filter(|command| can.contains(command)).filter_map(|command| link(*command, &it.reference)).collect()
}

/// What this actor can do beside each part of the page, by the command's word.
pub fn beside(it: &Collaboration, actor: &Actor) -> Value {
    let can = it.available(actor);
    let links = can.iter().filter_map(|command| Some((command.as_str(), link(*command, &it.reference)?)));
    let mut beside: serde_json::Map<String, Value> = links.map(|(word, link)| (word.to_string(), link)).collect();
    if can.contains(&Command::Enter) {
        beside.insert("import".into(), offer::<readings::ImportReadings>(&it.reference));
    }
    Value::Object(beside)
}

fn link(command: Command, reference: &str) -> Option<Value> {
    let mut link = match command {
        Command::Publish => offer::<before::PublishSummary>(reference),
        Command::Attest => offer::<before::AttestPolicies>(reference),
        Command::Certify => offer::<before::CertifySummary>(reference),
        Command::Assess => offer::<before::ApproveAssessment>(reference),
        Command::Start => offer::<before::Start>(reference),
        Command::Enter => offer::<readings::EnterReading>(reference),
        Command::Tick => offer::<during::TickMilestone>(reference),
        Command::Contribute => offer::<during::RecordContribution>(reference),
        Command::Transfer => offer::<during::RecordTransfer>(reference),
        Command::Confirm => offer::<during::AnswerTransfer>(reference),
        Command::Ask => offer::<ending::Ask>(reference),
        Command::Stop => offer::<ending::Stop>(reference),
        Command::Close => offer::<ending::Close>(reference),
        _ => return None,
    };
    if command == Command::Stop {
        link["warning"] = json!(true);
    }
    Some(link)
}

/// Opens an act on the collaboration in the address, if this command is possible now.
async fn opened(desk: Desk<'_>, command: Command) -> Result<(Collaboration, Opened)> {
    let it = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
    it.outcome(desk.actor, command)?;
    let facts = json!({ "reference": it.reference, "title": it.title });
    let opened = Opened { facts, back: path(&it.reference), ..Opened::default() };
    Ok((it, opened))
}

/// Parties as options: the value is the organisation's id, the text its name.
fn parties<'a>(some: impl IntoIterator<Item = &'a Party>) -> Vec<Choice> {
    let option = |party: &Party| choice(party.organisation, party.name.clone());
    some.into_iter().map(option).collect()
}

fn choice(value: impl ToString, text: String) -> Choice {
    Choice { value: value.to_string(), text, hint: String::new() }
}

/// What stands in a field that picks when there is only one thing to pick.
fn only(options: &[Choice]) -> &str {
    if let [only] = options { &only.value } else { "" }
}

/// The number of an option that was picked; what is no number is no option.
fn number(value: &str) -> usize {
    value.parse().unwrap_or(0)
}
