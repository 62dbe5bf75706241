//! The database: its connections, and the statements that its engine would refuse.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use sqlx::{Connection as _, Executor as _, postgres::*, sqlite::*};

use crate::{Result, Sql, Tx, refuse, tx::Inner};

/// How many statements each connection keeps prepared: more than the program has on one path.
const STATEMENTS_KEPT: usize = 500;
/// Bytes of SQLite's write-ahead log that stay on disk after a large transaction: 64 MiB.
const WAL_KEPT: &str = "67108864";
/// How long SQLite waits for another program that is writing.
const BUSY: Duration = Duration::from_secs(10);
/// After how long a program that found a new file busy tries again.
const AGAIN: Duration = Duration::from_millis(10);

/// How long an idle connection to PostgreSQL is trusted; after that it is tried before it is used.
const TRUSTED: Duration = Duration::from_secs(1);

/// Which engine stands behind a `Db`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, in a file of this machine.
    Sqlite,
    /// PostgreSQL 15 or newer.
    Postgres,
}

/// A database; cheap to clone.
#[derive(Clone)]
pub struct Db(pub(crate) Pools, Arc<AtomicU64>);

/// The connections: SQLite has one that writes and several that only read.
#[derive(Clone)]
pub(crate) enum Pools {
    Sqlite { read: SqlitePool, write: SqlitePool },
    Postgres(PgPool),
}

/// The connections of a database at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connections {
    /// Open.
    pub open: usize,
    /// Open, and in nobody's use.
    pub idle: usize,
}

impl Db {
    /// Opens `sqlite:path/to/file` (made if it is missing) or `postgres://user@host:port/name`.
    pub async fn connect(url: &str) -> Result<Db> {
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            return postgres(url.parse()?).await;
        }
        if !url.starts_with("sqlite:") {
            return refuse("a database is given as sqlite:FILE or postgres://USER@HOST:PORT/NAME");
        }
        if url.contains(":memory:") || url.contains("mode=memory") {
            return refuse("SQLite needs a file: readers and the writer have connections of their own");
        }
        sqlite(url.parse()?).await
    }

    /// Opens a SQLite file (made if it is missing) whatever its path is made of.
    pub async fn open(file: &Path) -> Result<Db> {
        sqlite(SqliteConnectOptions::new().filename(file)).await
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match &self.0 {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// A transaction that may write. SQLite takes its write lock now, not at the first write.
    pub async fn write(&self) -> Result<Tx> {
        Ok(Tx::new(
            self.1.clone(),
            match &self.0 {
                Pools::Sqlite { write, .. } => Inner::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
                Pools::Postgres(pool) => Inner::Postgres(pool.begin().await?),
            },
        ))
    }

    /// A transaction that only reads, and sees one moment of the database from its first statement to its last.
    pub async fn read(&self) -> Result<Tx> {
        const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
        Ok(Tx::new(
            self.1.clone(),
            match &self.0 {
                Pools::Sqlite { read, .. } => Inner::Sqlite(read.begin().await?),
                Pools::Postgres(pool) => Inner::Postgres(pool.begin_with(SNAPSHOT).await?),
            },
        ))
    }

    /// How many transactions of this program have announced a change when they were committed: whoever keeps what was
    /// read compares two counts.
    pub fn changes(&self) -> u64 {
        self.1.load(Ordering::Acquire)
    }

    /// How many connections are open now, and how many of them nobody uses.
    pub fn connections(&self) -> Connections {
        let pair = |open: u32, idle: usize| Connections { open: open as usize, idle };
        match &self.0 {
            Pools::Sqlite { read, write } => pair(read.size() + write.size(), read.num_idle() + write.num_idle()),
            Pools::Postgres(pool) => pair(pool.size(), pool.num_idle()),
        }
    }

    /// Closes every connection, after the transactions under way have ended.
    pub async fn close(&self) {
        match &self.0 {
            Pools::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    /// Writes the whole file anew, so that nothing is left in it of what was replaced or deleted before this program took
    /// care of that. PostgreSQL looks after its own files.
    pub async fn rewrite(&self) -> Result<()> {
        if let Pools::Sqlite { write, .. } = &self.0 {
            sqlx::query("VACUUM").execute(write).await?;
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(write).await?;
        }
        Ok(())
    }

    /// Prepares every registered statement; returns one line per statement that this engine refuses.
    pub async fn refused(&self) -> Result<Vec<String>> {
        let mut refused = Vec::new();
        for sql in inventory::iter::<Sql> {
            if let Err(error) = self.prepare(sql).await {
                refused.push(format!("{} {error}", sql.place()));
            }
        }
        Ok(refused)
    }

    /// How SQLite would run every registered statement: its place, its text, and the steps of its plan. For tests that
    /// forbid reading a whole table; PostgreSQL plans by what the tables hold, so it has no such list.
    pub async fn plans(&self) -> Result<Vec<(String, &'static str, Vec<String>)>> {
        let Pools::Sqlite { write, .. } = &self.0 else { return Ok(Vec::new()) };
        let mut plans = Vec::new();
        for sql in inventory::iter::<Sql> {
            let question = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", sql.sqlite));
            let steps = sqlx::query(question).fetch_all(write).await?;
            let steps = steps.iter().map(|step| sqlx::Row::try_get(step, "detail")).collect::<Result<_>>()?;
            plans.push((sql.place(), sql.sqlite, steps));
        }
        Ok(plans)
    }

    async fn prepare(&self, sql: &'static Sql) -> Result<()> {
        match &self.0 {
            Pools::Sqlite { write, .. } => {
                let mut connection = write.acquire().await?;
                (&mut *connection).prepare(sqlx::SqlStr::from_static(sql.sqlite)).await?;
            }
            Pools::Postgres(pool) => {
                let mut connection = pool.acquire().await?;
                (&mut *connection).prepare(sqlx::SqlStr::from_static(sql.postgres)).await?;
            }
        }
        Ok(())
    }
}

async fn postgres(options: PgConnectOptions) -> Result<Db> {
    let options = options.statement_cache_capacity(STATEMENTS_KEPT);
    let pool =
        PgPoolOptions::new().max_connections(16).test_before_acquire(false).before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for > TRUSTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        });
    Ok(Db(Pools::Postgres(pool.connect_with(options).await?), Arc::default()))
}

/// What is deleted or replaced is overwritten in the file: erased means erased.
async fn sqlite(options: SqliteConnectOptions) -> Result<Db> {
    let options = options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .statement_cache_capacity(STATEMENTS_KEPT)
        .pragma("journal_size_limit", WAL_KEPT)
        .pragma("secure_delete", "ON");
    let pools = Pools::Sqlite {
        write: writer(&options).await?,
        read: sqlite_pool(8).connect_with(options.read_only(true).create_if_missing(false)).await?,
    };
    Ok(Db(pools, Arc::default()))
}

/// Turning a new file to WAL waits for nobody: of several programs that start on it at once, the others try again.
async fn writer(options: &SqliteConnectOptions) -> Result<SqlitePool> {
    let patience = Instant::now() + BUSY;
    loop {
        match sqlite_pool(1).connect_with(options.clone()).await {
            Err(error) if is_busy(&error) && Instant::now() < patience => tokio::time::sleep(AGAIN).await,
            opened => return opened,
        }
    }
}

/// Whether somebody else holds the file: SQLITE_BUSY, whatever its extension.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<u32>().ok());
    code.is_some_and(|code| code & 0xff == 5)
}

/// Connections to a file do not go stale, so they are neither tested nor renewed.
pub(crate) fn sqlite_pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
}
