//! How far an agreement has come, and whose turn it is.
use super::words;
use crate::{error::Result, people, view};
use db::Tx;
use domain::{
    agreement::{Agreement, Approval, Head, Party, Status},
    ids::PersonId,
};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The names of everybody whom an agreement names: one statement.
pub async fn names(tx: &mut Tx, agreement: &Agreement) -> Result<BTreeMap<PersonId, String>> {
    let signatories = agreement.parties.iter().filter_map(|party| party.signatory);
    let approvers = agreement.approvals.iter().map(|approval| approval.by);
    let signers = agreement.signatures.iter().map(|signature| signature.by);
    let all: Vec<PersonId> =
        signatories.chain(approvers).chain(signers).chain(agreement.content.clinical_lead).collect();
    people::store::names(tx, &all).await
}

/// Each party with its approvals and its signature, as the page shows them beside the text.
pub fn parties(agreement: &Agreement, names: &BTreeMap<PersonId, String>) -> Vec<Value> {
    let name = |id: &PersonId| names.get(id).cloned().unwrap_or_default();
    let one = |party: &Party| {
        let approvals: Vec<Value> = party.path.iter().map(|duty| approval(agreement, party, *duty, &name)).collect();
        let signature = agreement.signatures.iter().find(|it| it.organisation == party.organisation);
        json!({
            "name": party.name, "role": party.role,
            "approvals": approvals,
            "signatory": party.signatory.map(|id| name(&id)),
            "signed": signature.map(|it| json!({ "who": name(&it.by), "at": it.at })),
            "status": status(agreement, party),
        })
    };
    agreement.parties.iter().map(one).collect()
}

fn approval(
    agreement: &Agreement,
    party: &Party,
    duty: domain::actor::Duty,
    name: &impl Fn(&PersonId) -> String,
) -> Value {
    let given = agreement.approvals.iter().find(|it| (it.organisation, it.duty) == (party.organisation, duty));
    let state = match given {
        Some(given) if agreement.stands(given) => "given",
        Some(_) => "void",
        None => "awaited",
    };
    json!({ "duty": duty_name(duty), "state": state, "who": given.map(|it| name(&it.by)), "at": given.map(|it| it.at) })
}

fn status(agreement: &Agreement, party: &Party) -> &'static str {
    match agreement.status {
        Status::Drafting => "drafting",
        _ if agreement.has_signed(party) => "signed",
        _ if agreement.has_approved(party) => "approved",
        _ => "waiting",
    }
}

/// What people call a duty.
pub fn duty_name(duty: domain::actor::Duty) -> String {
    words::text(&format!("duty.{duty}"), &[])
}

/// Whose turn it is, in one sentence.
pub fn turn(agreement: &Agreement, day: Date) -> String {
    match agreement.status {
        Status::Drafting => drafting(agreement, day),
        Status::AgreedText => words::text("turn.agreed_text", &[("who", &awaited(agreement))]),
        Status::Approved => words::text("turn.approved", &[("who", &unsigned(agreement))]),
        other => words::text(&format!("turn.{other}"), &[]),
    }
}

fn drafting(agreement: &Agreement, day: Date) -> String {
    let open = Head::ALL.iter().filter(|head| !agreement.lacks(**head, day).is_empty()).count();
    match open {
        0 => words::text("turn.complete", &[]),
        open => words::text("turn.drafting", &[("open", &open.to_string()), ("all", &Head::ALL.len().to_string())]),
    }
}

fn awaited(agreement: &Agreement) -> String {
    let of = |party: &Party| {
        let duties = agreement.awaits(party).into_iter().map(duty_name).collect::<Vec<_>>();
        (!duties.is_empty()).then(|| format!("{} ({})", party.name, duties.join(", ")))
    };
    agreement.parties.iter().filter_map(of).collect::<Vec<_>>().join("; ")
}

fn unsigned(agreement: &Agreement) -> String {
    let waiting = agreement.parties.iter().filter(|party| !agreement.has_signed(party));
    waiting.map(|party| party.name.clone()).collect::<Vec<_>>().join("; ")
}

/// Approvals that no longer hold, in words: whose, as what, from when.
pub fn void(agreement: &Agreement, names: &BTreeMap<PersonId, String>) -> Vec<String> {
    let said = |it: &&Approval| {
        let party = agreement.party(it.organisation).map(|party| party.name.as_str()).unwrap_or_default();
        let who = names.get(&it.by).cloned().unwrap_or_default();
        let facts = [("party", party), ("who", &who), ("duty", &duty_name(it.duty)), ("when", &view::moment(it.at))];
        words::text("void", &facts)
    };
    agreement.void().iter().map(said).collect()
}
