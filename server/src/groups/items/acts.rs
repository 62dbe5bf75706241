//! What each act on an item of business asks, and where it stands.
use super::{
    super::{actions as groups, meetings, words},
    actions,
    deciding::{Decide, Select},
    voting::CastVote,
    withholding::{Release, Withhold},
};
use crate::{
    acts::{Act, Acts, Address, Desk, Opened, Proof, offer},
    error::{Done, Error, Result},
    forms::{Choice as Offered, Field, Kind as Of, Problem},
    people,
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::Actor,
    ids::PersonId,
    item::{Command, Handling, Item, Motion, Said},
    policy,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// The acts on items.
pub fn acts() -> Acts {
    Acts::new()
        .with::<Declare>()
        .with::<Rule>()
        .with::<CastVote>()
        .with::<Decide>()
        .with::<Select>()
        .with::<Withhold>()
        .with::<Release>()
}

/// The page of what an item is about.
pub fn link(item: &Item) -> String {
    let room = match item.motion {
        Motion::AdoptTerms => return format!("/groups/{}/terms", item.about),
        Motion::ApproveChallenge => "needs",
        Motion::ApproveCall | Motion::Select => "calls",
        Motion::Complete => "collaborations",
    };
    format!("/{room}/{}", item.about)
}

/// The link to declaring in a meeting.
pub fn offer_declare(meeting: &str) -> Value {
    offer::<Declare>(meeting)
}

/// The link to voting on an item.
pub fn offer_vote(item: &Item) -> Value {
    offer::<CastVote>(&item.reference)
}

/// What this actor can do with an item now, as links, beside voting.
pub fn offers(item: &Item, actor: &Actor) -> Vec<Value> {
    let rules = item.outcome(actor, Command::Rule).is_ok() && !item.unruled().is_empty();
    let decides = item.outcome(actor, Command::Decide).is_ok();
    let decide = match item.motion {
        Motion::Select => offer::<Select>(&item.reference),
        _ => offer::<Decide>(&item.reference),
    };
    let rule = rules.then(|| offer::<Rule>(&item.reference));
    rule.into_iter().chain(decides.then_some(decide)).collect()
}

/// Opens an act on the item in the address, if this command is possible now.
pub(super) async fn opened(desk: Desk<'_>, command: Command) -> Result<(Item, Opened)> {
    let item = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
    item.outcome(desk.actor, command)?;
    let back = match item.meeting {
        Some(meeting) => meetings::store::find(desk.tx, meeting).await?.map(|it| meetings::path(&it.reference)),
        None => None,
    };
    let title = format!("{}: {}", words::of("motion", item.motion.as_str()), item.title);
    let facts = json!({ "reference": item.about, "title": title });
    Ok((item, Opened { facts, back: back.unwrap_or_default(), ..Opened::default() }))
}

/// People as options: the value is the id.
pub async fn named(tx: &mut Tx, people: &[PersonId]) -> Result<Vec<Offered>> {
    let names = people::store::names(tx, people).await?;
    let name = |person: &PersonId| names.get(person).cloned().unwrap_or_default();
    Ok(people.iter().map(|it| Offered { value: it.to_string(), text: name(it), hint: String::new() }).collect())
}

/// Declare on the items of a meeting.
struct Declare;

#[derive(Deserialize)]
struct DeclareInput {
    people: Vec<String>,
    items: Vec<String>,
    interest: String,
}

impl Act for Declare {
    const NAME: &'static str = "meeting.declare";
    const PATH: &'static str = "/meetings/{reference}/declarations";
    const FORM: &'static [Field] = &[
        Field::new("items", Of::Picks).optional(),
        Field::text("interest").optional(),
        Field::new("people", Of::Picks).optional(),
    ];
    type Input = DeclareInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let meeting = meetings::actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
        let mut items = super::store::of_meeting(desk.tx, meeting.id).await?;
        items.retain(|item| {
            item.outcome(desk.actor, Command::Declare).is_ok() && policy::may_read_item(desk.actor, item)
        });
        let runs = policy::may_plan(desk.actor, meeting.group).is_ok();
        let people = if runs { meetings::seats(desk.tx, meeting.group, desk.at).await? } else { Vec::new() };
        let items = items.iter().map(|item| Offered {
            value: item.reference.clone(),
            text: format!("{}: {}", words::of("motion", item.motion.as_str()), item.title),
            hint: item.about.clone(),
        });
        let options = [("items", items.collect()), ("people", people)].into();
        let facts = json!({ "reference": meeting.reference, "title": meeting.title });
        Ok(Opened { options, facts, back: meetings::path(&meeting.reference), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, address: &Address, it: DeclareInput) -> Result<Done> {
        let DeclareInput { people, items, interest } = it;
        let statement = actions::Statement { people, items, interest };
        let meeting = actions::declare(unit, &address.reference()?, statement).await?;
        Ok(Done::to(meetings::path(&meeting.reference)))
    }
}

/// Rule on somebody's interest.
struct Rule;

#[derive(Deserialize)]
struct RuleInput {
    person: String,
    handling: Handling,
    note: String,
}

impl Act for Rule {
    const NAME: &'static str = "item.rule";
    const PATH: &'static str = "/items/{reference}/rulings";
    const FORM: &'static [Field] =
        &[Field::pick("person"), Field::choice("handling", &words::HANDLINGS), Field::line("note").optional()];
    const PROOF: Proof = Proof::Fresh;
    type Input = RuleInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let item = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
        let interested = item.declarations.iter().filter(|one| one.said == Said::Interest).map(|one| one.person);
        let mut people = named(desk.tx, &interested.collect::<Vec<_>>()).await?;
        let said = super::store::described(desk.tx, &[item.id]).await?;
        for option in &mut people {
            let person = option.value.parse().ok();
            option.hint = person.and_then(|person| said.get(&(item.id, person))).cloned().unwrap_or_default();
        }
        let values = json!({ "person": item.unruled().first() });
        let (_, opened) = opened(desk, Command::Rule).await?;
        Ok(Opened { values, options: [("person", people)].into(), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, it: RuleInput) -> Result<Done> {
        let item = actions::rule(unit, &address.reference()?, &it.person, it.handling, it.note).await?;
        onwards(unit, &item).await
    }
}

/// The links to withholding a decision, or to releasing it.
pub fn offer_withholding(item: &Item, actor: &Actor) -> Option<Value> {
    match item.withheld {
        Some(_) => item.outcome(actor, Command::Release).is_ok().then(|| offer::<Release>(&item.reference)),
        None if item.public => None,
        None => item.outcome(actor, Command::Withhold).is_ok().then(|| offer::<Withhold>(&item.reference)),
    }
}

/// Back to the meeting of an item, or to the group's board when it is on no agenda.
pub(super) async fn onwards_or_board(unit: &mut Unit, item: &Item) -> Result<Done> {
    if item.meeting.is_some() {
        return onwards(unit, item).await;
    }
    let group = groups::by_id(&mut unit.tx, item.group).await?;
    Ok(Done::to(format!("/groups/{}/board", group.reference)))
}

/// Back to the meeting of an item.
pub(super) async fn onwards(unit: &mut Unit, item: &Item) -> Result<Done> {
    let meeting = item.meeting.ok_or_else(|| Problem::new("not_on_agenda"))?;
    let meeting = meetings::store::find(&mut unit.tx, meeting).await?.ok_or(Error::NotFound)?;
    Ok(Done::to(meetings::path(&meeting.reference)))
}
