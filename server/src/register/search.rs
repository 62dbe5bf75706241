//! What somebody looks for, read from whatever they typed; each engine's file turns it into the engine's own words.
use super::{search_postgres, search_sqlite};
use db::Engine;

/// The most words, phrases and filters that one search goes by.
const MOST_TERMS: usize = 30;
/// The most letters of one word; PostgreSQL refuses words of more than 2,046 bytes.
const LONGEST: usize = 60;
/// Words so common that nothing is found by them: those that PostgreSQL's English dictionary leaves out.
const COMMON: &str = " i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its itself they them their theirs themselves what which who whom this that these those am is are was were be been being have has had having do does did doing a an the and but if or because as until while of at by for with about against between into through during before after above below to from up down in out on off over under again further then once here there when where why how all any both each few more most other some such no nor not only own same so than too very s t can will just don should now ";

/// One thing that must, or must not, stand in an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// This word.
    Word(String),
    /// These words one after the other.
    Phrase(Vec<String>),
    /// Not this word.
    Without(String),
}

/// What is looked for: letters and digits only, so that no engine can take it for anything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Everything there is.
    Everything,
    /// Something was typed, but nothing that could be found.
    Nothing,
    /// Entries with all of these.
    All(Vec<Term>),
    /// Entries with any of these words, those with most of them first.
    Any(Vec<String>),
}

impl Wanted {
    /// Reads typed text (words, "phrases", -words) together with the words of filters (see [`facet`]).
    pub fn read(text: &str, facets: Vec<String>) -> Wanted {
        let typed = terms(text);
        if typed.is_empty() && !text.trim().is_empty() {
            return Wanted::Nothing;
        }
        let mut all: Vec<Term> = facets.into_iter().map(Term::Word).chain(typed).take(MOST_TERMS).collect();
        if all.is_empty() {
            return Wanted::Everything;
        }
        if all.iter().all(|term| matches!(term, Term::Without(_))) {
            all.extend(facet("all", "entry").into_iter().map(Term::Word));
        }
        Wanted::All(all)
    }

    /// Anything like a longer text.
    pub fn like(text: &str) -> Wanted {
        let mut words = tokens(text);
        words.retain(|word| word.chars().count() > 2 && !is_common(word));
        words.sort();
        words.dedup();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        words.truncate(MOST_TERMS);
        if words.is_empty() { Wanted::Nothing } else { Wanted::Any(words) }
    }

    /// The engine's own query.
    pub fn query(&self, engine: Engine) -> String {
        match engine {
            Engine::Sqlite => search_sqlite::query(self),
            Engine::Postgres => search_postgres::query(self),
        }
    }
}

/// The words that stand in the index for a value of a filter: `place` and `South West` give `placezsouth` and `placezwest`.
pub fn facet(name: &str, value: &str) -> Vec<String> {
    tokens(value).into_iter().map(|word| format!("{name}z{word}")).collect()
}

/// Runs of letters and digits, in small letters.
pub fn tokens(text: &str) -> Vec<String> {
    let runs = text.split(|letter: char| !letter.is_alphanumeric()).filter(|run| !run.is_empty());
    runs.map(|run| run.to_lowercase().chars().take(LONGEST).collect()).take(2000).collect()
}

fn terms(text: &str) -> Vec<Term> {
    let mut terms = Vec::new();
    for (place, part) in text.split('"').enumerate() {
        if place % 2 == 1 {
            terms.extend(phrase(part));
        } else {
            terms.extend(part.split_whitespace().flat_map(words));
        }
        if terms.len() > MOST_TERMS {
            break;
        }
    }
    terms
}

fn phrase(text: &str) -> Option<Term> {
    let mut words = tokens(text);
    words.truncate(MOST_TERMS);
    let says = words.iter().any(|word| !is_common(word));
    says.then_some(if words.len() == 1 { Term::Word(words.remove(0)) } else { Term::Phrase(words) })
}

fn words(typed: &str) -> Vec<Term> {
    let term = if typed.starts_with('-') { Term::Without } else { Term::Word };
    tokens(typed).into_iter().filter(|word| !is_common(word)).map(term).collect()
}

fn is_common(word: &str) -> bool {
    COMMON.contains(&format!(" {word} "))
}

/// A text in which found words stand between U+0002 and U+0003, as safe markup with `<mark>`.
pub fn marked(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 64);
    for letter in text.chars() {
        match letter {
            '\u{2}' => html.push_str("<mark>"),
            '\u{3}' => html.push_str("</mark>"),
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}
