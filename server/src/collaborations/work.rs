//! What awaits a person in this room: what stands before a start, milestones, readings, transfers to answer, ends.
use super::{path, store};
use crate::{
    error::Result,
    work::{About, Ahead, Item, NOTICE, Why, before, end_of},
};
use db::Tx;
use domain::{
    actor::{Actor, Duty},
    agreement::{Frequency, Milestone},
    collaboration::{Collaboration, Command, Plan},
    ids::CollaborationId,
    policy,
    time::Timestamp,
};
use jiff::{Span, ToSpan, civil::Date};
use std::collections::BTreeMap;

/// The day of the latest reading of each measure: by collaboration, and the measure's number, counted from 1.
pub type Latest = BTreeMap<(CollaborationId, usize), Date>;

/// How many days after a period its reading is due.
const READING_DAYS: i64 = 28;

/// What awaits this actor now. Two statements.
pub async fn awaiting(tx: &mut Tx, actor: &Actor, at: Timestamp) -> Result<Vec<Item>> {
    let found = known(tx, actor).await?;
    let latest = store::latest_readings(tx, &found.iter().map(|it| it.id).collect::<Vec<_>>()).await?;
    Ok(found.iter().flat_map(|it| items(it, actor, &latest, at)).collect())
}

/// The first and last days and the milestones to come of what this actor has to do with.
pub async fn ahead(tx: &mut Tx, actor: &Actor, _: Timestamp) -> Result<Vec<Ahead>> {
    Ok(known(tx, actor).await?.iter().flat_map(dates).collect())
}

async fn known(tx: &mut Tx, actor: &Actor) -> Result<Vec<Collaboration>> {
    let mut found = store::of_actor(tx, actor).await?;
    found.retain(|it| !actor.is_recused_on(it.id) && policy::may_read_collaboration(actor, it));
    Ok(found)
}

fn dates(it: &Collaboration) -> Vec<Ahead> {
    let Some(plan) = it.plan.as_ref().filter(|_| it.ended.is_none()) else { return Vec::new() };
    let date = |what, day| Some(Ahead { what, about: about(it), href: path(&it.reference), at: end_of(day)? });
    let start = if it.started_on.is_none() { date("collaboration_start", plan.starts_on) } else { None };
    let milestones = it.to_tick().into_iter().filter_map(|(_, milestone)| date("milestone", milestone.due_on));
    start.into_iter().chain(milestones).chain(date("collaboration_end", plan.ends_on)).collect()
}

fn about(it: &Collaboration) -> About {
    About::of(&it.reference, &it.title)
}

/// Each thing to do, with why it is this person's.
fn items(it: &Collaboration, actor: &Actor, latest: &Latest, at: Timestamp) -> Vec<Item> {
    let can = it.available(actor);
    let offered = |command: &Command| can.contains(command).then(|| offered(it, actor, *command)).flatten();
    let mut items: Vec<Item> = Command::ALL.iter().filter_map(offered).collect();
    items.extend(milestone(it, actor, at).filter(|_| can.contains(&Command::Tick)));
    items.extend(reading(it, actor, latest, at).filter(|_| can.contains(&Command::Enter)));
    items.extend(completion(it, actor, at).filter(|_| can.contains(&Command::Ask)));
    items
}

/// What a command asks for that is due as soon as it is possible: what stands before the start by the agreed first day.
fn offered(it: &Collaboration, actor: &Actor, command: Command) -> Option<Item> {
    use Duty::*;
    let (parties, network) = (it.organisations(), [it.network]);
    let inside: Vec<_> = parties.iter().chain(&network).copied().collect();
    let duty = |duties: &[Duty]| Why::duty(actor, duties, &inside);
    let speaks = |organisation| Why::duty(actor, Duty::ALL, &[organisation]);
    let starts = it.plan.as_ref().and_then(|plan| before(plan.starts_on));
    let (todo, why, by) = match command {
        Command::Publish => ("summary_publish", duty(&[NetworkOfficer, ClinicalLead, PartnershipManager]), starts),
        Command::Certify => ("summary_certify", duty(&[Certifier]), starts),
        Command::Attest => ("policies_attest", speaks(it.to_attest(actor).first()?.organisation), starts),
        Command::Assess => ("assessment_approve", speaks(it.to_assess(actor).first()?.organisation), starts),
        Command::Start => {
            let by = it.plan.as_ref().and_then(|plan| end_of(plan.starts_on));
            ("collaboration_start", duty(&[ClinicalLead, NetworkOfficer]), by)
        }
        Command::Confirm => ("transfer_answer", speaks(it.to_answer(actor).first()?.1.other_side()), None),
        Command::Close => ("collaboration_close", Some(Why::seat(actor, it.group)), None),
        _ => return None,
    };
    Some(Item::new(todo, why?, about(it), path(&it.reference)).by(by))
}

