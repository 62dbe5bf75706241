//! What is looked for, in the words of PostgreSQL's `to_tsquery`. Every term stands in quotes and holds letters and digits.
use super::search::{Term, Wanted};

/// The text of the query.
pub fn query(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Everything => "'allzentry'".into(),
        Wanted::Nothing => "'nothingz'".into(),
        Wanted::Any(words) => words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" | "),
        Wanted::All(terms) => terms.iter().map(term).collect::<Vec<_>>().join(" & "),
    }
}

fn term(term: &Term) -> String {
    match term {
        Term::Word(word) => quoted(word),
        Term::Phrase(words) => {
            format!("({})", words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" <-> "))
        }
        Term::Without(word) => format!("!{}", quoted(word)),
    }
}

fn quoted(word: &str) -> String {
    format!("'{word}'")
}
