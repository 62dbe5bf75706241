//! What of a thing is public: an allow-list of fields per kind (X3). Nothing else can reach the register, and a thing
//! that its own room does not call public has no entry.
use super::entry::{Entry, Kind, Stage, summary};
use crate::{calls, collaborations, error::Result, groups, needs, organisations, outcomes};
use db::Tx;
use domain::{
    call::{self, Call},
    challenge::{self, Challenge},
    collaboration::{self, Collaboration, Party},
    event::Subject,
    ids::*,
    outcome::{self, Outcome},
};
use uuid::Uuid;

/// The most characters of a thing's text that the search knows.
const MOST: usize = 100_000;

/// The entry of a thing as it is now; none if the public may not read it.
pub async fn of(tx: &mut Tx, subject: &str, id: Uuid) -> Result<Option<Entry>> {
    match subject.parse() {
        Ok(Subject::Challenge) => need(tx, ChallengeId(id)).await,
        Ok(Subject::Call) => call(tx, CallId(id)).await,
        Ok(Subject::Collaboration) => collaboration(tx, CollaborationId(id)).await,
        Ok(Subject::Outcome) => outcome(tx, OutcomeId(id)).await,
        _ => Ok(None),
    }
}

/// What every kind has beside its texts.
struct Named<'a> {
    id: Uuid,
    reference: &'a str,
    title: &'a str,
    condition: &'a str,
    place: &'a str,
    organisations: Vec<String>,
}

/// An entry from public texts; the first says what it is about.
fn entry(kind: Kind, stage: Stage, status: &str, named: Named<'_>, texts: &[&str]) -> Entry {
    let Named { id, reference, title, condition, place, organisations } = named;
    let organisations: Vec<String> = organisations.iter().map(|name| clean(name)).filter(|it| !it.is_empty()).collect();
    let names = organisations.join(", ");
    let found_by = [reference, condition, place, &names];
    let words: Vec<&str> = texts.iter().chain(&found_by).map(|text| text.trim()).filter(|it| !it.is_empty()).collect();
    Entry {
        subject_id: id,
        reference: reference.to_string(),
        kind,
        title: clean(title),
        summary: summary(&clean(texts.first().unwrap_or(&""))),
        words: clean(&words.join("\n")).chars().take(MOST).collect(),
        condition: clean(condition),
        place: clean(place),
        organisations,
        status: status.to_string(),
        stage,
        href: format!("/{kind}s/{reference}"),
        due_at: None,
    }
}

fn clean(text: &str) -> String {
    text.chars().filter(|letter| *letter == '\n' || !letter.is_control()).collect()
}

async fn need(tx: &mut Tx, id: ChallengeId) -> Result<Option<Entry>> {
    let Some(it) = needs::store::find(tx, id).await?.filter(Challenge::is_public) else { return Ok(None) };
    let group = groups::actions::name(tx, it.group).await?;
    let c = &it.content;
    let (condition, place) = (c.condition.as_str(), c.place.as_str());
    let named =
        Named { id: id.0, reference: &it.reference, title: &c.title, condition, place, organisations: vec![group] };
    let mut texts: Vec<&str> = vec![&c.need, &c.population, &c.population_source, &c.inequalities, &c.lay_view];
    texts.extend(c.evidence.iter().map(|one| one.what.as_str()));
    texts.extend(c.outcomes.iter().map(|one| one.outcome.as_str()));
    Ok(Some(entry(Kind::Need, stage_of_need(it.status), it.status.as_str(), named, &texts)))
}

fn stage_of_need(status: challenge::Status) -> Stage {
    use challenge::Status::*;
    match status {
        Answered => Stage::Agreeing,
        Unanswered | Declined | Withdrawn => Stage::Ended,
        Draft | Submitted | Approved | Called => Stage::Seeking,
    }
}

