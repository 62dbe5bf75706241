//! Companies that a challenge names though it should name none (N1): found by name, shown with their sentence.
use super::Content;
use std::collections::BTreeSet;

/// What companies put into their names that does not tell them apart.
const COMMON: &[&str] = &[
    "limited",
    "ltd",
    "plc",
    "llp",
    "inc",
    "gmbh",
    "uk",
    "the",
    "group",
    "holdings",
    "pharma",
    "pharmaceutical",
    "pharmaceuticals",
    "healthcare",
    "health",
    "medical",
    "care",
    "company",
    "co",
    "and",
    "of",
    "(uk)",
];

/// The shortest name that is looked for, in letters: below that, words of the language are taken for names.
const SHORTEST: usize = 4;

/// A company named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The company, by its full name.
    pub company: String,
    /// The sentence that names it.
    pub sentence: String,
}

impl Content {
    /// Every sentence that names one of these companies, each once.
    pub fn mentions(&self, companies: &[String]) -> Vec<Mention> {
        let names: Vec<(&String, String)> = companies.iter().map(|name| (name, distinctive(name))).collect();
        let names: Vec<_> = names.into_iter().filter(|(_, short)| short.chars().count() >= SHORTEST).collect();
        let mut found = Vec::new();
        for sentence in self.sentences() {
            let plain = format!(" {} ", words(&sentence).join(" "));
            let named = names.iter().filter(|(_, short)| plain.contains(&format!(" {short} ")));
            found.extend(named.map(|(company, _)| Mention { company: (*company).clone(), sentence: sentence.clone() }));
        }
        found
    }

    /// Everything it says, sentence by sentence, each once.
    fn sentences(&self) -> BTreeSet<String> {
        let texts = [&self.title, &self.condition, &self.need, &self.population, &self.inequalities, &self.lay_view];
        let evidence = self.evidence.iter().map(|evidence| &evidence.what);
        let outcomes = self.outcomes.iter().map(|wanted| &wanted.outcome);
        let all = texts.into_iter().chain(evidence).chain(outcomes);
        all.flat_map(|text| text.split_inclusive(['.', '!', '?', '\n']))
            .map(|sentence| sentence.trim().to_string())
            .filter(|sentence| !sentence.is_empty())
            .collect()
    }
}

/// The part of a company's name that tells it apart, in small letters: `novartis` of Novartis Pharmaceuticals UK
/// Limited.
fn distinctive(name: &str) -> String {
    words(name).into_iter().filter(|word| !COMMON.contains(&word.as_str())).collect::<Vec<_>>().join(" ")
}

fn words(text: &str) -> Vec<String> {
    let small = text.to_lowercase().replace(['\'', '’'], "");
    small.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(String::from).collect()
}
