//! Shares a page's width among the columns of a table, by what stands in them.

/// No column is narrower than for this many letters, nor wider than for that many, whatever it holds.
const LETTERS: std::ops::RangeInclusive<usize> = 6..=40;

/// The relative width of each column: the longest word and the longest text in it decide.
pub(crate) fn of(headers: &[String], rows: &[Vec<String>], columns: usize) -> Vec<f64> {
    let mut widths = vec![*LETTERS.start(); columns];
    for row in rows.iter().map(Vec::as_slice).chain([headers]) {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(wanted(cell));
        }
    }
    widths.into_iter().map(|letters| letters as f64).collect()
}

fn wanted(cell: &str) -> usize {
    cell.chars().take(*LETTERS.end()).count()
}
