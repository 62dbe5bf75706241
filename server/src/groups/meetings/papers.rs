//! What the acts on a meeting's papers ask, and which papers a reader may see.
use super::{
    super::items,
    actions,
    acts::{choice, opened, path},
    store,
};
use crate::{
    acts::{Act, Address, Desk, Opened},
    error::{Done, Result},
    forms::{Choice, Field, Kind as Of},
    record::Past,
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::Actor,
    ids::PaperId,
    item::Item,
    meeting::{Command, Meeting, Paper},
    policy,
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The papers of a meeting that belong to what a reader may read of it: the meeting, and these items.
pub fn readable<'a>(meeting: &'a Meeting, items: &[Item]) -> Vec<&'a Paper> {
    let open = |paper: &&Paper| paper.item.is_none_or(|about| items.iter().any(|item| item.id == about));
    meeting.papers.iter().filter(open).collect()
}

/// Whether a reader of these papers may know of this event: whoever is recused on anything hears of no paper but those.
pub fn is_known(past: &Past, actor: &Actor, papers: &[&Paper]) -> bool {
    let about: Option<PaperId> = past.facts["paper"].as_str().and_then(|id| id.parse().ok());
    about.is_none_or(|id| actor.recused.is_empty() || papers.iter().any(|paper| paper.id == id))
}

/// Some papers with their words, as the page of the meeting shows them.
pub fn shown(papers: &[&Paper], items: &[Item], words: &BTreeMap<PaperId, String>) -> Vec<Value> {
    let about = |paper: &Paper| items.iter().find(|item| Some(item.id) == paper.item).map(|item| &item.title);
    let one = |paper: &&Paper| {
        json!({
            "title": paper.title, "about": about(paper), "late_because": paper.late_because, "at": paper.at,
            "words": words.get(&paper.id),
        })
    };
    papers.iter().map(one).collect()
}

async fn readable_items(tx: &mut Tx, actor: &Actor, meeting: &Meeting) -> Result<Vec<Item>> {
    let mut items = items::store::of_meeting(tx, meeting.id).await?;
    items.retain(|item| policy::may_read_item(actor, item));
    Ok(items)
}

#[derive(Deserialize)]
pub(super) struct PaperInput {
    title: String,
    item: Option<String>,
    words: String,
    late_because: String,
}

/// Add a paper.
pub(super) struct AddPaper;

impl Act for AddPaper {
    const NAME: &'static str = "meeting.add_paper";
    const PATH: &'static str = "/meetings/{reference}/papers/new";
    const FORM: &'static [Field] = &[
        Field::line("title"),
        Field::pick("item").optional(),
        Field::new("words", Of::Text(40_000)),
        Field::new("late_because", Of::Text(1000)).optional(),
    ];
    type Input = PaperInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let meeting = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
        let items = readable_items(desk.tx, desk.actor, &meeting).await?;
        let options = [("item", items.iter().map(choice).collect())].into();
        let (_, opened) = opened(desk, Command::AddPaper).await?;
        Ok(Opened { options, version: None, ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, it: PaperInput) -> Result<Done> {
        let PaperInput { title, item, words, late_because } = it;
        let paper = actions::HandedIn { title, item, words, late_because };
        let meeting = actions::add_paper(unit, &address.reference()?, paper).await?;
        Ok(Done::to(path(&meeting.reference)))
    }
}

#[derive(Deserialize)]
pub(super) struct TakeInput {
    paper: String,
}

/// Take a paper back.
pub(super) struct TakePaper;

impl Act for TakePaper {
    const NAME: &'static str = "meeting.take_paper";
    const PATH: &'static str = "/meetings/{reference}/papers/end";
    const FORM: &'static [Field] = &[Field::pick("paper")];
    type Input = TakeInput;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let meeting = actions::get(desk.tx, desk.actor, &desk.address.reference()?).await?;
        let items = readable_items(desk.tx, desk.actor, &meeting).await?;
        let option =
            |paper: &&Paper| Choice { value: paper.id.to_string(), text: paper.title.clone(), hint: String::new() };
        let options = [("paper", readable(&meeting, &items).iter().map(option).collect())].into();
        let (_, opened) = opened(desk, Command::TakePaper).await?;
        Ok(Opened { options, version: None, ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, it: TakeInput) -> Result<Done> {
        let meeting = actions::take_paper(unit, &address.reference()?, &it.paper).await?;
        Ok(Done::to(path(&meeting.reference)))
    }
}

/// The words of a meeting's papers that a reader may see, with the papers.
pub async fn of<'a>(
    tx: &mut Tx,
    meeting: &'a Meeting,
    items: &[Item],
) -> Result<(Vec<&'a Paper>, BTreeMap<PaperId, String>)> {
    let papers = readable(meeting, items);
    let words = if papers.is_empty() { BTreeMap::new() } else { store::papers(tx, meeting.id).await? };
    Ok((papers, words))
}
