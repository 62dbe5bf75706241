//! Everything a group governs, as far as the reader may know it: where it stands, what is due, on whom it waits.
use super::row::{Row, Stage, Wait};
use crate::{
    agreements, calls, collaborations,
    error::Result,
    needs, organisations, outcomes, people,
    work::{before, end_of},
};
use db::Tx;
use domain::{
    actor::Actor,
    agreement::{self, Agreement, Side, Start},
    call::{self, Call},
    challenge::{self, Challenge},
    collaboration::{self, Collaboration, Party},
    group::Group,
    ids::PersonId,
    outcome::{self, Outcome},
    policy,
    time::Timestamp,
};
use std::collections::BTreeMap;

/// What the rows mention beside the things.
struct Names {
    network: String,
    people: BTreeMap<PersonId, String>,
    meeting: Option<Timestamp>,
}

/// Every thing of the group that this actor may read, as rows: a fixed number of statements. What goes on as something
/// else that is shown, such as a call with an agreement, is over.
pub async fn of(tx: &mut Tx, actor: &Actor, group: &Group, meeting: Option<Timestamp>) -> Result<Vec<Row>> {
    let mut needs = needs::store::of_group(tx, group.id).await?;
    needs.retain(|it| policy::may_read_challenge(actor, it));
    let mut calls = calls::store::of_group(tx, group.id).await?;
    calls.retain(|it| policy::may_read_call(actor, it));
    let mut agreements = agreements::store::near(tx, &[], &[group.id]).await?;
    agreements.retain(|it| policy::may_read_agreement(actor, it));
    let mut collaborations = collaborations::store::of_group(tx, group.id).await?;
    collaborations.retain(|it| policy::may_read_collaboration(actor, it));
    let mut outcomes = outcomes::store::of_group(tx, group.id).await?;
    outcomes.retain(|it| policy::may_read_outcome(actor, it));
    let names = names(tx, group, &needs, meeting).await?;
    let mut rows: Vec<Row> = needs.iter().map(|it| need(it, &names)).collect();
    rows.extend(calls.iter().map(|it| call(it, &agreements, &names)));
    rows.extend(agreements.iter().map(agreement));
    rows.extend(collaborations.iter().map(|it| collaboration(it, &agreements, &outcomes, &names)));
    rows.extend(outcomes.iter().map(outcome));
    Ok(rows)
}

async fn names(tx: &mut Tx, group: &Group, needs: &[Challenge], meeting: Option<Timestamp>) -> Result<Names> {
    let authors: Vec<PersonId> = needs.iter().map(|need| need.author).collect();
    let people = people::store::names(tx, &authors).await?;
    let network = organisations::store::names(tx, &[group.network]).await?.remove(&group.network);
    Ok(Names { network: network.unwrap_or_default(), people, meeting })
}

fn need(it: &Challenge, names: &Names) -> Row {
    use challenge::Status::*;
    let author = || names.people.get(&it.author).cloned().unwrap_or_default();
    let (stage, waits) = match it.status {
        Draft => (Stage::Needs, vec![Wait::on("author", author())]),
        Submitted => (Stage::Needs, vec![Wait::on("group", "")]),
        Approved => (Stage::Needs, vec![Wait::on("network_writes", &names.network)]),
        Declined | Called | Answered | Unanswered | Withdrawn => (Stage::Over, Vec::new()),
    };
    let due = names.meeting.filter(|_| it.status == Submitted);
    let (reference, title) = (it.reference.clone(), it.content.title.clone());
    Row { id: it.id.0, room: "needs", reference, title, status: it.status.as_str(), stage, due, waits }
}

fn call(it: &Call, agreements: &[Agreement], names: &Names) -> Row {
    use call::Status::*;
    let network = |what| vec![Wait::on(what, &names.network)];
    let goes_on = agreements.iter().any(|agreement| agreement.call == it.id);
    let decision = end_of(it.content.decision_by);
    let (stage, waits, due) = match it.status {
        Draft => (Stage::Calls, network("network_writes"), Some(it.content.opens_at)),
        InApproval => (Stage::Calls, vec![Wait::on("group", "")], Some(it.content.opens_at)),
        Approved => (Stage::Calls, network("network_publishes"), Some(it.content.opens_at)),
        Published => (Stage::Calls, vec![Wait::on("respondents", "")], Some(it.content.deadline)),
        Closed => (Stage::Selections, network("opening"), decision),
        Opened | StageOne | StageTwo => (Stage::Selections, vec![Wait::on("panel", "")], decision),
        Recommended => (Stage::Selections, vec![Wait::on("group", "")], decision),
        Decided => (Stage::Selections, network("network_announces"), decision),
        Announced if !goes_on => (Stage::Agreements, network("network_begins"), None),
        Announced | Cancelled | Unsuccessful => (Stage::Over, Vec::new(), None),
    };
    let (reference, title) = (it.reference.clone(), it.content.title.clone());
    Row { id: it.id.0, room: "calls", reference, title, status: it.status.as_str(), stage, due, waits }
}

