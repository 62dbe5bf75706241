//! What a call says (C2), what it still lacks, and the hash that an approval binds to.
use crate::{
    calendar::{london, london_date},
    challenge::Challenge,
    refusal::{Reason, Refusal, gate},
    scoring,
    time::Timestamp,
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// The smallest panel: three scores per criterion (S1).
pub const SMALLEST_PANEL: u32 = 3;

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

    /// What the words still lack, one reason per field.
    pub fn missing_text(&self) -> Vec<Reason> {
        let texts = [
            ("title", &self.title),
            ("condition", &self.condition),
            ("place", &self.place),
            ("summary", &self.summary),
            ("brings", &self.brings),
            ("seeks", &self.seeks),
            ("eligibility", &self.eligibility),
            ("one_stage_reason", &self.one_stage_reason),
            ("publishes", &self.publishes),
            ("conflicts", &self.conflicts),
        ];
        let empty = texts.iter().filter(|(_, text)| text.trim().is_empty());
        empty.map(|(field, _)| Reason::new("call_incomplete").at(*field)).collect()
    }

    /// What the questions still lack.
    pub fn missing_questions(&self) -> Vec<Reason> {
        if self.questions.is_empty() { vec![Reason::new("no_questions").at("questions")] } else { Vec::new() }
    }

    /// What stands against judging by these criteria, this scale and this panel.
    pub fn missing_judging(&self) -> Vec<Reason> {
        let mut reasons = self.wrong_criteria();
        reasons.extend(self.wrong_scale());
        reasons.extend(self.wrong_names());
        if self.panel_size < SMALLEST_PANEL {
            reasons.push(Reason::new("panel_too_small").at("panel_size").with("least", SMALLEST_PANEL));
        }
        reasons
    }

    fn wrong_criteria(&self) -> Vec<Reason> {
        let sum: u64 = self.criteria.iter().map(|criterion| u64::from(criterion.weight)).sum();
        match self.criteria.is_empty() {
            true => vec![Reason::new("no_criteria").at("criteria")],
            false if sum != 100 => vec![Reason::new("weights_not_100").at("criteria").with("sum", sum)],
            false => Vec::new(),
        }
    }

    fn wrong_scale(&self) -> Vec<Reason> {
        let points: BTreeSet<u32> = self.scale.iter().map(|point| point.points).collect();
        if points.len() < 2 || points.len() != self.scale.len() {
            return vec![Reason::new("scale_too_short").at("scale")];
        }
        let bare = self.scale.iter().filter(|point| point.meaning.trim().is_empty());
        let mut reasons: Vec<Reason> =
            bare.map(|point| Reason::new("point_without_meaning").at("scale").with("points", point.points)).collect();
        let range = self.scoring_scale();
        let beyond = |criterion: &&Criterion| criterion.threshold.is_some_and(|t| t < range.least || t > range.most);
        let wrong = self.criteria.iter().filter(beyond);
        reasons
            .extend(wrong.map(|it| Reason::new("threshold_beyond_scale").at("criteria").with("criterion", &it.name)));
        reasons
    }

    fn wrong_names(&self) -> Vec<Reason> {
        let mut names = BTreeSet::new();
        let wrong = |name: &str, names: &mut BTreeSet<String>| name.contains(',') || !names.insert(name.to_string());
        let twice = self.criteria.iter().filter(|it| wrong(&it.name, &mut names)).map(|it| &it.name);
        let mut reasons: Vec<Reason> =
            twice.map(|name| Reason::new("criterion_name").at("criteria").with("criterion", name)).collect();
        let unknown = self.tie_break_order().into_iter().filter(|name| !names.contains(name));
        reasons.extend(unknown.map(|name| Reason::new("tie_break_unknown").at("tie_break").with("criterion", name)));
        reasons
    }

    /// What is wrong with the dates, seen from this instant.
    pub fn wrong_timetable(&self, at: Timestamp) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if self.deadline <= at {
            reasons.push(Reason::new("deadline_past").at("deadline"));
        }
        if self.deadline <= self.opens_at {
            reasons.push(Reason::new("deadline_before_opening").at("deadline"));
        }
        if self.decision_by < self.deadline.day() {
            reasons.push(Reason::new("decision_before_deadline").at("decision_by"));
        }
        reasons
    }

    /// Everything that stands between this text and the group's approval, at this instant.
    pub fn missing(&self, at: Timestamp) -> Vec<Reason> {
        let parts = [self.missing_text(), self.missing_questions(), self.missing_judging(), self.wrong_timetable(at)];
        parts.concat()
    }
}
