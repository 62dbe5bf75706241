//! A question to the register as it stands in an address, `/search?q=heart+failure&kind=call`: the same for the page,
//! the API and the download, so that an address can be kept and passed on.
use super::{
    actions::Question,
    entry::Order,
    store::{After, Hit},
};
use crate::{
    acts::Address,
    error::{Error, Result},
};
use domain::refusal::Reason;
use std::str::FromStr;

/// The filters by their names in the address.
pub const FILTERS: [&str; 7] = ["q", "kind", "stage", "condition", "place", "organisation", "order"];

/// What a person asks: a filter that is no word of ours is as good as none.
pub fn lenient(address: &Address) -> Question {
    let word = |name: &str| typed(address, name);
    Question {
        text: word("q"),
        kind: word("kind").parse().ok(),
        stage: word("stage").parse().ok(),
        condition: word("condition"),
        place: word("place"),
        organisation: word("organisation"),
        order: word("order").parse().ok(),
        after: after(&word("after")),
    }
}

/// What a program asks: a filter that is no word of ours is refused.
pub fn strict(address: &Address) -> Result<Question> {
    let question = lenient(address);
    known::<super::entry::Kind>(address, "kind")?;
    known::<super::entry::Stage>(address, "stage")?;
    known::<Order>(address, "order")?;
    Ok(question)
}

fn known<T: FromStr>(address: &Address, name: &'static str) -> Result<()> {
    let text = typed(address, name);
    if text.is_empty() || text.parse::<T>().is_ok() {
        return Ok(());
    }
    Err(Error::Invalid(vec![Reason::new("not_an_option").at(name)]))
}

/// What stands in a field of the address, without what cannot be shown.
fn typed(address: &Address, name: &str) -> String {
    let text = address.query(name).unwrap_or_default();
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect::<String>().trim().to_string()
}

fn after(text: &str) -> After {
    let (number, key) = text.split_once('.').unwrap_or((text, ""));
    Some(Hit { number: number.parse().ok()?, key: key.to_string() })
}

/// The address of a question below a path, as far as something is asked; `question.after` says from where.
pub fn of(path: &str, question: &Question) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in values(question) {
        if !value.is_empty() {
            query.append_pair(name, &value);
        }
    }
    if let Some(Hit { number, key }) = &question.after {
        query.append_pair("after", &if key.is_empty() { number.to_string() } else { format!("{number}.{key}") });
    }
    match query.finish() {
        query if query.is_empty() => path.to_string(),
        query => format!("{path}?{query}"),
    }
}

/// The filters with what is asked of each; empty for nothing.
pub fn values(question: &Question) -> [(&'static str, String); 7] {
    let word = |word: Option<&'static str>| word.unwrap_or_default().to_string();
    let values = [
        question.text.clone(),
        word(question.kind.map(|it| it.as_str())),
        word(question.stage.map(|it| it.as_str())),
        question.condition.clone(),
        question.place.clone(),
        question.organisation.clone(),
        word(question.order.map(|it| it.as_str())),
    ];
    let mut named = FILTERS.map(|name| (name, String::new()));
    named.iter_mut().zip(values).for_each(|(one, value)| one.1 = value);
    named
}
