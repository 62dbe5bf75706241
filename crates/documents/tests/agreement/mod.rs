//! A realistic agreement of ten pages, for the tests and the example.

use documents::{Block, Document, Level, Signature};

/// The agreement on an in-reach heart-failure pharmacist. What is not in the published summary is invented.
pub fn document() -> Document {
    let mut blocks = blocks(include_str!("heart-failure.txt"));
    blocks.push(Block::Signatures(signatures()));
    Document {
        title: "Heart Failure In-reach Pharmacist, St George's University Hospitals".into(),
        subtitle: Some("Agreement for collaborative working".into()),
        language: "en-GB".into(),
        reference: "AG-7K3QX4".into(),
        meta: meta(),
        blocks,
        footer: "AG-7K3QX4 · version 3 · text hash 9f2c4a1be07d53f8".into(),
        created: "2026-02-02T14:03:27Z".parse().unwrap(),
    }
}

fn meta() -> Vec<(String, String)> {
    let meta = [
        ("Version", "3, agreed by the steering group on 28 January 2026"),
        ("Route", "Collaborative working; company bound by the ABPI Code of Practice"),
        ("System", "South West London"),
        ("Term", "Nine months from two weeks after the last signature"),
        ("Contributions", "£58,000 in cash from the company; £41,000 in kind from the NHS"),
    ];
    meta.map(|(name, value)| (name.into(), value.into())).into()
}

fn signatures() -> Vec<Signature> {
    let sign = |party: &str, name: &str, role: &str, signed: Option<&str>| Signature {
        party: party.into(),
        name: name.into(),
        role: role.into(),
        signed: signed.map(Into::into),
    };
    let signed = "Signed on 2 February 2026 at 09:41, with a second factor.\nText hash 9f2c4a1be07d53f8";
    vec![
        sign(
            "St George's University Hospitals NHS Foundation Trust",
            "Dr Amara Okafor",
            "Clinical lead for heart failure",
            Some(signed),
        ),
        sign("Novartis Pharmaceuticals UK Limited", "Helen Marsh", "Head of partnerships", Some(signed)),
        sign("South West London Integrated Care Board", "Rajiv Menon", "Director of transformation", None),
        sign("Health Innovation Network South London", "Siân Pritchard", "Programme director", None),
    ]
}

/// Lines to blocks: `#` headings, `-` items, `!` notices, `a :: b` facts, `|` tables, `---` page break.
fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    for line in text.lines() {
        add(&mut blocks, line);
    }
    blocks
}

fn add(blocks: &mut Vec<Block>, line: &str) {
    let heading = |level, text: &str| Block::Heading { level, text: text.into() };
    let block = match line.split_once(' ').unwrap_or((line, "")) {
        ("#", text) => heading(Level::One, text),
        ("##", text) => heading(Level::Two, text),
        ("###", text) => heading(Level::Three, text),
        ("!", text) => Block::Notice(text.into()),
        ("---", _) => Block::PageBreak,
        ("-", text) => return item(blocks, text),
        ("|", row) => return cells(blocks, row),
        (numeric, caption) if numeric.starts_with('|') => table(numeric, caption),
        _ => match line.split_once(" :: ") {
            Some((term, fact)) => return add_fact(blocks, term, fact),
            None => Block::Paragraph(line.into()),
        },
    };
    blocks.push(block);
}

fn table(numeric: &str, caption: &str) -> Block {
    let columns = numeric.trim_matches(['|', ':']).split([',', ':']);
    let numeric = columns.filter_map(|column| column.parse().ok()).collect();
    Block::Table { caption: caption.into(), headers: vec![], rows: vec![], numeric }
}

fn cells(blocks: &mut [Block], row: &str) {
    let cells: Vec<String> = row.split(" | ").map(Into::into).collect();
    match blocks.last_mut() {
        Some(Block::Table { headers, .. }) if headers.is_empty() => *headers = cells,
        Some(Block::Table { rows, .. }) => rows.push(cells),
        _ => panic!("a row without a table: {row}"),
    }
}

fn item(blocks: &mut Vec<Block>, text: &str) {
    match blocks.last_mut() {
        Some(Block::List(items)) => items.push(text.into()),
        _ => blocks.push(Block::List(vec![text.into()])),
    }
}

fn add_fact(blocks: &mut Vec<Block>, term: &str, fact: &str) {
    let pair = (term.into(), fact.into());
    match blocks.last_mut() {
        Some(Block::Facts(pairs)) => pairs.push(pair),
        _ => blocks.push(Block::Facts(vec![pair])),
    }
}
