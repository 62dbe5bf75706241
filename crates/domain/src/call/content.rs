//! What a call says (C2), how its parts change, and the hash that an approval binds to.
use super::missing::SMALLEST_PANEL;
use crate::{
    calendar::{london, london_date},
    challenge::Challenge,
    refusal::{Refusal, gate},
    scoring,
    time::Timestamp,
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// One question to whoever answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The question.
    pub text: String,
    /// What a good answer covers; may be empty.
    pub guidance: String,
    /// The most words of an answer.
    pub words: u32,
}

/// One criterion of judgement.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Its name, one of its kind within the call, without a comma.
    pub name: String,
    /// What is judged.
    pub description: String,
    /// Its share of 100.
    pub weight: u32,
    /// The mean score, in points of the scale, below which a response cannot be selected.
    pub threshold: Option<u32>,
}

/// One point of the scale.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The points.
    pub points: u32,
    /// What they mean.
    pub meaning: String,
}

/// Everything a call states (C2). Frozen at publication, but for a later deadline (C4).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// What people call it.
    pub title: String,
    /// The condition or theme, from the challenge.
    pub condition: String,
    /// Where, from the challenge.
    pub place: String,
    /// The need, in short.
    pub summary: String,
    /// What the NHS brings.
    pub brings: String,
    /// What is sought.
    pub seeks: String,
    /// Who may answer.
    pub eligibility: String,
    /// Every question.
    pub questions: Vec<Question>,
    /// Every criterion; weights sum to 100.
    pub criteria: Vec<Criterion>,
    /// Every point of the scale with its meaning.
    pub scale: Vec<Point>,
    /// Names of criteria in the order in which they break a tie, with commas between; may be empty.
    pub tie_break: String,
    /// How many people will judge.
    pub panel_size: u32,
    /// Why one stage is enough.
    pub one_stage_reason: String,
    /// What will be published of responses and of the decision.
    pub publishes: String,
    /// How conflicts of interest are handled.
    pub conflicts: String,
    /// From when answers are taken.
    pub opens_at: Timestamp,
    /// Until when: answers are refused from this very second on.
    pub deadline: Timestamp,
    /// By when the decision is meant to be made.
    pub decision_by: Date,
}

/// The words of a call: what one page of its form asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each field is the one of the same name in `Content`")]
pub struct Text {
    pub title: String,
    pub condition: String,
    pub place: String,
    pub summary: String,
    pub brings: String,
    pub seeks: String,
    pub eligibility: String,
    pub one_stage_reason: String,
    pub publishes: String,
    pub conflicts: String,
}

/// The dates of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timetable {
    /// From when answers are taken.
    pub opens_at: Timestamp,
    /// Until when.
    pub deadline: Timestamp,
    /// By when the decision is meant to be made.
    pub decision_by: Date,
}

/// How responses are judged: criteria, scale, tie-break and panel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judging {
    /// Every criterion.
    pub criteria: Vec<Criterion>,
    /// Every point of the scale.
    pub scale: Vec<Point>,
    /// Names of criteria in the order in which they break a tie, with commas between.
    pub tie_break: String,
    /// How many people will judge.
    pub panel_size: u32,
}

/// A change of one part of a draft.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// The words.
    Text(Text),
    /// Every question.
    Questions(Vec<Question>),
    /// How responses are judged.
    Judging(Judging),
    /// The dates.
    Timetable(Timetable),
}

/// What a call says at first: what its challenge already says (nobody types it twice), and a usual timetable.
pub fn proposed(challenge: &Challenge, at: Timestamp) -> Content {
    let from = &challenge.content;
    let Timetable { opens_at, deadline, decision_by } = usual(at);
    let outcomes = from.outcomes.iter().map(|wanted| format!("• {}", wanted.outcome));
    Content {
        title: from.title.clone(),
        condition: from.condition.clone(),
        place: from.place.clone(),
        summary: from.need.clone(),
        seeks: outcomes.collect::<Vec<_>>().join("\n"),
        brings: String::new(),
        eligibility: String::new(),
        questions: Vec::new(),
        criteria: Vec::new(),
        scale: Vec::new(),
        tie_break: String::new(),
        panel_size: SMALLEST_PANEL,
        one_stage_reason: String::new(),
        publishes: String::new(),
        conflicts: String::new(),
        opens_at,
        deadline,
        decision_by,
    }
}

/// Opens in two weeks at nine, closes six weeks later at noon, decides six weeks after that.
fn usual(at: Timestamp) -> Timetable {
    let today = london_date(at.0);
    let day = |weeks: i64| today.saturating_add(weeks.weeks());
    let moment = |weeks, hour| {
        let zoned = day(weeks).at(hour, 0, 0, 0).to_zoned(london());
        Timestamp(zoned.map_or(at.0, |zoned| zoned.timestamp()))
    };
    Timetable { opens_at: moment(2, 9), deadline: moment(8, 12), decision_by: day(14) }
}

impl Content {
    /// The hash of this exact text, 64 hex digits: SHA-256 over the line `trefoil/call/1` and its JSON.
    pub fn hash(&self) -> String {
        let text = serde_json::to_string(self).expect("texts, numbers and times are JSON");
        hex::encode(Sha256::digest(format!("trefoil/call/1\n{text}")))
    }

    /// The same after a change; refused with everything that is wrong with the changed part at this instant.
    pub fn changed(self, change: Change, at: Timestamp) -> Result<Content, Refusal> {
        let (content, wrong) = match change {
            Change::Text(text) => (self.with_text(text), Vec::new()),
            Change::Questions(questions) => (Content { questions, ..self }, Vec::new()),
            Change::Judging(judging) => {
                let content = self.with_judging(judging);
                let wrong = content.missing_judging();
                (content, wrong)
            }
            Change::Timetable(timetable) => {
                let content = self.with_timetable(timetable);
                let wrong = content.wrong_timetable(at);
                (content, wrong)
            }
        };
        gate(wrong).map(|()| content)
    }

    fn with_text(self, text: Text) -> Content {
        let Text { title, condition, place, summary, brings, seeks, eligibility, .. } = text;
        let Text { one_stage_reason, publishes, conflicts, .. } = text;
        let words = Content { title, condition, place, summary, brings, seeks, eligibility, ..self };
        Content { one_stage_reason, publishes, conflicts, ..words }
    }

    fn with_judging(self, it: Judging) -> Content {
        let Judging { criteria, scale, tie_break, panel_size } = it;
        Content { criteria, scale, tie_break, panel_size, ..self }
    }

    fn with_timetable(self, it: Timetable) -> Content {
        Content { opens_at: it.opens_at, deadline: it.deadline, decision_by: it.decision_by, ..self }
    }

    /// The names of criteria that break a tie, in order.
    pub fn tie_break_order(&self) -> Vec<String> {
        self.tie_break.split(',').map(str::trim).filter(|name| !name.is_empty()).map(String::from).collect()
    }

    /// The criteria as a ranking takes them; a criterion's key is its name (S5).
    pub fn scoring_criteria(&self) -> Vec<scoring::Criterion> {
        let criterion = |it: &Criterion| scoring::Criterion {
            key: it.name.clone(),
            weight: it.weight.into(),
            threshold: it.threshold.map(Into::into),
        };
        self.criteria.iter().map(criterion).collect()
    }

    /// The scale as a ranking takes it (S5).
    pub fn scoring_scale(&self) -> scoring::Scale {
        let points = || self.scale.iter().map(|point| point.points);
        scoring::Scale { least: points().min().unwrap_or(0), most: points().max().unwrap_or(0) }
    }
}
