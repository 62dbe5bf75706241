//! The agreement on paper: the same text as the page, as a PDF with the hash and the signatures.
use super::{standing, words, words::Said};
use crate::{
    error::{Error, Result},
    forms::Options,
    view,
};
use documents::{Block, Document, Level, Signature};
use domain::{
    agreement::{Agreement, Head, Party},
    ids::PersonId,
};
use std::collections::BTreeMap;

/// What an agreement is put on paper with.
pub struct Reading<'a> {
    /// The agreement.
    pub agreement: &'a Agreement,
    /// What the fields that pick mean.
    pub options: &'a Options,
    /// The names of everybody it mentions.
    pub names: &'a BTreeMap<PersonId, String>,
}

/// The PDF. A draft is dated by the moment given; an agreed text by when it was agreed, so that its bytes stay the same
/// until somebody signs.
pub async fn pdf(reading: Reading<'_>, drawn: domain::time::Timestamp) -> Result<Vec<u8>> {
    let document = reading.document(drawn);
    let made = tokio::task::spawn_blocking(move || documents::pdf(&document)).await;
    made.map_err(|e| Error::Fault(e.to_string()))?.map_err(|e| Error::Fault(e.to_string()))
}

impl Reading<'_> {
    /// The agreement as a document.
    pub fn document(&self, drawn: domain::time::Timestamp) -> Document {
        let it = self.agreement;
        let latest = it.signatures.iter().map(|signature| signature.at).max();
        Document {
            title: it.title.clone(),
            subtitle: Some(words::text("paper.subtitle", &[("reference", &it.reference)])),
            language: "en-GB".into(),
            reference: it.reference.clone(),
            meta: self.meta(),
            blocks: self.blocks(),
            footer: self.footer(),
            created: latest.or(it.agreed_at).unwrap_or(drawn).0,
        }
    }

    fn meta(&self) -> Vec<(String, String)> {
        let it = self.agreement;
        let label = |key: &str| words::text(&format!("paper.{key}"), &[]);
        let parties = it.parties.iter().map(|party| party.name.clone()).collect::<Vec<_>>().join("\n");
        let route = format!("{}. {}", words::text(&format!("route.{}", it.route), &[]), it.route_reason);
        let status = words::text(&format!("paper.status.{}", it.status), &[]);
        let mut meta = vec![(label("parties"), parties), (label("route"), route), (label("standing"), status)];
        meta.extend(it.agreed_at.map(|at| (label("agreed_at"), view::moment(at))));
        meta.extend(it.in_force_at.map(|at| (label("in_force_at"), view::moment(at))));
        meta.extend(it.text_hash.clone().map(|hash| (label("hash"), hash)));
        meta
    }

    fn footer(&self) -> String {
        match &self.agreement.text_hash {
            Some(hash) => words::text("paper.footer", &[("hash", hash)]),
            None => words::text("paper.footer_draft", &[]),
        }
    }

    fn blocks(&self) -> Vec<Block> {
        let draft = self.agreement.text_hash.is_none().then(|| Block::Notice(words::text("paper.draft", &[])));
        let text = Head::ALL.iter().enumerate().flat_map(|(n, head)| self.head(n + 1, *head));
        let signatures = [
            Block::PageBreak,
            Block::Heading { level: Level::One, text: words::text("paper.signatures", &[]) },
            Block::Paragraph(words::text("paper.signing", &[])),
            Block::Signatures(self.agreement.parties.iter().map(|party| self.signature(party)).collect()),
        ];
        draft.into_iter().chain(text).chain(signatures).collect()
    }

    fn head(&self, number: usize, head: Head) -> Vec<Block> {
        let heading = Block::Heading { level: Level::One, text: format!("{number}. {}", words::title(head)) };
        let said = words::said(self.agreement, head, self.options);
        let body = together(said.into_iter().flat_map(block));
        let nothing = body.is_empty().then(|| Block::Paragraph(words::text("nothing", &[])));
        std::iter::once(heading).chain(body).chain(nothing).collect()
    }

    fn signature(&self, party: &Party) -> Signature {
        let name = |id: PersonId| self.names.get(&id).cloned().unwrap_or_default();
        let signed = self.agreement.signatures.iter().find(|it| it.organisation == party.organisation);
        Signature {
            party: party.name.clone(),
            name: party.signatory.map(name).unwrap_or_default(),
            role: standing::duty_name(domain::actor::Duty::Signatory),
            signed: signed.map(|it| words::text("paper.signed", &[("when", &view::moment(it.at)), ("hash", &it.hash)])),
        }
    }
}

/// Facts that follow one another stand in one list.
fn together(blocks: impl Iterator<Item = Block>) -> Vec<Block> {
    let mut all: Vec<Block> = Vec::new();
    for block in blocks {
        match (all.last_mut(), block) {
            (Some(Block::Facts(before)), Block::Facts(more)) => before.extend(more),
            (_, block) => all.push(block),
        }
    }
    all
}

fn block(said: Said) -> Vec<Block> {
    let under = |text: String| Block::Heading { level: Level::Two, text };
    match said {
        Said::Text { label, text } if text.len() < 200 && !text.contains('\n') => {
            vec![Block::Facts(vec![(label, text)])]
        }
        Said::Text { label, text } => vec![under(label), Block::Paragraph(text)],
        Said::List { label, items } => vec![under(label), Block::List(items)],
        Said::Table { label, headers, rows, numeric } => vec![Block::Table { caption: label, headers, rows, numeric }],
        Said::Cards { label, cards } => {
            std::iter::once(under(label))
                .chain(cards.into_iter().flat_map(|card| {
                    [Block::Heading { level: Level::Three, text: card.title }, Block::Facts(card.facts)]
                }))
                .collect()
        }
    }
}
