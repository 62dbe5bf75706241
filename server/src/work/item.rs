//! One thing that awaits somebody.
use domain::time::Timestamp;

/// What awaits a person: the thing, what to do, by when, and why them (X7). The words stand in the messages.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What to do: the message `work.todo.<todo>`.
    pub todo: &'static str,
    /// Why this person: the message `work.why.<why>`.
    pub why: &'static str,
    /// The reference of the thing.
    pub reference: String,
    /// What people call the thing.
    pub title: String,
    /// Where to do it, as a path.
    pub href: String,
    /// By when; none where nothing says so.
    pub by: Option<Timestamp>,
}
