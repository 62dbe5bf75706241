//! Tables that are compared with checked-in files: run with UPDATE=1 to accept a change; the diff is the review.

/// A table: the rows' names and the columns' names, and what stands where they meet.
pub fn table<R: ToString, C: ToString>(rows: &[R], columns: &[C], cell: impl Fn(usize, usize) -> String) -> String {
    let width = 2 + columns.iter().map(|c| c.to_string().len()).max().unwrap_or(0).max(13);
    let first = 2 + rows.iter().map(|r| r.to_string().len()).max().unwrap_or(0);
    let line = |name: String, cells: Vec<String>| {
        let cells: String = cells.iter().map(|cell| format!("{cell:width$}")).collect();
        format!("{name:first$}{cells}").trim_end().to_string() + "\n"
    };
    let head = line(String::new(), columns.iter().map(ToString::to_string).collect());
    let body = (0..rows.len()).map(|r| line(rows[r].to_string(), (0..columns.len()).map(|c| cell(r, c)).collect()));
    head + &body.collect::<String>()
}

/// Compares a table with `tests/<file>`.
pub fn expect(file: &str, actual: &str) {
    let path = format!("{}/tests/{file}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var("UPDATE").is_ok() {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(expected, actual, "run with UPDATE=1 to accept tests/{file}");
}
