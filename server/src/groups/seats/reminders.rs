//! Reminders before a seat ends, to its person and the secretary: 28 and 7 days before; and to the secretary the day after.
use super::super::{actions::start_of, path, store};
use crate::{
    error::Result,
    jobs::{self, Audience, Job, Letter},
    reactions,
    unit::Unit,
    view,
};
use db::Tx;
use domain::{
    group::Group,
    ids::{GroupId, PersonId, SeatId},
    time::Timestamp,
};
use jiff::{ToSpan, civil::Date};

/// How many days before its last day a seat is told of; the day after it is over.
const DAYS_BEFORE: [i64; 3] = [28, 7, -1];
/// When in the morning, in seconds after midnight in London.
const MORNING: i64 = 9 * 3600;

/// What a reminder is about.
#[derive(Debug, Clone, Copy)]
pub struct Reminder {
    /// Of which group.
    pub group: GroupId,
    /// Which seat.
    pub seat: SeatId,
    /// Its last day when this was scheduled.
    pub last: Date,
    /// How many days before; negative for after.
    pub days: i64,
}

/// Schedules the reminders of every seat of a person that has an end. The slot holds the last day, so that a seat whose
/// end did not change is told of once; what is past already is not told.
pub async fn schedule(unit: &mut Unit, group: &Group, person: PersonId) -> Result<()> {
    let ending = group.seats.iter().filter(|seat| seat.person == person);
    for (seat, last) in ending.filter_map(|seat| seat.to.map(|last| (seat.id, last))) {
        for days in DAYS_BEFORE {
            let at = start_of(last.saturating_sub(days.days())).plus_seconds(MORNING);
            let slot = Some(format!("seat {seat} {last} {days}"));
            let job = Job::RemindSeat { group: group.id, seat, last, days };
            if unit.at < at {
                jobs::enqueue_in_slot(&mut unit.tx, &job, at, slot).await?;
            }
        }
    }
    Ok(())
}

/// Tells of a seat that still ends on this day. The caller finishes the job in the same transaction.
pub async fn remind(tx: &mut Tx, it: Reminder, now: Timestamp) -> Result<()> {
    let Some(group) = store::find(tx, it.group).await? else { return Ok(()) };
    let same = group.seats.iter().find(|seat| seat.id == it.seat && seat.to == Some(it.last));
    let Some(seat) = same else { return Ok(()) };
    let secretary = reactions::role("sits", "secretary", group.id.0);
    if it.days < 0 {
        return jobs::enqueue(tx, &Job::Tell(letter("seat_over", &group, it.last, secretary)), now).await;
    }
    for to in [Audience::Person(seat.person), secretary] {
        jobs::enqueue(tx, &Job::Tell(letter("seat_ends", &group, it.last, to)), now).await?;
    }
    Ok(())
}

fn letter(kind: &str, group: &Group, last: Date, to: Audience) -> Letter {
    Letter {
        kind: kind.into(),
        to,
        about: group.id.0,
        reference: group.reference.clone(),
        title: group.name.clone(),
        link: format!("{}/members", path(&group.reference)),
        facts: [("day".to_string(), view::day_in_words(last))].into(),
        entry: None,
    }
}
