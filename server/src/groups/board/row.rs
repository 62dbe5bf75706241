//! One thing that the group governs, as its board shows it.
use crate::{messages::Messages, record::stages::Stay, view, work::NOTICE};
use domain::time::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The stages of the process as a board parts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Needs on their way to a call.
    Needs,
    /// Calls until their deadline.
    Calls,
    /// Calls from their deadline to the announcement.
    Selections,
    /// Agreements until they are in force.
    Agreements,
    /// Projects until they end.
    Collaborations,
    /// Reports until everybody has published.
    Outcomes,
    /// Nothing more will happen, or it goes on as something else.
    Over,
}

impl Stage {
    /// The stages in order, but for what is over.
    pub const GOVERNED: [Stage; 6] =
        [Stage::Needs, Stage::Calls, Stage::Selections, Stage::Agreements, Stage::Collaborations, Stage::Outcomes];

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Needs => "needs",
            Stage::Calls => "calls",
            Stage::Selections => "selections",
            Stage::Agreements => "agreements",
            Stage::Collaborations => "collaborations",
            Stage::Outcomes => "outcomes",
            Stage::Over => "over",
        }
    }
}

/// On whom something waits, and for what: the message `group.board.waits.<what>` with `{who}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    /// The word.
    pub what: &'static str,
    /// Their names, in a line; empty where the message says who.
    pub who: String,
}

impl Wait {
    /// Something waits on these for this.
    pub fn on(what: &'static str, who: impl Into<String>) -> Wait {
        Wait { what, who: who.into() }
    }
    fn text(&self) -> String {
        text(&format!("waits.{}", self.what), &[("who", &self.who)])
    }
}

/// One thing that the group governs.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its id.
    pub id: Uuid,
    /// Its room, which its address begins with.
    pub room: &'static str,
    /// Its reference.
    pub reference: String,
    /// What people call it.
    pub title: String,
    /// Where it stands.
    pub status: &'static str,
    /// In which part of the board.
    pub stage: Stage,
    /// By when the next step is due.
    pub due: Option<Timestamp>,
    /// On whom it waits.
    pub waits: Vec<Wait>,
}

/// The stays of some things, by their ids.
pub type Stays = BTreeMap<Uuid, Vec<Stay>>;

/// From how many stays on something is usual.
const ENOUGH: usize = 3;

impl Row {
    /// The thing with how long it has been in its status, beside how long the others on this board were.
    pub fn shown(&self, all: &[Row], stays: &Stays, at: Timestamp) -> Value {
        let now = stays.get(&self.id).and_then(|all| all.last());
        let (days, usual) = (now.map(|stay| stay.days(at)), self.usual(all, stays, at));
        let waits = self.waits.iter().map(|it| json!({ "what": it.what, "who": it.who, "text": it.text() }));
        json!({
            "href": self.href(), "reference": self.reference, "title": self.title, "status": self.status,
            "since": now.map(|stay| stay.since), "days": days, "usual_days": usual,
            "in_stage": days.map(|days| said(days, usual)), "due": self.due,
            "overdue": self.due.is_some_and(|due| due < at), "waits": waits.collect::<Vec<_>>(),
        })
    }

    /// As a link among what is over.
    pub fn over(&self) -> Value {
        json!({ "href": self.href(), "reference": self.reference, "title": self.title, "status": self.status })
    }

    /// What is due or overdue, in a line; none where nothing is within four weeks.
    pub fn due_line(&self, at: Timestamp) -> Option<Value> {
        let due = self.due.filter(|due| self.stage != Stage::Over && *due <= at.plus_seconds(NOTICE))?;
        let key = if due < at { "is_overdue" } else { "is_due" };
        let facts = [("reference", self.reference.as_str()), ("title", &self.title), ("due", &view::moment(due))];
        Some(json!({ "text": text(key, &facts), "href": self.href() }))
    }

    /// The median of the days that things of this kind on this board stayed in the status, those that are over; none of few.
    fn usual(&self, all: &[Row], stays: &Stays, at: Timestamp) -> Option<i64> {
        let alike = all.iter().filter(|row| row.room == self.room).filter_map(|row| stays.get(&row.id)).flatten();
        let mut days: Vec<i64> =
            alike.filter(|stay| stay.until.is_some() && stay.status == self.status).map(|stay| stay.days(at)).collect();
        days.sort_unstable();
        (days.len() >= ENOUGH).then(|| days[days.len() / 2])
    }

    fn href(&self) -> String {
        format!("/{}/{}", self.room, self.reference)
    }
}

/// "12 days, usually 9", in words.
fn said(days: i64, usual: Option<i64>) -> String {
    let count = |days: i64| match days {
        0 => text("days_none", &[]),
        1 => text("days_one", &[]),
        _ => text("days", &[("days", &days.to_string())]),
    };
    match usual {
        None => count(days),
        Some(usual) => text("usually", &[("days", &count(days)), ("usual", &count(usual))]),
    }
}

fn text(key: &str, facts: &[(&str, &str)]) -> String {
    Messages::english().text(&format!("group.board.{key}"), facts)
}
