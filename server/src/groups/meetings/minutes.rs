//! The first words of a meeting's minutes, made from what was recorded; the secretary goes on from there. Nobody reads in
//! them, or writes over, what they are recused on (G4).
use super::{
    super::{agreed, items::store as items, words},
    store,
};
use crate::{error::Result, messages::Messages, people};
use db::Tx;
use domain::{
    action::Action,
    actor::Actor,
    ids::PersonId,
    item::{Handling, Item, Manner, Said, Taken},
    meeting::{Meeting, Presence},
    policy,
    time::ZONE,
};
use std::collections::BTreeMap;

/// The names of people by id.
type Names = BTreeMap<PersonId, String>;

/// The minutes as this reader may read them: their words or, for whoever is recused on a part of them, what the record
/// says of the rest. None before they are written.
pub async fn read_by(tx: &mut Tx, actor: &Actor, meeting: &Meeting) -> Result<Option<String>> {
    match store::minutes(tx, meeting.id).await? {
        Some(_) if lacks(tx, actor, meeting).await? => generated(tx, actor, meeting).await.map(Some),
        words => Ok(words),
    }
}

/// What this writer wrote, and what was recorded of the items they may not know.
pub async fn completed(tx: &mut Tx, actor: &Actor, meeting: &Meeting, words: &str) -> Result<String> {
    let items = items::of_meeting(tx, meeting.id).await?;
    let names = people::store::names(tx, &everyone(meeting, &items)).await?;
    let beyond = items.iter().enumerate().filter(|(_, item)| !policy::may_read_item(actor, item));
    let beyond = beyond.map(|(n, item)| business(n + 1, item, &names));
    Ok(std::iter::once(words.to_string()).chain(beyond).collect::<Vec<_>>().join("\n\n"))
}

/// Whether something may stand in the minutes that this reader may not know.
async fn lacks(tx: &mut Tx, actor: &Actor, meeting: &Meeting) -> Result<bool> {
    if actor.recused.is_empty() {
        return Ok(false);
    }
    let items = items::of_meeting(tx, meeting.id).await?;
    let hidden = items.iter().any(|item| !policy::may_read_item(actor, item));
    Ok(hidden || agreed::store::is_any_about(tx, meeting.group, &actor.recused).await?)
}

/// Minutes from attendance, declarations and decisions, as far as this actor may know them.
pub async fn generated(tx: &mut Tx, actor: &Actor, meeting: &Meeting) -> Result<String> {
    let mut items = items::of_meeting(tx, meeting.id).await?;
    items.retain(|item| policy::may_read_item(actor, item));
    let names = people::store::names(tx, &everyone(meeting, &items)).await?;
    let head = [heading(meeting), attendance(meeting, &names)];
    let business = items.iter().enumerate().map(|(n, item)| business(n + 1, item, &names));
    let actions = actions(tx, actor, meeting).await?;
    let parts = head.into_iter().chain(business).chain([actions]).filter(|part| !part.is_empty());
    Ok(parts.collect::<Vec<_>>().join("\n\n"))
}

/// What this meeting agreed that somebody does, and what is still to be done from earlier ones.
async fn actions(tx: &mut Tx, actor: &Actor, meeting: &Meeting) -> Result<String> {
    let own = agreed::store::of_meeting(tx, meeting.id).await?;
    let open = agreed::store::open_of(tx, meeting.group).await?;
    let all = open.into_iter().filter(|it| it.meeting != meeting.id).chain(own);
    let all: Vec<_> = all.filter(|it| policy::may_read_action(actor, it)).collect();
    let owners: Vec<PersonId> = all.iter().map(|it| it.charge.owner).collect();
    let names = people::store::names(tx, &owners).await?;
    let lines: Vec<String> = all.iter().map(|it| action(it, &names)).collect();
    let head = (!lines.is_empty()).then(|| say("actions", &[]));
    Ok(head.into_iter().chain(lines).collect::<Vec<_>>().join("\n"))
}

