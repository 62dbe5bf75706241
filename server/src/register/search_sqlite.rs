//! What is looked for, in the words of SQLite's FTS5. Every term stands in double quotes and holds letters and digits.
use super::search::{Term, Wanted};

/// The text after MATCH.
pub fn query(wanted: &Wanted) -> String {
    match wanted {
        Wanted::Everything => "\"allzentry\"".into(),
        Wanted::Nothing => "\"nothingz\"".into(),
        Wanted::Any(words) => words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" OR "),
        Wanted::All(terms) => all(terms),
    }
}

fn all(terms: &[Term]) -> String {
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for term in terms {
        match term {
            Term::Word(word) => with.push(quoted(word)),
            Term::Phrase(words) => with.push(quoted(&words.join(" "))),
            Term::Without(word) => without.push(quoted(word)),
        }
    }
    let with = format!("({})", with.join(" AND "));
    if without.is_empty() { with } else { format!("{with} NOT ({})", without.join(" OR ")) }
}

fn quoted(words: &str) -> String {
    format!("\"{words}\"")
}
