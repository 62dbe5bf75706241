//! What the answer to a suggested conflict asks, and a dry run.
use super::{
    super::{actions as groups, items, meetings},
    actions::{self, Suggested},
    dry_run::AskDryRun,
    showing,
};
use crate::{
    acts::{Act, Acts, Address, Desk, Opened, offer},
    error::{Done, Result},
    forms::{Field, Kind as Of},
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::Actor,
    item::{Item, Said},
    refusal::Refusal,
    suggestion::{About, Answer},
    time::Timestamp,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// The acts on suggestions about items, and the dry run.
pub fn acts() -> Acts {
    Acts::new().with::<AnswerOnItem>().with::<AskDryRun>()
}

/// The link to answering what is suggested on an item.
pub fn offer_item(item: &Item) -> Value {
    offer::<AnswerOnItem>(&item.reference)
}

/// The link to a dry run.
pub fn offer_dry_run() -> Value {
    offer::<AskDryRun>("")
}

/// What an answer asks: which suggestion, whether it is one, and why not.
pub const FORM: &[Field] = &[
    Field::pick("suggestion"),
    Field::choice("answer", &[Answer::Confirmed.as_str(), Answer::Dismissed.as_str()]),
    Field::new("reasons", Of::Text(2000)).optional(),
];

/// An answer.
#[derive(Debug, Deserialize)]
pub struct Input {
    /// Which suggestion, as [`Suggested::value`] names it.
    pub suggestion: String,
    /// Whether it is a conflict.
    pub answer: Answer,
    /// Why; a dismissal needs it.
    pub reasons: String,
}

impl Input {
    /// What is declared when a suggestion is confirmed: its evidence, and what was said beside.
    pub fn words(&self, hint: &super::known::Hint) -> String {
        [hint.text(), self.reasons.clone()].join(". ").trim_end_matches(". ").to_string()
    }
}

/// The suggestions that wait for an answer; refused if there are none.
pub fn waiting(suggested: Vec<Suggested>) -> Result<Vec<Suggested>> {
    let open: Vec<Suggested> = suggested.into_iter().filter(Suggested::is_open).collect();
    if open.is_empty() { Err(Refusal::because("nothing_suggested").into()) } else { Ok(open) }
}

/// Confirm or dismiss a suggested conflict on an item of business.
struct AnswerOnItem;

impl Act for AnswerOnItem {
    const NAME: &'static str = "item.suggestion";
    const PATH: &'static str = "/items/{reference}/suggestions";
    const FORM: &'static [Field] = FORM;
    type Input = Input;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let Desk { tx, actor, at, address } = desk;
        let item = items::actions::get(tx, actor, &address.reference()?).await?;
        let open = waiting(on(tx, actor, &item, at).await?)?;
        let options = [("suggestion", showing::choices(tx, &open).await?)].into();
        let facts = json!({ "reference": item.about, "title": item.title });
        Ok(Opened { options, facts, back: back(tx, &item).await?, ..Opened::default() })
    }
    async fn run(unit: &mut Unit, address: &Address, it: Input) -> Result<Done> {
        let item = items::actions::get(&mut unit.tx, &unit.actor, &address.reference()?).await?;
        let actor = unit.actor.clone();
        let suggested = on(&mut unit.tx, &actor, &item, unit.at).await?;
        let answered = (it.suggestion.as_str(), it.answer, it.reasons.as_str());
        let hint = actions::answer(unit, About::Item(&item), &suggested, answered).await?;
        let back = back(&mut unit.tx, &item).await?;
        if it.answer == Answer::Confirmed {
            items::actions::say(unit, item, &[hint.person], Said::Interest, &it.words(&hint)).await?;
        }
        Ok(Done::to(back))
    }
}

async fn on(tx: &mut Tx, actor: &Actor, item: &Item, at: Timestamp) -> Result<Vec<Suggested>> {
    let group = groups::by_id(tx, item.group).await?;
    actions::on_items(tx, actor, &group, std::slice::from_ref(item), at).await
}

async fn back(tx: &mut Tx, item: &Item) -> Result<String> {
    let meeting = match item.meeting {
        Some(id) => meetings::store::find(tx, id).await?,
        None => None,
    };
    Ok(meeting.map_or("/work".into(), |it| meetings::path(&it.reference)))
}
