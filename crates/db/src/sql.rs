//! Statements known at compile time, and the list of them all.

/// A statement known at compile time. `sql!` also registers it, so that one test can prepare every statement of the
/// program on both engines (`Db::refused`).
#[derive(Debug)]
pub struct Sql {
    /// The text for SQLite.
    pub sqlite: &'static str,
    /// The text for PostgreSQL; the same one, as a rule.
    pub postgres: &'static str,
    /// The file that the statement stands in.
    pub file: &'static str,
    /// The line in that file, from 1.
    pub line: u32,
}

inventory::collect!(Sql);

impl Sql {
    /// `store.rs:12`, for messages.
    pub(crate) fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }
}

/// Makes a `Query` from a statement: `sql!("…")`, or `sql!(sqlite: "…", postgres: "…")` where one text cannot serve both. A
/// text may be a `concat!` of literals, for tables that are alike.
#[macro_export]
macro_rules! sql {
    (sqlite: $sqlite:expr, postgres: $postgres:expr) => {{
        static STATEMENT: $crate::Sql =
            $crate::Sql { sqlite: $sqlite, postgres: $postgres, file: file!(), line: line!() };
        $crate::__inventory::submit! {
            $crate::Sql { sqlite: $sqlite, postgres: $postgres, file: file!(), line: line!() }
        }
        $crate::Query::new(&STATEMENT)
    }};
    ($text:expr) => {
        $crate::sql!(sqlite: $text, postgres: $text)
    };
}

/// How many parameters `$1 .. $n` a statement has. SQLite reads a missing one as NULL, so we count.
pub(crate) fn parameters(text: &str) -> usize {
    text.split('$').skip(1).filter_map(leading_number).max().unwrap_or(0)
}

/// The digits at the start of the text, as a number.
fn leading_number(text: &str) -> Option<usize> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text[..digits].parse().ok()
}