/// The next milestone, from four weeks before its day: for clinical leads, and for the parties that see to it.
fn milestone(it: &Collaboration, actor: &Actor, at: Timestamp) -> Option<Item> {
    let next = it.to_tick().into_iter().map(|(_, milestone)| milestone).min_by_key(|milestone| milestone.due_on)?;
    let due = end_of(next.due_on).filter(|due| *due <= at.plus_seconds(NOTICE))?;
    let why = Why::duty(actor, &[Duty::ClinicalLead], &it.organisations()).or_else(|| owns(it, actor, next))?;
    Some(Item::new("milestone_tick", why, about(it), path(&it.reference)).by(Some(due)))
}

/// Partnership managers of a party that the milestone names as its owner.
fn owns(it: &Collaboration, actor: &Actor, milestone: &Milestone) -> Option<Why> {
    let named = it.parties.iter().filter(|party| milestone.owner.contains(&party.name));
    Why::duty(actor, &[Duty::PartnershipManager], &named.map(|party| party.organisation).collect::<Vec<_>>())
}

/// The reading that is due first, once its period is over: for those who lead or evaluate on the public side.
fn reading(it: &Collaboration, actor: &Actor, latest: &Latest, at: Timestamp) -> Option<Item> {
    let why = Why::duty(actor, &[Duty::OutcomeEvaluator, Duty::ClinicalLead], &it.readers())?;
    let (plan, started) = (it.plan.as_ref()?, it.started_on?);
    let last = it.ended.as_ref().map_or(plan.ends_on, |ended| ended.on);
    let due = (1..).zip(&plan.measures).filter_map(|(number, measure)| {
        let period = match latest.get(&(it.id, number)) {
            Some(before) => after(*before, measure.frequency),
            None => first(started, measure.frequency),
        };
        period.filter(|period| *period < at.day() && *period <= last)
    });
    let day = due.min()?.saturating_add(READING_DAYS.days());
    Some(Item::new("reading_enter", why, about(it), format!("{}/readings", path(&it.reference))).by(end_of(day)))
}

/// The last day of the first whole period: of a week from the start, or of the calendar month in which such a period ends.
fn first(started: Date, frequency: Frequency) -> Option<Date> {
    let day = started.checked_add(step(frequency)).ok()?.yesterday().ok()?;
    Some(if frequency == Frequency::Weekly { day } else { day.last_of_month() })
}

/// The last day of the period after the one that ended on this day; the end of a month stays one.
fn after(day: Date, frequency: Frequency) -> Option<Date> {
    let next = day.checked_add(step(frequency)).ok()?;
    let whole = frequency != Frequency::Weekly && day == day.last_of_month();
    Some(if whole { next.last_of_month() } else { next })
}

fn step(frequency: Frequency) -> Span {
    match frequency {
        Frequency::Weekly => 1.week(),
        Frequency::Monthly => 1.month(),
        Frequency::Quarterly => 3.months(),
        Frequency::Yearly => 1.year(),
    }
}

/// Asking for completion, from four weeks before the agreed last day (E1).
fn completion(it: &Collaboration, actor: &Actor, at: Timestamp) -> Option<Item> {
    let due = it.plan.as_ref().and_then(|plan: &Plan| end_of(plan.ends_on))?;
    let organisations: Vec<_> = it.organisations().into_iter().chain([it.network]).collect();
    let why = Why::duty(actor, &[Duty::ClinicalLead, Duty::NetworkOfficer], &organisations)?;
    let near = due <= at.plus_seconds(NOTICE);
    near.then(|| {
        Item::new("completion_ask", why, about(it), format!("{}/completion", path(&it.reference))).by(Some(due))
    })
}
