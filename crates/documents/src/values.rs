//! A document as the values that the template reads: data only, never source text.

use typst::foundations::{Array, Dict, IntoValue, Str, Value, dict};

use crate::model::{Block, Document, Level, Signature};
use crate::text::{MOST, Room, cut, line, lines, start};
use crate::{Error, widths};

/// What fits beside the reference at the head of a page.
const RUNNING_TITLE: usize = 70;
/// What a reader's window title can hold; the standard's own limit is far away.
const FILE_TITLE: usize = 500;

/// A row of no more lines than this is not parted by the end of a page.
const WHOLE_ROW: usize = 12;
/// A table of no more lines than this stays on one page.
const WHOLE_TABLE: usize = 16;
/// Facts of no more letters than this are not parted: about as many lines as [`WHOLE_ROW`].
const WHOLE_FACT: usize = 700;

/// The template's `sys.inputs`.
pub(crate) fn of(document: &Document) -> Result<Dict, Error> {
    let title = line(&document.title, Room::TITLE);
    if title.is_empty() {
        return Err(Error::Untitled);
    }
    let (language, region) = language(&document.language)?;
    Ok(dict! {
        "title" => title,
        "running-title" => start(&document.title, RUNNING_TITLE),
        "file-title" => start(&document.title, FILE_TITLE),
        "subtitle" => line(document.subtitle.as_deref().unwrap_or_default(), Room::PAGE),
        "language" => language,
        "region" => region,
        "reference" => line(&document.reference, Room::PAGE),
        "meta" => facts(&document.meta),
        "footer" => line(&document.footer, Room::PAGE),
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
    array(blocks.iter().filter_map(|one| block(one, &mut depth)))
}

/// `None` for a block with nothing in it. `depth` is that of the heading before.
fn block(block: &Block, depth: &mut i64) -> Option<Dict> {
    let filled = |array: Array| (!array.is_empty()).then_some(array);
    Some(match block {
        Block::Heading { level, text } => return heading(*level, text, depth),
        Block::Paragraph(text) => {
            dict! { "kind" => "paragraph", "text" => lines(text, Room::PAGE) }
        }
        Block::Notice(text) => dict! { "kind" => "notice", "text" => lines(text, Room::PAGE) },
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
    let text = line(text, Room::PAGE);
    if text.is_empty() {
        return None;
    }
    *depth = (level as i64 + 1).min(*depth + 1);
    Some(dict! { "kind" => "heading", "level" => *depth, "text" => text })
}

fn table(caption: &str, headers: &[String], rows: &[Vec<String>], numeric: &[usize]) -> Option<Dict> {
    let columns = rows.iter().map(Vec::len).chain([headers.len()]).max().filter(|&most| most > 0)?;
    let widths = widths::of(headers, rows, columns);
    let cell = |(column, text): (usize, &String)| lines(text, Room(widths::room(widths[column])));
    let filled = |row: &[String]| {
        let blanks = std::iter::repeat_n(Str::new(), columns - row.len());
        array(row.iter().enumerate().map(cell).chain(blanks))
    };
    let tall: Vec<usize> = rows.iter().map(|row| widths::lines(row, &widths)).collect();
    let row = |(row, &tall): (&Vec<String>, &usize)| dict! { "cells" => filled(row), "whole" => tall <= WHOLE_ROW };
    Some(dict! {
        "kind" => "table",
        "caption" => line(caption, Room::PAGE),
        "headers" => filled(headers),
        "repeat" => widths::lines(headers, &widths) <= WHOLE_ROW,
        "rows" => array(rows.iter().zip(&tall).map(row)),
        "whole" => tall.iter().sum::<usize>() <= WHOLE_TABLE,
        "numeric" => array((0..columns).map(|column| numeric.contains(&column))),
        "widths" => array(widths.iter().copied()),
    })
}

fn array<T: IntoValue>(items: impl IntoIterator<Item = T>) -> Array {
    items.into_iter().map(IntoValue::into_value).collect()
}

fn facts(pairs: &[(String, String)]) -> Array {
    let fact = |(term, text): &(String, String)| {
        let whole = term.len() + text.len() <= WHOLE_FACT && !text.contains('\n');
        dict! { "term" => lines(term, Room::PART), "text" => lines(text, Room::PAGE), "whole" => whole }
    };
    array(pairs.iter().map(fact))
}

fn texts(items: &[String]) -> Array {
    array(items.iter().map(|item| lines(item, Room::PAGE)))
}

fn signature(signature: &Signature) -> Value {
    let signed =
        signature.signed.as_deref().map_or(Value::None, |words| lines(&cut(words, MOST), Room::PART).into_value());
    dict! {
        "party" => line(&signature.party, Room::PART),
        "name" => line(&signature.name, Room::PART),
        "role" => line(&signature.role, Room::PART),
        "signed" => signed,
    }
    .into_value()
}
