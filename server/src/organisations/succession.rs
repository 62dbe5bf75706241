//! Mergers and splits: who takes the place of an organisation, and what becomes of everything open (G8).
use super::{
    actions::get,
    matters::{self, Matter, What},
    store,
};
use crate::{
    agreements, calls, collaborations,
    error::{Error, Result},
    forms::Problem,
    groups,
    jobs::{self, Job},
    outcomes, people, responses, selection,
    unit::{Stored, Unit},
    web::App,
};
use domain::{
    actor::Actor,
    calendar,
    ids::*,
    organisation::{Heir, Matter as Named, Organisation, Place, Succession},
    policy,
    time::Timestamp,
};
use jiff::civil::Date;

/// What came of a hand-over.
#[derive(Debug, Default, Clone, PartialEq, serde::Serialize)]
pub struct Handed {
    /// How many matters were handed over.
    pub taken: usize,
    /// Those that name both organisations, and so go on naming the old one: its people go on acting there.
    pub staying: Vec<String>,
}

/// Notes who took its place, and its last day. Where one follows, everything open is theirs from the day after; where
/// several do, somebody chooses ([`choose`]).
pub async fn succeed(
    unit: &mut Unit,
    reference: &str,
    successors: Vec<OrganisationId>,
    last_day: Date,
) -> Result<(Organisation, Handed)> {
    let organisation = get(&mut unit.tx, reference).await?;
    unit.check(&organisation)?;
    let later = store::later(&mut unit.tx, &successors).await?;
    let decided = organisation.succeed(&unit.actor, Succession { successors, last_day, later })?;
    let organisation = unit.save(decided).await?;
    let handed = begin(unit, &organisation, last_day).await?;
    Ok((organisation, handed))
}

/// Hands over now if the last day is past, else when it is.
pub async fn begin(unit: &mut Unit, it: &Organisation, last_day: Date) -> Result<Handed> {
    if last_day < unit.at.day() {
        return hand_over(unit, it).await;
    }
    let end = calendar::end_of_day(last_day).map_err(|out| Problem::new(out.code()).at("to"))?;
    let job = Job::HandOver { organisation: it.id };
    jobs::enqueue(&mut unit.tx, &job, Timestamp(end.at).plus_seconds(1)).await?;
    Ok(Handed::default())
}

/// The day after the last one: everything open goes to the one that follows.
pub async fn hand_over_now(app: &App, id: OrganisationId) -> Result<()> {
    let mut unit = app.unit(Actor::system()).await?;
    let Some(organisation) = store::find(&mut unit.tx, id).await? else { return Ok(()) };
    if !organisation.exists_on(unit.at.day()) {
        hand_over(&mut unit, &organisation).await?;
    }
    unit.commit().await
}

async fn hand_over(unit: &mut Unit, it: &Organisation) -> Result<Handed> {
    let [only] = it.successors.as_slice() else { return Ok(Handed::default()) };
    let by = matters::heir(&mut unit.tx, *only, unit.at).await?.ok_or(Error::NotFound)?;
    let heir = Heir { of: it.id, by: by.id, name: by.name };
    let mut handed = Handed::default();
    for matter in matters::open(&mut unit.tx, it.id, unit.at).await? {
        if matters::has_place(&mut unit.tx, matter.what, heir.by).await? {
            handed.staying.push(matter.key);
            continue;
        }
        let place = if handed.staying.is_empty() { Place::Taken } else { Place::Shared };
        take(unit, matter.what, &heir, place).await?;
        handed.taken += 1;
    }
    Ok(handed)
}

/// For one open matter, who takes it.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The row of the form it stands in, from 0.
    pub row: usize,
    /// The key of the matter.
    pub matter: String,
    /// One of the successors.
    pub successor: OrganisationId,
}

/// After a split: for each of these matters, the successor that somebody chose. All or none.
pub async fn choose(unit: &mut Unit, reference: &str, choices: Vec<Choice>) -> Result<Handed> {
    policy::may_edit_organisation(&unit.actor)?;
    let organisation = get(&mut unit.tx, reference).await?;
    if choices.is_empty() {
        return Err(Problem::new("choose_a_successor").at("choices").into());
    }
    let open = matters::open(&mut unit.tx, organisation.id, unit.at).await?;
    let (mut handed, mut wrong) = (Handed::default(), Vec::new());
    for choice in &choices {
        match one(unit, &organisation, &open, choice).await {
            Ok(()) => handed.taken += 1,
            Err(Error::Invalid(reasons)) => wrong.extend(reasons.into_iter().map(|it| it.at(at(choice.row)))),
            Err(other) => return Err(other),
        }
    }
    if wrong.is_empty() { Ok(handed) } else { Err(Error::Invalid(wrong)) }
}