fn agreement(it: &Agreement) -> Row {
    use agreement::Status::*;
    let all = |keep: &dyn Fn(&agreement::Party) -> bool| {
        line(it.parties.iter().filter(|party| keep(party)).map(|party| party.name.as_str()))
    };
    let (stage, waits) = match it.status {
        Drafting => (Stage::Agreements, vec![Wait::on("parties_write", all(&|_| true))]),
        AgreedText => (Stage::Agreements, vec![Wait::on("parties_approve", all(&|party| !it.has_approved(party)))]),
        Approved => (Stage::Agreements, vec![Wait::on("parties_sign", all(&|party| !it.has_signed(party)))]),
        InForce | Varied | Ended => (Stage::Over, Vec::new()),
    };
    let duration = &it.content.duration;
    let due = duration.starts_on.filter(|_| duration.starts == Some(Start::OnDate)).and_then(before);
    let (reference, title) = (it.reference.clone(), it.title.clone());
    Row { id: it.id.0, room: "agreements", reference, title, status: it.status.as_str(), stage, due, waits }
}

fn collaboration(it: &Collaboration, agreements: &[Agreement], outcomes: &[Outcome], names: &Names) -> Row {
    use collaboration::Status::*;
    let is_agreeing = agreements.iter().any(|agreement| agreement.collaboration == it.id);
    let is_reported = outcomes.iter().any(|outcome| outcome.collaboration == it.id);
    let (stage, waits) = match it.status {
        Agreeing if is_agreeing => (Stage::Over, Vec::new()),
        Completed | Stopped | Reported if is_reported => (Stage::Over, Vec::new()),
        Agreeing => (Stage::Agreements, vec![Wait::on("parties_write", parties(&it.parties))]),
        Agreed => (Stage::Collaborations, before_start(it, names)),
        Ready => (Stage::Collaborations, vec![Wait::on("start", "")]),
        Started if it.asked.is_some() => (Stage::Collaborations, vec![Wait::on("group", "")]),
        Started => (Stage::Collaborations, vec![Wait::on("parties_deliver", parties(&it.parties))]),
        Completed | Stopped | Reported => (Stage::Outcomes, vec![Wait::on("parties_report", parties(&it.parties))]),
        PublishedByAll => (Stage::Outcomes, vec![Wait::on("group_closes", "")]),
        Closed => (Stage::Over, Vec::new()),
    };
    let (reference, title, due) = (it.reference.clone(), it.title.clone(), next(it));
    Row { id: it.id.0, room: "collaborations", reference, title, status: it.status.as_str(), stage, due, waits }
}

/// Who still has to do what before the start (A8).
fn before_start(it: &Collaboration, names: &Names) -> Vec<Wait> {
    let open = |party: &&Party| !it.attested.contains(&party.organisation);
    let unattested = line(it.parties.iter().filter(open).map(|party| party.name.as_str()));
    let uncertified = it.companies().filter(|party| it.summary.is_some() && !it.certified(party.organisation));
    let uncertified = line(uncertified.map(|party| party.name.as_str()));
    let summary = it.summary.is_none().then(|| Wait::on("summary", &names.network));
    let certificate = (!uncertified.is_empty()).then(|| Wait::on("certificate", uncertified));
    let policies = (!unattested.is_empty()).then(|| Wait::on("policies", unattested));
    let controllers =
        line(it.parties.iter().filter(|party| party.side != Side::Industry).map(|party| party.name.as_str()));
    let assessment = it.awaits_assessment().then(|| Wait::on("assessment", controllers));
    summary.into_iter().chain(certificate).chain(policies).chain(assessment).collect()
}

/// The next day of a project: its first, its next milestone, or its last.
fn next(it: &Collaboration) -> Option<Timestamp> {
    use collaboration::Status::*;
    let plan = it.plan.as_ref()?;
    match it.status {
        Agreed | Ready => end_of(plan.starts_on),
        Started => it.to_tick().into_iter().map(|(_, it)| it.due_on).chain([plan.ends_on]).min().and_then(end_of),
        _ => None,
    }
}

fn outcome(it: &Outcome) -> Row {
    use outcome::Status::*;
    let (stage, waits) = match it.status {
        Draft => (Stage::Outcomes, vec![Wait::on("parties_report", parties(&it.parties))]),
        Reported => (
            Stage::Outcomes,
            vec![Wait::on("parties_publish", line(it.unpublished().map(|party| party.name.as_str())))],
        ),
        PublishedByAll => (Stage::Over, Vec::new()),
    };
    let (reference, title, due) = (it.reference.clone(), it.title.clone(), Some(it.due_at));
    Row { id: it.id.0, room: "outcomes", reference, title, status: it.status.as_str(), stage, due, waits }
}

fn parties(all: &[Party]) -> String {
    line(all.iter().map(|party| party.name.as_str()))
}

fn line<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ")
}
