//! Who takes the place of an organisation, and after a split who takes what.
use super::{opened, path};
use crate::{
    acts::{Act, Address, Desk, Opened},
    error::Done,
    error::Result,
    forms::{Choice, Field, Kind},
    messages::Messages,
    organisations::{
        actions,
        matters::{self, Matter},
        store, succession,
    },
    unit::Unit,
};
use domain::refusal::Refusal;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

/// The most matters that one form asks about; the next ones come when these are chosen.
const AT_ONCE: usize = 200;

/// Note who takes its place.
pub struct Succeed;

/// Who follows, and the last day.
#[derive(Deserialize)]
pub struct SucceedInput {
    successors: Vec<Follower>,
    to: Date,
}

#[derive(Deserialize)]
struct Follower {
    organisation: String,
}

const FOLLOWERS: &[Field] = &[Field::pick("organisation")];

impl Act for Succeed {
    const NAME: &'static str = "organisation.succeed";
    const PATH: &'static str = "/organisations/{reference}/succession";
    const FORM: &'static [Field] = &[Field::rows("successors", FOLLOWERS).required(), Field::new("to", Kind::Date)];
    type Input = SucceedInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let Desk { tx, actor, at, address } = desk;
        let (organisation, opened) = opened(Desk { tx: &mut *tx, actor, at, address }).await?;
        let followers = store::several(tx, &organisation.successors).await?;
        let rows: Vec<Value> = followers.iter().map(|one| json!({ "organisation": one.reference })).collect();
        let values = json!({ "successors": rows, "to": organisation.to });
        let options = store::options_with(tx, &followers).await?;
        Ok(Opened { values, options: [("organisation", options)].into(), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: SucceedInput) -> Result<Done> {
        let mut successors = Vec::new();
        for (n, follower) in input.successors.iter().enumerate() {
            let field = format!("successors-{n}-organisation");
            successors.push(actions::picked(&mut unit.tx, &follower.organisation, &field).await?);
        }
        let (it, handed) = succession::succeed(unit, &address.reference()?, successors, input.to).await?;
        let to = if it.was_split() { format!("{}/matters", path(&it.reference)) } else { path(&it.reference) };
        Ok(Done::to(to).with("handed_over", handed.taken).with("staying", handed.staying))
    }
}

/// After a split, say for each open matter which successor takes it.
pub struct Choose;

/// For each matter, its successor; empty where that is not chosen yet.
#[derive(Deserialize)]
pub struct ChooseInput {
    choices: Vec<Chosen>,
}

#[derive(Deserialize)]
struct Chosen {
    matter: String,
    organisation: Option<String>,
}

const CHOICES: &[Field] = &[Field::pick("matter"), Field::pick("organisation").optional()];

impl Act for Choose {
    const NAME: &'static str = "organisation.choose";
    const PATH: &'static str = "/organisations/{reference}/matters";
    const FORM: &'static [Field] = &[Field::rows("choices", CHOICES)];
    const TEMPLATE: &'static str = "organisations/matters.html";
    type Input = ChooseInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let Desk { tx, actor, at, address } = desk;
        let (it, mut opened) = opened(Desk { tx: &mut *tx, actor, at, address }).await?;
        if !it.was_split() {
            return Err(Refusal::because("was_not_split").into());
        }
        let open = matters::open(tx, it.id, at).await?;
        let rows: Vec<Value> = open.iter().take(AT_ONCE).map(|one| json!({ "matter": one.key })).collect();
        let heirs = store::several(tx, &it.successors).await?;
        let heirs = heirs.into_iter().map(|it| Choice { value: it.reference, text: it.name, hint: String::new() });
        opened.facts["open"] = json!(open.len());
        let options = [("matter", open.iter().map(option).collect()), ("organisation", heirs.collect())].into();
        Ok(Opened { values: json!({ "choices": rows }), options, version: None, ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: ChooseInput) -> Result<Done> {
        let mut choices = Vec::new();
        for (row, Chosen { matter, organisation }) in input.choices.into_iter().enumerate() {
            let Some(picked) = organisation.filter(|it| !it.is_empty()) else { continue };
            let field = format!("choices-{row}-organisation");
            let successor = actions::picked(&mut unit.tx, &picked, &field).await?;
            choices.push(succession::Choice { row, matter, successor });
        }
        let reference = address.reference()?;
        let handed = succession::choose(unit, &reference, choices).await?;
        Ok(Done::to(path(&reference)).with("handed_over", handed.taken))
    }
}

fn option(it: &Matter) -> Choice {
    let hint = Messages::english().text(&format!("organisation.matter.{}", it.what.word()), &[]);
    Choice { value: it.key.clone(), text: it.title.clone(), hint }
}
