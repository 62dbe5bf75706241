//! Text from anywhere neither runs, nor breaks the document, nor hides in it.

#[expect(dead_code, reason = "other tests read more of a PDF")]
mod reader;

use proptest::prelude::*;

use documents::{Block, Document, Level, Signature, pdf};
use reader::{Reader, document};

const MARKUP: [&str; 14] = [
    "#import \"@preview/x:1.0.0\": *",
    "#panic(\"no\")",
    "#read(\"/etc/passwd\")",
    "] #set page(fill: red) [",
    "$x^2$ and $",
    "*bold* _it_ `raw`",
    "\\ \\u{41} \\#",
    "\"quotes\" 'and' “these”",
    "= heading",
    "- item",
    "/ term: text",
    "<label> @label",
    "https://example.org // no comment /* nor this */",
    "~ --- ... ```",
];

/// A document that has the text in every place a text can go.
fn everywhere(text: &str) -> Document {
    let pair = vec![(text.to_string(), text.to_string())];
    let signature = |signed| Signature { party: text.into(), name: text.into(), role: text.into(), signed };
    Document {
        title: format!("Title {text}"),
        subtitle: Some(text.into()),
        reference: text.into(),
        meta: pair.clone(),
        footer: text.into(),
        ..document(vec![
            Block::Heading { level: Level::One, text: text.into() },
            Block::Paragraph(text.into()),
            Block::List(vec![text.into()]),
            Block::Facts(pair),
            Block::Table {
                caption: text.into(),
                headers: vec![text.into()],
                rows: vec![vec![text.into()]],
                numeric: vec![0, 9],
            },
            Block::Notice(text.into()),
            Block::Signatures(vec![signature(None), signature(Some(text.into()))]),
        ])
    }
}

/// What a paragraph of this text shows, without spaces: where a line ends, a reader sees none.
fn shown(text: &str) -> String {
    let found = Reader::of(&document(vec![Block::Paragraph(format!("»{text}«"))])).text();
    let (_, from) = found.split_once('»').unwrap();
    from.split_once('«').unwrap().0.replace(' ', "")
}

#[test]
fn markup_and_code_are_printed_as_they_are() {
    for text in MARKUP {
        assert_eq!(shown(text), text.replace(' ', ""));
    }
}

#[test]
fn markup_and_code_stay_text_in_every_place() {
    for text in MARKUP {
        let found = Reader::of(&everywhere(text)).text().replace(' ', "");
        let seen = found.matches(&text.replace(' ', "")).count();
        assert!(seen >= 12, "{text} shows {seen} times in {found}");
    }
}

#[test]
fn a_character_no_font_shows_is_printed_as_its_code_point() {
    assert_eq!(shown("a 😀 b"), "a[U+1F600]b");
    assert_eq!(shown("医"), "[U+533B]");
    assert_eq!(shown("\u{E000}"), "[U+E000]");
    assert_eq!(shown("\u{10FFFF}"), "[U+10FFFF]");
}

#[test]
fn letters_of_other_european_scripts_are_shown() {
    for text in ["Łódź", "Ŵyŷ", "Ελλάδα", "Україна", "ﬁ ligature", "e\u{301}", "½ ≤ µ ₂ €"]
    {
        let found = shown(text);
        assert!(!found.contains("[U+"), "{text:?} shows as {found:?}");
    }
}

#[test]
fn control_characters_and_direction_overrides_are_dropped() {
    assert_eq!(shown("a\0b\u{1B}[31mc\u{7F}d\u{9B}e"), "ab[31mcde");
    assert_eq!(shown("pay \u{202E}001\u{202C} now\u{2066}\u{FEFF}\u{E0041}"), "pay001now");
}

#[test]
fn no_script_or_invisible_text_breaks_a_document() {
    let hostile = [
        "שלום עולם",
        "مرحبا بالعالم، هذا نص عربي طويل نسبيا",
        "नमस्ते दुनिया",
        "สวัสดีชาวโลก",
        "👩🏽‍⚕️👨‍👩‍👧‍👦🏴󠁧󠁢󠁷󠁬󠁳󠁿",
        "Z̷̢̛͎̲͈͉a̸̡̛l̴͇̂g̸̞͝o̵͖̍",
        "\u{200B}\u{200C}\u{200D}\u{200E}\u{200F}",
        "\u{FFFD}\u{FFFE}\u{FFFF}\u{FDD0}",
        "a\u{AD}b\u{A0}c\u{2007}d\u{3000}e",
        "\u{1100}\u{1161}\u{11A8} \u{064B} \u{0E33} \u{1D11E}",
        "مرحبا\u{200D}\u{200C} abc שלום 123",
    ];
    for text in hostile {
        let made = pdf(&everywhere(text));
        assert!(made.is_ok(), "{text:?}: {made:?}");
    }
}

