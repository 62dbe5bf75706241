//! The pack of a meeting: agenda, open actions and papers in one PDF, as far as its reader may read them (G4, G6).
use super::{
    super::{agreed, items::store as items, words},
    actions, papers,
};
use crate::{
    acts::Address,
    caller::Caller,
    error::{Error, Result},
    messages::Messages,
    people, view,
    web::App,
};
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use db::Tx;
use documents::{Block, Document, Level};
use domain::{
    action::Action,
    actor::Actor,
    ids::{PaperId, PersonId},
    item::Item,
    meeting::{Meeting, Paper},
    policy,
    time::Timestamp,
};
use std::collections::BTreeMap;

/// `/meetings/{reference}/pack.pdf`.
pub(super) async fn pdf(State(app): State<App>, caller: Caller, address: Address) -> Result<Response> {
    let mut tx = app.db.read().await?;
    let meeting = actions::get(&mut tx, &caller.actor, &address.reference()?).await?;
    let document = document(&mut tx, &caller.actor, &meeting, app.clock.now()).await?;
    drop(tx);
    let made = tokio::task::spawn_blocking(move || documents::pdf(&document)).await;
    let bytes = made.map_err(|e| Error::Fault(e.to_string()))?.map_err(|e| Error::Fault(e.to_string()))?;
    let name = format!("inline; filename=\"{}.pdf\"", meeting.reference);
    Ok(([(header::CONTENT_TYPE, "application/pdf".to_string()), (header::CONTENT_DISPOSITION, name)], bytes)
        .into_response())
}

/// What a pack is made from.
struct Pack<'a> {
    items: &'a [Item],
    papers: &'a [&'a Paper],
    texts: &'a BTreeMap<PaperId, String>,
    actions: &'a [Action],
    names: &'a BTreeMap<PersonId, String>,
}

async fn document(tx: &mut Tx, actor: &Actor, meeting: &Meeting, at: Timestamp) -> Result<Document> {
    let mut items = items::of_meeting(tx, meeting.id).await?;
    items.retain(|item| policy::may_read_item(actor, item));
    let (papers, texts) = papers::of(tx, meeting, &items).await?;
    let actions = agreed::actions::at_meeting(tx, actor, meeting).await?;
    let owners: Vec<PersonId> = actions.iter().map(|action| action.charge.owner).collect();
    let names = people::store::names(tx, &owners).await?;
    let pack = Pack { items: &items, papers: &papers, texts: &texts, actions: &actions, names: &names };
    Ok(Document {
        title: say("title", &[("group", &meeting.title)]),
        subtitle: Some(view::moment(meeting.plan.starts_at)),
        language: "en-GB".into(),
        reference: meeting.reference.clone(),
        meta: meta(meeting),
        blocks: pack.blocks(),
        footer: say("footer", &[("reference", &meeting.reference)]),
        created: at.0,
    })
}

fn meta(meeting: &Meeting) -> Vec<(String, String)> {
    let rows = [("place", &meeting.plan.place), ("link", &meeting.plan.link)];
    let filled = rows.into_iter().filter(|(_, value)| !value.is_empty());
    filled.map(|(key, value)| (say(key, &[]), value.clone())).collect()
}

impl Pack<'_> {
    fn blocks(&self) -> Vec<Block> {
        let agenda = match self.items.is_empty() {
            true => Block::Paragraph(say("nothing", &[])),
            false => Block::List(self.items.iter().enumerate().map(|(n, item)| numbered(n, item)).collect()),
        };
        let head = [heading(Level::One, say("agenda", &[])), agenda];
        let business = self.items.iter().enumerate().flat_map(|(n, item)| self.item(n, item));
        let general = self.papers_on(None);
        let title = (!general.is_empty()).then(|| heading(Level::One, say("papers", &[])));
        head.into_iter().chain(self.actions()).chain(title).chain(general).chain(business).collect()
    }

    fn item(&self, n: usize, item: &Item) -> Vec<Block> {
        let facts = [(say("about", &[]), item.about.clone()), (say("tabled", &[]), view::moment(item.tabled_at))];
        let head = [Block::PageBreak, heading(Level::One, numbered(n, item)), Block::Facts(facts.into())];
        head.into_iter().chain(self.papers_on(Some(item))).collect()
    }

    fn papers_on(&self, item: Option<&Item>) -> Vec<Block> {
        let about = item.map(|item| item.id);
        let mine = self.papers.iter().filter(|paper| paper.item == about);
        mine.flat_map(|paper| self.paper(paper)).collect()
    }

    fn paper(&self, paper: &Paper) -> Vec<Block> {
        let late =
            (!paper.late_because.is_empty()).then(|| Block::Notice(say("late", &[("because", &paper.late_because)])));
        let text = self.texts.get(&paper.id).map(String::as_str).unwrap_or_default();
        let paragraphs = text.split("\n\n").filter(|it| !it.trim().is_empty());
        let paragraphs = paragraphs.map(|it| Block::Paragraph(it.trim().to_string()));
        std::iter::once(heading(Level::Two, paper.title.clone())).chain(late).chain(paragraphs).collect()
    }

    fn actions(&self) -> Vec<Block> {
        if self.actions.is_empty() {
            return Vec::new();
        }
        let row = |it: &Action| {
            let owner = self.names.get(&it.charge.owner).cloned().unwrap_or_default();
            let status = words::of("action", it.status.as_str());
            vec![it.what.clone(), owner, it.charge.due_on.strftime("%-d %B %Y").to_string(), status]
        };
        let headers = ["what", "owner", "due", "standing"].map(|key| say(key, &[])).into();
        let (caption, rows) = (say("actions", &[]), self.actions.iter().map(row).collect());
        vec![Block::Table { caption, headers, rows, numeric: Vec::new() }]
    }
}

fn numbered(n: usize, item: &Item) -> String {
    format!("{}. {}: {}", n + 1, words::of("motion", item.motion.as_str()), item.title)
}

fn heading(level: Level, text: String) -> Block {
    Block::Heading { level, text }
}

fn say(key: &str, values: &[(&str, &str)]) -> String {
    Messages::english().text(&format!("pack.{key}"), values)
}
