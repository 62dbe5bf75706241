//! Suggested conflicts as pages, forms and the API show them.
use super::actions::Suggested;
use crate::{error::Result, forms::Choice, organisations, people};
use db::Tx;
use domain::ids::{OrganisationId, PersonId};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Each suggestion as a page shows it, by what it is about.
pub async fn lines(tx: &mut Tx, all: &[Suggested]) -> Result<BTreeMap<Uuid, Vec<Value>>> {
    let (people, bodies) = names(tx, all).await?;
    let mut lines: BTreeMap<Uuid, Vec<Value>> = BTreeMap::new();
    for it in all {
        let answer = it.answered.as_ref().filter(|_| !it.is_open());
        let evidence: Vec<Value> =
            it.hint.evidence.iter().map(|one| json!({ "ground": one.ground, "text": one.text })).collect();
        lines.entry(it.about).or_default().push(json!({
            "person": people.get(&it.hint.person),
            "organisation": bodies.get(&it.hint.organisation),
            "evidence": evidence,
            "answer": answer.map(|it| it.suggestion.answer),
            "by": answer.and_then(|it| people.get(&it.suggestion.by)),
            "reasons": answer.map(|it| it.reasons.as_str()),
        }));
    }
    Ok(lines)
}

/// Open suggestions as options of a form.
pub async fn choices(tx: &mut Tx, open: &[Suggested]) -> Result<Vec<Choice>> {
    let (people, bodies) = names(tx, open).await?;
    let choice = |it: &Suggested| {
        let name = people.get(&it.hint.person).cloned().unwrap_or_default();
        let body = bodies.get(&it.hint.organisation).cloned().unwrap_or_default();
        Choice { value: it.value(), text: format!("{name}: {body}"), hint: it.hint.text() }
    };
    Ok(open.iter().map(choice).collect())
}

type Names = (BTreeMap<PersonId, String>, BTreeMap<OrganisationId, String>);

async fn names(tx: &mut Tx, all: &[Suggested]) -> Result<Names> {
    let answered = all.iter().filter_map(|it| it.answered.as_ref()).map(|it| it.suggestion.by);
    let people: Vec<PersonId> = all.iter().map(|it| it.hint.person).chain(answered).collect();
    let bodies: Vec<OrganisationId> = all.iter().map(|it| it.hint.organisation).collect();
    if all.is_empty() {
        return Ok((BTreeMap::new(), BTreeMap::new()));
    }
    Ok((people::store::names(tx, &people).await?, organisations::store::names(tx, &bodies).await?))
}
