//! What an outcome report says: what is filled from the agreement and the readings, and what people write (E2, field.md §8.5).
use crate::{
    agreement::{Contribution, Measure},
    chart::{Facts, Met},
    collaboration::Plan,
    money::Pounds,
    refusal::Reason,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

words! {
    /// What happens next.
    pub enum Next {
        /// The NHS funds the service itself.
        Commission = "commission",
        /// It goes on as it is.
        Continue = "continue",
        /// It is widened or changed.
        Extend = "extend",
        /// It ends here.
        End = "end",
    }
}

/// What was promised for a measure, and what was reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Achieved {
    /// The measure as it was agreed.
    pub measure: Measure,
    /// The latest reading; none without readings.
    pub value: Option<Decimal>,
    /// How many periods have a reading.
    pub readings: usize,
    /// Whether the target was met; none without readings, or where neither way is better.
    pub met: Option<bool>,
    /// What the readings show by the rules of statistical process control: a word of `domain::spc` for the latest one.
    pub shows: Option<String>,
}

/// What a party promised, and what it put in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// What was promised.
    pub promised: Contribution,
    /// What was put in.
    pub made: Pounds,
}

/// An adoption factor and its final answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factor {
    /// The factor, as the agreement names it.
    pub factor: String,
    /// The final answer.
    #[serde(default)]
    pub answer: String,
}

/// A piece of the replication pack.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// What it is: pathway, training, template, costs.
    pub piece: String,
    /// Its web address.
    #[serde(default)]
    pub link: String,
}

/// Somebody who wrote the report: never by name, since the record keeps this for ever.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// Role and organisation.
    pub role: String,
    /// Who pays them.
    #[serde(default)]
    pub paid_by: String,
}

/// What people write in the report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// What was done, and how it differed from the plan.
    pub done: String,
    /// What explains the results.
    pub results: String,
    /// Good for patients.
    pub benefits_patients: String,
    /// Good for the NHS.
    pub benefits_nhs: String,
    /// Good for industry.
    pub benefits_industry: String,
    /// Not good, for whomever.
    pub disbenefits: String,
    /// What it did to health inequalities.
    pub inequalities: String,
    /// Incidents, changes of the agreement, matters of a code or of interests.
    pub incidents: String,
    /// Adoption factors with their final answers.
    pub factors: Vec<Factor>,
    /// What happens next.
    pub next: Option<Next>,
    /// More about it.
    pub next_steps: String,
    /// What others need to do the same.
    pub pack: Vec<Piece>,
    /// The limits of the evidence.
    pub limits: String,
    /// Who paid for the project.
    pub funding: String,
    /// Who wrote the report, and who pays them.
    pub authors: Vec<Author>,
}

impl Content {
    /// The report as it begins: what the agreement already answers is not typed again.
    pub fn from_plan(plan: &Plan) -> Content {
        let factor = |factor: &String| Factor { factor: factor.clone(), answer: String::new() };
        Content { factors: plan.heads.factors.iter().map(factor).collect(), ..Content::default() }
    }

    /// Everything that is still to be answered, one reason each.
    pub fn missing(&self) -> Vec<Reason> {
        let empty = self.texts().into_iter().filter(|(_, text)| text.trim().is_empty()).map(|(field, _)| field);
        let lists = [("next", self.next.is_none()), ("authors", self.authors.is_empty())];
        let bare = lists.into_iter().filter(|(_, empty)| *empty).map(|(field, _)| field);
        let fields = empty.chain(bare).map(|field| Reason::new("report_incomplete").at(field));
        fields.chain(self.unanswered()).chain(self.unpaid()).collect()
    }

    fn texts(&self) -> [(&'static str, &String); 10] {
        [
            ("done", &self.done),
            ("results", &self.results),
            ("benefits_patients", &self.benefits_patients),
            ("benefits_nhs", &self.benefits_nhs),
            ("benefits_industry", &self.benefits_industry),
            ("disbenefits", &self.disbenefits),
            ("inequalities", &self.inequalities),
            ("next_steps", &self.next_steps),
            ("limits", &self.limits),
            ("funding", &self.funding),
        ]
    }

    fn unanswered(&self) -> impl Iterator<Item = Reason> {
        let open = self.factors.iter().filter(|factor| factor.answer.trim().is_empty());
        open.map(|factor| Reason::new("factor_unanswered").at("factors").with("factor", &factor.factor))
    }

    /// Nobody writes the report without saying who pays them.
    fn unpaid(&self) -> impl Iterator<Item = Reason> {
        let silent = self.authors.iter().filter(|author| author.paid_by.trim().is_empty());
        silent.map(|author| Reason::new("author_unpaid").at("authors").with("author", &author.role))
    }
}

impl Achieved {
    /// What a measure reached: the facts of its readings, if there are any.
    pub fn of(measure: &Measure, facts: Option<&Facts>) -> Achieved {
        let shows = facts.and_then(|facts| serde_json::to_value(facts.variation).ok());
        let word = |shows: serde_json::Value| match shows {
            serde_json::Value::String(word) => Some(word),
            serde_json::Value::Object(of) => of.keys().next().cloned(),
            _ => None,
        };
        Achieved {
            measure: measure.clone(),
            value: facts.map(|facts| facts.latest.value),
            readings: facts.map_or(0, |facts| facts.points),
            met: facts.and_then(|facts| facts.met).map(|met| met == Met::Met),
            shows: shows.and_then(word),
        }
    }
}