async fn call(tx: &mut Tx, id: CallId) -> Result<Option<Entry>> {
    let Some(it) = calls::store::find(tx, id).await?.filter(Call::is_public) else { return Ok(None) };
    let organisations = organisations::store::names(tx, &[it.network]).await?.into_values().collect();
    let c = &it.content;
    let (condition, place) = (c.condition.as_str(), c.place.as_str());
    let named = Named { id: id.0, reference: &it.reference, title: &c.title, condition, place, organisations };
    let mut texts: Vec<&str> = vec![&c.summary, &c.brings, &c.seeks, &c.eligibility, &c.publishes, &c.conflicts];
    texts.extend(c.questions.iter().flat_map(|one| [one.text.as_str(), &one.guidance]));
    texts.extend(c.criteria.iter().flat_map(|one| [one.name.as_str(), &one.description]));
    let (stage, status) = stage_of_call(it.status);
    let entry = entry(Kind::Call, stage, status, named, &texts);
    Ok(Some(Entry { due_at: Some(c.deadline), ..entry }))
}

/// Before the announcement the public does not learn how far the choosing has come (S7).
fn stage_of_call(status: call::Status) -> (Stage, &'static str) {
    use call::Status::*;
    match status {
        Draft | InApproval | Approved | Published => (Stage::Seeking, "open"),
        Closed | Opened | StageOne | StageTwo | Recommended | Decided => (Stage::Choosing, "closed_for_answers"),
        Announced => (Stage::Agreeing, status.as_str()),
        Cancelled | Unsuccessful => (Stage::Ended, status.as_str()),
    }
}

async fn collaboration(tx: &mut Tx, id: CollaborationId) -> Result<Option<Entry>> {
    let found = collaborations::store::find(tx, id).await?.filter(Collaboration::is_public);
    let Some(it) = found else { return Ok(None) };
    let Some(public) = &it.summary else { return Ok(None) };
    let text = &public.text;
    let (condition, place, organisations) = (it.condition.as_str(), it.place.as_str(), names(&it.parties));
    let named = Named { id: id.0, reference: &it.reference, title: &text.title, condition, place, organisations };
    let texts =
        [&text.rationale, &text.objectives, &text.financial, &text.roles, &text.publication].map(String::as_str);
    Ok(Some(entry(Kind::Collaboration, stage_of_collaboration(it.status), it.status.as_str(), named, &texts)))
}

fn names(parties: &[Party]) -> Vec<String> {
    parties.iter().map(|party| party.name.clone()).collect()
}

fn stage_of_collaboration(status: collaboration::Status) -> Stage {
    use collaboration::Status::*;
    match status {
        Agreeing | Agreed | Ready => Stage::Agreeing,
        Started => Stage::Delivering,
        Completed | Stopped | Reported => Stage::Reporting,
        PublishedByAll | Closed => Stage::Published,
    }
}

async fn outcome(tx: &mut Tx, id: OutcomeId) -> Result<Option<Entry>> {
    let Some(it) = outcomes::store::find(tx, id).await?.filter(Outcome::is_public) else { return Ok(None) };
    let (condition, place, organisations) = (it.condition.as_str(), it.place.as_str(), names(&it.parties));
    let named = Named { id: id.0, reference: &it.reference, title: &it.title, condition, place, organisations };
    let c = &it.content;
    let good = [&c.done, &c.results, &c.benefits_patients, &c.benefits_nhs, &c.benefits_industry];
    let further = [&c.disbenefits, &c.inequalities, &c.incidents, &c.next_steps, &c.limits, &c.funding];
    let mut texts: Vec<&str> = good.iter().chain(&further).map(|text| text.as_str()).collect();
    texts.extend(c.factors.iter().flat_map(|one| [one.factor.as_str(), &one.answer]));
    texts.extend(c.pack.iter().map(|one| one.piece.as_str()));
    let stage = if it.status == outcome::Status::Draft { Stage::Reporting } else { Stage::Published };
    let entry = entry(Kind::Outcome, stage, it.status.as_str(), named, &texts);
    Ok(Some(Entry { due_at: Some(it.due_at), ..entry }))
}
