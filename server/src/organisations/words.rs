//! The words by which organisations are searched: small letters and digits, so that both engines order them alike.
use domain::organisation::Organisation;

/// The longest word that is kept.
const LONGEST: usize = 24;

/// Every word by which an organisation is found: of its names, those it had before too, its codes, its reference.
pub fn of(it: &Organisation) -> Vec<String> {
    let former = it.former.iter().flat_map(|before| [&before.name, &before.brand]);
    let mut words: Vec<String> = [&it.name, &it.brand].into_iter().chain(former).flat_map(|name| split(name)).collect();
    words.extend(it.identifiers.iter().flat_map(|one| split(one.identifier.code())));
    words.push(split(&it.reference).concat());
    words.sort();
    words.dedup();
    words
}

/// The words of a text that was typed.
pub fn split(text: &str) -> Vec<String> {
    let plain = |word: &str| -> String {
        word.chars().filter(char::is_ascii_alphanumeric).take(LONGEST).collect::<String>().to_ascii_lowercase()
    };
    text.split(|c: char| c.is_whitespace() || "-/,&()".contains(c)).map(plain).filter(|word| !word.is_empty()).collect()
}
