//! What people do with meetings. Pages and the API both come through here.
use super::{super::actions::by_id as group_by_id, super::interests, super::items, minutes, store};
use crate::{
    error::{Error, Result},
    forms::Problem,
    ids,
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::Actor,
    ids::{MeetingId, PaperId, PersonId},
    item::{Item, Status as ItemStatus},
    meeting::{Attendance, Meeting, Paper, Plan, Planning, Presence},
    policy,
};

/// The meeting of this reference, if the actor may know of it.
pub async fn get(tx: &mut Tx, actor: &Actor, reference: &str) -> Result<Meeting> {
    let meeting = store::by_reference(tx, reference).await?.ok_or(Error::NotFound)?;
    if policy::may_read_board(actor, meeting.group) { Ok(meeting) } else { Err(Error::NotFound) }
}

/// Plans a meeting of a group, with these waiting items on its agenda.
pub async fn plan(unit: &mut Unit, group: &str, plan: Plan, agenda: &[String]) -> Result<Meeting> {
    let group = super::super::actions::get(&mut unit.tx, group).await?;
    let (id, reference) = (ids::new(MeetingId), ids::reference("MT"));
    let planning = Planning { id, reference, group: group.id, title: group.name, plan };
    let decided = Meeting::plan(&unit.actor, planning, unit.at)?;
    let meeting = unit.save(decided).await?;
    set_items(unit, &meeting, agenda).await?;
    Ok(meeting)
}

/// Changes date, place or link.
pub async fn edit(unit: &mut Unit, reference: &str, plan: Plan) -> Result<Meeting> {
    let meeting = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&meeting)?;
    let decided = meeting.edit(&unit.actor, plan, unit.at)?;
    unit.save(decided).await
}

/// Chooses which of the group's open items are on the agenda.
pub async fn set_agenda(unit: &mut Unit, reference: &str, agenda: &[String]) -> Result<Meeting> {
    let meeting = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&meeting)?;
    meeting.outcome(&unit.actor, domain::meeting::Command::SetAgenda)?;
    set_items(unit, &meeting, agenda).await?;
    Ok(meeting)
}

/// Tells the members that the papers are out.
pub async fn send_papers(unit: &mut Unit, reference: &str) -> Result<Meeting> {
    let meeting = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&meeting)?;
    let decided = meeting.send_papers(&unit.actor)?;
    unit.save(decided).await
}

/// What somebody hands in as a paper.
#[derive(Debug)]
pub struct HandedIn {
    /// What people call it.
    pub title: String,
    /// The reference of the item it is about; none for the meeting as a whole.
    pub item: Option<String>,
    /// Its words.
    pub words: String,
    /// Why it comes after the cut-off.
    pub late_because: String,
}

/// Adds a paper; its words stand beside the record.
pub async fn add_paper(unit: &mut Unit, reference: &str, it: HandedIn) -> Result<Meeting> {
    let meeting = get(&mut unit.tx, &unit.actor, reference).await?;
    let group = group_by_id(&mut unit.tx, meeting.group).await?;
    let cutoff = group.in_force(unit.at).and_then(|terms| terms.clauses.papers_cutoff);
    let item = about(unit, &meeting, it.item.as_deref()).await?.map(|item| item.id);
    let (id, salt) = (ids::new(PaperId), ids::salt());
    let says = record::commit(&salt, it.words.as_bytes()).to_string();
    let (title, by, at, late_because) = (it.title, unit.actor.person, unit.at, it.late_because);
    let decided = meeting.add_paper(&unit.actor, Paper { id, item, title, by, at, late_because, says }, cutoff)?;
    let meeting = unit.save(decided).await?;
    store::keep_paper(&mut unit.tx, meeting.id, id, &it.words, &hex(&salt)).await?;
    Ok(meeting)
}

/// Takes a paper back before the papers are out.
pub async fn take_paper(unit: &mut Unit, reference: &str, paper: &str) -> Result<Meeting> {
    let meeting = get(&mut unit.tx, &unit.actor, reference).await?;
    let paper = paper.parse().map_err(|_| Problem::new("not_an_option").at("paper"))?;
    let decided = meeting.take_paper(&unit.actor, paper)?;
    let meeting = unit.save(decided).await?;
    store::drop_paper(&mut unit.tx, paper).await?;
    Ok(meeting)
}

/// The item of a meeting that was picked, if the actor may read it.
pub async fn about(unit: &mut Unit, meeting: &Meeting, item: Option<&str>) -> Result<Option<Item>> {
    let Some(wanted) = item else { return Ok(None) };
    let items = items::store::of_meeting(&mut unit.tx, meeting.id).await?;
    let found = items.into_iter().find(|it| it.reference == wanted && policy::may_read_item(&unit.actor, it));
    found.map(Some).ok_or_else(|| Problem::new("not_an_option").at("item").into())
}

