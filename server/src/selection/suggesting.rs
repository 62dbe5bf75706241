//! Conflicts of assessors with respondents that the system suggests, once both are known (G5).
use super::{
    actions::{self, Declared},
    acts::path,
    pages::Seen,
};
use crate::{
    acts::{Act, Address, Desk, Opened, offer},
    error::{Done, Result},
    forms::Field,
    groups::suggestions::{
        self, Input,
        actions::{Subject, Suggested, answer, suggested},
        showing,
    },
    unit::Unit,
};
use db::Tx;
use domain::{
    actor::Actor,
    assessment::{Assessment, Command},
    call::Call,
    policy,
    suggestion::{About, Answer},
    time::Timestamp,
};
use serde_json::{Value, json};

/// What is suggested about assessments that are not settled: their own for assessors, all for those who rule on conflicts.
async fn on(tx: &mut Tx, actor: &Actor, call: &Call, all: &[Assessment], at: Timestamp) -> Result<Vec<Suggested>> {
    let may = |it: &Assessment, command| policy::may_assessment(actor, command, it, call).is_ok();
    let concerns = |it: &&Assessment| may(it, Command::DeclareInterest) || may(it, Command::Clear);
    let subject = |it: &Assessment| Subject {
        id: it.id.0,
        people: vec![it.assessor],
        organisations: vec![it.organisation],
        about: String::new(),
    };
    let open = all.iter().filter(|it| !it.is_settled()).filter(concerns);
    suggested(tx, actor, &open.map(subject).collect::<Vec<_>>(), at).await
}

/// What is suggested on a panel, as its page shows it: the suggestions of each assessment with the way to answer them.
pub async fn shown(tx: &mut Tx, actor: &Actor, seen: &Seen, at: Timestamp) -> Result<Vec<Value>> {
    let all = on(tx, actor, &seen.call, &seen.assessments, at).await?;
    let lines = showing::lines(tx, &all).await?;
    let of = |it: &Assessment| {
        let lines = lines.get(&it.id.0)?;
        let open = lines.iter().any(|line| line["answer"].is_null());
        let offers: Vec<Value> = open.then(|| offer::<AnswerOnAssessment>(&it.reference)).into_iter().collect();
        Some(json!({ "lines": lines, "offers": offers }))
    };
    Ok(seen.assessments.iter().filter_map(of).collect())
}

/// Confirm or dismiss a suggested conflict of an assessor with a respondent.
pub struct AnswerOnAssessment;

impl Act for AnswerOnAssessment {
    const NAME: &'static str = "assessment.suggestion";
    const PATH: &'static str = "/assessments/{reference}/suggestions";
    const FORM: &'static [Field] = suggestions::FORM;
    type Input = Input;

    async fn open(desk: Desk<'_>) -> Result<Opened> {
        let (it, call) = actions::assessment(desk.tx, desk.actor, &desk.address.reference()?).await?;
        let all = on(desk.tx, desk.actor, &call, std::slice::from_ref(&it), desk.at).await?;
        let open = suggestions::waiting(all)?;
        let options = [("suggestion", showing::choices(desk.tx, &open).await?)].into();
        let facts = json!({ "reference": it.reference, "title": call.content.title });
        Ok(Opened { options, facts, back: path(&call.reference), ..Opened::default() })
    }
    async fn run(unit: &mut Unit, address: &Address, input: Input) -> Result<Done> {
        let reference = address.reference()?;
        let (it, call) = actions::assessment(&mut unit.tx, &unit.actor, &reference).await?;
        let actor = unit.actor.clone();
        let all = on(&mut unit.tx, &actor, &call, std::slice::from_ref(&it), unit.at).await?;
        let answered = (input.suggestion.as_str(), input.answer, input.reasons.as_str());
        let hint = answer(unit, About::Assessment(&it, &call), &all, answered).await?;
        if input.answer == Answer::Confirmed {
            actions::declare(unit, &reference, Declared::Interest(input.words(&hint))).await?;
        }
        Ok(Done::to(path(&call.reference)))
    }
}
