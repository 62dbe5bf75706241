//! What the decision on an item asks: a verdict, how it came about, reasons; for a selection the places too.
use super::super::words;
use super::{
    actions,
    acts::{named, onwards, opened},
};
use crate::{
    acts::{Act, Address, Desk, Flow, Opened, Proof},
    error::{Done, Error, Result},
    forms::{Choice as Offered, Field, Kind as Of, Options, Problem},
    selection,
    unit::Unit,
};
use db::Tx;
use domain::{
    ids::{CallId, PersonId, ResponseId},
    item::{Choice, Command, Dissent, Item, Manner, Motion, Place, Proposed, Verdict, Votes},
    time::Timestamp,
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
pub(super) struct Decision {
    verdict: Verdict,
    manner: Manner,
    in_favour: Vec<String>,
    against: Vec<String>,
    abstained: Vec<String>,
    reasons: String,
    review_on: Option<Date>,
    #[serde(default)]
    dissent: Vec<Against>,
    #[serde(default)]
    selected: Vec<String>,
    #[serde(default)]
    reserve: Vec<String>,
}

#[derive(Deserialize)]
struct Against {
    person: String,
    why: String,
}

const VERDICT: Field = Field::choice("verdict", &words::VERDICTS);
const MANNER: Field = Field::choice("manner", &words::MANNERS);
const IN_FAVOUR: Field = Field::new("in_favour", Of::Picks).optional();
const AGAINST: Field = Field::new("against", Of::Picks).optional();
const ABSTAINED: Field = Field::new("abstained", Of::Picks).optional();
const DISSENT: Field = Field::rows("dissent", &[Field::pick("person"), Field::line("why")]);
const REVIEW_ON: Field = Field::new("review_on", Of::Date).optional();

/// Decide an item.
pub(super) struct Decide;

impl Act for Decide {
    const NAME: &'static str = "item.decide";
    const PATH: &'static str = "/items/{reference}/decision";
    const FORM: &'static [Field] =
        &[VERDICT, MANNER, IN_FAVOUR, AGAINST, ABSTAINED, DISSENT, Field::text("reasons"), REVIEW_ON];
    const FLOW: Flow = Flow::Checked;
    const PROOF: Proof = Proof::Fresh;
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
pub(super) struct Select;

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
        DISSENT,
        Field::text("reasons"),
        REVIEW_ON,
    ];
    const FLOW: Flow = Flow::Checked;
    const PROOF: Proof = Proof::Fresh;
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

async fn candidates(tx: &mut Tx, item: &Item) -> Result<Vec<Offered>> {
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
    let options: Options = ["in_favour", "against", "abstained", "person"].map(|field| (field, voters.clone())).into();
    let (item, opened) = opened(desk, Command::Decide).await?;
    let manner = if item.ballots.is_empty() { Manner::Consensus } else { Manner::Vote };
    let values = json!({ "verdict": "agreed", "manner": manner });
    Ok((item, Opened { values, options, ..opened }))
}

async fn standing(tx: &mut Tx, item: &Item, at: Timestamp) -> Result<(Vec<PersonId>, Vec<Problem>)> {
    let seated = actions::seated(tx, item, at).await?;
    let sitting = seated.sitting(at);
    Ok((sitting.able(item), sitting.refused_item(item)))
}

impl Decision {
    fn proposed(&self, candidates: &[Offered]) -> Result<Proposed> {
        let votes = Votes {
            in_favour: people("in_favour", &self.in_favour)?,
            against: people("against", &self.against)?,
            abstained: people("abstained", &self.abstained)?,
            dissent: self.dissent.iter().map(Against::read).collect::<Result<_>>()?,
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
    fn choices(&self, candidates: &[Offered]) -> Result<Vec<Choice>> {
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

impl Against {
    fn read(&self) -> Result<Dissent> {
        let person = self.person.parse().map_err(|_| Problem::new("not_an_option").at("dissent"))?;
        Ok(Dissent { person, reasons: self.why.clone() })
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