/// Begins a meeting with who attends.
pub async fn start(unit: &mut Unit, reference: &str, present: Vec<Attendance>) -> Result<Meeting> {
    let meeting = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&meeting)?;
    seated(unit, &meeting, &present).await?;
    let decided = meeting.start(&unit.actor, present)?;
    unit.save(decided).await
}

/// Corrects who attends.
pub async fn attend(unit: &mut Unit, reference: &str, present: Vec<Attendance>) -> Result<Meeting> {
    let meeting = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&meeting)?;
    seated(unit, &meeting, &present).await?;
    let decided = meeting.attend(&unit.actor, present)?;
    unit.save(decided).await
}

/// The actor says whether they attend; they hold a seat today.
pub async fn join(unit: &mut Unit, reference: &str, presence: Presence) -> Result<Meeting> {
    let meeting = get(&mut unit.tx, &unit.actor, reference).await?;
    let decided = meeting.join(&unit.actor, presence)?;
    unit.save(decided).await
}

/// Writes the minutes; what was not decided waits for another meeting.
pub async fn draft_minutes(unit: &mut Unit, reference: &str, words: &str) -> Result<Meeting> {
    let meeting = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&meeting)?;
    let words = &minutes::completed(&mut unit.tx, &unit.actor, &meeting, words).await?;
    let salt = ids::salt();
    let decided = meeting.draft_minutes(&unit.actor, record::commit(&salt, words.as_bytes()).to_string())?;
    let meeting = unit.save(decided).await?;
    store::minute(&mut unit.tx, meeting.id, words, &hex(&salt)).await?;
    release(unit, &meeting).await?;
    Ok(meeting)
}

/// Approves the minutes as they are.
pub async fn approve_minutes(unit: &mut Unit, reference: &str) -> Result<Meeting> {
    let meeting = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&meeting)?;
    let decided = meeting.approve_minutes(&unit.actor)?;
    interests::actions::must_be_current(&mut unit.tx, &unit.actor, unit.at).await?;
    unit.save(decided).await
}

/// The meeting is not held; its items wait for another.
pub async fn cancel(unit: &mut Unit, reference: &str, because: String) -> Result<Meeting> {
    let meeting = get(&mut unit.tx, &unit.actor, reference).await?;
    unit.check(&meeting)?;
    let decided = meeting.cancel(&unit.actor, because)?;
    let meeting = unit.save(decided).await?;
    release(unit, &meeting).await?;
    Ok(meeting)
}

/// Who attends, from three lists of people's ids.
pub fn attendance(in_person: &[String], remote: &[String], apologies: &[String]) -> Result<Vec<Attendance>> {
    let lists = [
        ("in_person", in_person, Presence::InPerson),
        ("remote", remote, Presence::Remote),
        ("apologies", apologies, Presence::Apologies),
    ];
    let one = |(field, values, presence): (&'static str, &[String], Presence)| {
        let parsed = values.iter().map(move |value| {
            let person = value.parse().map_err(|_| Problem::new("not_an_option").at(field))?;
            Ok(Attendance { person, presence })
        });
        parsed.collect::<Vec<Result<Attendance>>>()
    };
    lists.into_iter().flat_map(one).collect()
}

/// Only people with a seat today attend; for others there are observers' seats.
async fn seated(unit: &mut Unit, meeting: &Meeting, present: &[Attendance]) -> Result<()> {
    let group = group_by_id(&mut unit.tx, meeting.group).await?;
    let stranger = |person: PersonId| group.seat_of(person, unit.at).is_none();
    match present.iter().any(|one| stranger(one.person)) {
        true => Err(Problem::new("no_seat_today").at("in_person").into()),
        false => Ok(()),
    }
}

async fn set_items(unit: &mut Unit, meeting: &Meeting, agenda: &[String]) -> Result<()> {
    let open = items::store::open_of(&mut unit.tx, meeting.group).await?;
    let mine: Vec<Item> = open.into_iter().filter(|item| policy::may_read_item(&unit.actor, item)).collect();
    if !agenda.iter().all(|wanted| mine.iter().any(|item| item.reference == *wanted)) {
        return Err(Problem::new("not_an_option").at("items").into());
    }
    for item in mine {
        let (here, wanted) = (item.meeting == Some(meeting.id), agenda.contains(&item.reference));
        let decided = match (here, wanted) {
            (false, true) => item.place(&unit.actor, meeting.id)?,
            (true, false) => item.take_off(&unit.actor)?,
            _ => continue,
        };
        unit.save(decided).await?;
    }
    Ok(())
}

async fn release(unit: &mut Unit, meeting: &Meeting) -> Result<()> {
    let items = items::store::of_meeting(&mut unit.tx, meeting.id).await?;
    for item in items.into_iter().filter(|item| item.status == ItemStatus::OnAgenda) {
        let decided = item.take_off(&unit.actor)?;
        unit.save(decided).await?;
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
