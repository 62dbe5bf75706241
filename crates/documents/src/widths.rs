//! Shares a page's width among the columns of a table, by what stands in them. All widths are in ems of table text.

use crate::fonts;

/// The text of an A4 page (160 mm) in ems of 10 pt.
const PAGE: f64 = 45.3;
/// The air left and right in a cell (4 mm), and a little for what letters cannot tell.
const AIR: f64 = 1.4;
/// A text wider than this is better broken into lines than given more of the page.
const AMPLE: f64 = 28.0;
/// The longest word that a column is made wide for.
const WORD: f64 = 11.0;

/// What one column needs.
#[derive(Clone, Copy)]
struct Need {
    /// Its longest word.
    least: f64,
    /// Its longest text on one line, at most [`AMPLE`].
    most: f64,
}

/// The width of each column; together they fill the page.
pub(crate) fn of(headers: &[String], rows: &[Vec<String>], columns: usize) -> Vec<f64> {
    let mut needs = vec![Need { least: 2.0 + AIR, most: 2.0 + AIR }; columns];
    for row in rows.iter().map(Vec::as_slice).chain([headers]) {
        for (need, cell) in needs.iter_mut().zip(row) {
            need.widen(cell);
        }
    }
    share(&needs)
}

/// The room for a word in a column of this width.
pub(crate) fn room(width: f64) -> f64 {
    (width - AIR).max(1.0)
}

/// About how many lines a row takes: its fullest cell decides.
pub(crate) fn lines(row: &[String], widths: &[f64]) -> usize {
    let of_cell = |(cell, width): (&String, &f64)| -> usize {
        cell.lines().map(|line| 1 + (fonts::width(line, f64::MAX) / room(*width)) as usize).sum()
    };
    row.iter().zip(widths).map(of_cell).max().unwrap_or(1)
}

impl Need {
    fn widen(&mut self, cell: &str) {
        let word = cell.split_whitespace().map(|word| fonts::width(word, WORD)).fold(0.0, f64::max);
        let text = cell.lines().map(|line| fonts::width(line, AMPLE)).fold(0.0, f64::max);
        self.least = self.least.max(word + AIR);
        self.most = self.most.max(text + AIR);
    }
}

/// Every column gets what its longest word needs, the rest goes where texts are long; too many columns shrink alike.
fn share(needs: &[Need]) -> Vec<f64> {
    let least: f64 = needs.iter().map(|need| need.least).sum();
    let wish: f64 = needs.iter().map(|need| need.most - need.least).sum();
    let spare = PAGE - least;
    let width = |need: &Need| match spare {
        _ if spare < 0.0 => need.least * PAGE / least,
        _ if wish <= 0.0 => need.least + spare * need.least / least,
        _ => need.least + spare * (need.most - need.least) / wish,
    };
    needs.iter().map(width).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(headers: &[&str], row: &[&str]) -> Vec<f64> {
        let strings = |cells: &[&str]| cells.iter().map(|&cell| cell.into()).collect::<Vec<String>>();
        of(&strings(headers), &[strings(row)], headers.len())
    }

    #[test]
    fn the_columns_fill_the_page() {
        for columns in [1, 2, 7, 40] {
            let total: f64 = widths(&vec!["Name"; columns], &vec!["x"; columns]).iter().sum();
            assert!((total - PAGE).abs() < 1e-6, "{columns} columns take {total}");
        }
    }

    #[test]
    fn a_column_has_room_for_its_longest_word_before_another_gets_more() {
        let long = "a long text that could fill many a line ".repeat(20);
        let found = widths(&["Reference", "What"], &["GB-COH-00119006", &long]);
        assert!(room(found[0]) >= fonts::width("GB-COH-00119006", f64::MAX), "{found:?}");
        assert!(found[1] > 3.0 * found[0], "{found:?}");
    }

    #[test]
    fn one_endless_word_does_not_take_the_page_from_the_others() {
        let found = widths(&["Hash", "What"], &[&"f".repeat(4000), "Meaning of the hash"]);
        assert!(found[1] > PAGE / 4.0, "{found:?}");
    }
}
