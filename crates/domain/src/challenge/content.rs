//! What a challenge says: the fields of N1, and what they still lack.
use crate::refusal::Reason;
use serde::{Deserialize, Serialize};

/// A piece of evidence and where to find it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What it shows.
    pub what: String,
    /// Web address; may be empty.
    #[serde(default)]
    pub link: String,
}

/// One outcome that is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The outcome, in words.
    pub outcome: String,
}

/// What a challenge says: the fields of N1.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// What people call it.
    pub title: String,
    /// The condition or theme, for example "Heart failure".
    pub condition: String,
    /// Where, in words.
    pub place: String,
    /// The statement of need.
    pub need: String,
    /// Who is affected, and how many.
    pub population: String,
    /// Where the numbers come from.
    pub population_source: String,
    /// Evidence of the need.
    pub evidence: Vec<Evidence>,
    /// Web address of the local plan it serves.
    pub plan_link: String,
    /// Outcomes wanted.
    pub outcomes: Vec<Wanted>,
    /// The view on health inequalities (Core20PLUS5).
    pub inequalities: String,
    /// The clinician who owns the pathway: name and role.
    pub clinical_owner: String,
    /// What patients and carers say.
    pub lay_view: String,
}

impl Content {
    /// What N1 still asks for, one reason per field.
    pub fn missing(&self) -> Vec<Reason> {
        let texts = [
            ("title", &self.title),
            ("condition", &self.condition),
            ("place", &self.place),
            ("need", &self.need),
            ("population", &self.population),
            ("population_source", &self.population_source),
            ("plan_link", &self.plan_link),
            ("inequalities", &self.inequalities),
            ("clinical_owner", &self.clinical_owner),
            ("lay_view", &self.lay_view),
        ];
        let empty = texts.iter().filter(|(_, text)| text.trim().is_empty()).map(|(field, _)| *field);
        let lists = [("evidence", self.evidence.is_empty()), ("outcomes", self.outcomes.is_empty())];
        let bare = lists.iter().filter(|(_, empty)| *empty).map(|(field, _)| *field);
        empty.chain(bare).map(|field| Reason::new("need_incomplete").at(field).with("field", field)).collect()
    }
}
