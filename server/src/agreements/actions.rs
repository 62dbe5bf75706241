//! What people do with agreements. Pages and the API both come through here.
use super::{begin, store, store::Serving, words};
use crate::{
    collaborations,
    error::{Error, Result},
    forms::Problem,
    groups::interests::actions::must_not_be_stale,
    people::store::names,
    record,
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::{Actor, Duty},
    agreement::{Agreement, Change, Named},
    collaboration::{Heads, Plan},
    ids::{OrganisationId, PersonId},
    policy,
    refusal::Refusal,
    time::Timestamp,
};

pub use begin::{Wish, begin};

/// The agreement of this reference, if the actor may know of it.
pub async fn get(tx: &mut Tx, actor: &Actor, reference: &str) -> Result<Agreement> {
    let agreement = store::by_reference(tx, reference).await?.ok_or(Error::NotFound)?;
    if policy::may_read_agreement(actor, &agreement) { Ok(agreement) } else { Err(Error::NotFound) }
}

/// The agreements that the actor may read, newest first.
pub async fn mine(tx: &mut Tx, actor: &Actor) -> Result<Vec<Agreement>> {
    let near = match actor.is(domain::actor::Role::Auditor) {
        true => store::all(tx).await?,
        false => store::near(tx, &actor.organisations(), &groups(actor)).await?,
    };
    Ok(near.into_iter().filter(|agreement| policy::may_read_agreement(actor, agreement)).collect())
}

fn groups(actor: &Actor) -> Vec<domain::ids::GroupId> {
    let group = |role: &domain::actor::Role| match role {
        domain::actor::Role::Sits(_, group) => Some(*group),
        _ => None,
    };
    actor.roles.iter().filter_map(group).collect()
}

/// Everybody who does something for a party.
pub async fn people(tx: &mut Tx, agreement: &Agreement, at: Timestamp) -> Result<Vec<Serving>> {
    store::serving(tx, &agreement.organisations(), at).await
}

/// Changes one head of the draft. Changes of two heads at once both hold; of the same head the second is asked.
pub async fn change(unit: &mut Unit, reference: &str, change: Change) -> Result<Agreement> {
    let agreement = get(&mut unit.tx, &unit.actor, reference).await?;
    unseen(unit, &agreement, &change).await?;
    if let Change::Parties(named) = &change {
        appointed(unit, &agreement, named).await?;
    }
    let decided = agreement.edit(&unit.actor, change)?;
    unit.save(decided).await
}

/// Refuses a change of a head that somebody else changed since its form was opened.
async fn unseen(unit: &mut Unit, agreement: &Agreement, change: &Change) -> Result<()> {
    let Err(stale) = unit.check(agreement) else { return Ok(()) };
    let seen = match unit.expected() {
        Some(version) => record::state_at(&mut unit.tx, agreement.id, version).await?,
        None => None,
    };
    let seen: Option<Agreement> = seen.and_then(|state| serde_json::from_value(state).ok());
    let head = change.head();
    let same = |seen: &Agreement| super::heads::values(seen, head) == super::heads::values(agreement, head);
    if seen.is_some_and(|seen| same(&seen)) { Ok(()) } else { Err(stale) }
}

/// Whoever is named to sign or to lead does so for a party today.
async fn appointed(unit: &mut Unit, agreement: &Agreement, named: &Named) -> Result<()> {
    let people = people(&mut unit.tx, agreement, unit.at).await?;
    let serves = |person: PersonId, duty: Duty, of: Option<OrganisationId>| {
        people.iter().any(|it| it.person == person && it.duty == duty && of.is_none_or(|of| of == it.organisation))
    };
    let mut problems = Vec::new();
    for (n, party) in named.parties.iter().enumerate() {
        if party.signatory.is_some_and(|person| !serves(person, Duty::Signatory, Some(party.organisation))) {
            problems.push(Problem::new("signs_for_another").at(format!("parties-{n}-signatory")));
        }
    }
    if named.clinical_lead.is_some_and(|person| !serves(person, Duty::ClinicalLead, None)) {
        problems.push(Problem::new("no_clinical_lead_there").at("clinical_lead"));
    }
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

/// Agrees the text: from now on it is frozen under its hash.
pub async fn freeze(unit: &mut Unit, reference: &str) -> Result<Agreement> {
    let agreement = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&agreement)?;
    let decided = agreement.freeze(&unit.actor, unit.at).map_err(explained)?;
    unit.save(decided).await
}

/// The reasons of a gate with the words of the fields they are about.
fn explained(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::Gate(reasons) => Refusal::Gate(reasons.into_iter().map(words::explained).collect()),
        other => other,
    }
}

/// Approves for a party the text with this hash.
pub async fn approve(unit: &mut Unit, reference: &str, party: OrganisationId, hash: &str) -> Result<Agreement> {
    let agreement = get(&mut unit.tx, &unit.actor, reference).await?;
    let decided = agreement.approve(&unit.actor, party, hash, unit.at)?;
    must_not_be_stale(&mut unit.tx, &unit.actor, unit.at).await?;
    unit.save(decided).await
}

/// Signs for a party the text with this hash, with the signatory's own full name. The last signature puts it in force.
pub async fn sign(
    unit: &mut Unit,
    reference: &str,
    party: OrganisationId,
    hash: &str,
    name: &str,
) -> Result<Agreement> {
    let agreement = get(&mut unit.tx, &unit.actor, reference).await?;
    let decided = agreement.sign(&unit.actor, party, hash, unit.at)?;
    own_name(unit, name).await?;
    let agreement = unit.save(decided).await?;
    if let Some(at) = agreement.in_force_at {
        collaborations::actions::agreed(unit, agreement.collaboration, plan(&agreement, at)?).await?;
    }
    Ok(agreement)
}

/// The typed name is the name of whoever signs, whatever its capitals and blanks.
async fn own_name(unit: &mut Unit, typed: &str) -> Result<()> {
    let names = names(&mut unit.tx, &[unit.actor.person]).await?;
    let plain = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let same = names.get(&unit.actor.person).is_some_and(|name| plain(name) == plain(typed));
    if same { Ok(()) } else { Err(Problem::new("not_your_name").at("full_name").into()) }
}

/// What the collaboration takes over when the last party signs.
fn plan(agreement: &Agreement, signed: Timestamp) -> Result<Plan> {
    let settled = || Error::Fault(format!("{} came into force without a term", agreement.reference));
    let (starts_on, ends_on) = agreement.term(signed).ok_or_else(settled)?;
    Ok(Plan {
        starts_on,
        ends_on,
        measures: agreement.content.measures.measures.clone(),
        milestones: agreement.milestones(signed),
        contributions: agreement.content.partnership.contributions.clone(),
        assessment: agreement.content.information_governance.asked(),
        heads: Heads::of(agreement),
    })
}

/// Refuses the text for a party: it is a draft again.
pub async fn refuse(unit: &mut Unit, reference: &str, party: OrganisationId, reason: String) -> Result<Agreement> {
    let agreement = get(&mut unit.tx, &unit.actor, reference).await?;
    let decided = agreement.refuse(&unit.actor, party, reason)?;
    unit.save(decided).await
}

/// Opens the text again.
pub async fn reopen(unit: &mut Unit, reference: &str, reason: String) -> Result<Agreement> {
    let agreement = get(&mut unit.tx, &unit.actor, reference).await?;
    let decided = agreement.reopen(&unit.actor, reason)?;
    unit.save(decided).await
}
