//! The other half of `export`: fills a new database from its lines.

use tokio::io::AsyncBufRead;

use crate::{Db, Result, refuse};

/// Fills a new database, whose migrations are those of the file, in one transaction. Refused: a database that holds
/// anything its migrations did not put there, an unknown table or column, a file that is cut short.
pub async fn import(_db: &Db, _lines: impl AsyncBufRead + Unpin) -> Result<()> {
    refuse("import is not built yet")
}
