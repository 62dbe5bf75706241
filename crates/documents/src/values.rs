//! A document as the values that the template reads: data only, never source text.

use typst::foundations::{Array, Dict, IntoValue, Str, Value, dict};

use crate::model::{Block, Document, Level, Signature};
use crate::text::{line, lines, start};
use crate::{Error, widths};

/// What fits beside the reference at the head of a page.
const RUNNING_TITLE: usize = 70;
/// What a reader's window title can hold; the standard's own limit is far away.
const FILE_TITLE: usize = 500;

/// The template's `sys.inputs`.
pub(crate) fn of(document: &Document) -> Result<Dict, Error> {
    let title = line(&document.title);
    if title.is_empty() {
        return Err(Error::Untitled);
    }
    let (language, region) = language(&document.language)?;
    Ok(dict! {
        "title" => title,
        "running-title" => start(&document.title, RUNNING_TITLE),
        "file-title" => start(&document.title, FILE_TITLE),
        "subtitle" => line(document.subtitle.as_deref().unwrap_or_default()),
        "language" => language,
        "region" => region,
        "reference" => line(&document.reference),
        "meta" => facts(&document.meta),
        "footer" => line(&document.footer),
        "blocks" => blocks(&document.blocks),
    })
}

fn language(tag: &str) -> Result<(Str, Value), Error> {
    let (language, region) = tag.split_once('-').map_or((tag, None), |(l, r)| (l, Some(r)));
    let letters = |s: &str| s.bytes().all(|b| b.is_ascii_alphabetic());
    if !matches!(language.len(), 2 | 3) || region.is_some_and(|r| r.len() != 2) || !letters(&tag.replacen('-', "", 1)) {
        return Err(Error::Language(tag.into()));
    }
    Ok((language.into(), region.map_or(Value::None, IntoValue::into_value)))
}

fn blocks(blocks: &[Block]) -> Array {
    let mut depth = 0;
    blocks.iter().filter_map(|one| block(one, &mut depth)).map(IntoValue::into_value).collect()
}

/// `None` for a block with nothing in it. `depth` is that of the heading before.
fn block(block: &Block, depth: &mut i64) -> Option<Dict> {
    let filled = |array: Array| (!array.is_empty()).then_some(array);
    Some(match block {
        Block::Heading { level, text } => return heading(*level, text, depth),
        Block::Paragraph(text) => dict! { "kind" => "paragraph", "text" => lines(text) },
        Block::Notice(text) => dict! { "kind" => "notice", "text" => lines(text) },
        Block::List(items) => dict! { "kind" => "list", "items" => filled(texts(items))? },
        Block::Facts(pairs) => dict! { "kind" => "facts", "facts" => filled(facts(pairs))? },
        Block::Table { caption, headers, rows, numeric } => return table(caption, headers, rows, numeric),
        Block::Signatures(all) => {
            dict! { "kind" => "signatures", "signatures" => filled(all.iter().map(signature).collect())? }
        }
        Block::PageBreak => dict! { "kind" => "page-break" },
    })
}

fn heading(level: Level, text: &str, depth: &mut i64) -> Option<Dict> {
    let text = line(text);
    if text.is_empty() {
        return None;
    }
    *depth = (level as i64 + 1).min(*depth + 1);
    Some(dict! { "kind" => "heading", "level" => *depth, "text" => text })
}

fn table(caption: &str, headers: &[String], rows: &[Vec<String>], numeric: &[usize]) -> Option<Dict> {
    let columns = rows.iter().map(Vec::len).chain([headers.len()]).max().filter(|&most| most > 0)?;
    let filled = |row: &[String]| -> Array {
        let cell = |column| lines(row.get(column).map_or("", String::as_str)).into_value();
        (0..columns).map(cell).collect()
    };
    Some(dict! {
        "kind" => "table",
        "caption" => line(caption),
        "headers" => filled(headers),
        "rows" => rows.iter().map(|row| filled(row).into_value()).collect::<Array>(),
        "numeric" => (0..columns).map(|column| numeric.contains(&column).into_value()).collect::<Array>(),
        "widths" => widths::of(headers, rows, columns).into_iter().map(IntoValue::into_value).collect::<Array>(),
    })
}

fn facts(pairs: &[(String, String)]) -> Array {
    let fact = |(term, text): &(String, String)| dict! { "term" => lines(term), "text" => lines(text) };
    pairs.iter().map(|pair| fact(pair).into_value()).collect()
}

fn texts(items: &[String]) -> Array {
    items.iter().map(|item| lines(item).into_value()).collect()
}

fn signature(signature: &Signature) -> Value {
    let signed = signature.signed.as_deref().map_or(Value::None, |words| lines(words).into_value());
    dict! {
        "party" => line(&signature.party),
        "name" => line(&signature.name),
        "role" => line(&signature.role),
        "signed" => signed,
    }
    .into_value()
}
