//! What stands between the text of a call and its approval: every reason, part by part (C2, S1).
use super::{Content, Criterion};
use crate::{refusal::Reason, time::Timestamp};
use std::collections::BTreeSet;

/// The smallest panel: three scores per criterion (S1).
pub const SMALLEST_PANEL: u32 = 3;

impl Content {
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
