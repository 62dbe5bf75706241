//! Suggested conflicts beside what they are about, and what people answer.
use super::{
    known::{self, Hint, Question},
    store::{self, Answered},
};
use crate::{collaborations, error::Result, forms::Problem, ids, responses, unit::Unit};
use db::Tx;
use domain::{
    actor::Actor,
    group::Group,
    ids::{CallId, OrganisationId, PersonId, SuggestionId},
    item::{Item, Motion},
    policy,
    suggestion::{About, Answer, Answering, Suggestion},
    time::Timestamp,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What suggestions are looked for about: an item or an assessment.
#[derive(Debug, Clone)]
pub struct Subject {
    /// Its id.
    pub id: Uuid,
    /// The people concerned.
    pub people: Vec<PersonId>,
    /// The organisations that it is about.
    pub organisations: Vec<OrganisationId>,
    /// The reference of what it is about: a project is no evidence of itself.
    pub about: String,
}

/// A suggested conflict, with what was answered before.
#[derive(Debug, Clone)]
pub struct Suggested {
    /// The item or assessment.
    pub about: Uuid,
    /// Who, with which organisation, and why.
    pub hint: Hint,
    /// The earlier answer.
    pub answered: Option<Answered>,
}

impl Suggested {
    /// Whether nobody has answered it on the grounds that it has now.
    pub fn is_open(&self) -> bool {
        self.answered.as_ref().is_none_or(|it| !it.suggestion.covers(&self.hint.grounds()))
    }
    /// How a form names it.
    pub fn value(&self) -> String {
        format!("{}.{}", self.hint.person, self.hint.organisation)
    }
}

/// The conflicts suggested about some subjects, for this reader's eyes: a fixed number of statements.
pub async fn suggested(tx: &mut Tx, reader: &Actor, subjects: &[Subject], at: Timestamp) -> Result<Vec<Suggested>> {
    let people: BTreeSet<PersonId> = subjects.iter().flat_map(|it| it.people.iter().copied()).collect();
    let organisations: BTreeSet<OrganisationId> =
        subjects.iter().flat_map(|it| it.organisations.iter().copied()).collect();
    let (people, organisations): (Vec<_>, Vec<_>) = (people.into_iter().collect(), organisations.into_iter().collect());
    let hints = known::between(tx, Question { reader, people: &people, organisations: &organisations, at }).await?;
    if hints.is_empty() {
        return Ok(Vec::new());
    }
    let answered = store::about(tx, &subjects.iter().map(|it| it.id).collect::<Vec<_>>()).await?;
    Ok(subjects.iter().flat_map(|subject| of_subject(subject, &hints, &answered)).collect())
}

fn of_subject(subject: &Subject, hints: &[Hint], answered: &[Answered]) -> Vec<Suggested> {
    let concerns =
        |hint: &&Hint| subject.people.contains(&hint.person) && subject.organisations.contains(&hint.organisation);
    let beside = |hint: &Hint| {
        let mut hint = hint.clone();
        hint.evidence.retain(|it| it.project.is_empty() || it.project != subject.about);
        let same = |it: &&Answered| {
            let it = &it.suggestion;
            (it.about, it.person, it.organisation) == (subject.id, hint.person, hint.organisation)
        };
        Suggested { about: subject.id, answered: answered.iter().find(same).cloned(), hint }
    };
    hints.iter().filter(concerns).map(beside).filter(|it| !it.hint.evidence.is_empty()).collect()
}

/// The conflicts suggested on items of a group's business: all for those who run its meetings, their own for others.
pub async fn on_items(
    tx: &mut Tx,
    actor: &Actor,
    group: &Group,
    items: &[Item],
    at: Timestamp,
) -> Result<Vec<Suggested>> {
    let runs = policy::may_plan(actor, group.id).is_ok();
    let held: BTreeSet<PersonId> = group.held(at).map(|seat| seat.person).collect();
    let people: Vec<PersonId> = held.into_iter().filter(|person| runs || *person == actor.person).collect();
    let bodies = concerned(tx, actor, group, items).await?;
    let subject = |item: &Item| {
        let of = bodies.iter().filter(|(about, _)| *about == item.subject);
        let organisations = of.map(|(_, organisation)| *organisation).collect();
        Subject { id: item.id.0, people: people.clone(), organisations, about: item.about.clone() }
    };
    let open = items.iter().filter(|item| item.decision.is_none() && policy::may_read_item(actor, item));
    suggested(tx, actor, &open.map(subject).collect::<Vec<_>>(), at).await
}

/// The organisations that items are about: who answered a call that is decided on, the parties of a project that ends.
async fn concerned(tx: &mut Tx, actor: &Actor, group: &Group, items: &[Item]) -> Result<Vec<(Uuid, OrganisationId)>> {
    let calls: Vec<CallId> =
        items.iter().filter(|it| it.motion == Motion::Select).map(|it| CallId(it.subject)).collect();
    let mut found = Vec::new();
    if !calls.is_empty() {
        let responses = responses::store::of_calls(tx, &calls).await?;
        let known = responses.into_iter().filter(|it| !actor.is_recused_on(it.id));
        found.extend(known.map(|it| (it.call.0, it.organisation)));
    }
    if items.iter().any(|it| it.motion == Motion::Complete) {
        let projects = collaborations::store::of_group(tx, group.id).await?;
        let known = projects.into_iter().filter(|it| policy::may_read_collaboration(actor, it));
        found.extend(known.flat_map(|it| it.organisations().into_iter().map(move |party| (it.id.0, party))));
    }
    Ok(found)
}

/// Confirms or dismisses what was picked of these suggestions; gives what was answered.
pub async fn answer(
    unit: &mut Unit,
    about: About<'_>,
    suggested: &[Suggested],
    (picked, answer, reasons): (&str, Answer, &str),
) -> Result<Hint> {
    let it = suggested.iter().find(|it| it.about == about.id() && it.value() == picked && it.is_open());
    let it = it.ok_or_else(|| Problem::new("not_an_option").at("suggestion"))?;
    let salt = ids::salt();
    let words = serde_json::json!([it.hint.text(), reasons]).to_string();
    let says = record::commit(&salt, words.as_bytes()).to_string();
    let decided = Suggestion::answer(&unit.actor, about, answer, answering(it, reasons, says), unit.at)?;
    let saved = unit.save(decided).await?;
    store::describe(&mut unit.tx, saved.id, &it.hint.text(), reasons, &hex::encode(salt)).await?;
    Ok(it.hint.clone())
}

fn answering(it: &Suggested, reasons: &str, says: String) -> Answering {
    let before = it.answered.as_ref().map(|it| &it.suggestion);
    Answering {
        id: before.map_or_else(|| ids::new(SuggestionId), |it| it.id),
        reference: before.map_or_else(|| ids::reference("SG"), |it| it.reference.clone()),
        version: before.map_or(0, |it| it.version),
        person: it.hint.person,
        organisation: it.hint.organisation,
        grounds: it.hint.grounds(),
        reasons: reasons.into(),
        says,
    }
}
