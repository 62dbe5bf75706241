//! What each act of an assessor asks: declaring, scoring, locking; and the ruling on a conflict.
use super::{
    actions::{self, Declared, Ruled},
    acts::path,
    store,
    suggesting::AnswerOnAssessment,
};
use crate::{
    acts::{Act, Acts, Address, Desk, Opened, Proof, offer},
    error::{Done, Result},
    forms::{Choice, Field, Kind},
    groups::interests::actions::must_be_current,
    organisations, people, responses,
    unit::Unit,
};
use domain::{
    actor::Actor,
    assessment::{Assessment, Command, Score},
    call::Call,
    refusal::{Reason, gate},
};
use serde::Deserialize;
use serde_json::{Value, json};

/// The acts of an assessor.
pub fn acts() -> Acts {
    Acts::new().with::<Declare>().with::<Rule>().with::<GiveScores>().with::<Lock>().with::<AnswerOnAssessment>()
}

/// What this actor can do with an assessment now, as links; the first is the one to do next.
pub fn offers(it: &Assessment, actor: &Actor, call: &Call) -> Vec<Value> {
    let offer = |command: &Command| match command {
        Command::DeclareNone => Some(offer::<Declare>(&it.reference)),
        Command::Clear => Some(offer::<Rule>(&it.reference)),
        Command::Score => Some(offer::<GiveScores>(&it.reference)),
        Command::Lock => Some(offer::<Lock>(&it.reference)),
        _ => None,
    };
    it.available(actor, call).iter().filter_map(offer).collect()
}

/// Opens an act on the assessment in the address, if this command is possible now.
async fn opened(desk: &mut Desk<'_>, command: Command) -> Result<(Assessment, Call, Opened)> {
    let (it, call) = actions::assessment(desk.tx, desk.actor, &desk.address.reference()?).await?;
    it.outcome(desk.actor, &call, command)?;
    let names = organisations::store::names(desk.tx, &[it.organisation]).await?;
    let response = responses::store::find(desk.tx, it.response).await?.map(|response| response.reference);
    let facts = json!({
        "reference": it.reference, "title": call.content.title, "organisation": names.get(&it.organisation),
        "response": response, "conflicts": call.content.conflicts,
    });
    Ok((it, call.clone(), Opened { facts, back: path(&call.reference), ..Opened::default() }))
}

/// Declare an interest in a respondent, or none.
struct Declare;

#[derive(Deserialize)]
struct DeclareInput {
    declared: String,
    about: String,
}

impl Act for Declare {
    const NAME: &'static str = "assessment.declare";
    const PATH: &'static str = "/assessments/{reference}/declaration";
    const FORM: &'static [Field] = &[Field::choice("declared", &["none", "interest"]), Field::text("about").optional()];
    type Input = DeclareInput;

    async fn open(mut desk: Desk<'_>) -> Result<Opened> {
        opened(&mut desk, Command::DeclareInterest).await.map(|(_, _, opened)| opened)
    }
    async fn run(unit: &mut Unit, address: &Address, input: DeclareInput) -> Result<Done> {
        let missing = input.declared == "interest" && input.about.is_empty();
        gate(missing.then(|| Reason::new("missing").at("about")).into_iter().collect())?;
        let declared = if input.declared == "none" { Declared::Nothing } else { Declared::Interest(input.about) };
        let it = actions::declare(unit, &address.reference()?, declared).await?;
        Ok(Done::to(format!("/assessments/{}", it.reference)))
    }
}

/// Rule on an interest that somebody else declared.
struct Rule;

#[derive(Deserialize)]
struct RuleInput {
    panel_ruling: String,
    reasons: String,
}

impl Act for Rule {
    const NAME: &'static str = "assessment.rule";
    const PATH: &'static str = "/assessments/{reference}/ruling";
    const FORM: &'static [Field] = &[Field::choice("panel_ruling", &["clear", "recused"]), Field::text("reasons")];
    const PROOF: Proof = Proof::Fresh;
    type Input = RuleInput;

    async fn open(mut desk: Desk<'_>) -> Result<Opened> {
        let (it, _, mut opened) = opened(&mut desk, Command::Clear).await?;
        let names = people::store::names(desk.tx, &[it.assessor]).await?;
        opened.facts["assessor"] = json!(names.get(&it.assessor));
        opened.facts["interest"] = json!(store::interest(desk.tx, it.id).await?);
        Ok(opened)
    }
    async fn run(unit: &mut Unit, address: &Address, input: RuleInput) -> Result<Done> {
        let ruled = if input.panel_ruling == "clear" { Ruled::Clear } else { Ruled::Recused };
        let reference = address.reference()?;
        let (_, call) = actions::assessment(&mut unit.tx, &unit.actor, &reference).await?;
        actions::rule(unit, &reference, ruled, &input.reasons).await?;
        Ok(Done::to(path(&call.reference)))
    }
}

