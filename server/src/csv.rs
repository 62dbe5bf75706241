//! Tables as comma-separated text that no spreadsheet takes for formulas.
use axum::{
    http::header,
    response::{IntoResponse, Response},
};

/// One line: every cell in quotes.
pub fn row(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| format!("\"{}\"", tame(&cell).replace('"', "\"\""))).collect();
    format!("{}\r\n", cells.join(","))
}

/// The text as a file of this name.
pub fn file(name: &str, text: String) -> Response {
    let name = [(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))];
    (name, [(header::CONTENT_TYPE, "text/csv; charset=utf-8")], text).into_response()
}

/// A text that no spreadsheet takes for a formula: an apostrophe stands before `=`, `+`, `-`, `@`, tab and return.
fn tame(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_string() }
}
