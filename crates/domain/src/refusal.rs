//! Why something was refused: stable codes and facts, never sentences. The sentences stand in the message files.

/// A text that is not a word of the set it was read as.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a word of {set}")]
pub struct UnknownWord {
    /// The name of the set.
    pub set: &'static str,
    /// What was found.
    pub text: String,
}

/// One reason for a refusal. Its sentence is the message `refusal.<code>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Stable code, for example `tor_not_in_force`.
    pub code: &'static str,
    /// The form field the reason belongs to, if it belongs to one.
    pub field: Option<String>,
    /// What the sentence mentions: names and values.
    pub facts: Vec<(&'static str, String)>,
}

impl Reason {
    /// A reason without a field or facts.
    pub fn new(code: &'static str) -> Reason {
        Reason { code, field: None, facts: Vec::new() }
    }
    /// The same reason, said of a form field.
    pub fn at(mut self, field: impl Into<String>) -> Reason {
        self.field = Some(field.into());
        self
    }
    /// The same reason with one more fact for its sentence.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Reason {
        self.facts.push((name, value.to_string()));
        self
    }
}

/// A refusal of the domain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The actor's roles do not allow it.
    #[error("denied")]
    Denied,
    /// The thing's lifecycle has no such move from where it is.
    #[error("a {subject} that is {status} does not allow {command}")]
    WrongStatus {
        /// The kind of thing, for example `call`.
        subject: &'static str,
        /// Its present status.
        status: &'static str,
        /// The command that was given.
        command: &'static str,
    },
    /// A gate of the process: every reason at once.
    #[error("refused: {}", codes(.0))]
    Gate(Vec<Reason>),
}

impl Refusal {
    /// A gate with one reason.
    pub fn because(code: &'static str) -> Refusal {
        Refusal::Gate(vec![Reason::new(code)])
    }
    /// The codes of all reasons, as tests and the API show them.
    pub fn codes(&self) -> Vec<&'static str> {
        match self {
            Refusal::Denied => vec!["denied"],
            Refusal::WrongStatus { .. } => vec!["wrong_status"],
            Refusal::Gate(reasons) => reasons.iter().map(|reason| reason.code).collect(),
        }
    }
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Refusal {
        Refusal::Gate(vec![reason])
    }
}

/// Refuses with every reason at once, or goes on when there is none.
pub fn gate(reasons: Vec<Reason>) -> Result<(), Refusal> {
    if reasons.is_empty() { Ok(()) } else { Err(Refusal::Gate(reasons)) }
}

fn codes(reasons: &[Reason]) -> String {
    reasons.iter().map(|reason| reason.code).collect::<Vec<_>>().join(", ")
}