fn action(it: &Action, names: &Names) -> String {
    let (owner, due) = (list(std::iter::once(it.charge.owner), names), it.charge.due_on.strftime("%d/%m/%Y"));
    let (due, status) = (due.to_string(), words::of("action", it.status.as_str()));
    say("action", &[("what", &it.what), ("owner", &owner), ("due", &due), ("status", &status)])
}

fn everyone(meeting: &Meeting, items: &[Item]) -> Vec<PersonId> {
    let present = meeting.attendance.iter().map(|one| one.person);
    let declared = items.iter().flat_map(|item| item.declarations.iter().map(|one| one.person));
    let decided = items.iter().filter_map(|item| item.decision.as_ref()).map(|decision| decision.by);
    present.chain(declared).chain(decided).collect()
}

fn heading(meeting: &Meeting) -> String {
    let local = meeting.plan.starts_at.0.in_tz(ZONE).map(|at| at.strftime("%d/%m/%Y %H:%M").to_string());
    let when = local.unwrap_or_default();
    say("heading", &[("group", &meeting.title), ("reference", &meeting.reference), ("when", &when)])
}

fn attendance(meeting: &Meeting, names: &Names) -> String {
    let line = |presence: &Presence| {
        let people = meeting.attendance.iter().filter(|one| one.presence == *presence).map(|one| one.person);
        let people = list(people, names);
        let presence = words::of("presence", presence.as_str());
        (!people.is_empty()).then(|| say("line", &[("label", &presence), ("text", &people)]))
    };
    Presence::ALL.iter().filter_map(line).collect::<Vec<_>>().join("\n")
}

fn business(number: usize, item: &Item, names: &Names) -> String {
    let motion = words::of("motion", item.motion.as_str());
    let facts = [("number", number.to_string()), ("motion", motion), ("title", item.title.clone())];
    let head = say("item", &facts.each_ref().map(|(name, value)| (*name, value.as_str())));
    let decision = match &item.decision {
        Some(taken) => decided(taken, names),
        None => say("not_decided", &[]),
    };
    [head, declarations(item, names), decision].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
}

fn declarations(item: &Item, names: &Names) -> String {
    let interests: Vec<_> = item.declarations.iter().filter(|one| one.said == Said::Interest).collect();
    if interests.is_empty() {
        return say("no_interests", &[]);
    }
    let line = |one: &&domain::item::Declaration| {
        let name = list(std::iter::once(one.person), names);
        let handling = one.handling.map_or_else(String::new, |it: Handling| words::of("handling", it.as_str()));
        say("interest", &[("name", &name), ("handling", &handling), ("note", &one.note)])
    };
    interests.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn decided(taken: &Taken, names: &Names) -> String {
    let verdict = words::of("verdict", taken.verdict.as_str());
    let manner = match taken.manner {
        Manner::Consensus => words::of("manner", taken.manner.as_str()),
        Manner::Vote => {
            let counts = [&taken.votes.in_favour, &taken.votes.against, &taken.votes.abstained];
            let [yes, no, none] = counts.map(|votes| votes.len().to_string());
            say("votes", &[("in_favour", &yes), ("against", &no), ("abstained", &none)])
        }
    };
    let by = list(std::iter::once(taken.by), names);
    let (present, quorum) = (taken.present.len().to_string(), taken.quorum.to_string());
    say(
        "decision",
        &[
            ("verdict", &verdict),
            ("manner", &manner),
            ("reasons", &taken.reasons),
            ("by", &by),
            ("present", &present),
            ("quorum", &quorum),
        ],
    )
}

fn list(people: impl Iterator<Item = PersonId>, names: &Names) -> String {
    people.filter_map(|person| names.get(&person).cloned()).collect::<Vec<_>>().join(", ")
}

fn say(key: &str, values: &[(&str, &str)]) -> String {
    Messages::english().text(&format!("minutes.{key}"), values)
}
