//! What of a thing is public: an allow-list of fields per kind (X3). Nothing else can reach the register, and a thing
//! that its own room does not call public has no entry.
use super::entry::{Entry, Kind, Stage, summary};
use crate::{error::Result, groups, needs};
use db::Tx;
use domain::{
    challenge::{self, Challenge},
    event::Subject,
    ids::ChallengeId,
};
use uuid::Uuid;

/// The most characters of a thing's text that the search knows.
const MOST: usize = 100_000;

/// The entry of a thing as it is now; none if the public may not read it.
pub async fn of(tx: &mut Tx, subject: &str, id: Uuid) -> Result<Option<Entry>> {
    match subject.parse() {
        Ok(Subject::Challenge) => need(tx, ChallengeId(id)).await,
        _ => Ok(None),
    }
}

async fn need(tx: &mut Tx, id: ChallengeId) -> Result<Option<Entry>> {
    let Some(it) = needs::store::find(tx, id).await?.filter(Challenge::is_public) else { return Ok(None) };
    let group = groups::actions::name(tx, it.group).await?;
    let c = &it.content;
    let evidence = c.evidence.iter().map(|one| one.what.as_str());
    let outcomes = c.outcomes.iter().map(|one| one.outcome.as_str());
    let texts = [&c.need, &c.population, &c.population_source, &c.inequalities, &c.lay_view];
    let texts = texts.into_iter().map(String::as_str).chain(evidence).chain(outcomes);
    Ok(Some(Entry {
        subject_id: id.0,
        kind: Kind::Need,
        summary: summary(&c.need),
        words: joined(texts.chain(named(&it.reference, &c.condition, &c.place, &group))),
        condition: clean(&c.condition),
        place: clean(&c.place),
        organisations: Some(clean(&group)).filter(|name| !name.is_empty()).into_iter().collect(),
        status: it.status.to_string(),
        stage: stage_of_need(it.status),
        href: needs::path(&it.reference),
        due_at: None,
        title: clean(&c.title),
        reference: it.reference,
    }))
}

fn stage_of_need(status: challenge::Status) -> Stage {
    use challenge::Status::*;
    match status {
        Answered => Stage::Agreeing,
        Unanswered | Declined | Withdrawn => Stage::Ended,
        Draft | Submitted | Approved | Called => Stage::Seeking,
    }
}

/// What every kind is found by beside its texts.
fn named<'a>(reference: &'a str, condition: &'a str, place: &'a str, who: &'a str) -> [&'a str; 4] {
    [reference, condition, place, who]
}

/// Texts one after the other, without characters that cannot be shown.
fn joined<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let filled: Vec<&str> = texts.map(str::trim).filter(|text| !text.is_empty()).collect();
    clean(&filled.join("\n")).chars().take(MOST).collect()
}

fn clean(text: &str) -> String {
    text.chars().filter(|letter| *letter == '\n' || !letter.is_control()).collect()
}