#[test]
fn every_letter_but_the_thousands_of_east_asia_can_be_printed() {
    let letters = (0..0x3000).chain(0xE000..=0xFFFF).filter_map(char::from_u32);
    let lines: Vec<String> = letters.collect::<Vec<_>>().chunks(64).map(|some| some.iter().collect()).collect();
    for some in lines.chunks(64) {
        let made = pdf(&document(some.iter().cloned().map(Block::Paragraph).collect()));
        assert!(made.is_ok(), "from {:?}: {made:?}", some[0].chars().next());
    }
}

#[test]
fn a_very_long_word_is_broken_inside_the_page_and_reads_whole() {
    let word = "0123456789abcdef".repeat(600);
    let found = Reader::of(&document(vec![Block::Paragraph(word.clone())]));
    assert!(found.pages() > 1, "it went over the edge instead of over the page");
    let read = found.text().replace(' ', "");
    assert!(read.matches("0123456789abcdef").count() > 590, "{read}");
    assert!(pdf(&everywhere(&word)).is_ok());
}

#[test]
fn a_table_of_five_thousand_rows_is_typeset_whole() {
    let rows = (0..5000).map(|n| vec![format!("R{n}"), "A reading of the month".into(), format!("{n}.5")]);
    let headers = ["Number", "What", "Value"].map(String::from).to_vec();
    let table = Block::Table { caption: "Readings".into(), headers, rows: rows.collect(), numeric: vec![2] };
    let found = Reader::of(&document(vec![table]));
    assert!(found.pages() > 100, "{}", found.pages());
    assert!(found.page(found.pages() as u32).contains("R4999"));
    assert_eq!(found.tagged("TR"), 5001);
}

#[test]
fn ragged_empty_and_very_wide_tables_are_typeset() {
    let table = |headers: usize, rows: Vec<Vec<String>>| Block::Table {
        caption: String::new(),
        headers: vec!["Name".into(); headers],
        rows,
        numeric: vec![7],
    };
    let cells = |n: usize| vec!["cell".to_string(); n];
    let blocks = vec![
        table(0, vec![]),
        table(2, vec![]),
        table(2, vec![cells(5), cells(0), cells(1)]),
        table(60, vec![cells(60)]),
    ];
    assert!(Reader::of(&document(blocks)).text().contains("cell cell cell cell cell"));
}

#[test]
fn blocks_with_nothing_in_them_are_left_out() {
    let heading = |text: &str| Block::Heading { level: Level::Three, text: text.into() };
    let blocks = vec![
        heading("\u{202E}\n"),
        Block::List(vec![]),
        Block::Facts(vec![]),
        Block::Signatures(vec![]),
        Block::Paragraph(String::new()),
        Block::PageBreak,
        heading("Deep from the start"),
    ];
    let found = Reader::of(&document(blocks));
    assert_eq!((found.tagged("H1"), found.tagged("H3"), found.tagged("L")), (1, 0, 0));
}

#[test]
fn one_cell_or_fact_of_many_pages_is_parted_between_them() {
    let long = "many words in one cell ".repeat(700);
    let table = Block::Table {
        caption: "Long".into(),
        headers: vec!["A".into(), "B".into()],
        rows: vec![vec!["x".into(), long.clone()]],
        numeric: vec![],
    };
    let found = Reader::of(&document(vec![table, Block::Facts(vec![("Fact".into(), long)])]));
    assert!(found.pages() > 6, "{}", found.pages());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_typed_there_is_a_document(text in any::<String>(), marks in "[a-z\u{0300}-\u{036F}\u{0591}-\u{06FF}\u{0900}-\u{097F} ]{0,60}") {
        prop_assert!(pdf(&everywhere(&text)).is_ok());
        prop_assert!(pdf(&everywhere(&marks)).is_ok());
    }
}
