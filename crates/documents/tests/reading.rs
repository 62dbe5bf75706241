//! What a reader, or a screen reader, finds in the PDF.

mod agreement;
mod reader;

use documents::{Block, Error, Level, Signature, pdf};
use reader::{Reader, document};

fn heading(level: Level, text: &str) -> Block {
    Block::Heading { level, text: text.into() }
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.into()).collect()
}

/// That the words stand in the text one after the other.
fn assert_in_order(text: &str, words: &[&str]) {
    let mut rest = text;
    for word in words {
        let Some((_, after)) = rest.split_once(word) else { panic!("{word:?} is not in {rest:?}") };
        rest = after;
    }
}

#[test]
fn an_agreement_reads_in_order_from_its_title_to_its_signatures() {
    let found = Reader::of(&agreement::document()).text();
    assert_in_order(
        &found,
        &[
            "Heart Failure In-reach Pharmacist",
            "Agreement for collaborative working",
            "Version",
            "1. Who is meant to benefit",
            "Core20PLUS",
            "2. The parties",
            "GB-COH-00119006",
            "10. What must be settled",
            "Dr Amara Okafor",
            "Signature",
        ],
    );
}

#[test]
fn every_page_says_which_it_is_and_carries_reference_and_footer() {
    let found = Reader::of(&agreement::document());
    assert_eq!(found.pages(), 10);
    for page in 1..=10 {
        let text = found.page(page);
        assert_in_order(&text, &["AG-7K3QX4 · version 3 · text hash 9f2c4a1be07d53f8", &format!("Page {page} of 10")]);
    }
    assert!(found.page(2).contains("Heart Failure In-reach Pharmacist, St George's University Hospitals"));
}

#[test]
fn the_file_is_tagged_and_states_title_language_date_and_standards() {
    let found = Reader::of(&agreement::document());
    let catalog = found.catalog();
    assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"Outlines"));
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"en-GB");
    assert!(catalog.get(b"MarkInfo").unwrap().as_dict().unwrap().get(b"Marked").unwrap().as_bool().unwrap());
    let metadata = found.metadata();
    assert_in_order(&metadata, &["Heart Failure In-reach Pharmacist, St George"]);
    for stated in ["<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "2026-02-02T14:03:27"] {
        assert!(metadata.contains(stated), "{stated} is not in {metadata}");
    }
}

#[test]
fn headings_lists_and_tables_carry_their_tags() {
    let found = Reader::of(&document(vec![
        heading(Level::One, "Present"),
        Block::List(strings(&["Amara", "Rajiv"])),
        heading(Level::Two, "Votes"),
        Block::Table {
            caption: "Votes cast".into(),
            headers: strings(&["Motion", "For"]),
            rows: vec![strings(&["Approve", "7"]), strings(&["Defer", "2"])],
            numeric: vec![1],
        },
    ]));
    let tags = ["H1", "H2", "L", "LI", "Table", "TH", "TR", "TD", "Caption"];
    assert_eq!(tags.map(|tag| found.tagged(tag)), [1, 1, 1, 2, 1, 2, 3, 4, 1]);
    assert_in_order(
        &found.text(),
        &["Amara", "Rajiv", "Table 1: Votes cast", "Motion", "For", "Approve", "7", "Defer", "2"],
    );
}

#[test]
fn the_term_of_a_fact_is_the_header_of_its_row() {
    let found = Reader::of(&document(vec![Block::Facts(vec![("Chair".into(), "Siân Pritchard".into())])]));
    assert_eq!((found.tagged("TH"), found.tagged("TD")), (1, 1));
    assert!(found.scopes().iter().any(|scope| scope.contains("Row")), "{:?}", found.scopes());
}

#[test]
fn the_header_of_a_long_table_stands_on_every_page() {
    let rows = (0..120).map(|n| strings(&[&format!("Row {n}"), "x"])).collect();
    let headers = strings(&["Reading", "Value"]);
    let found = Reader::of(&document(vec![Block::Table { caption: String::new(), headers, rows, numeric: vec![] }]));
    assert!(found.pages() > 2);
    for page in 1..=found.pages() as u32 {
        assert_in_order(&found.page(page), &["Reading", "Value", "Row"]);
    }
    assert_eq!(found.tagged("TH"), 2, "the repetitions are not read aloud again");
}

#[test]
fn a_heading_never_ends_a_page() {
    for lines in 30..50 {
        let mut blocks = vec![Block::Paragraph("line\n".repeat(lines) + "end")];
        blocks.extend([heading(Level::One, "Decided"), Block::Paragraph("Approved.".into())]);
        let found = Reader::of(&document(blocks));
        let page = (1..=2).find(|&page| found.page(page).contains("Decided")).unwrap();
        assert_in_order(&found.page(page), &["Decided", "Approved."]);
    }
}

#[test]
fn a_page_break_begins_a_new_page() {
    let blocks = vec![Block::Paragraph("First".into()), Block::PageBreak, Block::Paragraph("Second".into())];
    let found = Reader::of(&document(blocks));
    assert_in_order(&found.page(1), &["First", "Page 1 of 2"]);
    assert_in_order(&found.page(2), &["Second"]);
}

#[test]
fn who_has_signed_shows_how_and_who_has_not_gets_a_line() {
    let signature = |name: &str, signed: Option<&str>| Signature {
        party: "The Trust".into(),
        name: name.into(),
        role: "Chair".into(),
        signed: signed.map(Into::into),
    };
    let signed = signature("Amara Okafor", Some("Signed on 2 February 2026"));
    let found = Reader::of(&document(vec![Block::Signatures(vec![signed, signature("Rajiv Menon", None)])])).text();
    assert_in_order(
        &found,
        &["Amara Okafor", "Signed on 2 February 2026", "Rajiv Menon", "Chair", "Signature", "Date"],
    );
    assert_eq!(found.matches("Signature").count(), 1);
}

#[test]
fn line_breaks_in_a_paragraph_stay_and_in_a_heading_become_spaces() {
    let blocks = vec![heading(Level::One, "Next\nsteps"), Block::Paragraph("One\r\nTwo\u{2028}Three".into())];
    let found = Reader::of(&document(blocks)).text();
    assert_in_order(&found, &["Next steps", "One Two Three"]);
}

#[test]
fn a_welsh_document_counts_its_pages_in_welsh() {
    let mut minutes = document(vec![Block::Paragraph("Croeso i bawb.".into())]);
    minutes.language = "cy-GB".into();
    let found = Reader::of(&minutes);
    assert_in_order(&found.text(), &["Croeso i bawb.", "Tudalen 1 o 1"]);
    assert_eq!(found.catalog().get(b"Lang").unwrap().as_str().unwrap(), b"cy-GB");
}

#[test]
fn a_document_without_title_or_language_is_refused() {
    let mut minutes = document(vec![]);
    minutes.title = " \u{7} ".into();
    assert!(matches!(pdf(&minutes), Err(Error::Untitled)));
    for language in ["", "english", "en-", "en-GB-x", "e1", "en-\u{130}"] {
        let minutes = documents::Document { language: language.into(), ..document(vec![]) };
        assert!(matches!(pdf(&minutes), Err(Error::Language(_))), "{language:?}");
    }
}