/// Give points and reasons, criterion by criterion.
struct GiveScores;

const SCORES: &[Field] =
    &[Field::each("scores", &[Field::pick("points").optional(), Field::text("reasons").optional()])];

#[derive(Deserialize)]
struct ScoreInput {
    scores: Vec<Given>,
}

#[derive(Deserialize)]
struct Given {
    points: Option<String>,
    reasons: String,
}

impl Act for GiveScores {
    const NAME: &'static str = "assessment.score";
    const PATH: &'static str = "/assessments/{reference}/scores";
    const FORM: &'static [Field] = SCORES;
    const TEMPLATE: &'static str = "selection/score.html";
    type Input = ScoreInput;

    async fn open(mut desk: Desk<'_>) -> Result<Opened> {
        let (it, call, opened) = opened(&mut desk, Command::Score).await?;
        must_be_current(desk.tx, desk.actor, desk.at).await?;
        let sheet = store::sheet(desk.tx, it.id).await?;
        let options = [("scores", criteria(&call)), ("points", scale(&call))].into();
        let values = json!({ "scores": sheet.scores });
        Ok(Opened { values, version: Some(sheet.version), options, ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, input: ScoreInput) -> Result<Done> {
        let reference = address.reference()?;
        let (_, call) = actions::assessment(&mut unit.tx, &unit.actor, &reference).await?;
        let it = actions::score(unit, &reference, scores(&call, input.scores)?).await?;
        Ok(Done::to(format!("/assessments/{}", it.reference)))
    }
}

/// The criteria as the form lays them out.
fn criteria(call: &Call) -> Vec<Choice> {
    let of = |it: &domain::call::Criterion| Choice {
        value: String::new(),
        text: format!("{} ({}%)", it.name, it.weight),
        hint: it.description.clone(),
    };
    call.content.criteria.iter().map(of).collect()
}

/// The points of the scale with what they mean.
fn scale(call: &Call) -> Vec<Choice> {
    let of = |it: &domain::call::Point| Choice {
        value: it.points.to_string(),
        text: it.points.to_string(),
        hint: it.meaning.clone(),
    };
    call.content.scale.iter().map(of).collect()
}

/// One score per criterion, in their order; points that are no number, and criteria that do not exist, are refused.
fn scores(call: &Call, given: Vec<Given>) -> Result<Vec<Score>> {
    let criteria = &call.content.criteria;
    let beyond =
        (given.len() > criteria.len()).then(|| Reason::new("unknown_field").at(format!("scores-{}", criteria.len())));
    gate(beyond.into_iter().collect())?;
    let mut reasons = Vec::new();
    let mut scores = Vec::new();
    for (n, (criterion, given)) in criteria.iter().zip(given).enumerate() {
        let points = given.points.map(|text| text.parse::<u32>());
        if matches!(points, Some(Err(_))) {
            let reason = Reason::new("score_outside_scale").at(format!("scores-{n}-points"));
            reasons.push(reason.with("criterion", &criterion.name));
        }
        let points = points.and_then(std::result::Result::ok);
        scores.push(Score { criterion: criterion.name.clone(), points, reasons: given.reasons });
    }
    gate(reasons)?;
    Ok(scores)
}

/// Lock scores and reasons for good.
struct Lock;

impl Act for Lock {
    const NAME: &'static str = "assessment.lock";
    const PATH: &'static str = "/assessments/{reference}/lock";
    const FORM: &'static [Field] = &[Field::new("final", Kind::Yes)];
    const TEMPLATE: &'static str = "selection/lock.html";
    type Input = Value;

    async fn open(mut desk: Desk<'_>) -> Result<Opened> {
        let (it, _, mut opened) = opened(&mut desk, Command::Lock).await?;
        must_be_current(desk.tx, desk.actor, desk.at).await?;
        let sheet = store::sheet(desk.tx, it.id).await?;
        opened.facts["scores"] = json!(sheet.scores);
        Ok(Opened { version: Some(sheet.version), ..opened })
    }
    async fn run(unit: &mut Unit, address: &Address, _: Value) -> Result<Done> {
        let reference = address.reference()?;
        let (_, call) = actions::assessment(&mut unit.tx, &unit.actor, &reference).await?;
        actions::lock(unit, &reference).await?;
        Ok(Done::to(path(&call.reference)))
    }
}
