//! What a response says, and what still stands against submitting it (R2, R7).
use crate::{
    call::{Call, Question},
    nhs_number::nhs_numbers_in,
    refusal::Reason,
};
use serde::{Deserialize, Serialize};

/// One question of the call with its answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The question, as the call asks it.
    pub question: String,
    /// The answer; may be empty in a draft.
    pub answer: String,
}

/// Everything that stands against submitting these answers to this call, one reason per answer and fault.
pub fn check(call: &Call, answers: &[Answer]) -> Vec<Reason> {
    let questions = call.content.questions.iter().enumerate();
    let asked = questions.map(|(n, question)| (n, question, answers.get(n).map_or("", |it| it.answer.as_str())));
    let mut reasons: Vec<Reason> = asked.flat_map(|(n, question, answer)| wrong(n, question, answer)).collect();
    reasons.extend(patient_data(answers));
    reasons
}

/// Each answer in which an NHS number stands: it is not even kept (R7).
pub fn patient_data(answers: &[Answer]) -> Vec<Reason> {
    let found = answers.iter().enumerate().filter(|(_, it)| !nhs_numbers_in(&it.answer).is_empty());
    found.map(|(n, it)| about("nhs_number_in_answer", n, &it.question)).collect()
}

/// How many words an answer has.
pub fn words(answer: &str) -> usize {
    answer.split_whitespace().count()
}

fn wrong(n: usize, question: &Question, answer: &str) -> Option<Reason> {
    let words = words(answer);
    match words {
        0 => Some(about("answer_missing", n, &question.text)),
        _ if question.words > 0 && words > question.words as usize => {
            Some(about("answer_too_long", n, &question.text).with("words", words).with("most", question.words))
        }
        _ => None,
    }
}

/// A reason at the field of the n-th answer.
fn about(code: &'static str, n: usize, question: &str) -> Reason {
    Reason::new(code).at(format!("answers-{n}-answer")).with("question", question)
}
