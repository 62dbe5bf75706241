//! What people do with outcome reports. Pages and the API both come through here.
use super::{reminders, store};
use crate::{
    collaborations::{self, readings::series},
    error::{Error, Result},
    ids,
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::Actor,
    collaboration::{Collaboration, Plan, readings::Reading},
    ids::{OrganisationId, OutcomeId},
    outcome::{Achieved, Content, Given, Outcome, Publication, Status},
    policy,
};

/// The report of this reference, if the actor may know of it.
pub async fn get(tx: &mut Tx, actor: &Actor, reference: &str) -> Result<Outcome> {
    let outcome = store::by_reference(tx, reference).await?.ok_or(Error::NotFound)?;
    if policy::may_read_outcome(actor, &outcome) { Ok(outcome) } else { Err(Error::NotFound) }
}

/// Begins the report of a collaboration that has ended, and schedules the reminders for its publication.
pub async fn begin(unit: &mut Unit, of: &Collaboration) -> Result<Outcome> {
    let decided = Outcome::begin(ids::new(OutcomeId), ids::reference("OC"), of)?;
    let outcome = unit.save(decided).await?;
    reminders::schedule(&mut unit.tx, &outcome, unit.at).await?;
    Ok(outcome)
}

/// Changes what the report says.
pub async fn write(unit: &mut Unit, reference: &str, content: Content) -> Result<Outcome> {
    let outcome = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&outcome)?;
    let decided = outcome.write(&unit.actor, content)?;
    unit.save(decided).await
}

/// Completes the report, with what was achieved and given by now.
pub async fn report(unit: &mut Unit, reference: &str) -> Result<Outcome> {
    let outcome = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&outcome)?;
    let about = about(&mut unit.tx, &outcome).await?;
    let readings = collaborations::store::readings(&mut unit.tx, about.id).await?;
    let (achieved, given) = (achieved(about.planned()?, &readings), given(&about)?);
    let decided = outcome.report(&unit.actor, achieved, given)?;
    let outcome = unit.save(decided).await?;
    collaborations::actions::reported(unit, &outcome).await?;
    Ok(outcome)
}

/// Publishes the report for a party: at its own web address, or here.
pub async fn publish(unit: &mut Unit, reference: &str, organisation: OrganisationId, link: String) -> Result<Outcome> {
    let outcome = get(&mut unit.tx, &unit.actor, reference).await?;
    let publication = Publication { organisation, link, published_at: unit.at, by: unit.actor.person };
    let decided = outcome.publish(&unit.actor, publication)?;
    let outcome = unit.save(decided).await?;
    if outcome.status == Status::PublishedByAll {
        collaborations::actions::published_by_all(unit, outcome.collaboration).await?;
    }
    Ok(outcome)
}

/// The collaboration that a report is about.
pub async fn about(tx: &mut Tx, outcome: &Outcome) -> Result<Collaboration> {
    collaborations::store::find(tx, outcome.collaboration).await?.ok_or(Error::NotFound)
}

/// What each measure reached by the readings so far.
pub fn achieved(plan: &Plan, readings: &[Reading]) -> Vec<Achieved> {
    let of = |(number, measure)| Achieved::of(measure, series(measure, number, readings).map(|it| it.facts()).as_ref());
    (1..).zip(&plan.measures).map(of).collect()
}

/// What each party promised and put in so far.
pub fn given(about: &Collaboration) -> Result<Vec<Given>> {
    let promised = (1..).zip(&about.planned()?.contributions);
    Ok(promised.map(|(n, it)| Given { promised: it.clone(), made: about.made_of(n) }).collect())
}
