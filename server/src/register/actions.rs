//! What happens to the register, and what people ask of it.
use super::{
    entry::{Entry, Kind, Listed, Order, Stage},
    projection,
    search::{self, Wanted},
    store::{self, After, Hit},
};
use crate::error::Result;
use db::Tx;
use domain::time::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What somebody asks of the register. Everything is optional; any text will do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Words, "phrases", -words.
    pub text: String,
    /// Only this kind.
    pub kind: Option<Kind>,
    /// Only this stage.
    pub stage: Option<Stage>,
    /// Words of the condition.
    pub condition: String,
    /// Words of the place.
    pub place: String,
    /// Words of the name of an organisation that takes part.
    pub organisation: String,
    /// What the list goes by; by default the best fit for words, else the newest.
    pub order: Option<Order>,
    /// Where the page begins.
    pub after: After,
}

/// One page of an answer.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// How many entries there are on all pages.
    pub total: i64,
    /// The entries of this page.
    pub entries: Vec<Listed>,
    /// For a search by words: where they stand in each entry, by number, as safe markup.
    #[serde(skip)]
    pub pieces: BTreeMap<i64, String>,
    /// Where the next page begins; none on the last.
    #[serde(skip)]
    pub next: After,
}

/// An entry of the public register that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Its human reference.
    pub reference: String,
    /// What people call it.
    pub title: String,
    /// Its page.
    pub href: String,
    /// `need`, `call`, `collaboration` or `outcome`.
    pub kind: String,
    /// The status of the thing.
    pub status: String,
    /// The condition or theme; may be empty.
    pub condition: String,
    /// Where, in words; may be empty.
    pub place: String,
    /// The organisations that take part, by name, with commas; may be empty.
    pub organisations: String,
    /// What it is about, in a sentence or two.
    pub summary: String,
}

impl Question {
    /// What this question goes by.
    pub fn order(&self) -> Order {
        let has_words = !self.text.trim().is_empty();
        match self.order {
            Some(Order::Fit) | None if has_words => Order::Fit,
            Some(Order::Fit) | None => Order::Newest,
            Some(order) => order,
        }
    }

    fn wanted(&self) -> Wanted {
        let mut facets = Vec::new();
        facets.extend(self.kind.iter().flat_map(|kind| search::facet("kind", kind.as_str())));
        facets.extend(self.stage.iter().flat_map(|stage| search::facet("stage", stage.as_str())));
        facets.extend(search::facet("condition", &self.condition));
        facets.extend(search::facet("place", &self.place));
        facets.extend(search::facet("organisation", &self.organisation));
        Wanted::read(&self.text, facets)
    }
}

/// One page of the answer to a question, at most `most` entries: three or four statements, however many entries there are.
pub async fn ask(tx: &mut Tx, question: &Question, most: i64) -> Result<Answer> {
    let wanted = question.wanted();
    let total =
        if wanted == Wanted::Everything { store::count_all(tx).await? } else { store::count(tx, &wanted).await? };
    let mut hits = hits(tx, question, &wanted, most + 1).await?;
    let more = hits.len() as i64 > most;
    hits.truncate(most as usize);
    let numbers: Vec<i64> = hits.iter().map(|hit| hit.number).collect();
    let mut entries = store::some(tx, &numbers).await?;
    let has_words = !question.text.trim().is_empty();
    let pieces = if has_words { store::pieces(tx, &wanted, &numbers).await? } else { BTreeMap::new() };
    let entries = numbers.iter().filter_map(|number| entries.remove(number)).collect();
    Ok(Answer { total, entries, pieces, next: hits.pop().filter(|_| more) })
}

async fn hits(tx: &mut Tx, question: &Question, wanted: &Wanted, most: i64) -> Result<Vec<Hit>> {
    let after = &question.after;
    match (question.order(), wanted) {
        (Order::Title, Wanted::Everything) => store::all_by_title(tx, after, most).await,
        (_, Wanted::Everything) => store::all_by_age(tx, after, most).await,
        (Order::Fit, _) => store::found_by_fit(tx, wanted, after, most).await,
        (Order::Newest, _) => store::found_by_age(tx, wanted, after, most).await,
        (Order::Title, _) => store::found_by_title(tx, wanted, after, most).await,
    }
}

/// Published things most like this text, the most similar first, at most ten: "has anyone done this?" (N1).
/// Any text will do, however long; nothing for nothing.
pub async fn similar(tx: &mut Tx, text: &str) -> Result<Vec<Found>> {
    const MOST: i64 = 10;
    let wanted = Wanted::like(text);
    if wanted == Wanted::Nothing {
        return Ok(Vec::new());
    }
    let numbers: Vec<i64> = store::found_by_fit(tx, &wanted, &None, MOST).await?.iter().map(|hit| hit.number).collect();
    let mut entries = store::some(tx, &numbers).await?;
    Ok(numbers.iter().filter_map(|number| entries.remove(number)).map(|it| Found::from(it.entry)).collect())
}

impl From<Entry> for Found {
    fn from(entry: Entry) -> Found {
        Found {
            reference: entry.reference,
            title: entry.title,
            href: entry.href,
            kind: entry.kind.to_string(),
            status: entry.status,
            condition: entry.condition,
            place: entry.place,
            organisations: entry.organisations.join(", "),
            summary: entry.summary,
        }
    }
}

/// Renews the entry of a thing: written when the public may read the thing, taken out when not or no longer.
pub async fn renew(tx: &mut Tx, subject: &str, id: Uuid, now: Timestamp) -> Result<()> {
    let before = store::find(tx, id).await?;
    let entry = projection::of(tx, subject, id).await?;
    if before.as_ref().map(|it| &it.entry) == entry.as_ref() {
        return Ok(());
    }
    tx.announce();
    if let Some(before) = before {
        store::forget(tx, before.number).await?;
    }
    match entry {
        None => store::remove(tx, id).await,
        Some(entry) => {
            store::write(tx, &entry, now).await?;
            store::learn(tx, id).await
        }
    }
}

/// Makes the search index anew from the entries; after an import, and when an operator asks for it.
pub async fn rebuild(tx: &mut Tx) -> Result<()> {
    tx.announce();
    store::forget_all(tx).await?;
    store::learn_all(tx).await
}
