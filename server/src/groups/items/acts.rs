//! What each act on an item of business asks, and where it stands.
use super::{
    super::{meetings, words},
    actions,
};
use crate::{
    acts::{Act, Acts, Address, Desk, Flow, Opened, offer},
    error::{Done, Error, Result},
    forms::{Choice as Option_, Field, Kind as Of, Options, Problem},
    people, selection,
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::Actor,
    ids::{CallId, PersonId, ResponseId},
    item::{Choice, Command, Handling, Item, Manner, Motion, Place, Proposed, Said, Verdict, Votes},
    policy,
    time::Timestamp,
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

/// The acts on items.
pub fn acts() -> Acts {
    Acts::new().with::<Declare>().with::<Rule>().with::<Decide>().with::<Select>()
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

/// What this actor can do with an item now, as links.
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

async fn opened(desk: Desk<'_>, command: Command) -> Result<(Item, Opened)> {
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

async fn named(tx: &mut Tx, people: &[PersonId]) -> Result<Vec<Option_>> {
    let names = people::store::names(tx, people).await?;
    let name = |person: &PersonId| names.get(person).cloned().unwrap_or_default();
    Ok(people.iter().map(|it| Option_ { value: it.to_string(), text: name(it), hint: String::new() }).collect())
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
        let items = items.iter().map(|item| Option_ {
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

/// Back to the meeting of an item.
async fn onwards(unit: &mut Unit, item: &Item) -> Result<Done> {
    let meeting = item.meeting.ok_or_else(|| Problem::new("not_on_agenda"))?;
    let meeting = meetings::store::find(&mut unit.tx, meeting).await?.ok_or(Error::NotFound)?;
    Ok(Done::to(meetings::path(&meeting.reference)))
}

#[derive(Deserialize)]
struct Decision {
    verdict: Verdict,
    manner: Manner,
    in_favour: Vec<String>,
    against: Vec<String>,
    abstained: Vec<String>,
    reasons: String,
    review_on: Option<Date>,
    #[serde(default)]
    selected: Vec<String>,
    #[serde(default)]
    reserve: Vec<String>,
}

const VERDICT: Field = Field::choice("verdict", &words::VERDICTS);
const MANNER: Field = Field::choice("manner", &words::MANNERS);
const IN_FAVOUR: Field = Field::new("in_favour", Of::Picks).optional();
const AGAINST: Field = Field::new("against", Of::Picks).optional();
const ABSTAINED: Field = Field::new("abstained", Of::Picks).optional();
const REVIEW_ON: Field = Field::new("review_on", Of::Date).optional();

/// Decide an item.
struct Decide;

impl Act for Decide {
    const NAME: &'static str = "item.decide";
    const PATH: &'static str = "/items/{reference}/decision";
    const FORM: &'static [Field] = &[VERDICT, MANNER, IN_FAVOUR, AGAINST, ABSTAINED, Field::text("reasons"), REVIEW_ON];
    const FLOW: Flow = Flow::Checked;
    type Input = Decision;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        opened_decision(desk).await.map(|(_, opened)| opened)
    }
    async fn run(unit: &mut Unit, address: &Address, it: Decision) -> Result<Done> {
        let reference = address.reference()?;
        let item = actions::get(&mut unit.tx, &unit.actor, &reference).await?;
        if item.motion == Motion::Select && it.verdict == Verdict::Agreed {
            return Err(Problem::new("decide_by_selection").into());
        }
        let item = actions::decide(unit, &reference, it.proposed(&[])?).await?;
        onwards(unit, &item).await
    }
}

/// Decide on the partners of a call.
struct Select;

impl Act for Select {
    const NAME: &'static str = "item.select";
    const PATH: &'static str = "/items/{reference}/selection";
    const FORM: &'static [Field] = &[
        VERDICT,
        Field::new("selected", Of::Picks).optional(),
        Field::new("reserve", Of::Picks).optional(),
        MANNER,
        IN_FAVOUR,
        AGAINST,
        ABSTAINED,
        Field::text("reasons"),
        REVIEW_ON,
    ];
    const FLOW: Flow = Flow::Checked;
    type Input = Decision;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let item = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
        let candidates = candidates(desk.tx, &item).await?;
        let (_, mut opened) = opened_decision(desk).await?;
        opened.options.extend([("selected", candidates.clone()), ("reserve", candidates)]);
        Ok(opened)
    }
    async fn run(unit: &mut Unit, address: &Address, it: Decision) -> Result<Done> {
        let reference = address.reference()?;
        let item = actions::get(&mut unit.tx, &unit.actor, &reference).await?;
        let candidates = candidates(&mut unit.tx, &item).await?;
        let item = actions::decide(unit, &reference, it.proposed(&candidates)?).await?;
        onwards(unit, &item).await
    }
}

async fn candidates(tx: &mut Tx, item: &Item) -> Result<Vec<Option_>> {
    match item.motion {
        Motion::Select => selection::actions::candidates(tx, CallId(item.subject)).await,
        _ => Err(Error::NotFound),
    }
}

/// Opens a decision: what stands in its way is said before anybody types.
async fn opened_decision(desk: Desk<'_>) -> Result<(Item, Opened)> {
    let (at, item) = (desk.at, actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?);
    item.outcome(desk.actor, Command::Decide)?;
    let (voters, refused) = standing(desk.tx, &item, at).await?;
    domain::refusal::gate(refused)?;
    let voters = named(desk.tx, &voters).await?;
    let options: Options = [("in_favour", voters.clone()), ("against", voters.clone()), ("abstained", voters)].into();
    let (item, opened) = opened(desk, Command::Decide).await?;
    let values = json!({ "verdict": "agreed", "manner": "consensus" });
    Ok((item, Opened { values, options, ..opened }))
}

async fn standing(tx: &mut Tx, item: &Item, at: Timestamp) -> Result<(Vec<PersonId>, Vec<Problem>)> {
    let seated = actions::seated(tx, item, at).await?;
    let sitting = seated.sitting(at);
    Ok((sitting.able(item), sitting.refused_item(item)))
}

impl Decision {
    fn proposed(&self, candidates: &[Option_]) -> Result<Proposed> {
        let votes = Votes {
            in_favour: people("in_favour", &self.in_favour)?,
            against: people("against", &self.against)?,
            abstained: people("abstained", &self.abstained)?,
        };
        let Decision { verdict, manner, review_on, .. } = *self;
        Ok(Proposed {
            verdict,
            manner,
            votes,
            reasons: self.reasons.clone(),
            choices: self.choices(candidates)?,
            review_on,
        })
    }

    /// The place of every response: chosen, in reserve, and all others not selected.
    fn choices(&self, candidates: &[Option_]) -> Result<Vec<Choice>> {
        if self.verdict == Verdict::NotAgreed {
            return Ok(Vec::new());
        }
        let known = |value: &String| candidates.iter().any(|one| one.value == *value);
        for (field, values) in [("selected", &self.selected), ("reserve", &self.reserve)] {
            if !values.iter().all(known) {
                return Err(Problem::new("not_an_option").at(field).into());
            }
        }
        let rest = candidates.iter().map(|one| &one.value);
        let rest = rest.filter(|value| !self.selected.contains(value) && !self.reserve.contains(value));
        let placed = [
            self.selected.iter().map(|value| place(value, Place::Selected)).collect::<Result<Vec<_>>>()?,
            self.reserve.iter().map(|value| place(value, Place::Reserve)).collect::<Result<Vec<_>>>()?,
            rest.map(|value| place(value, Place::NotSelected)).collect::<Result<Vec<_>>>()?,
        ];
        Ok(placed.concat())
    }
}

fn place(value: &str, place: Place) -> Result<Choice> {
    let response: ResponseId = value.parse().map_err(|_| Problem::new("not_an_option").at("selected"))?;
    Ok(Choice { response, place })
}

fn people(field: &str, values: &[String]) -> Result<Vec<PersonId>> {
    let one = |value: &String| value.parse().map_err(|_| Problem::new("not_an_option").at(field).into());
    values.iter().map(one).collect()
}