fn at(n: usize) -> String {
    format!("choices-{n}-organisation")
}

async fn one(unit: &mut Unit, of: &Organisation, open: &[Matter], choice: &Choice) -> Result<()> {
    let matter = open.iter().find(|it| it.key == choice.matter).ok_or_else(|| Problem::new("matter_not_open"))?;
    if !of.successors.contains(&choice.successor) {
        return Err(Problem::new("not_a_successor").with("name", &of.name).into());
    }
    let by = matters::heir(&mut unit.tx, choice.successor, unit.at).await?.ok_or(Error::NotFound)?;
    if matters::has_place(&mut unit.tx, matter.what, by.id).await? {
        let reason = Problem::new("heir_has_place").with("name", &by.name).with("reference", &matter.key);
        return Err(reason.into());
    }
    let place = left(unit, open, by.id).await?;
    take(unit, matter.what, &Heir { of: of.id, by: by.id, name: by.name }, place).await
}

/// Whether something open names both, so that people go on acting for the old one there.
async fn left(unit: &mut Unit, open: &[Matter], by: OrganisationId) -> Result<Place> {
    for matter in open {
        if matters::has_place(&mut unit.tx, matter.what, by).await? {
            return Ok(Place::Shared);
        }
    }
    Ok(Place::Taken)
}

/// The heir takes the other's place in one matter, and in everything that goes with it.
async fn take(unit: &mut Unit, what: What, heir: &Heir, place: Place) -> Result<()> {
    match what {
        What::Duties(id) => people::actions::follow(unit, id, heir, place).await,
        What::Group(id) => {
            let group = groups::store::find(&mut unit.tx, id).await?.ok_or(Error::NotFound)?;
            let decided = group.hand_over(&unit.actor, heir)?;
            unit.save(decided).await.map(drop)
        }
        What::Seat(id, seat) => {
            let group = groups::store::find(&mut unit.tx, id).await?.ok_or(Error::NotFound)?;
            let decided = group.hand_over_seat(&unit.actor, seat, heir)?;
            unit.save(decided).await.map(drop)
        }
        What::Call(id) => {
            let call = calls::store::find(&mut unit.tx, id).await?.ok_or(Error::NotFound)?;
            save(unit, call, heir).await
        }
        What::Response(id, _) => take_response(unit, id, heir).await,
        What::Project(id) => take_project(unit, id, heir).await,
    }
}

async fn save<T: Named + Stored>(unit: &mut Unit, it: T, heir: &Heir) -> Result<()> {
    let decided = it.take_place(&unit.actor, heir)?;
    unit.save(decided).await.map(drop)
}

async fn take_response(unit: &mut Unit, id: ResponseId, heir: &Heir) -> Result<()> {
    let response = responses::store::find(&mut unit.tx, id).await?.ok_or(Error::NotFound)?;
    save(unit, response, heir).await?;
    for assessment in selection::store::of_response(&mut unit.tx, id).await? {
        save(unit, assessment, heir).await?;
    }
    Ok(())
}

/// A project with its agreement and its outcome report: they have the same parties.
async fn take_project(unit: &mut Unit, id: CollaborationId, heir: &Heir) -> Result<()> {
    let project = collaborations::store::find(&mut unit.tx, id).await?.ok_or(Error::NotFound)?;
    save(unit, project, heir).await?;
    collaborations::store::take_place(&mut unit.tx, id, heir).await?;
    if let Some(agreement) = agreements::store::of_collaboration(&mut unit.tx, id).await? {
        let id = agreement.id;
        save(unit, agreement, heir).await?;
        agreements::store::take_place(&mut unit.tx, id, heir).await?;
    }
    match outcomes::store::of_collaboration(&mut unit.tx, id).await? {
        Some(outcome) => save(unit, outcome, heir).await,
        None => Ok(()),
    }
}
