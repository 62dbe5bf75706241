//! Two versions of an agreement side by side, field by field (X2).
use super::words::{self, Said};
use crate::forms::Options;
use domain::agreement::{Agreement, Head};
use serde::Serialize;

/// What two versions say differently of one thing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// Under which head.
    pub head: String,
    /// What about.
    pub label: String,
    /// What the earlier version says, line by line; each line says whether the other has it too.
    pub before: Vec<Line>,
    /// What the later version says.
    pub after: Vec<Line>,
}

/// One line of a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// The line.
    pub text: String,
    /// Whether the other version has it too.
    pub kept: bool,
}

/// Everything that differs, head by head.
pub fn between(before: &Agreement, after: &Agreement, options: &Options) -> Vec<Difference> {
    let of = |head: &Head| {
        let (old, new) = (words::said(before, *head, options), words::said(after, *head, options));
        compared(&words::title(*head), &old, &new)
    };
    Head::ALL.iter().flat_map(of).collect()
}

fn compared(head: &str, old: &[Said], new: &[Said]) -> Vec<Difference> {
    let mut labels: Vec<&str> = new.iter().chain(old).map(Said::label).collect();
    let mut seen = Vec::new();
    labels.retain(|label| {
        !seen.contains(label) && {
            seen.push(label);
            true
        }
    });
    let lines = |all: &[Said], label: &str| {
        all.iter().filter(|it| it.label() == label).flat_map(Said::lines).collect::<Vec<_>>()
    };
    let pairs = labels.into_iter().map(|label| (label, lines(old, label), lines(new, label)));
    let differing = pairs.filter(|(_, old, new)| old != new);
    differing
        .map(|(label, old, new)| Difference {
            head: head.into(),
            label: label.into(),
            before: marked(&old, &new),
            after: marked(&new, &old),
        })
        .collect()
}

fn marked(lines: &[String], other: &[String]) -> Vec<Line> {
    lines.iter().map(|text| Line { text: text.clone(), kept: other.contains(text) }).collect()
}

impl Said {
    fn label(&self) -> &str {
        match self {
            Said::Text { label, .. }
            | Said::List { label, .. }
            | Said::Table { label, .. }
            | Said::Cards { label, .. } => label,
        }
    }

    /// What it says as lines that can be compared.
    fn lines(&self) -> Vec<String> {
        match self {
            Said::Text { text, .. } => text.lines().map(String::from).collect(),
            Said::List { items, .. } => items.clone(),
            Said::Table { rows, .. } => rows.iter().map(|row| row.join(" · ")).collect(),
            Said::Cards { cards, .. } => cards
                .iter()
                .flat_map(|card| {
                    let fact = |(label, text): &(String, String)| format!("{}: {label}: {text}", card.title);
                    std::iter::once(card.title.clone()).chain(card.facts.iter().map(fact)).collect::<Vec<_>>()
                })
                .collect(),
        }
    }
}
