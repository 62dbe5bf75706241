//! The same document gives the same bytes, and another does not.

mod agreement;
#[expect(dead_code, reason = "other tests read more of a PDF")]
mod reader;

use documents::pdf;

#[test]
fn the_same_document_gives_the_same_bytes() {
    let document = agreement::document();
    assert!(pdf(&document).unwrap() == pdf(&document).unwrap());
}

#[test]
fn documents_made_at_the_same_time_give_the_bytes_they_give_alone() {
    let document = |n: usize| documents::Document { title: format!("Minutes {n}"), ..reader::document(vec![]) };
    let alone: Vec<_> = (0..4).map(|n| pdf(&document(n)).unwrap()).collect();
    let together = (0..4).map(|n| std::thread::spawn(move || pdf(&document(n)).unwrap()));
    let together: Vec<_> = together.collect::<Vec<_>>().into_iter().map(|made| made.join().unwrap()).collect();
    assert!(alone == together);
}

#[test]
fn another_moment_of_creation_gives_other_bytes() {
    let first = reader::document(vec![]);
    let later = documents::Document { created: "2026-02-03T09:00:00Z".parse().unwrap(), ..first.clone() };
    assert!(pdf(&first).unwrap() != pdf(&later).unwrap());
}

#[test]
fn a_moment_before_the_first_year_is_refused() {
    let document =
        documents::Document { created: "-000500-01-01T00:00:00Z".parse().unwrap(), ..reader::document(vec![]) };
    assert!(matches!(pdf(&document), Err(documents::Error::Moment(_))));
}
